"""Finding the three lines of an ID card's machine-readable zone in a text, and cutting them into their fields.

Lines come typed, pasted as one, or from a reader of letters that sees specks around them, takes the filler ``<`` for
``K``, ``C`` or ``«``, and miscounts a long run of it. Only what a field's place allows is put right here; digits are
proven by ``mrz``. Other scripts' digits and letters are left as they are and fit nowhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from sothuhoso.domain.names import nfc

FILLER = "<"
LENGTH = 30

_MOST = 4  # sets of three lines that are looked at
_MOST_LINES = 60
_LOOKED_AT = 500  # signs
_CAPITALS = str.maketrans("abcdefghijklmnopqrstuvwxyz‹", "ABCDEFGHIJKLMNOPQRSTUVWXYZ<")
_FILLED = "[<KCLE(«]"  # what a filler is taken for
_FIRST = re.compile(
    rf"[I1L|][DO0](?P<country>[A-Z0-9]{{3}})(?P<short>.{{10}})(?P<full>.{{12}}){_FILLED}{{1,3}}(?P<last>.)"
)
_SECOND = re.compile(rf"(?P<birth>.{{7}})(?P<sex>.)(?P<expiry>.{{7}})[A-Z0-9]{{3}}{_FILLED}{{5,16}}(?P<last>[^<])")
_THIRD = re.compile(r"(?P<name>[A-Z]+(?:<[A-Z]+)*(?:<<[A-Z]+(?:<[A-Z]+)*)?)<*")
_PASSPORT = re.compile(r"P[A-Z<][A-Z]{3}[A-Z<]{20}")


@dataclass(frozen=True, slots=True)
class Lines:
    """The fields as they were seen, each number with the check digit behind it.

    ``third`` is line 3 as it was seen; ``name`` its words, empty where it has what no name has; ``name_is_whole`` tells
    that it was not cut at the end of the line.
    """

    country: str
    short: str
    full: str
    birth: str
    sex: str
    expiry: str
    composite: str
    third: str
    name: str
    name_is_whole: bool


def find_lines(text: str) -> list[Lines]:
    """Every three lines that follow each other and have the form, at most four."""
    rows = _rows(text)
    return list(islice((lines for at in range(len(rows) - 1) if (lines := _lines(rows[at : at + 3]))), _MOST))


def is_zone(text: str) -> bool:
    """Whether a text means to be machine-readable lines, sound or not: a QR code's has no two fillers in a row."""
    return "|" not in text[:_LOOKED_AT] and FILLER * 2 in text[:_LOOKED_AT]


def is_passport(text: str) -> bool:
    """Whether there is the first line of a passport (TD3)."""
    return any(_PASSPORT.search(row) for row in _rows(text))


def _rows(text: str) -> list[str]:
    """The lines without blanks, capitals; one long line is cut into three."""
    rows = ["".join(nfc(row).split()).translate(_CAPITALS) for row in text.splitlines()]
    rows = [row for row in rows if row][:_MOST_LINES]
    if len(rows) == 1 and len(rows[0]) == 3 * LENGTH:
        return [rows[0][at : at + LENGTH] for at in range(0, 3 * LENGTH, LENGTH)]
    return rows


def _lines(rows: list[str]) -> Lines | None:
    first, second = _FIRST.search(rows[0]), _SECOND.search(rows[1])
    if not (first and second):
        return None
    third = "".join(rows[2:]).replace("«", FILLER * 2)
    name, whole = _name(third)
    return Lines(
        country=first["country"],
        short=first["short"],
        full=first["full"] + first["last"],
        birth=second["birth"],
        sex=second["sex"],
        expiry=second["expiry"],
        composite=second["last"],
        third=third[:LENGTH].ljust(LENGTH, FILLER),
        name=name,
        name_is_whole=whole,
    )


def _name(row: str) -> tuple[str, bool]:
    """Line 3 has no check digit: where it holds anything but letters and fillers, no name is taken from it."""
    match = _THIRD.fullmatch(row)
    if not match:
        return "", False
    return " ".join(filter(None, match["name"].split(FILLER))), len(match["name"]) < LENGTH
