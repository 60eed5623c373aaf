"""Where in a photo a code may hide: the squares densest in edges both ways, and the middle.

A reader that misses a small or blurred code in twelve megapixels often reads it once it is cut out and enlarged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter

if TYPE_CHECKING:
    from collections.abc import Iterator

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float32]]
Corners = tuple[tuple[int, int], ...]  # of a code, in pixels of the photo

_OVERVIEW = 1000  # long side, in pixels, of the picture that is searched
_NEIGHBOURHOOD = 0.012  # of that side: about a quarter of a card's code
_GAIN = 4  # weak edges of a dark photo must survive eight bits
_FAINTEST = 8
_QUIET_ZONE = 0.3  # of the code's side: what is cut around it
_SMALLEST = 40  # pixels; a QR code of 21 modules cannot be smaller


@dataclass(frozen=True, slots=True)
class View:
    """A part of a photo, enlarged or not. A point of it lies in the photo at ``point / scale + (left, top)``."""

    image: Image.Image
    left: int = 0
    top: int = 0
    scale: float = 1.0

    @property
    def box(self) -> Corners:
        """The corners of the part, in pixels of the photo."""
        right, bottom = self.place(self.image.size)
        return (self.left, self.top), (right, self.top), (right, bottom), (self.left, bottom)

    def place(self, point: tuple[float, float]) -> tuple[int, int]:
        """Pixels of the photo for pixels of the view."""
        return round(point[0] / self.scale) + self.left, round(point[1] / self.scale) + self.top

    def scaled(self, factor: float) -> View:
        """The view resized: smoothly when enlarged, averaged when reduced (fastest by a whole number)."""
        if factor == 0.5:  # noqa: PLR2004 - half
            return View(self.image.reduce(2), self.left, self.top, self.scale / 2)
        width, height = (max(1, round(side * factor)) for side in self.image.size)
        how = Image.Resampling.BICUBIC if factor > 1 else Image.Resampling.BOX
        return View(self.image.resize((width, height), how), self.left, self.top, self.scale * factor)

    def filtered(self, image: Image.Image) -> View:
        """The same part seen through a filter."""
        return View(image, self.left, self.top, self.scale)


def middle(photo: Image.Image, share: float) -> View:
    """The middle of the photo, ``share`` of its sides."""
    width, height = (round(side * share) for side in photo.size)
    return _cut(photo, ((photo.width - width) // 2, (photo.height - height) // 2), (width, height))


def around(photo: Image.Image, corners: Corners) -> View:
    """The square that holds these corners and the quiet zone about them."""
    across, down = zip(*corners, strict=True)
    side = max(max(across) - min(across), max(down) - min(down), _SMALLEST)
    return _square(photo, ((min(across) + max(across)) / 2, (min(down) + max(down)) / 2), side)


def dense_parts(photo: Image.Image, count: int, *, overview: int = _OVERVIEW, least: float = 0.0) -> Iterator[View]:
    """Up to ``count`` squares that are densest in edges of both directions, the densest first.

    ``overview``: the long side, in pixels, that is searched; ``least``: how dense, of the densest.
    """
    factor = max(1, round(max(photo.size) / overview))
    busy = _edges(photo.reduce(factor), max(1, round(_NEIGHBOURHOOD * overview)))
    faintest = max(_FAINTEST, least * float(busy.max(initial=0)))
    for _ in range(count):
        if not busy.size:  # a strip without inside
            return
        row, column = (int(i) for i in np.unravel_index(busy.argmax(), busy.shape))
        if busy[row, column] < faintest:
            return
        high = busy > busy[row, column] / 2
        left, right = _run(high[row], column)
        top, bottom = _run(high[:, column], row)
        busy[top:bottom, left:right] = 0
        side = max(right - left, bottom - top) * factor
        if side >= _SMALLEST:
            yield _square(photo, ((left + right) * factor / 2, (top + bottom) * factor / 2), side)


def _edges(overview: Image.Image, reach: int) -> Floats:
    """How busy each neighbourhood is, in the weaker of the two directions: text has one, codes have both."""
    pixels = np.asarray(overview, dtype=np.float32)
    across = np.abs(np.diff(pixels, axis=1))[:-1]
    down = np.abs(np.diff(pixels, axis=0))[:, :-1]
    return np.minimum(_smoothed(across, reach), _smoothed(down, reach))


def _smoothed(strength: Floats, reach: int) -> Floats:
    image = Image.fromarray(np.clip(strength * _GAIN, 0, 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.BoxBlur(reach)), dtype=np.float32)


def _run(flags: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], at: int) -> tuple[int, int]:
    """The unbroken run of true values around ``at``: from, up to."""
    gaps = np.flatnonzero(~flags)
    before, after = gaps[gaps < at], gaps[gaps > at]
    return (int(before[-1]) + 1 if before.size else 0), (int(after[0]) if after.size else int(flags.size))


def _square(photo: Image.Image, centre: tuple[float, float], side: float) -> View:
    reach = side * (0.5 + _QUIET_ZONE)
    return _cut(photo, (int(centre[0] - reach), int(centre[1] - reach)), (int(2 * reach), int(2 * reach)))


def _cut(photo: Image.Image, corner: tuple[int, int], size: tuple[int, int]) -> View:
    left, top = (max(0, at) for at in corner)
    right, bottom = min(photo.width, corner[0] + size[0]), min(photo.height, corner[1] + size[1])
    return View(photo.crop((left, top, max(left + 1, right), max(top + 1, bottom))), left, top)
