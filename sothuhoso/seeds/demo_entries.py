"""The demo's dossiers as written down in ``demo/dossiers.toml``, turned into what a device would send."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sothuhoso.domain.procedures import Component, ComponentKind, Procedure
from sothuhoso.seeds.papers import Paper, photo
from sothuhoso.settings import VIETNAM

if TYPE_CHECKING:
    from sothuhoso.domain.working_days import WorkingCalendar

FOLDER = Path(__file__).parent / "demo"

_CARD_FIELDS = frozenset({"full_name", "id_number", "old_id_number", "birth_date", "sex", "address", "issue_date"})
_ROWS = {
    "full_name": "Họ và tên",
    "id_number": "Số định danh cá nhân",
    "birth_date": "Ngày sinh",
    "address": "Nơi cư trú",
    "phone": "Điện thoại",
}
_SUBJECT_ROWS = {"full_name": "Họ và tên người được nêu", "birth_date": "Ngày sinh người được nêu"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One dossier of the file; its fields are told at the file's head."""

    key: str
    unit: str
    procedure: str
    channel: str
    status: str
    owner: dict[str, Any]
    submitter: dict[str, Any] | None = None
    subject: dict[str, Any] | None = None
    minutes_ago: int = 0
    days_ago: int = 0
    at: str = ""
    decided_days_ago: int = 0
    decided_at: str = ""
    decided_by: str = ""
    reason: str = ""
    items: list[str] = field(default_factory=list[str])
    answers: dict[str, bool] = field(default_factory=dict[str, bool])
    choose: list[str] = field(default_factory=list[str])
    numbers: dict[str, str] = field(default_factory=dict[str, str])
    missing: dict[str, str] = field(default_factory=dict[str, str])
    pages: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def id(self) -> UUID:
        return uuid5(NAMESPACE_URL, f"sothuhoso:demo:{self.key}")

    def sent_at(self, now: datetime, calendar: WorkingCalendar) -> datetime:
        """When it was sent, never after ``now``."""
        if not self.days_ago:
            return now - timedelta(minutes=self.minutes_ago)
        return _back(now, calendar, self.days_ago, self.at)

    def decided(self, now: datetime, calendar: WorkingCalendar) -> datetime:
        """When the clerk decided."""
        return _back(now, calendar, self.decided_days_ago, self.decided_at)


@dataclass(frozen=True, slots=True)
class Sending:
    """What goes over the line: the manifest, and the photos by SHA-256."""

    manifest: dict[str, Any]
    photos: dict[str, bytes]


def entries() -> tuple[Entry, ...]:
    """All of the file, in its order."""
    with (FOLDER / "dossiers.toml").open("rb") as file:
        return tuple(Entry(**raw) for raw in tomllib.load(file)["dossier"])


def sending(entry: Entry, procedure: Procedure, *, secret: str, at: datetime, place: str) -> Sending:
    """What the person's device would send for this entry; ``place`` is the commune's name."""
    photos: dict[str, bytes] = {}
    day = at.astimezone(VIETNAM).date()
    moment = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    manifest = {
        "format": 1,
        "procedure": procedure.code,
        "procedure_version": procedure.version,
        "unit": entry.unit,
        "channel": entry.channel,
        "secret": secret,
        "captured_at": moment,
        "lang": "vi",
        "answers": entry.answers,
        "persons": {slot: _person(getattr(entry, slot), day) for slot in ("owner", "submitter", "subject")},
        "components": [_component(entry, given, day, place, photos) for given in _given(entry, procedure)],
        "notice": {"version": "1", "at": moment},
    }
    return Sending(manifest, photos)


def _given(entry: Entry, procedure: Procedure) -> list[Component]:
    """The papers this entry speaks of: of each "one of these" the chosen one, no numbers nobody typed."""
    taken: dict[str, Component] = {}
    for component in procedure.components_for(entry.answers):
        choice = component.group or component.key
        if choice not in taken or component.key in entry.choose:
            taken[choice] = component
    spoken = entry.numbers.keys() | entry.missing.keys()
    return [one for one in taken.values() if one.kind is not ComponentKind.NUMBER or one.key in spoken]


def _component(entry: Entry, component: Component, day: date, place: str, photos: dict[str, bytes]) -> dict[str, Any]:
    key = component.key
    said = {"key": key, "number": entry.numbers.get(key, ""), "reason": entry.missing.get(key, ""), "pages": []}
    if key in entry.missing:
        return said | {"state": "none"}
    if key in entry.numbers:
        return said | {"state": "number"}
    if component.kind is ComponentKind.SHOW:
        return said | {"state": "shown"}
    drawn = [photo(paper) for paper in _papers(entry, component, day, place)]
    photos.update({hashlib.sha256(content).hexdigest(): content for content in drawn})
    pages = [_page(entry, key, number, content) for number, content in enumerate(drawn)]
    return said | {"state": "photographed", "pages": pages}


def _page(entry: Entry, key: str, number: int, content: bytes) -> dict[str, Any]:
    return {
        "id": str(uuid5(entry.id, f"{key}:{number}")),
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "media_type": "image/jpeg",
    }


def _papers(entry: Entry, component: Component, day: date, place: str) -> list[Paper]:
    person = entry.submitter or entry.owner
    pages = entry.pages.get(component.key, 1)
    rows = tuple(_rows(entry.owner, _ROWS, day)) + tuple(_rows(entry.subject or {}, _SUBJECT_ROWS, day))
    return [
        Paper(
            title=component.name,
            rows=rows if page == 1 else rows[:1],
            signer=person["full_name"],
            place=place,
            day=f"{day:%d/%m/%Y}",
            page=page,
            pages=pages,
            lines=6 if page == 1 else 18,
        )
        for page in range(1, pages + 1)
    ]


def _rows(person: dict[str, Any], wanted: dict[str, str], day: date) -> list[tuple[str, str]]:
    values = _values(person, day)
    return [(label, values[name]) for name, label in wanted.items() if name in values]


def _person(person: dict[str, Any] | None, day: date) -> dict[str, Any] | None:
    if person is None:
        return None
    read = _CARD_FIELDS if person.get("qr") else frozenset[str]()
    return {
        name: {"value": value, "origin": "qr" if name in read else "typed"}
        for name, value in _values(person, day).items()
    }


def _values(person: dict[str, Any], day: date) -> dict[str, str]:
    """The person's texts; a newborn's day of birth is counted back from the day of sending."""
    born = {"birth_date": f"{day - timedelta(person['birth_days_ago']):%d/%m/%Y}"} if "birth_days_ago" in person else {}
    return {name: value for name, value in {**person, **born}.items() if isinstance(value, str)}


def _back(now: datetime, calendar: WorkingCalendar, days: int, at: str) -> datetime:
    """The time of day ``at`` in Vietnam, so many working days before ``now``."""
    day = now.astimezone(VIETNAM).date()
    for _ in range(days):
        day -= timedelta(days=1)
        while not calendar.is_working(day):
            day -= timedelta(days=1)
    return min(datetime.combine(day, time.fromisoformat(at), VIETNAM).astimezone(UTC), now)
