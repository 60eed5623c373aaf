"""The app's icons, drawn from our own mark (``assets/icon.svg``): a sheet with a folded corner and the red of the seal.

Drawn four times as large and made smaller, which smooths the edges. The measures are those of the SVG's 64 × 64.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from sothuhoso.components.theme import token

_UNITS = 64
_FINER = 4
_CORNER = 14
#: A launcher may cut a maskable icon down to the circle of the inner 80 %; the sheet's corners just touch it.
_MASKABLE = 0.94

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Icon:
    """One file. ``full``: colour to the very edge, for whoever cuts the shape themselves."""

    name: str
    size: int
    full: bool = False
    scale: float = 1.0
    drawing: str = "sheet"


ICONS = (
    Icon("app-192", 192),
    Icon("app-512", 512),
    Icon("maskable-192", 192, full=True, scale=_MASKABLE),
    Icon("maskable-512", 512, full=True, scale=_MASKABLE),
    Icon("apple-touch-icon", 180, full=True),
    Icon("capture-96", 96, drawing="camera"),
    Icon("desk-96", 96, drawing="desk"),
)


def write(folder: Path) -> None:
    """Draw every icon into the folder."""
    folder.mkdir(exist_ok=True)
    for icon in ICONS:
        draw(icon).save(folder / f"{icon.name}.png", optimize=True)


def draw(icon: Icon) -> Image.Image:
    """One icon; without an alpha channel where it fills its square."""
    pen = _Pen(icon.size * _FINER, icon.scale)
    pen.ground(rounded=not icon.full)
    {"sheet": _sheet, "camera": _camera, "desk": _desk}[icon.drawing](pen)
    small = pen.image.resize((icon.size, icon.size), Image.Resampling.LANCZOS)
    return small.convert("RGB") if icon.full else small


class _Pen:
    """Draws in the units of the SVG on a square of ``size`` pixels, ``scale`` around the middle."""

    def __init__(self, size: int, scale: float) -> None:
        self.size, self.unit = size, size / _UNITS * scale
        self.shift = (size - _UNITS * self.unit) / 2
        self.image = Image.new("RGBA", (size, size))
        self.canvas = ImageDraw.Draw(self.image)

    def ground(self, *, rounded: bool) -> None:
        whole = (0, 0, self.size - 1, self.size - 1)
        self.canvas.rounded_rectangle(whole, _CORNER * self.size / _UNITS if rounded else 0, token("tea"))

    def shape(self, points: list[tuple[float, float]], colour: str) -> None:
        self.canvas.polygon([(self._at(x), self._at(y)) for x, y in points], token(colour))

    def box(self, box: Box, radius: float, colour: str) -> None:
        self.canvas.rounded_rectangle([self._at(n) for n in box], radius * self.unit, token(colour))

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        box = (x - radius, y - radius, x + radius, y + radius)
        self.canvas.ellipse([self._at(n) for n in box], token(colour))

    def line(self, points: list[tuple[float, float]], colour: str, width: float = 3) -> None:
        """With round ends and corners."""
        at = [(self._at(x), self._at(y)) for x, y in points]
        self.canvas.line(at, token(colour), round(width * self.unit), "curve")
        for x, y in points:
            self.disc(x, y, width / 2, colour)

    def _at(self, units: float) -> float:
        return self.shift + units * self.unit


def _sheet(pen: _Pen) -> None:
    pen.box((14, 14, 48, 54), 4, "paper")
    pen.shape([(38, 14), (49, 14), (49, 25)], "tea")
    pen.shape([(38, 14), (48, 24), (38, 24)], "paper")
    pen.line([(38, 14), (38, 24), (48, 24)], "tea")
    pen.line([(22, 34), (40, 34)], "tea-2")
    pen.line([(22, 41), (34, 41)], "tea-2")
    pen.disc(41, 46, 7, "seal")


def _camera(pen: _Pen) -> None:
    pen.box((24, 15, 40, 26), 3, "paper")
    pen.box((12, 20, 52, 49), 5, "paper")
    pen.disc(32, 34, 9, "tea")
    pen.disc(32, 34, 5.5, "paper")
    pen.disc(45, 27, 2, "seal")


def _desk(pen: _Pen) -> None:
    pen.box((18, 11, 46, 36), 3, "paper")
    pen.line([(24, 19), (40, 19)], "tea-2")
    pen.line([(24, 26), (34, 26)], "tea-2")
    pen.box((9, 36, 55, 43), 3, "paper")
    pen.box((13, 43, 19, 54), 1, "paper")
    pen.box((45, 43, 51, 54), 1, "paper")
