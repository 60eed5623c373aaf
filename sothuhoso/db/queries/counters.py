"""Numbers in a row without gaps: dossiers of a day at a desk, forms of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlmodel import Session

_NEXT = text(
    "INSERT INTO counter (name, value) VALUES (:name, 1) "
    "ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value"
)


def next_value(session: Session, name: str) -> int:
    """The counter's next value, from 1.

    The row stays locked until the transaction ends, so that nobody gets the same number and a rolled-back one is given
    out again: take it late in the transaction.
    """
    return int(session.connection().execute(_NEXT, {"name": name}).scalar_one())
