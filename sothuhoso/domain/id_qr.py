"""The text in the QR of an ID card (thẻ CCCD, front; thẻ Căn cước from 1/7/2024, back), read as far as it is sound.

Fields by ``|``: number, old number, name, birth date, sex, address, issue date; the newer card adds four whose meaning
is not published: kept raw, never filled in. The QR is plain text that anyone can print: it fills in a form and proves
nothing. Its content is never logged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sothuhoso.domain.dates import PartialDate, parse_partial
from sothuhoso.domain.errors import Invalid
from sothuhoso.domain.identity import check_person
from sothuhoso.domain.names import collapse, fold
from sothuhoso.domain.people import Sex, Slot
from sothuhoso.domain.qr_kinds import foreign_kind

if TYPE_CHECKING:
    from sothuhoso.domain.findings import Finding

MAX_TEXT = 4296  # the most a QR can carry
MINISTRY_SINCE = date(2024, 7, 1)  # Luật Căn cước 26/2023: from then on issued by the ministry

_CARD_FIELDS = 7
_LEAST_SOUND = 2  # of name, birth date and sex, to call a text without a number a card
_COMPLETE_DATE = 8  # characters: ddmmyyyy
_TWELVE = re.compile(r"[0-9]{12}")
_OLD = re.compile(r"[0-9]{9}|[0-9]{12}")
_PREFIX = re.compile(r"CCCD\s*:\s*", re.IGNORECASE)
#: Latin letters only (their look-alikes of other scripts would never be found again), H’Hen Niê, Nguyễn Thị A.
_NAME = re.compile(r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff '’.-]+")
_LOST = re.compile(r"[?\ufffd]")  # what a keyboard or a wrong encoding leaves of a letter
_SEXES = {"nam": Sex.MALE, "nu": Sex.FEMALE}


@dataclass(frozen=True, slots=True)
class CardIdentity:
    """What a card says; empty where it does not. Dates as shown (``dd/mm/yyyy``, birth also ``mm/yyyy`` or ``yyyy``).

    ``issued_by`` is a key of the word list (``issuer.police_department`` | ``issuer.ministry``), told by the date.
    """

    id_number: str = ""
    old_id_number: str = ""
    full_name: str = ""
    birth_date: str = ""
    sex: str = ""
    address: str = ""
    issue_date: str = ""
    issued_by: str = ""


@dataclass(frozen=True, slots=True)
class CardReading:
    """The outcome: an identity with what is ``missing`` (to be asked), or the ``problem``'s key (``errors.qr.…``)."""

    identity: CardIdentity | None = None
    problem: str | None = None
    missing: tuple[str, ...] = ()
    extra_raw: tuple[str, ...] = ()
    warnings: tuple[Finding, ...] = ()


def read_card_text(text: str, *, today: date | None = None) -> CardReading:
    """Read whatever a QR reader gave. Never raises; warnings only when ``today`` (in Vietnam) is given."""
    clean = _clean(text)
    if not clean:
        return CardReading(problem="qr.empty")
    kind = foreign_kind(clean)
    if kind:
        return CardReading(problem=kind)
    parts = [collapse(part) for part in clean.split("|")]
    identity = _identity(parts)
    if not _is_card(identity):
        return CardReading(problem="qr.garbled" if len(parts) >= _CARD_FIELDS - 1 else "qr.not_a_card")
    return CardReading(
        identity=identity,
        missing=_missing(identity, parts),
        extra_raw=tuple(parts[_CARD_FIELDS:]),
        warnings=_warnings(identity, today) if today else (),
    )


def _clean(text: str) -> str:
    line = collapse(_repaired(text[:MAX_TEXT]))
    return _PREFIX.sub("", line, count=1).strip() if _PREFIX.match(line) else line


def _repaired(text: str) -> str:
    """UTF-8 that a reader took for Latin-1 or Windows-1252 ("HoÃ ng"), set right; anything else as it is."""
    try:
        return b"".join(_byte(c) for c in text).decode()
    except UnicodeError:
        return text


def _byte(char: str) -> bytes:
    try:
        return char.encode("latin-1")
    except UnicodeEncodeError:
        return char.encode("cp1252")


def _identity(parts: list[str]) -> CardIdentity:
    """The sound fields. The last of a cut-off text may be cut itself, so it counts only when it cannot be."""
    given = [*parts[:_CARD_FIELDS], *[""] * (_CARD_FIELDS - len(parts))]
    last = len(parts) - 1 if len(parts) < _CARD_FIELDS - 1 else _CARD_FIELDS
    issue = _date(given[6])
    issued = issue.exact if issue else None
    return CardIdentity(
        id_number=given[0] if _TWELVE.fullmatch(given[0]) else "",
        old_id_number=given[1] if _OLD.fullmatch(given[1]) else "",
        full_name=given[2] if last > 2 and _is_name(given[2]) else "",  # noqa: PLR2004 - the place in the list above
        birth_date=_birth(given[3], cut=last == 3),  # noqa: PLR2004
        sex=_SEXES.get(fold(given[4]), ""),
        address="" if _LOST.search(given[5]) else given[5],
        issue_date=issue.text if issue and issued else "",
        issued_by=_issuer(issued),
    )


def _is_card(identity: CardIdentity) -> bool:
    sound = [identity.full_name, identity.birth_date, identity.sex]
    return bool(identity.id_number) or sum(map(bool, sound)) >= _LEAST_SOUND


def _missing(identity: CardIdentity, parts: list[str]) -> tuple[str, ...]:
    """Fields to ask for, in the order of the card. Many people never had an old number: only a broken one is asked."""
    broken_old = len(parts) > 1 and bool(parts[1]) and not identity.old_id_number
    wanted = {
        "id_number": not identity.id_number,
        "old_id_number": broken_old,
        "full_name": not identity.full_name,
        "birth_date": not identity.birth_date,
        "sex": not identity.sex,
        "address": not identity.address,
        "issue_date": not identity.issue_date,
    }
    return tuple(name for name, asked in wanted.items() if asked)


def _warnings(identity: CardIdentity, today: date) -> tuple[Finding, ...]:
    fields = {
        "id_number": identity.id_number,
        "birth_date": identity.birth_date,
        "sex": identity.sex,
        "issue_date": identity.issue_date,
    }
    return check_person(fields, slot=Slot.SUBMITTER, today=today)  # whose card it is, the screen knows


def _is_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text)) and any(c.isalpha() for c in text)


def _birth(text: str, *, cut: bool) -> str:
    if cut and len(text) < _COMPLETE_DATE:
        return ""
    read = _date(text)
    return read.text if read else ""


def _date(text: str) -> PartialDate | None:
    try:
        return parse_partial(text)
    except Invalid:
        return None


def _issuer(issued: date | None) -> str:
    if issued is None:
        return ""
    return "issuer.ministry" if issued >= MINISTRY_SINCE else "issuer.police_department"
