"""The device's clock beside the server's: a phone may be hours off, and what it says is kept, not believed.

Nothing of the law runs from it: the time limit begins when the desk accepts (NĐ 118/2025 Điều 17.3). It is shown, so
that a clerk who reads "captured at" knows how far to trust it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

MOST = timedelta(minutes=5)
"""A clock that is off by more is shown."""

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)


def read(text: str) -> datetime | None:
    """What a device says the time is (``2026-11-23T02:31:00.000Z``); ``None`` for anything else: nobody is refused."""
    if not _MOMENT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def minutes_off(device: datetime | None, server: datetime | None) -> int:
    """Whole minutes by which the device's clock is ahead (behind: negative); 0 where it is right enough, or unknown."""
    if device is None or server is None or abs(device - server) <= MOST:
        return 0
    return round((device - server) / timedelta(minutes=1))
