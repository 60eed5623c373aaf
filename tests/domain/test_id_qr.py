from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sothuhoso.domain.citizen_number import PROVINCE_CODES
from sothuhoso.domain.id_qr import CardReading, read_card_text
from sothuhoso.i18n.catalog import error_text, text
from tests.domain.vectors import all_have_words, named, vectors

TODAY = date(2026, 11, 23)
MAI = "019199000017|091234567|Hoàng Thị Mai|15021999|Nữ|Xóm Mỏ Gà, Phú Thượng, Võ Nhai, Thái Nguyên|10052021"
FIELDS = ("id_number", "old_id_number", "full_name", "birth_date", "sex", "address", "issue_date")
CASES = vectors("id_qr")

LATIN = r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1ef9]{1,8}"
words = st.from_regex(LATIN, fullmatch=True)
names = st.lists(words, min_size=1, max_size=4).map(" ".join)
days = st.dates(date(1900, 1, 1), date(2026, 11, 23))
old_numbers = st.one_of(st.just(""), st.from_regex(r"[0-9]{9}", fullmatch=True))


@pytest.mark.parametrize("case", **named(CASES))
def test_vectors(case: dict[str, Any]) -> None:
    reading = read_card_text(case["text"], today=date.fromisoformat(case["today"]))
    expected = case["expect"]
    assert (asdict(reading.identity) if reading.identity else None) == expected["identity"]
    assert reading.problem == expected["problem"]
    assert list(reading.missing) == expected["missing"]
    assert list(reading.extra_raw) == expected["extra_raw"]
    assert [{"key": f.key, "field": f.field} for f in reading.warnings] == expected["warnings"]


def test_every_answer_has_words() -> None:
    all_have_words(CASES)
    issuers = [case["expect"]["identity"]["issued_by"] for case in CASES if case["expect"]["identity"]]
    assert all(text(issuer) for issuer in issuers if issuer)


def test_without_a_day_nothing_is_warned_of() -> None:
    odd = MAI.replace("Nữ", "Nam")
    assert read_card_text(odd, today=TODAY).warnings
    assert read_card_text(odd).warnings == ()


@given(st.one_of(st.text(st.characters(codec=None)), st.binary().map(lambda b: b.decode("latin-1"))))
@example("|" * 5000)
@example("\ud800|" * 7)
@example("00000101" * 700)
def test_no_text_makes_it_fail(raw: str) -> None:
    sound(read_card_text(raw, today=TODAY))


@given(st.lists(st.text(max_size=12) | st.from_regex(r"[0-9]{8,12}", fullmatch=True), max_size=14).map("|".join))
def test_no_list_of_fields_makes_it_fail(raw: str) -> None:
    sound(read_card_text(raw, today=TODAY))


@given(st.data())
def test_a_damaged_card_never_gives_a_field_that_was_not_on_it(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(MAI) - 1))
    damage = data.draw(st.sampled_from(["?", "\ufffd", "", "|", "\x00", "0"]))
    sound(read_card_text(MAI[:place] + damage + MAI[place + 1 :], today=TODAY))


@given(st.integers(0, len(MAI)))
def test_a_cut_off_card_gives_only_what_the_whole_one_says(length: int) -> None:
    whole, cut = read_card_text(MAI).identity, read_card_text(MAI[:length]).identity
    assert whole is not None
    if cut is None:
        assert length < 12
        return
    for name in FIELDS:
        given_value, true_value = getattr(cut, name), getattr(whole, name)
        # a scanner that drops the issue date leaves six fields, so a cut address cannot be told from a short one
        assert given_value in ("", true_value) or (name == "address" and true_value.startswith(given_value))


@given(
    st.sampled_from(sorted(PROVINCE_CODES)), st.integers(0, 3), names, days, old_numbers, st.lists(names, max_size=4)
)
def test_a_card_written_by_the_book_reads_back(
    province: str, digit: int, name: str, birth: date, old: str, extra: list[str]
) -> None:
    sex = "Nữ" if digit % 2 else "Nam"
    number = f"{province}{digit}{birth:%y}000001"
    written = "|".join([number, old, name, f"{birth:%d%m%Y}", sex, "Thái Nguyên", "01072024", *extra])
    reading = read_card_text(written)
    identity = reading.identity
    assert identity is not None
    assert reading.missing == ()
    assert (identity.id_number, identity.old_id_number) == (number, old)
    assert identity.birth_date == f"{birth:%d/%m/%Y}"
    assert identity.sex == ("female" if digit % 2 else "male")
    assert identity.full_name
    assert len(reading.extra_raw) == len(extra)


def sound(reading: CardReading) -> None:
    """Either a problem with words, or an identity whose gaps are all named."""
    if reading.identity is None:
        assert reading.problem
        assert error_text(reading.problem)
        return
    assert reading.problem is None
    gaps = {name for name in FIELDS if not getattr(reading.identity, name)}
    assert gaps - {"old_id_number"} == set(reading.missing) - {"old_id_number"}
    assert "\x00" not in "".join(asdict(reading.identity).values())
