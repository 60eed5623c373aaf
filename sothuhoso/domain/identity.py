"""What is odd about a person's details, said beside the field while it is being filled in.

Warnings only: registers and cards do differ from life, and the clerk compares with the paper. The browser applies
the same rules while there is no server; ``tests/vectors/identity_checks.json`` holds both to one table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sothuhoso.domain.citizen_number import check, compact, is_id_number
from sothuhoso.domain.dates import PartialDate, parse_partial
from sothuhoso.domain.errors import Invalid
from sothuhoso.domain.findings import Finding
from sothuhoso.domain.people import Slot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

ADULT_ENOUGH = 14  # from 14 on people have a card and act with it (Luật Căn cước 26/2023 Điều 19)
_TWELVE = 12


def check_person(fields: Mapping[str, str], *, slot: str, today: date) -> tuple[Finding, ...]:
    """Warnings about the fields of one person, in the order of the screen; empty fields are never odd."""
    birth, issue = _read(fields.get("birth_date", "")), _read(fields.get("issue_date", ""))
    return (
        *_number(fields, birth, today),
        *_date("birth_date", fields.get("birth_date", ""), birth, today),
        *_age(birth, slot, today),
        *_date("issue_date", fields.get("issue_date", ""), issue, today),
        *_order(birth, issue),
    )


def _number(fields: Mapping[str, str], birth: PartialDate | None, today: date) -> tuple[Finding, ...]:
    number = compact(fields.get("id_number", ""))
    if not number or (is_id_number(number) and len(number) != _TWELVE):  # an old 9-digit card says nothing
        return ()
    return check(number, sex=fields.get("sex", ""), birth_year=birth.year if birth else None, today=today)


def _date(field: str, text: str, read: PartialDate | None, today: date) -> Iterator[Finding]:
    if text.strip() and read is None:
        yield Finding("date_impossible", field)
    if read and read.earliest > today:
        yield Finding("date_future", field)


def _age(birth: PartialDate | None, slot: str, today: date) -> Iterator[Finding]:
    """A child as the owner: a parent or guardian acts. Only when certain, and never for a date yet to come."""
    if birth is None or slot != Slot.OWNER or birth.earliest > today:
        return
    first = birth.earliest
    years = today.year - first.year - ((today.month, today.day) < (first.month, first.day))
    if years < ADULT_ENOUGH:
        yield Finding("owner_under_14", "birth_date")


def _order(birth: PartialDate | None, issue: PartialDate | None) -> Iterator[Finding]:
    if birth and issue and issue.latest < birth.earliest:
        yield Finding("issued_before_birth", "issue_date")


def _read(text: str) -> PartialDate | None:
    try:
        return parse_partial(text)
    except Invalid:
        return None
