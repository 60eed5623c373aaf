"""Hands out kept photos. They were cleaned at the door, so their first bytes say truly what they are."""

from __future__ import annotations

from sothuhoso.db.tables import DossierPageRow, DossierSignatureRow, SubmissionPhotoRow
from sothuhoso.services.container import Container
from sothuhoso.services.views import ImageBytes


def stored_image(
    c: Container, kept: SubmissionPhotoRow | DossierPageRow | DossierSignatureRow, *, thumbnail: bool
) -> ImageBytes:
    """The bytes of a photo or of its thumbnail. Raises ``NotFound('file.unknown')``."""
    content = c.files.get(kept.thumbnail_sha256 if thumbnail else kept.file_sha256)
    return ImageBytes(content, _media_type(content) if thumbnail else kept.media_type)


def _media_type(content: bytes) -> str:
    if content.startswith(b"\x89PNG"):
        return "image/png"
    return "image/webp" if content.startswith(b"RIFF") else "image/jpeg"
