"""A trip of the desk to hamlets without signal (chuyến lưu động): how it is planned and how it goes on.

NĐ 224/2026 Điều 78–79 (Tổ công nghệ số cộng đồng) and the procedures "lưu động" of hộ tịch are what it rests on; who
may go is NĐ 309/2026 Điều 10.3: helpers take papers in, they do not accept them.
"""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sothuhoso.domain.errors import DomainError, Invalid
from sothuhoso.domain.hamlets import hamlet_key
from sothuhoso.domain.untrusted import PROCEDURE_CODE, UUID_TEXT, Untrusted

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

MAX_HAMLETS, MAX_MEMBERS, MAX_PROCEDURES = 20, 20, 40
MAX_NAME = 80

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class TripStatus(StrEnum):
    """``planned`` until the first thing done on it has arrived."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    CLOSED = "closed"
    CANCELLED = "cancelled"


#: in these the plan may still be changed; what was done is taken in whatever the status
OPEN = frozenset({TripStatus.PLANNED, TripStatus.UNDER_WAY})


@dataclass(frozen=True, slots=True)
class PlannedHamlet:
    """A hamlet to go to. ``id`` is ``None`` for one that is new in the plan."""

    name: str
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What the lead decides. ``lead`` is ``None`` for "whoever makes it"."""

    name: str
    day: date
    hamlets: tuple[PlannedHamlet, ...]
    members: tuple[UUID, ...]
    procedures: tuple[str, ...]
    lead: UUID | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "name": self.name,
            "day": self.day.isoformat(),
            "hamlets": [{"id": str(h.id) if h.id else None, "name": h.name} for h in self.hamlets],
            "members": [str(member) for member in self.members],
            "procedures": list(self.procedures),
            "lead": str(self.lead) if self.lead else None,
        }


@contextmanager
def reading() -> Generator[None]:
    """Around the reading of what a device sent about trips: errors are worded for trips, not for dossiers."""
    try:
        yield
    except DomainError as error:
        if error.key.startswith("submission."):
            raise type(error)(error.key.replace("submission.", "trip.", 1), **error.facts) from None
        raise


def parse_plan(raw: object) -> Plan:
    """Read what ``json.loads`` gave.

    Raises ``Invalid('trip.not_readable' | 'trip.text_too_long', field=…)``, ``TooLarge('trip.too_many', …)``,
    ``Invalid('trip.name_missing' | 'trip.hamlets_missing' | 'trip.hamlet_twice' | 'trip.procedures_missing')``.
    """
    root = Untrusted(raw, "")
    with reading():
        plan = Plan(
            name=root.get("name").text(MAX_NAME),
            day=read_day(root.get("day")),
            hamlets=tuple(_hamlet(one) for one in root.get("hamlets").elements(MAX_HAMLETS)),
            members=_each_once(read_id(one) for one in root.get("members").elements(MAX_MEMBERS)),
            procedures=_each_once(
                one.matching(PROCEDURE_CODE) for one in root.get("procedures").elements(MAX_PROCEDURES)
            ),
            lead=read_id_or_none(root.get("lead")),
        )
    _require(plan)
    return plan


def plan_hash(plan: Plan) -> str:
    """SHA-256 (hex) of the plan: the same for every retry of the same making."""
    canonical = json.dumps(plan.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def read_day(raw: Untrusted) -> date:
    """An ISO day."""
    try:
        return date.fromisoformat(raw.matching(_DAY))
    except ValueError:
        raise raw.unreadable() from None


def read_id(raw: Untrusted) -> UUID:
    """An id as devices and server write it."""
    return UUID(raw.matching(UUID_TEXT))


def read_id_or_none(raw: Untrusted) -> UUID | None:
    """An id, or nothing."""
    return None if raw.value is None else read_id(raw)


def tablet_letter(number: int) -> str:
    """Each tablet of a trip gives out queue numbers of its own series: A, B … Z, AA, AB …; ``number`` from 0."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _hamlet(raw: Untrusted) -> PlannedHamlet:
    return PlannedHamlet(name=raw.get("name").text(MAX_NAME), id=read_id_or_none(raw.get("id")))


def _each_once(values: Iterator[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))


def _require(plan: Plan) -> None:
    if not plan.name:
        raise Invalid("trip.name_missing")
    keys = [hamlet_key(hamlet.name) for hamlet in plan.hamlets]
    if not keys or "" in keys:
        raise Invalid("trip.hamlets_missing")
    ids = [hamlet.id for hamlet in plan.hamlets if hamlet.id]
    if len(set(keys)) < len(keys) or len(set(ids)) < len(ids):
        raise Invalid("trip.hamlet_twice")
    if not plan.procedures:
        raise Invalid("trip.procedures_missing")
