"""Dense pages of administrative text at 300 dpi, each another by its seed, with every printed line known."""

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.samples import drawing, ink, wording

DPI = 300
PAPERS = {"A4": (210, 297), "A5": (148, 210)}  # millimetres
Box = tuple[int, int, int, int]


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
        """What holds all the text; the middle of an empty sheet."""
        if not self.boxes:
            return (
                self.image.width // 4,
                self.image.height // 4,
                self.image.width * 3 // 4,
                self.image.height * 3 // 4,
            )
        left, top, right, bottom = zip(*self.boxes, strict=True)
        return (min(left), min(top), max(right), max(bottom))


@lru_cache(maxsize=2)
def page(seed: int, paper: str = "A4", *, bare: bool = False) -> Sheet:
    """The page of that seed: the same words on the same places each time.

    ``bare`` leaves out stamp and signatures: reading software takes them for letters that nobody printed.
    """
    random = np.random.default_rng([seed, list(PAPERS).index(paper), 41])
    writer = _Writer.of(paper, random)
    _head(writer, random)
    _body(writer, random)
    _signatures(writer, random, bare=bare)
    ink.pale_mark(writer.image, (writer.left // 3, writer.image.height - writer.style.bottom + 20), writer.style.size)
    return Sheet(writer.image, tuple(writer.lines), tuple(writer.boxes), paper)


def blank(seed: int, paper: str = "A4") -> Sheet:
    """A sheet with nothing on it."""
    return Sheet(ink.paper(_pixels(paper), np.random.default_rng([seed, 42])), (), (), paper)


def _pixels(paper: str) -> tuple[int, int]:
    across, down = (round(side / 25.4 * DPI) for side in PAPERS[paper])
    return across, down


@dataclass(frozen=True, slots=True)
class _Style:
    size: int  # of the letters, in pixels
    pitch: int  # from line to line
    after: int  # more between paragraphs
    indent: int
    justified: bool
    left: int
    right: int
    top: int
    bottom: int

    @classmethod
    def of(cls, paper: str, random: np.random.Generator) -> "_Style":
        points = random.uniform(12, 14) if paper == "A4" else random.uniform(10.5, 11.5)
        size = round(points / 72 * DPI)
        small = 1 if paper == "A4" else 0.7
        left, right, top, bottom = (
            round(random.uniform(*span) * small / 25.4 * DPI) for span in ((22, 32), (15, 20), (18, 24), (18, 22))
        )
        pitch, after = round(size * random.uniform(1.2, 1.5)), round(size * random.uniform(0, 0.4))
        indent = round(size * random.choice((0, 2, 2.5)))
        return cls(size, pitch, after, indent, bool(random.integers(2)), left, right, top, bottom)


@dataclass(slots=True)
class _Writer:
    """Writes line under line and remembers what it wrote where."""

    image: Image.Image
    style: _Style
    down: int
    lines: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    @classmethod
    def of(cls, paper: str, random: np.random.Generator) -> "_Writer":
        style = _Style.of(paper, random)
        return cls(ink.paper(_pixels(paper), random), style, style.top)

    @property
    def left(self) -> int:
        return self.style.left

    @property
    def right(self) -> int:
        return self.image.width - self.style.right

    @property
    def pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)

    def room(self) -> int:
        """How far the text may still go down when the place of the signatures is kept free."""
        return self.image.height - self.style.bottom - self.signing - self.down

    @property
    def signing(self) -> int:
        return 4 * self.style.pitch + round(self.style.size * 6.8)

    def letters(self, *, bold: bool = False, grow: float = 1.0) -> ImageFont.FreeTypeFont:
        return drawing.font(round(self.style.size * grow), bold=bold, serif=True)

    def row(self, *parts: tuple[float, str, ImageFont.FreeTypeFont, tuple[int, int, int]], pitch: int = 0) -> None:
        """One line of the text in parts, each at its place from the left."""
        base, spans = self.down + self.style.size, []
        for place, words, letters, colour in parts:
            self.pen.text((place, base), words, font=letters, fill=colour, anchor="ls")
            spans.append((place, place + letters.getlength(words)))
        self.lines.append(unicodedata.normalize("NFC", " ".join(words for _, words, _, _ in parts)))
        ends = (round(min(start for start, _ in spans)), self.down, round(max(end for _, end in spans)))
        self.boxes.append((*ends, self.down + round(self.style.size * 1.3)))
        self.down += pitch or self.style.pitch

    def centred(self, words: str, letters: ImageFont.FreeTypeFont, middle: float | None = None) -> None:
        middle = (self.left + self.right) / 2 if middle is None else middle
        self.row((middle - letters.getlength(words) / 2, words, letters, ink.TONER))

    def paragraph(self, words: str, *, hanging: int = 0) -> None:
        """Wrapped between the margins, justified if the page is, the first line set in."""
        letters = self.letters()
        start = self.left + (hanging or self.style.indent)
        line: list[str] = []
        for word in words.split():
            if line and start + letters.getlength(" ".join((*line, word))) > self.right:
                self._spread(line, start, letters)
                line, start = [], self.left + hanging
            line.append(word)
        self.row((start, " ".join(line), letters, ink.TONER))
        self.down += self.style.after

    def _spread(self, words: list[str], start: float, letters: ImageFont.FreeTypeFont) -> None:
        lengths = [letters.getlength(word) for word in words]
        gap = (self.right - start - sum(lengths)) / max(1, len(words) - 1)
        if not self.style.justified or gap > self.style.size:
            self.row((start, " ".join(words), letters, ink.TONER))
            return
        places = start + np.cumsum([0.0, *lengths[:-1]]) + gap * np.arange(len(words))
        self.row(*((float(place), word, letters, ink.TONER) for place, word in zip(places, words, strict=True)))


def _head(writer: _Writer, random: np.random.Generator) -> None:
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


def _body(writer: _Writer, random: np.random.Generator) -> None:
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


def _form(writer: _Writer, random: np.random.Generator) -> None:
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


def _table(writer: _Writer, random: np.random.Generator) -> None:
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


def _rule(writer: _Writer, edges: np.ndarray, height: int) -> None:
    for left, right in pairwise(edges):
        writer.pen.rectangle((left, writer.down, right + 1, writer.down + height + 1), outline=ink.TONER, width=2)


def _signatures(writer: _Writer, random: np.random.Generator, *, bare: bool) -> None:
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


def _signed(writer: _Writer, places: list[float], random: np.random.Generator, *, stamped: bool) -> None:
    size, centre = writer.style.size, writer.down + round(writer.style.size * 3.2)
    for place in places:
        ink.signature(writer.image, (round(place), centre), round(size * random.uniform(5, 7)), random)
    if stamped:
        ink.stamp(writer.image, (round(places[-1]) - size * 3, centre), size * 3, random)


def _side_by_side(writer: _Writer, words: list[str], middles: list[float]) -> None:
    letters = writer.letters(bold=True)
    parts = [(middle - letters.getlength(word) / 2, word) for middle, word in zip(middles, words, strict=True)]
    writer.row(*((place, word, letters, ink.TONER) for place, word in parts))
