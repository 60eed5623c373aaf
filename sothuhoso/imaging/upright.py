"""Which way up a page lies. Lines of print tell whether it is turned sideways; letters, on which side they stand."""

from __future__ import annotations

import cv2
import numpy as np

from sothuhoso.domain.errors import Unavailable
from sothuhoso.imaging import ocr_page

_OVERVIEW = 100  # dots an inch
_LINES = 1.25  # how much more the rows must differ from each other than the columns do


def turn_needed(grey: np.ndarray, dpi: float) -> int:
    """Degrees clockwise (0, 90, 180, 270) that bring a flat page upright; 0 where nothing tells.

    A page whose lines are level is taken to stand upright: who reads it sees at once when it does not.
    """
    scale = _OVERVIEW / dpi
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    dark = np.clip(np.median(small) - small - 20, 0, 120)
    dark = dark[size[1] // 16 : -size[1] // 16 or None, size[0] // 16 : -size[0] // 16 or None]
    if _flicker(dark, 1) * _LINES >= _flicker(dark, 0):
        return 0
    try:
        turn, _ = ocr_page.turn_of(grey, dpi)
    except Unavailable:
        return 0
    return turn


def _flicker(dark: np.ndarray, axis: int) -> float:
    """How much neighbouring rows (axis 1) or columns (0) differ in ink: lines of print make rows differ."""
    profile = dark.mean(axis)
    return float(np.sqrt(np.mean(np.diff(profile) ** 2)))  # squared: on a page with few lines most of it is bare
