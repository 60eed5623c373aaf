"""Planning trips to hamlets: make, change, cancel, close, list.

The head of the desk and its outreach leads plan; everybody of the desk may go. What was done on a trip is another
module's matter and is taken in whatever becomes of the plan.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from sothuhoso.db.queries import accounts, procedures, trips
from sothuhoso.db.tables import TripHamletRow, TripMemberRow, TripRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain import policy
from sothuhoso.domain.errors import Conflict, Invalid, NotFound
from sothuhoso.domain.policy import Action, Actor, Role
from sothuhoso.domain.trips import OPEN, Plan, TripStatus, parse_plan, plan_hash
from sothuhoso.services import audit, trip_guard
from sothuhoso.services.container import Container
from sothuhoso.services.desk_list import unit_name
from sothuhoso.services.moments import local_day
from sothuhoso.services.trip_views import TripList, TripPerson, TripView

LISTED = 60
LATEST = timedelta(days=366)
MAX_REMARKS = 2000

_GOING = (Role.CLERK, Role.HEAD, Role.OUTREACH)
_LEADING = (Role.HEAD, Role.OUTREACH)


def list_trips(c: Container, actor: Actor) -> TripList:
    """The trips the actor leads or goes on, the latest day first; the head's list has all of the unit."""
    policy.require(actor, Action.TRIP_GO, actor.unit_code)
    unit = actor.unit_code or ""
    with c.look() as uow:
        rows = trips.of_unit(uow.session, unit, None if actor.role is Role.HEAD else actor.account_id, LISTED)
        counts = trips.entries_count(uow.session, [row.id for row in rows])
        may_make = policy.may(actor, Action.TRIP_MAKE, unit)
        people = trips.people(uow.session, unit, map(str, _GOING)) if may_make else ()
        return TripList(
            me=TripPerson(str(actor.account_id), actor.name, str(actor.role)),
            username=trip_guard.username(uow, actor),
            may_make=may_make,
            unit_code=unit,
            unit_name=unit_name(uow, unit),
            trips=[trip_guard.trip_view(uow, c, actor, row, entries=counts.get(row.id, 0)) for row in rows],
            people=[TripPerson(str(one.id), one.display_name, one.role) for one in people],
        )


def make_trip(c: Container, actor: Actor, trip_id: UUID, raw: object) -> TripView:
    """Plan a trip of the actor's unit under an id made on the device; the same plan again gets the same trip.

    An outreach lead leads it; the head may name another lead. Raises ``Conflict('trip.exists')`` for another plan under
    a known id, ``Invalid('trip.day_impossible' | 'trip.procedure_unknown' | 'trip.member_unknown')`` and as
    ``parse_plan``.
    """
    policy.require(actor, Action.TRIP_MAKE, actor.unit_code)
    plan = parse_plan(raw)
    with c.work() as uow:
        known = trips.get(uow.session, trip_id, lock=True)
        if known is not None:
            return _again(uow, c, actor, known, plan)
        row = TripRow(
            id=trip_id,
            unit_code=actor.unit_code or "",
            name=plan.name,
            day=_possible(c, plan.day),
            lead_id=_lead(uow, actor, plan),
            status=str(TripStatus.PLANNED),
            procedures=_known_procedures(uow, plan),
            made_hash=plan_hash(plan),
            created_at=c.clock.now(),
        )
        uow.session.add(row)
        uow.session.flush()  # what follows names it
        _set_hamlets(uow, c, row, plan)
        _set_members(uow, row, plan)
        return _done(uow, c, actor, row, Action.TRIP_MAKE, created=True)


def change_trip(c: Container, actor: Actor, trip_id: UUID, raw: object, *, version: int) -> TripView:
    """Another plan for a trip that is not over. Hamlets and people who left it stay known for what was already done.

    Raises ``Conflict('trip.over' | 'trip.changed')``, ``Refused('trip.not_lead')`` and as ``make_trip``.
    """
    plan = parse_plan(raw)
    with c.work() as uow:
        row = trip_guard.led_trip(uow, actor, trip_id, version=version)
        if row.status not in OPEN:
            raise Conflict("trip.over")
        row.name, row.procedures = plan.name, _known_procedures(uow, plan)
        row.day = plan.day if plan.day == row.day else _possible(c, plan.day)
        if actor.role is Role.HEAD and plan.lead is not None:
            row.lead_id = _lead(uow, actor, plan)
        _set_hamlets(uow, c, row, plan)
        _set_members(uow, row, plan)
        return _done(uow, c, actor, row, "trip.change")


def cancel_trip(c: Container, actor: Actor, trip_id: UUID, *, version: int) -> TripView:
    """Call off a trip nobody has been on. Raises ``Conflict('trip.not_planned')`` and as ``change_trip``."""
    with c.work() as uow:
        row = trip_guard.led_trip(uow, actor, trip_id, version=version)
        if row.status != TripStatus.PLANNED:
            raise Conflict("trip.not_planned")
        row.status = str(TripStatus.CANCELLED)
        return _done(uow, c, actor, row, "trip.cancel")


