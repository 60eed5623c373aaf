"""The only door for untrusted photo bytes: what it is, how large, whole, upright, and nothing in it but the picture.

Pure functions of bytes. They may need much memory and time for a hostile file, so the product calls them in a
worker process only (``workers.py``); nothing is stored here.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pillow_heif
from PIL import ExifTags, Image

from sothuhoso.domain.errors import DomainError, Invalid, TooLarge
from sothuhoso.domain.ports import CleanImage
from sothuhoso.imaging import colour
from sothuhoso.imaging.arrays import Pixels
from sothuhoso.imaging.containers import bare, png_size
from sothuhoso.imaging.kinds import Kind, kind_of

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_SIDE = 30_000  # beyond it no browser draws the picture
THUMBNAIL_SIDE = 320
JPEG_QUALITY = 90
THUMBNAIL_QUALITY = 80
_MEGA = 1_000_000

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# one thread: several photos are decoded side by side, and embedded small pictures are never taken for the photo
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)


def clean(content: bytes, *, max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS) -> CleanImage:
    """The photo upright, in sRGB, without metadata, proven whole, with a JPEG thumbnail (long edge ≤ 320 px).

    A JPEG, PNG or WebP that is upright and sRGB keeps its coded picture: untouched when it carries no metadata
    (``changed`` is false), else cut free of it. Everything else is drawn anew as JPEG. First frame only.

    Raises ``WrongKind`` (``image.pdf``, ``image.svg``, …: ``kinds.py``), ``Invalid('image.empty' |
    'image.truncated')``, ``TooLarge('image.too_many_bytes' | 'image.too_many_pixels' | 'image.too_heavy')``.
    """
    kind = kind_of(content, max_bytes=max_bytes)
    with _decoding(max_pixels):
        image = _opened(content, kind, max_pixels)
        stripped = bare(content, kind)
        if not _as_it_is(image, kind):
            return _redrawn(image)
        if stripped == content:
            return _kept(image, kind, content, changed=False)
        return _kept(_opened(stripped, kind, max_pixels), kind, stripped, changed=True)


def grey(content: bytes, *, max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS) -> Image.Image:
    """The photo's brightness, upright, one byte a pixel; limits and refusals as of ``clean``."""
    kind = kind_of(content, max_bytes=max_bytes)
    with _decoding(max_pixels):
        image = _opened(content, kind, max_pixels)
        image.draft("L", image.size)  # JPEG keeps brightness apart: its colours need not be decoded
        return colour.to_grey(_upright(image))


def half_grey(content: bytes, *, max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS) -> Image.Image | None:
    """The same of a JPEG at half its width and height, for less than half the time; ``None`` for other kinds."""
    kind = kind_of(content, max_bytes=max_bytes)
    if kind is not Kind.JPEG:
        return None
    with _decoding(max_pixels):
        image = _opened(content, kind, max_pixels)
        image.draft("L", (max(1, image.width // 2), max(1, image.height // 2)))
        return colour.to_grey(_upright(image))


def colours(
    content: bytes, *, side: int = 0, max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS
) -> tuple[Pixels, tuple[int, int]]:
    """The photo's pixels (height, width, 3), upright, in sRGB, and the width and height it has in whole.

    ``side``: so many on the long side will do; a JPEG is then opened at a half, a quarter or an eighth of its size,
    for a quarter of the time. Limits and refusals as of ``clean``.
    """
    kind = kind_of(content, max_bytes=max_bytes)
    with _decoding(max_pixels):
        image = _opened(content, kind, max_pixels)
        width, height = image.size
        if side:
            long = max(width, height)
            image.draft("RGB", (max(1, width * side // long), max(1, height * side // long)))
        pixels = np.asarray(colour.to_plain(_upright(image)).convert("RGB"), np.uint8)
        lying = (pixels.shape[1] > pixels.shape[0]) == (width > height)
        return pixels, (width, height) if lying else (height, width)


@contextmanager
def _decoding(max_pixels: int) -> Iterator[None]:
    """Every failure of a decoder becomes a refusal by key; Pillow's own guard is set to our limit meanwhile."""
    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = max_pixels // 2  # Pillow refuses at twice this, before a decoder takes memory
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except DomainError:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(max_pixels) from error
    except MemoryError as error:
        raise TooLarge("image.too_heavy") from error
    except Exception as error:  # decoders answer hostile bytes with any exception there is
        raise Invalid("image.truncated") from error
    finally:
        Image.MAX_IMAGE_PIXELS = before


def _opened(content: bytes, kind: Kind, max_pixels: int) -> Image.Image:
    """The picture's header read, within the limits; nothing is decoded yet."""
    if kind is Kind.PNG:  # says its size first, even where the rest is missing
        _require_within(png_size(content), max_pixels)
    image = Image.open(io.BytesIO(content), formats=(kind.value,))
    _require_within(image.size, max_pixels)
    return image


def _require_within(size: tuple[int, int], max_pixels: int) -> None:
    if size[0] * size[1] > max_pixels or max(size) > MAX_SIDE:
        raise _too_many_pixels(max_pixels)


def _too_many_pixels(max_pixels: int) -> TooLarge:
    return TooLarge("image.too_many_pixels", limit=max_pixels, megapixels=max_pixels // _MEGA)


def _as_it_is(image: Image.Image, kind: Kind) -> bool:
    """Whether the coded picture may stay: of a kind that browsers show, upright, one frame, plain colours."""
    moving = kind is Kind.WEBP and getattr(image, "is_animated", False)
    shown = kind is not Kind.HEIF and image.mode != "CMYK" and not moving
    return shown and _turn(image) is None and colour.is_srgb(image)


def _turn(image: Image.Image) -> Image.Transpose | None:
    """What brings the picture upright (EXIF 2.32, tag Orientation); damaged EXIF counts as none, as browsers do."""
    try:
        return _TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except (SyntaxError, ValueError, KeyError, TypeError, IndexError, struct.error):
        return None


def _upright(image: Image.Image) -> Image.Image:
    image.load()
    turn = _turn(image)
    return image if turn is None else image.transpose(turn)


def _kept(image: Image.Image, kind: Kind, content: bytes, *, changed: bool) -> CleanImage:
    width, height = image.size
    image.draft(image.mode, (THUMBNAIL_SIDE, THUMBNAIL_SIDE))  # reads all of a JPEG, but computes an eighth of it
    return CleanImage(content, kind.media_type, width, height, _thumbnail(colour.to_plain(image)), changed)


def _redrawn(image: Image.Image) -> CleanImage:
    drawn = colour.to_plain(_upright(image))
    content = _jpeg(drawn, JPEG_QUALITY)
    return CleanImage(content, Kind.JPEG.media_type, drawn.width, drawn.height, _thumbnail(drawn), changed=True)


def _thumbnail(image: Image.Image) -> bytes:
    image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return _jpeg(image, THUMBNAIL_QUALITY)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    # whatever the image remembers of its source is named empty here, or Pillow would write it again
    image.save(out, "JPEG", quality=quality, exif=b"", icc_profile=None, xmp=b"", comment=b"")
    return out.getvalue()
