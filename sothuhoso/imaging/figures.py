"""Which of many four-sided figures is the page: seen at its sides, within them and beyond them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from sothuhoso.imaging.arrays import Floats
from sothuhoso.imaging.edges import Cues

_OUT = 0.3  # of the frame: how far a corner may be beyond it
_SHORTEST = 0.16  # of the frame's short side
_SQUARE = 0.62  # cosine of the sharpest corner that a page shows
_ROUGHLY, _CLOSELY = 14, 40  # points looked at on each side
_SHORTLIST = 160
_FAINT = 0.15  # of an edge: what is less has no direction
_SHADE = 16  # CIELAB: so much darker, and not more, a shadow may be for as much as any
PAPERS = (2**0.5, 85.6 / 53.98)  # long side to short side: ISO 216, ISO/IEC 7810 ID-1
#: How much each thing seen speaks for a figure; set on drawn photos (tests/samples/snapshots.py).
WEIGHTS = {
    "edge": 3.0,
    "weakest": 2.0,
    "inward": 0.6,
    "step": 1.0,
    "faintest": 0.8,
    "same": 2.5,
    "strangest": 1.0,
    "other": 1.5,
    "area": 1.4,
    "shape": 0.8,
    "frame": -0.7,
}
_BIAS = -7.3  # drawn photos of tables alone stay below it, nearly all that show a page are above


@dataclass(frozen=True, slots=True)
class Figures:
    """``corners`` (n, 4, 2) from the top left around, in pixels; ``cut`` (n, 4) which sides are the frame's."""

    corners: Floats
    cut: np.ndarray
    cues: Cues

    def possible(self, least: float) -> Figures | None:
        """Those that a flat page can look like; ``least`` is the share of the picture that it fills."""
        width, height = self.cues.size
        ahead = np.roll(self.corners, -1, 1) - self.corners
        long = np.linalg.norm(ahead, axis=2)
        unit = ahead / np.maximum(long, 1e-6)[..., None]
        behind = np.roll(unit, 1, 1)
        turn = behind[..., 0] * unit[..., 1] - behind[..., 1] * unit[..., 0]
        corner = np.abs((behind * unit).sum(2))
        x, y = self.corners[..., 0], self.corners[..., 1]
        within = (x > -_OUT * width) & (x < (1 + _OUT) * width) & (y > -_OUT * height) & (y < (1 + _OUT) * height)
        good = (turn > 0).all(1) & (corner < _SQUARE).all(1) & within.all(1)
        good &= (long > _SHORTEST * min(width, height)).all(1) & (areas(self.corners) > least * width * height)
        return self._only(np.flatnonzero(good)) if good.any() else None

    def best(self) -> tuple[int, float]:
        """The index of the one that most speaks for, and how sure that is (0 to 1)."""
        rough = self.looked_at(_ROUGHLY)
        first = np.argsort(-rough)[:_SHORTLIST]
        close = self._only(first)
        scores = close.looked_at(_CLOSELY)
        best = int(np.argmax(scores))
        return int(first[best]), float(1 / (1 + np.exp(-scores[best])))

    def looked_at(self, points: int) -> Floats:
        """The score of each figure, by ``points`` on each side."""
        seen = _seen(self, points)
        return sum((weight * seen[name] for name, weight in WEIGHTS.items()), np.full(len(self.corners), _BIAS))

    def _only(self, which: Floats) -> Figures:
        return Figures(self.corners[which], self.cut[which], self.cues)


def areas(corners: Floats) -> Floats:
    """(n,): the areas of four-sided figures (n, 4, 2), in square pixels."""
    x, y = corners[..., 0], corners[..., 1]
    return np.abs((x * np.roll(y, -1, 1) - np.roll(x, -1, 1) * y).sum(1)) / 2


