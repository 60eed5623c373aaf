"""When the result is due: from the acceptance of a complete dossier, by the unit its time limit is given in.

Sources: Bộ luật Dân sự 2015 Điều 147 (the first day is not counted) and 148 (an end on a day off moves to the end
of the next working day; months), NĐ 309/2026 Điều 17.3 (the clock starts on acceptance) and 18.2 (15:00).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sothuhoso.domain.procedures import TimeUnit

if TYPE_CHECKING:
    from sothuhoso.domain.procedures import TimeLimit
    from sothuhoso.domain.working_days import WorkingCalendar

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
DAY_CUTOFF = time(15, 0)  # NĐ 309/2026 Điều 18.2: from here on it counts as the next working day
CLOSE = time(17, 0)


def due_at(accepted_at: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> datetime | None:
    """The moment of return for a dossier accepted at ``accepted_at``; both aware, the answer in UTC.

    ``None`` where no limit could be confirmed (``UNKNOWN``): the clerk sets the date. ``ValueError`` when naive.
    """
    if accepted_at.tzinfo is None:
        raise ValueError(accepted_at)
    local = accepted_at.astimezone(VIETNAM)
    if limit.unit is TimeUnit.UNKNOWN:
        return None
    if limit.unit is TimeUnit.HOURS:
        return _after_hours(accepted_at, limit.amount, calendar)
    return _close_of(_last_day(local, limit, calendar))


def due_after_pause(due: datetime, paused_at: datetime, resumed_at: datetime, calendar: WorkingCalendar) -> datetime:
    """The new moment of return when the clock stood still for a supplement: the working days left go on counting.

    All moments aware; the answer in UTC. With no whole day left it is the rule of the same day again.
    """
    paused, resumed = paused_at.astimezone(VIETNAM), resumed_at.astimezone(VIETNAM)
    left = calendar.count_working(paused.date(), due.astimezone(VIETNAM).date())
    if left == 0:
        return _close_of(_same_day(resumed, calendar))
    return _close_of(calendar.add_working(resumed.date(), left))


def _last_day(local: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> date:
    day = local.date()
    if limit.unit is TimeUnit.SAME_DAY:
        return _same_day(local, calendar)
    if limit.unit is TimeUnit.WORKING_DAYS:
        return calendar.add_working(day, limit.amount)
    if limit.unit is TimeUnit.MONTHS:
        return calendar.on_or_after(_months_later(day, limit.amount))
    return calendar.on_or_after(day + timedelta(days=limit.amount))


def _same_day(local: datetime, calendar: WorkingCalendar) -> date:
    in_time = local.time() < DAY_CUTOFF
    return calendar.on_or_after(local.date()) if in_time else calendar.next_working(local.date())


def _after_hours(accepted_at: datetime, hours: int, calendar: WorkingCalendar) -> datetime:
    end = (accepted_at + timedelta(hours=hours)).astimezone(VIETNAM)
    if not calendar.is_working(end.date()):
        return _close_of(calendar.next_working(end.date()))
    # What was accepted earlier and ended on the day off before is due at the close of this day: not after this one.
    after_a_day_off = not calendar.is_working(end.date() - timedelta(days=1))
    return max(end.astimezone(UTC), _close_of(end.date())) if after_a_day_off else end.astimezone(UTC)


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day where there is no such day (BLDS Điều 148.3)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _close_of(day: date) -> datetime:
    return datetime.combine(day, CLOSE, VIETNAM).astimezone(UTC)
