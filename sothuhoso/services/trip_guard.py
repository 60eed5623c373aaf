"""Fetches a trip for an actor, and draws it: who goes on it may see it, who leads it (or the desk) may change it."""

from __future__ import annotations

from uuid import UUID

from sothuhoso.db.queries import accounts, procedures, trips
from sothuhoso.db.tables import TripRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain import policy
from sothuhoso.domain.errors import Conflict, NotFound, Refused, SignInNeeded
from sothuhoso.domain.policy import Action, Actor, Role
from sothuhoso.services.container import Container
from sothuhoso.services.desk_list import unit_name
from sothuhoso.services.moments import local_day
from sothuhoso.services.trip_views import TripHamlet, TripPerson, TripProcedure, TripView


def trip(uow: UnitOfWork, actor: Actor, trip_id: UUID, *, lock: bool = False, former: bool = False) -> TripRow:
    """The trip, for those who go on it and for the unit's head; ``former``: also for who left its plan.

    Raises ``SignInNeeded``, ``NotFound('trip.unknown')``, ``Refused``.
    """
    if not actor.signed_in:
        raise SignInNeeded("access.sign_in")
    row = trips.get(uow.session, trip_id, lock=lock)
    if row is None:
        raise NotFound("trip.unknown")
    policy.require(actor, Action.TRIP_GO, row.unit_code)
    if not (_leads(actor, row) or _goes(uow, actor, row, former=former)):
        raise Refused("trip.not_member")
    return row


def led_trip(uow: UnitOfWork, actor: Actor, trip_id: UUID, *, version: int | None = None) -> TripRow:
    """The trip, locked, for who may change it; errors as ``trip``, ``Refused('trip.not_lead')``.

    Raises ``Conflict('trip.changed')`` where somebody was faster than ``version``.
    """
    row = trip(uow, actor, trip_id, lock=True)
    if not may_change(actor, row):
        raise Refused("trip.not_lead")
    if version is not None and row.version != version:
        raise Conflict("trip.changed")
    return row


def may_change(actor: Actor, row: TripRow) -> bool:
    """The one who leads it and the unit's head."""
    return policy.may(actor, Action.TRIP_MAKE, row.unit_code) and _leads(actor, row)


def username(uow: UnitOfWork, actor: Actor) -> str:
    """By which a shared tablet tells its people apart while there is no server."""
    account = accounts.account(uow.session, actor.account_id) if actor.account_id else None
    return account.username if account else ""


def trip_view(uow: UnitOfWork, c: Container, actor: Actor, row: TripRow, *, entries: int) -> TripView:
    """The view of a trip that the actor was already let in to."""
    lead = accounts.account(uow.session, row.lead_id)
    return TripView(
        id=str(row.id),
        unit_code=row.unit_code,
        unit_name=unit_name(uow, row.unit_code),
        name=row.name,
        day=row.day.isoformat(),
        status=row.status,
        version=row.version,
        lead_id=str(row.lead_id),
        lead_name=lead.display_name if lead else "",
        hamlets=[TripHamlet(str(h.id), h.name) for h in trips.hamlets(uow.session, row.id) if not h.removed],
        members=[
            TripPerson(str(account.id), account.display_name, account.role)
            for member, account in trips.members(uow.session, row.id)
            if not member.removed
        ],
        procedures=[_procedure(uow, c, str(code)) for code in row.procedures],
        may_change=may_change(actor, row),
        entries=entries,
        next_visit=row.next_visit.isoformat() if row.next_visit else "",
        remarks=c.vault.open(row.remarks_enc, f"trip:{row.id}").decode() if row.remarks_enc else "",
    )


def _procedure(uow: UnitOfWork, c: Container, code: str) -> TripProcedure:
    found = procedures.version_in_force(uow.session, code, local_day(c.clock.now()))
    if found is None:
        return TripProcedure(code, code, code)
    return TripProcedure(code, found.name, str(found.body.get("name_en", "")))


def _leads(actor: Actor, row: TripRow) -> bool:
    return actor.role is Role.HEAD or row.lead_id == actor.account_id


def _goes(uow: UnitOfWork, actor: Actor, row: TripRow, *, former: bool) -> bool:
    if actor.account_id is None:
        return False
    member = trips.member(uow.session, row.id, actor.account_id)
    return member is not None and (former or not member.removed)
