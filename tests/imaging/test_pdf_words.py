"""The letters of a PDF's page: found where they are shown, whichever way the page is turned."""

import io
import re

import pikepdf
import pypdfium2
import pytest

from sothuhoso.domain.errors import NotFound
from sothuhoso.imaging import documents, pdf_words
from tests.samples import brought


def words_of(content: bytes, at: int = 0):
    return documents.Pages(content).words(at)


def test_words_and_their_places():
    (word, left, top, wide, high), (number, *_) = words_of(brought.pdf_of(2), 1)
    assert (word, number) == ("Trang", "1")
    # 72 of 595 points from the left, its line at 700 of 842 points above the lower edge
    assert left == pytest.approx(72 / 595, abs=0.01)
    assert top < (842 - 700) / 842 < top + high
    assert wide > high


def test_on_a_turned_page_the_places_are_those_of_the_page_as_it_is_shown():
    def turn(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].rotate(90, relative=False)

    (word, left, top, wide, high), _ = words_of(brought.pdf_of(1, turn))
    assert word == "Trang"
    assert left > 0.8
    assert top < 0.15
    assert high > wide


def test_on_a_cropped_page_the_places_are_those_of_what_is_left():
    def crop(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].CropBox = pikepdf.Array([60, 600, 360, 800])

    (_, left, top, *_), _ = words_of(brought.pdf_of(1, crop))
    assert left == pytest.approx(12 / 300, abs=0.01)
    assert 0.3 < top < 0.5


def test_a_page_without_letters_has_no_words():
    blank = io.BytesIO()
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(blank)
    assert words_of(blank.getvalue()) == ()


def test_a_page_of_endless_letters_ends(monkeypatch):
    monkeypatch.setattr(pdf_words, "MAX_LETTERS", 3)
    assert [word for word, *_ in words_of(brought.pdf_of(1))] == ["Tra"]


def test_what_is_no_page_is_told():
    with pytest.raises(NotFound, match=re.escape("document.no_such_page")):
        words_of(brought.pdf_of(1), 1)
    with pytest.raises(pypdfium2.PdfiumError):
        pdf_words.read(b"no file", 0)
