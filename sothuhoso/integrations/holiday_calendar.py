"""Public holidays of Vietnam (Bộ luật Lao động 2019 Điều 112, with the yearly exchanged days), from ``holidays``."""

from __future__ import annotations

from datetime import date

import holidays

from sothuhoso.domain.working_days import WorkingCalendar


class VietnamHolidays:
    """``domain.ports.HolidaySource``."""

    def calendar(self, years: range, days_off: set[date], made_up: set[date]) -> WorkingCalendar:
        """The calendar of these years; what the desk has set (``days_off``, ``made_up``) goes before the package."""
        public = set(holidays.country_holidays("VN", years=years))
        return WorkingCalendar(frozenset((public | days_off) - made_up), frozenset(made_up))
