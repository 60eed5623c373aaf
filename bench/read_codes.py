"""How many codes the reader reads from pictures, how fast, and whether any wrongly, beside each engine alone.

``python bench/read_codes.py FOLDER... [--rotations] [--goal PERCENT]``: a folder holds a manifest.json, a list of
``{"file", "text", "condition"}``, or pictures with their text beside them (``.txt``, ``.bin``); where there is no text,
nothing must be found. Runs in this process, one picture at a time. The last line is the cascade's figures. Exit 0
when it reads nothing wrongly and at least PERCENT (default 80), else 1.

right: the text was found; wrong: another was, and not it; extra: texts nobody wrote down (a picture may hold more).
The engines get the opened picture; ``file`` is what a photo costs in all, opened and read as the product does it
(``card.read_file``, which looks for machine-readable lines too).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import zxingcpp
from PIL import Image
from pyzbar import pyzbar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sothuhoso.domain.card_text import MRZ
from sothuhoso.domain.errors import DomainError
from sothuhoso.imaging import barcodes, card, zbar
from sothuhoso.imaging.decode import grey

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".heic"}
GUESSES = ("utf-8", "latin-1", "cp1252", "shift-jis")  # how an engine may show bytes that are no text
TURNS = {
    0: None,
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}
CASCADE, FILE = "cascade", "file"


@dataclass(frozen=True)
class Picture:
    """A file and the bytes that its code holds, ``None`` where there is no code."""

    path: Path
    holds: bytes | None
    condition: str = ""

    def names(self, text: str) -> bool:
        """Whether a text is what the code holds; line ends and blanks at the ends do not count."""
        return self.holds is not None and any(
            text.split() == self.holds.decode(guess, "replace").split() for guess in GUESSES
        )


@dataclass(frozen=True)
class Took:
    """Milliseconds by the clock, and of one core's computing: what others do at the same time is not in the second."""

    clock: float
    computed: float

    @classmethod
    def measured(cls, work: Callable[[], object]) -> tuple[Any, Took]:
        clock, computed = time.perf_counter(), time.thread_time()
        done = work()
        return done, cls((time.perf_counter() - clock) * 1000, (time.thread_time() - computed) * 1000)

    def __add__(self, other: Took) -> Took:
        return Took(self.clock + other.clock, self.computed + other.computed)


@dataclass
class Score:
    """How an engine did."""

    outcomes: Counter[str] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)
    computed: list[float] = field(default_factory=list)

    def add(self, outcome: str, extra: int, took: Took) -> None:
        self.outcomes[outcome] += 1
        self.outcomes["extra"] += extra
        self.milliseconds.append(took.clock)
        self.computed.append(took.computed)

    @property
    def share(self) -> float:
        return 100 * self.outcomes["right"] / max(1, len(self.milliseconds))

    def row(self) -> str:
        counted = " | ".join(f"{name} {self.outcomes[name]:4}" for name in ("right", "wrong", "none", "extra"))
        timed = f"median {at(self.milliseconds, 0.5):5.0f} ms | p95 {at(self.milliseconds, 0.95):5.0f} ms"
        computed = f"computed {at(self.computed, 0.5):5.0f} and {at(self.computed, 0.95):5.0f} ms"
        return f"{counted} | {self.share:5.1f} % right | {timed} | {computed}"


def main() -> int:
    """Let each engine read all of them, say how it went."""
    asked = _arguments()
    pictures = [one for folder in asked.folders for one in _pictures(folder)]
    if not pictures:
        print("no picture in these folders")
        return 1
    scores: dict[str, Score] = defaultdict(Score)
    conditions: dict[str, Counter[str]] = defaultdict(Counter)
    for picture in pictures:
        for turn in TURNS if asked.rotations else (0,):
            _read(picture, turn, scores, conditions, asked.cascade_only)
    return _print(scores, conditions, asked.goal)


