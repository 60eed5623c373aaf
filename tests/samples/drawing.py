"""Fonts, codes and the mark "MẪU": what cards and papers are drawn with.

The letters come from Debian's packages fonts-croscore and fonts-ocr-b, which scripts/setup installs.
"""

import io
from functools import lru_cache
from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFont

FONTS = Path("/usr/share/fonts/truetype/croscore")
READABLE = Path("/usr/share/fonts/opentype/ocr-b/OCRB.otf")
MARK = "MẪU"


@lru_cache(maxsize=64)
def font(size: int, *, bold: bool = False, serif: bool = False) -> ImageFont.FreeTypeFont:
    """Letters with all Vietnamese accents; size in pixels."""
    return _opened(FONTS / f"{'Tinos' if serif else 'Arimo'}-{'Bold' if bold else 'Regular'}.ttf", size)


@lru_cache(maxsize=1)
def readable() -> ImageFont.FreeTypeFont:
    """The face of machine-readable lines (OCR-B, ISO 1073-2), its capitals 2.4 mm high on a card."""
    return _opened(READABLE, 66)


def _opened(path: Path, size: int) -> ImageFont.FreeTypeFont:
    if not path.exists():
        message = f"{path} is not there: install Debian's fonts-croscore and fonts-ocr-b (scripts/setup does)"
        raise FileNotFoundError(message)
    return ImageFont.truetype(path, size)


def code(text: str, side: int, *, border: int = 2) -> Image.Image:
    """A QR code of the text as UTF-8 bytes, level M, ``side`` pixels wide with its white border of modules."""
    made = segno.make(text, error="m", mode="byte", encoding="utf-8", eci=False, micro=False, boost_error=False)
    out = io.BytesIO()
    made.save(out, kind="png", scale=16, border=border)
    return Image.open(out).convert("L").resize((side, side), Image.Resampling.LANCZOS).convert("RGB")


def mark(image: Image.Image, *, size: int) -> None:
    """Writes "MẪU" across the picture, pale and slanted, so that nobody takes it for the real thing."""
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    place = (image.width // 2, image.height // 2)
    ImageDraw.Draw(layer).text(place, MARK, font=font(size, bold=True), fill=(190, 30, 30, 70), anchor="mm")
    image.paste(layer.rotate(24), mask=layer.rotate(24))