def close_trip(
    c: Container, actor: Actor, trip_id: UUID, *, version: int, remarks: str = "", next_visit: str = ""
) -> TripView:
    """The trip is over: the lead's remarks and the day of the next visit go into the report.

    Closing again puts remarks and day right. What arrives later is still taken. Raises ``Conflict('trip.cancelled')``,
    ``Invalid('trip.remarks_long' | 'trip.day_impossible')`` and as ``change_trip``.
    """
    said = "\n".join(" ".join(line.split()) for line in remarks.splitlines()).strip()
    if len(said) > MAX_REMARKS:
        raise Invalid("trip.remarks_long", most=MAX_REMARKS)
    with c.work() as uow:
        row = trip_guard.led_trip(uow, actor, trip_id, version=version)
        if row.status == TripStatus.CANCELLED:
            raise Conflict("trip.cancelled")
        row.status, row.closed_at = str(TripStatus.CLOSED), row.closed_at or c.clock.now()
        row.next_visit = _possible(c, _day(next_visit)) if next_visit else None
        row.remarks_enc = c.vault.seal(said.encode(), f"trip:{row.id}") if said else None
        return _done(uow, c, actor, row, "trip.close")


def _again(uow: UnitOfWork, c: Container, actor: Actor, known: TripRow, plan: Plan) -> TripView:
    """The answer to a making that had already succeeded."""
    row = trip_guard.led_trip(uow, actor, known.id)
    if row.made_hash != plan_hash(plan):
        raise Conflict("trip.exists")
    return _view(uow, c, actor, row)


def _done(uow: UnitOfWork, c: Container, actor: Actor, row: TripRow, action: str, *, created: bool = False) -> TripView:
    if not created:
        row.version += 1
    uow.session.add(row)
    audit.record(uow, c, actor, action, "trip", row.id, row.unit_code, version=row.version)
    uow.session.flush()
    view = _view(uow, c, actor, row, created=created)
    uow.commit()
    return view


def _view(uow: UnitOfWork, c: Container, actor: Actor, row: TripRow, *, created: bool = False) -> TripView:
    count = trips.entries_count(uow.session, [row.id]).get(row.id, 0)
    return replace(trip_guard.trip_view(uow, c, actor, row, entries=count), created=created)


def _possible(c: Container, day: date) -> date:
    today = local_day(c.clock.now())
    if not today <= day <= today + LATEST:
        raise Invalid("trip.day_impossible")
    return day


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid("trip.day_impossible") from None


def _known_procedures(uow: UnitOfWork, plan: Plan) -> list[str]:
    """A trip may lie beyond a change of the law: on its own day they must be in force."""
    for code in plan.procedures:
        if procedures.version_in_force(uow.session, code, plan.day) is None:
            raise Invalid("trip.procedure_unknown", procedure=code)
    return list(plan.procedures)


def _lead(uow: UnitOfWork, actor: Actor, plan: Plan) -> UUID:
    assert actor.account_id is not None
    if plan.lead is None or plan.lead == actor.account_id or actor.role is not Role.HEAD:
        return actor.account_id
    account = accounts.account(uow.session, plan.lead)
    if account is None or not account.active or account.unit_code != actor.unit_code or account.role not in _LEADING:
        raise NotFound("trip.member_unknown")
    return plan.lead


def _set_hamlets(uow: UnitOfWork, c: Container, row: TripRow, plan: Plan) -> None:
    known = {hamlet.id: hamlet for hamlet in trips.hamlets(uow.session, row.id)}
    for hamlet in known.values():
        hamlet.removed = True
    for position, wanted in enumerate(plan.hamlets):
        found = known.get(wanted.id) if wanted.id else None
        if found is None:
            found = TripHamletRow(id=c.ids.uuid(), trip_id=row.id, position=position, name=wanted.name)
        found.name, found.position, found.removed = wanted.name, position, False
        uow.session.add(found)


def _set_members(uow: UnitOfWork, row: TripRow, plan: Plan) -> None:
    """The lead always goes; the others are open accounts of the desk."""
    may_go = {account.id for account in trips.people(uow.session, row.unit_code, map(str, _GOING))}
    known = {member.account_id: member for member, _ in trips.members(uow.session, row.id)}
    for member in known.values():
        member.removed = True
    for position, account_id in enumerate(dict.fromkeys((row.lead_id, *plan.members))):
        if account_id not in may_go:
            raise NotFound("trip.member_unknown")
        member = known.get(account_id) or TripMemberRow(trip_id=row.id, account_id=account_id, position=position)
        member.position, member.removed = position, False
        uow.session.add(member)
