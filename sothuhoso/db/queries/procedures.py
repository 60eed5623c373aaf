"""Versions of procedures. A version once used is never changed; a new law makes a new version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, or_, select

from sothuhoso.db.tables import ProcedureVersionRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlmodel import Session


def version_row(session: Session, version_id: UUID) -> ProcedureVersionRow | None:
    """The version with this id."""
    return session.get(ProcedureVersionRow, version_id)


def version_of(session: Session, code: str, version: int) -> ProcedureVersionRow | None:
    """This version of this procedure."""
    return session.exec(
        select(ProcedureVersionRow).where(ProcedureVersionRow.code == code, ProcedureVersionRow.version == version)
    ).first()


def version_in_force(session: Session, code: str, day: date) -> ProcedureVersionRow | None:
    """The version that applies on ``day`` (both ends included); the newest where two overlap."""
    return session.exec(_in_force(day).where(ProcedureVersionRow.code == code)).first()


def versions_in_force(session: Session, day: date) -> Sequence[ProcedureVersionRow]:
    """For every procedure the version that applies on ``day``, by code."""
    newest: dict[str, ProcedureVersionRow] = {}
    for row in session.exec(_in_force(day)).all():
        newest.setdefault(row.code, row)
    return list(newest.values())


def all_versions(session: Session) -> Sequence[ProcedureVersionRow]:
    """Every version, by code and version."""
    by_code = col(ProcedureVersionRow.code), col(ProcedureVersionRow.version)
    return session.exec(select(ProcedureVersionRow).order_by(*by_code)).all()


def _in_force(day: date):  # noqa: ANN202 - the type of a select is its implementation
    until = col(ProcedureVersionRow.effective_to)
    return (
        select(ProcedureVersionRow)
        .where(col(ProcedureVersionRow.effective_from) <= day, or_(until.is_(None), until >= day))
        .order_by(col(ProcedureVersionRow.code), col(ProcedureVersionRow.version).desc())
    )
