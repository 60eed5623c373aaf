"""Whether a photo of a page will do, and if not why and where: facts with their places, no sentences.

What the figures leave open is put to the reader itself: a few lines of the page are read, and how sure tesseract is of
its letters decides. Limits were set on drawn photos whose text is known (bench/papers.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import cv2
import numpy as np

from sothuhoso.domain.errors import Unavailable
from sothuhoso.domain.papers import DENSITY, PaperSize
from sothuhoso.imaging import legibility, ocr_page
from sothuhoso.imaging.arrays import Floats, Pixels
from sothuhoso.imaging.geometry import Quad, plane
from sothuhoso.imaging.legibility import Measured
from sothuhoso.imaging.outline import Outline
from sothuhoso.imaging.screens import is_screen
from sothuhoso.imaging.upright import turn_needed

Box = tuple[int, int, int, int]

_LOST, _BLURRED = 9.5, 12.5  # sharpness: below nothing is read; below little is
_SHARP = 29.0  # and above print is sharp all over: tables and seals, not blur, would make the reader unsure
_CLEARER = 1.7  # times: the rest of a page that is blurred in one place
_UNSURE, _DOUBTED = 88.0, 94.0  # of tesseract
_GLARE, _SPOT = 0.022, 0.005  # shares of the page
_DIM, _NOISY, _LOST_IN_NOISE = 45.0, 7.0, 18.0
_PARTLY, _SOME = 0.08, 0.03  # shares of the print
_FEW = 4  # squares with print: fewer are a blank page
_BEYOND = 0.012  # of the page: a corner so far out of the photo has lost nothing but paper
_RIM = 0.05  # of the photo: the least that is shown of what was lost beyond it
_BANDS, _BAND = 3, 3  # how many, and how many squares high
_CUT = 3  # pixels
_PALE = 222  # of the paper: more light leaves nothing to tell a lamp's reflection by


class Verdict(StrEnum):
    """What becomes of the photo: taken, taken with a reason, taken by a clerk with the original at hand only."""

    GOOD = "good"
    WARN = "warn"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: ``key`` under ``page.reason``; ``box`` left, top, right, bottom in pixels of the photo, ``None`` = all."""

    key: str
    verdict: Verdict
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What was seen of a page; ``corners`` in pixels of the photo, ``measured`` figures by name."""

    reasons: tuple[Reason, ...]
    corners: Quad | None
    dpi: float
    measured: dict[str, float]

    @property
    def verdict(self) -> Verdict:
        """The strictest of the reasons."""
        found = {reason.verdict for reason in self.reasons}
        return next((one for one in (Verdict.REFUSE, Verdict.WARN) if one in found), Verdict.GOOD)


def judged(photo: Pixels, found: Outline | None, paper: PaperSize) -> Judged:
    """The verdict of a photo (height, width, 3) in which the page was found, or not."""
    if found is None:
        return Judged((Reason("no_page", Verdict.REFUSE),), None, 0.0, {})
    seen = legibility.measured(photo, found, paper)
    reasons = [*_distance(seen), *_whole(photo, found, seen), *_light(found, seen)]
    if is_screen(photo, found.corners):
        reasons.append(Reason("screen", Verdict.REFUSE))
    if int(seen.squares.text.sum()) < _FEW:
        reasons.append(Reason("blank", Verdict.WARN))
    elif all(reason.verdict is not Verdict.REFUSE for reason in reasons):
        reasons += _print(found, seen)
    told = tuple(_within(reason, photo) for reason in _once(reasons))
    return Judged(told, found.corners, seen.own_dpi, seen.told)


def _distance(seen: Measured) -> Iterator[Reason]:
    if seen.own_dpi < DENSITY.least:
        yield Reason("too_far", Verdict.REFUSE)
    elif seen.own_dpi < DENSITY.good:
        yield Reason("far", Verdict.WARN)


def _whole(photo: Pixels, found: Outline, seen: Measured) -> Iterator[Reason]:
    """Whether all four sides are in the photo; where one is not, whether print goes on to it."""
    height, width = photo.shape[:2]
    at = np.array(found.corners)
    out = np.maximum.reduce([-at[:, 0], -at[:, 1], at[:, 0] - width, at[:, 1] - height])
    far = out > _BEYOND * float(np.linalg.norm(at[0] - at[2]))
    inked = seen.squares.ink > 0.015  # noqa: PLR2004 - as of squares with print
    edges = [np.rot90(inked, turn)[:2].all(0).sum() for turn in range(4)]  # two deep: a hair of table is one
    for side in range(4):
        if found.cut[side]:
            lost = bool(edges[side] > 1)
            yield Reason("cut", Verdict.REFUSE if lost else Verdict.WARN, _side_box(found.corners, side))
        elif far[side] and far[(side + 1) % 4]:
            yield Reason("cut", Verdict.WARN, _side_box(found.corners, side))


def _light(found: Outline, seen: Measured) -> Iterator[Reason]:
    light = float(np.median(seen.light))
    spots = seen.blown if light < _PALE else _holes(seen)
    share = float(spots.mean())
    if share > _SPOT:
        yield Reason("glare", Verdict.REFUSE if share > _GLARE else Verdict.WARN, _box_of(spots, found.corners))
    if seen.noise > _LOST_IN_NOISE:
        yield Reason("dark", Verdict.REFUSE)
    elif light < _DIM:
        yield Reason("dark", Verdict.WARN)


def _holes(seen: Measured) -> np.ndarray:
    """(rows, columns) of squares: blown out, without print, and print on all four sides of it.

    On paper that is white all over, what is blown out is mostly paper.
    """
    text = seen.squares.text
    size = text.shape[::-1]
    blown = cv2.resize(seen.blown.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.5  # noqa: PLR2004
    around = [np.logical_or.accumulate(np.rot90(text, turn), axis=0) for turn in range(4)]
    enclosed = np.logical_and.reduce([np.rot90(one, -turn) for turn, one in enumerate(around)])
    return blown & (seen.squares.ink < 0.006) & enclosed  # noqa: PLR2004 - nothing on it


def _print(found: Outline, seen: Measured) -> Iterator[Reason]:
    squares = seen.squares
    sharp = squares.sharp[squares.text]
    blurred = squares.text & (squares.sharp < _BLURRED)
    share = float((sharp < _BLURRED).mean())
    if float((sharp < _LOST).mean()) > 0.5:  # noqa: PLR2004 - most of it
        yield Reason("blurred", Verdict.REFUSE)
    elif share > _PARTLY and float(np.median(sharp)) > _CLEARER * _BLURRED:
        yield Reason("blurred_part", Verdict.REFUSE, _box_of(blurred, found.corners))
    elif float(np.percentile(sharp, 10)) < _SHARP or seen.noise > _NOISY / 2:
        yield from _read(found, seen, blurred, share)


def _read(found: Outline, seen: Measured, blurred: np.ndarray, share: float) -> Iterator[Reason]:
    """The reader is asked: what is neither sharp nor lost."""
    try:
        sure = _read_for_sure(seen)
    except Unavailable:
        sure = _DOUBTED - 1  # nobody to ask: a person looks
    key = "dark" if seen.noise > _NOISY else "blurred"
    if sure < _UNSURE:
        yield Reason(key, Verdict.REFUSE)
    elif sure < _DOUBTED:
        yield Reason(key, Verdict.WARN)
    elif share > _SOME:
        yield Reason("blurred_part", Verdict.WARN, _box_of(blurred, found.corners))


def _read_for_sure(seen: Measured) -> float:
    """How sure the reader is of a few lines, the page the right way up."""
    turn = turn_needed(seen.even, seen.dpi)
    sure = _sure_of(_turned(seen, turn))
    if sure < _UNSURE and not turn:  # it may stand on its head
        sure = max(sure, _sure_of(_turned(seen, 180)))
    return sure


def _turned(seen: Measured, degrees: int) -> Measured:
    if not degrees:
        return seen
    even = np.asarray(np.rot90(seen.even, -degrees // 90), np.uint8)
    return replace(seen, even=even, squares=legibility.squares_of(even.astype(np.float32), seen.dpi))


def _sure_of(seen: Measured) -> float:
    """Of whole words in whole lines: those at a strip's upper and lower edge are cut, and rules are no words."""
    whole = [
        word
        for band in _bands(seen)
        for word in ocr_page.read(band, seen.dpi, layer=False, block=True).words
        if word.box[1] > _CUT and word.box[1] + word.box[3] < band.shape[0] - _CUT
    ]
    return ocr_page.sureness([word for word in whole if sum(map(str.isalnum, word.text)) > 1])


