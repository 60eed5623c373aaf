"""What the phone sees of a photo of a page: its own modules, run in Node over pictures made as its pages make them."""

from __future__ import annotations

import tempfile
from typing import Any

from PIL import Image

from sothuhoso.domain.papers import PaperSize
from tests.device.node import script

LIVE, STILL = 128, 320  # pixels of the long side, as page_frames.js and page_still.js take them
_DPI = 200  # page_look.js: more dots are not looked at


def looked_at(photo: Image.Image, *, small: int = STILL, paper: str = "A4") -> dict[str, Any]:
    """Verdict, reasons, dpi, sharpness, and the page's corners in the photo's pixels (``None``: not found)."""
    facts, content = _pictures(photo.convert("RGBA"), small, paper)
    with tempfile.NamedTemporaryFile(suffix=".raw") as file:
        file.write(content)
        file.flush()
        return script("pages.mjs", [facts | {"file": file.name}])[0]


def _pictures(photo: Image.Image, small: int, paper: str) -> tuple[dict[str, Any], bytes]:
    """The whole picture, no larger than a page that fills it is looked at, and the small one behind it."""
    wide = PaperSize(paper).inches[0] * _DPI
    scale = min(1.0, 1.35 * wide / min(photo.size))
    large = photo if scale == 1 else photo.resize(_sized(photo, scale), Image.Resampling.LANCZOS)
    little = photo.resize(_sized(photo, min(1.0, small / max(photo.size))), Image.Resampling.BOX)
    facts = {"width": large.width, "height": large.height, "small": little.size, "whole": photo.size, "paper": paper}
    return facts, large.tobytes() + little.tobytes()


def _sized(photo: Image.Image, scale: float) -> tuple[int, int]:
    return max(1, round(photo.width * scale)), max(1, round(photo.height * scale))
