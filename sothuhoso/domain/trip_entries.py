"""What was done on a trip, one entry for each deed, made on the tablet under an id of its own; and how it is counted.

Entries are only ever added. A correction is an entry that replaces an earlier one, so that two tablets, a retry and a
late arrival can never undo each other.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sothuhoso.domain.errors import Invalid
from sothuhoso.domain.trips import read_id, read_id_or_none, reading
from sothuhoso.domain.untrusted import KEY_TEXT, PROCEDURE_CODE, Untrusted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

FORMAT = 1
MAX_TEXT = 1000
MAX_QUEUE = 9999
MAX_PAPERS = 20
MAX_SIGNATURE = 96 * 1024
"""Bytes of a signature's picture."""

_SERIES = re.compile(r"[A-Z]{1,2}")
_BASE64 = re.compile(rf"(?:[A-Za-z0-9+/]{{4}}){{1,{MAX_SIGNATURE // 3}}}(?:[A-Za-z0-9+/]{{2}}==|[A-Za-z0-9+/]{{3}}=)?")


class EntryKind(StrEnum):
    """What was done for whoever was called."""

    DOSSIER = "dossier"  # a dossier was put together; it travels by itself
    HANDOVER = "handover"  # a result was handed over
    NOTE = "note"
    TURNED_AWAY = "turned_away"  # could not be served today


class Reason(StrEnum):
    """Why somebody was turned away."""

    PAPER_MISSING = "paper_missing"
    PERSON_MISSING = "person_missing"  # somebody who must be there in person is not
    NOT_OURS = "not_ours"  # another agency's matter
    NO_TIME = "no_time"
    OTHER = "other"


class Attested(StrEnum):
    """How a hand-over is attested where nobody signed on the screen."""

    PAPER = "paper"  # signed in the paper register
    FINGERPRINT = "fingerprint"  # whoever cannot write: a mark in the register, before a witness


_SERVED = frozenset({EntryKind.DOSSIER, EntryKind.HANDOVER})


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed. ``series`` and ``queue`` are the number the person held ("B 12"); empty texts were not given.

    ``how`` and ``witness`` stand on a hand-over that nobody signed on the screen.
    """

    hamlet: UUID
    series: str
    queue: int
    kind: EntryKind
    made_at: datetime
    submission: UUID | None = None
    dossier: UUID | None = None
    procedure: str = ""
    person: str = ""
    signer: str = ""
    text: str = ""
    reason: Reason | None = None
    papers: tuple[str, ...] = ()  # keys of the components that were missing
    comes_again: bool = False  # is to come to the next visit
    signature: str = ""  # the picture, base64
    replaces: UUID | None = None
    how: Attested | None = None
    witness: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values in the device's own format; ``parse_entry`` reads it back to an equal entry.

        What apps of before did not know is left out where it is empty: the hash of what they sent stays the same.
        """
        attested = {"how": str(self.how or ""), "witness": self.witness}
        return {
            "format": FORMAT,
            "hamlet": str(self.hamlet),
            "series": self.series,
            "queue": self.queue,
            "kind": str(self.kind),
            "made_at": self.made_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "submission": str(self.submission) if self.submission else None,
            "dossier": str(self.dossier) if self.dossier else None,
            "procedure": self.procedure,
            "person": self.person,
            "signer": self.signer,
            "text": self.text,
            "reason": str(self.reason) if self.reason else None,
            "papers": list(self.papers),
            "comes_again": self.comes_again,
            "signature": self.signature,
            "replaces": str(self.replaces) if self.replaces else None,
            **{name: value for name, value in attested.items() if value},
        }


@dataclass(frozen=True, slots=True)
class Deed:
    """What is counted of an entry that has arrived."""

    id: UUID
    hamlet: UUID
    ticket: tuple[str, int]
    kind: EntryKind
    made_at: datetime
    replaces: UUID | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """People are queue numbers of a hamlet. ``served`` got a dossier or a result; ``turned_away`` got neither."""

    people: int
    served: int
    turned_away: int
    kinds: Counter[EntryKind]


