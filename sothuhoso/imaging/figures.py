"""Which of many four-sided figures is the page: seen at its sides, within them and beyond them.

What is looked at: edges that are straight and unbroken from corner to corner and end there, brighter within; the same
paper all along and something else beyond; a margin without print, and the print of the photo within; and whether a
phone's lens makes that figure of a paper of a size that there is.
"""

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
_SHORTLIST = 60
_ALONG = 0.9  # cosine: an edge that leans more is not the side's
_BOWS = (0.0, -0.009, 0.009, -0.018, 0.018, -0.027, 0.027)  # of a side: a bent page's are looked at along an arch
_BEYOND = np.linspace(0.03, 0.12, 7)  # of a side: where its edge would run on
_INNER, _OUTER = 0.035, 0.022  # of the figure's size: where paper and table are looked at
_MARGIN, _AROUND = (0.012, 0.024), (0.02, 0.04, 0.07, 0.1)  # and where print is, within and beyond
_SHADE = 16  # CIELAB: so much darker, and not more, a shadow may be for as much as any
_COARSE = 4  # pixels: print is added up in squares of that size
PAPERS = (2**0.5, 85.6 / 53.98)  # long side to short side: ISO 216, ISO/IEC 7810 ID-1
_LENSES = (0.65, 0.8, 1.0, 1.5)  # focal length to the photo's long side: phones, without and with enlargement
_UNFLAT, _FLAT_CUT = 0.08, 0.4  # how far off a flat paper may be; what is said where sides are cut
#: How much each thing seen speaks for a figure, for a first choice and then; bench/figure_weights.py fits the latter.
FIRST = {"whole": 3.0, "broken": 2.0, "bright": 0.6, "flat": 2.0, "area": 1.0}
WEIGHTS = {
    "whole": 14.1,
    "bright": 3.4,
    "over": -3.9,
    "furthest": -1.0,
    "faintest": 2.7,
    "same": 4.6,
    "strangest": 2.3,
    "other": 3.3,
    "margin": -5.1,
    "printed_margin": -2.8,
    "printed_around": -1.8,
    "held": 4.0,
    "printed": 5.3,
    "flat": 4.8,
    "area": 3.0,
    "frame": -0.6,
}
_BIAS = -27.7  # drawn photos of tables alone stay below it, nearly all that show a page are above


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
        return self.only(np.flatnonzero(good)) if good.any() else None

    def best(self) -> tuple[int, float]:
        """The index of the one that most speaks for, and how sure that is (0 to 1)."""
        first = self.first()
        scores = _sum(self.only(first).seen(), WEIGHTS) + _BIAS
        best = int(np.argmax(scores))
        return int(first[best]), float(1 / (1 + np.exp(-scores[best])))

    def first(self) -> np.ndarray:
        """The indices of those that are looked at closely."""
        sides = _Sides.of(self, _ROUGHLY)
        seen = {**_edges(sides, (0.0,), self.cues.broad), "flat": _flat(self), "area": _area(self)}
        return np.argsort(-_sum(seen, FIRST))[:_SHORTLIST]

    def seen(self) -> dict[str, Floats]:
        """What speaks for and against each: values about 0 to 1, (n,)."""
        sides = _Sides.of(self, _CLOSELY)
        told = {
            **_edges(sides, _BOWS, self.cues.straight),
            **_over(sides),
            **_surfaces(sides),
            **_margins(sides),
            **_print(self),
        }
        return {**told, "flat": _flat(self), "area": _area(self), "frame": self.cut.sum(1).astype(float)}

    def only(self, which: np.ndarray) -> Figures:
        """Those with these indices."""
        return Figures(self.corners[which], self.cut[which], self.cues)


def areas(corners: Floats) -> Floats:
    """(n,): the areas of four-sided figures (n, 4, 2), in square pixels."""
    x, y = corners[..., 0], corners[..., 1]
    return np.abs((x * np.roll(y, -1, 1) - np.roll(x, -1, 1) * y).sum(1)) / 2


