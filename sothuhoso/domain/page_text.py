"""What stands on a page, as it is searched: words and their places, without long numbers, and what was found marked.

Numbers of nine digits and more (số định danh, CMND, telephone, accounts) are found by their own sealed way and by no
other: here they are covered before anything is compared, kept or shown (Luật 91/2025/QH15 on personal data).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category

from sothuhoso.domain.names import fold, nfc

LONG_NUMBER = 9
"""Digits from which on a number is covered."""
COVER = "•"

_BETWEEN = frozenset(".,-–—·_")  # what people and print put between the digits of one number
_RUN = re.compile(r"[^\W_]+")
_SMALL_NUMBERS = frozenset({"No", "Nl"})  # ½, ², Ⅷ: PostgreSQL's parser knows none of them
_NUMBER = re.compile(rf"0(?: *0){{{LONG_NUMBER - 1},}}")
_AROUND = 28  # words of an excerpt
_BEFORE = 6  # of these before the first that was found


class _Kinds(dict[int, str]):
    """Each sign as what it is within a number: a digit ``0``, something between digits, anything else ``x``."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        if any(part.isdecimal() for part in unicodedata.normalize("NFKD", sign)):
            kind = "0"
        else:
            kind = " " if sign.isspace() or sign in _BETWEEN else "x"
        self[code] = kind
        return kind


_KINDS = _Kinds()


@dataclass(frozen=True, slots=True)
class Token:
    """A run of letters and digits in small letters: with its accents, without them, and which word it stands in."""

    text: str
    folded: str
    word: int


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand one behind the other, with their accents (``exact``) or without.

    ``prefix``: of the last word the beginning is enough.
    """

    words: tuple[str, ...]
    exact: bool = False
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an excerpt, found or only beside it."""

    text: str
    found: bool


def long_numbers(text: str) -> list[tuple[int, int]]:
    """Where numbers of nine digits and more begin and end, whatever blanks, dots or dashes stand between the digits."""
    return [match.span() for match in _NUMBER.finditer(text.translate(_KINDS))]


def covered(words: Sequence[str]) -> tuple[str, ...]:
    """The words composed (NFC), long numbers covered, also those that go over several words."""
    clean = [nfc(word) for word in words]
    text = " ".join(clean)
    for start, end in long_numbers(text):
        hidden = "".join(sign if sign.isspace() else COVER for sign in text[start:end])
        text = text[:start] + hidden + text[end:]
    out: list[str] = []
    at = 0
    for word in clean:
        out.append(text[at : at + len(word)])
        at += len(word) + 1
    return tuple(out)


def tokens(words: Sequence[str]) -> tuple[Token, ...]:
    """The words taken apart as the index has them."""
    return tuple(Token(run, _folded(run), at) for at, word in enumerate(words) for run in _runs(nfc(nfc(word).lower())))


def _runs(text: str) -> list[str]:
    """Letters and digits in a row, as both databases take them."""
    known = text if text.isascii() else "".join(" " if category(sign) in _SMALL_NUMBERS else sign for sign in text)
    return _RUN.findall(known)


def found(on_page: Sequence[Token], terms: Sequence[Term]) -> frozenset[int]:
    """Which words (by their place among the page's) belong to a term."""
    return frozenset(on_page[at].word for term in terms for at in _places(on_page, term))


def excerpt(words: Sequence[str], hits: Collection[int]) -> tuple[Piece, ...]:
    """Some words around the thickest cluster of what was found; the page's beginning where nothing was."""
    ordered = sorted(hits)
    most = max(ordered, key=lambda at: (sum(at <= other < at + _AROUND - _BEFORE for other in ordered), -at), default=0)
    start = max(0, most - _BEFORE)
    end = min(len(words), start + _AROUND)
    pieces: list[Piece] = [Piece("… ", found=False)] if start else []
    for at in range(start, end):
        _add(pieces, words[at], found=at in hits)
    return (*pieces, Piece(" …", found=False)) if end < len(words) else tuple(pieces)


def _add(pieces: list[Piece], word: str, *, found: bool) -> None:
    """Put a word behind the others; the blank before it belongs to a piece that was found only within one."""
    last = pieces[-1] if pieces else None
    if last is None:
        pieces.append(Piece(word, found))
    elif last.found == found:
        pieces[-1] = Piece(f"{last.text.removesuffix(' ')} {word}", found)
    elif found:
        pieces[-1] = Piece(f"{last.text.removesuffix(' ')} ", found=False)
        pieces.append(Piece(word, found))
    else:
        pieces.append(Piece(f" {word}", found))


def _places(on_page: Sequence[Token], term: Term) -> list[int]:
    long = len(term.words)
    said = [token.text if term.exact else token.folded for token in on_page]
    return [
        at + step for at in range(len(said) - long + 1) if _stands(said[at : at + long], term) for step in range(long)
    ]


def _stands(said: Sequence[str], term: Term) -> bool:
    *whole, last = said
    *asked, end = term.words
    return whole == asked and (last.startswith(end) if term.prefix else last == end)


@lru_cache(maxsize=8192)  # few words are most of what is written
def _folded(run: str) -> str:
    """Without accents, still one run: a sign that folds to several keeps its place in the row."""
    return "".join(_RUN.findall(fold(run))) or run
