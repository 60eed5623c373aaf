"""Straight pieces of edges in a photo, however faint, and the lines on which several of them lie.

Pieces are regions in which the slope of brightness has one direction (Grompone von Gioi et al. 2012, as OpenCV has it):
how faint an edge is does not matter, only that it is straight for longer than chance makes it.
"""

from __future__ import annotations

import cv2
import numpy as np

from sothuhoso.imaging.arrays import Floats, Pixels

_BLUR, _QUANT = 1.0, 0.5  # pixels; grey levels that are lost in rounding
_SHORTEST, _LONG = 0.025, 0.05  # of the picture's long side
_MOST, _SEEDS = 400, 100  # of the longest
_CLOSE = (0.004, 0.012, 0.02)  # of the long side: how far off its line a piece may be; bent sides need more
_ALIKE = 0.985  # cosine of the directions of a piece and its line
_LEAST = 0.08  # of the long side: how much edge a line must have
_WHOLE = 2  # power: one long piece is more than many short ones, of which lines of print are made
_TURN, _APART = 0.015, 0.007  # radians, of the long side: lines nearer to each other are one


def pieces(grey: Pixels) -> Floats:
    """(n, 4): from where to where, pixels, the longest first; the brighter side is on the left of each."""
    finder = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD, 1.0, 0.6, _QUANT, 22.5, 0, 0.7, 1024)
    found = finder.detect(cv2.GaussianBlur(grey, (0, 0), _BLUR))[0]
    if found is None:
        return np.zeros((0, 4))
    ends = found.reshape(-1, 4).astype(float)
    long = np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1])
    kept = np.flatnonzero(long > _SHORTEST * max(grey.shape))
    return ends[kept[np.argsort(-long[kept])][:_MOST]]


def normals(ends: Floats) -> Floats:
    """(n, 2): a unit across each piece, towards its brighter side."""
    ahead = ends[:, 2:] - ends[:, :2]
    return np.stack([ahead[:, 1], -ahead[:, 0]], 1) / np.maximum(np.linalg.norm(ahead, axis=1), 1e-6)[:, None]


def lines(ends: Floats, side: int) -> Floats:
    """(n, 4): cosine and sine of the normal, distance from the origin in pixels, weight; the weightiest first.

    ``side``: of the picture, the longer one.
    """
    if not len(ends):
        return np.zeros((0, 4))
    return _different(np.concatenate([_along(ends, side, close) for close in _CLOSE]), side)


def _along(ends: Floats, side: int, close: float) -> Floats:
    """For each of the longest pieces the line on which it lies with others that are so close to it."""
    across, ahead = normals(ends), ends[:, 2:] - ends[:, :2]
    long = np.linalg.norm(ahead, axis=1)
    start, middle = ends[:, :2], (ends[:, :2] + ends[:, 2:]) / 2
    bent = close > _CLOSE[0]
    usable = long > (_LONG if bent else _SHORTEST) * side
    moments = long[:, None] * np.column_stack(
        [np.ones(len(ends)), middle, middle**2 + ahead**2 / 12, middle.prod(1) + ahead.prod(1) / 12]
    )

    def near(normal: Floats, far: Floats) -> np.ndarray:
        off = np.maximum(*(np.abs(normal @ end.T - far[:, None]) for end in (start, ends[:, 2:])))
        return (off < close * side) & (normal @ across.T > _ALIKE) & usable

    normal, far = across[:_SEEDS], (across[:_SEEDS] * middle[:_SEEDS]).sum(1)
    normal, far = _fitted(near(normal, far) @ moments, normal, far)
    theirs = near(normal, far)
    normal, far = _fitted(theirs @ moments, normal, far)
    if bent:
        normal, far = _chords(ends, theirs, normal, far)
    weight = theirs @ long**_WHOLE * (1 - 8 * close)
    return np.column_stack([normal, far, weight])[theirs @ long > _LEAST * side]


def _fitted(sums: Floats, normal: Floats, far: Floats) -> tuple[Floats, Floats]:
    """The straight lines nearest to pieces, by the sums of their moments; where there are none, as before."""
    long = np.maximum(sums[:, :1], 1e-9)
    middle, spread, both = sums[:, 1:3] / long, sums[:, 3:5] / long, sums[:, 5] / long[:, 0]
    spread, both = spread - middle**2, both - middle.prod(1)
    turned = np.arctan2(2 * both, spread[:, 0] - spread[:, 1]) / 2
    fitted = np.stack([-np.sin(turned), np.cos(turned)], 1)
    fitted *= np.where((fitted * normal).sum(1) < 0, -1, 1)[:, None]
    known = sums[:, 0] > 0
    return np.where(known[:, None], fitted, normal), np.where(known, (fitted * middle).sum(1), far)


def _chords(ends: Floats, near: np.ndarray, normal: Floats, far: Floats) -> tuple[Floats, Floats]:
    """The straight lines from the first end of all those pieces to the last: a bent side's corners lie there."""
    points, counted = ends.reshape(-1, 2), np.repeat(near, 2, axis=1)
    along = np.stack([normal[:, 1], -normal[:, 0]], 1) @ points.T
    first, last = (points[np.where(counted, sign * along, np.inf).argmin(1)] for sign in (1, -1))
    ahead = last - first
    long = np.linalg.norm(ahead, axis=1)
    known = counted.any(1) & (long > 0)
    chord = np.stack([-ahead[:, 1], ahead[:, 0]], 1) / np.maximum(long, 1e-9)[:, None]
    chord *= np.where((chord * normal).sum(1) < 0, -1, 1)[:, None]
    return np.where(known[:, None], chord, normal), np.where(known, (chord * first).sum(1), far)


def _different(found: Floats, side: int) -> Floats:
    """Of lines that nearly agree the weightiest."""
    found = found[np.argsort(-found[:, 3])]
    heading = np.arctan2(found[:, 1], found[:, 0])
    off = found[:, 2] - found[:, :2].sum(1) * side / 2
    turn = np.abs(np.angle(np.exp(1j * (heading[:, None] - heading))))
    alike = (turn < _TURN) & (np.abs(off[:, None] - off) < _APART * side)
    kept = np.ones(len(found), bool)
    for index in range(len(found)):
        if kept[index]:
            kept[index + 1 :] &= ~alike[index, index + 1 :]
    return found[kept]
