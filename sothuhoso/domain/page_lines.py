"""The words of a page put into lines and segments again, to be understood by what stands beside and beneath what.

A segment is the part of a line between two wide gaps: a cell of a table, one side of a paper's head. What is written
is compared folded, so accents that were misread change nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sothuhoso.domain.names import fold

Box = tuple[float, float, float, float]
"""Left, top, width, height, as shares of the page."""

_WIDE = 3.0  # letters: no blank between two words is so long
_SAME_LINE = 0.8  # of a word's height
_AROUND, _LEAST_WIDE, _LEAST_HIGH = 0.06, 0.3, 0.036  # of the page: blanks beside, and the least that is cut out


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was read, and where."""

    text: str
    box: Box

    @property
    def right(self) -> float:
        return self.box[0] + self.box[2]

    @property
    def middle(self) -> float:
        return self.box[1] + self.box[3] / 2


@dataclass(frozen=True)
class Line:
    """Words side by side: a whole line, or a segment of one."""

    words: tuple[Word, ...]

    @cached_property
    def folded(self) -> tuple[str, ...]:
        return tuple(fold(word.text) for word in self.words)

    @cached_property
    def text(self) -> str:
        """All of it, folded, one blank between two words."""
        return " ".join(self.folded)

    @property
    def said(self) -> str:
        """As it was read."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def box(self) -> Box:
        return box_around([word.box for word in self.words])

    @property
    def centre(self) -> float:
        return self.box[0] + self.box[2] / 2

    @property
    def bottom(self) -> float:
        return self.box[1] + self.box[3]

    @property
    def capital(self) -> bool:
        """Whether it is letters, and capital ones only."""
        letters = [sign for sign in self.said if sign.isalpha()]
        return len(letters) > 1 and all(sign.isupper() for sign in letters) and not any(map(str.isdigit, self.said))

    def between(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that a part of ``text`` touches."""
        found: list[Word] = []
        at = 0
        for word, said in zip(self.words, self.folded, strict=True):
            if at < end and start < at + len(said):
                found.append(word)
            at += len(said) + 1
        return tuple(found)

    @property
    def segments(self) -> tuple[Line, ...]:
        """Its parts between wide gaps."""
        parts: list[list[Word]] = []
        for word in self.words:
            if parts and not wide_gap(parts[-1][-1], word):
                parts[-1].append(word)
            else:
                parts.append([word])
        return tuple(Line(tuple(part)) for part in parts)


def lines_of(words: Sequence[Word]) -> tuple[Line, ...]:
    """The lines in the order of reading. A colon between two words parts them: ``tên:Mai`` is two."""
    lines: list[list[Word]] = []
    for word in (part for whole in words for part in _parted(whole)):
        last = lines[-1][-1] if lines else None
        if last is not None and _goes_on(last, word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return tuple(Line(tuple(line)) for line in lines)


def box_around(boxes: Sequence[Box]) -> Box:
    """What holds all of these boxes."""
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return (left, top, right - left, bottom - top)


def surroundings(box: Box) -> Box:
    """A cut-out of the page around this place, wide enough that what stands beside it is seen, too."""
    left, top, width, height = box
    wide, high = min(1.0, max(width + _AROUND, _LEAST_WIDE)), min(1.0, max(2 * height, _LEAST_HIGH))
    from_left = min(max(0.0, left + width / 2 - wide / 2), 1 - wide)
    return (from_left, min(max(0.0, top + height / 2 - high / 2), 1 - high), wide, high)


def wide_gap(before: Word, after: Word) -> bool:
    """Whether more than a blank lies between two neighbours of a line."""
    letters = len(before.text) + len(after.text)
    return after.box[0] - before.right > _WIDE * (before.box[2] + after.box[2]) / letters


def _goes_on(last: Word, word: Word) -> bool:
    high = max(last.box[3], word.box[3])
    return word.box[0] > last.box[0] and abs(word.middle - last.middle) < _SAME_LINE * high


def _parted(word: Word) -> tuple[Word, ...]:
    before, colon, after = word.text.partition(":")
    if not before or not colon or not after or not after[0].isalnum():
        return (word,) if word.text else ()
    left, top, width, height = word.box
    share = width * (len(before) + 1) / len(word.text)
    first = Word(before + colon, (left, top, share, height))
    return (first, *_parted(Word(after, (left + share, top, width - share, height))))
