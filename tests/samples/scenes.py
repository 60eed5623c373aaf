"""A variety of photos of cards: near, middle, far on an A4 copy; good, dark, blurred, shaken, glaring, saved badly.

``python -m tests.samples.scenes FOLDER [--first 1] [--last 6] [--sides front_2021 back_2021 back_2024]`` writes JPEGs
of twelve megapixels and the manifest.json that the benches read: file, the code's ``text``, the ``mrz``, condition.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
from PIL import Image

from tests.samples import cards, mrz
from tests.samples.people import Person, somebody
from tests.samples.photo import Shot, as_file, photograph

SIDES = ("front_2021", "back_2021", "back_2024")
SCENES = ("near", "middle", "far")
CONDITIONS = ("good", "jpeg", "dark", "blur", "motion", "glare")
A4 = (210 * cards.SCALE // 2, 297 * cards.SCALE // 2)
_QUALITY = {"jpeg": 38}
_SHARES = {"near": (0.72, 0.92), "middle": (0.36, 0.5), "far": (0.78, 0.94)}  # of the frame; far: of the sheet
_BLUR = {"near": (2.0, 4.0), "middle": (1.4, 2.4), "far": (1.0, 1.7)}
_SHAKE = {"near": (7, 15), "middle": (4, 8), "far": (3, 5)}


@dataclass(frozen=True, slots=True)
class Scene:
    """One photo and what stands on the card in it."""

    person: Person
    side: str
    scene: str
    condition: str
    seed: int

    @property
    def name(self) -> str:
        return f"{self.scene}_{self.side}_{self.condition}_{self.seed}.jpg"

    @property
    def holds(self) -> dict[str, object]:
        """The line of the manifest."""
        text = {"front_2021": self.person.text_2021, "back_2024": self.person.text_2024}.get(self.side, "")
        zone = mrz.td1(self.person) if self.side.startswith("back") else ""
        told = {"scene": self.scene, "side": self.side, "condition": self.condition, "seed": self.seed}
        return {"file": self.name, "text": text, "mrz": zone, "id_number": self.person.id_number} | told

    def content(self) -> bytes:
        """The photo as the phone saves it."""
        image = photograph(self._thing(), self._shot())
        return as_file(image, "JPEG", quality=_QUALITY.get(self.condition, 90))

    def _thing(self) -> Image.Image:
        card = getattr(cards, self.side)(self.person)
        return on_sheet(card, self.seed) if self.scene == "far" else card

    def _shot(self) -> Shot:
        random = np.random.default_rng([self.seed, SCENES.index(self.scene), CONDITIONS.index(self.condition)])
        share = random.uniform(*_SHARES[self.scene])
        turn = random.uniform(-14, 14) + int(random.choice((0, 0, 0, 90, 180, 270)))
        if self.scene != "far" and turn % 180 > 45 and turn % 180 < 135:
            share = min(share * 1.2, 1.0)
        plain = Shot(share=share, turn=turn, slant=random.uniform(0.01, 0.06), seed=self.seed)
        changed = {
            "dark": {"light": random.uniform(0.25, 0.4), "noise": random.uniform(7, 12)},
            "blur": {"blur": random.uniform(*_BLUR[self.scene])},
            "motion": {"motion": random.uniform(*_SHAKE[self.scene]), "heading": random.uniform(0, 180)},
            "glare": {"glare": random.uniform(0.02, 0.05) * (0.4 if self.scene == "far" else 1)},
        }
        return replace(plain, **changed.get(self.condition, {}))


def on_sheet(card: Image.Image, seed: int) -> Image.Image:
    """A grey copy of the card on A4."""
    random = np.random.default_rng([seed, 4])
    sheet = Image.new("L", A4, 250)
    copy = card.convert("L").resize((card.width // 2, card.height // 2), Image.Resampling.LANCZOS)
    room = (A4[0] - copy.width, A4[1] - copy.height)
    sheet.paste(copy, tuple(int(side * random.uniform(0.2, 0.8)) for side in room))
    return sheet.convert("RGB")


def scenes(seeds: range, sides: tuple[str, ...] = SIDES) -> Iterator[Scene]:
    """Each condition of each scene and side, once for each seed."""
    for seed, side, scene, condition in product(seeds, sides, SCENES, CONDITIONS):
        number = [seed, SIDES.index(side), SCENES.index(scene), CONDITIONS.index(condition)]
        yield Scene(somebody(np.random.default_rng(number)), side, scene, condition, seed)


def main() -> None:
    """Draw them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--last", type=int, default=6)
    parser.add_argument("--sides", nargs="+", choices=SIDES, default=SIDES)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    told = []
    for scene in scenes(range(asked.first, asked.last + 1), tuple(asked.sides)):
        (asked.folder / scene.name).write_bytes(scene.content())
        told.append(scene.holds)
    (asked.folder / "manifest.json").write_text(json.dumps(told, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
