"""Trips to hamlets: plans, tablets, what was done on them, and the dossiers to take along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, or_, select

from sothuhoso.db.tables import (
    AccountRow,
    DossierComponentRow,
    DossierPersonRow,
    DossierRow,
    SubmissionRow,
    TripDossierRow,
    TripEntryConflictRow,
    TripEntryRow,
    TripHamletRow,
    TripMemberRow,
    TripRow,
    TripTabletRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from uuid import UUID

_AT_ONCE = 500
"""Ids in one question: the databases bound the number of parameters."""


def get(session: Session, trip_id: UUID, *, lock: bool = False) -> TripRow | None:
    """The trip; ``lock`` makes a second writer wait (PostgreSQL; SQLite always does)."""
    query = select(TripRow).where(TripRow.id == trip_id)
    return session.exec(query.with_for_update() if lock else query).first()


def of_unit(session: Session, unit_code: str, account_id: UUID | None, limit: int) -> Sequence[TripRow]:
    """The unit's trips, the latest day first; with an account only those it leads or goes on."""
    query = select(TripRow).where(TripRow.unit_code == unit_code)
    if account_id is not None:
        goes = select(TripMemberRow.trip_id).where(
            TripMemberRow.account_id == account_id, col(TripMemberRow.removed).is_(False)
        )
        query = query.where(or_(TripRow.lead_id == account_id, col(TripRow.id).in_(goes)))
    return session.exec(query.order_by(col(TripRow.day).desc(), col(TripRow.created_at).desc()).limit(limit)).all()


def later(session: Session, unit_code: str, day: date, statuses: Iterable[str], limit: int) -> Sequence[TripRow]:
    """The unit's trips after this day that stand so, the soonest first."""
    query = select(TripRow).where(
        TripRow.unit_code == unit_code, TripRow.day > day, col(TripRow.status).in_([*statuses])
    )
    return session.exec(query.order_by(col(TripRow.day)).limit(limit)).all()


def hamlets(session: Session, trip_id: UUID) -> Sequence[TripHamletRow]:
    """Every hamlet of the trip in order, also those that left the plan."""
    query = select(TripHamletRow).where(TripHamletRow.trip_id == trip_id).order_by(col(TripHamletRow.position))
    return session.exec(query).all()


def members(session: Session, trip_id: UUID) -> Sequence[tuple[TripMemberRow, AccountRow]]:
    """Who goes, in order, also those who left the plan."""
    query = (
        select(TripMemberRow, AccountRow)
        .join(AccountRow, col(AccountRow.id) == TripMemberRow.account_id)
        .where(TripMemberRow.trip_id == trip_id)
        .order_by(col(TripMemberRow.position))
    )
    return [(member, account) for member, account in session.exec(query).all()]


def member(session: Session, trip_id: UUID, account_id: UUID) -> TripMemberRow | None:
    """This account on this trip."""
    return session.get(TripMemberRow, (trip_id, account_id))


def people(session: Session, unit_code: str, roles: Iterable[str]) -> Sequence[AccountRow]:
    """The open accounts of a unit with one of these roles, by name."""
    query = (
        select(AccountRow)
        .where(
            AccountRow.unit_code == unit_code, col(AccountRow.active).is_(True), col(AccountRow.role).in_(list(roles))
        )
        .order_by(col(AccountRow.display_name), col(AccountRow.username))
    )
    return session.exec(query).all()


# --- tablets -------------------------------------------------------------------------------------------------------


def tablets(session: Session, trip_id: UUID) -> Sequence[TripTabletRow]:
    """The tablets that took the trip along, in the order they did."""
    query = (
        select(TripTabletRow)
        .where(TripTabletRow.trip_id == trip_id)
        .order_by(func.length(TripTabletRow.series), col(TripTabletRow.series))
    )
    return session.exec(query).all()


def tablet(session: Session, trip_id: UUID, tablet_id: UUID) -> TripTabletRow | None:
    """This tablet on this trip."""
    return session.get(TripTabletRow, (trip_id, tablet_id))


# --- what to take along --------------------------------------------------------------------------------------------


def open_dossiers(
    session: Session, unit_code: str, closed: Iterable[int]
) -> Sequence[tuple[DossierRow, DossierPersonRow]]:
    """The unit's dossiers that are not closed, each with its owner, the oldest first."""
    query = (
        select(DossierRow, DossierPersonRow)
        .join(DossierPersonRow, col(DossierPersonRow.dossier_id) == DossierRow.id)
        .where(
            DossierRow.unit_code == unit_code,
            col(DossierRow.status).not_in(list(closed)),
            DossierPersonRow.slot == "owner",
        )
        .order_by(col(DossierRow.submitted_at), col(DossierRow.number))
    )
    return [(dossier, owner) for dossier, owner in session.exec(query).all()]


