"""Where in a photo the page lies: its four corners, also where one is a little beyond the frame.

Straight edges are voted for (Hough 1962, in the form of Duda and Hart 1972, each edge voting near its own direction
only); each two of them with each two across make a four-sided figure; the one is taken whose sides are edges all along,
with the same paper inside everywhere and something else outside. A learnt model was not to be had that may be shipped.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import cv2
import numpy as np

from sothuhoso.imaging import decode
from sothuhoso.imaging.arrays import Floats, Pixels
from sothuhoso.imaging.blobs import four_cornered
from sothuhoso.imaging.edges import Cues, cues_of
from sothuhoso.imaging.figures import PAPERS, Figures
from sothuhoso.imaging.geometry import Quad
from sothuhoso.imaging.sides import drawn_to_edges

SIDE = 576  # pixels of the long side of the picture that is searched
FINE = 1000  # and of the one in which the sides are drawn
_NEAR = 0.012  # of the long side: a side so near to the frame is the frame
_LEAST = 0.06  # of the picture: less is no page that anybody meant to photograph
_AGREED = 0.5  # score below which nothing was found
_SHAPED, _PALE, _EVEN, _NEARLY_ALL = 0.025, 150, 22, 0.93  # of scans: shape, grey of the rim, how even, how much of it
_RIM = 2.5  # pixels of the finer picture
_GRAIN = 0.12  # weight: fainter edges are the table's grain
_LEVEL = 1e-6  # sine: lines that never meet
_DEGREE = 1.5
_APART = (9, 0.02)  # peaks nearer than so many degrees and so much of the side are one line
_LINES = 14  # of each direction
_SPREAD = 3  # degrees that an edge's own direction may be off, to each side
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


def find(photo: Pixels) -> Outline | None:
    """The page in a photo of any size; ``None`` where there is none, or nothing to tell it from the table."""
    height, width = photo.shape[:2]
    small = _shrunk(photo, SIDE)
    cues = cues_of(small)
    figures = _figures(cues)
    best, sure = figures.best() if figures else (0, 0.0)
    if figures is None or sure < _AGREED:
        return _scanned(photo)
    fine = _shrunk(photo, FINE)
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


def _shrunk(photo: Pixels, side: int) -> Pixels:
    """At most ``side`` pixels long; averaged, so that print fades instead of glittering."""
    scale = side / max(photo.shape[:2])
    if scale >= 1:
        return photo
    size = (max(1, round(photo.shape[1] * scale)), max(1, round(photo.shape[0] * scale)))
    return np.asarray(cv2.resize(photo, size, interpolation=cv2.INTER_AREA), np.uint8)


def _figures(cues: Cues) -> Figures | None:
    """All four-sided figures of the strongest lines and the frame that could be a page."""
    lines = _lines(cues)
    upright, level = (_with_frame(_strongest(lines, axis), cues.size, axis) for axis in (0, 1))
    pairs = [np.array(list(combinations(range(len(group[0])), 2))) for group in (upright, level)]
    if not all(len(one) for one in pairs):
        return None
    across, down = (one.ravel() for one in np.meshgrid(np.arange(len(pairs[0])), np.arange(len(pairs[1]))))
    left, right = upright[0][pairs[0][across]].swapaxes(0, 1)
    top, bottom = level[0][pairs[1][down]].swapaxes(0, 1)
    corners = np.stack([_crossing(*two) for two in ((left, top), (right, top), (right, bottom), (left, bottom))], 1)
    frames = [group[1] for group in (upright, level)]
    cut = np.stack(
        [
            frames[1][pairs[1][down, 0]],
            frames[0][pairs[0][across, 1]],
            frames[1][pairs[1][down, 1]],
            frames[0][pairs[0][across, 0]],
        ],
        1,
    )
    blobs = four_cornered(cues)
    corners = np.concatenate([corners, blobs])
    cut = np.concatenate([cut, np.zeros((len(blobs), 4), bool)])
    return Figures(corners, cut | _along_frame(corners, cues.size), cues).possible(_LEAST)


def _along_frame(corners: Floats, size: tuple[int, int]) -> np.ndarray:
    """(n, 4): which sides lie along the frame: there the photo ends, not the page."""
    near = _NEAR * max(size)
    low, high = corners < near, corners > np.array(size) - 1 - near
    ends = low[..., 1], high[..., 0], high[..., 1], low[..., 0]
    return np.stack([one[:, side] & one[:, (side + 1) % 4] for side, one in enumerate(ends)], 1)


def _lines(cues: Cues) -> Floats:
    """(n, 4): cosine and sine of the normal, distance from the origin in pixels, weight; strongest first."""
    weight = cues.steepness / (cues.steepness + np.float32(0.6 * cues.usual))
    rows, columns = np.nonzero(_ridges(weight, cues.slopes))
    votes = weight[rows, columns]
    slopes = cues.slopes[rows, columns]
    own = np.degrees(np.arctan2(slopes[:, 1], slopes[:, 0])) / _DEGREE
    angles, reach = round(360 / _DEGREE), int(np.hypot(*cues.size)) + 2
    counted = np.zeros(angles * 2 * reach)
    for off in range(-round(_SPREAD / _DEGREE), round(_SPREAD / _DEGREE) + 1):
        bins = np.round(own).astype(int) + off
        turned = np.radians(bins * _DEGREE)
        far = np.round(columns * np.cos(turned) + rows * np.sin(turned)).astype(int) + reach
        counted += np.bincount((bins % angles) * 2 * reach + far, votes, counted.size)
    return _peaks(counted.reshape(angles, 2 * reach).astype(np.float32), reach, max(cues.size))


def _ridges(weight: Floats, slopes: Floats) -> Floats:
    """Where an edge is steepest across itself: thin lines instead of bands."""
    level = np.abs(slopes[..., 1]) > np.abs(slopes[..., 0])
    around = np.where(
        level,
        np.maximum(np.roll(weight, 1, 0), np.roll(weight, -1, 0)),
        np.maximum(np.roll(weight, 1, 1), np.roll(weight, -1, 1)),
    )
    kept = (weight >= around) & (weight > _GRAIN)
    kept[:2], kept[-2:], kept[:, :2], kept[:, -2:] = False, False, False, False
    return kept


def _peaks(counted: Floats, reach: int, side: int) -> Floats:
    """The lines with the most votes in their neighbourhood."""
    around = np.concatenate([counted[-8:], counted, counted[:8]])  # angles go round
    smooth = cv2.GaussianBlur(around, (5, 3), 0)
    window = np.ones((round(_APART[0] / _DEGREE) | 1, round(_APART[1] * side) | 1), np.uint8)
    highest = (smooth >= cv2.dilate(smooth, window)) & (smooth > 0.04 * side)
    angles, far = np.nonzero(highest[8:-8])
    weights = smooth[8:-8][angles, far]
    order = np.argsort(-weights)[: 6 * _LINES]
    turned = np.radians(angles[order] * _DEGREE)
    return np.stack([np.cos(turned), np.sin(turned), far[order] - reach, weights[order]], 1)


def _strongest(lines: Floats, axis: int) -> Floats:
    """The best of those whose normal goes along the axis: upright lines for 0, level ones for 1."""
    return lines[np.abs(lines[:, axis]) > _LEANING][:_LINES, :3]


def _with_frame(lines: Floats, size: tuple[int, int], axis: int) -> tuple[Floats, np.ndarray]:
    """The lines and the frame's two sides of that direction, from left to right or top to bottom; which are frame."""
    other = 1 - axis
    last = size[axis] - 1
    frame = np.zeros((2, 3))
    frame[:, axis], frame[1, 2] = 1, last
    both = np.concatenate([lines, frame])
    middle = (both[:, 2] - both[:, other] * size[other] / 2) / both[:, axis]
    order = np.argsort(middle)
    return both[order], (np.arange(len(both)) >= len(lines))[order]


def _crossing(one: Floats, other: Floats) -> Floats:
    """(n, 2): where lines meet; far away where they are level with each other."""
    sheer = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    sheer = np.where(np.abs(sheer) < _LEVEL, _LEVEL, sheer)
    x = (one[:, 2] * other[:, 1] - other[:, 2] * one[:, 1]) / sheer
    y = (one[:, 0] * other[:, 2] - other[:, 0] * one[:, 2]) / sheer
    return np.stack([x, y], 1)
