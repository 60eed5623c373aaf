"""Days off of 2026 and 2027 as the Government announced them, and the desk's own days before them."""

from __future__ import annotations

from datetime import date

import pytest

from sothuhoso.integrations.holiday_calendar import VietnamHolidays

YEARS = range(2026, 2028)


@pytest.fixture(scope="module")
def calendar():
    return VietnamHolidays().calendar(YEARS, set(), {date(2026, 8, 22)})


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),
        *(date(2026, 2, d) for d in range(16, 21)),
        date(2026, 4, 27),
        date(2026, 4, 30),
        date(2026, 5, 1),
        date(2026, 8, 31),
        date(2026, 9, 1),
        date(2026, 9, 2),
        date(2026, 11, 24),
        *(date(2027, 2, d) for d in range(4, 11)),
        date(2027, 4, 16),
        date(2027, 5, 3),
        date(2027, 9, 2),
        date(2027, 9, 3),
        date(2027, 11, 24),
    ],
)
def test_public_holidays_are_off(calendar, day):
    assert not calendar.is_working(day)


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 11, 25), date(2026, 12, 31), date(2026, 8, 22)])
def test_other_days_and_made_up_days_are_worked(calendar, day):
    assert calendar.is_working(day)


def test_the_desks_own_day_goes_before_the_package():
    own = VietnamHolidays().calendar(YEARS, {date(2026, 11, 25)}, {date(2026, 11, 24)})
    assert own.is_working(date(2026, 11, 24))
    assert not own.is_working(date(2026, 11, 25))
