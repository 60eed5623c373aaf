"""What the catalogue would be made of, without its bodies: enough to know whether it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, col, or_, select

from sothuhoso.db.tables import ProcedureVersionRow, UnitRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


def procedure_stamps(session: Session, day: date) -> Sequence[tuple[str, int, str, date | None]]:
    """(code, version, content hash, end) of every version in force on that day."""
    version = ProcedureVersionRow
    until = col(version.effective_to)
    query = (
        select(version.code, version.version, version.content_hash, until)
        .where(col(version.effective_from) <= day, or_(until.is_(None), until >= day))
        .order_by(col(version.code), col(version.version))
    )
    return session.exec(query).all()


def unit_stamps(session: Session) -> Sequence[tuple[str, str, str]]:
    """(code, name, kind) of every unit."""
    return session.exec(select(UnitRow.code, UnitRow.name, UnitRow.kind).order_by(col(UnitRow.code))).all()
