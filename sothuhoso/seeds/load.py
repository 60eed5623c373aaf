"""Brings the reference data into the tables, as often as one likes: a second run adds nothing.

A version of a procedure, once stored, is what dossiers were received under; it is never changed. A changed text needs
a higher version number.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sothuhoso.db.queries import audit, calendar_days, procedures, units
from sothuhoso.db.tables import CalendarDayRow, ProcedureVersionRow, UnitRow
from sothuhoso.domain.errors import Conflict
from sothuhoso.seeds import reference as given

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sothuhoso.db.unit_of_work import UnitOfWork
    from sothuhoso.domain.procedures import Procedure
    from sothuhoso.seeds.reference import ExchangedDay, Unit
    from sothuhoso.services.container import Container


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows a run added."""

    units: int
    procedures: int
    days: int


def reference(c: Container) -> Loaded:
    """Load what ships with the application. Raises as ``load``."""
    return load(c, given.units(), given.procedures(), given.exchanged_days())


def load(c: Container, places: Iterable[Unit], laws: Iterable[Procedure], days: Iterable[ExchangedDay]) -> Loaded:
    """Load these, all or nothing.

    Raises ``Conflict('seed.procedure_changed')`` where a stored version says something else.
    """
    with c.work() as uow:
        loaded = Loaded(
            units=sum([_unit(uow, place) for place in places]),
            procedures=sum([_procedure(uow, c, law) for law in laws]),
            days=sum([_day(uow, day) for day in days]),
        )
        uow.commit()
    return loaded


def content_hash(procedure: Procedure) -> str:
    """SHA-256 of all the version says but its end: that comes with the law that replaces it."""
    body = procedure.to_json() | {"effective_to": None}
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _unit(uow: UnitOfWork, place: Unit) -> bool:
    known = units.unit(uow.session, place.code)
    row = known or UnitRow(code=place.code, name="", kind="", province_code="")
    row.name, row.kind, row.province_code = place.name, place.kind, place.province_code
    uow.session.add(row)
    return known is None


def _procedure(uow: UnitOfWork, c: Container, law: Procedure) -> bool:
    known = procedures.version_of(uow.session, law.code, law.version)
    if known is None:
        uow.session.add(_version_row(c, law))
        return True
    if known.content_hash != content_hash(law):
        raise Conflict("seed.procedure_changed", code=law.code, version=law.version)
    if known.effective_to != law.effective_to:
        known.effective_to, known.body = law.effective_to, law.to_json()
        uow.session.add(known)
    return False


def _version_row(c: Container, law: Procedure) -> ProcedureVersionRow:
    return ProcedureVersionRow(
        id=c.ids.uuid(),
        code=law.code,
        version=law.version,
        name=law.name,
        effective_from=law.effective_from,
        effective_to=law.effective_to,
        body=law.to_json(),
        content_hash=content_hash(law),
    )


def _day(uow: UnitOfWork, day: ExchangedDay) -> bool:
    if calendar_days.calendar_day(uow.session, day.day) is not None:
        return False
    if audit.of_object(uow.session, "calendar_day", day.day.isoformat()):
        return False  # somebody took it out by hand: it stays out
    uow.session.add(CalendarDayRow(day=day.day, working=day.working, note=day.note))
    return True
