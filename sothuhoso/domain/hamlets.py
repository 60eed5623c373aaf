"""Which hamlet (xóm, bản, thôn …) an address lies in, as far as the words tell.

Addresses are typed by many hands: with and without accents, with the kind or without, with the old district or none.
The name must stand as a whole ("Hạ Sơn" is not "Hạ Sơn Dao"), and where two would fit the longer one is meant. The
lead of a trip sees what was found and puts it right: this is a proposal, never a rule.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sothuhoso.domain.names import fold

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from typing import TypeVar

    K = TypeVar("K", bound=Hashable)

Words = tuple[str, ...]

#: what a hamlet is called, folded; longer ones first, so that "to dan pho" is not taken for "to"
_KINDS: tuple[Words, ...] = (
    ("to", "dan", "pho"),
    ("khu", "dan", "cu"),
    ("khu", "pho"),
    *((word,) for word in ("xom", "ban", "thon", "lang", "tdp", "ap", "buon", "khu", "pho", "to", "cum")),
)
#: where a larger place begins in an address written without commas
_ABOVE: tuple[Words, ...] = (
    ("thi", "tran"),
    ("thi", "xa"),
    ("thanh", "pho"),
    *((word,) for word in ("xa", "phuong", "huyen", "quan", "tinh", "tp")),
)
_COMMA = re.compile(r"[,;:/()\n]")
_NO_WORD = re.compile(r"[\W_]+")


def hamlet_key(name: str) -> str:
    """The name to compare by: folded, without its kind. ``""`` for a name without any letter."""
    return " ".join(_without_kind(_words(name)))


def hamlet_of(address: str, hamlets: Mapping[K, str]) -> K | None:
    """The one of ``hamlets`` (anything → name) that the address names, ``None`` for none of them."""
    places = _places(address)
    found: list[tuple[int, K]] = []
    for which, name in hamlets.items():
        key = _without_kind(_words(name))
        if key and any(_names(place, key, alone=len(places) == 1) for place in places):
            found.append((len(key), which))
    return max(found, key=lambda one: one[0])[1] if found else None


def _names(place: Words, key: Words, *, alone: bool) -> bool:
    """Whether this part of an address is the hamlet: as a whole, or at its end behind the kind ("số 3 xóm X")."""
    bare = _without_kind(place)
    if bare == key:
        return True
    if place[-len(key) :] == key and any(_ends_with(place[: -len(key)], kind) for kind in _KINDS):
        return True
    # One run of words without any comma: what follows the name may be the commune.
    return alone and bare[: len(key)] == key


def _places(address: str) -> list[Words]:
    """The parts of an address: at commas, and where a commune, district or province is announced."""
    out: list[Words] = []
    for part in _COMMA.split(address):
        out.extend(_cut(_words(part)))
    return [place for place in out if place]


def _cut(words: Words) -> list[Words]:
    """``xom lung luong xa than sa`` → ``xom lung luong`` and ``xa than sa``."""
    for at in range(1, len(words)):
        announced = any(words[at : at + len(above)] == above for above in _ABOVE)
        if announced and not any(_ends_with(words[:at], kind) for kind in _KINDS):
            return [words[:at], *_cut(words[at:])]
    return [words]


def _without_kind(words: Words) -> Words:
    """Kinds may stand twice ("xóm Làng Mười"); a name that is nothing else keeps its last one."""
    for kind in _KINDS:
        if words[: len(kind)] == kind and len(words) > len(kind):
            return _without_kind(words[len(kind) :])
    return words


def _ends_with(words: Words, kind: Words) -> bool:
    return words[-len(kind) :] == kind


def _words(text: str) -> Words:
    return tuple(_NO_WORD.sub(" ", fold(text)).split())
