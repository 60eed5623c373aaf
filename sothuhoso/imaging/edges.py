"""Where a photo changes from one surface to another: brightness and colour with the print wiped away, and their edges.

Everything here is float32; pictures are ``(height, width, 3)`` arrays of sRGB bytes as Pillow gives them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from sothuhoso.imaging import pieces
from sothuhoso.imaging.arrays import Floats, Pixels

_STROKE = 0.021  # of the long side: what is thinner and darker than its surroundings is print
_INK = 0.12  # so much darker than the paper around it, and a little more, is ink
_COLOUR = 1.6  # a step in colour counts more than one in brightness: shadows have none
_FAINT = 2.5  # of the noise; what is below is no edge


@dataclass(frozen=True, slots=False)
class Cues:
    """One small picture looked at: ``lab`` (height, width, 3), brightness first, print wiped away, units of CIELAB."""

    lab: Floats
    ink: Floats
    grey: Pixels

    @cached_property
    def pieces(self) -> Floats:
        """(n, 4): straight pieces of edges, from where to where (``pieces.pieces``)."""
        return pieces.pieces(self.grey)

    @cached_property
    def straight(self) -> Floats:
        """(height, width, 2): at the straight pieces a unit across them, towards the brighter side; else 0."""
        return self._drawn(5)

    @cached_property
    def broad(self) -> Floats:
        """The same, broader: a first guess and a bent side are not exact."""
        return self._drawn(11)

    def _drawn(self, broad: int) -> Floats:
        drawn = np.zeros((*self.lab.shape[:2], 2), np.float32)
        rising = self.pieces[::-1]  # the longest lie on top
        for ends, normal in zip(rising.round().astype(int).tolist(), pieces.normals(rising).tolist(), strict=True):
            cv2.line(drawn, ends[:2], ends[2:], normal, broad)
        return drawn

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.lab.shape[1], self.lab.shape[0]

    @cached_property
    def slopes(self) -> Floats:
        """(height, width, 2): how steep the strongest of the three channels is, across and down, in units a pixel."""
        found: list[Floats] = []
        for channel, weight in zip(cv2.split(self.lab), (1, _COLOUR, _COLOUR), strict=True):
            slope = [cv2.Scharr(channel, cv2.CV_32F, *axis, scale=weight / 32) for axis in ((1, 0), (0, 1))]
            steep = cv2.magnitude(*slope)
            if not found:
                found = [*slope, steep]
                continue
            stronger = steep > found[2]
            found = [np.where(stronger, one, other) for one, other in zip((*slope, steep), found, strict=True)]
        return np.stack(found[:2], 2)

    @cached_property
    def steepness(self) -> Floats:
        """(height, width): the length of ``slopes``."""
        return cv2.magnitude(np.ascontiguousarray(self.slopes[..., 0]), np.ascontiguousarray(self.slopes[..., 1]))

    @cached_property
    def usual(self) -> float:
        """How steep an edge between two things is in this picture: what is above it counts fully."""
        steep = self.steepness
        noise = float(np.median(steep))
        above = steep[steep > _FAINT * noise]
        return max(1.0, float(np.percentile(above, 55))) if above.size else 1.0

    @cached_property
    def soft(self) -> Floats:
        """``lab``, blurred: what a surface is like around a place."""
        return cv2.GaussianBlur(self.lab, (0, 0), 2.0)


def cues_of(picture: Pixels) -> Cues:
    """The cues of a small picture (500 to 700 pixels on its long side)."""
    light, *colours = cv2.split(cv2.cvtColor(picture, cv2.COLOR_RGB2LAB))
    stroke = max(3, round(_STROKE * max(picture.shape[:2])) | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (stroke, stroke))
    blank = cv2.morphologyEx(cv2.medianBlur(light, 3), cv2.MORPH_CLOSE, kernel)
    ink = cv2.subtract(blank, light).astype(np.float32) > _INK * blank.astype(np.float32) + 5
    lab = [cv2.GaussianBlur(blank.astype(np.float32) * np.float32(100 / 255), (0, 0), 1.0)]
    lab += [cv2.GaussianBlur(one.astype(np.float32) - 128, (0, 0), 2.0) for one in colours]
    return Cues(cv2.merge(lab), cv2.blur(ink.astype(np.float32), (5, 5)), picture.min(2))
