from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sothuhoso.domain.citizen_number import PROVINCE_CODES, check, is_id_number, mask, parse
from sothuhoso.domain.errors import Invalid
from sothuhoso.domain.people import Sex
from sothuhoso.i18n.catalog import text

TODAY = date(2026, 11, 23)
numbers = st.from_regex(r"[0-9]{12}", fullmatch=True)


def test_a_number_taken_apart() -> None:
    mai = parse("019199000017")
    assert (mai.province_code, mai.province_key, mai.sex, mai.birth_year) == (
        "019",
        "provinces.019",
        Sex.FEMALE,
        1999,
    )
    assert text(mai.province_key) == "Thái Nguyên"


@pytest.mark.parametrize(
    ("digit", "sex", "century"),
    [(d, Sex.FEMALE if d % 2 else Sex.MALE, c) for d, c in enumerate((19, 19, 20, 20, 21, 21, 22, 22, 23, 23))],
)
def test_century_and_sex(digit: int, sex: Sex, century: int) -> None:
    parsed = parse(f"001{digit}07000001")
    assert (parsed.sex, parsed.birth_year) == (sex, century * 100 + 7)


@pytest.mark.parametrize("number", ["", "01919900001", "0191990000170", "O19199000017", "٠١٩١٩٩٠٠٠٠١٧", "019199-00017"])
def test_anything_but_twelve_digits_is_refused(number: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse(number)
    assert caught.value.key == "id_number.not_12_digits"
    assert caught.value.facts == {}


def test_a_year_to_come_is_refused_only_when_the_day_is_known() -> None:
    assert parse("019227000001").birth_year == 2027
    assert parse("019226000001", today=TODAY).birth_year == 2026
    with pytest.raises(Invalid) as caught:
        parse("019227000001", today=TODAY)
    assert caught.value.key == "id_number.future_year"


def test_63_provinces_each_with_a_name() -> None:
    assert len(PROVINCE_CODES) == 63
    assert len({text(f"provinces.{code}") for code in PROVINCE_CODES}) == 63


@given(numbers)
def test_a_number_never_contradicts_itself(number: str) -> None:
    said = parse(number)
    keys = {finding.key for finding in check(number, sex=said.sex, birth_year=said.birth_year, today=TODAY)}
    assert keys <= {"id_province_unknown", "id_year_future"}
    assert ("id_province_unknown" in keys) == (number[:3] not in PROVINCE_CODES)
    assert ("id_year_future" in keys) == (said.birth_year > 2026)


@given(numbers)
def test_the_other_sex_is_always_noticed(number: str) -> None:
    other = Sex.MALE if parse(number).sex is Sex.FEMALE else Sex.FEMALE
    assert "id_sex_differs" in {f.key for f in check(number, sex=other, birth_year=None, today=TODAY)}


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("019199000017", "0191••••0017"),
        ("019 199 000 017", "0191••••0017"),
        ("091234567", "0912••••4567"),
        ("12345678", "••••••••"),
        ("123", "•••"),
        ("", ""),
    ],
)
def test_masking(number: str, masked: str) -> None:
    assert mask(number) == masked


@given(st.text(max_size=40))
def test_a_mask_never_shows_more_than_eight_characters(number: str) -> None:
    assert sum(c != "•" for c in mask(number)) <= 8


@pytest.mark.parametrize(
    ("number", "is_one"), [("019199000017", True), ("091234567", True), ("0912345678", False), ("", False)]
)
def test_shapes_of_numbers(number: str, is_one: bool) -> None:
    assert is_id_number(number) is is_one
