"""Reading QR, Code 128 and PDF417 from a photo: zxing-cpp first, then cut-outs and filters, libzbar as second voter.

The order is by what it costs and how often it helped on card photos (``bench/read_codes.py``, decision 0026).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import product

import numpy as np
from PIL import Image

from sothuhoso.domain.ports import FoundCode
from sothuhoso.imaging import regions, sharpen
from sothuhoso.imaging.effort import Effort
from sothuhoso.imaging.engines import EVERY, GLOBAL, QR, STRIPES, zbar_qr, zxing
from sothuhoso.imaging.geometry import straightened
from sothuhoso.imaging.regions import Corners, View

BUDGET = 1.2  # seconds of computing, so that the last attempt ends before 1.5
_OTHERS = 0.2  # seconds for a second code that was seen beside one that was read
_SKETCH, _AS_DENSE = 500, 0.6  # how finely that second one is looked for, and how dense it must be beside the first
_AS_LARGE = (1.1, 2.2)  # a part with its quiet zone, beside the side of a code that was read
_PARTS = 2
_ENLARGED = 1200  # long side, in pixels, to which a cut-out is brought: about ten pixels a module
_MOST_SCALE = 3.0
_LARGE = 2_000_000  # pixels, from which a pass for every kind would cost more than one for each
_STRAIGHT = 420  # side of a code made straight, in pixels
_MARGIN = 0.2  # of its quiet zone, of its side
_BOWS = tuple(sorted(product((0, 0.015, -0.015, 0.03, -0.03), repeat=2), key=lambda bow: sum(map(abs, bow))))

Attempt = Callable[[], list[FoundCode]]


def glance(half: Image.Image) -> list[FoundCode]:
    """The QR codes in a photo at half its size, with corners in the whole one's pixels; for most cards that is enough.

    Empty where none is read, and where there may be a second one that needs more effort.
    """
    found = zxing(View(half))
    if not found or _others(half, [], found):
        return []
    return [replace(code, box=tuple((2 * x, 2 * y) for x, y in code.box)) for code in found]


def read(
    photo: Image.Image,
    *,
    card: bool = True,
    rescue: bool = True,
    glanced: bool = False,
    suspects: list[Corners] | None = None,
    seconds: float = BUDGET,
) -> list[FoundCode]:
    """The codes in an upright grey photo, each once, with corners in its pixels; empty when none is legible.

    ``card``: an ID card is sought. Then the first pass that reads something is enough; where none does, ``rescue``
    tries on until ``seconds`` of computing have passed (on a busy machine three times as long by the clock); the
    attempt under way is finished; ``glanced``: half the size was tried in vain. Else every kind is looked for in the
    whole photo, without more effort. Where a code was seen and not read is added to ``suspects``.
    """
    whole, effort = View(photo), Effort(seconds)
    suspects = [] if suspects is None else suspects
    found = _first(_quick(whole, suspects, glanced), effort) if card else _all(_passes(whole, suspects), effort)
    if card and rescue and not found and not effort.over:
        found = _first(_rescue(whole, suspects), effort)
    return _with_others(photo, suspects, found, seconds)


def rescued(photo: Image.Image, suspects: list[Corners], *, seconds: float) -> list[FoundCode]:
    """The QR codes that ``read`` without ``rescue`` has not found, from the ``suspects`` that it saw."""
    return _with_others(photo, suspects, _first(_rescue(View(photo), suspects), Effort(seconds)), seconds)


def _with_others(
    photo: Image.Image, suspects: list[Corners], found: list[FoundCode], seconds: float
) -> list[FoundCode]:
    if found:
        effort = Effort(min(seconds, _OTHERS))
        for part in _others(photo, suspects, found):
            found += _first(_closer([part]), effort)
    return _each_once(found)


def _first(attempts: Iterable[Attempt], effort: Effort) -> list[FoundCode]:
    for attempt in attempts:
        found = attempt()
        if found or effort.over:
            return found
    return []


def _all(attempts: Iterable[Attempt], effort: Effort) -> list[FoundCode]:
    return [code for attempt in attempts if not effort.over for code in attempt()]


def _passes(whole: View, suspects: list[Corners]) -> Iterator[Attempt]:
    """The whole photo, for every kind."""
    yield _first_look(whole, suspects)
    if _is_large(whole):
        yield _stripes(whole)


def _quick(whole: View, suspects: list[Corners], glanced: bool) -> Iterator[Attempt]:
    """The same for a card, whose code is a QR: first at half size, which also calms what is dark; stripes last."""
    if _is_large(whole) and not glanced:
        yield lambda: zxing(whole.scaled(0.5))
    yield _first_look(whole, suspects)
    yield lambda: zxing(whole, QR, GLOBAL, suspects)
    if _is_large(whole):
        yield _stripes(whole)
    else:
        yield lambda: zxing(whole.scaled(0.5))


def _first_look(whole: View, suspects: list[Corners]) -> Attempt:
    return lambda: zxing(whole, QR if _is_large(whole) else EVERY, suspects=suspects)


def _stripes(whole: View) -> Attempt:
    return lambda: zxing(whole.scaled(0.5), STRIPES)  # PDF417 at full size would take a tenth of a second


def _is_large(whole: View) -> bool:
    return whole.image.width * whole.image.height >= _LARGE


def _rescue(whole: View, suspects: list[Corners]) -> Iterator[Attempt]:
    """What is tried where a code may be, the cheap and fruitful first."""
    bent = _largest(suspects)
    yield from _closer(_parts(whole, bent))
    yield from (lambda bow=bow: _unbent(whole, bent[0], bow) for bow in _BOWS if bent)
    yield lambda: zxing(regions.middle(whole.image, 0.5).scaled(2))
    yield lambda: zxing(regions.middle(whole.image, 0.3).scaled(3))
    yield lambda: zbar_qr(whole)


def _closer(parts: list[View]) -> Iterator[Attempt]:
    return (lambda recipe=recipe, part=part: recipe(part) for recipe, part in product(_recipes(), parts))


def _parts(whole: View, suspects: list[Corners]) -> list[View]:
    """Where a closer look pays: where zxing saw a code that it could not decode, and where it is dense with edges."""
    dense = list(regions.dense_parts(whole.image, _PARTS))
    if max(whole.image.size) <= _ENLARGED:
        return [whole, *dense[:1]]
    return [*(regions.around(whole.image, corners) for corners in suspects[:1]), *dense]


def _recipes() -> tuple[Callable[[View], list[FoundCode]], ...]:
    return (
        lambda part: zxing(_calm(_large(part))),
        lambda part: zbar_qr(_plain(part)),
        lambda part: zxing(_crisp(_large(part))),
        lambda part: zxing(_refocused(_large(part), 2.5)),
        lambda part: zxing(_refocused(_large(part), 4)),
        lambda part: zxing(_refocused(_large(part), 3.2)),
        lambda part: zxing(_large(part), binarizer=GLOBAL),
        lambda part: zbar_qr(_crisp(_large(part))),
        lambda part: zxing(_refocused(_large(part), 5)),
        lambda part: zxing(_refocused(_large(part), 6.2)),
        lambda part: zbar_qr(_calm(_large(part))),
    )


def _large(part: View) -> View:
    """The part at the size that suits the readers; a huge one is brought down to it, or filters would take seconds."""
    return part.scaled(min(_MOST_SCALE, _ENLARGED / max(part.image.size)))


def _plain(part: View) -> View:
    return part if max(part.image.size) <= _ENLARGED else _large(part)


def _calm(view: View) -> View:
    return view.filtered(sharpen.calmed(view.image, view.scale))


def _crisp(view: View) -> View:
    return view.filtered(sharpen.crisped(view.image, view.scale))


def _refocused(view: View, radius: float) -> View:
    """``radius`` in pixels of the photo."""
    return view.filtered(sharpen.refocused(view.image, radius * view.scale))


def _unbent(whole: View, corners: Corners, bow: tuple[float, float]) -> list[FoundCode]:
    """A code on paper that is not flat, laid straight; its corners are those that zxing saw."""
    try:
        flat = straightened(whole.image, corners, (_STRAIGHT, _STRAIGHT), margin=_MARGIN, bow=bow)
    except np.linalg.LinAlgError:
        return []
    return [FoundCode(code.text, code.kind, code.engine, corners) for code in zxing(View(flat))]


def _largest(suspects: list[Corners]) -> list[Corners]:
    return sorted(suspects, key=lambda corners: -_span(corners))


def _span(corners: Corners) -> float:
    return max(abs(corners[0][0] - corners[2][0]), abs(corners[0][1] - corners[2][1]))


def _others(photo: Image.Image, suspects: list[Corners], found: list[FoundCode]) -> list[View]:
    """Where there may be a second code beside those that were read: as large, each place once, the likeliest first."""
    places = [regions.around(photo, corners) for corners in _largest(suspects)]
    places += regions.dense_parts(photo, len(found) + _PARTS, overview=_SKETCH, least=_AS_DENSE)
    taken = [code.box for code in found]
    side = max(map(_span, taken))
    others: list[View] = []
    for place in places:
        like = _AS_LARGE[0] * side < place.image.width < _AS_LARGE[1] * side
        if like and not any(_overlap(place.box, corners) for corners in taken):
            others.append(place)
            taken.append(place.box)
    return others[:_PARTS]


def _overlap(one: Corners, other: Corners) -> bool:
    """Whether the upright boxes around two codes share a point."""
    (left, top), (right, bottom) = (tuple(f(axis) for axis in zip(*one, strict=True)) for f in (min, max))
    across, down = zip(*other, strict=True)
    return min(across) <= right and left <= max(across) and min(down) <= bottom and top <= max(down)


def _each_once(found: list[FoundCode]) -> list[FoundCode]:
    """By kind and text, in the order found."""
    return list({(code.kind, code.text): code for code in reversed(found)}.values())[::-1]
