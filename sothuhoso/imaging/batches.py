"""A scanner's batch cut into papers: separator sheets, stickers with a dossier's code, blank sheets, blank backs.

``split`` is the rule, over what was seen of each page; ``seen`` looks at one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image

from sothuhoso.domain import dossier_code
from sothuhoso.domain.brought import SEPARATOR, Batch, BatchPaper
from sothuhoso.imaging import barcodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sothuhoso.imaging.documents import PagePicture

DPI = 200.0
"""Dots an inch at which codes are read: fewer lose small stickers, more cost time."""

_INK_DPI = 75.0
_SECONDS = 0.6  # of computing, for the codes of one page
_RIM = 0.04  # of each side: holes, shadows and the scanner's black edge
_DARKER = 45  # grey levels than the paper
_SPECK = 3  # dots: dust and what shines through are smaller
_BLANK = 0.00025  # of the page: one short line of print has more


@dataclass(frozen=True, slots=True)
class SeenSheet:
    """What was seen of one page: nothing on it; a separator's code; the code of a sticker, or empty."""

    blank: bool = False
    separator: bool = False
    code: str = ""


def split(pages: Sequence[SeenSheet], *, duplex: bool = False) -> Batch:
    """The papers of a batch, in their order; every page is in a paper, a separator or a dropped back.

    A separator or a blank sheet ends a paper. A page with another sticker's code than the paper at hand begins one.
    ``duplex``: both sides of each sheet were scanned, so every second page is a back; a blank back is dropped and
    counted, and only a sheet with nothing on either side separates. A separator's own back goes with it.
    """
    papers: list[tuple[str, list[int]]] = []
    separators: list[int] = []
    backs: list[int] = []
    open_paper = False
    for at, page in enumerate(pages):
        if duplex and page.blank and at % 2:
            (separators if _separates(pages, at - 1, duplex) else backs).append(at)
            continue
        if _separates(pages, at, duplex):
            separators.append(at)
            open_paper = False
            continue
        if not open_paper or (page.code and page.code != papers[-1][0]):
            papers.append((page.code, []))
            open_paper = True
        papers[-1][1].append(at)
    told = tuple(BatchPaper(tuple(found), code) for code, found in papers)
    return Batch(told, tuple(separators), tuple(backs))


def _separates(pages: Sequence[SeenSheet], at: int, duplex: bool) -> bool:
    """Whether a page is a sheet laid between; a blank front whose back has print belongs to its paper."""
    page = pages[at]
    if page.separator:
        return True
    back = pages[at + 1] if duplex and at % 2 == 0 and at + 1 < len(pages) else None
    return page.blank and (back is None or back.blank)


def seen(picture: PagePicture) -> SeenSheet:
    """A page looked at: its codes first, for a separator has little else on it."""
    grey = picture.image.convert("L")
    texts = [code.text for code in barcodes.read(_at(grey, picture.dpi, DPI), card=False, seconds=_SECONDS)]
    separator, code = _told(texts)
    return SeenSheet(not texts and is_blank(grey, picture.dpi), separator, code)


def _told(texts: Iterable[str]) -> tuple[bool, str]:
    """Whether one of the codes is a separator's, and the first that is a dossier's number."""
    kept = [dossier_code.normalise(text) for text in texts]
    return SEPARATOR in kept, next((text for text in kept if is_sticker(text)), "")


def is_sticker(code: str) -> bool:
    """Whether a text, as ``dossier_code.normalise`` leaves it, is a number of ours or looks like a mã hồ sơ."""
    local = dossier_code.ids_of_local_code(code) is not None
    return local or dossier_code.is_internal(code) or dossier_code.is_official(code)


def is_blank(grey: Image.Image, dpi: float) -> bool:
    """Whether nothing is written on a page, but for dust, holes and the edge."""
    small = np.asarray(_at(grey, dpi, _INK_DPI), np.uint8)
    high, wide = (max(1, round(_RIM * side)) for side in small.shape)
    inner = small[high:-high, wide:-wide]
    if not inner.size:
        return True
    paper = cv2.medianBlur(cv2.resize(inner, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), 15)
    ground = cv2.resize(paper, inner.shape[::-1], interpolation=cv2.INTER_LINEAR).astype(np.int16)
    ink = (ground - inner > _DARKER).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    areas = stats[1:, cv2.CC_STAT_AREA]
    # a page that is dark all over is no blank one
    return int(np.median(inner)) > 2 * _DARKER and float(areas[areas > _SPECK].sum()) / inner.size < _BLANK


def _at(grey: Image.Image, dpi: float, wanted: float) -> Image.Image:
    if dpi <= wanted:
        return grey
    width, height = (max(1, round(side * wanted / dpi)) for side in grey.size)
    return grey.resize((width, height), Image.Resampling.BOX)
