"""What is suggested of papers, right, wrong and missed, from the product's own reading of their photos.

    python bench/paper_fields.py [FOLDER…] [--papers 8] [--scenes 6] [--readings FOLDER] [--show]

Papers are drawn as offices issue them (``tests/samples/issued``) and photographed in four lights, dense pages as
``tests/samples/page_scenes`` does, and a FOLDER holds photos with a ``.txt`` of what each says beside it. A suggestion
is right where it is what stands there, letter by letter; anything else is wrong, also where nothing is to be found.
Pages of dense text and of folders have no number and no issuing body of their own. With ``--readings`` what was read is
kept there and not read again. Exit 0: fewer than two of a hundred are wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("OMP_THREAD_LIMIT", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import cv2

from sothuhoso.domain.errors import DomainError
from sothuhoso.domain.page_lines import Word
from sothuhoso.domain.page_text import covered
from sothuhoso.domain.paper_fields import PaperField, suggested
from sothuhoso.domain.papers import PaperSize
from sothuhoso.imaging import page
from tests.samples import issued
from tests.samples.page_scenes import Scene
from tests.samples.photo import Shot, as_file, photograph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PIL import Image

TODAY = date(2026, 12, 31)
MOST_WRONG = 2.0  # per cent of what is suggested
LIGHTS = ((0.9, 1.0, 0), (0.8, 0.8, 2), (0.72, 0.6, -3), (0.85, 0.9, 1))  # share of the frame, light, turn
CONDITIONS = ("good12", "good5", "tilt12", "shadow12")
NAMED = re.compile(r"(?:Họ và tên|Họ, chữ đệm, tên|Họ tên)[^:\n]*: (?P<line>.*)|(?:Tôi là|Tôi tên là|Tên tôi là):?\s")
DATED = re.compile(r"^[^\W\d_][^\d\n]*, ngày (\d{2}) tháng (\d{2}) năm (\d{4})$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sample:
    """A photo, and by field what is to be found."""

    name: str
    truth: dict[str, tuple[str, ...]]
    content: Callable[[], bytes]
    paper: str = "A4"


def main() -> int:
    """Print a line for each kind of paper and field; answer the exit code."""
    given = _arguments()
    cv2.setNumThreads(1)
    by_kind: dict[str, Counter[str]] = {}
    by_field: dict[str, Counter[str]] = {str(field): Counter() for field in PaperField}
    for sample in _samples(given):
        words = _read(sample, given.readings)
        if words is None:
            continue
        kind = sample.name.partition("_")[0]
        for field, said in _judged(sample, words, show=given.show):
            by_kind.setdefault(kind, Counter())[said] += 1
            by_field[field][said] += 1
    for name, counted in (*by_kind.items(), *by_field.items()):
        print(_line(name, counted))
    total = sum(by_field.values(), Counter[str]())
    print(_line("all", total))
    return 0 if _wrong(total) < MOST_WRONG else 1


def _photo(paper: Image.Image, shot: Shot) -> bytes:
    return as_file(photograph(paper, shot), "JPEG", quality=90)


def _samples(given: argparse.Namespace) -> Iterator[Sample]:
    for seed in range(1, given.papers + 1):
        for kind in issued.KINDS:
            drawn = issued.paper(kind, seed)
            share, light, turn = LIGHTS[seed % len(LIGHTS)]
            shot = Shot(seed=seed, share=share, light=light, slant=0.03, turn=turn)
            yield Sample(f"{kind.replace('_', '-')}_{seed}", drawn.truth, partial(_photo, drawn.image, shot))
    for seed in range(1, given.scenes + 1):
        for condition in CONDITIONS:
            scene = Scene(seed, condition)
            yield Sample(f"scene-{scene.name.removesuffix('.jpg')}", _truth_of(scene.text), scene.content, scene.paper)
    for folder in given.folder:
        for path in sorted(folder.glob("*.jpg")):
            if (said := path.with_suffix(".txt")).exists():
                yield Sample(f"{folder.name}-{path.stem}", _truth_of(said.read_text("utf-8")), path.read_bytes)


def _truth_of(text: str) -> dict[str, tuple[str, ...]]:
    """What is to be found on a page of which only the text is known."""
    title = next((line for line in text.splitlines()[2:6] if line.isupper()), "")
    days = {"/".join(match.groups()) for match in DATED.finditer(text)}
    names = dict.fromkeys(_name_in(match["line"] or text[match.end() :]) for match in NAMED.finditer(text))
    return {
        "type_name": (title,) if title else (),
        "issued_date": tuple(days) if len(days) == 1 else (),
        "names": tuple(names),
        "code_number": (),
        "code_notation": (),
        "organ_name": (),
    }


def _name_in(text: str) -> str:
    """The words in capitals that these begin with, up to a comma."""
    words: list[str] = []
    for word in text.split():
        if not word[0].isupper() or (words and words[-1][-1] in ",;."):
            break
        words.append(word)
    return " ".join(words).strip(",;.")


def _read(sample: Sample, kept: Path | None) -> list[Word] | None:
    file = kept and kept / f"{sample.name}.json"
    if file and file.exists():
        words = json.loads(file.read_text("utf-8"))
    else:
        try:
            words = page.make(sample.content(), PaperSize(sample.paper)).words
        except DomainError as error:
            print(f"{sample.name}: {error.key}")
            return None
        if file:
            file.write_text(json.dumps(words, ensure_ascii=False), "utf-8")
    texts = covered([word for word, *_ in words])
    return [Word(text, (left, top, wide, high)) for text, (_, left, top, wide, high) in zip(texts, words, strict=True)]


def _judged(sample: Sample, words: list[Word], *, show: bool) -> Iterator[tuple[str, str]]:
    found: dict[str, list[str]] = {}
    for one in suggested([words], today=TODAY):
        found.setdefault(one.field, []).append(one.value)
    for field, true in sample.truth.items():
        values = found.get(field, [])
        for value in values:
            right = value in true
            if show and not right:
                print(f"wrong   {sample.name} {field}: {value!r}, there is {true}")
            yield field, "right" if right else "wrong"
        for value in true:
            if value not in values:
                if show:
                    print(f"missed  {sample.name} {field}: {value!r}")
                yield field, "missed"


def _wrong(counted: Counter[str]) -> float:
    said = counted["right"] + counted["wrong"]
    return 100 * counted["wrong"] / said if said else 0.0


def _line(name: str, counted: Counter[str]) -> str:
    figures = "  ".join(f"{said} {counted[said]:4d}" for said in ("right", "wrong", "missed"))
    return f"{name:24s} {figures}  wrong of suggested {_wrong(counted):4.1f} %"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="*", type=Path)
    parser.add_argument("--papers", type=int, default=8)
    parser.add_argument("--scenes", type=int, default=6)
    parser.add_argument("--readings", type=Path)
    parser.add_argument("--show", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
