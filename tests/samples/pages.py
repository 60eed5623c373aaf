"""Dense pages of administrative text at 300 dpi, each another by its seed, with every printed line known."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from PIL import Image

from tests.samples import ink, wording
from tests.samples.writing import PAPERS, Box, Writer, pixels


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as printed: its lines in the order of reading, and where each stands (left, top, right, bottom)."""

    image: Image.Image
    lines: tuple[str, ...]
    boxes: tuple[Box, ...]
    paper: str

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def text_box(self) -> Box:
        """What holds all the text."""
        left, top, right, bottom = zip(*self.boxes, strict=True)
        return (min(left), min(top), max(right), max(bottom))

    def on_paper(self, sides: tuple[float, float]) -> np.ndarray:
        """The corners of all the text, in millimetres from the middle of the paper, which has these sides."""
        left, top, right, bottom = self.text_box
        ends = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
        return (ends / self.image.size - 0.5) * sides


@lru_cache(maxsize=2)
def page(seed: int, paper: str = "A4", *, bare: bool = False) -> Sheet:
    """The page of that seed: the same words on the same places each time.

    ``bare`` leaves out stamp and signatures: reading software takes them for letters that nobody printed.
    """
    random = np.random.default_rng([seed, list(PAPERS).index(paper), 41])
    writer = Writer.of(paper, random)
    _head(writer, random)
    _body(writer, random)
    _signatures(writer, random, bare=bare)
    ink.pale_mark(writer.image, (writer.left // 3, writer.image.height - writer.style.bottom + 20), writer.style.size)
    return Sheet(writer.image, tuple(writer.lines), tuple(writer.boxes), paper)


def blank(seed: int, paper: str = "A4") -> Sheet:
    """A sheet with nothing on it."""
    return Sheet(ink.paper(pixels(paper), np.random.default_rng([seed, 42])), (), (), paper)


def _head(writer: Writer, random: np.random.Generator) -> None:
    writer.centred(wording.NATION, writer.letters(bold=True))
    half = writer.letters(bold=True, grow=1.04).getlength(wording.MOTTO) / 2
    writer.centred(wording.MOTTO, writer.letters(bold=True, grow=1.04))
    middle = (writer.left + writer.right) / 2
    writer.pen.line((middle - half, writer.down + 6, middle + half, writer.down + 6), fill=ink.TONER, width=3)
    writer.down += round(writer.style.size * random.uniform(0.9, 1.6))
    writer.centred(str(random.choice(wording.TITLES)), writer.letters(bold=True, grow=1.15))
    writer.down += round(writer.style.size * random.uniform(0.3, 0.8))
    office = str(random.choice(wording.OFFICES)).format(commune=wording.commune(random))
    writer.centred(f"Kính gửi: {office}", writer.letters())
    writer.down += round(writer.style.size * random.uniform(0.3, 0.8))


def _body(writer: Writer, random: np.random.Generator) -> None:
    numbered = random.uniform() < 0.3
    extra = str(random.choice(("", "table", "form", "table", "form")))
    place, number = int(random.integers(1, 5)), 0
    for index, template in enumerate(random.permutation(np.array(wording.SENTENCES))):
        if index == place and extra:
            {"table": _table, "form": _form}[extra](writer, random)
        words = wording.filled(str(template), random)
        lines = int(writer.letters().getlength(words) / (writer.right - writer.left)) + 2
        if lines * writer.style.pitch > writer.room() - writer.style.pitch:
            continue
        number += 1
        writer.paragraph(f"{number}. {words}" if numbered else words)
    writer.paragraph(str(random.choice(wording.WISHES)))


def _form(writer: Writer, random: np.random.Generator) -> None:
    """Lines of a form: the value typed in blue, a dotted line on to the margin."""
    letters, count = writer.letters(), int(random.integers(3, 6))
    for index in sorted(random.choice(len(wording.FORM), count, replace=False)):
        label, key = wording.FORM[index]
        value, base = wording.fact(key, random), writer.down + writer.style.size
        start = writer.left + letters.getlength(f"{label}: ")
        writer.row((writer.left, f"{label}:", letters, ink.TONER), (start, value, letters, ink.PEN))
        for dot in np.arange(start + letters.getlength(value) + writer.style.size, writer.right, 16):
            writer.pen.circle((float(dot), base + 4), 1.6, fill=(172, 172, 174))
    writer.down += writer.style.after


def _table(writer: Writer, random: np.random.Generator) -> None:
    """A ruled table, its cells one line high: it reads row by row."""
    columns = wording.TABLES[random.integers(len(wording.TABLES))]
    rows = [[title for title, _ in columns]]
    rows += [[wording.fact(key, random) for _, key in columns] for _ in range(random.integers(2, 5))]
    edges = np.linspace(writer.left, writer.right, len(columns) + 1).round()
    height = round(writer.style.size * 1.7)
    writer.down += round(writer.style.size * 0.4)
    for index, cells in enumerate(rows):
        _rule(writer, edges, height)
        letters = writer.letters(bold=index == 0)
        writer.down += round(writer.style.size * 0.25)
        starts = [float(edge) + writer.style.size * 0.6 for edge in edges]
        parts = [(start, cell, letters, ink.TONER) for start, cell in zip(starts, cells, strict=False)]
        writer.row(*parts, pitch=height - round(writer.style.size * 0.25))
    writer.down += round(writer.style.size * 0.5)


def _rule(writer: Writer, edges: np.ndarray, height: int) -> None:
    for left, right in pairwise(edges):
        writer.pen.rectangle((left, writer.down, right + 1, writer.down + height + 1), outline=ink.TONER, width=2)


def _signatures(writer: Writer, random: np.random.Generator, *, bare: bool) -> None:
    """Date, who signs, their signatures and names; one column or two, each row of both read as one line."""
    middles = (0.22, 0.74) if random.uniform() < 0.4 else (0.74,)
    places = [writer.left + (writer.right - writer.left) * share for share in middles]
    writer.down += round(writer.style.size * 0.3)
    writer.centred(f"{wording.commune(random)}, ngày {wording.dated(random)}", writer.letters(), places[-1])
    stamped = random.uniform() < 0.3
    last = str(random.choice(wording.OFFICIAL if stamped else wording.SIGNERS))
    _side_by_side(writer, [str(random.choice(wording.BESIDE)), last][-len(places) :], places)
    names = [wording.fact("name", random) for _ in places]
    if not bare:
        _signed(writer, places, random, stamped=stamped)
    writer.down += round(writer.style.size * 6.8)
    _side_by_side(writer, names, places)


def _signed(writer: Writer, places: list[float], random: np.random.Generator, *, stamped: bool) -> None:
    size, centre = writer.style.size, writer.down + round(writer.style.size * 3.2)
    for place in places:
        ink.signature(writer.image, (round(place), centre), round(size * random.uniform(5, 7)), random)
    if stamped:
        ink.stamp(writer.image, (round(places[-1]) - size * 3, centre), size * 3, random)


def _side_by_side(writer: Writer, words: list[str], middles: list[float]) -> None:
    letters = writer.letters(bold=True)
    parts = [(middle - letters.getlength(word) / 2, word) for middle, word in zip(middles, words, strict=True)]
    writer.row(*((place, word, letters, ink.TONER) for place, word in parts))