def _seen(figures: Figures, points: int) -> dict[str, Floats]:
    """What speaks for and against each: values about 0 to 1, (n,)."""
    cues, corners = figures.cues, figures.corners
    width, height = cues.size
    ahead = np.roll(corners, -1, 1) - corners
    long = np.linalg.norm(ahead, axis=2)
    outward = np.stack([ahead[..., 1], -ahead[..., 0]], 2) / long[..., None]
    at = np.linspace(0.03, 0.97, points)[:, None]
    place = corners[:, :, None] + ahead[:, :, None] * at  # n, 4, points, 2
    inside = _within(place, cues.size, 3) & ~figures.cut[:, :, None]
    steep = _along(cues.evidence, place, outward)
    edge = _share(np.abs(steep), inside, missing=0.3)
    inward = np.abs(_share(np.sign(steep) * (np.abs(steep) > _FAINT), inside, missing=0.5))
    soft = cv2.GaussianBlur(cues.lab, (0, 0), 2.0)
    size = np.sqrt(areas(corners))[:, None, None, None]
    inner = _taken(soft, place - outward[:, :, None] * 0.035 * size)
    outer = _taken(soft, place + outward[:, :, None] * 0.022 * size)
    step = _share(_near(np.linalg.norm(inner - outer, axis=3), 14), inside, missing=0.3)
    paper = np.median(inner.reshape(len(corners), -1, 3), 1)[:, None, None]
    strange = np.minimum(np.abs(inner - paper), (_SHADE, 99, 99)) * (0.3, 1.6, 1.6)  # shadows do not colour
    same = _share(np.exp(-np.linalg.norm(strange, axis=3) / 9), _within(place, cues.size, 3), missing=0.6)
    hue = np.linalg.norm((outer - paper)[..., 1:], axis=3)
    other = _share(_near(hue, 5), inside, missing=0.45)
    return {
        "other": other.mean(1),
        "edge": edge.mean(1),
        "weakest": edge.min(1),
        "inward": inward.mean(1),
        "step": step.mean(1),
        "faintest": step.min(1),
        "same": same.mean(1),
        "strangest": same.min(1),
        "area": np.minimum(1, areas(corners) / (0.6 * width * height)),
        "shape": _shape(long),
        "frame": figures.cut.sum(1).astype(float),
    }


def _shape(long: Floats) -> Floats:
    """How near the figure's sides are to those of a paper that there is; slanted ones are given room."""
    across, down = (long[:, 0] + long[:, 2]) / 2, (long[:, 1] + long[:, 3]) / 2
    ratio = np.maximum(across, down) / np.minimum(across, down)
    off = np.min([np.abs(np.log(ratio / paper)) for paper in PAPERS], 0)
    return np.exp(-((off / 0.18) ** 2))


def _near(far: Floats, half: float) -> Floats:
    return far / (far + half)


def _share(values: Floats, counted: np.ndarray, *, missing: float) -> Floats:
    """(n, 4): the mean over the points that count; where a side has few, it tends to ``missing``."""
    number = counted.sum(2)
    return ((values * counted).sum(2) + 2 * missing) / (number + 2)


def _within(place: Floats, size: tuple[int, int], margin: int) -> np.ndarray:
    x, y = place[..., 0], place[..., 1]
    return (x >= margin) & (y >= margin) & (x <= size[0] - 1 - margin) & (y <= size[1] - 1 - margin)


def _along(field_: Floats, place: Floats, outward: Floats) -> Floats:
    """The steepest slope across the side near each point (n, 4, points): outward is positive."""
    best = np.zeros(place.shape[:3])
    for off in (-1.5, 0.0, 1.5):
        across = (_taken(field_, place + off * outward[:, :, None]) * outward[:, :, None]).sum(3)
        best = np.where(np.abs(across) > np.abs(best), across, best)
    return best


def _taken(picture: Floats, place: Floats) -> Floats:
    """The picture at places (…, 2), the nearest pixel; beyond the frame its edge."""
    x = np.clip(np.rint(place[..., 0]), 0, picture.shape[1] - 1).astype(np.int32)
    y = np.clip(np.rint(place[..., 1]), 0, picture.shape[0] - 1).astype(np.int32)
    return picture[y, x]
