"""Photos of pages as phones take them: good, far, slanted, dark, in hard shadow, blurred, cut off, from a screen.

``python -m tests.samples.page_scenes FOLDER [--first 1] [--last 4] [--only WORD] [--bare]`` writes JPEGs, beside each
the page's text, and manifest.json: file, condition, the page's ``quad`` in pixels (top left, top right, bottom right,
bottom left as the page is read), paper, seed, surface, and ``strength``: how far out of focus, shaken, dark and so on.
"""

import argparse
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from tests.samples import camera, holding, lighting, pages, sensor, surfaces
from tests.samples.photo import TWELVE_MEGAPIXELS, as_file

FIVE_MEGAPIXELS = (1944, 2592)
BLURS = {"blur2": 2.0, "blur4": 4.0, "blur6": 6.0, "blur9": 9.0}  # sigma, pixels at twelve megapixels
SHAKES = {"motion6": 6.0, "motion12": 12.0, "motion20": 20.0, "motion32": 32.0}  # length, likewise
CONDITIONS = (
    *("good12", "good5", "far12", "tilt12", "turned12", "dark12", "shadow12", "lamp12", *BLURS, *SHAKES, "glare12"),
    *("cut12", "sideways12", "upside12", "jpeg12", "curl12", "screen12", "blank12", "none12"),
)
GLARES = (0.01, 0.02, 0.035, 0.055, 0.08)  # of the page's area
_SPANS = {  # what ``strength`` means where it is not one of the above
    "dark12": (0.2, 0.35),  # light
    "shadow12": (0.35, 0.6),  # light in the shadow
    "cut12": (0.06, 0.22),  # how much of the text's width or height is out of the frame
    "jpeg12": (25, 36),  # quality
    "curl12": (8, 22),  # millimetres
    "far12": (0.5, 0.65),  # of the frame's width
    "tilt12": (26, 36),  # degrees
    "turned12": (5, 20),  # degrees
    "screen12": (820, 1080),  # dots across the page
}


