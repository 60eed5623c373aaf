"""What is odd about a person's details, said beside the field while it is being filled in.

Warnings only: registers and cards do differ from life, and the clerk compares with the paper. The browser applies
the same rules while there is no server; ``tests/vectors/identity_checks.json`` holds both to one table.
"""

from __future__ import annotations

from calendar import isleap
from datetime import date
from typing import TYPE_CHECKING

from sothuhoso.domain.citizen_number import check, compact, is_id_number
from sothuhoso.domain.dates import PartialDate, parse_partial
from sothuhoso.domain.errors import Invalid
from sothuhoso.domain.findings import Finding
from sothuhoso.domain.people import Slot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ADULT_ENOUGH = 14  # from 14 on people have a card and act with it (Luật Căn cước 26/2023 Điều 19)
#: At these ages a card is changed; one issued within the two years before is good until the next (Điều 21).
CARD_AGES = (14, 25, 40, 60)
_BEFORE = 2
#: Procedure → sex → the age from which one may: Luật Hôn nhân và gia đình 52/2014/QH13 Điều 8 (đăng ký kết hôn).
LEAST_AGES = {"1.000894": {"male": 20, "female": 18}}
_TWELVE = 12


def check_person(fields: Mapping[str, str], *, slot: str, today: date, procedure: str = "") -> tuple[Finding, ...]:
    """Warnings about the fields of one person, in the order of the screen; empty fields are never odd.

    ``procedure``: its code, for what the law asks of the age of those whom it concerns.
    """
    birth, issue = _read(fields.get("birth_date", "")), _read(fields.get("issue_date", ""))
    return (
        *_number(fields, birth, today),
        *_date("birth_date", fields.get("birth_date", ""), birth, today),
        *_age(birth, slot, today),
        *_least_age(birth, fields.get("sex", ""), _least_ages(procedure, slot), today),
        *_date("issue_date", fields.get("issue_date", ""), issue, today),
        *_order(birth, issue),
        *_expired(birth, issue, today),
    )


def card_changed_at(birth: date, issue: date) -> int:
    """The age (of ``CARD_AGES``) until which a card of that day is good; 0 for good without end.

    The card's QR does not say it: it is worked out from the birth date and the day of issue.
    """
    return next((age for age in CARD_AGES if issue < _birthday(birth, age - _BEFORE)), 0)


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
    if _years(birth.earliest, today) < ADULT_ENOUGH:
        yield Finding("owner_under_14", "birth_date")


def _least_ages(procedure: str, slot: str) -> Mapping[str, int]:
    """Of whoever hands it in for others nothing is asked."""
    return {} if slot == Slot.SUBMITTER else LEAST_AGES.get(procedure, {})


def _least_age(birth: PartialDate | None, sex: str, least_ages: Mapping[str, int], today: date) -> Iterator[Finding]:
    """Under the age of the procedure, and certainly so: the oldest the date can mean, and the younger of two ages."""
    if birth is None or not least_ages or birth.earliest > today:
        return
    least = least_ages.get(sex) or min(least_ages.values())
    if _years(birth.earliest, today) < least:
        yield Finding("under_age_of_procedure", "birth_date", {"age": least})


def _order(birth: PartialDate | None, issue: PartialDate | None) -> Iterator[Finding]:
    if birth and issue and issue.latest < birth.earliest:
        yield Finding("issued_before_birth", "issue_date")


def _expired(birth: PartialDate | None, issue: PartialDate | None, today: date) -> Iterator[Finding]:
    if birth and birth.exact and issue and issue.exact and birth.exact <= issue.exact <= today:
        age = card_changed_at(birth.exact, issue.exact)
        if age and today > _birthday(birth.exact, age):
            yield Finding("card_expired", "issue_date", {"age": age})


def _birthday(birth: date, age: int) -> date:
    """Who was born on 29 February has it on 1 March in other years."""
    leap = birth.month == 2 and birth.day == 29 and not isleap(birth.year + age)  # noqa: PLR2004 - 29 February
    return date(birth.year + age, 3, 1) if leap else birth.replace(year=birth.year + age)


def _years(birth: date, today: date) -> int:
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def _read(text: str) -> PartialDate | None:
    try:
        return parse_partial(text)
    except Invalid:
        return None
