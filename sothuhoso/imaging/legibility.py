"""What can be measured of how legible a page is in a photo: sharpness, light, glare, noise, square by square.

The measure of sharpness is how steeply print goes from paper to ink across the worst of four directions (a shaken photo
is sharp along the shake), against the ink's own darkness, so that dim light is not taken for blur. It is looked at in
squares of the page, for half of a page may be out of focus.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from sothuhoso.domain.papers import OwnSize, PaperSize
from sothuhoso.imaging import cleaning, flatten
from sothuhoso.imaging.arrays import Floats, Pixels
from sothuhoso.imaging.outline import Outline

DPI = 200
_SQUARE = 0.5  # inches
_BLOWN = 250  # of the darkest channel
_INKED = 60  # darker than any shade of paper
_SMEAR, _STROKELESS = 20, 9.5  # darker than paper, and no stroke in it: print that is far out of focus
_LEAST_INK, _MOST_INK = 0.015, 0.4  # shares of a square with print
_RULE = 0.03  # inches: what is as long as a square and no thicker is a rule, not print
_WHITE = 245.0


@dataclass(frozen=True, slots=True)
class Squares:
    """A flat page in squares (rows, columns).

    ``ink``: share of dark pixels; ``dark``: how dark the ink is against the paper (0 to 245); ``sharp``: the measure
    above in per cent; ``text``: where there is print to judge.
    """

    ink: Floats
    dark: Floats
    sharp: Floats
    text: np.ndarray
    smeared: np.ndarray


@dataclass(frozen=True, slots=True)
class Measured:
    """A page looked at where it lies, before anything is said.

    ``even``: grey in even light at ``dpi``; ``own_dpi``: what the photo has of the page; ``light``: the paper's
    brightness (small); ``blown``: where nothing but white is left, at half of ``dpi``; ``noise`` in grey levels.
    """

    even: Pixels
    dpi: float
    own_dpi: float
    squares: Squares
    light: Floats
    blown: np.ndarray
    noise: float

    @property
    def told(self) -> dict[str, float]:
        """The figures that the command line prints."""
        sharp = self.squares.sharp[self.squares.text]
        return {
            "sharpness": float(np.percentile(sharp, 10)) if sharp.size else 0.0,
            "light": float(np.median(self.light)),
            "noise": self.noise,
            "glare": float(self.blown.mean()),
        }


def squares_of(even: Floats, dpi: float) -> Squares:
    """A page in even light (height, width), white paper about 245."""
    side = max(16, round(_SQUARE * dpi))
    rows, columns = max(1, even.shape[0] // side), max(1, even.shape[1] // side)
    even = even[: rows * side, : columns * side]
    darkness = _cut(_unruled(np.clip(_WHITE - even, 0, _WHITE), dpi, side), rows, columns)
    dark, ink = np.percentile(darkness, 99.5, axis=2), (darkness > _INKED).mean(2)
    steep = [np.percentile(_cut(np.abs(one), rows, columns), 99.3, axis=2) for one in _slopes(even)]
    text = (dark > _INKED) & (ink > _LEAST_INK) & (ink < _MOST_INK)
    text[[0, -1]] = text[:, [0, -1]] = False  # the paper's edge is no print
    sharp = 100 * np.min(steep, 0) / np.maximum(dark, 1)
    smeared = ~text & (np.percentile(darkness, 95, axis=2) > _SMEAR) & (ink < _MOST_INK) & (sharp < _STROKELESS)
    smeared[[0, -1]] = smeared[:, [0, -1]] = False
    return Squares(ink, dark, sharp, text, smeared)


def _unruled(darkness: Floats, dpi: float, length: int) -> Floats:
    """Without the rules of tables and forms: edges in one direction only, which would pass for shaken print."""
    inked, thick = (darkness > _INKED).astype(np.uint8), max(2, round(_RULE * dpi))
    rules: cv2.typing.MatLike = np.zeros_like(inked)
    for along, across in (((1, length), (thick + 1, 1)), ((length, 1), (1, thick + 1))):
        lines = cv2.morphologyEx(inked, cv2.MORPH_OPEN, np.ones(along, np.uint8))
        thin = cv2.subtract(lines, cv2.morphologyEx(lines, cv2.MORPH_OPEN, np.ones(across, np.uint8)))
        rules = cv2.bitwise_or(rules, thin)
    return np.where(cv2.dilate(rules, np.ones((5, 5), np.uint8)) > 0, 0, darkness)


def _slopes(grey: Floats) -> list[Floats]:
    """Differences between neighbours in four directions, per pixel."""
    across, down, falling, rising = (np.zeros_like(grey) for _ in range(4))
    across[:, :-1] = grey[:, 1:] - grey[:, :-1]
    down[:-1] = grey[1:] - grey[:-1]
    falling[:-1, :-1] = (grey[1:, 1:] - grey[:-1, :-1]) / np.sqrt(2)
    rising[:-1, 1:] = (grey[1:, :-1] - grey[:-1, 1:]) / np.sqrt(2)
    return [across, down, falling, rising]


def _cut(values: Floats, rows: int, columns: int) -> Floats:
    """(rows, columns, pixels of a square)."""
    high, wide = values.shape[0] // rows, values.shape[1] // columns
    return values.reshape(rows, high, columns, wide).swapaxes(1, 2).reshape(rows, columns, -1)


def measured(photo: Pixels, found: Outline, paper: PaperSize | OwnSize) -> Measured:
    """The page looked at."""
    corners = found.corners
    dpi = flatten.dpi_within(corners, paper, DPI)
    flat = flatten.flattened(photo, corners, paper, dpi, bows=found.bows)
    light = cleaning.light_of(flat).min(2)
    whole = cv2.resize(light, (flat.shape[1], flat.shape[0]), interpolation=cv2.INTER_LINEAR)
    grey = cv2.cvtColor(flat, cv2.COLOR_RGB2GRAY).astype(np.float32)
    even = np.clip(grey * (_WHITE / np.maximum(whole, 8)), 0, 255)
    noise = float(np.median(np.abs(even[1::4, 1::4] - cv2.blur(even, (3, 3))[1::4, 1::4])) * 1.4826)
    spots = (flat[::2, ::2].min(2) >= _BLOWN).astype(np.uint8)
    blown = cv2.morphologyEx(spots, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    own = flatten.effective_dpi(corners, paper)
    return Measured(even.astype(np.uint8), dpi, own, squares_of(even, dpi), light, blown, noise)
