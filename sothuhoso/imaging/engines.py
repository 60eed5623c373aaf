"""The two readers of codes, asked alike: a view of a photo in, codes with their text and place out.

The bytes are decoded as UTF-8 here: the engines' own guesses of a character set garble Vietnamese.
"""

from __future__ import annotations

import re

import numpy as np
import zxingcpp

from sothuhoso.domain.ports import FoundCode
from sothuhoso.imaging import zbar
from sothuhoso.imaging.regions import Corners, View

_FORMAT = zxingcpp.BarcodeFormat
QR = zxingcpp.BarcodeFormats([_FORMAT.QRCodeModel2, _FORMAT.QRCodeModel1])
STRIPES = zxingcpp.BarcodeFormats([_FORMAT.Code128, _FORMAT.PDF417])
EVERY = zxingcpp.BarcodeFormats([_FORMAT.QRCodeModel2, _FORMAT.QRCodeModel1, _FORMAT.Code128, _FORMAT.PDF417])
LOCAL = zxingcpp.Binarizer.LocalAverage
GLOBAL = zxingcpp.Binarizer.GlobalHistogram
_KINDS = {_FORMAT.QRCode: "qrcode", _FORMAT.Code128: "code128", _FORMAT.PDF417: "pdf417"}
_DAMAGE = "\N{REPLACEMENT CHARACTER}"
_ACCENTED = re.compile(r"[\u00c0-\u024f\u1e00-\u1eff]")  # Latin letters with marks
_PLAIN = zxingcpp.TextMode.Plain


def zxing(
    view: View,
    formats: zxingcpp.BarcodeFormats = QR,
    binarizer: zxingcpp.Binarizer = LOCAL,
    suspects: list[Corners] | None = None,
) -> list[FoundCode]:
    """What zxing-cpp reads. Where it saw a code that it could not decode is added to ``suspects``."""
    results = zxingcpp.read_barcodes(
        np.asarray(view.image),
        formats=formats,
        binarizer=binarizer,
        text_mode=_PLAIN,
        return_errors=suspects is not None,
    )
    if suspects is not None:
        suspects += [_corners(result, view) for result in results if not result.valid]
    return [_from_zxing(result, view) for result in results if result.valid]


def zbar_qr(view: View) -> list[FoundCode]:
    """The QR codes libzbar reads; of stripes it asks too little to be believed on a photo made sharper."""
    return [
        FoundCode(text, code.kind, "zbar", tuple(view.place(point) for point in code.box))
        for code in zbar.read(view.image)
        if code.kind == "qrcode" and not _is_foreign(text := code.data.decode("utf-8", "replace"))
    ]


def _corners(result: zxingcpp.Barcode, view: View) -> Corners:
    at = result.position
    return tuple(
        view.place((point.x, point.y)) for point in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
    )


def _from_zxing(result: zxingcpp.Barcode, view: View) -> FoundCode:
    return FoundCode(text_of(result.bytes, result.text), _KINDS[result.symbology], "zxing", _corners(result, view))


def text_of(data: bytes, guess: str) -> str:
    """The bytes as UTF-8. Damage in Vietnamese shows as U+FFFD; ``guess`` is the engine's for what never was UTF-8."""
    text = data.decode("utf-8", "replace")
    return guess if _is_foreign(text) else text


def _is_foreign(text: str) -> bool:
    """Whether bytes taken as UTF-8 make more damage than Vietnamese: another character set, or none."""
    return text.count(_DAMAGE) > len(_ACCENTED.findall(text))
