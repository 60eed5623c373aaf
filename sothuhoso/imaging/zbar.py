"""The second voter on codes: libzbar's raw bytes, through the functions that pyzbar binds.

``pyzbar.decode`` itself is not used: libzbar guesses a character set and garbles about one Vietnamese card in five,
and pyzbar raises ValueError on orientations it does not know. Without libzbar0 installed this finds nothing.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import Any

import numpy as np
from PIL import Image

_ENABLE = 0
_BINARY = 4  # ZBAR_CFG_BINARY of zbar 0.23, unknown to pyzbar: bytes as they stand, no guess of a character set
_EVERY_SYMBOL = 0
_SYMBOLS = {64: "qrcode", 128: "code128"}
_GREY = int.from_bytes(b"Y800", "little")


@dataclass(frozen=True, slots=True)
class RawCode:
    """A code as an engine saw it: kind, bytes, corner points in the pixels of what it was shown."""

    kind: str
    data: bytes
    box: tuple[tuple[int, int], ...]


def installed() -> bool:
    """Whether libzbar is here; loads it."""
    return _library() is not None


def read(image: Image.Image) -> list[RawCode]:
    """QR and Code 128 codes in a grey image."""
    lib = _library()
    return list(_scan(lib, np.ascontiguousarray(image, dtype=np.uint8))) if lib else []


@lru_cache(maxsize=1)
def _library() -> ModuleType | None:
    try:
        from pyzbar import wrapper  # noqa: PLC0415  # importing it loads libzbar, which may be missing
    except ImportError:
        return None
    return wrapper


def _scan(lib: Any, pixels: np.ndarray) -> Iterator[RawCode]:
    scanner, image = lib.zbar_image_scanner_create(), lib.zbar_image_create()
    try:
        lib.zbar_image_scanner_set_config(scanner, _EVERY_SYMBOL, _ENABLE, 0)
        for symbol in _SYMBOLS:
            lib.zbar_image_scanner_set_config(scanner, symbol, _ENABLE, 1)
            lib.zbar_image_scanner_set_config(scanner, symbol, _BINARY, 1)
        lib.zbar_image_set_format(image, _GREY)
        lib.zbar_image_set_size(image, pixels.shape[1], pixels.shape[0])
        lib.zbar_image_set_data(image, pixels.ctypes.data_as(ctypes.c_void_p), pixels.size, None)
        if lib.zbar_scan_image(scanner, image) > 0:
            yield from _found(lib, image)
    finally:
        lib.zbar_image_destroy(image)
        lib.zbar_image_scanner_destroy(scanner)


def _found(lib: Any, image: Any) -> Iterator[RawCode]:
    symbol = lib.zbar_image_first_symbol(image)
    while symbol:
        kind = _SYMBOLS.get(symbol.contents.type)
        if kind:
            size = lib.zbar_symbol_get_data_length(symbol)
            data = ctypes.string_at(lib.zbar_symbol_get_data(symbol), size)
            yield RawCode(kind, data, _corners(lib, symbol))
        symbol = lib.zbar_symbol_next(symbol)


def _corners(lib: Any, symbol: Any) -> tuple[tuple[int, int], ...]:
    count = lib.zbar_symbol_get_loc_size(symbol)
    return tuple((lib.zbar_symbol_get_loc_x(symbol, i), lib.zbar_symbol_get_loc_y(symbol, i)) for i in range(count))
