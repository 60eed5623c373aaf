"""A photo of one page → what is wrong with it, and → the clean page. Bytes in, values out.

The way: open (``decode``) → find the page (``outline``) → lay it flat (``flatten``) → judge it (``verdict``) →
even light (``cleaning``) → read it (``ocr_page``) → layers (``layers``) → ``pdf``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from sothuhoso.domain.papers import OwnSize, PaperSize
from sothuhoso.domain.ports import SeenPage
from sothuhoso.imaging import cleaning, decode, flatten, layers, ocr_page, outline, verdict
from sothuhoso.imaging.layers import Layers
from sothuhoso.imaging.outline import Outline
from sothuhoso.imaging.pdf import Sheet
from sothuhoso.imaging.tones import COLOUR_DPI, Tones
from sothuhoso.imaging.upright import turn_needed

if TYPE_CHECKING:
    from sothuhoso.imaging.arrays import Pixels
    from sothuhoso.imaging.geometry import Quad
    from sothuhoso.imaging.ocr_page import PageText

COMPACT_DPI, PLAIN_DPI = 300, 200
_PLAIN_QUALITY = 56
_CARD_QUALITY = 82
_LINES_DPI = 200
_PRINT_DPI = 90  # with fewer dots there are no letters to cut out
_SURE_ENOUGH = 62.0  # of tesseract: below, the page may stand on its head


@dataclass(frozen=True, slots=True)
class Made:
    """A page made ready.

    ``sheet`` for the PDF; ``words`` with left, top, width and height as shares of the page; ``turned`` in degrees
    clockwise.
    """

    sheet: Sheet
    text: PageText
    words: tuple[tuple[str, float, float, float, float], ...]
    dpi: float
    turned: int

    @property
    def sure(self) -> float | None:
        """How sure the reader is of its letters, 0 to 100; ``None``: it was not asked."""
        return None if self.text.layer is None else self.text.sure


def check(
    content: bytes,
    paper: PaperSize | OwnSize = PaperSize.A4,
    *,
    corners: Quad | None = None,
    sure: float | None = None,
    max_bytes: int = decode.MAX_BYTES,
    max_pixels: int = decode.MAX_PIXELS,
) -> SeenPage:
    """Whether a photo of a page will do, and where not. ``corners``: given by a person instead of found.

    ``sure``: how sure the reader was when the page was made (``Made.sure``); else it is read here where that decides.
    A page of its ``OwnSize`` is a scan, which fills its picture.
    Raises what ``decode.colours`` raises for what is no photo.
    """
    photo, _ = decode.colours(content, max_bytes=max_bytes, max_pixels=max_pixels)
    found = None if isinstance(paper, OwnSize) else _placed(content, corners, max_bytes, max_pixels)
    reader = reader_of(photo, found, paper) if sure is None else lambda: sure
    if isinstance(paper, OwnSize):
        return verdict.judged_scan(photo, paper, reader)
    return verdict.judged(photo, found, paper, reader)


def reader_of(photo: Pixels, found: Outline | None, paper: PaperSize | OwnSize) -> verdict.Reader:
    """Reads that page as ``make`` does, once, when it is asked to."""

    @cache
    def sure() -> float:
        page, legible = _cleaned(photo, found or outline.of_all(photo), paper)
        return _read_upright(page, legible, None, read=True)[1].sure

    return sure


def make(
    content: bytes,
    paper: PaperSize | OwnSize = PaperSize.A4,
    *,
    corners: Quad | None = None,
    turn: int | None = None,
    compact: bool = True,
    read: bool = True,
    max_bytes: int = decode.MAX_BYTES,
    max_pixels: int = decode.MAX_PIXELS,
) -> Made:
    """The clean page of a photo. Without an outline the whole photo is taken for the page. ``turn``: by a person.

    A page of its ``OwnSize`` fills its picture.
    """
    photo, _ = decode.colours(content, max_bytes=max_bytes, max_pixels=max_pixels)
    found = None if isinstance(paper, OwnSize) else _placed(content, corners, max_bytes, max_pixels)
    clean, legible = _cleaned(photo, found or outline.of_all(photo), paper)
    del photo
    upright, text, turned = _read_upright(clean, legible, turn, read=read)
    sheet = Sheet(_layers(upright, paper, compact=compact), upright.inches, text.layer)
    return Made(sheet, text, _placed_words(text, upright), upright.dpi, turned)


def _cleaned(photo: Pixels, found: Outline, paper: PaperSize | OwnSize) -> tuple[Tones, Tones]:
    """The page flat and in even light, to be seen and to be read; of a card the light is left as it is: pictures."""
    dpi = flatten.dpi_within(found.corners, paper, COMPACT_DPI)
    size = [max(1, round(side / 2)) for side in photo.shape[1::-1]]
    half = np.asarray(cv2.resize(photo, size, interpolation=cv2.INTER_AREA), np.uint8)
    few, halved = min(dpi, COLOUR_DPI), found.scaled(0.5)
    colours = flatten.flattened(half, halved.corners, paper, few, bows=halved.bows)
    grey = np.asarray(cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY), np.uint8)
    luma = flatten.flattened(grey, found.corners, paper, dpi, bows=found.bows)
    if paper is PaperSize.ID1:
        card = Tones(luma, cleaning.chroma(colours), dpi)
        return card, card
    clean = cleaning.cleaned(luma, colours, dpi)
    return clean.page, clean.legible


def _placed(content: bytes, corners: Quad | None, max_bytes: int, max_pixels: int) -> Outline | None:
    if corners is None:
        return outline.find_in(content, max_bytes=max_bytes, max_pixels=max_pixels)
    return Outline(corners)


def _read_upright(page: Tones, legible: Tones, turn: int | None, *, read: bool) -> tuple[Tones, PageText, int]:
    """The page the right way up, and its text; where nobody said how it lies, the letters do."""
    turned = turn_needed(page.grey(_LINES_DPI), min(page.dpi, _LINES_DPI)) if turn is None else turn
    if not read:
        return page.turned(turned), ocr_page.PageText((), None), turned
    text = _text(legible.turned(turned))
    if turn is None and text.words and text.sure < _SURE_ENOUGH:
        over = (turned + 180) % 360
        again = _text(legible.turned(over))
        if again.sure > text.sure:
            return page.turned(over), again, over
    return page.turned(turned), text, turned


def _text(page: Tones) -> PageText:
    return ocr_page.read(page.grey(ocr_page.DPI), min(page.dpi, ocr_page.DPI))


def _placed_words(text: PageText, page: Tones) -> tuple[tuple[str, float, float, float, float], ...]:
    wide, high = (side * min(page.dpi, ocr_page.DPI) for side in page.inches)
    return tuple((w.text, *_shares(w.box, wide, high)) for w in text.words)


def _shares(box: tuple[int, int, int, int], wide: float, high: float) -> tuple[float, float, float, float]:
    left, top, width, height = box
    return round(left / wide, 4), round(top / high, 4), round(width / wide, 4), round(height / high, 4)


def _layers(page: Tones, paper: PaperSize | OwnSize, *, compact: bool) -> Layers:
    if paper is PaperSize.ID1:
        return layers.plain(page, COMPACT_DPI, quality=_CARD_QUALITY)
    if compact and page.dpi >= _PRINT_DPI:
        return layers.compact(page)
    return layers.plain(page, PLAIN_DPI, quality=_PLAIN_QUALITY)
