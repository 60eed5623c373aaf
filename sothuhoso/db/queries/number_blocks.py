"""Numbers given to tablets beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from sothuhoso.db.tables import NumberBlockRow

if TYPE_CHECKING:
    from uuid import UUID

    from sothuhoso.domain.dossier_code import Beforehand


def get(session: Session, block_id: UUID) -> NumberBlockRow | None:
    """The block that a tablet asked for under this id."""
    return session.get(NumberBlockRow, block_id)


def holding(session: Session, number: Beforehand) -> NumberBlockRow | None:
    """The block this number was given out in, locked: two dossiers that claim one number come one after the other."""
    query = (
        select(NumberBlockRow)
        .where(
            NumberBlockRow.unit_code == number.unit_code,
            NumberBlockRow.day == number.day,
            col(NumberBlockRow.first) <= number.serial,
            col(NumberBlockRow.last) >= number.serial,
        )
        .with_for_update()
    )
    return session.exec(query).first()
