"""A short paper with a few lines, and a phone's photo of it: quickly drawn and quickly read."""

from PIL import Image, ImageDraw

from tests.samples import ink
from tests.samples.drawing import font
from tests.samples.photo import Shot, as_file, photograph

SIZE = (874, 1240)  # A5 at 150 dots an inch
LEFT, TOP, PITCH, LETTERS = 90, 130, 70, 36


def note(*lines: str) -> Image.Image:
    """Upright A5 paper; the lines one under the other."""
    image = Image.new("RGB", SIZE, (251, 250, 247))
    pen = ImageDraw.Draw(image)
    for index, line in enumerate(lines):
        pen.text((LEFT, TOP + index * PITCH), line, font=font(LETTERS, serif=True), fill=ink.TONER)
    ink.pale_mark(image, (30, SIZE[1] - 140), LETTERS)
    return image


def photo(*lines: str, width: int = 1080, place: bool = False) -> bytes:
    """The note on a table, that many pixels wide: 1080 are 160 dots an inch."""
    shot = Shot(size=(width, width * 4 // 3), share=0.86, turn=1.5, slant=0.015, noise=1.5)
    return as_file(photograph(note(*lines), shot), place=place, quality=90)