@dataclass(frozen=True, slots=True)
class _Sides:
    """Points on the sides: ``place`` (n, 4, points, 2), ``outward`` (n, 4, 1, 2), which are ``shown`` and no frame."""

    figures: Figures
    ahead: Floats
    outward: Floats
    at: Floats
    place: Floats
    within: np.ndarray
    shown: np.ndarray

    @classmethod
    def of(cls, figures: Figures, points: int) -> _Sides:
        corners = figures.corners
        ahead = np.roll(corners, -1, 1) - corners
        outward = np.stack([ahead[..., 1], -ahead[..., 0]], 2) / np.linalg.norm(ahead, axis=2)[..., None]
        at = np.linspace(0.03, 0.97, points)[:, None]
        place = corners[:, :, None] + ahead[:, :, None] * at
        within = _within(place, figures.cues.size)
        return cls(figures, ahead, outward[:, :, None], at, place, within, within & ~figures.cut[:, :, None])

    @property
    def size(self) -> Floats:
        return np.sqrt(areas(self.figures.corners))[:, None, None, None]

    def off(self, share: float) -> Floats:
        """The points moved outward by a share of the figure's size."""
        return self.place + self.outward * share * self.size


def _sum(seen: dict[str, Floats], weights: dict[str, float]) -> Floats:
    return np.sum([weight * seen[name] for name, weight in weights.items()], 0)


def _edges(sides: _Sides, bows: tuple[float, ...], straight: Floats) -> dict[str, Floats]:
    """Edges along the sides, straight or in an arch, and on which side of them it is brighter."""
    whole, bright = np.zeros((2, *sides.place.shape[:2]))
    long = np.linalg.norm(sides.ahead, axis=2)[:, :, None, None]
    for bow in bows:
        arch = sides.place + sides.outward * long * (4 * bow * sides.at * (1 - sides.at))
        across = (_taken(straight, arch) * sides.outward).sum(3)
        along = np.abs(across) > _ALONG
        share = _share(along, sides.shown, missing=0.5)
        better = share > whole
        whole = np.where(better, share, whole)
        bright = np.where(better, -_share(np.sign(across) * along, sides.shown, missing=0), bright)
    return {"whole": whole.mean(1), "broken": whole.min(1), "bright": bright.mean(1)}


def _over(sides: _Sides) -> dict[str, Floats]:
    """Edges that run on beyond the corners: those of tables, tiles and shadows do."""
    start, ahead = sides.figures.corners[:, :, None], sides.ahead[:, :, None]
    beyond = np.concatenate([start - ahead * _BEYOND[:, None], start + ahead * (1 + _BEYOND[:, None])], 2)
    across = (_taken(sides.figures.cues.straight, beyond) * sides.outward).sum(3)
    shown = _within(beyond, sides.figures.cues.size) & ~sides.figures.cut[:, :, None]
    over = _share(np.abs(across) > _ALONG, shown, missing=0)
    return {"over": over.mean(1), "furthest": over.max(1)}


def _surfaces(sides: _Sides) -> dict[str, Floats]:
    """The same paper all along inside, and something else beyond."""
    inner, outer = (_taken(sides.figures.cues.soft, sides.off(share)) for share in (-_INNER, _OUTER))
    step = _share(_near(np.linalg.norm(inner - outer, axis=3), 14), sides.shown, missing=0.3)
    paper = np.median(inner.reshape(len(inner), -1, 3), 1)[:, None, None]
    strange = np.minimum(np.abs(inner - paper), (_SHADE, 99, 99)) * (0.3, 1.6, 1.6)  # shadows do not colour
    same = _share(np.exp(-np.linalg.norm(strange, axis=3) / 9), sides.within, missing=0.6)
    other = _share(_near(np.linalg.norm((outer - paper)[..., 1:], axis=3), 5), sides.shown, missing=0.45)
    return {
        "faintest": step.min(1),
        "same": same.mean(1),
        "strangest": same.min(1),
        "other": other.mean(1),
    }


