"""The personal identification number (số định danh cá nhân): ``PPP G YY NNNNNN``, without a check digit.

PPP is where the birth was registered, G century and sex, YY the year. It follows the person for life and was
not renumbered when provinces merged in 2025. What it says is compared with what was written, as warnings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sothuhoso.domain.errors import Invalid
from sothuhoso.domain.findings import Finding
from sothuhoso.domain.people import Sex

if TYPE_CHECKING:
    from datetime import date

_TWELVE = re.compile(r"[0-9]{12}")
_NINE_OR_TWELVE = re.compile(r"[0-9]{9}|[0-9]{12}")
_SHOWN = 4

#: prefixes of the 63 provinces before the merger; other prefixes exist for those born abroad (list not published)
_PROVINCES = (
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 "
    "038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 "
    "080 082 083 084 086 087 089 091 092 093 094 095 096"
)
PROVINCE_CODES = frozenset(_PROVINCES.split())


@dataclass(frozen=True, slots=True)
class CitizenNumber:
    """What a number says. ``province_key`` names the province in the word list, ``None`` for an unknown prefix."""

    number: str
    province_code: str
    province_key: str | None
    sex: Sex
    birth_year: int


def parse(number: str, *, today: date | None = None) -> CitizenNumber:
    """Take the number apart; white space in it is ignored.

    Raises ``Invalid('id_number.not_12_digits')`` and, when ``today`` is given, ``Invalid('id_number.future_year')``.
    """
    digits = compact(number)
    if not _TWELVE.fullmatch(digits):
        raise Invalid("id_number.not_12_digits")
    century_and_sex, province = int(digits[3]), digits[:3]
    year = 1900 + 100 * (century_and_sex // 2) + int(digits[4:6])
    if today is not None and year > today.year:
        raise Invalid("id_number.future_year")
    sex = Sex.FEMALE if century_and_sex % 2 else Sex.MALE
    key = f"provinces.{province}" if province in PROVINCE_CODES else None
    return CitizenNumber(digits, province, key, sex, year)


def check(number: str, *, sex: str, birth_year: int | None, today: date) -> tuple[Finding, ...]:
    """Warnings about a number beside what else was given; empty ``sex`` and ``None`` are not compared."""
    try:
        said = parse(number)
    except Invalid:
        return (Finding("id_not_12_digits", "id_number"),)
    out: list[Finding] = []
    if said.province_key is None:
        out.append(Finding("id_province_unknown", "id_number"))
    if said.birth_year > today.year:
        out.append(Finding("id_year_future", "id_number"))
    elif birth_year is not None and birth_year != said.birth_year:
        out.append(Finding("id_year_differs", "birth_date"))
    if sex and sex != said.sex:
        out.append(Finding("id_sex_differs", "sex"))
    return tuple(out)


def compact(number: str) -> str:
    """The number without the spaces people write it with."""
    return "".join(number.split())


def is_id_number(number: str) -> bool:
    """Whether the shape is that of a personal number (12 digits) or an old identity card (CMND, 9 digits)."""
    return _NINE_OR_TWELVE.fullmatch(number) is not None


def mask(number: str) -> str:
    """``0191••••0017``: the first and last four digits. Nothing at all is shown of a number under nine characters."""
    shown = compact(number)
    if len(shown) <= 2 * _SHOWN:
        return "•" * len(shown)
    return f"{shown[:_SHOWN]}••••{shown[-_SHOWN:]}"
