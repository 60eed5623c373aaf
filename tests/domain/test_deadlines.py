from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sothuhoso.domain.deadlines import CLOSE, DAY_CUTOFF, VIETNAM, due_after_pause, due_at
from sothuhoso.domain.procedures import TimeLimit, TimeUnit
from tests.domain.vectors import named, vectors, vietnam_calendar, vietnam_time

CALENDAR = vietnam_calendar()
CASES = vectors("deadlines")["cases"]
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 30), timezones=st.just(UTC))  # noqa: DTZ001
limits = st.one_of(
    st.just(TimeLimit(TimeUnit.SAME_DAY)),
    st.builds(TimeLimit, st.sampled_from([TimeUnit.DAYS, TimeUnit.WORKING_DAYS]), st.integers(1, 60)),
    st.builds(TimeLimit, st.just(TimeUnit.HOURS), st.integers(1, 200)),
    st.builds(TimeLimit, st.just(TimeUnit.MONTHS), st.integers(1, 6)),
)


@pytest.mark.parametrize("case", **named(CASES))
def test_vectors(case: dict[str, Any]) -> None:
    limit = TimeLimit(TimeUnit(case["unit"]), case["amount"])
    due = due_at(datetime.fromisoformat(case["accepted_at"]), limit, CALENDAR)
    expected = datetime.fromisoformat(case["due_at"]).astimezone(UTC) if case["due_at"] else None
    assert due == expected
    assert due is None or due.tzinfo is UTC


def test_the_examples_of_the_law_are_in_the_table() -> None:
    table = {(case["accepted_at"], case["unit"], case["amount"]): case["due_at"] for case in CASES}
    assert table["2026-11-23T15:30:00+07:00", "same_day", 0] == "2026-11-25T17:00:00+07:00"
    assert table["2026-11-23T10:00:00+07:00", "working_days", 3] == "2026-11-27T17:00:00+07:00"
    assert (DAY_CUTOFF.hour, CLOSE.hour) == (15, 17)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="2026"):
        due_at(datetime(2026, 11, 23, 10), TimeLimit(TimeUnit.SAME_DAY), CALENDAR)  # noqa: DTZ001


@given(moments, limits)
def test_a_due_moment_lies_after_acceptance_on_a_working_day(accepted_at: datetime, limit: TimeLimit) -> None:
    due = due_at(accepted_at, limit, CALENDAR)
    assert due is not None
    assert due > accepted_at
    assert CALENDAR.is_working(due.astimezone(VIETNAM).date())


@example(datetime(2026, 9, 7, 11, tzinfo=UTC), TimeLimit(TimeUnit.HOURS, 149), timedelta(hours=1))
@given(moments, limits, st.timedeltas(timedelta(0), timedelta(days=60)))
def test_accepting_later_is_never_due_earlier(accepted_at: datetime, limit: TimeLimit, later: timedelta) -> None:
    first, second = due_at(accepted_at, limit, CALENDAR), due_at(accepted_at + later, limit, CALENDAR)
    assert first is not None
    assert second is not None
    assert first <= second


@given(moments, st.sampled_from([TimeUnit.DAYS, TimeUnit.WORKING_DAYS]), st.integers(1, 40))
def test_working_days_never_end_before_as_many_days(accepted_at: datetime, unit: TimeUnit, amount: int) -> None:
    plain = due_at(accepted_at, TimeLimit(TimeUnit.DAYS, amount), CALENDAR)
    due = due_at(accepted_at, TimeLimit(unit, amount), CALENDAR)
    assert plain is not None
    assert due is not None
    assert due >= plain


@pytest.mark.parametrize(
    ("due", "paused", "resumed", "new"),
    [
        # one day of three used on Wednesday 25/11; two left, counted from the resumption
        ("2026-11-27T17:00", "2026-11-25T09:00", "2026-12-01T09:00", "2026-12-03T17:00"),
        ("2026-11-27T17:00", "2026-11-23T11:00", "2026-11-23T14:00", "2026-11-27T17:00"),
        # paused on the last day: the rule of the same day again
        ("2026-11-27T17:00", "2026-11-27T09:00", "2026-11-30T14:00", "2026-11-30T17:00"),
        ("2026-11-27T17:00", "2026-11-27T09:00", "2026-11-30T15:30", "2026-12-01T17:00"),
        # already late when paused
        ("2026-11-20T17:00", "2026-11-23T09:00", "2026-11-28T09:00", "2026-11-30T17:00"),
    ],
)
def test_the_time_of_a_supplement_is_not_counted(due: str, paused: str, resumed: str, new: str) -> None:
    moved = due_after_pause(vietnam_time(due), vietnam_time(paused), vietnam_time(resumed), CALENDAR)
    assert moved == vietnam_time(new)
    assert moved.tzinfo is UTC


@given(moments, st.integers(1, 20), st.integers(0, 10), st.integers(0, 30))
def test_a_pause_leaves_as_many_working_days_as_there_were(
    accepted_at: datetime, amount: int, paused_after: int, resumed_after: int
) -> None:
    due = due_at(accepted_at, TimeLimit(TimeUnit.WORKING_DAYS, amount), CALENDAR)
    assert due is not None
    paused = accepted_at + timedelta(days=paused_after)
    resumed = paused + timedelta(days=resumed_after)
    moved = due_after_pause(due, paused, resumed, CALENDAR)
    spans = [(paused, due), (resumed, moved)]
    left, left_then = (
        CALENDAR.count_working(a.astimezone(VIETNAM).date(), b.astimezone(VIETNAM).date()) for a, b in spans
    )
    if left:
        assert left_then == left
    assert moved > resumed