def _margins(sides: _Sides) -> dict[str, Floats]:
    """Print that the sides cut: near to them within, and around."""
    ink = sides.figures.cues.ink
    margin, around = (
        _share(np.mean([_taken(ink, sides.off(far)) for far in offs], 0), sides.shown, missing=0)
        for offs in ([-far for far in _MARGIN], _AROUND)
    )
    return {
        "margin": np.minimum(1, 4 * margin.mean(1)),
        "printed_margin": np.minimum(1, 3 * margin.max(1)),
        "printed_around": np.minimum(1, 3 * around.max(1)),
    }


def _print(figures: Figures) -> dict[str, Floats]:
    """How much of all the photo's print is within, and how much of what is within is print."""
    height, width = figures.cues.ink.shape
    ink = cv2.resize(
        figures.cues.ink, (max(1, width // _COARSE), max(1, height // _COARSE)), interpolation=cv2.INTER_AREA
    )
    held, printed = np.zeros(len(figures.corners)), np.zeros(len(figures.corners))
    for index, corners in enumerate(figures.corners):
        mask = np.zeros(ink.shape, np.uint8)
        cv2.fillConvexPoly(mask, np.round(corners / _COARSE).astype(np.int32), 1)
        within = float(ink[mask > 0].sum())
        held[index], printed[index] = within, within / max(1, int(mask.sum()))
    return {"held": held / (float(ink.sum()) + 1e-3 * ink.size), "printed": np.minimum(1, 5 * printed)}


def _flat(figures: Figures) -> Floats:
    """How near the figure is to what a phone's lens makes of a flat paper of a size that there is.

    Three sides of a parallelogram in space follow from its picture (Zhang and He 2007); the lens is tried out.
    """
    width, height = figures.cues.size
    at = (figures.corners - np.array((width, height)) / 2) / max(width, height)
    a, b, c, d = np.concatenate([at, np.ones((*at.shape[:2], 1))], 2).swapaxes(0, 1)
    a, b, d = (_volume(b, c, d) * a, _volume(a, c, d) * b, _volume(a, b, c) * d)
    best = np.full(len(at), np.inf)
    for focal in _LENSES:
        across, down = (b - a) / (focal, focal, 1), (d - a) / (focal, focal, 1)
        wide, high = (np.maximum(np.linalg.norm(one, axis=1), 1e-12) for one in (across, down))
        ratio = np.abs(np.log(wide / high))
        off = np.min([np.abs(ratio - np.log(paper)) for paper in PAPERS], 0)
        best = np.minimum(best, np.hypot(off, (across * down).sum(1) / wide / high))
    return np.where(figures.cut.any(1), _FLAT_CUT, np.exp(-((best / _UNFLAT) ** 2)))


def _volume(one: Floats, other: Floats, third: Floats) -> Floats:
    """(n, 1): the determinants of three vectors each."""
    return (one * np.cross(other, third)).sum(1)[:, None]


def _area(figures: Figures) -> Floats:
    width, height = figures.cues.size
    return np.minimum(1, areas(figures.corners) / (0.6 * width * height))


def _near(far: Floats, half: float) -> Floats:
    return far / (far + half)


def _share(values: Floats, counted: np.ndarray, *, missing: float) -> Floats:
    """(n, 4): the mean over the points that count; where a side has few, it tends to ``missing``."""
    number = counted.sum(2)
    return ((values * counted).sum(2) + 2 * missing) / (number + 2)


def _within(place: Floats, size: tuple[int, int], margin: int = 3) -> np.ndarray:
    x, y = place[..., 0], place[..., 1]
    return (x >= margin) & (y >= margin) & (x <= size[0] - 1 - margin) & (y <= size[1] - 1 - margin)


def _taken(picture: Floats, place: Floats) -> Floats:
    """The picture at places (…, 2), the nearest pixel; beyond the frame its edge."""
    x = np.clip(np.rint(place[..., 0]), 0, picture.shape[1] - 1).astype(np.int32)
    y = np.clip(np.rint(place[..., 1]), 0, picture.shape[0] - 1).astype(np.int32)
    return picture[y, x]