def parse_entry(raw: object) -> Entry:
    """Read what ``json.loads`` gave.

    Raises ``Invalid('trip.format' | 'trip.not_readable' | 'trip.text_too_long' | 'trip.entry_incomplete', field=…)``
    and ``TooLarge('trip.too_many', …)``.
    """
    root = Untrusted(raw, "")
    with reading():
        if root.get("format").value != FORMAT:
            raise Invalid("trip.format", field="format")
        entry = Entry(
            hamlet=read_id(root.get("hamlet")),
            series=root.get("series").matching(_SERIES),
            queue=root.get("queue").whole(1, MAX_QUEUE),
            kind=root.get("kind").one_of(EntryKind),
            made_at=root.get("made_at").moment(),
            submission=read_id_or_none(root.get("submission")),
            dossier=read_id_or_none(root.get("dossier")),
            procedure=_matching_or_empty(root.get("procedure"), PROCEDURE_CODE),
            person=root.get("person").text(),
            signer=root.get("signer").text(),
            text=root.get("text").text(MAX_TEXT),
            reason=None if root.get("reason").value is None else root.get("reason").one_of(Reason),
            papers=tuple(one.matching(KEY_TEXT) for one in root.get("papers").elements(MAX_PAPERS)),
            comes_again=root.get("comes_again").value is not None and root.get("comes_again").flag(),
            signature=_matching_or_empty(root.get("signature"), _BASE64),
            replaces=read_id_or_none(root.get("replaces")),
            how=None if root.get("how").value in (None, "") else root.get("how").one_of(Attested),
            witness=root.get("witness").text(),
        )
    _require(entry)
    return entry


def wire_of(kept: dict[str, Any]) -> dict[str, Any]:
    """What a tablet would have sent of the entry it kept (``wireOf`` of device/trip_entry.js), still untrusted."""
    same = (
        "hamlet",
        "series",
        "queue",
        "kind",
        "procedure",
        "person",
        "signer",
        "text",
        "papers",
        "signature",
        "witness",
    )
    named = ("submission", "dossier", "reason", "replaces", "how")
    return {
        "format": FORMAT,
        **{name: kept.get(name) for name in same},
        **{name: kept.get(name) or None for name in named},
        "made_at": kept.get("madeAt"),
        "comes_again": kept.get("comesAgain"),
    }


def entry_hash(entry: Entry) -> str:
    """SHA-256 (hex) of all that the entry says: the same for every retry."""
    canonical = json.dumps(entry.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def standing(deeds: Iterable[Deed]) -> list[Deed]:
    """The deeds that no other one replaces, in the order they were made.

    The tablet's clock may have been put back between the two: a replacing deed may look earlier than the other. A
    circle, which no tablet makes, is cut: of it one deed always stands.
    """
    ordered = sorted(deeds, key=lambda deed: (deed.made_at, deed.id))
    ids = {deed.id for deed in ordered}
    replaced: dict[UUID, UUID] = {}
    for deed in ordered:
        if deed.replaces is not None and deed.replaces in ids and not _leads_to(replaced, deed.replaces, deed.id):
            replaced[deed.id] = deed.replaces
    gone = set(replaced.values())
    return [deed for deed in ordered if deed.id not in gone]


def _leads_to(replaced: dict[UUID, UUID], start: UUID | None, end: UUID) -> bool:
    while start is not None:
        if start == end:
            return True
        start = replaced.get(start)
    return False


def tally(deeds: Iterable[Deed]) -> Tally:
    """Count the deeds that stand."""
    stand = standing(deeds)
    done: dict[tuple[UUID, tuple[str, int]], set[EntryKind]] = {}
    for deed in stand:
        done.setdefault((deed.hamlet, deed.ticket), set()).add(deed.kind)
    unserved = [kinds for kinds in done.values() if kinds.isdisjoint(_SERVED)]
    return Tally(
        people=len(done),
        served=len(done) - len(unserved),
        turned_away=sum(EntryKind.TURNED_AWAY in kinds for kinds in unserved),
        kinds=Counter(deed.kind for deed in stand),
    )


def _matching_or_empty(raw: Untrusted, pattern: re.Pattern[str]) -> str:
    return "" if raw.value in (None, "") else raw.matching(pattern)


def _require(entry: Entry) -> None:
    needed = {
        EntryKind.DOSSIER: ("submission",),
        EntryKind.HANDOVER: ("dossier", "signer"),
        EntryKind.NOTE: ("text",),
        EntryKind.TURNED_AWAY: ("reason",),
    }[entry.kind]
    for field in needed:
        if not getattr(entry, field):
            raise Invalid("trip.entry_incomplete", field=field)
    if entry.how is Attested.FINGERPRINT and not entry.witness:
        raise Invalid("trip.entry_incomplete", field="witness")
