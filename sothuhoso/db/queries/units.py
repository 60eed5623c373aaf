"""Commune-level units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from sothuhoso.db.tables import UnitRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session


def unit(session: Session, code: str) -> UnitRow | None:
    """The unit with this five-digit code."""
    return session.get(UnitRow, code)


def all_units(session: Session) -> Sequence[UnitRow]:
    """Every unit, by code."""
    return session.exec(select(UnitRow).order_by(col(UnitRow.code))).all()
