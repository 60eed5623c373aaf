"""Cutting lines of even print into their signs, and telling which of them are the filler ``<``.

A reader of letters takes the filler for K, C or S now and then, and in the line of the name no check digit tells. Here
the photo itself shows what its fillers look like: the eleven that every card has in line 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image

from sothuhoso.domain.mrz_lines import LENGTH

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float32]]
Run = tuple[int, int]

_ROWS, _SIGNS = 3, LENGTH
_FILLERS = (slice(27, 29), slice(18, 29))  # where every card has them, in lines 1 and 2
_SHAPE = (20, 32)
_LETTERS = str.maketrans("0125", "OIZS")  # in a name no digit can stand
_PALEST = 150.0  # what is lighter is paper
_DIRT = 40.0
_LOWEST, _NARROWEST = 14, 3  # pixels of a row and of a sign
_THRESHOLDS = np.arange(0.03, 0.6, 0.03)
_MOST_EXTRA = 4
_UNEVEN = 0.17  # a narrow I or 1 stands off the middle of its place
_ALIKE = 0.75  # of the likeness that the known fillers have among themselves


@dataclass(frozen=True, slots=True)
class Cells:
    """A zone whose three rows fall into thirty signs: its picture with the fillers painted over, and where they stood.

    ``likeness``: how much the fillers that every card has look like each other, 1 at most; little when upside down.
    """

    image: Image.Image
    fillers: tuple[tuple[bool, ...], ...]
    likeness: float

    def text(self, seen: str) -> str:
        """The three lines, from the signs that were read in the picture.

        A line with more or fewer signs than there is room for is left empty, and as long as it is.
        """
        rows = ["".join(row.split()) for row in seen.splitlines() if row.strip()]
        if len(rows) != _ROWS:
            return ""
        rows[2] = rows[2].translate(_LETTERS)
        return "\n".join(_filled(row, fillers) for row, fillers in zip(rows, self.fillers, strict=True))


def cells(zone: Image.Image) -> Cells | None:
    """The signs of a zone that lies level, black on white; none where there are not three rows of thirty."""
    ink, rows = _cut(zone)
    if not rows or any(len(signs) != _SIGNS for _, signs in rows):
        return None
    (second, seconds), (third, thirds) = rows[1:]
    known = [_shape(ink, second, run) for run in seconds[_FILLERS[1]]]
    model = np.mean(known, axis=0)
    likeness = float(np.median([_likeness(shape, model) for shape in known]))
    name = tuple(_likeness(_shape(ink, third, run), model) > _ALIKE * likeness for run in thirds)
    fixed = [tuple(at in range(_SIGNS)[part] for at in range(_SIGNS)) for part in _FILLERS]
    fillers = (*fixed, name)
    return Cells(_painted(zone, rows, fillers), fillers, likeness)


def _filled(row: str, fillers: tuple[bool, ...]) -> str:
    if len(row) != fillers.count(False):
        return "<" * _SIGNS
    signs = iter(row)
    return "".join("<" if filler else next(signs) for filler in fillers)


def _cut(zone: Image.Image) -> tuple[Floats, list[tuple[Run, list[Run]]]]:
    """The ink, and three rows with their signs (as many as they may be); no rows where there are not three."""
    ink = np.clip(_PALEST - np.asarray(zone, dtype=np.float32), 0, None)
    rows = _rows(ink.mean(axis=1))
    if not rows:
        return ink, []
    ink[:, ink[rows[0][1] : rows[1][0]].mean(axis=0) > _DIRT] = 0  # between the lines is paper: an edge, a table
    wide = [_widened(rows, at, ink.shape[0]) for at in range(_ROWS)]
    return ink, [(row, _signs(ink[row[0] : row[1]].mean(axis=0))) for row in wide]


def _signs(profile: Floats) -> list[Run]:
    """Thirty signs at an even pitch, whatever else stands at the ends (a card's edge); none where there are not."""
    for runs in _at_each_threshold(profile, _NARROWEST):
        windows = [runs[at : at + _SIGNS] for at in range(min(_MOST_EXTRA, len(runs) - _SIGNS + 1))]
        if windows:
            unevenness, best = min((_unevenness(window), window) for window in windows)
            if unevenness < _UNEVEN:
                return best
    return []


def _unevenness(runs: list[Run]) -> float:
    """How much the distances of neighbours differ, of their mean."""
    pitch = np.diff([(start + stop) / 2 for start, stop in runs])
    return float(pitch.std() / pitch.mean())


def _rows(profile: Floats) -> list[Run]:
    """Three rows of print; none where there are not three."""
    return next((runs for runs in _at_each_threshold(profile, _LOWEST) if len(runs) == _ROWS), [])


def _at_each_threshold(profile: Floats, least: int) -> Iterator[list[Run]]:
    """Where the profile stands out for ``least`` pixels, at one threshold after the other, from the lowest on."""
    top = float(np.percentile(profile, 98))
    for share in _THRESHOLDS:
        edges = np.flatnonzero(np.diff(np.concatenate(([False], profile > share * top, [False]))))
        pairs = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
        yield [(start, stop) for start, stop in pairs if stop - start >= least]


def _widened(rows: list[Run], at: int, height: int) -> Run:
    """A row with half of the paper to its neighbours."""
    gap = min((rows[i + 1][0] - rows[i][1]) for i in range(len(rows) - 1)) // 3
    return max(0, rows[at][0] - gap), min(height, rows[at][1] + gap)


def _shape(ink: Floats, rows: Run, columns: Run) -> Floats:
    """A sign about the middle of its own ink, for lines are never quite level."""
    reach = (rows[1] - rows[0]) // 2
    middle = (columns[0] + columns[1]) // 2
    column = ink[max(0, rows[0] - reach // 2) : rows[1] + reach // 2, columns[0] : columns[1]].sum(axis=1)
    heart = max(0, rows[0] - reach // 2) + round(float((column * np.arange(len(column))).sum() / max(column.sum(), 1)))
    padded = np.pad(ink, reach)  # an edge of the zone may be near
    part = padded[heart : heart + 2 * reach, middle + reach // 2 : middle + reach // 2 * 3]
    small = Image.fromarray(part.astype(np.uint8)).resize(_SHAPE, Image.Resampling.BILINEAR)
    shape = np.asarray(small, dtype=np.float32)
    return shape - shape.mean()


def _likeness(one: Floats, other: Floats) -> float:
    return float((one * other).sum() / max(1e-6, np.linalg.norm(one) * np.linalg.norm(other)))


def _painted(
    zone: Image.Image, rows: list[tuple[Run, list[Run]]], fillers: tuple[tuple[bool, ...], ...]
) -> Image.Image:
    image = zone.copy()
    for ((top, bottom), signs), flags in zip(rows, fillers, strict=True):
        for (start, stop), filler in zip(signs, flags, strict=True):
            if filler:
                image.paste(255, (start - 2, top, stop + 2, bottom))
    return image
