"""Where in a photo the page lies: its four corners, also where one is a little beyond the frame.

Straight pieces of edges make lines (``pieces``); each two of them with each two across make a four-sided figure, and so
do pale four-cornered things (``blobs``); the one is taken whose sides are edges all along, with the same paper inside
everywhere and something else outside (``figures``). A learnt model was not to be had that may be shipped.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from sothuhoso.imaging import decode, pieces
from sothuhoso.imaging.arrays import Floats, Pixels
from sothuhoso.imaging.blobs import four_cornered
from sothuhoso.imaging.edges import Cues, cues_of
from sothuhoso.imaging.figures import PAPERS, Figures
from sothuhoso.imaging.geometry import Quad
from sothuhoso.imaging.sides import drawn_to_edges

SIDE = 512  # pixels of the long side of the picture that is searched
FINE = 1000  # and of the one in which the sides are drawn
_NEAR = 0.012  # of the long side: a side so near to the frame is the frame
_LEAST = 0.06  # of the picture: less is no page that anybody meant to photograph
_AGREED = 0.5  # score below which nothing was found
_SHAPED, _PALE, _EVEN, _NEARLY_ALL = 0.025, 150, 22, 0.93  # of scans: shape, grey of the rim, how even, how much of it
_RIM = 2.5  # pixels of the finer picture
_LEVEL = 1e-6  # sine: lines that never meet
_LINES, _PAIRS = 30, 44  # of each direction
_FRAME, _DARK = 0.1, 0.25  # weights: of the frame beside the strongest line; of a side that is darker within
_LEANING = 0.62  # cosine: lines that lean up to 52° count as level or upright


@dataclass(frozen=True, slots=True)
class Outline:
    """A page in a photo: ``corners`` in its pixels (top left, top right, bottom right, bottom left as it lies there).

    ``sure``: 0 to 1. ``cut``: which sides (top, right, bottom, left) are not in the photo and stand for the frame.
    ``bows``: how far the middle of each side is bent outward, in pixels.
    """

    corners: Quad
    sure: float = 1.0
    cut: tuple[bool, ...] = (False,) * 4
    bows: tuple[float, ...] = (0.0,) * 4

    def scaled(self, factor: float, down: float = 0.0) -> Outline:
        """The same in a photo of ``factor`` times the width and, where that is told, ``down`` times the height."""
        down = down or factor
        corners = tuple((x * factor, y * down) for x, y in self.corners)
        return Outline(corners, self.sure, self.cut, tuple(bow * factor for bow in self.bows))


def of_all(photo: Pixels) -> Outline:
    """The whole photo taken for the page."""
    height, width = (float(side) for side in photo.shape[:2])
    return Outline(((0.0, 0.0), (width, 0.0), (width, height), (0.0, height)))


def find(photo: Pixels) -> Outline | None:
    """The page in a photo of any size; ``None`` where there is none, or nothing to tell it from the table."""
    height, width = photo.shape[:2]
    fine = shrunk(photo, FINE)
    cues = cues_of(shrunk(fine, SIDE))
    figures = figures_in(cues)
    best, sure = figures.best() if figures else (0, 0.0)
    if figures is None or sure < _AGREED:
        return _scanned(photo)
    larger = max(fine.shape[:2]) / max(cues.size)
    drawn = drawn_to_edges(fine, figures.corners[best] * larger, figures.cut[best])
    cut, bows = (tuple(values.tolist()) for values in (figures.cut[best], drawn.bows))
    found = Outline(_quad(_at_frame(drawn.corners, fine)), sure, cut, bows)
    return found.scaled(max(height, width) / max(fine.shape[:2]))


def _at_frame(corners: Floats, picture: Pixels) -> Floats:
    """Corners that lie at the picture's rim lie on it: its last dot has a width too."""
    height, width = picture.shape[:2]
    out = corners.copy()
    for axis, side in enumerate((width, height)):
        out[:, axis] = np.where(np.abs(corners[:, axis]) < _RIM, 0, out[:, axis])
        out[:, axis] = np.where(np.abs(corners[:, axis] - side) < _RIM + 1, side, out[:, axis])
    return out


def _scanned(photo: Pixels) -> Outline | None:
    """All of a picture that has the shape of a paper and paper along its rim: a scan, cut out already."""
    height, width = photo.shape[:2]
    ratio = max(height, width) / min(height, width)
    if min(abs(ratio / shape - 1) for shape in PAPERS) > _SHAPED:
        return None
    edge = max(2, round(0.015 * min(height, width)))
    rim = np.concatenate([np.rot90(photo, turn)[:edge].reshape(-1, 3) for turn in range(4)])
    grey = rim.astype(np.float32).mean(1)
    even = float((np.abs(grey - np.median(grey)) < _EVEN).mean())
    if float(np.median(grey)) < _PALE or even < _NEARLY_ALL:
        return None
    corners = ((0.0, 0.0), (float(width), 0.0), (float(width), float(height)), (0.0, float(height)))
    return Outline(corners, _AGREED)


