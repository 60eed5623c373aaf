"""Days that differ from the weekly pattern and the public holidays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from sothuhoso.db.tables import CalendarDayRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlmodel import Session


def calendar_day(session: Session, day: date) -> CalendarDayRow | None:
    """What is set for this day, if anything."""
    return session.get(CalendarDayRow, day)


def calendar_days(session: Session) -> Sequence[CalendarDayRow]:
    """All set days, earliest first."""
    return session.exec(select(CalendarDayRow).order_by(col(CalendarDayRow.day))).all()