def at(values: list[float], share: float) -> float:
    """The value below which ``share`` of them lie."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))] if ranked else 0.0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--rotations", action="store_true", help="each picture also turned by 90, 180 and 270 degrees")
    parser.add_argument("--goal", type=float, default=80, help="per cent that the cascade must read")
    parser.add_argument("--cascade-only", action="store_true", help="leave the engines alone out")
    return parser.parse_args()


def _pictures(folder: Path) -> Iterator[Picture]:
    manifest = folder / "manifest.json"
    if manifest.exists():
        for photo in json.loads(manifest.read_text()):
            if photo.get("mrz") and not photo["text"]:
                continue  # lines and no code: read_mrz.py is for these
            yield Picture(folder / photo["file"], photo["text"].encode(), photo.get("condition", ""))
        return
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in PICTURES:
            beside = [path.with_suffix(suffix) for suffix in (".txt", ".bin") if path.with_suffix(suffix).exists()]
            yield Picture(path, beside[0].read_bytes() if beside else None, folder.name)


def _engines() -> dict[str, Callable[[Image.Image], list[str]]]:
    return {
        "zxing-cpp": lambda image: [code.text for code in zxingcpp.read_barcodes(np.asarray(image))],
        "pyzbar": _pyzbar,
        "our zbar": lambda image: [code.data.decode("utf-8", "replace") for code in zbar.read(image)],
        CASCADE: lambda image: [code.text for code in barcodes.read(image)],
    }


def _pyzbar(image: Image.Image) -> list[str]:
    try:
        return [code.data.decode("utf-8", "replace") for code in pyzbar.decode(image)]
    except ValueError:  # an orientation that it does not know
        return []


def _read(picture: Picture, turn: int, scores: dict, conditions: dict, cascade_only: bool) -> None:
    photo = _opened(picture.path)
    photo = photo.transpose(TURNS[turn]) if TURNS[turn] is not None else photo
    for name, engine in _engines().items():
        if cascade_only and name != CASCADE:
            continue
        texts, took = Took.measured(lambda engine=engine: engine(photo))
        outcome = _outcome(picture, texts)
        scores[name].add(outcome, sum(not picture.names(text) for text in texts), took)
    if turn == 0:
        from_file, whole = Took.measured(lambda: _from_file(picture.path))
        scores[FILE].add(_outcome(picture, from_file), sum(not picture.names(text) for text in from_file), whole)
    conditions[picture.condition][outcome] += 1
    if outcome != "right":
        print(f"{picture.path.parent.name}/{picture.path.name} turned {turn}: {outcome}, {took.clock:.0f} ms")


def _from_file(path: Path) -> list[str]:
    try:
        return [code.text for code in card.read_file(path.read_bytes()) if code.kind != MRZ]
    except DomainError:
        return []


def _opened(path: Path) -> Image.Image:
    try:
        return grey(path.read_bytes())
    except DomainError as error:
        print(f"{path.name}: {error.key}")
        return Image.new("L", (1, 1))


def _outcome(picture: Picture, texts: list[str]) -> str:
    if picture.holds is None:
        return "wrong" if texts else "right"
    if any(picture.names(text) for text in texts):
        return "right"
    return "wrong" if texts else "none"


def _print(scores: dict[str, Score], conditions: dict[str, Counter[str]], goal: float) -> int:
    for condition, outcomes in sorted(conditions.items()):
        print(f"{condition:20} {outcomes['right']} of {outcomes.total()} right, {outcomes['wrong']} wrong")
    print(f"machine's load meanwhile {os.getloadavg()[0]:.1f}")
    for name, score in sorted(scores.items(), key=lambda item: item[0] == CASCADE):
        print(f"{name:12} {score.row()}")
    done = scores[CASCADE]
    return 0 if not done.outcomes["wrong"] and done.share >= goal else 1


if __name__ == "__main__":
    sys.exit(main())
