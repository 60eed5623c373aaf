"""What devices have announced: submissions, the photos that arrived for them, contents kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from sothuhoso.db.tables import (
    DossierPageRow,
    DossierSignatureRow,
    SubmissionConflictRow,
    SubmissionPhotoRow,
    SubmissionRow,
    SubmissionThumbnailRow,
    TripEntryRow,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID


def get(session: Session, submission_id: UUID, *, lock: bool = False) -> SubmissionRow | None:
    """The submission; ``lock`` makes the second of two writers wait for the first (PostgreSQL; SQLite always does)."""
    query = select(SubmissionRow).where(SubmissionRow.id == submission_id)
    return session.exec(query.with_for_update() if lock else query).first()


def get_or_add(session: Session, fresh: SubmissionRow) -> tuple[SubmissionRow, bool]:
    """The locked row of that id, and whether it is the given one, just added."""
    known = get(session, fresh.id, lock=True)
    if known is not None:
        return known, False
    try:
        with session.begin_nested():
            session.add(fresh)
    except IntegrityError:  # another transaction was faster: take its row
        known = get(session, fresh.id, lock=True)
        if known is None:
            raise
        return known, False
    return fresh, True


def by_secret(session: Session, secret_index: str) -> SubmissionRow | None:
    """The submission that was announced with this secret."""
    return session.exec(select(SubmissionRow).where(SubmissionRow.secret_index == secret_index)).first()


def others_with_secret(session: Session, secret_index: str, submission_id: UUID) -> bool:
    """Whether another submission was announced with this secret."""
    query = select(SubmissionRow.id).where(
        SubmissionRow.secret_index == secret_index, col(SubmissionRow.id) != submission_id
    )
    return session.exec(query).first() is not None


def photos(session: Session, submission_id: UUID) -> Sequence[SubmissionPhotoRow]:
    """The photos that are here, in the order they came."""
    query = (
        select(SubmissionPhotoRow)
        .where(SubmissionPhotoRow.submission_id == submission_id)
        .order_by(col(SubmissionPhotoRow.received_at), col(SubmissionPhotoRow.received_sha256))
    )
    return session.exec(query).all()


def photo(session: Session, submission_id: UUID, sha256: str) -> SubmissionPhotoRow | None:
    """One photo by the SHA-256 of the bytes as sent."""
    return session.get(SubmissionPhotoRow, (submission_id, sha256))


def thumbnails(session: Session, submission_id: UUID) -> Sequence[SubmissionThumbnailRow]:
    """The device's own small pictures of photos that are still under way."""
    query = select(SubmissionThumbnailRow).where(SubmissionThumbnailRow.submission_id == submission_id)
    return session.exec(query).all()


def thumbnail(session: Session, submission_id: UUID, sha256: str) -> SubmissionThumbnailRow | None:
    """One of them, by the SHA-256 of the photo it shows."""
    return session.get(SubmissionThumbnailRow, (submission_id, sha256))


def arriving(session: Session, unit_code: str | None, limit: int) -> Sequence[SubmissionRow]:
    """Announced and not whole, of a unit (``None``: of all); the one heard of last comes first."""
    query = (
        select(SubmissionRow)
        .where(*_arriving_in(unit_code))
        .order_by(col(SubmissionRow.seen_at).desc(), col(SubmissionRow.id))
        .limit(limit)
    )
    return session.exec(query).all()


def count_arriving(session: Session, unit_code: str | None) -> int:
    """How many those are."""
    return session.exec(select(func.count()).select_from(SubmissionRow).where(*_arriving_in(unit_code))).one()


def photos_here(session: Session, submission_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Submission → how many photos of it have arrived."""
    query = (
        select(SubmissionPhotoRow.submission_id, func.count())
        .where(col(SubmissionPhotoRow.submission_id).in_(submission_ids))
        .group_by(col(SubmissionPhotoRow.submission_id))
    )
    return dict(session.exec(query).all())


def _arriving_in(unit_code: str | None) -> tuple[ColumnElement[bool], ...]:
    state = col(SubmissionRow.state) == "arriving"
    return (state,) if unit_code is None else (state, col(SubmissionRow.unit_code) == unit_code)


def has_conflict(session: Session, submission_id: UUID, content_hash: str) -> bool:
    """Whether this other content was already kept."""
    query = select(SubmissionConflictRow.id).where(
        SubmissionConflictRow.submission_id == submission_id, SubmissionConflictRow.content_hash == content_hash
    )
    return session.exec(query).first() is not None


def count_conflicts(session: Session, submission_id: UUID) -> int:
    """How many other contents are kept for this id."""
    query = (
        select(func.count())
        .select_from(SubmissionConflictRow)
        .where(SubmissionConflictRow.submission_id == submission_id)
    )
    return session.exec(query).one()


def conflicts(session: Session, submission_id: UUID) -> Sequence[SubmissionConflictRow]:
    """The other contents that came under this id."""
    query = select(SubmissionConflictRow).where(SubmissionConflictRow.submission_id == submission_id)
    return session.exec(query).all()


def abandoned(session: Session, before: datetime, limit: int) -> Sequence[SubmissionRow]:
    """Submissions begun before that time which never became a dossier."""
    query = (
        select(SubmissionRow)
        .where(col(SubmissionRow.state) != "whole", col(SubmissionRow.created_at) < before)
        .order_by(col(SubmissionRow.created_at))
        .limit(limit)
    )
    return session.exec(query).all()


def left_over_photos(session: Session, before: datetime, limit: int) -> Sequence[SubmissionPhotoRow]:
    """Photos of whole submissions that nothing shows (retaken before sending) and that are older than that time."""
    shown = select(DossierPageRow.id).where(
        DossierPageRow.dossier_id == SubmissionPhotoRow.submission_id,
        DossierPageRow.received_sha256 == SubmissionPhotoRow.received_sha256,
    )
    signed = select(DossierSignatureRow.dossier_id).where(
        DossierSignatureRow.dossier_id == SubmissionPhotoRow.submission_id,
        DossierSignatureRow.received_sha256 == SubmissionPhotoRow.received_sha256,
    )
    query = (
        select(SubmissionPhotoRow)
        .join(SubmissionRow, col(SubmissionRow.id) == col(SubmissionPhotoRow.submission_id))
        .where(
            col(SubmissionRow.state) == "whole",
            col(SubmissionPhotoRow.received_at) < before,
            ~shown.exists(),
            ~signed.exists(),
        )
        .limit(limit)
    )
    return session.exec(query).all()


def file_in_use(session: Session, sha256: str) -> bool:
    """Whether any photo, page or signature still names this stored file, as itself or as its thumbnail."""
    if session.exec(select(TripEntryRow.id).where(TripEntryRow.signature_sha256 == sha256).limit(1)).first():
        return True
    for table in (SubmissionPhotoRow, DossierPageRow, DossierSignatureRow):
        named = (col(table.file_sha256) == sha256) | (col(table.thumbnail_sha256) == sha256)
        if table is DossierPageRow:
            named |= col(DossierPageRow.drawn_sha256) == sha256
        if session.exec(select(table).where(named).limit(1)).first() is not None:
            return True
    small = select(SubmissionThumbnailRow).where(SubmissionThumbnailRow.file_sha256 == sha256).limit(1)
    return session.exec(small).first() is not None
