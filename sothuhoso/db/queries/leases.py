"""Who has which dossier open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlmodel import Session, col, select

from sothuhoso.db.tables import LeaseRow

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


def get(session: Session, dossier_id: UUID, *, lock: bool = False) -> LeaseRow | None:
    """The lease of this dossier, live or run out."""
    query = select(LeaseRow).where(LeaseRow.dossier_id == dossier_id)
    return session.exec(query.with_for_update() if lock else query).first()


def drop_ended(session: Session, now: datetime) -> None:
    """Remove the leases that ran out."""
    session.exec(delete(LeaseRow).where(col(LeaseRow.until) <= now))
