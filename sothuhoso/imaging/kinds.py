"""What bytes are, told by their first bytes and never by a name or a header the sender chose.

A photo is taken; everything else is refused by its own name, so that the person learns what to do instead.
"""

from __future__ import annotations

from enum import StrEnum

from sothuhoso.domain.errors import DomainError, Invalid, TooLarge, WrongKind

_HEAD = 1024  # a PDF header or an <svg> may stand this far in
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AVIF_BRANDS = frozenset({b"avif", b"avis"})

# magic → (key of the refusal, name of the kind); the longest-lived formats first
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"GIF8", "image.gif", "GIF"),
    (b"II*\0", "image.tiff", "TIFF"),
    (b"MM\0*", "image.tiff", "TIFF"),
    (b"II+\0", "image.tiff", "TIFF"),
    (b"MM\0+", "image.tiff", "TIFF"),
    (b"PK\x03\x04", "image.document", "Word/Excel/ZIP"),
    (b"\xd0\xcf\x11\xe0", "image.document", "Word/Excel"),
    (b"\x1a\x45\xdf\xa3", "image.video", "video"),
    (b"BM", "image.kind_not_taken", "BMP"),
    (b"\xff\x0a", "image.kind_not_taken", "JPEG XL"),
    (b"\0\0\0\x0cJXL ", "image.kind_not_taken", "JPEG XL"),
    (b"\0\0\0\x0cjP  ", "image.kind_not_taken", "JPEG 2000"),
    (b"8BPS", "image.kind_not_taken", "Photoshop"),
)


class Kind(StrEnum):
    """Kinds that are taken; the value is Pillow's name of the format."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    HEIF = "HEIF"

    @property
    def media_type(self) -> str:
        return f"image/{self.value.lower()}"


def kind_of(content: bytes, *, max_bytes: int) -> Kind:
    """The kind of a photo, from its bytes.

    Raises ``TooLarge('image.too_many_bytes')``, ``Invalid('image.empty')`` or the ``WrongKind`` that names
    what it is instead. Looks at the first kilobyte only.
    """
    if len(content) > max_bytes:
        raise TooLarge("image.too_many_bytes", limit=max_bytes, megabytes=max_bytes >> 20)
    if not content:
        raise Invalid("image.empty")
    kind = _taken(content[:_HEAD])
    if kind is None:
        raise _refusal(content[:_HEAD])
    return kind


def _taken(head: bytes) -> Kind | None:
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Kind.WEBP
    brands = _brands(head)
    return Kind.HEIF if brands & _HEIF_BRANDS and not brands & _AVIF_BRANDS else None


def _refusal(head: bytes) -> DomainError:
    brands = _brands(head)
    if brands and len(head) < int.from_bytes(head[:4], "big"):
        return _wrong("image.not_an_image", "")  # cut off within its list of brands: it may have been a photo
    if brands:
        return _wrong("image.kind_not_taken", "AVIF") if brands & _AVIF_BRANDS else _wrong("image.video", "video")
    for magic, key, name in _REFUSED:
        if head.startswith(magic):
            return _wrong(key, name)
    if b"%PDF-" in head:
        return _wrong("image.pdf", "PDF")
    if b"<svg" in head.lower() or b"<!doctype svg" in head.lower():
        return _wrong("image.svg", "SVG")
    return _wrong("image.not_an_image", "")


def _wrong(key: str, name: str) -> WrongKind:
    return WrongKind(key, kind=name)


def _brands(head: bytes) -> set[bytes]:
    """Brands of an ISO media file (HEIC, AVIF, MP4): the main one and the compatible ones."""
    if head[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(head[:4]), len(head))
    return {head[8:12]} | {head[at : at + 4] for at in range(16, end, 4)}
