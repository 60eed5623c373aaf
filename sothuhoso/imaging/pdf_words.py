"""The letters of a PDF's page as words with their places, as the page is shown. For searching: no field is filled."""

from __future__ import annotations

import ctypes
import unicodedata
from typing import TYPE_CHECKING, Any

import pypdfium2
from pypdfium2 import raw

if TYPE_CHECKING:
    from sothuhoso.domain.ports import Word

MAX_LETTERS = 40_000
"""Of one page; a dense A4 page has six thousand. What follows is not found."""
_FINE = 100_000  # the page is measured in so many parts of its width and height

Box = tuple[float, float, float, float]


def read(content: bytes, at: int) -> tuple[Word, ...]:
    """The words of page ``at`` in the order of the file. Raises what PDFium raises."""
    with pypdfium2.PdfDocument(content) as document:
        page = document[at]
        letters = page.get_textpage()
        found: list[Word] = []
        word, boxes = "", list[Box]()
        for place in range(min(letters.count_chars(), MAX_LETTERS)):
            sign = chr(raw.FPDFText_GetUnicode(letters.raw, place))
            if sign.isspace() or not sign.isprintable():
                _add(found, word, boxes)
                word, boxes = "", []
            else:
                word += sign
                boxes.append(_box(page, letters.get_charbox(place, loose=True)))
        _add(found, word, boxes)
    return tuple(found)


def _add(found: list[Word], word: str, boxes: list[Box]) -> None:
    if word:
        left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
        x, y, wide, high = (round(side, 4) for side in (left, top, right - left, bottom - top))
        found.append((unicodedata.normalize("NFC", word), x, y, wide, high))


def _box(page: Any, corners: tuple[float, float, float, float]) -> Box:
    """Left, top, right, bottom as shares of the page as it is shown: turned and cropped as the file says."""
    x0, y0, x1, y1 = corners
    (ax, ay), (bx, by) = _shown(page, x0, y0), _shown(page, x1, y1)
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _shown(page: Any, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page.raw, 0, 0, _FINE, _FINE, 0, x, y, across, down)
    return tuple(min(1.0, max(0.0, side.value / _FINE)) for side in (across, down))  # pyright: ignore[reportReturnType]
