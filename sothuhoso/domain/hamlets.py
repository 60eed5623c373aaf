"""Which hamlet (xóm, bản, thôn …) an address lies in, as far as the words tell.

Addresses are typed by many hands: with and without accents, with the kind or without, with the old district or none.
The name must stand as a whole ("Hạ Sơn" is not "Hạ Sơn Dao"), and where two would fit the longer one is meant. The
lead of a trip sees what was found and puts it right: this is a proposal, never a rule.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from sothuhoso.domain.names import fold, nfc

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping
    from typing import TypeVar

    K = TypeVar("K", bound=Hashable)

Words = tuple[str, ...]

#: what a hamlet is called; longer ones first, so that "tổ dân phố" is not taken for "tổ"
_KINDS: tuple[Words, ...] = (
    ("tổ", "dân", "phố"),
    ("khu", "dân", "cư"),
    ("khu", "phố"),
    *((word,) for word in ("xóm", "bản", "thôn", "làng", "tdp", "ấp", "buôn", "khu", "phố", "tổ", "cụm")),
)
#: where a larger place begins in an address written without commas
_ABOVE: tuple[Words, ...] = (
    ("thị", "trấn"),
    ("thị", "xã"),
    ("thành", "phố"),
    *((word,) for word in ("xã", "phường", "huyện", "quận", "tỉnh", "tp")),
)
_COMMA = re.compile(r"[,;:/()\n]")
_NO_WORD = re.compile(r"[\W_]+")


def hamlet_key(name: str) -> str:
    """The name to compare by: folded, without its kind. ``""`` for a name without any letter."""
    return " ".join(_key(name))


def hamlet_of(address: str, hamlets: Mapping[K, str]) -> K | None:
    """The one of ``hamlets`` (anything → name) that the address names, ``None`` for none of them."""
    parts = [words for part in _COMMA.split(address) if (words := _words(part))]
    found: list[tuple[int, K]] = []
    for which, name in hamlets.items():
        key = _key(name)
        if key and any(_names(place, key, alone=len(parts) == 1) for part in parts for place in _places(part)):
            found.append((len(key), which))
    return max(found, key=lambda one: one[0])[1] if found else None


def _names(place: Words, key: Words, *, alone: bool) -> bool:
    """Whether this part of an address is the hamlet: as a whole, or at its end behind the kind ("số 3 xóm X")."""
    bare = _folded(_without_kind(place))
    if key in (bare, _folded(place)):
        return True
    before, end = place[: -len(key)], place[-len(key) :]
    if _folded(end) == key and any(_says(before[-len(kind) :], kind) for kind in _KINDS):
        return True
    # One run of words without any comma: what follows the name may be the commune.
    return alone and bare[: len(key)] == key


def _places(part: Words) -> Iterator[Words]:
    """What may be the hamlet in it: all of it, or what stands before a commune, district or province is announced."""
    yield part
    for at in range(1, len(part)):
        if any(_says(part[at : at + len(above)], above) for above in _ABOVE):
            yield part[:at]


def _key(name: str) -> Words:
    return _folded(_without_kind(_words(name)))


def _without_kind(words: Words) -> Words:
    """Kinds may stand twice ("xóm Làng Mười"); a name that is nothing else keeps its last one."""
    for kind in _KINDS:
        if len(words) > len(kind) and _says(words[: len(kind)], kind):
            return _without_kind(words[len(kind) :])
    return words


def _says(words: Words, meant: Words) -> bool:
    """Whether these are the words meant: with their accents, or typed without any ("phường" is not "Phượng")."""
    return len(words) == len(meant) and all(
        word == full or (word.isascii() and word == fold(full)) for word, full in zip(words, meant, strict=True)
    )


def _folded(words: Words) -> Words:
    return tuple(map(fold, words))


def _words(text: str) -> Words:
    return tuple(_NO_WORD.sub(" ", unicodedata.normalize("NFKC", nfc(text)).lower()).split())