@dataclass(frozen=True, slots=True)
class Scene:
    """One photo and what is known of it. ``size`` draws another size; lengths in pixels go with its width."""

    seed: int
    condition: str
    bare: bool = False
    size: tuple[int, int] = (0, 0)

    @property
    def name(self) -> str:
        return f"{self.condition}_{self.seed}.jpg"

    @property
    def paper(self) -> str:
        """Every sixth is a small one."""
        return "A5" if self.seed % 6 == 4 else "A4"

    @property
    def surface(self) -> str:
        """Another one for each condition, too: few seeds see all of them."""
        if self.condition == "screen12":
            return "screen"
        name = surfaces.SURFACES[(self.seed + CONDITIONS.index(self.condition)) % len(surfaces.SURFACES)]
        return "dark" if name == "paper" and self.condition in {"blank12", "none12"} else name  # no page means none

    @property
    def text(self) -> str:
        return "" if self.condition == "none12" else self.sheet.text

    @property
    def sheet(self) -> pages.Sheet:
        if self.condition == "blank12":
            return pages.blank(self.seed, self.paper)
        return pages.page(self.seed, self.paper, bare=self.bare)

    @property
    def strength(self) -> float:
        """How strong the condition is, in its own measure; 0 where there is nothing to tell."""
        if self.condition == "glare12":
            return GLARES[self.seed % len(GLARES)]
        if self.condition in _SPANS:
            return round(self._random("strength").uniform(*_SPANS[self.condition]), 3)
        return (BLURS | SHAKES).get(self.condition, 0.0)

    @property
    def quad(self) -> list[list[float]] | None:
        """The page's corners in the photo; where it bends, the corners of the bent sheet."""
        if self.condition == "none12":
            return None
        flat, bend = camera.corners(self._sides), self._bend()
        spots = self.view().seen(flat, bend.lift(flat, self._sides) if bend else 0.0)
        return [[round(float(x), 1), round(float(y), 1)] for x, y in spots]

    @property
    def holds(self) -> dict[str, object]:
        """The line of the manifest."""
        told = {"file": self.name, "condition": self.condition, "quad": self.quad}
        told |= {"paper": None if self.condition == "none12" else self.paper, "seed": self.seed}
        return told | {"surface": self.surface, "strength": self.strength}

    def content(self) -> bytes:
        """The photo as the phone saves it."""
        quality = int(self.strength) if self.condition == "jpeg12" else int(self._random("quality").integers(88, 93))
        return as_file(Image.fromarray(self.pixels()), "JPEG", quality=quality)

    def pixels(self) -> np.ndarray:
        """The photo before it is saved."""
        photo = lighting.lit(self._scene(), self._light())
        if self.condition == "glare12":
            photo = self._glared(photo)
        photo = self._unsharp(photo)
        random = self._random("noise")
        if self.condition == "dark12":
            photo = sensor.cleaned(sensor.noisy(photo, random.uniform(18, 30), random))
        else:
            photo = sensor.noisy(photo, random.uniform(1.0, 2.6), random)
        return sensor.sharpened(photo, random.uniform(0.2, 0.5))

    def view(self) -> camera.View:
        """How the phone was held."""
        random = self._random("pose")
        seen = camera.view(self._sides, self._frame, holding.pose(self.condition, self.strength, random))
        if self.condition != "cut12":
            return seen
        where = holding.CUTS[self.seed % len(holding.CUTS)]
        return holding.cut(seen, self.sheet.on_paper(self._sides), where, self.strength, random)

    def _random(self, what: str) -> np.random.Generator:
        return np.random.default_rng([self.seed, zlib.crc32(self.condition.encode()), zlib.crc32(what.encode())])

    @property
    def _frame(self) -> tuple[int, int]:
        if self.size != (0, 0):
            return self.size
        return FIVE_MEGAPIXELS if self.condition == "good5" else TWELVE_MEGAPIXELS

    @property
    def _unit(self) -> float:
        """A pixel of twelve megapixels in pixels of this photo."""
        return self._frame[0] / TWELVE_MEGAPIXELS[0]

    @property
    def _sides(self) -> tuple[float, float]:
        across, down = pages.PAPERS[self.paper]
        return float(across), float(down)

    def _bend(self) -> camera.Bend | None:
        if self.condition != "curl12":
            return None
        random = self._random("bend")
        return camera.Bend(self.strength, bool(random.integers(2)), bool(random.integers(2)))

    def _scene(self) -> np.ndarray:
        """The table and the page on it, in even light."""
        seen = self.view()
        table = self._table(seen)
        if self.condition == "none12":
            return table
        sheet = np.asarray(self.sheet.image)
        if self.condition == "screen12":
            sheet = sensor.on_screen(sheet, round(self.strength))  # no softening: its dots and the sensor's interfere
        else:
            sheet = camera.softened(sheet, seen, self._sides)
        return camera.laid(table, sheet, seen, self._sides, self._bend())

    def _table(self, seen: camera.View) -> np.ndarray:
        """The part of the table that the frame shows."""
        wide, high = self._frame
        ends = seen.ground(np.array([[0, 0], [wide, 0], [wide, high], [0, high]], dtype=float))
        side = 2.1 * float(np.abs(ends).max())
        scale = min(2600, 1.2 * high) / side
        ground = surfaces.surface(self.surface, self._random("table"), side, scale, self._sides)
        middle = (len(ground) - 1) / 2
        spots = np.array([[1 / scale, 0, -middle / scale], [0, 1 / scale, -middle / scale], [0, 0, 1]])
        return cv2.warpPerspective(ground, seen.flat @ spots, self._frame, borderMode=cv2.BORDER_REFLECT)

    def _light(self) -> np.ndarray:
        random = self._random("light")
        light = lighting.falling_off(self._frame, random)
        match self.condition:
            case "dark12":
                light *= np.float32(self.strength)
            case "lamp12":
                light *= lighting.lamp(self._frame, random)
            case "screen12":
                light *= np.array((0.86, 0.95, 1.1), np.float32)
            case "shadow12":
                shade = lighting.SHADES[self.seed % len(lighting.SHADES)]
                blur = random.uniform(4, 30) * self._unit
                centre = self._spot(random)
                light *= lighting.shadow(self._frame, shade, centre, self.strength, blur, random)
            case _:
                pass
        return light

    def _spot(self, random: np.random.Generator) -> np.ndarray:
        """A place well on the page, in pixels of the photo."""
        return self.view().seen(np.array(self._sides) * random.uniform(-0.25, 0.25, 2))

    def _glared(self, photo: np.ndarray) -> np.ndarray:
        random = self._random("glare")
        area = cv2.contourArea(np.array(self.quad, np.float32))
        return lighting.glared(photo, self._spot(random), self.strength * area, random)

    def _unsharp(self, photo: np.ndarray) -> np.ndarray:
        random = self._random("focus")
        if self.condition in BLURS:
            return sensor.defocused(photo, self.strength * self._unit, disc=bool(random.integers(2)))
        if self.condition in SHAKES:
            heading, bow = random.uniform(0, 180), random.uniform(-0.6, 0.6)
            return sensor.shaken(photo, self.strength * self._unit, heading, bow)
        return photo


def scenes(seeds: range, only: str = "", *, bare: bool = False) -> Iterator[Scene]:
    """Each condition whose name holds ``only``, seed by seed: a page is drawn once."""
    for seed in seeds:
        for condition in CONDITIONS:
            if only in condition:
                yield Scene(seed, condition, bare)


def main() -> None:
    """Draw them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--last", type=int, default=4)
    parser.add_argument("--only", default="")
    parser.add_argument("--bare", action="store_true", help="no stamp, no signatures: nothing but what is told as text")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    told = []
    for scene in scenes(range(asked.first, asked.last + 1), asked.only, bare=asked.bare):
        path = asked.folder / scene.name
        path.write_bytes(scene.content())
        path.with_suffix(".txt").write_text(scene.text)
        told.append(scene.holds)
    (asked.folder / "manifest.json").write_text(json.dumps(told, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
