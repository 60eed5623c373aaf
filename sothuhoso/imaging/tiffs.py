"""TIFF files of several pages (TIFF 6.0, 1992), as scanners make them: looked through before any decoder sees them.

The chain of directories is walked here, with a limit on everything it may claim: Pillow and libtiff would follow a
chain in a circle, and believe a size that the file cannot hold. Pages are cut out without decoding their pictures.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

from sothuhoso.domain.errors import Invalid, TooLarge, WrongKind
from sothuhoso.imaging import colour
from sothuhoso.imaging.decode import MAX_SIDE

if TYPE_CHECKING:
    from collections.abc import Sequence

_BIG = (b"II+\0", b"MM\0+")
_MOST_TAGS = 512  # in one directory; scanners write twenty
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}  # bytes of a value, by type
_NUMBERS = {1: "B", 3: "H", 4: "I"}
_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _SAMPLES = 256, 257, 258, 259, 277
_STRIPS, _STRIP_BYTES, _TILES, _TILE_BYTES = 273, 279, 324, 325
_ACROSS, _DOWN, _UNIT, _CENTIMETRE = 282, 283, 296, 3
_ELSEWHERE = frozenset({330, 34665, 34853, 40965})  # directories beside the page: small pictures, EXIF, place
_PRIVATE = frozenset({270, 271, 272, 305, 306, 315, 316, 33432, 700, 33723, 34377, 37724, 50341})
_UNPACKED = 1
_TAKEN = frozenset({1, 2, 3, 4, 5, 6, 7, 8, 32773, 32946})  # nothing, fax, LZW, JPEG, deflate, PackBits
_FALLBACK_DPI, _LEAST_DPI, _MOST_DPI = 200.0, 50.0, 2400.0


@dataclass(frozen=True, slots=True)
class Tag:
    """One entry of a directory: its number, type, how many values, and their bytes."""

    number: int
    type: int
    count: int
    value: bytes


@dataclass(frozen=True, slots=True)
class TiffPage:
    """A page as its directory tells it; ``dpi`` across and down, 200 where it does not say."""

    width: int
    height: int
    dpi: tuple[float, float]
    tags: tuple[Tag, ...]
    strips: tuple[tuple[int, int], ...]  # where they are, and how long


def pages_of(content: bytes, *, max_pages: int, max_pixels: int) -> list[TiffPage]:
    """What the file says of each page, checked against what it holds.

    Raises ``Invalid('document.broken')``, ``TooLarge('document.too_many_pages' | 'document.page_too_large')``,
    ``WrongKind('document.tiff_unusual')``.
    """
    if content[:4] in _BIG:
        raise WrongKind("document.tiff_unusual")
    order = "<" if content[:2] == b"II" else ">"
    seen: set[int] = set()
    pages: list[TiffPage] = []
    try:
        (at,) = struct.unpack_from(f"{order}I", content, 4)
        while at:
            if at in seen:
                raise Invalid("document.broken")
            seen.add(at)
            if len(pages) == max_pages:
                raise TooLarge("document.too_many_pages", limit=max_pages)
            tags, at = _directory(content, order, at)
            pages.append(_page(content, order, tags, max_pixels))
    except (struct.error, IndexError, ZeroDivisionError) as error:
        raise Invalid("document.broken") from error
    if not pages:
        raise Invalid("document.broken")
    return pages


def picture(content: bytes, page: TiffPage) -> Image.Image:
    """A page's pixels in black and white, grey or sRGB. Raises ``Invalid('document.broken')``.

    Pillow is handed that one page as a file of its own, so it cannot be led elsewhere by the others.
    """
    try:
        with Image.open(io.BytesIO(extracted(content, [page])), formats=("TIFF",)) as image:
            if image.size == (page.width, page.height):
                return _plain(image)
    except MemoryError:
        raise
    except Exception as error:  # decoders answer hostile bytes with any exception there is
        raise Invalid("document.broken") from error
    raise Invalid("document.broken")


def _plain(image: Image.Image) -> Image.Image:
    image.load()
    if image.mode == "1":
        return image.copy()
    plain = colour.to_plain(image)
    return plain if plain.mode == "L" else plain.convert("RGB")


def extracted(content: bytes, pages: Sequence[TiffPage]) -> bytes:
    """These pages as a file, their coded pictures byte for byte; without what tells of the maker or the place."""
    order = "<" if content[:2] == b"II" else ">"
    out = bytearray(content[:4] + bytes(4))
    link = 4  # where the place of the next directory is to be written
    for page in pages:
        starts = []
        for start, length in page.strips:
            starts.append(len(out))
            out += content[start : start + length] + bytes(length % 2)
        struct.pack_into(f"{order}I", out, link, len(out))
        link = _write(out, order, page.tags, starts)
    return bytes(out)


def _write(out: bytearray, order: str, tags: Sequence[Tag], starts: Sequence[int]) -> int:
    """A directory and the values that do not fit into it; answers where the link to the next one stands."""
    at, behind = len(out), len(out) + 2 + 12 * len(tags) + 4
    values = bytearray()
    out += struct.pack(f"{order}H", len(tags))
    for tag in tags:
        kind, value = tag.type, tag.value
        if tag.number in {_STRIPS, _TILES}:
            kind, value = 4, struct.pack(f"{order}{len(starts)}I", *starts)
        out += struct.pack(f"{order}HHI", tag.number, kind, tag.count)
        if len(value) <= 4:  # noqa: PLR2004 - then it stands in the entry itself
            out += value.ljust(4, b"\0")
        else:
            out += struct.pack(f"{order}I", behind + len(values))
            values += value + bytes(len(value) % 2)
    out += bytes(4) + values
    return at + 2 + 12 * len(tags)


def _directory(content: bytes, order: str, at: int) -> tuple[list[Tag], int]:
    (count,) = struct.unpack_from(f"{order}H", content, at)
    if not 0 < count <= _MOST_TAGS:
        raise Invalid("document.broken")
    tags = [_tag(content, order, at + 2 + 12 * index) for index in range(count)]
    (following,) = struct.unpack_from(f"{order}I", content, at + 2 + 12 * count)
    kept = {tag.number: tag for tag in tags if tag and tag.number not in _ELSEWHERE | _PRIVATE}
    return [kept[number] for number in sorted(kept)], following


def _tag(content: bytes, order: str, at: int) -> Tag | None:
    number, kind, count = struct.unpack_from(f"{order}HHI", content, at)
    size = _SIZES.get(kind, 0) * count
    if not size:
        return None  # of a type that is unknown, which readers are to pass over
    start = at + 8 if size <= 4 else struct.unpack_from(f"{order}I", content, at + 8)[0]  # noqa: PLR2004 - see above
    if start + size > len(content):
        raise Invalid("document.broken")
    return Tag(number, kind, count, content[start : start + size])


def _page(content: bytes, order: str, tags: list[Tag], max_pixels: int) -> TiffPage:
    told = {tag.number: tag for tag in tags}
    width, height = (_first(told, order, number) for number in (_WIDTH, _HEIGHT))
    if not width or not height:
        raise Invalid("document.broken")
    if width * height > max_pixels or max(width, height) > MAX_SIDE:
        raise TooLarge("document.page_too_large", megapixels=max_pixels // 1_000_000)
    coding = _first(told, order, _COMPRESSION, _UNPACKED)
    if coding not in _TAKEN:
        raise WrongKind("document.tiff_unusual")
    strips = _strips(told, order)
    if any(start + length > len(content) for start, length in strips):
        raise Invalid("document.broken")
    held = sum(length for _, length in strips)
    bits = sum(_numbers(told.get(_BITS), order)) or _first(told, order, _SAMPLES, 1)
    if coding == _UNPACKED and held < height * ((width * bits + 7) // 8) and _TILES not in told:
        raise Invalid("document.broken")
    across, down = (_density(told, order, number) for number in (_ACROSS, _DOWN))
    return TiffPage(width, height, (across, down), tuple(tags), strips)


def _strips(told: dict[int, Tag], order: str) -> tuple[tuple[int, int], ...]:
    at, long = (_STRIPS, _STRIP_BYTES) if _STRIPS in told else (_TILES, _TILE_BYTES)
    starts, lengths = (_numbers(told.get(number), order) for number in (at, long))
    if not starts or len(starts) != len(lengths) or told[at].type not in _NUMBERS:
        raise Invalid("document.broken")
    return tuple(zip(starts, lengths, strict=True))


def _numbers(tag: Tag | None, order: str) -> tuple[int, ...]:
    if tag is None or tag.type not in _NUMBERS:
        return ()
    return struct.unpack(f"{order}{tag.count}{_NUMBERS[tag.type]}", tag.value)


def _first(told: dict[int, Tag], order: str, number: int, otherwise: int = 0) -> int:
    found = _numbers(told.get(number), order)
    return found[0] if found else otherwise


def _density(told: dict[int, Tag], order: str, number: int) -> float:
    tag = told.get(number)
    if tag is None or tag.type != 5:  # noqa: PLR2004 - a fraction
        return _FALLBACK_DPI
    above, below = struct.unpack_from(f"{order}II", tag.value)
    inches = above / below if below else 0.0
    if _first(told, order, _UNIT, 2) == _CENTIMETRE:
        inches *= 2.54
    return inches if _LEAST_DPI <= inches <= _MOST_DPI else _FALLBACK_DPI
