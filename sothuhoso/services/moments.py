"""Times as the views carry them, and days as Vietnam counts them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sothuhoso.settings import VIETNAM

ENDED = frozenset({3, 7, 8, 9, 10})
"""Statuses in which nothing is due any more (``domain.dossier_status.Status``)."""


def iso(moment: datetime | None) -> str:
    """``2026-11-23T02:31:00Z``, ``""`` for no time."""
    if moment is None:
        return ""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def local_day(moment: datetime) -> date:
    """The calendar day in Vietnam."""
    return moment.astimezone(VIETNAM).date()


def clock_time(moment: datetime) -> str:
    """Hours and minutes in Vietnam, for a sentence."""
    return moment.astimezone(VIETNAM).strftime("%H:%M")


def due_state(status: int, due_at: datetime | None, now: datetime) -> str:
    """``overdue`` | ``today`` | ``on_time``, ``""`` where nothing is due."""
    if due_at is None or status in ENDED:
        return ""
    if due_at < now:
        return "overdue"
    return "today" if local_day(due_at) == local_day(now) else "on_time"
