"""Dates of people as they stand on papers: day and month are not always known.

Old papers give only a year or a month; the card's QR then carries 00. Such a date is kept as it is, never filled up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from sothuhoso.domain.errors import Invalid

FIRST_YEAR, LAST_YEAR = 1800, 2199
_DECEMBER = 12
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<d>[0-9]{2})(?P<m>[0-9]{2})(?P<y>[0-9]{4})",
        r"(?:(?:(?P<d>[0-9]{1,2})[/.-])?(?P<m>[0-9]{1,2})[/.-])?(?P<y>[0-9]{4})",
        r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})",
    )
)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which the day, or day and month, may be unknown (``None``)."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def text(self) -> str:
        """``dd/mm/yyyy``, ``mm/yyyy`` or ``yyyy``, as shown and kept."""
        parts = [f"{self.day:02}"] if self.day else []
        parts += [f"{self.month:02}"] if self.month else []
        return "/".join([*parts, f"{self.year:04}"])

    @property
    def exact(self) -> date | None:
        """The calendar day when all of it is known."""
        return date(self.year, self.month, self.day) if self.month and self.day else None

    @property
    def earliest(self) -> date:
        """The first day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it can mean."""
        if self.exact:
            return self.exact
        month = self.month or _DECEMBER
        following = date(self.year + month // _DECEMBER, month % _DECEMBER + 1, 1)
        return following - timedelta(days=1)


def parse_partial(text: str) -> PartialDate:
    """Read ddmmyyyy, d/m/yyyy, m/yyyy, yyyy and yyyy-m-d (also with ``.`` or ``-``); 00 means unknown.

    Raises ``Invalid('date.impossible')``: another shape, no such day, a day without month, a year outside 1800–2199.
    """
    for form in _FORMS:
        match = form.fullmatch(text.strip())
        if match:
            year, month, day = (int(match[part] or 0) for part in "ymd")
            return _sound(year, month, day)
    raise Invalid("date.impossible")


def _sound(year: int, month: int, day: int) -> PartialDate:
    if not FIRST_YEAR <= year <= LAST_YEAR or (day and not month):
        raise Invalid("date.impossible")
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        raise Invalid("date.impossible") from None
    return PartialDate(year, month or None, day or None)
