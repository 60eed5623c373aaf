"""What stands on the report of a trip. Values, not sentences: the printer has the words. ID numbers come masked."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ReportProcedure:
    """A procedure and how many dossiers of it were put together."""

    code: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class ReportPerson:
    """One line about a person: ``ticket`` is the queue number, ``what`` the matter, ``papers`` what is to be brought.

    ``reason`` is a key of ``trip_entries.Reason``, ``signer`` who received a result, ``how`` a key of
    ``trip_entries.Attested``, ``signature`` the picture of the name in base64; empty where it says nothing.
    """

    ticket: str
    hamlet: str
    name: str
    id_masked: str = ""
    what: str = ""
    number: str = ""
    papers: tuple[str, ...] = ()
    reason: str = ""
    text: str = ""
    signer: str = ""
    how: str = ""
    witness: str = ""
    signature: str = ""
    comes_again: bool = False


@dataclass(frozen=True, slots=True)
class TripReportFacts:
    """The report. ``on_the_way`` counts dossiers whose photos have not all arrived yet. Times are aware UTC."""

    unit_name: str
    place: str
    printed_at: datetime
    trip_name: str
    day: date
    lead_name: str
    members: tuple[str, ...]
    hamlets: tuple[str, ...]
    people: int
    served: int
    turned_away: int
    handed_over: int
    notes_made: int
    dossiers: int
    on_the_way: int
    procedures: tuple[ReportProcedure, ...]
    to_bring: tuple[ReportPerson, ...]
    handovers: tuple[ReportPerson, ...]
    sent_home: tuple[ReportPerson, ...]
    notes: tuple[ReportPerson, ...]
    next_visit: date | None
    remarks: str

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; moments and days as ISO text."""
        out = asdict(self)
        out["printed_at"] = self.printed_at.isoformat()
        out["day"] = self.day.isoformat()
        out["next_visit"] = self.next_visit.isoformat() if self.next_visit else None
        return out
