"""What a tablet takes along to the hamlets: the plan, and the open dossiers of the people who live there.

Which those are is read from the owners' addresses and put right by the lead. Names and addresses leave the house with
it, so each taking is written down; ID numbers go masked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sothuhoso.db.queries import dossiers, trips
from sothuhoso.db.tables import DossierPersonRow, DossierRow, TripDossierRow, TripRow, TripTabletRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain import citizen_number, dossier_code
from sothuhoso.domain.dossier_status import CLOSED, Status
from sothuhoso.domain.errors import Conflict, NotFound
from sothuhoso.domain.hamlets import hamlet_key, hamlet_of
from sothuhoso.domain.policy import Actor
from sothuhoso.domain.trips import OPEN, tablet_letter
from sothuhoso.services import audit, trip_guard
from sothuhoso.services.catalogue import catalogue
from sothuhoso.services.container import Container
from sothuhoso.services.moments import iso, local_day
from sothuhoso.services.sealed import sealed_value
from sothuhoso.services.trip_views import PackedDossier, TripPack
from sothuhoso.services.views import Named

MOST_DOSSIERS = 1000
MOST_LATER = 50
"""Trips that are looked through for the next one to a hamlet."""

_IN_HAND = frozenset({Status.RECEIVED, Status.PROCESSING, Status.DONE})
"""A result can be ready in these; that it is, the product does not know yet."""

_NAMED_ALIKE = 5
"""A number may stand on several dossiers: as the own one of one, on the receipt of another."""


def pack(c: Container, actor: Actor, trip_id: UUID, tablet_id: UUID) -> TripPack:
    """Take the trip along on this tablet, which gets a letter of its own for its queue numbers.

    Taking it again renews it and keeps the letter. Raises ``Conflict('trip.over')``, ``Refused('trip.not_member')``,
    ``NotFound('trip.unknown')``.
    """
    wanted = catalogue(c).hash
    with c.work() as uow:
        row = trip_guard.trip(uow, actor, trip_id, lock=True)
        if row.status not in OPEN:
            raise Conflict("trip.over")
        tablet = _tablet(uow, c, actor, row, tablet_id)
        found = _dossiers(uow, c, row, with_left=trip_guard.may_change(actor, row))
        count = len([one for one in found if not one.left])
        audit.record(uow, c, actor, "trip.pack", "trip", row.id, row.unit_code, series=tablet.series, dossiers=count)
        back = _back(uow, row)
        entries = trips.entries_count(uow.session, [row.id]).get(row.id, 0)
        view, who = trip_guard.trip_view(uow, c, actor, row, entries=entries), trip_guard.username(uow, actor)
        uow.commit()
    return TripPack(
        trip=view,
        username=who,
        series=tablet.series,
        made_at=iso(tablet.packed_at),
        catalogue=wanted,
        dossiers=found,
        back=back,
    )


def choose_dossier(c: Container, actor: Actor, trip_id: UUID, *, number: str, taken: bool) -> PackedDossier:
    """Put right what the addresses say: take this dossier of the unit along, or leave it at home.

    Raises ``NotFound('dossier.unknown')`` alike for an unknown number and another unit's dossier, ``Conflict(
    'trip.over')`` and as ``trip_guard.led_trip``.
    """
    with c.work() as uow:
        row = trip_guard.led_trip(uow, actor, trip_id)
        if row.status not in OPEN:
            raise Conflict("trip.over")
        named = dossiers.by_number(uow.session, dossier_code.normalise(number[:60]), limit=_NAMED_ALIKE)
        dossier = next((one for one in named if one.unit_code == row.unit_code), None)
        if dossier is None:
            raise NotFound("dossier.unknown")
        owner = next(person for person in dossiers.persons(uow.session, dossier.id) if person.slot == "owner")
        choice = trips.choice(uow.session, row.id, dossier.id) or TripDossierRow(
            trip_id=row.id, dossier_id=dossier.id, taken=taken
        )
        choice.taken = taken
        uow.session.add(choice)
        audit.record(uow, c, actor, "trip.choose", "trip", row.id, row.unit_code, dossier=str(dossier.id), taken=taken)
        view = _packed(uow, c, row.day, dossier, owner, hamlet=_hamlet(uow, row, owner), left=not taken)
        uow.commit()
        return view


def _back(uow: UnitOfWork, row: TripRow) -> dict[str, str]:
    """Hamlet → the day the next trip goes there: what somebody who is sent home wants to know."""
    days: dict[str, str] = {}
    for trip in trips.later(uow.session, row.unit_code, row.day, OPEN, MOST_LATER):
        for name in _hamlets(uow, trip).values():
            days.setdefault(hamlet_key(name), trip.day.isoformat())
    return {which: days[hamlet_key(name)] for which, name in _hamlets(uow, row).items() if hamlet_key(name) in days}


def _tablet(uow: UnitOfWork, c: Container, actor: Actor, row: TripRow, tablet_id: UUID) -> TripTabletRow:
    """The trip is locked, so no two tablets get one letter."""
    now = c.clock.now()
    tablet = trips.tablet(uow.session, row.id, tablet_id)
    if tablet is None:
        letter = tablet_letter(len(trips.tablets(uow.session, row.id)))
        tablet = TripTabletRow(
            trip_id=row.id, tablet_id=tablet_id, series=letter, account_name="", packed_at=now, seen_at=now
        )
    tablet.account_name, tablet.packed_at, tablet.seen_at = actor.name, now, now
    uow.session.add(tablet)
    uow.session.flush()
    return tablet


def _dossiers(uow: UnitOfWork, c: Container, row: TripRow, *, with_left: bool) -> list[PackedDossier]:
    names = _hamlets(uow, row)
    chosen = trips.choices(uow.session, row.id)
    found: list[tuple[DossierRow, DossierPersonRow, str, bool]] = []
    for dossier, owner in trips.open_dossiers(uow.session, row.unit_code, map(int, CLOSED)):
        hamlet = hamlet_of(owner.address, names) or ""
        taken = chosen.get(dossier.id, bool(hamlet))
        if taken or (with_left and hamlet):
            found.append((dossier, owner, hamlet, not taken))
    found = found[:MOST_DOSSIERS]
    missing = trips.missing_papers(uow.session, [dossier.id for dossier, *_ in found])
    return [
        _packed(uow, c, row.day, dossier, owner, hamlet=hamlet, left=left, missing=missing.get(dossier.id, ()))
        for dossier, owner, hamlet, left in found
    ]


def _hamlets(uow: UnitOfWork, row: TripRow) -> dict[str, str]:
    return {str(h.id): h.name for h in trips.hamlets(uow.session, row.id) if not h.removed}


def _hamlet(uow: UnitOfWork, row: TripRow, owner: DossierPersonRow) -> str:
    return hamlet_of(owner.address, _hamlets(uow, row)) or ""


def _packed(
    uow: UnitOfWork,
    c: Container,
    day: date,
    dossier: DossierRow,
    owner: DossierPersonRow,
    *,
    hamlet: str,
    left: bool,
    missing: Sequence[tuple[str, str]] | None = None,
) -> PackedDossier:
    if missing is None:
        missing = trips.missing_papers(uow.session, [dossier.id]).get(dossier.id, [])
    due = dossier.due_at is not None and local_day(dossier.due_at) <= day and dossier.status in _IN_HAND
    return PackedDossier(
        id=str(dossier.id),
        number=dossier.number,
        hamlet=hamlet,
        owner_name=dossier.owner_name,
        owner_id=citizen_number.mask(sealed_value(c, owner, "id_number")),
        address=owner.address,
        procedure_code=dossier.procedure_code,
        procedure_name=dossier.procedure_name,
        procedure_name_en=dossier.procedure_name_en,
        status=dossier.status,
        submitted_at=iso(dossier.submitted_at),
        due_at=iso(dossier.due_at),
        due=due,
        missing=[Named(name, name_en) for name, name_en in missing],
        left=left,
    )
