from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sothuhoso.domain.card_text import MRZ, CardReading, read_text, read_texts
from sothuhoso.domain.people import Origin
from sothuhoso.i18n.catalog import error_text, text
from tests.samples import mrz
from tests.samples.people import MAI, PA

TODAY = date(2026, 11, 23)
CODE, ZONE = MAI.text_2021, mrz.td1(MAI)


def said(reading: CardReading) -> dict[str, tuple[str, str]]:
    return {name: (one.value, str(one.origin)) for name, one in (reading.fields or {}).items()}


def test_a_code_gives_what_the_card_says() -> None:
    reading = read_text(CODE, today=TODAY)
    assert said(reading)["full_name"] == ("Hoàng Thị Mai", "qr")
    assert said(reading)["id_number"] == (MAI.id_number, "qr")
    assert (reading.problem, reading.missing) == (None, ())


def test_lines_give_what_they_have_and_the_rest_is_asked() -> None:
    reading = read_text(ZONE, today=TODAY)
    assert said(reading)["full_name"] == ("HOANG THI MAI", "mrz")
    assert said(reading)["expiry_date"] == ("15/02/2036", "mrz")
    assert reading.missing == ("address", "issue_date")


def test_both_sides_of_a_card_are_one_person() -> None:
    reading = read_texts([(MRZ, ZONE), ("qrcode", CODE), ("code128", "SH-05725-261123-0017")], today=TODAY)
    assert said(reading)["full_name"] == ("Hoàng Thị Mai", "qr")
    assert said(reading)["expiry_date"] == ("15/02/2036", "mrz")
    assert (reading.problem, reading.missing) == (None, ())
    odd = {name: one.warnings for name, one in (reading.fields or {}).items() if one.warnings}
    assert odd == {"issue_date": ("card_expired",)}


def test_sides_that_differ_are_told() -> None:
    reading = read_texts([("qrcode", CODE.replace("15021999", "16021999")), (MRZ, ZONE)], today=TODAY)
    assert reading.fields is not None
    assert reading.fields["birth_date"].value == "16/02/1999"
    assert reading.fields["birth_date"].warnings == ("card_sides_differ",)
    assert text("warnings.card_sides_differ")


@pytest.mark.parametrize(
    "found",
    [
        [("qrcode", CODE), ("qrcode", PA.text_2024)],
        [("qrcode", CODE), (MRZ, mrz.td1(PA))],
        [(MRZ, ZONE + "\n" + mrz.td1(PA))],
        [("qrcode", CODE), ("qrcode", f"|{PA.text_2021.partition('|')[2]}")],
    ],
    ids=["two codes", "code and lines", "lines of two", "one without a number"],
)
def test_two_cards_are_never_mixed(found: list[tuple[str, str]]) -> None:
    of_lines = len(found) == 1
    assert read_texts(found, today=TODAY) == CardReading(problem="mrz.two_cards" if of_lines else "card.two_cards")


def test_warnings_stand_at_their_field() -> None:
    reading = read_text(CODE.replace("Nữ", "Nam"), today=TODAY)
    assert reading.fields is not None
    assert reading.fields["sex"].warnings == ("id_sex_differs",)
    assert reading.fields["sex"].origin is Origin.QR


@pytest.mark.parametrize(
    ("given_text", "problem"),
    [
        ("", "qr.empty"),
        ("x" * 100_000, "card.text_too_long"),
        ("<<" + "x" * 100_000, "mrz.too_long"),
        ("01919900001", "qr.not_a_card"),
        ("0191990000170", "qr.not_a_card"),
        ("\u0660\u0661\u0669\u0661\u0669\u0669\u0660\u0660\u0660\u0660\u0661\u0667", "qr.not_a_card"),
        (ZONE.replace("0", "\uff10"), "mrz.check_digits"),
        ("https://example.org", "qr.url"),
        (ZONE.replace("9902152", "9902162"), "mrz.check_digits"),
    ],
)
def test_what_is_no_card_has_a_key_and_fills_in_nothing(given_text: str, problem: str) -> None:
    assert read_text(given_text, today=TODAY) == CardReading(problem=problem)
    assert error_text(problem)


def test_nothing_found_has_a_key() -> None:
    assert read_texts([], today=TODAY).problem == "card.not_found"
    assert error_text("card.not_found")
    assert error_text("card.two_cards")


@given(st.lists(st.tuples(st.sampled_from(("qrcode", MRZ, "pdf417")), st.text(st.characters(codec=None))), max_size=3))
@example([("qrcode", "|||||||||||"), (MRZ, "<<<<")])
@example([("qrcode", "|||||||||||"), ("qrcode", "019199000017")])
def test_no_texts_make_it_fail(found: list[tuple[str, str]]) -> None:
    reading = read_texts(found, today=TODAY)
    assert (reading.fields is None) == (reading.problem is not None)
