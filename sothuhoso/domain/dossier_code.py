"""Numbers of dossiers: our own, and the official mã hồ sơ that only the national or provincial system issues.

The official form has changed three times and will again, so it is looked at softly; ours is never passed off as it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_INTERNAL = re.compile(r"SH-[0-9]{5}-[0-9]{6}-[0-9]{4,}")
_INTERNAL_RUN = re.compile(r"SH([0-9]{5})([0-9]{6})([0-9]{4,})")
# 000.00.19.H55-230408-0001, H57.132-260804-0583, G09.20-20260609-0092637 (TT 03/2025 Điều 13, TT 04/2025/TT-VPCP)
_OFFICIAL = re.compile(
    r"(?:[0-9]{3}\.[0-9]{2}\.[0-9]{2,3}\.)?[A-Z][0-9]{2}(?:\.[0-9]{2,3}){0,3}-[0-9]{6}(?:[0-9]{2})?-[0-9A-Z]{4,}"
)
_OTHER = re.compile(r"[^0-9A-Z.-]")
_DASH = "Pd"


def internal_number(unit_code: str, day: date, serial: int) -> str:
    """``SH-05725-261123-0017``: unit, day of submission in Vietnam, serial of that unit and day (1 upwards)."""
    return f"SH-{unit_code}-{day:%y%m%d}-{serial:04}"


def is_internal(number: str) -> bool:
    """Whether it has the shape of our own number."""
    return _INTERNAL.fullmatch(number) is not None


def is_official(code: str) -> bool:
    """Whether it looks like a mã hồ sơ of any generation known today."""
    return _OFFICIAL.fullmatch(code) is not None


def normalise(text: str) -> str:
    """A number as typed, in the form it is kept: capitals, digits, dots, dashes; ours gets its dashes back."""
    wide = unicodedata.normalize("NFKC", text).upper()
    plain = _OTHER.sub("", "".join("-" if unicodedata.category(c) == _DASH else c for c in wide))
    run = _INTERNAL_RUN.fullmatch(plain.replace("-", ""))
    return f"SH-{run[1]}-{run[2]}-{run[3]}" if run else plain