def choices(session: Session, trip_id: UUID) -> dict[UUID, bool]:
    """Dossier → whether the lead wants it along, for those the lead decided on."""
    query = select(TripDossierRow.dossier_id, TripDossierRow.taken).where(TripDossierRow.trip_id == trip_id)
    return dict(session.exec(query).all())


def choice(session: Session, trip_id: UUID, dossier_id: UUID) -> TripDossierRow | None:
    """What the lead decided on this dossier."""
    return session.get(TripDossierRow, (trip_id, dossier_id))


# --- what was done -------------------------------------------------------------------------------------------------


def entries(session: Session, trip_id: UUID) -> Sequence[TripEntryRow]:
    """Everything that has arrived of the trip, in the order it was done."""
    query = (
        select(TripEntryRow)
        .where(TripEntryRow.trip_id == trip_id)
        .order_by(col(TripEntryRow.made_at), col(TripEntryRow.id))
    )
    return session.exec(query).all()


def entry(session: Session, entry_id: UUID, *, lock: bool = False) -> TripEntryRow | None:
    """One entry."""
    query = select(TripEntryRow).where(TripEntryRow.id == entry_id)
    return session.exec(query.with_for_update() if lock else query).first()


def add_entry(session: Session, fresh: TripEntryRow) -> TripEntryRow | None:
    """Add an entry; the row that another transaction added under this id meanwhile, ``None`` when it is ours."""
    try:
        with session.begin_nested():
            session.add(fresh)
    except IntegrityError:
        known = entry(session, fresh.id, lock=True)
        if known is None:
            raise
        return known
    return None


def entries_count(session: Session, trip_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Trip → how many entries have arrived."""
    query = (
        select(TripEntryRow.trip_id, func.count())
        .where(col(TripEntryRow.trip_id).in_(trip_ids))
        .group_by(col(TripEntryRow.trip_id))
    )
    return dict(session.exec(query).all())


def has_conflict(session: Session, entry_id: UUID, content_hash: str) -> bool:
    """Whether this other content was already kept."""
    query = select(TripEntryConflictRow.id).where(
        TripEntryConflictRow.entry_id == entry_id, TripEntryConflictRow.content_hash == content_hash
    )
    return session.exec(query).first() is not None


def count_conflicts(session: Session, entry_id: UUID) -> int:
    """How many other contents are kept for this id."""
    query = select(func.count()).select_from(TripEntryConflictRow).where(TripEntryConflictRow.entry_id == entry_id)
    return session.exec(query).one()


def submission_states(session: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Submission → its state, for those that have reached the server."""
    found: dict[UUID, str] = {}
    for some in _chunks(ids):
        query = select(SubmissionRow.id, SubmissionRow.state).where(col(SubmissionRow.id).in_(some))
        found.update(session.exec(query).all())
    return found


def dossiers_with_owner(session: Session, ids: Sequence[UUID]) -> dict[UUID, tuple[DossierRow, DossierPersonRow]]:
    """Dossier → itself and its owner."""
    found: dict[UUID, tuple[DossierRow, DossierPersonRow]] = {}
    for some in _chunks(ids):
        query = (
            select(DossierRow, DossierPersonRow)
            .join(DossierPersonRow, col(DossierPersonRow.dossier_id) == DossierRow.id)
            .where(col(DossierRow.id).in_(some), DossierPersonRow.slot == "owner")
        )
        found.update({dossier.id: (dossier, owner) for dossier, owner in session.exec(query).all()})
    return found


def missing_papers(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    """Dossier → (name, English name) of the papers that are still to be brought, in order."""
    found: dict[UUID, list[tuple[str, str]]] = {}
    for some in _chunks(ids):
        query = (
            select(DossierComponentRow)
            .where(
                col(DossierComponentRow.dossier_id).in_(some),
                DossierComponentRow.state == "none",
                DossierComponentRow.kind == "submit",
            )
            .order_by(col(DossierComponentRow.position))
        )
        for paper in session.exec(query).all():
            found.setdefault(paper.dossier_id, []).append((paper.name, paper.name_en))
    return found


def _chunks(ids: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    return (ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE))
