"""A clean page as a picture for a screen: its PDF drawn by PDFium, in a worker, for PDFium bears one thread only."""

from __future__ import annotations

import io

import pypdfium2
from PIL import Image

from sothuhoso.domain.errors import Unavailable

LONGEST = 1754
"""Dots of the long side: A4 at 150 an inch, enough to read small print enlarged."""
_TWICE = 2  # drawn so and made smaller: print as a stencil would be ragged
_POINTS, _MOST_DPI = 72, 300
_QUALITY = 80


def drawn(sheet: bytes) -> bytes:
    """The first page as a JPEG. Raises ``Unavailable('page.not_drawn')`` for what is no PDF with a page."""
    try:
        with pypdfium2.PdfDocument(sheet) as file:
            page = file[0]
            scale = min(_TWICE * LONGEST / max(page.get_size()), _MOST_DPI / _POINTS)
            picture = page.render(scale=scale, fill_color=(255, 255, 255, 255)).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, IndexError, ValueError, ZeroDivisionError) as error:
        raise Unavailable("page.not_drawn") from error
    picture.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS, reducing_gap=3.0)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()
