"""Reading a card's code from a photo: fields, or what it is instead."""

import io
from dataclasses import replace

import pytest

from sothuhoso.domain.errors import WrongKind
from sothuhoso.domain.ports import FoundCode
from sothuhoso.services.card import read_card
from tests.samples import cards
from tests.samples.people import MAI
from tests.services.making import photo, refused

CARD = "019199000017|091234567|Hoàng Thị Mai|15021999|Nữ|Xóm Mỏ Gà, Phú Thượng, Võ Nhai, Thái Nguyên|10052021"


class Codes:
    """A reader that found these codes: what comes after the reading is the matter here."""

    def __init__(self, *texts: str) -> None:
        self.texts = texts

    def read_card(self, _content: bytes) -> list[FoundCode]:
        return [FoundCode(text, "qrcode", "test", ()) for text in self.texts]


def test_a_photo_of_a_card(c):
    out = io.BytesIO()
    cards.front_2021(MAI).convert("RGB").save(out, "JPEG", quality=92)
    view = read_card(c, out.getvalue())
    assert (view.identity.get("id_number"), view.identity.get("full_name")) == (MAI.id_number, MAI.full_name)
    assert view.problem == ""


def test_a_photo_without_a_code(c):
    view = read_card(c, photo(1))
    assert (view.problem, view.identity) == ("qr.not_found", {})


def test_what_is_no_photo(c):
    with refused(WrongKind, "image.pdf"):
        read_card(c, b"%PDF-1.7")


@pytest.mark.parametrize(
    ("texts", "problem", "number"),
    [
        ((CARD,), "", "019199000017"),
        (("https://example.invalid", CARD), "", "019199000017"),
        (("https://example.invalid",), "qr.url", ""),
        ((), "qr.not_found", ""),
    ],
)
def test_the_card_among_other_codes(c, texts, problem, number):
    view = read_card(replace(c, codes=Codes(*texts)), b"")
    assert (view.problem, view.identity.get("id_number", "")) == (problem, number)


def test_the_cards_of_two_people_are_both_told(c):
    other = "019205000123||Lý Văn Pá|03092005|Nam|Xóm Khuổi Mèo, Sảng Mộc, Võ Nhai, Thái Nguyên|21032022"
    view = read_card(replace(c, codes=Codes(CARD, other, CARD)), b"")
    assert [one.identity["full_name"] for one in view.people] == ["Hoàng Thị Mai", "Lý Văn Pá"]
    assert read_card(replace(c, codes=Codes(CARD, CARD)), b"").people == []


def test_what_is_missing_and_odd_is_said(c):
    view = read_card(replace(c, codes=Codes("019199000017||Hoàng Thị Mai|15021999|Nam|Xóm Mỏ Gà")), b"")
    assert "issue_date" in view.missing
    assert [warning.key for warning in view.warnings] == ["id_sex_differs"]
