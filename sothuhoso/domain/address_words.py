"""An address as words: what they are compared by, and where one of its parts may begin or must end.

Comparing forgets what hands leave out or do differently: case, accents, apostrophes, i for y, c for k (in the names of
the highlands), leading zeros. Where accents were written they still tell two names apart (``marks``).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sothuhoso.domain.names import fold, nfc

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+(?:['’ʼ`][^\W_]+)*")
_GLUED = re.compile(r"([a-z]+)([0-9]{1,2})")  # P5, Q1, phuong12
#: What may stand between two words, by how much it parts them: TP.HCM, Bà Rịa - Vũng Tàu, Phú Thượng, Võ Nhai.
NOTHING, POINT, DASH, COMMA = range(4)
_GAPS = ((COMMA, re.compile(r"[,;:()\n|/]")), (DASH, re.compile("[-–—]")), (POINT, re.compile("[.]")))
_APOSTROPHE = re.compile("['’ʼ`]")
_NO_LETTER = re.compile(r"[\W_]+")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_ONE_SOUND = str.maketrans("yk", "ic")


@dataclass(frozen=True, slots=True)
class Word:
    """One word; ``first`` is its place in the text, ``gap`` what stands before it (the first has a comma)."""

    key: str
    marks: str
    first: int
    gap: int


def key(name: str) -> str:
    """What a name is compared by; ``""`` for one without any letter."""
    return "".join(map(_key, _syllables(name)))


def marks(name: str) -> str:
    """The name with its accents, comparable: the tone at the end of each syllable (hoà and hòa are one)."""
    return "".join(map(_marks, _syllables(name)))


def words_of(text: str, glued: frozenset[str]) -> tuple[Word, ...]:
    """The words of ``nfc`` text. ``glued`` are the keys of kinds that stand before a number without a space."""
    out: list[Word] = []
    end = 0
    for found in _WORD.finditer(text):
        first, gap = found.start(), _gap(text[end : found.start()]) if out else COMMA
        end = found.end()
        split = _GLUED.fullmatch(fold(found[0]))
        if split and split[1] in glued and found[0].endswith(split[2]):
            middle = end - len(split[2])
            out.append(_word(text[first:middle], first, gap))
            first, gap = middle, NOTHING
        out.append(_word(text[first:end], first, gap))
    return tuple(out)


def says(words: Iterable[Word], meant: tuple[tuple[str, str], ...]) -> bool:
    """Whether these are the words ``meant`` (key and marks of each): with their accents, or typed without any."""
    return all(
        word.key == folded and word.marks in (folded, full) for word, (folded, full) in zip(words, meant, strict=True)
    )


def _word(said: str, first: int, gap: int) -> Word:
    return Word(key(said), marks(said), first, gap)


def _gap(between: str) -> int:
    return next((gap for gap, signs in _GAPS if signs.search(between)), NOTHING)


def _syllables(name: str) -> list[str]:
    return _NO_LETTER.sub(" ", _APOSTROPHE.sub("", nfc(name))).split()


@lru_cache(maxsize=8192)
def _key(syllable: str) -> str:
    bare = _NO_LETTER.sub("", fold(syllable))
    return (bare.lstrip("0") or "0") if bare.isdecimal() else bare.translate(_ONE_SOUND)


@lru_cache(maxsize=8192)
def _marks(syllable: str) -> str:
    letters = unicodedata.normalize("NFD", syllable.lower())
    tones = "".join(sorted(c for c in letters if c in _TONES))
    bare = unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES))
    return (bare.lstrip("0") or "0") if bare.isdecimal() else bare.translate(_ONE_SOUND) + tones
