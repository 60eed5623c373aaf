"""Where in a photo three long lines of print lie close together: the machine-readable zone of an ID card.

The zone is about six times as long as high and evenly full of strokes, whichever way the card lies and however near it
is. So the picture is looked at in three sizes for blobs of that form in what is busy, and each is laid straight.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from sothuhoso.imaging.geometry import Quad, straightened

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float32]]
Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

_OVERVIEWS = (400, 800, 1300)  # long sides, in pixels: a card near, in the middle, on a copy of A4
_NEIGHBOURHOOD = 5  # pixels of an overview, about the pitch of the lines
_SHARES = (0.5, 0.32, 0.2)  # of what is busiest (a QR code, where there is one)
_ASPECTS = (3.2, 9.5)
_FULL = 0.72  # of the rectangle around a blob
_SHORTEST = 90  # pixels of an overview, at which a line of thirty signs can just be read
_FAINTEST = 3.0
_MOST = 6


@dataclass(frozen=True, slots=True)
class Band:
    """A rectangle in a photo: centre, half its length and height, the direction of its length (radians), in pixels."""

    x: float
    y: float
    reach: float
    rise: float
    angle: float

    @property
    def corners(self) -> Quad:
        """Top left, top right, bottom right, bottom left as it is read (or upside down)."""
        along = np.array([np.cos(self.angle), np.sin(self.angle)])
        down = np.array([-along[1], along[0]])
        places = ((-1, -1), (1, -1), (1, 1), (-1, 1))
        points = [(self.x, self.y) + i * self.reach * along + j * self.rise * down for i, j in places]
        return tuple((float(x), float(y)) for x, y in points)

    def turned(self, angle: float) -> Band:
        return Band(self.x, self.y, self.reach, self.rise, self.angle + angle)

    def scaled(self, factor: float) -> Band:
        return Band(self.x * factor, self.y * factor, self.reach * factor, self.rise * factor, self.angle)

    def straight(self, photo: Image.Image, width: int) -> Image.Image:
        """The band lying level, ``width`` pixels long."""
        return straightened(photo, self.corners, (width, max(8, round(width * self.rise / self.reach))), cells=1)

    def holds(self, other: Band) -> bool:
        """Whether the centre of another of like length lies within."""
        away = np.hypot(self.x - other.x, self.y - other.y)
        return bool(away < self.rise and 0.6 < self.reach / other.reach < 1.7)  # noqa: PLR2004 - like length


def bands(photo: Image.Image) -> list[Band]:
    """The likeliest first, each place once, at most six."""
    seen: list[tuple[float, Band]] = [found for side in _OVERVIEWS for found in _in_overview(photo, side)]
    kept: list[Band] = []
    for _, band in sorted(seen, key=lambda one: -one[0]):
        if not any(other.holds(band) for other in kept):
            kept.append(band)
    return kept[:_MOST]


def _in_overview(photo: Image.Image, side: int) -> Iterator[tuple[float, Band]]:
    factor = max(1.0, max(photo.size) / side)
    small = photo.resize(
        (max(1, round(photo.width / factor)), max(1, round(photo.height / factor))), Image.Resampling.BOX
    )
    busy = _busy(small)
    if not busy.size:
        return
    most = float(np.percentile(busy, 99.5))
    for share in _SHARES:
        if most * share < _FAINTEST:
            return
        for rows, columns in _blobs(busy > most * share):
            found = _as_band(rows, columns)
            if found:
                fullness, band = found
                yield fullness, band.scaled(factor)


def _busy(small: Image.Image) -> Floats:
    """How much the light changes about each pixel."""
    pixels = np.asarray(small, dtype=np.float32)
    change = np.abs(np.diff(pixels, axis=1))[:-1] + np.abs(np.diff(pixels, axis=0))[:, :-1]
    if not change.size:
        return change
    image = Image.fromarray(np.clip(change * 2, 0, 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.BoxBlur(_NEIGHBOURHOOD)), dtype=np.float32)


def _as_band(rows: Floats, columns: Floats) -> tuple[float, Band] | None:
    """A blob as a rectangle along its main axis, and how full it is; none where it has another form."""
    x, y = float(columns.mean()), float(rows.mean())
    across, down = columns - x, rows - y
    angle = 0.5 * float(np.arctan2(2 * (across * down).mean(), (across**2).mean() - (down**2).mean()))
    along = across * np.cos(angle) + down * np.sin(angle)
    aside = down * np.cos(angle) - across * np.sin(angle)
    reach, rise = (float(np.percentile(np.abs(part), 98.5)) for part in (along, aside))
    if rise < 1 or 2 * reach < _SHORTEST or not _ASPECTS[0] < reach / rise < _ASPECTS[1]:
        return None
    fullness = len(rows) / (4 * reach * rise)
    return (fullness, Band(x, y, reach, rise, angle)) if fullness > _FULL else None


def _blobs(mask: Flags) -> Iterator[tuple[Floats, Floats]]:
    """Rows and columns of the pixels of each connected part that may be long enough."""
    labels = _labelled(mask)
    places = np.flatnonzero(labels.ravel())
    if not places.size:
        return
    names = labels.ravel()[places]
    order = np.argsort(names, kind="stable")
    cuts = np.flatnonzero(np.diff(names[order])) + 1
    for part in np.split(places[order], cuts):
        if len(part) >= _SHORTEST * 4:
            rows, columns = np.divmod(part, mask.shape[1])
            yield rows.astype(np.float32), columns.astype(np.float32)


def _labelled(mask: Flags) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    """A number for each connected part (by rows of unbroken pixels that touch), 0 for the rest."""
    labels = np.zeros(mask.shape, np.int32)
    root = [0]
    above: list[tuple[int, int, int]] = []
    for row, flags in enumerate(mask):
        edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False]))))
        here: list[tuple[int, int, int]] = []
        for start, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            touched = [label for left, right, label in above if left < stop and start < right]
            label = min((_root(root, one) for one in touched), default=len(root))
            if not touched:
                root.append(label)
            for one in touched:
                root[_root(root, one)] = label
            labels[row, start:stop] = label
            here.append((start, stop, label))
        above = here
    return np.array([_root(root, label) for label in range(len(root))], np.int32)[labels]


def _root(root: list[int], label: int) -> int:
    while root[label] != label:
        label = root[label]
    return label
