"""Numbers in a row without gaps: dossiers of a day at a desk, forms of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlmodel import Session

_NEXT = text(
    "INSERT INTO counter (name, value) VALUES (:name, :amount) "
    "ON CONFLICT (name) DO UPDATE SET value = counter.value + :amount RETURNING value"
)


def next_value(session: Session, name: str, amount: int = 1) -> int:
    """The counter's next value, from 1; with an ``amount`` the last of so many.

    The row stays locked until the transaction ends, so that nobody gets the same number and a rolled-back one is given
    out again: take it late in the transaction.
    """
    return int(session.connection().execute(_NEXT, {"name": name, "amount": amount}).scalar_one())
