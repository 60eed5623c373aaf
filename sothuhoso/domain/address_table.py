"""Which units of today the communes before 1 July 2025 lie in, indexed by name. The data comes from outside.

Laid out as ``scripts/address_table`` writes it: ``{kinds, countries, provinces, old}``.

- ``kinds``: ``[level, letter, [words]]``, the full word first. ``countries``: names that may stand at the end.
- ``provinces``: ``[code, letter, name, "05725xThần Sa|…"]``, the units of today (code, letter, name).
- ``old``: ``[name, [other names], code of today's province, districts]``; a district is ``[letter, name, [names before
  earlier mergers], {codes: "xThần Sa|…"}, {codes: "earlier|…"}]``. Several codes (``"05443 05467"``): it was divided.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sothuhoso.domain.address_words import key, marks

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = tuple[str, str]
"""Level (commune, district, province) and letter."""

TODAY = -1  # in the place of a district: units of today have none
KINDS = {"x": "xa", "p": "phuong", "d": "dac_khu"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of today. ``kind`` is ``xa``, ``phuong`` or ``dac_khu``; ``place`` is how it is written in an address."""

    code: str
    name: str
    kind: str
    province_code: str
    province: str
    place: str


@dataclass(frozen=True, slots=True)
class Commune:
    """What a commune's name means: units of today, and in which old district (``TODAY``: the unit itself).

    ``earlier``: it had gone before 2025, and nobody wrote down whether as a whole.
    """

    kind: str
    marks: str
    codes: tuple[str, ...]
    district: int
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class District:
    """What a district's name means. ``earlier``: the name of one that was merged into it before 2025."""

    kind: str
    marks: str
    number: int
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Province:
    """What a province's name means: the old one, and all that are in today's one of that name (the same if none is).

    ``kind`` is empty where any fits.
    """

    kind: str
    old: int
    wide: frozenset[int]


@dataclass(slots=True)
class Table:
    """The data by name (``address_words.key``). ``origins``: the old districts whose communes a unit was made of."""

    units: dict[str, Unit] = field(default_factory=dict[str, Unit])
    communes: dict[str, list[Commune]] = field(default_factory=lambda: defaultdict(list))
    districts: dict[str, list[District]] = field(default_factory=lambda: defaultdict(list))
    provinces: dict[str, list[Province]] = field(default_factory=lambda: defaultdict(list))
    kinds: dict[tuple[tuple[str, str], ...], list[Kind]] = field(default_factory=lambda: defaultdict(list))
    countries: set[str] = field(default_factory=set[str])
    glued: frozenset[str] = frozenset()
    province_of: list[int] = field(default_factory=list[int])
    islands: set[int] = field(default_factory=set[int])
    origins: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


def open_table(raw: Mapping[str, Any]) -> Table:
    """The table of what was read. Raises ``KeyError``, ``TypeError`` or ``ValueError`` on data of another layout."""
    table = Table()
    written: dict[Kind, str] = {(level, letter): words[0] for level, letter, words in raw["kinds"]}
    table.countries = set(map(key, raw["countries"]))
    spoken = [(said.split(), (level, letter)) for level, letter, words in raw["kinds"] for said in words]
    for said, kind in sorted(spoken, key=lambda one: -len(one[0])):  # "thị xã" before "xã"
        table.kinds[tuple((key(word), marks(word)) for word in said)].append(kind)
    table.glued = frozenset(said[0][0] for said in table.kinds if len(said) == 1)
    for province in raw["provinces"]:
        _add_units(table, written, *province)
    today = {name: letter for _, letter, name, _ in raw["provinces"]}
    merged: dict[str, set[int]] = defaultdict(set)
    for number, (_, _, code, _) in enumerate(raw["old"]):
        merged[code].add(number)
    for number, (name, also, code, districts) in enumerate(raw["old"]):
        wide = frozenset(merged[code] if name in today else {number})
        table.provinces[key(name)].append(Province(today.get(name, "t"), number, wide))
        for other in also:
            table.provinces[key(other)].append(Province("", number, wide))
        for district in districts:
            _add_district(table, number, *district)
    return table


def _add_units(table: Table, written: Mapping[Kind, str], code: str, letter: str, province: str, units: str) -> None:
    above = f"{written['province', letter]} {province}"
    for one in units.split("|"):
        number, kind, name = one[:5], one[5], one[6:]
        place = f"{written['commune', kind]} {name}, {above}"
        table.units[number] = Unit(number, name, KINDS[kind], code, province, place)
        table.communes[key(name)].append(Commune(kind, marks(name), (number,), TODAY))


def _add_district(
    table: Table,
    province: int,
    letter: str,
    name: str,
    before: list[str],
    communes: dict[str, str],
    earlier: dict[str, str],
) -> None:
    number = len(table.province_of)
    table.province_of.append(province)
    table.districts[key(name)].append(District(letter, marks(name), number))
    for other in before:
        table.districts[key(other)].append(District("", marks(other), number, earlier=True))
    for codes, names in communes.items():
        for one in names.split("|"):
            kind, commune = one[0], one[1:]
            if kind == letter and commune == name and kind not in "xp":
                table.islands.add(number)
            table.communes[key(commune)].append(Commune(kind, marks(commune), tuple(codes.split()), number))
        for code in codes.split():
            table.origins[code].add(number)
    for codes, names in earlier.items():
        for one in names.split("|"):
            table.communes[key(one)].append(Commune("", marks(one), tuple(codes.split()), number, earlier=True))