def _bands(seen: Measured) -> Iterator[Pixels]:
    """Strips across the page: the least sharp of those with much print, from top to bottom."""
    squares = seen.squares
    high = seen.even.shape[0] // squares.text.shape[0]
    rows = len(squares.text) - _BAND + 1
    for part in np.array_split(np.arange(max(1, rows)), _BANDS):
        if not len(part):
            continue
        amount = np.array([squares.text[row : row + _BAND].sum() for row in part])
        sharp = np.array([_sharp(seen, row) for row in part])
        best = int(part[np.argmin(np.where(amount >= 0.7 * amount.max(), sharp, np.inf))])
        if amount.max() >= _FEW:
            band = seen.even[best * high : (best + _BAND) * high]
            yield np.asarray(cv2.bilateralFilter(band, 5, seen.noise * 4, 2) if seen.noise > 3 else band, np.uint8)  # noqa: PLR2004


def _sharp(seen: Measured, row: int) -> float:
    text = seen.squares.text[row : row + _BAND]
    found = seen.squares.sharp[row : row + _BAND][text]
    return float(np.median(found)) if found.size else np.inf


def _box_of(mask: np.ndarray, corners: Quad) -> Box:
    """Where in the photo that part of the page lies."""
    rows, columns = np.nonzero(mask)
    left, right = columns.min() / mask.shape[1], (columns.max() + 1) / mask.shape[1]
    top, bottom = rows.min() / mask.shape[0], (rows.max() + 1) / mask.shape[0]
    return _placed(np.array([[left, top], [right, top], [right, bottom], [left, bottom]]), corners)


