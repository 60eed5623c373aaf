"""A page as a PDF holds it: one JPEG, or three layers (ITU-T T.44): sharp print, its colour, and what lies behind.

Print needs many dots and two tones, colour and paper few dots and many tones; kept apart, a page of 300 dots an inch
weighs less than a JPEG of 100. Not for photos and ID cards, in which nothing is print.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from sothuhoso.imaging.arrays import Floats, Pixels
from sothuhoso.imaging.tones import COLOUR_DPI, Tones

_BEHIND_DPI, _BEHIND_QUALITY = 75, 34
_INK_DPI, _INK_QUALITY = 38, 30
_SPECK = 8  # pixels at 300 dpi: less than the dot of a "ạ" in small print
_PLAIN = 12.0  # grey levels: a paper that flickers less is left out altogether
_BARE = 0.02  # of a dot: less print on it is none
_TONER = 16.0  # chroma; what has less is black
_BLACK_INK = 22
_NOT_PAPER, _BLACK = 205, 90  # greys: the paper is white by now; print all over, whatever is around it
_THIN = 0.05  # of a dot: print that covers less is too thin to tell its colour
_EMPTY = 0.004  # of a dot: nothing to take a colour from
_ROWS, _STRIPS, _LENGTHS, _MEANING = 278, 273, 279, 262  # tags of TIFF


@dataclass(frozen=True, slots=True)
class Jpeg:
    """A coded picture, RGB."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Stencil:
    """Where print is: CCITT group 4 (ITU-T T.6). ``black_is_1`` tells how its bits are meant."""

    content: bytes
    width: int
    height: int
    black_is_1: bool


@dataclass(frozen=True, slots=True)
class Layers:
    """``behind`` lies lowest (``None``: white paper); ``ink`` is painted through ``stencil``, where there is print."""

    behind: Jpeg | None
    stencil: Stencil | None = None
    ink: Jpeg | None = None


def plain(page: Tones, dpi: float, *, quality: int) -> Layers:
    """The page as one JPEG."""
    return Layers(jpeg(page.colours(dpi), quality))


def compact(page: Tones) -> Layers:
    """A clean page in three layers."""
    print_ = _print(page.luma, page.dpi)
    colours = page.colours(COLOUR_DPI)
    covered = cv2.resize(print_ * np.uint8(255), colours.shape[1::-1], interpolation=cv2.INTER_AREA) / np.float32(255)
    return Layers(_behind(colours, covered), _stencil(print_), _ink(page, print_, covered))


def _print(grey: Pixels, dpi: float) -> np.ndarray:
    """(height, width) of 0 and 1: darker than what is around it; specks left out."""
    around = max(3, round(dpi / 5) | 1)
    calm = cv2.GaussianBlur(grey, (0, 0), 0.6)
    local = cv2.adaptiveThreshold(calm, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, around, 18)
    mask = np.asarray(local, np.uint8)
    mask &= (calm < _NOT_PAPER).astype(np.uint8)
    mask |= (calm < _BLACK).astype(np.uint8)  # inside of broad black things the surroundings are black too
    count, names, sizes, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    kept = sizes[:, cv2.CC_STAT_AREA] >= max(3, round((dpi / 300) ** 2 * _SPECK))
    kept[0] = False
    return kept.astype(np.uint8)[np.asarray(names, np.intp)] if count > 1 else mask


def _behind(colours: Pixels, covered: Floats) -> Jpeg | None:
    """The paper with the print taken off; ``None`` where that is nothing but white."""
    bare = (cv2.dilate(covered, np.ones((3, 3), np.uint8)) < _BARE).astype(np.float32)
    paper = _mean(colours.astype(np.float32), bare, _size(colours, _BEHIND_DPI / COLOUR_DPI))
    seen = np.clip(paper, 0, 255).astype(np.uint8)
    return jpeg(seen, _BEHIND_QUALITY) if float(np.percentile(255 - seen.min(2), 99.7)) > _PLAIN else None


def _ink(page: Tones, print_: np.ndarray, covered: Floats) -> Jpeg:
    """The colour of the print, black where it has none.

    Where print covers a part of a dot only, its colour is mixed with the paper's, which has none: it is brought back.
    """
    size = _size(page.luma, _INK_DPI / page.dpi)
    light = _mean(page.luma.astype(np.float32)[..., None], print_.astype(np.float32), size)
    part = cv2.resize(covered, size, interpolation=cv2.INTER_AREA)[..., None]
    chroma = cv2.resize(page.chroma, size, interpolation=cv2.INTER_AREA) / np.maximum(part, _THIN)
    chroma = _mean(np.clip(chroma, -100, 100), (part[..., 0] > _THIN / 2).astype(np.float32), size)
    coloured = np.abs(chroma).max(2, keepdims=True) > _TONER
    light = np.where(coloured, light, _BLACK_INK)
    tones = np.concatenate([light, np.where(coloured, chroma[..., ::-1] + 128, 128)], 2)
    colours = cv2.cvtColor(np.clip(tones, 0, 255).astype(np.uint8), cv2.COLOR_YCrCb2RGB)
    return jpeg(np.asarray(colours, np.uint8), _INK_QUALITY)


def _mean(picture: Floats, weight: Floats, size: tuple[int, int]) -> Floats:
    """The picture (height, width, channels) reduced, each pixel counted by its weight; gaps take the nearest colour."""
    total = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)[..., None]
    weighed = cv2.resize(picture * weight[..., None], size, interpolation=cv2.INTER_AREA).reshape(*total.shape[:2], -1)
    for reach in (3, 5, 9, 17, 33):
        empty = total < _EMPTY
        if not empty.any():
            break
        total = np.where(empty, cv2.blur(total, (reach, reach))[..., None], total)
        blurred = cv2.blur(weighed, (reach, reach)).reshape(weighed.shape)
        weighed = np.where(empty, blurred, weighed)
    return np.where(total > 0, weighed / np.maximum(total, np.finfo(np.float32).tiny), 255)


def _size(page: Floats | Pixels, scale: float) -> tuple[int, int]:
    return max(1, round(page.shape[1] * scale)), max(1, round(page.shape[0] * scale))


def jpeg(page: Pixels, quality: int) -> Jpeg:
    """Pixels (sRGB) as a JPEG."""
    out = io.BytesIO()
    Image.fromarray(page).save(out, "JPEG", quality=quality, subsampling="4:2:0", optimize=True)
    return Jpeg(out.getvalue(), page.shape[1], page.shape[0])


def _stencil(print_: np.ndarray) -> Stencil:
    out = io.BytesIO()
    picture = Image.fromarray((1 - print_) * 255).convert("1")
    picture.save(out, "TIFF", compression="group4", tiffinfo={_ROWS: picture.height})
    with Image.open(io.BytesIO(out.getvalue())) as made:
        tags = made.tag_v2  # pyright: ignore[reportAttributeAccessIssue]
        (start,), (length,) = tags[_STRIPS], tags[_LENGTHS]
        return Stencil(out.getvalue()[start : start + length], picture.width, picture.height, tags[_MEANING] == 1)
