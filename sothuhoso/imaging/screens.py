"""Whether what was photographed is a screen: its dots stand in a grid, and nothing on paper is so regular.

Two gratings, the screen's and the sensor's, beat (moiré); in the spectrum of a piece of the photo that is a lone peak.
"""

from __future__ import annotations

import cv2
import numpy as np

from sothuhoso.imaging.arrays import Floats, Pixels
from sothuhoso.imaging.geometry import Quad, plane

_SIDE = 512  # pixels of a piece
_PLACES = ((0.4, 0.35), (0.6, 0.5), (0.4, 0.65))  # shares of the page
_FINE = 0.15  # waves a pixel: print is coarser
_LONE = 35  # times its neighbourhood: print reaches 18, screens begin at 75


def is_screen(photo: Pixels, corners: Quad) -> bool:
    """Whether the page within the corners (pixels of the photo) shines by itself."""
    places = np.array([(*place, 1) for place in _PLACES]) @ plane(corners).T
    peaks = [_peak(photo, x / z, y / z) for x, y, z in places]
    return float(np.median(peaks)) > _LONE


def _peak(photo: Pixels, x: float, y: float) -> float:
    """The highest peak among fine waves, in times of what is around it; 0 where the piece is not in the photo."""
    left, top = round(x) - _SIDE // 2, round(y) - _SIDE // 2
    if min(left, top) < 0 or left + _SIDE > photo.shape[1] or top + _SIDE > photo.shape[0]:
        return 0.0
    piece = cv2.cvtColor(photo[top : top + _SIDE, left : left + _SIDE], cv2.COLOR_RGB2GRAY).astype(np.float32)
    window = np.hanning(_SIDE).astype(np.float32)
    waves = np.abs(np.fft.fftshift(np.fft.fft2((piece - piece.mean()) * window[:, None] * window))).astype(np.float32)
    around: Floats = cv2.blur(waves, (31, 31))
    step = np.fft.fftshift(np.fft.fftfreq(_SIDE))
    fine = np.hypot(step[:, None], step) > _FINE
    return float((waves / np.maximum(around, 1e-3))[fine].max())
