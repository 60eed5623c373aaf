"""The machine-readable zone of an ID card in a photo: found, laid straight, read, and believed only when it is proven.

What tesseract reads is text of a stranger's; ``domain.mrz`` says whether the check digits hold. Where the number does
not name the year and sex that stand beside it, two readings of the picture must agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import ascii_uppercase, digits

import numpy as np
from PIL import Image, ImageFilter

from sothuhoso.domain import citizen_number
from sothuhoso.domain.mrz import MrzReading, read_mrz
from sothuhoso.domain.mrz_lines import FILLER, LENGTH
from sothuhoso.domain.ports import FoundCode
from sothuhoso.imaging import ocr, sharpen
from sothuhoso.imaging.bands import Band, bands
from sothuhoso.imaging.effort import Effort
from sothuhoso.imaging.glyphs import cells

BUDGET = 3.0  # seconds of computing
_SIGNS = ascii_uppercase + digits
_WIDTH = 1400  # pixels of a line: capitals of about forty
_SMALL = 360  # pixels, in which the direction is told
_WIDER, _HIGHER = 1.12, 1.3  # of the band's length and height: the blur that found it is uneven at its ends
_LIKE_HEIGHT = 0.7
_NAMELESS = 2 * (LENGTH + 1)  # signs of a reading up to the line of the name
_PALE = 0.88  # of the paper's light: what is no darker is no print
_ROOM = 24  # white pixels around
_ANGLES = tuple(np.deg2rad(np.arange(-4, 4.5, 0.5)))
_LEAST_CALL = 0.2  # seconds, below which tesseract is not started


@dataclass(frozen=True, slots=True)
class Zone:
    """Three rows of thirty signs: where they lie, and how they look laid straight, the right way up."""

    band: Band
    strip: Image.Image


def read(photo: Image.Image, *, seconds: float = BUDGET) -> list[FoundCode]:
    """The proven zones in an upright grey photo, three lines of thirty each, with their corners; empty for none.

    A name that is not sure to a letter is left out of its line.
    """
    effort = Effort(seconds)
    return read_zones(find_zones(photo), effort)


def find_zones(photo: Image.Image) -> list[Zone]:
    """What falls into three rows of thirty signs."""
    zones = (_zone(photo, _levelled(photo, band)) for band in bands(photo))
    return [zone for zone in zones if zone]


def read_zones(zones: list[Zone], effort: Effort) -> list[FoundCode]:
    """The proven ones among them; nothing is begun once ``effort`` is over."""
    found: list[FoundCode] = []
    tall = 0.0
    for zone in zones:
        if zone.band.rise > tall:  # a second card's zone may lie beside one that was read, but is of like height
            text = _proven(zone, effort)
            if text:
                found.append(FoundCode(text, "mrz", "tesseract", _box(zone.band)))
                tall = zone.band.rise * _LIKE_HEIGHT
    return found


def _levelled(photo: Image.Image, band: Band) -> Band:
    """The band turned so that its rows are level."""
    return max((band.turned(angle) for angle in _ANGLES), key=lambda turned: _striped(photo, turned))


def _striped(photo: Image.Image, band: Band) -> float:
    """How much rows of print and rows of paper differ."""
    rows = np.asarray(band.straight(photo, _SMALL), dtype=np.float32).mean(axis=1)
    return float(np.abs(np.diff(rows)).sum())


def _zone(photo: Image.Image, band: Band) -> Zone | None:
    wide = Band(band.x, band.y, band.reach * _WIDER, band.rise * _HIGHER, band.angle)
    strip = wide.straight(photo, _WIDTH)
    for prepare in (_even, _calm):
        upright = cells(prepare(strip))
        if upright:
            turned_strip = strip.transpose(Image.Transpose.ROTATE_180)
            turned = cells(prepare(turned_strip))
            return Zone(band, turned_strip if turned and turned.likeness > upright.likeness else strip)
    return None


def _proven(zone: Zone, effort: Effort) -> str:
    """The three lines, once the check digits hold; empty when they never do, or nothing looks like such lines."""
    strip = zone.strip
    return _agreed(_of_cells(strip, effort), names=True) or _agreed(_of_lines(strip, effort), names=False)


def _agreed(texts: Iterable[str], *, names: bool) -> str:
    """The first lines that are consistent in themselves or read twice, with the name that was read twice.

    Without ``names`` the name is left out.
    """
    seen = Counter[str]()
    sure = ""
    for text in texts:
        reading = read_mrz(text)
        if reading.identity:
            lines = reading.text[:_NAMELESS]
            seen.update((lines, reading.text))
            sure = sure or (lines if _consistent(reading) or seen[lines] > 1 else "")
            if sure and not names:
                break
            if sure == lines and reading.identity.full_name and seen[reading.text] > 1:
                return reading.text
    return sure and sure + FILLER * LENGTH


def _of_cells(strip: Image.Image, effort: Effort) -> Iterator[str]:
    """What is read where the signs are cut apart."""
    for prepare in _PREPARED:
        cut = cells(prepare(strip))
        if cut and effort.left > _LEAST_CALL:
            yield cut.text(ocr.lines(cut.image, signs=_SIGNS, seconds=effort.by_clock))


def _of_lines(strip: Image.Image, effort: Effort) -> Iterator[str]:
    """What is read of whole lines."""
    for prepare in _PREPARED:
        if effort.left > _LEAST_CALL:
            yield ocr.lines(prepare(strip), signs=_SIGNS + FILLER, seconds=effort.by_clock)


def _consistent(reading: MrzReading) -> bool:
    """Whether the personal number names the birth year and sex that stand beside it."""
    assert reading.identity
    said = citizen_number.parse(reading.identity.id_number)
    return reading.identity.birth_date.endswith(str(said.birth_year)) and reading.identity.sex == said.sex


def _even(strip: Image.Image) -> Image.Image:
    """Print on paper of one white, without shadows and what is printed pale beneath, with room around."""
    quarter = strip.reduce(4).filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.BoxBlur(2))
    paper = np.asarray(quarter.resize(strip.size, Image.Resampling.BILINEAR), dtype=np.float32)
    level = np.asarray(strip, dtype=np.float32) / np.maximum(paper, 1)
    dark = float(np.percentile(level[::3, ::3], 3))
    even = np.clip((level - dark) / max(_PALE - dark, 0.05), 0, 1) * 255
    return _framed(Image.fromarray(even.astype(np.uint8)))


def _crisp(strip: Image.Image) -> Image.Image:
    return _even(sharpen.crisped(strip, 2))


def _calm(strip: Image.Image) -> Image.Image:
    return _even(sharpen.calmed(strip, 2))


def _framed(image: Image.Image) -> Image.Image:
    out = Image.new("L", (image.width + 2 * _ROOM, image.height + 2 * _ROOM), 255)
    out.paste(image, (_ROOM, _ROOM))
    return out


def _box(band: Band) -> tuple[tuple[int, int], ...]:
    return tuple((round(x), round(y)) for x, y in band.corners)


_PREPARED = (_even, _calm, _crisp)
