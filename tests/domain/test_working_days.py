from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sothuhoso.domain.working_days import WorkingCalendar
from tests.domain.vectors import vietnam_calendar

VIETNAM = vietnam_calendar()
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
calendars = st.builds(WorkingCalendar, st.frozensets(days, max_size=30), st.frozensets(days, max_size=10))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 24), False),  # Ngày Văn hóa Việt Nam
        (date(2026, 8, 22), True),  # Saturday made up
        (date(2026, 8, 31), False),  # the Monday given in exchange
        (date(2026, 8, 29), False),  # an ordinary Saturday
        (date(2026, 11, 22), False),
        (date(2027, 2, 10), False),  # Tết
    ],
)
def test_days_of_the_calendar(day: date, worked: bool) -> None:
    assert VIETNAM.is_working(day) is worked


def test_a_day_both_off_and_made_up_is_off() -> None:
    saturday = date(2026, 8, 22)
    assert not WorkingCalendar(frozenset({saturday}), frozenset({saturday})).is_working(saturday)


def test_the_example_of_three_days() -> None:
    assert VIETNAM.add_working(date(2026, 11, 23), 3) == date(2026, 11, 27)
    assert VIETNAM.next_working(date(2026, 11, 23)) == date(2026, 11, 25)
    assert VIETNAM.on_or_after(date(2026, 11, 23)) == date(2026, 11, 23)


def test_counting_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        VIETNAM.add_working(date(2026, 11, 23), -1)


@given(calendars, days, st.integers(0, 40))
def test_the_end_is_worked_and_just_so_many_days_lie_between(calendar: WorkingCalendar, day: date, n: int) -> None:
    end = calendar.add_working(day, n)
    assert calendar.is_working(end)
    if n:
        assert calendar.count_working(day, end) == n


@given(calendars, days, st.integers(1, 20), st.integers(1, 20))
def test_adding_in_two_steps_is_adding_at_once(calendar: WorkingCalendar, day: date, n: int, m: int) -> None:
    assert calendar.add_working(calendar.add_working(day, n), m) == calendar.add_working(day, n + m)


@given(calendars, days)
def test_no_working_day_is_skipped(calendar: WorkingCalendar, day: date) -> None:
    following = calendar.next_working(day)
    between = [day + timedelta(days=i) for i in range(1, (following - day).days)]
    assert following > day
    assert not any(calendar.is_working(skipped) for skipped in between)


@given(calendars, days, days)
def test_counting_never_goes_below_zero(calendar: WorkingCalendar, one: date, other: date) -> None:
    assert calendar.count_working(max(one, other), min(one, other)) == 0
    assert 0 <= calendar.count_working(min(one, other), max(one, other)) <= abs((one - other).days)
