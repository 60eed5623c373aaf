"""The sides of a page drawn to where its edges really are, to a fraction of a pixel, and how far they are bent."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from sothuhoso.imaging.arrays import Floats, Pixels

_POINTS = 72
_REACH = 0.016  # of the picture's long side, to either side of the first guess
_MOST = 2.5  # times that: a corner that moves farther was drawn to something else
_FARTHER = 2.5  # times the reach: where too little is held, as where a page is bent
_HELD, _BETTER = 0.75, 0.15  # shares of the places looked at
_ON = 1.5  # pixels: an edge so near is the side's
_ROUNDS = 5
_FEWEST = 14
_MARGIN = 2  # pixels at the frame in which no edge is believed
_BENT = 0.0025  # of a side: less is the lens, and the print's own thickness
_LEVEL = 1e-4  # sine: sides that never meet
_SURE = 0.5  # how much better a bent line must fit


@dataclass(frozen=True, slots=True)
class Drawn:
    """Where the sides are: ``corners`` (4, 2) in the picture's pixels, and how they are bent.

    ``bows``: how far outward the middle of the top, right, bottom and left side is, in pixels. ``held``: the share of
    the places looked at in which an edge is where the side is said to be.
    """

    corners: Floats
    bows: Floats
    held: float = 0.0


@dataclass(frozen=True, slots=True)
class _Side:
    start: Floats
    ahead: Floats
    bow: float = 0.0
    held: float = 0.0


def drawn_to_edges(picture: Pixels, corners: Floats, cut: np.ndarray) -> Drawn:
    """Corners (4, 2) in the picture's pixels, near the true ones → the same, exact. Sides that are cut stay."""
    soft = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_RGB2LAB), (0, 0), 1.2)
    reach = max(3, round(_REACH * max(picture.shape[:2])))
    near = _drawn(soft, corners, cut, reach)
    if near.held >= _HELD:
        return near
    far = _drawn(soft, corners, cut, round(_FARTHER * reach))
    return far if far.held > near.held + _BETTER else near


def _drawn(soft: np.ndarray, corners: Floats, cut: np.ndarray, reach: int) -> Drawn:
    sides = [_side(soft, corners[i], corners[(i + 1) % 4], reach, moved=not cut[i]) for i in range(4)]
    drawn = np.array([_meeting(sides[i - 1], sides[i]) for i in range(4)])
    ok = np.isfinite(drawn).all() and float(np.abs(drawn - corners).max()) <= _MOST * reach
    if not ok:
        return Drawn(corners, np.zeros(4))
    held = float(np.mean([side.held for side, frame in zip(sides, cut, strict=True) if not frame] or [1.0]))
    return Drawn(drawn, np.array([side.bow for side in sides]), held)


def _side(soft: np.ndarray, start: Floats, end: Floats, reach: int, *, moved: bool) -> _Side:
    ahead = end - start
    long = float(np.linalg.norm(ahead))
    ahead = ahead / max(long, 1e-6)
    if not moved:
        return _Side(start, ahead)
    outward = np.array([ahead[1], -ahead[0]])
    along, off, weight = _edge_points(soft, start, ahead, long, reach)
    fitted = _fitted(along, off, weight, long)
    if fitted is None:
        return _Side(start, ahead)
    at_start, at_end, bow, held = fitted
    first, last = start + outward * at_start, end + outward * at_end
    return _Side(first, (last - first) / max(float(np.linalg.norm(last - first)), 1e-6), bow, held)


def _edge_points(soft: np.ndarray, start: Floats, ahead: Floats, long: float, reach: int) -> tuple[Floats, ...]:
    """Places along the side (0 to 1), how far outward the steepest step is there (pixels), and how steep."""
    outward = np.array([ahead[1], -ahead[0]])
    offs = np.arange(-reach, reach + 1)
    along = np.linspace(0.04, 0.96, _POINTS)
    places = (start + ahead * long * along[:, None])[:, None] + outward * offs[:, None]
    x, y = (places[..., i].astype(np.float32) for i in (0, 1))
    looked = cv2.remap(soft, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    slopes = np.gradient(cv2.GaussianBlur(looked, (1, 3), 0), axis=1)
    steep = np.linalg.norm(slopes * np.array((1, 1.6, 1.6), np.float32), axis=2) * np.exp(
        -((offs / (0.9 * reach)) ** 2)
    )
    inside = (x > _MARGIN) & (y > _MARGIN) & (x < soft.shape[1] - 1 - _MARGIN) & (y < soft.shape[0] - 1 - _MARGIN)
    steep = steep * inside
    which = steep.argmax(1)
    weight = steep[np.arange(_POINTS), which]
    kept = weight > max(0.6, 0.35 * float(np.median(weight)))
    return along[kept], offs[which][kept] + _between(steep, which)[kept], weight[kept]


def _between(steep: Floats, which: np.ndarray) -> Floats:
    """Where between the dots the step is steepest: the top of a parabola through three of them."""
    rows, inner = np.arange(len(which)), np.clip(which, 1, steep.shape[1] - 2)
    before, top, after = (steep[rows, inner + off] for off in (-1, 0, 1))
    bend = before - 2 * top + after
    return np.clip(0.5 * (before - after) / np.where(bend, bend, np.inf), -0.5, 0.5)


def _fitted(along: Floats, off: Floats, weight: Floats, long: float) -> tuple[float, float, float, float] | None:
    """How far outward the side begins and ends, its bow, and the share of places on it.

    What most points do not follow is left out.
    """
    straight = np.stack([1 - along, along], 1)
    bent = np.concatenate([straight, (4 * along * (1 - along))[:, None]], 1)
    line, near_line = _robust(straight, off, weight)
    if line is None:
        return None
    curve, near_curve = _robust(bent, off, weight)
    if curve is not None and abs(curve[2]) > _BENT * long and near_curve < _SURE * near_line:
        return float(curve[0]), float(curve[1]), float(curve[2]), _held(bent @ curve - off)
    return float(line[0]), float(line[1]), 0.0, _held(straight @ line - off)


def _held(off: Floats) -> float:
    return float((np.abs(off) < _ON).sum() / _POINTS)


def _robust(shapes: Floats, off: Floats, weight: Floats) -> tuple[Floats | None, float]:
    """Least squares, round after round without what is far off; and the mean distance of all points from it."""
    kept = np.ones(len(off), bool)
    found: Floats | None = None
    for _ in range(_ROUNDS):
        if kept.sum() < _FEWEST:
            return None, np.inf
        root = np.sqrt(weight[kept])
        found = np.linalg.lstsq(shapes[kept] * root[:, None], off[kept] * root, rcond=None)[0]
        far = np.abs(shapes @ found - off)
        kept = far <= max(0.8, 2.2 * float(np.median(far)))
    assert found is not None
    return found, float(np.mean(np.minimum(np.abs(shapes @ found - off), 6)))


def _meeting(one: _Side, other: _Side) -> Floats:
    sheer = one.ahead[0] * other.ahead[1] - one.ahead[1] * other.ahead[0]
    if abs(sheer) < _LEVEL:
        return np.array([np.inf, np.inf])
    apart = other.start - one.start
    return one.start + one.ahead * (apart[0] * other.ahead[1] - apart[1] * other.ahead[0]) / sheer
