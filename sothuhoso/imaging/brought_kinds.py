"""What a file that somebody brings is, told by its first bytes; light enough to be asked before a worker is."""

from __future__ import annotations

from sothuhoso.domain.brought import BroughtKind
from sothuhoso.domain.errors import TooLarge
from sothuhoso.imaging.kinds import kind_of

MAX_BYTES = 100 * 1024 * 1024
"""Of a document: two hundred pages of a scanner in colour."""

MAX_PHOTO_BYTES = 25 * 1024 * 1024
TIFF_HEADS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_HEAD, _PDF = 1024, b"%PDF-"


def brought_kind(content: bytes, *, max_bytes: int = MAX_BYTES) -> BroughtKind:
    """Its kind, from its first kilobyte.

    Raises ``Invalid('image.empty')``, ``TooLarge('document.too_many_bytes')``, and of other kinds ``WrongKind`` as
    ``kinds.kind_of``.
    """
    if len(content) > max_bytes:
        raise TooLarge("document.too_many_bytes", megabytes=max_bytes >> 20)
    if (found := document_kind(content)) is not None:
        return found
    kind_of(content, max_bytes=MAX_PHOTO_BYTES)
    return BroughtKind.PHOTO


def document_kind(content: bytes) -> BroughtKind | None:
    """Whether it is a PDF or TIFF; ``None`` for everything else."""
    if content[:4] in TIFF_HEADS:
        return BroughtKind.TIFF
    return BroughtKind.PDF if _PDF in content[:_HEAD] else None
