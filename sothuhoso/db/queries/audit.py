"""Reading the audit; writing is ``services.audit.record``, in the transaction of what it records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from sothuhoso.db.tables import AuditRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session


def of_object(session: Session, object_kind: str, object_id: object) -> Sequence[AuditRow]:
    """Everything recorded about one object, oldest first."""
    return session.exec(
        select(AuditRow)
        .where(AuditRow.object_kind == object_kind, AuditRow.object_id == str(object_id))
        .order_by(col(AuditRow.id))
    ).all()


def latest(session: Session, *, unit_code: str | None, limit: int, before: int | None = None) -> Sequence[AuditRow]:
    """The newest entries of a unit (of all with ``None``), newest first; ``before`` an id continues a list."""
    query = select(AuditRow).order_by(col(AuditRow.id).desc()).limit(limit)
    if unit_code is not None:
        query = query.where(AuditRow.unit_code == unit_code)
    if before is not None:
        query = query.where(col(AuditRow.id) < before)
    return session.exec(query).all()
