"""Setting the lines of a page: margins and letters by chance, words wrapped and justified, each line remembered."""

import unicodedata
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.samples import drawing, ink

DPI = 300
PAPERS = {"A4": (210, 297), "A5": (148, 210)}  # millimetres
Box = tuple[int, int, int, int]


def pixels(paper: str) -> tuple[int, int]:
    """How many a sheet of that paper has."""
    across, down = (round(side / 25.4 * DPI) for side in PAPERS[paper])
    return across, down


@dataclass(frozen=True, slots=True)
class Style:
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
    def of(cls, paper: str, random: np.random.Generator) -> "Style":
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
class Writer:
    """Writes line under line and remembers what it wrote where."""

    image: Image.Image
    style: Style
    down: int
    lines: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    @classmethod
    def of(cls, paper: str, random: np.random.Generator) -> "Writer":
        style = Style.of(paper, random)
        return cls(ink.paper(pixels(paper), random), style, style.top)

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
