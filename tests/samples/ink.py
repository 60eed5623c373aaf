"""What makes a sheet of paper look used: its colour and grain, a red stamp, a signature in blue, the mark "MẪU"."""

import numpy as np
from PIL import Image, ImageDraw

from tests.samples.drawing import font, mark

TONER = (30, 30, 34)
PEN = (26, 50, 150)
RED = (204, 30, 42)
_PAPERS = {"white": (253, 253, 252), "cream": (249, 243, 226), "recycled": (226, 223, 215)}


def paper(size: tuple[int, int], random: np.random.Generator) -> Image.Image:
    """An empty sheet: white mostly, cream or greyish and grained otherwise."""
    kind = str(random.choice(("white", "white", "cream", "recycled")))
    grain = random.standard_normal((512, 512, 1)) * {"white": 0.8, "cream": 1.2, "recycled": 3.2}[kind]
    tile = np.clip(grain + np.array(_PAPERS[kind]), 0, 255).astype(np.uint8)
    across, down = -(-size[0] // 512), -(-size[1] // 512)
    return Image.fromarray(np.tile(tile, (down, across, 1))[: size[1], : size[0]])


def stamp(image: Image.Image, centre: tuple[int, int], radius: int, random: np.random.Generator) -> None:
    """A round stamp with a star and, so that nobody takes it for a real one, "MẪU" all round."""
    side = radius * 2 + 20
    layer = Image.new("L", (side, side), 0)
    middle = side // 2
    for index in range(8):
        word = Image.new("L", (side, side), 0)
        place = (middle, middle - round(radius * 0.8))
        ImageDraw.Draw(word).text(place, "MẪU", font=font(round(radius * 0.24), bold=True), fill=255, anchor="mm")
        layer.paste(255, mask=word.rotate(index * 45 + 22, Image.Resampling.BICUBIC))
    draw = ImageDraw.Draw(layer)
    for share, width in ((1.0, 9), (0.93, 3), (0.62, 4)):
        draw.circle((middle, middle), radius * share, outline=255, width=width)
    angles = np.deg2rad(np.arange(10) * 36 - 90)
    reach = radius * np.where(np.arange(10) % 2, 0.13, 0.34)
    draw.polygon(
        [(middle + r * np.cos(a), middle + r * np.sin(a)) for a, r in zip(angles, reach, strict=True)], fill=255
    )
    patchy = Image.fromarray(random.integers(130, 235, (14, 14), dtype=np.uint8)).resize(layer.size)
    inked = (
        np.asarray(layer.rotate(random.uniform(-25, 25), Image.Resampling.BICUBIC), np.uint16)
        * np.asarray(patchy, np.uint16)
        // 255
    )
    image.paste(RED, (centre[0] - middle, centre[1] - middle), mask=Image.fromarray(inked.astype(np.uint8)))


def signature(image: Image.Image, centre: tuple[int, int], width: int, random: np.random.Generator) -> None:
    """Loops of a pen that run out in a long stroke; drawn twice as large, for smooth edges."""
    step = np.linspace(0, 1, 400)
    loops, height = random.uniform(4, 8), width * random.uniform(0.25, 0.4)
    across = width * (step + 0.07 * np.sin(2 * np.pi * loops * step))
    fading = np.exp(-2.2 * step) + 0.08
    down = height * fading * (np.sin(2 * np.pi * loops * step + 1) + 0.4 * np.sin(2 * np.pi * loops * 0.37 * step))
    layer = Image.new("L", (width * 3, width * 3), 0)
    points = [(2 * x + width / 2, width * 1.5 + y) for x, y in zip(across, down, strict=True)]
    ImageDraw.Draw(layer).line(points, fill=235, width=int(random.integers(8, 13)), joint="curve")
    small = layer.rotate(random.uniform(2, 9), Image.Resampling.BICUBIC).reduce(2)
    image.paste(PEN, (centre[0] - small.width // 2, centre[1] - small.height // 2), mask=small)


def pale_mark(image: Image.Image, place: tuple[int, int], size: int) -> None:
    """The mark "MẪU" in a margin, pale enough to be no word of the page."""
    box = (place[0], place[1], place[0] + size * 3, place[1] + size * 3)
    patch = image.crop(box)
    mark(patch, size=size)
    image.paste(Image.blend(image.crop(box), patch, 0.55), box)
