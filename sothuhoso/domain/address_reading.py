"""An address read from its end: which communes its words may name, and how well that fits.

The more of it fits together the less can be meant, so readings are asked for in turn: commune, district and province;
two of them; a commune alone. A name means what its place says: "Võ Nhai" behind a commune is the old district,
before a province with nothing else it is the commune of today or the district, and that is doubtful.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sothuhoso.domain.address_table import TODAY
from sothuhoso.domain.address_words import COMMA, DASH, NOTHING, says

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from sothuhoso.domain.address_table import Commune, District, Kind, Province, Table
    from sothuhoso.domain.address_words import Word

_MAX_NAME = 6  # words


@dataclass(frozen=True, slots=True)
class Hit:
    """A commune that the words from ``start`` name; ``told``: with its kind before it.

    ``wrong``: how many kinds and spellings are not as the table has them. ``doubt``: something else may be meant.
    """

    start: int
    commune: Commune
    told: bool
    wrong: int
    doubt: bool


@dataclass(frozen=True, slots=True)
class _Name:
    """Words that may be a name, from ``first`` on; its kind, where it is told, at ``start`` and in ``letters``."""

    start: int
    first: int
    end: int
    letters: frozenset[str]
    key: str


class Reader:
    """The words of one address, and what they may mean in front of a place."""

    def __init__(self, words: Sequence[Word], table: Table) -> None:
        self._words, self._table = words, table
        #: nothing parts them: a name may begin anywhere
        self._loose = all(word.gap < DASH for word in words[1:])
        self._end = self._without_country(len(words))
        self._provinces = list(self._provinces_before(self._end))

    def whole(self) -> Iterator[Hit]:
        """Commune, district and province as they were."""
        for start, province in self._provinces:
            yield from self._in_district(start, {province.old})

    def mixed(self) -> Iterator[Hit]:
        """The old district in the province of today, with the old commune or today's."""
        for start, province in self._provinces:
            yield from self._in_district(start, province.wide)
            for at, district, wrong in self._districts_before(start, province.wide):
                for hit in self._communes_before(at, wrong):
                    if hit.commune.district == TODAY and self._lies_in(hit.commune, {district.number}):
                        yield replace(hit, doubt=hit.doubt or district.earlier)

    def pair(self) -> Iterator[Hit]:
        """Commune and district, or commune and province. Without its kind the latter may be the old district's name."""
        yield from self._in_district(self._end, None)
        for start, province in self._provinces:
            inside = {number for number, of in enumerate(self._table.province_of) if of in province.wide}
            districts = self._districts_before(start, province.wide)
            doubtful = {at for at, district, _ in districts if district.number not in self._table.islands}
            for hit in self._communes_before(start):
                if self._lies_in(hit.commune, inside):
                    yield replace(hit, doubt=hit.doubt or hit.start in doubtful)

    def alone(self) -> Iterator[Hit]:
        """A commune with nothing above it: certain only where its kind is told."""
        for hit in self._communes_before(self._end) if not self._provinces else ():
            if hit.told or hit.start == 0 or not self._loose:
                yield replace(hit, doubt=hit.doubt or not hit.told)

    def _in_district(self, end: int, provinces: AbstractSet[int] | None) -> Iterator[Hit]:
        """Old communes with their district behind them, in these provinces (``None``: in any)."""
        for at, district, wrong in self._districts_before(end, provinces):
            for hit in self._communes_before(at, wrong):
                if hit.commune.district == district.number:
                    yield replace(hit, doubt=hit.doubt or district.earlier)

    def _provinces_before(self, end: int) -> Iterator[tuple[int, Province]]:
        for name in self._names_before(end, "province"):
            for one in self._table.provinces.get(name.key, ()):
                if not name.letters or not one.kind or one.kind in name.letters:
                    yield name.start, one

    def _districts_before(self, end: int, provinces: AbstractSet[int] | None) -> Iterator[tuple[int, District, int]]:
        """Those of the kind that is told, if any is: many have risen to another since."""
        for name in self._names_before(end, "district"):
            found = [
                one
                for one in self._table.districts.get(name.key, ())
                if provinces is None or self._table.province_of[one.number] in provinces
            ]
            for one in [one for one in found if one.kind in name.letters] or found:
                yield name.start, one, self._misspelled(name, one.marks)

    def _communes_before(self, end: int, wrong: int = 0) -> Iterator[Hit]:
        """Every commune of that name. Islands were districts without communes and are written as such."""
        for name in self._names_before(end, "commune"):
            for one in self._table.communes.get(name.key, ()):
                other_kind = bool(name.letters and one.kind and one.kind not in name.letters)
                doubt = one.earlier or (self._loose and not name.letters)
                misfit = wrong + other_kind + self._misspelled(name, one.marks)
                yield Hit(name.start, one, bool(name.letters), misfit, doubt)
        for name in self._names_before(end, "district"):
            for one in self._table.communes.get(name.key, ()) if name.letters else ():
                if one.district in self._table.islands and one.kind in name.letters:
                    yield Hit(name.start, one, told=True, wrong=wrong, doubt=False)

    def _names_before(self, end: int, level: str) -> Iterator[_Name]:
        """Names of one word, two and more. They begin behind their kind, or where the address is parted."""
        key = ""
        for first in range(end - 1, max(-1, end - 1 - _MAX_NAME), -1):
            word = self._words[first]
            key = word.key + key
            start, kinds = self._kinds_before(first)
            letters = frozenset(letter for of, letter in kinds if of == level)
            parted = self._loose or word.gap > NOTHING
            if letters or (not kinds and parted and not key.isdecimal()):
                yield _Name(start, first, end, letters, key)
            if word.gap == COMMA:
                return

    def _kinds_before(self, end: int) -> tuple[int, Sequence[Kind]]:
        """Where the longest kind in front of a place begins, and what it says."""
        for said in self._table.kinds:
            start = end - len(said)
            together = start >= 0 and all(word.gap != COMMA for word in self._words[start + 1 : end + 1])
            if together and says(self._words[start:end], said):
                return start, self._table.kinds[said]
        return end, ()

    def _misspelled(self, name: _Name, marks: str) -> int:
        """1 where accents were written, and others than these. Names of earlier mergers have none in the table."""
        written = "".join(word.marks for word in self._words[name.first : name.end])
        return int(written not in (name.key, marks))

    def _lies_in(self, commune: Commune, districts: AbstractSet[int]) -> bool:
        origins = self._table.origins[commune.codes[0]] if commune.district == TODAY else {commune.district}
        return bool(origins & districts)

    def _without_country(self, end: int) -> int:
        for name in self._names_before(end, "country"):
            if name.key in self._table.countries:
                return name.start
        return end