def _side_box(corners: Quad, side: int) -> Box:
    """A tenth of the page along one of its sides."""
    inner = 0.1
    boxes = ((0, 0, 1, inner), (1 - inner, 0, 1, 1), (0, 1 - inner, 1, 1), (0, 0, inner, 1))
    left, top, right, bottom = boxes[side]
    return _placed(np.array([[left, top], [right, top], [right, bottom], [left, bottom]], float), corners)


def _within(reason: Reason, photo: Pixels) -> Reason:
    """Its box cut to the photo; of what lies beyond it, the rim is shown."""
    if reason.box is None:
        return reason
    height, width = photo.shape[:2]
    left, right = _span(reason.box[0], reason.box[2], width)
    top, bottom = _span(reason.box[1], reason.box[3], height)
    return replace(reason, box=(left, top, right, bottom))


def _span(start: int, end: int, side: int) -> tuple[int, int]:
    rim = max(1, round(_RIM * side))
    return max(0, min(start, side - rim)), min(side, max(end, rim))


def _once(reasons: list[Reason]) -> list[Reason]:
    """The gravest of each key."""
    order = sorted(reasons, key=lambda reason: reason.verdict is not Verdict.REFUSE)
    first = {reason.key: reason for reason in reversed(order)}
    return [reason for reason in reasons if first[reason.key] is reason]


def _placed(shares: Floats, corners: Quad) -> Box:
    at = np.concatenate([shares, np.ones((4, 1))], 1) @ plane(corners).T
    x, y = at[:, 0] / at[:, 2], at[:, 1] / at[:, 2]
    return round(float(x.min())), round(float(y.min())), round(float(x.max())), round(float(y.max()))
