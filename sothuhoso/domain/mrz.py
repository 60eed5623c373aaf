"""The machine-readable zone on the back of the ID card (ICAO Doc 9303-5, TD1: three lines of thirty).

Line 1 says the personal number twice, line 2 birth, sex and expiry, line 3 the name without diacritics. Five check
digits hold lines 1 and 2 together; sex and name have none. A sign that an eye or a reader may confuse is put right only
where the check digits then prove it and nothing else would satisfy them. Like the QR it is print: it fills in a form
and proves nothing. Its content is never logged.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from string import digits
from typing import TYPE_CHECKING

from sothuhoso.domain.citizen_number import parse as parse_number
from sothuhoso.domain.dates import PartialDate, parse_partial
from sothuhoso.domain.errors import Invalid
from sothuhoso.domain.id_qr import CardIdentity
from sothuhoso.domain.identity import check_person
from sothuhoso.domain.mrz_lines import FILLER, Lines, find_lines, is_passport
from sothuhoso.domain.people import Sex, Slot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sothuhoso.domain.findings import Finding

MAX_TEXT = 2000  # three lines and what a reader saw around them
UNHELD = frozenset({"full_name", "sex"})  # no check digit is over them: off a photo they are letters as seen
NO_EXPIRY = "991231"  # (unconfirmed) what stands where a card does not expire

_WEIGHTS = (7, 3, 1)
_SEXES = {"M": Sex.MALE, "F": Sex.FEMALE}
_LOOKS_LIKE = {  # a letter where only a digit can stand → the digits it may be
    "O": "0", "D": "0", "Q": "0", "U": "0", "I": "1", "L": "1", "Z": "27",
    "A": "4", "S": "5", "G": "6", "T": "7", "B": "83",
}  # fmt: skip
_MOST_GUESSES = 256


@dataclass(frozen=True, slots=True)
class MrzReading:
    """The outcome: an identity with what is ``missing`` (to be asked), or the ``problem``'s key (``errors.mrz.…``).

    ``identity`` holds number, name (capitals, no diacritics), birth date and sex. ``expiry_date`` is ``dd/mm/yyyy``,
    empty where the card does not expire. ``text``: the three lines as they stand on the card. ``failed`` names the
    fields whose check digits do not fit.
    """

    identity: CardIdentity | None = None
    expiry_date: str = ""
    text: str = ""
    problem: str | None = None
    failed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    warnings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Proven:
    """Number, birth and expiry (YYMMDD) that all check digits hold."""

    number: str
    birth: str
    expiry: str


def check_digit(text: str) -> str:
    """Weights 7, 3, 1; A is 10 … Z is 35, the filler 0 (ICAO Doc 9303-3, 4.9)."""
    total = sum(_value(char) * _WEIGHTS[place % 3] for place, char in enumerate(text))
    return str(total % 10)


def read_mrz(text: str, *, today: date | None = None) -> MrzReading:
    """Read three lines as typed, pasted or seen by a reader of letters, with other lines around them or not.

    Never raises; warnings only when ``today`` (in Vietnam) is given.
    """
    if not text.strip():
        return MrzReading(problem="mrz.empty")
    if len(text) > MAX_TEXT:
        return MrzReading(problem="mrz.too_long")
    candidates = find_lines(text)
    readings = [_read(lines, today) for lines in candidates]
    sound = [reading for reading in readings if reading.identity]
    if len({reading.identity for reading in sound}) > 1:
        return MrzReading(problem="mrz.two_cards")
    if readings:
        return (sound or readings)[0]
    return MrzReading(problem="mrz.passport" if is_passport(text) else "mrz.not_found")


def _read(lines: Lines, today: date | None) -> MrzReading:
    if lines.country != "VNM":
        return MrzReading(problem="mrz.not_vietnamese")
    proven = _proven(lines)
    if len(proven) != 1:
        return MrzReading(problem="mrz.ambiguous" if proven else "mrz.check_digits", failed=_failed(lines))
    said = proven.pop()
    birth, expiry = _birth(said, today), _expiry(said)
    if birth is None or expiry is None:
        return MrzReading(problem="mrz.date_impossible", failed=("birth_date",) if birth is None else ("expiry_date",))
    identity = CardIdentity(
        id_number=said.number, full_name=lines.name, birth_date=birth.text, sex=_SEXES.get(lines.sex, "")
    )
    fields = {"id_number": identity.id_number, "birth_date": identity.birth_date, "sex": identity.sex}
    return MrzReading(
        identity=identity,
        expiry_date="" if said.expiry == NO_EXPIRY else expiry.text,
        text=_text(said, lines),
        missing=_missing(identity, whole=lines.name_is_whole),
        warnings=check_person(fields, slot=Slot.SUBMITTER, today=today) if today else (),
    )


def _text(said: _Proven, lines: Lines) -> str:
    first, second = _checked_parts(said)
    composite = check_digit(first + second + FILLER * 11)
    place = len(_checked(said.birth))
    sex = lines.sex if lines.sex in _SEXES else FILLER
    row = f"{second[:place]}{sex}{second[place:]}VNM{FILLER * 11}{composite}"
    return "\n".join((f"IDVNM{first}", row, lines.third))


def _proven(lines: Lines) -> set[_Proven]:
    """Every reading that satisfies all five check digits; more than one proves nothing."""
    composites = set(_digits(lines.composite))
    out: set[_Proven] = set()
    for number, birth, expiry in product(_numbers(lines), _fitting(lines.birth), _fitting(lines.expiry)):
        said = _Proven(number, birth, expiry)
        if check_digit("".join(_checked_parts(said)) + FILLER * 11) in composites:
            out.add(said)
    return out


def _checked_parts(said: _Proven) -> tuple[str, str]:
    """What the composite check digit is over, of line 1 and of line 2 (ICAO Doc 9303-5, 4.2.4)."""
    first = f"{_checked(said.number[3:])}{said.number}{FILLER * 2}{check_digit(said.number)}"
    return first, _checked(said.birth) + _checked(said.expiry)


def _checked(field: str) -> str:
    return field + check_digit(field)


def _numbers(lines: Lines) -> set[str]:
    """The personal numbers that both copies can mean."""
    last_nines = {nine for nine, digit in _read_as(lines.short) if check_digit(nine) == digit}
    full = {number for number, digit in _read_as(lines.full) if check_digit(number) == digit}
    return {number for number in full if number[3:] in last_nines}


def _fitting(field: str) -> set[str]:
    """The values a date and the check digit behind it can mean; unknown day or month stand as fillers."""
    return {value for value, digit in _read_as(field, digits + FILLER) if check_digit(value) == digit}


def _read_as(field: str, signs: str = digits) -> Iterator[tuple[str, str]]:
    return ((text[:-1], text[-1]) for text in _digits(field, signs))


def _digits(field: str, signs: str = digits) -> Iterator[str]:
    """What a field of these signs can mean; nothing where it could be too much."""
    choices = [char if char in signs else _LOOKS_LIKE.get(char, "") for char in field]
    count = 1
    for choice in choices:
        count *= len(choice)
    return map("".join, product(*choices)) if 0 < count <= _MOST_GUESSES else iter(())


def _failed(lines: Lines) -> tuple[str, ...]:
    """The fields to look at again."""
    wrong = {
        "id_number": not _numbers(lines),
        "birth_date": not _fitting(lines.birth),
        "expiry_date": not _fitting(lines.expiry),
    }
    return tuple(name for name, failed in wrong.items() if failed) or ("composite",)


def _birth(said: _Proven, today: date | None) -> PartialDate | None:
    """The birth date, of the century next to the year that the personal number names, and never to come."""
    of_number = parse_number(said.number).birth_year
    if FILLER in said.birth[:2]:
        return None
    year = min((century + int(said.birth[:2]) for century in range(1800, 2200, 100)), key=lambda y: abs(y - of_number))
    birth = _date(year, said.birth)
    return _date(year - 100, said.birth) if birth and today and birth.earliest > today else birth


def _expiry(said: _Proven) -> PartialDate | None:
    """The expiry date: no card was made to expire before 2000."""
    return _date(2000 + int(said.expiry[:2]), said.expiry) if FILLER not in said.expiry else None


def _date(year: int, text: str) -> PartialDate | None:
    month, day = (part.replace(FILLER, "0") for part in (text[2:4], text[4:6]))
    try:
        return parse_partial(f"{day}{month}{year:04}")
    except Invalid:
        return None


def _missing(identity: CardIdentity, *, whole: bool) -> tuple[str, ...]:
    wanted = {"full_name": not (identity.full_name and whole), "sex": not identity.sex}
    return (*(name for name, asked in wanted.items() if asked), "address", "issue_date")


def _value(char: str) -> int:
    return 0 if char == FILLER else int(char, 36)
