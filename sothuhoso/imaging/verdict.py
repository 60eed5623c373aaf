"""Whether a photo of a page will do, and if not why and where: facts with their places, no sentences.

What the figures leave open is put to the reader itself: how sure tesseract is of the letters of the page as it is made
ready decides. Of what is sharp it decides nothing: it is unsure of handwriting and of faded print too. Limits were set
on drawn photos whose text is known (bench/papers.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

import cv2
import numpy as np

from sothuhoso.domain.errors import Unavailable
from sothuhoso.domain.papers import DENSITY, OwnSize, PaperSize, Verdict
from sothuhoso.domain.ports import PageReason, SeenPage
from sothuhoso.imaging import cleaning, legibility, ocr_page, outline
from sothuhoso.imaging.arrays import Floats, Pixels
from sothuhoso.imaging.geometry import Quad, plane
from sothuhoso.imaging.legibility import Measured
from sothuhoso.imaging.outline import Outline
from sothuhoso.imaging.screens import is_screen
from sothuhoso.imaging.upright import turn_needed

Box = tuple[int, int, int, int]
Reader = Callable[[], float]
"""Reads the page, and answers how sure it is (``ocr_page.sureness``). Raises ``Unavailable`` where nobody can read."""

_LOST, _BLURRED = 9.5, 12.5  # sharpness: below nothing is read; below little is
_SHARP = 29.0  # and above print is sharp all over: tables and seals, not blur, would make the reader unsure
_CLEARER = 1.7  # times: the rest of a page that is blurred in one place
_SOFT = 24.0  # of the median square: above, doubts of the reader are no blur
_UNSURE, _DOUBTED = 92.5, 94.5  # of tesseract
_LEGIBLE = 80.0  # and of a page without an edge
_SURE_OF_A_STRIP, _CLEARLY = 88.0, 15.0  # surer of the mirror image: print read the wrong way round stays far below
_GLARE, _SPOT = 0.022, 0.005  # shares of the page
_DIM, _NOISY, _LOST_IN_NOISE = 45.0, 7.0, 18.0
_PARTLY, _SOME = 0.08, 0.03  # shares of the print
_SMEARED = 0.25  # of the squares with print: so many with nothing but smears
_MOST = 0.5  # shares
_PRINTED, _A_LETTER, _NOTHING = 185, 0.004, 0.006  # grey of print in even light; shares of a strip, of a square
_PRINTED_SQUARES = 40  # with print: so many no table and no wall has
_FEW = 4  # squares with print: fewer are a blank page
_BEYOND = 0.012  # of the page: a corner so far out of the photo has lost nothing but paper
_RIM = 0.05  # of the photo: the least that is shown of what was lost beyond it
_STRIP, _FEW_DOTS = 0.3, 100  # inches on both sides of a side, dots an inch: where print goes on
_PAPER, _INK = 0.85, 0.72  # of the brightness of the paper: the same paper; print
_BAND = 3  # squares high
_CUT = 3  # pixels
_SCANNED = {"too_far": "scan_too_coarse", "far": "scan_coarse", "mirrored": "scan_mirrored"}
_PALE = 222  # of the paper: more light leaves nothing to tell a lamp's reflection by


def judged(photo: Pixels, found: Outline | None, paper: PaperSize, reader: Reader) -> SeenPage:
    """The verdict of a photo (height, width, 3) in which the page was found, or not."""
    if found is None:
        return _edgeless(photo, paper, reader)
    seen = legibility.measured(photo, found, paper)
    reasons = [*_distance(seen), *_whole(photo, found, seen), *_light(found, seen)]
    if is_screen(photo, found.corners):
        reasons.append(PageReason("screen", Verdict.REFUSE))
    text, smeared = (int(one.sum()) for one in (seen.squares.text, seen.squares.smeared))
    if smeared >= max(_FEW, _SMEARED * text):
        lost = seen.squares.smeared | (seen.squares.text & (seen.squares.sharp < _LOST))
        whole = int(lost.sum()) > _MOST * (smeared + text)
        box = None if whole else _box_of(lost, found.corners)
        reasons.append(PageReason("blurred" if whole else "blurred_part", Verdict.REFUSE, box))
    elif text < _FEW:
        reasons.append(PageReason("blank", Verdict.WARN))
    elif all(reason.verdict is not Verdict.REFUSE for reason in reasons):
        reasons += _print(found, seen, reader)
    told = tuple(_within(reason, photo) for reason in _once(reasons))
    return SeenPage(told, found.corners, seen.own_dpi, seen.told)


def _edgeless(photo: Pixels, paper: PaperSize, reader: Reader) -> SeenPage:
    """No edge of paper: a photo full of legible print is taken whole for the page; else there is no page."""
    whole = outline.of_all(photo)
    seen = legibility.measured(photo, whole, paper)
    printed = int(seen.squares.text.sum()) >= _PRINTED_SQUARES and int(seen.squares.smeared.sum()) <= _FEW
    if not printed or not _legible(reader):
        return SeenPage((PageReason("no_page", Verdict.REFUSE),), None, 0.0, {})
    blur = [  # what is blurred in one place may be the table
        replace(one, verdict=Verdict.WARN) if one.key == "blurred_part" else one for one in _print(whole, seen, reader)
    ]
    reasons = [PageReason("no_edge", Verdict.WARN), *_light(whole, seen), *blur]
    told = tuple(_within(reason, photo) for reason in _once(reasons))
    return SeenPage(told, None, 0.0, seen.told)


def _legible(reader: Reader) -> bool:
    """Whether letters are read at all: grain and joints of a table are none. Where nobody can read, they are."""
    with suppress(Unavailable):
        return reader() >= _LEGIBLE
    return True


def judged_scan(picture: Pixels, size: OwnSize, reader: Reader) -> SeenPage:
    """The verdict of a page (height, width, 3) that fills its picture: a scanner has no hand, no lamp and no table."""
    whole = outline.of_all(picture)
    seen = legibility.measured(picture, whole, size)
    seen = replace(seen, own_dpi=round(seen.own_dpi))  # millimetres are rounded: 200 must not become 199.8
    reasons = [_of_scan(one) for one in _distance(seen)]
    text, smeared = (int(one.sum()) for one in (seen.squares.text, seen.squares.smeared))
    if text + smeared < _FEW:
        reasons.append(PageReason("blank", Verdict.WARN))
    else:
        reasons += [_of_scan(one) for one in _print(whole, seen, reader)]
    return SeenPage(tuple(_once(reasons)), whole.corners, seen.own_dpi, seen.told)


def _of_scan(reason: PageReason) -> PageReason:
    return replace(reason, key=_SCANNED.get(reason.key, "scan_unclear"))


def _distance(seen: Measured) -> Iterator[PageReason]:
    if seen.own_dpi < DENSITY.least:
        yield PageReason("too_far", Verdict.REFUSE)
    elif seen.own_dpi < DENSITY.good:
        yield PageReason("far", Verdict.WARN)


def _whole(photo: Pixels, found: Outline, seen: Measured) -> Iterator[PageReason]:
    """Whether all four sides are in the photo; where one is not, whether print goes on to it."""
    height, width = photo.shape[:2]
    at = np.array(found.corners)
    out = np.maximum.reduce([-at[:, 0], -at[:, 1], at[:, 0] - width, at[:, 1] - height])
    far = out > _BEYOND * float(np.linalg.norm(at[0] - at[2]))
    for side in range(4):
        if found.cut[side]:
            said = Verdict.REFUSE if _reaches(seen, side) else Verdict.WARN
            yield PageReason("cut", said, _side_box(found.corners, side))
        elif far[side] and far[(side + 1) % 4]:
            yield PageReason("cut", Verdict.WARN, _side_box(found.corners, side))
        elif _reaches(seen, side) and _goes_on(photo, found, seen, side):
            yield PageReason("cut", Verdict.REFUSE, _side_box(found.corners, side))


def _goes_on(photo: Pixels, found: Outline, seen: Measured, side: int) -> bool:
    """Whether the paper and its print go on beyond that side: then another line was taken for the page's edge."""
    rows, columns = (length / seen.dpi for length in seen.even.shape)
    wide, high = (columns, rows) if side % 2 == 0 else (rows, columns)
    strips: list[Floats] = []
    for near, far in ((0.05, _STRIP), (-_STRIP, -0.05)):
        part = np.array([[0, near / high], [1, near / high], [1, far / high], [0, far / high]]) - 0.5
        turned = part @ np.linalg.matrix_power(np.array([[0, 1], [-1, 0]]), side) + 0.5
        corners = _places(turned, found.corners).astype(np.float32)
        size = max(1, round(wide * _FEW_DOTS)), max(1, round((_STRIP - 0.05) * _FEW_DOTS))
        onto = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
        laid = cv2.warpPerspective(photo, cv2.getPerspectiveTransform(corners, onto), size, flags=cv2.INTER_AREA)
        strips.append(cv2.cvtColor(laid, cv2.COLOR_RGB2GRAY).astype(float))
    inner, outer = (float(np.median(strip)) for strip in strips)
    return outer > _PAPER * inner and all(float((one < _INK * np.median(one)).mean()) > _A_LETTER for one in strips)


