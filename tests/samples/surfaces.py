"""What papers lie on when they are photographed: wood, desks, tiles, cloth, other papers, things beside the page.

Each is drawn from above, ``scale`` pixels a millimetre, the page's middle in its middle; the camera slants it.
"""

from collections.abc import Callable

import cv2
import numpy as np
from PIL import Image, ImageDraw

from tests.samples import cards, drawing, pages
from tests.samples.people import somebody

SURFACES = ("wood", "dark", "pale", "tiles", "cloth", "paper", "clutter")
Pixels = np.ndarray
_Random = np.random.Generator


def surface(name: str, random: _Random, side: float, scale: float, sheet: tuple[float, float]) -> Pixels:
    """A square of ``side`` millimetres of that table, turned anyhow, with what lies on it besides the page."""
    count = max(8, round(side * scale))
    ground = _GROUNDS[name](random, count, scale)
    if name != "screen":
        ground = _turned(ground, random.uniform(-30, 30))
    if name == "paper":
        return _other_paper(ground, random, scale)
    if name == "clutter":
        return _clutter(ground, random, scale, sheet)
    return ground


def clouds(random: _Random, count: int, across: float, down: float) -> Pixels:
    """Smooth noise from -1 to 1 whose blots are so many pixels wide and high."""
    cells = (max(2, round(count / down) + 2), max(2, round(count / across) + 2))
    small = random.uniform(-1, 1, cells).astype(np.float32)
    return cv2.resize(small, (count, count), interpolation=cv2.INTER_CUBIC)


def _painted(tone: Pixels, colour: tuple[float, ...]) -> Pixels:
    """The colour, lighter and darker by the tone."""
    return cv2.merge([np.clip(tone * np.float32(part), 0, 255).astype(np.uint8) for part in colour])


def _turned(ground: Pixels, degrees: float) -> Pixels:
    count = len(ground)
    turning = cv2.getRotationMatrix2D((count / 2, count / 2), degrees, 1)
    return cv2.warpAffine(ground, turning, (count, count), borderMode=cv2.BORDER_REFLECT)


def _wood(random: _Random, count: int, scale: float) -> Pixels:
    """Planks with their grain: rings that wander, fibres, and a dark gap between two planks."""
    across = np.arange(count, dtype=np.float32)[None, :] / scale
    wander = clouds(random, count, 60 * scale, 260 * scale) * 14
    rings = np.sin((across + wander) * random.uniform(0.5, 1.1)) * (0.5 + 0.5 * clouds(random, count, 20, 900))
    fibres = clouds(random, count, 2.5, 60 * scale) + 0.6 * clouds(random, count, 1.2, 14 * scale)
    tone = 1 + 0.05 * rings + 0.05 * fibres
    wide = random.uniform(80, 150)
    plank = np.floor(across / wide).astype(int)
    tone *= random.uniform(0.86, 1.1, int(plank.max()) + 1).astype(np.float32)[plank]
    tone[:, (across % wide < 1.4)[0]] *= 0.4
    colours = ((178, 128, 84), (146, 98, 62), (206, 168, 122), (120, 80, 54))
    return _painted(tone, colours[random.integers(len(colours))])


def _desk(random: _Random, count: int, scale: float) -> Pixels:
    tone = 1 + 0.10 * clouds(random, count, 2, 2) + 0.05 * clouds(random, count, 90 * scale, 90 * scale)
    return _painted(tone, ((54, 48, 46), (40, 42, 48), (70, 52, 42))[random.integers(3)])


def _pale(random: _Random, count: int, scale: float) -> Pixels:
    """Nearly as bright as the page: the edge is hard to see."""
    tone = 1 + 0.012 * clouds(random, count, 3, 3) + 0.02 * clouds(random, count, 70 * scale, 70 * scale)
    return _painted(tone, ((226, 226, 223), (218, 219, 222), (232, 228, 218))[random.integers(3)])


def _tiles(random: _Random, count: int, scale: float) -> Pixels:
    """Grey tiles, marbled, with straight grout between."""
    wide = random.uniform(150, 320)
    place = np.arange(count) / scale + random.uniform(0, wide)
    number = np.floor(place / wide).astype(int)
    marble = clouds(random, count, 30 * scale, 30 * scale) + 0.6 * clouds(random, count, 7 * scale, 7 * scale)
    tone = 1 + 0.07 * np.abs(marble) + 0.02 * clouds(random, count, 2, 2)
    each = random.uniform(0.94, 1.04, (int(number.max()) + 1,) * 2).astype(np.float32)
    tone = tone * each[number[:, None], number[None, :]]
    line = place % wide < random.uniform(2, 4)
    grout = line[:, None] | line[None, :]
    tone[grout] = random.choice((0.55, 0.7, 1.25)) * (1 + 0.06 * clouds(random, count, 3, 3)[grout])
    grey = float(random.uniform(120, 180))
    return _painted(tone, (grey, grey, grey * 0.98))


def _cloth(random: _Random, count: int, scale: float) -> Pixels:
    """A checked cloth, woven, with soft folds."""
    wide, place = random.uniform(14, 34), np.arange(count) / scale
    stripe = (place % wide < wide / 2).astype(np.float32)
    thin = (place % wide < wide / 12).astype(np.float32)
    amount = (stripe[:, None] + stripe[None, :]) / 2 * 0.8 + np.maximum(thin[:, None], thin[None, :]) * 0.2
    weave = np.sin(place * 2 * np.pi / 0.9).astype(np.float32)
    tone = 1 + 0.05 * weave[:, None] * weave[None, :] + 0.09 * clouds(random, count, 70 * scale, 120 * scale)
    colour = np.array(((176, 40, 48), (40, 84, 150), (44, 120, 84), (150, 96, 40))[random.integers(4)], np.float32)
    ground = np.array((236, 230, 220), np.float32)
    return cv2.merge(
        [
            np.clip(tone * (low + (high - low) * amount), 0, 255).astype(np.uint8)
            for low, high in zip(ground, colour, strict=True)
        ]
    )


