"""The working calendar of the desks: public holidays, and the days the province exchanges, which an admin may edit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sothuhoso.db.queries import calendar_days
from sothuhoso.db.tables import CalendarDayRow
from sothuhoso.domain import policy
from sothuhoso.domain.errors import Invalid, NotFound
from sothuhoso.domain.policy import Action
from sothuhoso.services import audit
from sothuhoso.services.views import CalendarDayView
from sothuhoso.settings import VIETNAM

if TYPE_CHECKING:
    from sothuhoso.db.unit_of_work import UnitOfWork
    from sothuhoso.domain.policy import Actor
    from sothuhoso.domain.working_days import WorkingCalendar
    from sothuhoso.services.container import Container

_YEARS_BACK, _YEARS_AHEAD = 1, 3
_NOTE_LENGTH = 200


def calendar(c: Container, uow: UnitOfWork) -> WorkingCalendar:
    """The calendar from last year to two years ahead, as every deadline of today needs it."""
    rows = calendar_days.calendar_days(uow.session)
    year = c.clock.now().astimezone(VIETNAM).year
    days_off = {row.day for row in rows if not row.working}
    made_up = {row.day for row in rows if row.working}
    return c.holidays.calendar(range(year - _YEARS_BACK, year + _YEARS_AHEAD), days_off, made_up)


def list_days(c: Container, actor: Actor) -> list[CalendarDayView]:
    """The days that were set by hand, earliest first."""
    policy.require(actor, Action.CALENDAR_EDIT)
    with c.look() as uow:
        return [_view(row) for row in calendar_days.calendar_days(uow.session)]


def set_day(c: Container, actor: Actor, day: date, *, working: bool, note: str = "") -> CalendarDayView:
    """Make ``day`` a working day or a day off, whatever it was. Appointments already given stay as they are."""
    policy.require(actor, Action.CALENDAR_EDIT)
    note = " ".join(note.split())
    if len(note) > _NOTE_LENGTH:
        raise Invalid("calendar.note_long", most=_NOTE_LENGTH)
    with c.work() as uow:
        row = calendar_days.calendar_day(uow.session, day) or CalendarDayRow(day=day, working=working)
        row.working, row.note = working, note
        uow.session.add(row)
        audit.record(uow, c, actor, Action.CALENDAR_EDIT, "calendar_day", day, None, working=working)
        uow.commit()
        return _view(row)


def remove_day(c: Container, actor: Actor, day: date) -> None:
    """Let ``day`` be again what week and holidays make it. Raises ``NotFound('calendar.not_set')``."""
    policy.require(actor, Action.CALENDAR_EDIT)
    with c.work() as uow:
        row = calendar_days.calendar_day(uow.session, day)
        if row is None:
            raise NotFound("calendar.not_set", day=day.isoformat())
        uow.session.delete(row)
        audit.record(uow, c, actor, Action.CALENDAR_EDIT, "calendar_day", day, None, removed=True)
        uow.commit()


def _view(row: CalendarDayRow) -> CalendarDayView:
    return CalendarDayView(day=row.day.isoformat(), working=row.working, note=row.note)
