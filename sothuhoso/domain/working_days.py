"""The working calendar: Monday to Friday, without public holidays, with exchanged Saturdays.

Every deadline counts on it, and a desk edits it when the Government exchanges days (hoán đổi ngày làm việc).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

_SATURDAY = 5
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """``days_off`` are holidays and days given in exchange, ``made_up`` weekend days worked instead.

    A day in both is off: better one day late by the calendar than a person before a closed door.
    """

    days_off: frozenset[date] = frozenset()
    made_up: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether the desk works on ``day``."""
        return day not in self.days_off and (day.weekday() < _SATURDAY or day in self.made_up)

    def on_or_after(self, day: date) -> date:
        """``day`` itself when it is worked, else the next working day."""
        while not self.is_working(day):
            day += _ONE
        return day

    def next_working(self, day: date) -> date:
        """The first working day after ``day``."""
        return self.on_or_after(day + _ONE)

    def add_working(self, day: date, n: int) -> date:
        """The ``n``-th working day after ``day``; ``n`` = 0 gives ``on_or_after(day)``. ``ValueError`` below 0."""
        if n < 0:
            raise ValueError(n)
        if n == 0:
            return self.on_or_after(day)
        for _ in range(n):
            day = self.next_working(day)
        return day

    def count_working(self, after: date, until: date) -> int:
        """How many working days lie after ``after`` up to and with ``until``; 0 when there are none."""
        days = (until - after).days
        return sum(self.is_working(after + timedelta(days=i)) for i in range(1, days + 1))
