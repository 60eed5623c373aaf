"""Dossiers and what belongs to one: persons, components, pages, history, forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from sothuhoso.db.tables import (
    DossierComponentRow,
    DossierEventRow,
    DossierPageRow,
    DossierPersonRow,
    DossierRow,
    DossierSignatureRow,
    IdentityVerificationRow,
    IssuedFormRow,
)
from sothuhoso.domain.dossier_code import ids_of_local_code
from sothuhoso.domain.dossier_status import CLOSED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID


def get(session: Session, dossier_id: UUID, *, lock: bool = False) -> DossierRow | None:
    """The dossier; ``lock`` makes a second writer wait (PostgreSQL; SQLite always does).

    Who only adds a row that names the dossier waits for nobody, so that papers are made while clerks decide.
    """
    query = select(DossierRow).where(DossierRow.id == dossier_id)
    return session.exec(query.with_for_update(key_share=True) if lock else query).first()


def by_secret(session: Session, secret_index: str) -> DossierRow | None:
    """The dossier whose follow-up secret has this index."""
    return session.exec(select(DossierRow).where(DossierRow.secret_index == secret_index)).first()


def by_number(session: Session, number: str, limit: int) -> Sequence[DossierRow]:
    """The dossiers that may be meant by what stands on somebody's paper: the one with this number first.

    That of the official system, a provisional one and a phone's local code need not be anybody's alone.
    """
    named = (
        (col(DossierRow.number) == number)
        | (col(DossierRow.official_code) == number)
        | (col(DossierRow.provisional_number) == number)
    )
    if (ids := ids_of_local_code(number)) is not None:
        named |= col(DossierRow.id).between(*ids)
    query = select(DossierRow).where(named).order_by(col(DossierRow.number) != number, col(DossierRow.submitted_at))
    return session.exec(query.limit(limit)).all()


def has_number(session: Session, number: str) -> bool:
    """Whether a dossier goes by this number already."""
    return session.exec(select(DossierRow.id).where(DossierRow.number == number)).first() is not None


def signature(session: Session, dossier_id: UUID) -> DossierSignatureRow | None:
    """The signature on the screen, or why there is none; ``None`` where nothing was said."""
    return session.get(DossierSignatureRow, dossier_id)


def persons(session: Session, dossier_id: UUID) -> Sequence[DossierPersonRow]:
    """Owner, submitter, subject: those there are."""
    return session.exec(select(DossierPersonRow).where(DossierPersonRow.dossier_id == dossier_id)).all()


def others_open(session: Session, row: DossierRow) -> Sequence[DossierRow]:
    """Other dossiers of the same owner and procedure at the same unit that are not closed, the latest first."""
    if row.owner_id_index is None:
        return []
    found = open_of(session, row.unit_code, row.procedure_code, row.owner_id_index)
    return [other for other in found if other.id != row.id]


def open_of(
    session: Session, unit_code: str, procedure_code: str, owner_id_index: str, most: int = 6
) -> Sequence[DossierRow]:
    """Dossiers of this owner and procedure at this unit that are not closed, the latest first."""
    query = (
        select(DossierRow)
        .where(
            DossierRow.owner_id_index == owner_id_index,
            DossierRow.procedure_code == procedure_code,
            DossierRow.unit_code == unit_code,
            col(DossierRow.status).not_in(CLOSED),
        )
        .order_by(col(DossierRow.submitted_at).desc())
        .limit(most)
    )
    return session.exec(query).all()


def verifications(session: Session, dossier_id: UUID) -> Sequence[IdentityVerificationRow]:
    """How it was made sure who the persons are, the earliest first."""
    query = (
        select(IdentityVerificationRow)
        .where(IdentityVerificationRow.dossier_id == dossier_id)
        .order_by(col(IdentityVerificationRow.version))
    )
    return session.exec(query).all()


def components(session: Session, dossier_id: UUID) -> Sequence[DossierComponentRow]:
    """The papers in the order of the procedure."""
    query = (
        select(DossierComponentRow)
        .where(DossierComponentRow.dossier_id == dossier_id)
        .order_by(col(DossierComponentRow.position))
    )
    return session.exec(query).all()


def component(session: Session, dossier_id: UUID, component_id: UUID) -> DossierComponentRow | None:
    """One paper of this dossier."""
    query = select(DossierComponentRow).where(
        DossierComponentRow.id == component_id, DossierComponentRow.dossier_id == dossier_id
    )
    return session.exec(query).first()


def pages(session: Session, dossier_id: UUID) -> Sequence[DossierPageRow]:
    """All pages, in order within their component."""
    query = select(DossierPageRow).where(DossierPageRow.dossier_id == dossier_id).order_by(col(DossierPageRow.position))
    return session.exec(query).all()


def page(session: Session, dossier_id: UUID, page_id: UUID) -> DossierPageRow | None:
    """One page of this dossier."""
    query = select(DossierPageRow).where(DossierPageRow.id == page_id, DossierPageRow.dossier_id == dossier_id)
    return session.exec(query).first()


def events(session: Session, dossier_id: UUID) -> Sequence[DossierEventRow]:
    """The history, oldest first."""
    query = select(DossierEventRow).where(DossierEventRow.dossier_id == dossier_id).order_by(col(DossierEventRow.seq))
    return session.exec(query).all()


def forms(session: Session, dossier_id: UUID) -> Sequence[IssuedFormRow]:
    """The forms issued for this dossier, oldest first."""
    query = (
        select(IssuedFormRow)
        .where(IssuedFormRow.dossier_id == dossier_id)
        .order_by(col(IssuedFormRow.issued_at), col(IssuedFormRow.form))
    )
    return session.exec(query).all()


def form(session: Session, dossier_id: UUID, form_id: UUID) -> IssuedFormRow | None:
    """One issued form of this dossier."""
    query = select(IssuedFormRow).where(IssuedFormRow.id == form_id, IssuedFormRow.dossier_id == dossier_id)
    return session.exec(query).first()
