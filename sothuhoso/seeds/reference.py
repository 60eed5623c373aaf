"""The reference data that ships with the application, read from ``reference/*.toml`` into frozen values.

The files are written by hand (``docs/reference-data.md`` says from what). Procedures share wording through
``shared.toml``: a name stands for the whole part, and ``use = "…"`` takes it with what is written beside winning.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sothuhoso.domain.names import fold
from sothuhoso.domain.procedures import Family, FamilyOption, Field, Procedure

if TYPE_CHECKING:
    from datetime import date

FOLDER = Path(__file__).parent / "reference"

Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Unit:
    """A commune or ward after the merger of 2025; ``kind`` is ``xa`` or ``phuong``, ``name`` is without it."""

    code: str
    name: str
    kind: str
    province_code: str


@dataclass(frozen=True, slots=True)
class ExchangedDay:
    """A day that is working (or off) against the week and the public holidays."""

    day: date
    working: bool
    note: str = ""


@lru_cache(maxsize=1)
def procedures() -> tuple[Procedure, ...]:
    """Every procedure, in order of code. Raises ``KeyError``, ``TypeError`` or ``ValueError`` on bad data."""
    shared = _read("shared.toml")
    found = [
        _procedure({**file.get("defaults", {}), **raw}, shared)
        for file in (_read(path.name) for path in sorted(FOLDER.glob("*.toml")))
        for raw in file.get("procedure", ())
    ]
    return tuple(sorted(found, key=lambda p: (p.code, p.version)))


@lru_cache(maxsize=1)
def families() -> tuple[Family, ...]:
    """Questions that tell procedures apart which people take for one another."""
    return tuple(_family(raw) for raw in _read("families.toml")["family"])


@lru_cache(maxsize=1)
def fields() -> tuple[Field, ...]:
    """Lĩnh vực, in the order they are shown."""
    return tuple(Field(**{**raw, "words": tuple(raw.get("words", ()))}) for raw in _read("fields.toml")["field"])


@lru_cache(maxsize=1)
def units() -> tuple[Unit, ...]:
    """The communes and wards, in order of code."""
    file = _read("units.toml")
    return tuple(Unit(province_code=file["province_code"], **raw) for raw in file["units"])


@lru_cache(maxsize=1)
def exchanged_days() -> tuple[ExchangedDay, ...]:
    """Days the ``holidays`` package does not count: swapped days off and made-up Saturdays."""
    return tuple(ExchangedDay(**raw) for raw in _read("calendar.toml")["day"])


def search_terms(procedure: Procedure) -> tuple[str, ...]:
    """Folded words to find a procedure by: names in both languages, the words people use, the code."""
    said = (procedure.name, procedure.name_en, *procedure.popular, procedure.code)
    return tuple(dict.fromkeys(fold(text) for text in said))


def _read(name: str) -> Table:
    with (FOLDER / name).open("rb") as file:
        return tomllib.load(file)


def _procedure(raw: Table, shared: Table) -> Procedure:
    out = dict(raw)
    out["conditions"] = [_part("condition", c, shared) for c in raw.get("conditions", ())]
    out["components"] = [_part("component", c, shared) for c in raw["components"]]
    # TOML has no null: a fee without an amount is one the province decides
    out["fees"] = [{"amount": None, **_part("fee", f, shared)} for f in raw.get("fees", ())]
    out["results"] = [_part("result", r, shared) for r in raw["results"]]
    if "subject" in raw:
        out["subject"] = _part("subject", raw["subject"], shared)
    return Procedure.from_json(out)


def _part(kind: str, given: str | Table, shared: Table) -> Table:
    """One part of a procedure, a shared one filled in. Only components and conditions have keys."""
    own: Table = {"use": given} if isinstance(given, str) else dict(given)
    name = own.pop("use", None)
    if name is None:
        return own
    keyed = {"key": name} if kind in {"component", "condition"} else {}
    return {**keyed, **shared[kind][name], **own}


def _family(raw: Table) -> Family:
    options = tuple(FamilyOption(**option) for option in raw["options"])
    return Family(**{**raw, "words": tuple(raw["words"]), "options": options})