def _reaches(seen: Measured, side: int) -> bool:
    """Whether print goes on to that side: a hair of table is left out; above and below, a line is within the strip."""
    strip = np.rot90(seen.even, side)[round(0.05 * seen.dpi) : round((0.13 if side % 2 else 0.24) * seen.dpi)]
    return float((strip < _PRINTED).mean()) > _A_LETTER


def _light(found: Outline, seen: Measured) -> Iterator[PageReason]:
    light = float(np.median(seen.light))
    spots = seen.blown if light < _PALE else _holes(seen)
    share = float(spots.mean())
    if share > _SPOT:
        yield PageReason("glare", Verdict.REFUSE if share > _GLARE else Verdict.WARN, _box_of(spots, found.corners))
    if seen.noise > _LOST_IN_NOISE:
        yield PageReason("dark", Verdict.REFUSE)
    elif light < _DIM:
        yield PageReason("dark", Verdict.WARN)


def _holes(seen: Measured) -> np.ndarray:
    """(rows, columns) of squares: blown out, without print, and print on all four sides of it.

    On paper that is white all over, what is blown out is mostly paper.
    """
    text = seen.squares.text
    size = text.shape[::-1]
    blown = cv2.resize(seen.blown.astype(np.float32), size, interpolation=cv2.INTER_AREA) > _MOST
    around = [np.logical_or.accumulate(np.rot90(text, turn), axis=0) for turn in range(4)]
    enclosed = np.logical_and.reduce([np.rot90(one, -turn) for turn, one in enumerate(around)])
    return blown & (seen.squares.ink < _NOTHING) & enclosed


