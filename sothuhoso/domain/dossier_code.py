"""Numbers of dossiers: our own, and the official mã hồ sơ that only the national or provincial system issues.

The official form has changed three times and will again, so it is looked at softly; ours is never passed off as it.
Ours come in two series: the desk counts ``0017``, and what is given to a tablet beforehand counts ``A0017``, so that
neither ever meets the other (docs/decisions/0018). A phone without either shows a code made of the dossier's own id.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from uuid import UUID

SERIES = "A"
"""Before the serial of a number that was given out beforehand. Read aloud it is nothing else in Vietnamese."""

MAX_SERIAL = 999_999

_INTERNAL = re.compile(r"SH-[0-9]{5}-[0-9]{6}-A?[0-9]{4,}")
_INTERNAL_RUN = re.compile(r"SH([0-9]{5})([0-9]{6})(A?[0-9]{4,})")
_BEFOREHAND = re.compile(r"SH-([0-9]{5})-([0-9]{6})-A([0-9]{4}|[1-9][0-9]{4,5})")
_LOCAL_RUN = re.compile(r"TM([0-9]{4})([0-9]{4})")
_LOCAL_BITS, _ID_BITS = 26, 128  # 2²⁶ is the most that eight digits hold
# 000.00.19.H55-230408-0001, H57.132-260804-0583, G09.20-20260609-0092637 (TT 03/2025 Điều 13, TT 04/2025/TT-VPCP)
_OFFICIAL = re.compile(
    r"(?:[0-9]{3}\.[0-9]{2}\.[0-9]{2,3}\.)?[A-Z][0-9]{2}(?:\.[0-9]{2,3}){0,3}-[0-9]{6}(?:[0-9]{2})?-[0-9A-Z]{4,}"
)
_OTHER = re.compile(r"[^0-9A-Z.-]")
_DASH = "Pd"


@dataclass(frozen=True, slots=True)
class Beforehand:
    """What a number that was given out beforehand says: ``day`` is the day it was given to the tablet."""

    unit_code: str
    day: date
    serial: int


def internal_number(unit_code: str, day: date, serial: int) -> str:
    """``SH-05725-261123-0017``: unit, day of submission in Vietnam, serial of that unit and day (1 upwards)."""
    return f"SH-{unit_code}-{day:%y%m%d}-{serial:04}"


def beforehand_number(unit_code: str, day: date, serial: int) -> str:
    """``SH-05725-261125-A0107``: the same with the day it was given out and a serial of its own series."""
    return f"SH-{unit_code}-{day:%y%m%d}-{SERIES}{serial:04}"


def read_beforehand(number: str) -> Beforehand | None:
    """What such a number says; ``None`` for anything else, also for a second way to write the same one."""
    found = _BEFOREHAND.fullmatch(number)
    if found is None:
        return None
    try:
        day = date.fromisoformat(f"20{found[2]}")
    except ValueError:
        return None
    serial = int(found[3])
    return Beforehand(found[1], day, serial) if serial else None


def local_code(submission_id: UUID) -> str:
    """``TM-0471-2938``: what a receipt shows while no number is known, told from the id the device made."""
    digits = f"{submission_id.int >> (_ID_BITS - _LOCAL_BITS):08}"
    return f"TM-{digits[:4]}-{digits[4:]}"


def ids_of_local_code(text: str) -> tuple[UUID, UUID] | None:
    """The least and the greatest id that this code may mean, ``None`` where it is no such code."""
    found = _LOCAL_RUN.fullmatch(normalise(text).replace("-", ""))
    if found is None or (head := int(found[1] + found[2])) >> _LOCAL_BITS:
        return None
    below = _ID_BITS - _LOCAL_BITS
    return UUID(int=head << below), UUID(int=((head + 1) << below) - 1)


def is_internal(number: str) -> bool:
    """Whether it has the shape of our own number, of either series."""
    return _INTERNAL.fullmatch(number) is not None


def is_official(code: str) -> bool:
    """Whether it looks like a mã hồ sơ of any generation known today."""
    return _OFFICIAL.fullmatch(code) is not None


def normalise(text: str) -> str:
    """A number as typed, in the form it is kept: capitals, digits, dots, dashes; ours gets its dashes back."""
    wide = unicodedata.normalize("NFKC", text).upper()
    plain = _OTHER.sub("", "".join("-" if unicodedata.category(c) == _DASH else c for c in wide))
    bare = plain.replace("-", "")
    if run := _INTERNAL_RUN.fullmatch(bare):
        return f"SH-{run[1]}-{run[2]}-{run[3]}"
    if run := _LOCAL_RUN.fullmatch(bare):
        return f"TM-{run[1]}-{run[2]}"
    return plain
