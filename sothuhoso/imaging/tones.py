"""A flat page as brightness at all its dots and colour at few, as the eye sees and a JPEG keeps it.

Print is brightness; stamps and ink are broad enough for a hundred dots an inch. Three channels at three hundred would
cost three times the memory and the time, and show nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from sothuhoso.imaging.arrays import Floats, Pixels

COLOUR_DPI = 100


@dataclass(frozen=True, slots=True)
class Tones:
    """``luma`` (height, width) bytes at ``dpi``; ``chroma`` (fewer, fewer, 2) blue and red differences, 0 = grey."""

    luma: Pixels
    chroma: Floats
    dpi: float

    @property
    def inches(self) -> tuple[float, float]:
        """Width and height."""
        return self.luma.shape[1] / self.dpi, self.luma.shape[0] / self.dpi

    def turned(self, degrees: int) -> Tones:
        """Turned clockwise by a multiple of 90 degrees."""
        how = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}.get(degrees % 360)
        if how is None:
            return self
        return Tones(np.asarray(cv2.rotate(self.luma, how), np.uint8), cv2.rotate(self.chroma, how), self.dpi)

    def grey(self, dpi: float) -> Pixels:
        """The brightness at no more than ``dpi``."""
        return _resized(self.luma, min(1.0, dpi / self.dpi))

    def colours(self, dpi: float) -> Pixels:
        """(height, width, 3) sRGB at no more than ``dpi``."""
        grey = self.grey(dpi)
        chroma = cv2.resize(self.chroma, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
        blue, red = (np.clip(chroma[..., i] + 128, 0, 255).astype(np.uint8) for i in (0, 1))
        return np.asarray(cv2.cvtColor(cv2.merge([grey, red, blue]), cv2.COLOR_YCrCb2RGB), np.uint8)


def _resized(picture: Pixels, scale: float) -> Pixels:
    if scale >= 1:
        return picture
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