def _print(found: Outline, seen: Measured, reader: Reader) -> Iterator[PageReason]:
    squares = seen.squares
    sharp = squares.sharp[squares.text]
    blurred = squares.text & (squares.sharp < _BLURRED)
    share = float((sharp < _BLURRED).mean())
    if float((sharp < _LOST).mean()) > _MOST:
        yield PageReason("blurred", Verdict.REFUSE)
    elif share > _PARTLY and float(np.median(sharp)) > _CLEARER * _BLURRED:
        yield PageReason("blurred_part", Verdict.REFUSE, _box_of(blurred, found.corners))
    elif float(np.percentile(sharp, 10)) < _SHARP or seen.noise > _NOISY / 2:
        doubt = _doubted(seen, reader)
        if doubt is not None:
            yield doubt
        elif share > _SOME:
            yield PageReason("blurred_part", Verdict.WARN, _box_of(blurred, found.corners))


def _doubted(seen: Measured, reader: Reader) -> PageReason | None:
    """The reader is asked: what is neither sharp nor lost."""
    try:
        sure = reader()
        if sure < _UNSURE and _sure_in_a_mirror(seen) > max(_SURE_OF_A_STRIP, sure + _CLEARLY):
            return PageReason("mirrored", Verdict.REFUSE)
    except Unavailable:
        sure = _DOUBTED - 1  # nobody to ask: a person looks
    if sure >= _DOUBTED:
        return None
    noisy, soft = seen.noise > _NOISY, float(np.median(seen.squares.sharp[seen.squares.text])) < _SOFT
    if not noisy and not soft:
        return PageReason("hard_to_read", Verdict.WARN)
    return PageReason("dark" if noisy else "blurred", Verdict.REFUSE if sure < _UNSURE else Verdict.WARN)


def _sure_in_a_mirror(seen: Measured) -> float:
    """How sure the reader is of the page's mirror image, of one strip: half a second, so not on its head as well."""
    turn = turn_needed(seen.even, seen.dpi)
    even = np.ascontiguousarray(np.fliplr(np.rot90(seen.even, -turn // 90)))
    band = _band(replace(seen, even=even, squares=legibility.squares_of(even.astype(np.float32), seen.dpi)))
    if band is None:
        return 0.0
    words = ocr_page.read(band, seen.dpi, layer=False, block=True).words
    # at the strip's upper and lower edge words are cut
    whole = [one for one in words if one.box[1] > _CUT and one.box[1] + one.box[3] < band.shape[0] - _CUT]
    return ocr_page.sureness(whole)


def _band(seen: Measured) -> Pixels | None:
    """The strip across the page with the most print; ``None`` where there is hardly any."""
    text = seen.squares.text
    rows = max(1, len(text) - _BAND + 1)
    amount = [int(text[row : row + _BAND].sum()) for row in range(rows)]
    row, high = int(np.argmax(amount)), seen.even.shape[0] // len(text)
    if amount[row] < _FEW:
        return None
    return cleaning.calmed(seen.even[row * high : (row + _BAND) * high], seen.noise)


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


def _within(reason: PageReason, photo: Pixels) -> PageReason:
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


def _once(reasons: list[PageReason]) -> list[PageReason]:
    """Each key once at a place, the gravest of them."""
    graver = sorted(reasons, key=lambda reason: reason.verdict is Verdict.REFUSE)  # the last of a place stays
    kept = {(reason.key, reason.box): reason for reason in graver}
    return [reason for reason in reasons if kept[reason.key, reason.box] is reason]


def _placed(shares: Floats, corners: Quad) -> Box:
    at = _places(shares, corners)
    x, y = at[:, 0], at[:, 1]
    return round(float(x.min())), round(float(y.min())), round(float(x.max())), round(float(y.max()))


def _places(shares: Floats, corners: Quad) -> Floats:
    """(n, 2): where in the photo places on the page are, told as shares of its width and height."""
    at = np.concatenate([shares, np.ones((len(shares), 1))], 1) @ plane(corners).T
    return at[:, :2] / at[:, 2:]
