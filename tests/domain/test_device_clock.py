"""What a device says the time is, and by how much that is wrong."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sothuhoso.domain import device_clock

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-23T05:00:00.000Z", NOON),
        ("2026-11-23T05:00:00Z", NOON),
        ("2026-13-23T05:00:00Z", None),
        ("2026-11-23T05:00:00", None),
        ("2026-11-23T12:00:00+07:00", None),  # a device sends UTC
        ("", None),
        ("yesterday", None),
        ("2026-11-23T05:00:00Z\n", None),
        ("٢٠٢٦-11-23T05:00:00Z", None),
    ],
)
def test_only_what_a_device_sends_is_read(text, expected):
    assert device_clock.read(text) == expected


@given(st.text())
def test_nothing_is_refused(text):
    assert device_clock.read(text) is None or text.endswith("Z")


@given(st.integers(-(10**7), 10**7))
def test_more_than_five_minutes_are_told(seconds):
    told = device_clock.minutes_off(NOON + timedelta(seconds=seconds), NOON)
    if abs(seconds) <= 300:
        assert told == 0
    else:
        assert abs(told * 60 - seconds) <= 30


def test_where_a_clock_is_not_known_nothing_is_told():
    assert device_clock.minutes_off(None, NOON) == device_clock.minutes_off(NOON, None) == 0
