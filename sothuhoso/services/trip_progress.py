"""Afterwards: what has arrived of a trip and what has not, and the report that is printed of it.

A dossier travels apart from the entry that speaks of it, so each entry is looked up: announced, arriving, or whole at
the desk. Names and numbers of a dossier are told only where it belongs to the trip's unit.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sothuhoso.db.queries import procedures, trips, units
from sothuhoso.db.tables import DossierPersonRow, DossierRow, ProcedureVersionRow, TripEntryRow, TripRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain import citizen_number
from sothuhoso.domain.errors import NotFound
from sothuhoso.domain.policy import Actor
from sothuhoso.domain.procedures import Procedure
from sothuhoso.domain.trip_entries import Deed, Entry, EntryKind, Tally, standing, tally
from sothuhoso.domain.trip_report import ReportPerson, ReportProcedure, TripReportFacts
from sothuhoso.services import audit, trip_guard
from sothuhoso.services.container import Container
from sothuhoso.services.moments import iso
from sothuhoso.services.sealed import sealed_value
from sothuhoso.services.trip_entries import entry_of
from sothuhoso.services.trip_views import EntryProgress, ProcedureTally, TabletProgress, TripProgress
from sothuhoso.services.views import Named

WHOLE, ARRIVING, ANNOUNCED = "whole", "arriving", "announced"


@dataclass(frozen=True, slots=True)
class Done:
    """One standing entry with all that is known here of what it speaks of."""

    row: TripEntryRow
    entry: Entry
    state: str
    hamlet: str
    dossier: DossierRow | None
    owner: DossierPersonRow | None
    procedure: Named
    procedure_code: str
    missing: tuple[Named, ...]

    @property
    def ticket(self) -> str:
        return f"{self.row.series} {self.row.queue}"

    @property
    def person(self) -> str:
        return self.dossier.owner_name if self.dossier else self.entry.person


def progress(c: Container, actor: Actor, trip_id: UUID) -> TripProgress:
    """Everything that stands of the trip; errors as ``trip_guard.trip``."""
    with c.look() as uow:
        row = trip_guard.trip(uow, actor, trip_id)
        rows = trips.entries(uow.session, row.id)
        done, counted = _done(uow, c, row, rows), _tally(rows)
        dossiers = [one for one in done if one.row.kind == EntryKind.DOSSIER]
        tablets = trips.tablets(uow.session, row.id)
        return TripProgress(
            trip=trip_guard.trip_view(uow, c, actor, row, entries=len(rows)),
            people=counted.people,
            served=counted.served,
            turned_away=counted.turned_away,
            dossiers=counted.kinds[EntryKind.DOSSIER],
            handovers=counted.kinds[EntryKind.HANDOVER],
            notes=counted.kinds[EntryKind.NOTE],
            whole=sum(one.state == WHOLE for one in dossiers),
            on_the_way=sum(one.state != WHOLE for one in dossiers),
            waiting=sum(tablet.waiting for tablet in tablets),
            entries=[_progress(one) for one in done],
            tablets=[
                TabletProgress(
                    id=str(one.tablet_id),
                    series=one.series,
                    name=one.account_name,
                    packed_at=iso(one.packed_at),
                    seen_at=iso(one.seen_at),
                    waiting=one.waiting,
                )
                for one in tablets
            ],
            by_procedure=[ProcedureTally(*key, count) for key, count in _by_procedure(dossiers)],
        )


def report_pdf(c: Container, actor: Actor, trip_id: UUID) -> bytes:
    """The report as PDF; names stand on it, so printing it is written down. Errors as ``trip_guard.trip``."""
    with c.work() as uow:
        row = trip_guard.trip(uow, actor, trip_id)
        facts = _facts(uow, c, actor, row)
        audit.record(uow, c, actor, "trip.report", "trip", row.id, row.unit_code)
        uow.commit()
    return c.forms.trip_report(facts)


# --- what is known of each entry -----------------------------------------------------------------------------------


def _done(uow: UnitOfWork, c: Container, row: TripRow, rows: Iterable[TripEntryRow]) -> list[Done]:
    by_id = {one.id: one for one in rows}
    stand = [by_id[deed.id] for deed in standing(map(_deed, by_id.values()))]
    names = {hamlet.id: hamlet.name for hamlet in trips.hamlets(uow.session, row.id)}
    announced = [one.submission_id for one in stand if one.submission_id]
    states = trips.submission_states(uow.session, announced)
    known = _dossiers(uow, row, [*announced, *(one.dossier_id for one in stand if one.dossier_id)])
    missing = trips.missing_papers(uow.session, list(known))
    law = {version.code: version for version in procedures.versions_in_force(uow.session, row.day)}
    return [_one(c, one, names, states, known, missing, law) for one in stand]


def _one(
    c: Container,
    row: TripEntryRow,
    names: dict[UUID, str],
    states: dict[UUID, str],
    known: dict[UUID, tuple[DossierRow, DossierPersonRow]],
    missing: dict[UUID, list[tuple[str, str]]],
    law: dict[str, ProcedureVersionRow],
) -> Done:
    entry = entry_of(c, row)
    spoken_of = row.submission_id or row.dossier_id
    dossier, owner = known.get(spoken_of, (None, None)) if spoken_of else (None, None)
    version = law.get(entry.procedure)
    if dossier is not None:
        code, procedure = dossier.procedure_code, Named(dossier.procedure_name, dossier.procedure_name_en)
        papers = [Named(*pair) for pair in missing.get(dossier.id, [])] if row.kind == EntryKind.DOSSIER else []
    elif version is not None:
        code, procedure = version.code, Named(version.name, str(version.body.get("name_en", "")))
        papers = _papers(version, entry.papers)
    else:
        code, procedure, papers = entry.procedure, Named(entry.procedure, entry.procedure), []
    return Done(
        row=row,
        entry=entry,
        state=_state(row, states),
        hamlet=names.get(row.hamlet_id, ""),
        dossier=dossier,
        owner=owner,
        procedure=procedure,
        procedure_code=code,
        missing=tuple(papers),
    )


def _state(row: TripEntryRow, states: dict[UUID, str]) -> str:
    if row.submission_id is None:
        return WHOLE
    state = states.get(row.submission_id)
    return ANNOUNCED if state is None else WHOLE if state == WHOLE else ARRIVING


def _dossiers(uow: UnitOfWork, row: TripRow, ids: list[UUID]) -> dict[UUID, tuple[DossierRow, DossierPersonRow]]:
    found = trips.dossiers_with_owner(uow.session, ids)
    return {key: pair for key, pair in found.items() if row.unit_code in (pair[0].unit_code, pair[0].intake_unit_code)}


def _papers(version: ProcedureVersionRow, keys: tuple[str, ...]) -> list[Named]:
    asked = {component.key: component for component in Procedure.from_json(version.body).components}
    return [Named(asked[key].name, asked[key].name_en) for key in keys if key in asked]


def _deed(row: TripEntryRow) -> Deed:
    return Deed(
        id=row.id,
        hamlet=row.hamlet_id,
        ticket=(row.series, row.queue),
        kind=EntryKind(row.kind),
        made_at=row.made_at,
        replaces=row.replaces,
    )


def _tally(rows: Iterable[TripEntryRow]) -> Tally:
    return tally(map(_deed, rows))


def _by_procedure(dossiers: list[Done]) -> list[tuple[tuple[str, str, str], int]]:
    """The commonest first."""
    counted = Counter((one.procedure_code, one.procedure.name, one.procedure.name_en) for one in dossiers)
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _progress(done: Done) -> EntryProgress:
    entry = done.entry
    return EntryProgress(
        id=str(done.row.id),
        ticket=done.ticket,
        hamlet=done.hamlet,
        kind=done.row.kind,
        state=done.state,
        person=done.person,
        procedure=done.procedure.name,
        procedure_en=done.procedure.name_en,
        number=done.dossier.number if done.dossier else "",
        text=entry.text,
        reason=str(entry.reason or ""),
        papers=list(done.missing),
        comes_again=entry.comes_again,
        signer=entry.signer,
        signed=done.row.signature_sha256 is not None,
        how=str(entry.how or ""),
        witness=entry.witness,
        made_at=iso(done.row.made_at),
        received_at=iso(done.row.received_at),
    )


# --- the report ----------------------------------------------------------------------------------------------------


def _facts(uow: UnitOfWork, c: Container, actor: Actor, row: TripRow) -> TripReportFacts:
    rows = trips.entries(uow.session, row.id)
    done, counted = _done(uow, c, row, rows), _tally(rows)
    view = trip_guard.trip_view(uow, c, actor, row, entries=len(rows))
    unit = units.unit(uow.session, row.unit_code)
    dossiers = [one for one in done if one.row.kind == EntryKind.DOSSIER]
    return TripReportFacts(
        unit_name=view.unit_name,
        place=unit.name if unit else view.unit_name,
        printed_at=c.clock.now(),
        trip_name=row.name,
        day=row.day,
        lead_name=view.lead_name,
        members=tuple(member.name for member in view.members),
        hamlets=tuple(hamlet.name for hamlet in view.hamlets),
        people=counted.people,
        served=counted.served,
        turned_away=counted.turned_away,
        handed_over=counted.kinds[EntryKind.HANDOVER],
        notes_made=counted.kinds[EntryKind.NOTE],
        dossiers=len(dossiers),
        on_the_way=sum(one.state != WHOLE for one in dossiers),
        procedures=tuple(ReportProcedure(code, name, count) for (code, name, _), count in _by_procedure(dossiers)),
        to_bring=tuple(_line(c, one) for one in dossiers if one.missing),
        handovers=tuple(_line(c, one) for one in done if one.row.kind == EntryKind.HANDOVER),
        sent_home=tuple(_line(c, one) for one in done if one.row.kind == EntryKind.TURNED_AWAY),
        notes=tuple(_line(c, one) for one in done if one.row.kind == EntryKind.NOTE),
        next_visit=row.next_visit,
        remarks=view.remarks,
    )


def _line(c: Container, done: Done) -> ReportPerson:
    number = sealed_value(c, done.owner, "id_number") if done.owner else ""
    return ReportPerson(
        ticket=done.ticket,
        hamlet=done.hamlet,
        name=done.person,
        id_masked=citizen_number.mask(number),
        what=done.procedure.name,
        number=done.dossier.number if done.dossier else "",
        papers=tuple(paper.name for paper in done.missing),
        reason=str(done.entry.reason or ""),
        text=done.entry.text,
        signer=done.entry.signer,
        how=str(done.entry.how or ""),
        witness=done.entry.witness,
        signature=_picture(c, done.row.signature_sha256),
        comes_again=done.entry.comes_again,
    )


def _picture(c: Container, sha256: str | None) -> str:
    """The picture of a name in base64; one that was lost from the store is left out."""
    if sha256 is None:
        return ""
    try:
        return base64.b64encode(c.files.get(sha256)).decode()
    except NotFound:
        return ""
