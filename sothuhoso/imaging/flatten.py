"""From the page as it lies in the photo to a flat one of its real size, never with more dots than the photo had."""

from __future__ import annotations

import math

import cv2
import numpy as np

from sothuhoso.domain.papers import OwnSize, PaperSize
from sothuhoso.imaging.arrays import Floats, Pixels
from sothuhoso.imaging.geometry import Quad

_SMOOTHED_FROM = 1.25  # a page in more pixels than wanted is softened first, or thin strokes would break


def effective_dpi(corners: Quad, paper: PaperSize | OwnSize) -> float:
    """Dots an inch that the photo has of the page itself: the least over both directions (CV 7197/BKHCN-CĐSQG).

    The shorter of two opposite sides counts, for there the page is farther away.
    """
    across, down = _sides(corners)
    wide, high = _inches(corners, paper)
    return min(min(across) / wide, min(down) / high)


def dpi_within(corners: Quad, paper: PaperSize | OwnSize, most: float) -> float:
    """At how many dots an inch the page may be laid flat: ``most``, or the whole number that the photo has of it."""
    across, down = _sides(corners)
    wide, high = _inches(corners, paper)
    return max(1.0, min(most, math.floor(min(sum(across) / 2 / wide, sum(down) / 2 / high))))


def flattened(
    photo: Pixels, corners: Quad, paper: PaperSize | OwnSize, dpi: float, *, bows: tuple[float, ...] = (0.0,) * 4
) -> Pixels:
    """The page within the corners at ``dpi``, its perspective undone; grey or in colours, as the photo is.

    ``bows``: how far the middles of its sides are bent outward (top, right, bottom, left), in pixels of the photo; what
    lies between is bent in between (Coons 1967).
    """
    across, down = _sides(corners)
    wide, high = _inches(corners, paper)
    width, height = max(1, round(wide * dpi)), max(1, round(high * dpi))
    onto = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    # corners are told in edges of pixels, the picture is taken in their middles
    plane = cv2.getPerspectiveTransform(np.array(corners, np.float32) - 0.5, onto - 0.5)
    ratio = min(sum(across) / 2 / width, sum(down) / 2 / height)
    if ratio > _SMOOTHED_FROM:
        photo = np.asarray(cv2.GaussianBlur(photo, (0, 0), 0.38 * ratio), np.uint8)
    how = cv2.INTER_LINEAR if ratio > _SMOOTHED_FROM else cv2.INTER_CUBIC
    if any(bows):
        x, y = _unbent(plane, corners, bows, (width, height))
        return np.asarray(cv2.remap(photo, x, y, how, borderMode=cv2.BORDER_REPLICATE), np.uint8)
    flat = cv2.warpPerspective(photo, plane, (width, height), flags=how, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(flat, np.uint8)


def _unbent(
    plane: np.ndarray, corners: Quad, bows: tuple[float, ...], size: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """For each dot of the flat page, where it is in the photo."""
    width, height = size
    top, right, bottom, left = (_outward(plane, corners, bows, side, size) for side in range(4))
    u = ((np.arange(width, dtype=np.float32) + 0.5) / width)[None]
    v = ((np.arange(height, dtype=np.float32) + 0.5) / height)[:, None]
    across = (u + 4 * v * (1 - v) * (u * right - (1 - u) * left)) * width - 0.5
    down = (v + 4 * u * (1 - u) * (v * bottom - (1 - v) * top)) * height - 0.5
    back = np.linalg.inv(plane).astype(np.float32)
    far = back[2, 0] * across + back[2, 1] * down + back[2, 2]
    x, y = ((back[i, 0] * across + back[i, 1] * down + back[i, 2]) / far for i in (0, 1))
    return x.astype(np.float32), y.astype(np.float32)


def _outward(plane: np.ndarray, corners: Quad, bows: tuple[float, ...], side: int, size: tuple[int, int]) -> float:
    """How far a side's middle is bent outward on the flat page, as a share of its width or height."""
    if not bows[side]:
        return 0.0
    start, end = np.array(corners[side]), np.array(corners[(side + 1) % 4])
    ahead = (end - start) / max(float(np.linalg.norm(end - start)), 1e-6)
    bent = (start + end) / 2 + np.array([ahead[1], -ahead[0]]) * bows[side]
    x, y, z = plane @ np.array([*bent, 1.0])
    across, down = x / z / size[0], y / z / size[1]
    return float((-down, across - 1, down - 1, -across)[side])


def _inches(corners: Quad, paper: PaperSize | OwnSize) -> tuple[float, float]:
    """Width and height of the paper as it lies in the photo."""
    across, down = _sides(corners)
    short, long = paper.inches
    return (long, short) if sum(across) > sum(down) else (short, long)


def _sides(corners: Quad) -> tuple[tuple[float, float], tuple[float, float]]:
    """Lengths of the top and bottom, and of the left and right side."""
    at: Floats = np.array(corners, float)
    long = np.linalg.norm(np.roll(at, -1, 0) - at, axis=1)
    return (float(long[0]), float(long[2])), (float(long[1]), float(long[3]))
