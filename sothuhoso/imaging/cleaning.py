"""Even light, white paper, dark print: the page as a scanner would see it, its colours kept.

What the light did is divided away; what is left of the sensor's noise and of the lamp's colour is taken off the paper.
Stamps, signatures and pen keep their colour.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from sothuhoso.imaging import ocr_page
from sothuhoso.imaging.arrays import Floats, Pixels
from sothuhoso.imaging.tones import Tones

_OVERVIEW = 420  # pixels of the long side, in which the light is looked at
_PRINT = 0.021  # of that side: what is narrower and darker is print, not shadow
_WHITE = 245.0
_BLACK = 28.0
_PAPER, _NOT_PAPER = 200, 215  # in even light, and once paper is white
_NOISY, _ROUGH = 3.0, 8.0  # grey levels of the paper's own flicker
_PATCH, _AROUND = 5, 7  # pixels: what is compared, and how far away
_RIM = 0.07  # inches: what is darker so near to the edge and does not reach farther is no print
_COLOURLESS, _COLOURED = 6.0, 16.0  # chroma; between the two it fades in


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The clean page, and the paper's flicker in grey levels, once the light is even.

    ``legible``: the same to be read by a machine, which needs every stroke and no white paper: of a photo in the dark,
    at fewer dots and calmed with more patience than a page of three hundred leaves time for.
    """

    page: Tones
    noise: float
    legible: Tones


def cleaned(luma: Pixels, colours: Pixels, dpi: float) -> Cleaned:
    """A flat page as photographed, its brightness at ``dpi`` and its colours at few → the same in even light."""
    light = light_of(colours)
    even = _divided(luma, np.asarray(cv2.cvtColor(light.astype(np.uint8), cv2.COLOR_RGB2GRAY), np.uint8))
    paper, noise = _paper(even[::3, ::3])
    calm = calmed(even, noise)
    white = max(190.0, paper - 2.5 * max(noise, 2.0) - 4)
    ramp = np.clip((np.arange(256) - _BLACK) * (255 / (white - _BLACK)), 0, 255).astype(np.uint8)
    tint = chroma(_divided(colours, light.astype(np.uint8)))
    clear = _rimless(np.asarray(cv2.LUT(calm, ramp), np.uint8), tint, dpi)
    page = Tones(clear, tint, dpi)
    if noise < _ROUGH:
        return Cleaned(page, noise, page)
    few = replace(page, luma=even).grey(ocr_page.DPI)
    return Cleaned(page, noise, Tones(_stilled(few), tint, min(dpi, ocr_page.DPI)))


def _stilled(even: Pixels) -> Pixels:
    """Without the flicker of a photo in the dark: like places of the page are averaged (Buades, Coll, Morel 2005)."""
    some = even[1::4, 1::4].astype(np.float32)
    flicker = 1.4826 * float(np.median(np.abs(some - cv2.blur(even, (3, 3))[1::4, 1::4])))
    return np.asarray(cv2.fastNlMeansDenoising(even, None, 2 * flicker, _PATCH, _AROUND), np.uint8)


def light_of(colours: Pixels) -> Floats:
    """The light on the paper, small (long side 420 px), three channels: the page with its print wiped away."""
    scale = min(1.0, _OVERVIEW / max(colours.shape[:2]))
    size = (max(1, round(colours.shape[1] * scale)), max(1, round(colours.shape[0] * scale)))
    small = cv2.resize(colours, size, interpolation=cv2.INTER_AREA)
    side = max(3, round(_PRINT * max(size)) | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    # closing leaves the edge of a shadow where it is; the median takes what is left of letters
    wiped = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel), 11)
    return np.maximum(cv2.GaussianBlur(wiped, (0, 0), 1.5).astype(np.float32), 8)


def _rimless(luma: Pixels, tint: Floats, dpi: float) -> Pixels:
    """Without the hair of table along the paper's edge. A seal that crosses the edge has colour: it stays."""
    wide = max(2, round(_RIM * dpi))
    out = luma.copy()
    for turn in range(4):
        strip, colour = np.rot90(out, turn)[: 2 * wide], np.rot90(tint, turn)[: max(1, round(2 * _RIM * 100))]
        dark = (strip < _NOT_PAPER).astype(np.uint8)
        count, names, boxes, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
        at_edge, flat = boxes[:, cv2.CC_STAT_TOP] == 0, boxes[:, cv2.CC_STAT_HEIGHT] <= wide
        rim = at_edge & flat
        rim[0] = False
        if count > 1 and rim.any():
            coloured = cv2.resize(np.abs(colour).max(2), strip.shape[1::-1]) > _COLOURED
            strip[rim[names] & ~coloured] = 255
    return out


def _divided(picture: Pixels, light: Pixels) -> Pixels:
    whole = cv2.resize(light, (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(picture, whole, scale=_WHITE), np.uint8)


def _paper(sample: Pixels) -> tuple[float, float]:
    """The paper's grey and its flicker, of a page in even light."""
    bright = sample[sample > _PAPER].astype(np.float32)
    if not bright.size:
        return _WHITE, 0.0
    grey = float(np.median(bright))
    return grey, float(1.4826 * np.median(np.abs(bright - grey)))


def calmed(even: Pixels, noise: float) -> Pixels:
    """Without the sensor's flicker, as far as there is any; edges stay."""
    if noise < _NOISY:
        return even
    if noise < _ROUGH:
        return np.asarray(cv2.bilateralFilter(even, 5, min(60.0, noise * 4), 2), np.uint8)
    return np.asarray(cv2.medianBlur(cv2.bilateralFilter(even, 7, noise * 3.5, 3), 3), np.uint8)


def chroma(even: Pixels) -> Floats:
    """Blue and red differences: none where the colour is the camera's, all of it where ink is."""
    tones = cv2.cvtColor(even, cv2.COLOR_RGB2YCrCb)[..., [2, 1]].astype(np.float32) - 128
    calm = cv2.blur(tones, (3, 3))
    strength = cv2.dilate(np.abs(calm).max(2), np.ones((3, 3), np.uint8))
    fade = np.clip((strength - _COLOURLESS) / (_COLOURED - _COLOURLESS), 0, 1)
    return calm * fade[..., None]