def _screen(random: _Random, count: int, scale: float) -> Pixels:
    """A window of a viewer round the page, the bar above it, and the monitor's frame."""
    image = Image.new("RGB", (count, count), (26, 27, 30))
    draw, middle = ImageDraw.Draw(image), count / 2
    half, high = random.uniform(150, 230) * scale, random.uniform(156, 165) * scale
    draw.rectangle((middle - half, middle - high, middle + half, middle + high), fill=(82, 86, 89))
    draw.rectangle((middle - half, middle - high, middle + half, middle - high + 7 * scale), fill=(50, 54, 57))
    for index in range(6):
        left = middle - half + (8 + index * 11) * scale
        draw.rectangle((left, middle - high + 2 * scale, left + 6 * scale, middle - high + 5 * scale), fill=(150,) * 3)
    return np.array(image)


_GROUNDS: dict[str, Callable[[_Random, int, float], Pixels]] = {
    "wood": _wood,
    "dark": _desk,
    "pale": _pale,
    "tiles": _tiles,
    "cloth": _cloth,
    "paper": _desk,
    "clutter": _wood,
    "screen": _screen,
}


def _other_paper(ground: Pixels, random: _Random, scale: float) -> Pixels:
    """Another printed page that looks out from under the one photographed."""
    other = pages.page(int(random.integers(10_000, 11_000)), bare=True).image
    place = (random.choice((-1, 1)) * random.uniform(25, 80), random.choice((-1, 1)) * random.uniform(20, 90))
    return _put(ground, other, scale, 210, place, random.uniform(-16, 16))


def _clutter(ground: Pixels, random: _Random, scale: float, sheet: tuple[float, float]) -> Pixels:
    """A pen, an ID card and a corner of a keyboard beside the page, as far as the frame shows them."""
    side, end = sheet[0] / 2, sheet[1] / 2
    sign = int(random.choice((-1, 1)))
    pen = (sign * (side + random.uniform(10, 16)), random.uniform(-60, 60))
    ground = _put(ground, _pen(random), scale, 9, pen, random.uniform(-14, 14))
    card = cards.front_2021(somebody(random))
    place = (-sign * (side + random.uniform(20, 40)), random.uniform(-0.5, 0.5) * end)
    ground = _put(ground, card, scale, 85.6, place, random.uniform(60, 120))
    return _put(ground, _keyboard(), scale, 220, (sign * random.uniform(30, 90), -end - 55), random.uniform(-8, 8))


def _pen(random: _Random) -> Image.Image:
    image = Image.new("RGBA", (90, 1450), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    colour = ((30, 60, 160), (24, 24, 28), (190, 40, 40))[random.integers(3)]
    draw.rounded_rectangle((10, 130, 80, 1440), 30, fill=(*colour, 255))
    draw.rounded_rectangle((24, 130, 38, 1440), 7, fill=(225, 230, 240, 255))
    draw.polygon(((16, 135), (74, 135), (50, 4), (40, 4)), fill=(200, 200, 204, 255))
    draw.rectangle((60, 1000, 76, 1400), fill=(205, 205, 210, 255))
    return image


def _keyboard() -> Image.Image:
    image = Image.new("RGB", (1100, 420), (38, 39, 42))
    draw = ImageDraw.Draw(image)
    for row, keys in enumerate(("1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")):
        for index, key in enumerate(keys):
            left, top = 24 + index * 104 + row * 26, 18 + row * 98
            draw.rounded_rectangle((left, top, left + 92, top + 86), 12, fill=(58, 60, 64))
            draw.text((left + 30, top + 22), key, font=drawing.font(34), fill=(225, 225, 225))
    return image


def _put(
    ground: Pixels, thing: Image.Image, scale: float, wide: float, place: tuple[float, float], degrees: float
) -> Pixels:
    """The thing, ``wide`` millimetres, turned, at its place from the middle, with a shadow beside it."""
    share = wide * scale / thing.width
    if share < 0.5:
        thing = thing.reduce(int(1 / share))
        share = wide * scale / thing.width
    turning = cv2.getRotationMatrix2D((thing.width / 2, thing.height / 2), degrees, share)
    turning[:, 2] += len(ground) / 2 + np.array(place) * scale - (thing.width / 2, thing.height / 2)
    layer = cv2.warpAffine(np.array(thing.convert("RGBA")), turning, ground.shape[1::-1], flags=cv2.INTER_AREA)
    *colours, cover = cv2.split(layer)
    away = np.array([[1, 0, 0.8 * scale], [0, 1, 1.4 * scale]])
    shade = cv2.GaussianBlur(cv2.warpAffine(cover, away, cover.shape[::-1]), (0, 0), 1.5 * scale)
    dark = cv2.bitwise_not(cv2.max(cv2.convertScaleAbs(shade, alpha=0.45), cover))
    return cv2.add(cv2.multiply(ground, cv2.merge([dark] * 3), scale=1 / 255), cv2.merge(colours))
