"""A photo's file without what the picture does not need: EXIF, place, XMP, comments, profiles, what trails behind.

The coded picture is copied byte for byte, so nothing is lost by saving it again; a file that ends too early is
refused here, before a decoder sees it. Layouts: ITU-T T.81 (JPEG), PNG third edition, RFC 9649 (WebP).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sothuhoso.domain.errors import Invalid
from sothuhoso.imaging.kinds import Kind

_JPEG_MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")  # not a stuffed zero, not a restart mark
_JPEG_END = 0xD9
_JPEG_BARE = frozenset({0x01, 0xD8})  # markers without a length
_JPEG_COMMENT = 0xFE
_JPEG_APPS = range(0xE0, 0xF0)
_JPEG_NEEDED = {b"JFIF\0": 14, b"Adobe": 12}  # name of the application's segment → its plain length

_PNG_HEAD = 8
_PNG_DRAWN = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"sRGB", b"gAMA", b"sBIT", b"pHYs"})

_WEBP_HEAD = 12
_WEBP_DRAWN = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"})
_WEBP_FLAGS_SIZE = 10
_WEBP_TELLS = 0x20 | 0x08 | 0x04  # flags of VP8X: profile, EXIF, XMP follow


def bare(content: bytes, kind: Kind) -> bytes:
    """The same picture without metadata; equal to ``content`` where there was none.

    HEIC is answered as it came (it is always drawn anew). Raises ``Invalid('image.truncated')``.
    """
    match kind:
        case Kind.JPEG:
            return b"\xff\xd8" + b"".join(_jpeg(content))
        case Kind.PNG:
            return content[:_PNG_HEAD] + b"".join(_png(content))
        case Kind.WEBP:
            body = b"".join(_webp(content))
            return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body
        case Kind.HEIF:
            return content


def png_size(content: bytes) -> tuple[int, int]:
    """Width and height that a PNG's header claims."""
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])


def _jpeg(content: bytes) -> Iterator[bytes]:
    """Segments with the coded data behind them, up to the end mark of the first picture."""
    mark = _JPEG_MARKER.search(content, 2)
    while mark:
        code = mark[1][0]
        if code == _JPEG_END:
            yield b"\xff\xd9"
            return
        size = 0 if code in _JPEG_BARE else int.from_bytes(content[mark.end() : mark.end() + 2])
        following = _JPEG_MARKER.search(content, mark.end() + size)
        end = mark.end() + size
        if following and _jpeg_drawn(code, content[mark.end() + 2 : end]):
            yield content[mark.start() : end if code in _JPEG_APPS else following.start()]
        mark = following
    raise Invalid("image.truncated")


def _jpeg_drawn(code: int, data: bytes) -> bool:
    """Whether a segment is needed to draw: of the applications' ones only JFIF and Adobe's colour mark are."""
    if code in _JPEG_APPS:
        return _JPEG_NEEDED.get(data[:5]) == len(data)
    return code != _JPEG_COMMENT


def _png(content: bytes) -> Iterator[bytes]:
    at = _PNG_HEAD
    while True:
        end = at + 12 + int.from_bytes(content[at : at + 4])
        name = content[at + 4 : at + 8]
        if end > len(content):
            raise Invalid("image.truncated")
        if name in _PNG_DRAWN:
            yield content[at:end]
        if name == b"IEND":
            return
        at = end


def _webp(content: bytes) -> Iterator[bytes]:
    whole = 8 + int.from_bytes(content[4:8], "little")
    if whole > len(content):
        raise Invalid("image.truncated")
    at = _WEBP_HEAD
    while at + 8 <= whole:
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        name = content[at : at + 4]
        if end > whole:
            raise Invalid("image.truncated")
        if name == b"VP8X" and size == _WEBP_FLAGS_SIZE:
            yield content[at : at + 8] + bytes([content[at + 8] & ~_WEBP_TELLS]) + content[at + 9 : end]
        elif name in _WEBP_DRAWN:
            yield content[at:end]
        at = end
