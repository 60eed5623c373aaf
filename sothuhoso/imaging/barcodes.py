"""Reading QR and Code 128 from a photo: zxing-cpp first, then cut-outs and filters, libzbar as the second voter.

The order is by what it costs and how often it helped on card photos (``bench/read_cards.py``). The bytes are decoded
as UTF-8 here: the engines' own guesses of a character set garble Vietnamese.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from itertools import product

import numpy as np
import zxingcpp
from PIL import Image

from sothuhoso.domain.ports import FoundCode
from sothuhoso.imaging import regions, sharpen, zbar
from sothuhoso.imaging.regions import View

BUDGET = 1.5  # seconds of computing
_PATIENCE = 3
_PARTS = 2
_ENLARGED = 1200  # long side, in pixels, to which a cut-out is brought: about ten pixels a module
_MOST_SCALE = 3.0
_FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCodeModel2, zxingcpp.BarcodeFormat.Code128])
_KINDS = {zxingcpp.BarcodeFormat.QRCode: "qrcode", zxingcpp.BarcodeFormat.Code128: "code128"}
_DAMAGE = "\N{REPLACEMENT CHARACTER}"
_ACCENTED = re.compile("[À-ɏḀ-ỿ]")
_PLAIN = zxingcpp.TextMode.Plain
_LOCAL = zxingcpp.Binarizer.LocalAverage
_GLOBAL = zxingcpp.Binarizer.GlobalHistogram

Attempt = Callable[[], list[FoundCode]]


def read(photo: Image.Image, *, seconds: float = BUDGET) -> list[FoundCode]:
    """The codes in an upright grey photo, each once, with corners in its pixels; empty when none is legible.

    Tries on until something is read or ``seconds`` of computing have passed (on a busy machine three times as long
    by the clock); the attempt under way is finished.
    """
    computed, clock = time.thread_time() + seconds, time.monotonic() + _PATIENCE * seconds
    for attempt in _attempts(View(photo)):
        found = attempt()
        if found:
            return _each_once(found)
        if time.thread_time() > computed or time.monotonic() > clock:
            break
    return []


def _attempts(whole: View) -> Iterator[Attempt]:
    """What is tried, the cheap and fruitful first."""
    suspects: list[View] = []
    yield lambda: _zxing(whole, suspects=suspects)
    yield lambda: _zxing(whole.scaled(0.5))
    yield lambda: _zxing(whole, _GLOBAL, suspects=suspects)
    for recipe, part in product(_recipes(), _parts(whole, suspects)):
        yield lambda recipe=recipe, part=part: recipe(part)
    yield lambda: _zxing(regions.middle(whole.image, 0.5).scaled(2))
    yield lambda: _zxing(regions.middle(whole.image, 0.3).scaled(3))
    yield lambda: _zbar(whole)


def _parts(whole: View, suspects: list[View]) -> list[View]:
    """Where a closer look pays: where zxing saw a code that it could not decode, and where it is dense with edges."""
    dense = list(regions.dense_parts(whole.image, _PARTS))
    if max(whole.image.size) <= _ENLARGED:
        return [whole, *dense[:1]]
    return [*suspects[:1], *dense]


def _recipes() -> tuple[Callable[[View], list[FoundCode]], ...]:
    return (
        lambda part: _zxing(_calm(_large(part))),
        lambda part: _zbar(_plain(part)),
        lambda part: _zxing(_crisp(_large(part))),
        lambda part: _zxing(_refocused(_large(part), 2.5)),
        lambda part: _zxing(_refocused(_large(part), 4)),
        lambda part: _zxing(_refocused(_large(part), 3.2)),
        lambda part: _zxing(_large(part), _GLOBAL),
        lambda part: _zbar(_crisp(_large(part))),
        lambda part: _zxing(_refocused(_large(part), 5)),
        lambda part: _zxing(_refocused(_large(part), 6.2)),
        lambda part: _zbar(_calm(_large(part))),
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


def _zxing(view: View, binarizer: zxingcpp.Binarizer = _LOCAL, suspects: list[View] | None = None) -> list[FoundCode]:
    """What zxing reads. Codes it saw and could not decode are cut out and added to ``suspects``, the largest first."""
    results = zxingcpp.read_barcodes(
        np.asarray(view.image),
        formats=_FORMATS,
        binarizer=binarizer,
        text_mode=_PLAIN,
        return_errors=suspects is not None,
    )
    if suspects is not None:
        suspects += [regions.around(view.image, _corners(result)) for result in results if not result.valid]
        suspects.sort(key=lambda part: -part.image.width)
    return [_from_zxing(result, view) for result in results if result.valid]


def _corners(result: zxingcpp.Barcode) -> tuple[tuple[int, int], ...]:
    at = result.position
    return tuple((point.x, point.y) for point in (at.top_left, at.top_right, at.bottom_right, at.bottom_left))


def _from_zxing(result: zxingcpp.Barcode, view: View) -> FoundCode:
    box = tuple(view.place(point) for point in _corners(result))
    return FoundCode(_text(result.bytes, result.text), _KINDS[result.symbology], "zxing", box)


def _zbar(view: View) -> list[FoundCode]:
    return [
        FoundCode(_text(code.data), code.kind, "zbar", tuple(view.place(point) for point in code.box))
        for code in zbar.read(view.image)
    ]


def _text(data: bytes, guess: str = "") -> str:
    """The bytes as UTF-8. Damage in Vietnamese shows as U+FFFD; ``guess`` is the engine's for what never was UTF-8."""
    text = data.decode("utf-8", "replace")
    return guess if guess and text.count(_DAMAGE) > len(_ACCENTED.findall(text)) else text


def _each_once(found: list[FoundCode]) -> list[FoundCode]:
    """By kind and text, in the order found."""
    return list({(code.kind, code.text): code for code in reversed(found)}.values())[::-1]