def find_in(
    content: bytes, *, max_bytes: int = decode.MAX_BYTES, max_pixels: int = decode.MAX_PIXELS
) -> Outline | None:
    """The same of a photo's bytes, opened no larger than needed. Raises as ``decode.clean``."""
    pixels, (width, height) = decode.colours(content, side=FINE, max_bytes=max_bytes, max_pixels=max_pixels)
    found = find(pixels)
    return found and found.scaled(width / pixels.shape[1], height / pixels.shape[0])


def _quad(corners: Floats) -> Quad:
    return tuple((float(x), float(y)) for x, y in corners)


def shrunk(photo: Pixels, side: int) -> Pixels:
    """At most ``side`` pixels long; averaged, so that print fades instead of glittering."""
    scale = side / max(photo.shape[:2])
    if scale >= 1:
        return photo
    size = (max(1, round(photo.shape[1] * scale)), max(1, round(photo.shape[0] * scale)))
    return np.asarray(cv2.resize(photo, size, interpolation=cv2.INTER_AREA), np.uint8)


def figures_in(cues: Cues) -> Figures | None:
    """All four-sided figures of the strongest lines and the frame that could be a page."""
    lines = pieces.lines(cues.pieces, max(cues.size))
    (beside, beside_cut), (level, level_cut) = (_pairs(lines, cues.size, axis) for axis in (0, 1))
    across, down = (one.ravel() for one in np.indices((len(beside), len(level))))
    left, right = beside[across].swapaxes(0, 1)
    top, bottom = level[down].swapaxes(0, 1)
    corners = np.stack([_crossing(*two) for two in ((left, top), (right, top), (right, bottom), (left, bottom))], 1)
    cut = np.stack([level_cut[down, 0], beside_cut[across, 1], level_cut[down, 1], beside_cut[across, 0]], 1)
    blobs = four_cornered(cues)
    corners = np.concatenate([corners, blobs])
    cut = np.concatenate([cut, np.zeros((len(blobs), 4), bool)])
    return Figures(corners, cut | _along_frame(corners, cues.size), cues).possible(_LEAST)


def _pairs(lines: Floats, size: tuple[int, int], axis: int) -> tuple[Floats, np.ndarray]:
    """Two lines each that could be opposite sides, (n, 2, 3), and which are the frame's, (n, 2).

    For axis 0 left and right ones, else upper and lower ones; those with the most edge and brighter between them.
    """
    other = 1 - axis
    found = lines[np.abs(lines[:, axis]) > _LEANING][:_LINES]
    frame = np.zeros((2, 4))
    frame[:, axis], frame[1, 2] = (1, -1), 1 - size[axis]
    frame[:, 3] = _FRAME * (found[0, 3] if len(found) else 1)
    both = np.concatenate([found, frame])
    middle = (both[:, 2] - both[:, other] * size[other] / 2) / both[:, axis]
    order = np.argsort(middle, kind="stable")
    ends, low, high = both[order], *np.triu_indices(len(both), 1)
    cut = (order >= len(found))[np.stack([low, high], 1)]
    dark = (ends[low, axis] < 0).astype(int) + (ends[high, axis] > 0)
    weight = np.sqrt(ends[low, 3] * ends[high, 3]) * _DARK**dark
    best = np.argsort(-weight, kind="stable")[:_PAIRS]
    return ends[:, :3][np.stack([low[best], high[best]], 1)], cut[best]


def _along_frame(corners: Floats, size: tuple[int, int]) -> np.ndarray:
    """(n, 4): which sides lie along the frame: there the photo ends, not the page."""
    near = _NEAR * max(size)
    low, high = corners < near, corners > np.array(size) - 1 - near
    ends = low[..., 1], high[..., 0], high[..., 1], low[..., 0]
    return np.stack([one[:, side] & one[:, (side + 1) % 4] for side, one in enumerate(ends)], 1)


def _crossing(one: Floats, other: Floats) -> Floats:
    """(n, 2): where lines meet; far away where they are level with each other."""
    sheer = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    sheer = np.where(np.abs(sheer) < _LEVEL, _LEVEL, sheer)
    x = (one[:, 2] * other[:, 1] - other[:, 2] * one[:, 1]) / sheer
    y = (one[:, 0] * other[:, 2] - other[:, 0] * one[:, 2]) / sheer
    return np.stack([x, y], 1)
