"""Hands out kept photos. They were cleaned at the door, so their first bytes say truly what they are."""

from __future__ import annotations

from sothuhoso.db.tables import DossierPageRow, DossierSignatureRow, SubmissionPhotoRow
from sothuhoso.services.container import Container
from sothuhoso.services.views import ImageBytes


def stored_image(
    c: Container, kept: SubmissionPhotoRow | DossierPageRow | DossierSignatureRow, *, thumbnail: bool
) -> ImageBytes:
    """The bytes of a photo or of its thumbnail. Raises ``NotFound('file.unknown')``."""
    if thumbnail:
        return stored_thumbnail(c, kept.thumbnail_sha256)
    return ImageBytes(c.files.get(kept.file_sha256), kept.media_type)


def stored_thumbnail(c: Container, name: str) -> ImageBytes:
    """A small picture by the name of its file. Raises ``NotFound('file.unknown')``."""
    content = c.files.get(name)
    return ImageBytes(content, _media_type(content))


def _media_type(content: bytes) -> str:
    if content.startswith(b"\x89PNG"):
        return "image/png"
    return "image/webp" if content.startswith(b"RIFF") else "image/jpeg"
