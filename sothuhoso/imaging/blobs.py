"""Pale things in a photo that have four corners: pages that are small, or lie on a cloth full of lines."""

from __future__ import annotations

import cv2
import numpy as np

from sothuhoso.imaging.arrays import Floats
from sothuhoso.imaging.edges import Cues

_LEAST = 0.03  # of the picture
_CORNERS = 4
_MOST = 3  # of each kind of picture
_SMOOTH = (0.35, 0.7)  # of how steep an edge is in this picture
_ROUGHER = (0.012, 0.02, 0.035, 0.06, 0.1)  # of the outline's length


def four_cornered(cues: Cues) -> Floats:
    """(n, 4, 2): corners from the top left around, in pixels."""
    found = [corners for mask in _masks(cues) for corners in _in_mask(mask)]
    return np.array(found, float).reshape(-1, 4, 2)


def _masks(cues: Cues) -> list[np.ndarray]:
    """Where it is bright, where it has little colour, and where nothing changes: of paper that is true all over."""
    light = np.clip(cues.lab[..., 0] * 2.55, 0, 255).astype(np.uint8)
    grey = np.clip(255 - 4 * np.hypot(cues.lab[..., 1], cues.lab[..., 2]), 0, 255).astype(np.uint8)
    kernel = np.ones((7, 7), np.uint8)
    masks = [cv2.threshold(one, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1] for one in (light, grey)]
    masks.append(cv2.bitwise_and(*masks))
    # edges are made broad, so that the smooth inside of a page hangs together and its table does not hang on to it
    rough = cv2.blur(cv2.dilate(cues.steepness, np.ones((3, 3), np.uint8)), (5, 5))
    for share in _SMOOTH:
        smooth = (rough < share * cues.usual).astype(np.uint8) * 255
        masks += [smooth, cv2.bitwise_and(smooth, masks[0])]
    return [cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel) for mask in masks]


def _in_mask(mask: np.ndarray) -> list[Floats]:
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = sorted(outlines, key=cv2.contourArea, reverse=True)[:_MOST]
    fits = [_corners(one) for one in largest if cv2.contourArea(one) > _LEAST * mask.size]
    return [one for one in fits if one is not None]


def _corners(outline: np.ndarray) -> Floats | None:
    hull = cv2.convexHull(outline)
    long = cv2.arcLength(hull, True)
    for rough in _ROUGHER:
        points = cv2.approxPolyDP(hull, rough * long, True)[:, 0].astype(float)
        if len(points) == _CORNERS:
            return _from_top_left(points)
    return None


def _from_top_left(points: Floats) -> Floats:
    """Clockwise on the screen, beginning at the top left."""
    centre = points.mean(0)
    around = points[np.argsort(np.arctan2(points[:, 1] - centre[1], points[:, 0] - centre[0]))]
    return np.roll(around, -int(around.sum(1).argmin()), 0)
