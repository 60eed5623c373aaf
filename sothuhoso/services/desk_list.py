"""The desk's own list: what is new, what is due, what is searched for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sothuhoso.db.queries import desk, dossiers, units
from sothuhoso.db.queries.desk import DeskFilter, Tally
from sothuhoso.db.tables import DossierRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain import citizen_number, dossier_code, names, policy
from sothuhoso.domain.dossier_status import Status
from sothuhoso.domain.errors import Invalid, SignInNeeded
from sothuhoso.domain.policy import Action, Actor
from sothuhoso.i18n.catalog import text
from sothuhoso.services.assembling import id_index
from sothuhoso.services.container import Container
from sothuhoso.services.dossier_views import OtherView
from sothuhoso.services.moments import due_state, iso
from sothuhoso.services.views import DeskPage, DeskQuery, DeskRow, ProcedureCount, StatusCount

MAX_SIZE = 20
"""Rows of a page: a State sends the whole list again when one of them changes."""

_STATUSES = frozenset(Status)
_MAX_TEXT, _MAX_WORDS, _MIN_NUMBER = 100, 6, 3


def list_desk(c: Container, actor: Actor, query: DeskQuery) -> DeskPage:
    """One page of the actor's unit, the newest first; provincial viewers name a unit or see all.

    ``text`` finds names without accents, a part of the number, or a whole 12-digit ID number (never a part of one).
    """
    unit_code = _unit(actor, query)
    policy.require(actor, Action.DOSSIER_LIST, unit_code)
    wanted = _filter(c, unit_code, query)
    size = min(max(query.size, 1), MAX_SIZE)
    with c.look() as uow:
        tallies = desk.tallies(uow.session, unit_code)
        total = desk.count(uow.session, wanted) if wanted.searches else _total(tallies, wanted)
        pages = max(1, -(-total // size))
        page = min(max(query.page, 1), pages)
        found = desk.rows(uow.session, wanted, offset=(page - 1) * size, limit=size)
        return DeskPage(
            rows=_rows(uow, found, c.clock.now()),
            total=total,
            page=page,
            pages=pages,
            size=size,
            counts=_by_status(tallies),
            procedures=_by_procedure(tallies),
        )


def open_of_person(c: Container, actor: Actor, *, procedure: str, id_number: str) -> list[OtherView]:
    """Dossiers of this person and procedure at the actor's unit that are not closed: asked while one more is taken in.

    Raises ``SignInNeeded``, ``Refused`` and ``Invalid('id_number.not_12_digits')`` for what is no person's number.
    """
    policy.require(actor, Action.INTAKE_COUNTER, actor.unit_code)
    number = citizen_number.compact(id_number)
    if not citizen_number.is_id_number(number):
        raise Invalid("id_number.not_12_digits")
    with c.look() as uow:
        found = dossiers.open_of(uow.session, str(actor.unit_code), procedure, str(id_index(c, number)))
        return [OtherView(str(row.id), row.number, row.status) for row in found]


def _total(tallies: Sequence[Tally], wanted: DeskFilter) -> int:
    """How many a filter without words lets through."""
    return sum(
        tally.count
        for tally in tallies
        if wanted.status in (0, tally.status) and wanted.procedure_code in ("", tally.procedure_code)
    )


def _by_status(tallies: Sequence[Tally]) -> list[StatusCount]:
    counts: Counter[int] = Counter()
    for tally in tallies:
        counts[tally.status] += tally.count
    return [StatusCount(status, counts[status]) for status in sorted(counts)]


def _by_procedure(tallies: Sequence[Tally]) -> list[ProcedureCount]:
    """The commonest first."""
    counts: Counter[str] = Counter()
    called: dict[str, tuple[str, str]] = {}
    for tally in tallies:
        counts[tally.procedure_code] += tally.count
        called[tally.procedure_code] = max(
            called.get(tally.procedure_code, ("", "")), (tally.procedure_name, tally.procedure_name_en)
        )
    ordered = sorted(counts, key=lambda code: (-counts[code], code))
    return [ProcedureCount(code, *called[code], counts[code]) for code in ordered]


def _unit(actor: Actor, query: DeskQuery) -> str | None:
    """The unit to list: one's own, or the named one (the policy decides whether that is allowed)."""
    if not actor.signed_in:
        raise SignInNeeded("access.sign_in")
    return query.unit or actor.unit_code


def _filter(c: Container, unit_code: str | None, query: DeskQuery) -> DeskFilter:
    said = query.text[:_MAX_TEXT].strip()
    digits = re.sub(r"[\s.]", "", said)
    is_id = re.fullmatch(r"\d{9}|\d{12}", digits) is not None
    number = dossier_code.normalise(said)
    return DeskFilter(
        unit_code=unit_code,
        status=query.status if query.status in _STATUSES else 0,
        procedure_code=query.procedure_code,
        words=tuple(names.fold(said).split()[:_MAX_WORDS]),
        number=number if len(number) >= _MIN_NUMBER and any(map(str.isdigit, number)) else "",
        id_index=(id_index(c, digits) or "") if is_id else "",
    )


def _rows(uow: UnitOfWork, found: Sequence[DossierRow], now: datetime) -> list[DeskRow]:
    ids = [row.id for row in found]
    pages, missing = desk.pages_of(uow.session, ids), desk.missing_of(uow.session, ids)
    holders = desk.holders_of(uow.session, ids, now)
    unit_names = {code: unit_name(uow, code) for code in {row.unit_code for row in found}}
    return [
        DeskRow(
            id=str(row.id),
            number=row.number,
            unit_code=row.unit_code,
            unit_name=unit_names[row.unit_code],
            procedure_code=row.procedure_code,
            procedure_name=row.procedure_name,
            procedure_name_en=row.procedure_name_en,
            owner_name=row.owner_name,
            status=row.status,
            channel=row.channel,
            version=row.version,
            submitted_at=iso(row.submitted_at),
            received_at=iso(row.received_at),
            due_at=iso(row.due_at),
            due_state=due_state(row.status, row.due_at, now),
            pages=pages.get(row.id, 0),
            missing=missing.get(row.id, 0),
            supplement_count=row.supplement_count,
            holder_name=holders.get(row.id, ""),
            provisional_number=row.provisional_number or "",
        )
        for row in found
    ]


def unit_name(uow: UnitOfWork, code: str) -> str:
    """The unit's whole name (``xã Thần Sa``), its code where it is not known."""
    row = units.unit(uow.session, code)
    return f"{text(f'units.{row.kind}')} {row.name}" if row else code
