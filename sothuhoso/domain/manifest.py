"""The manifest of a dossier (format 1) as values: what a device says it captured, before the photos come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sothuhoso.domain.people import Person

FORMAT = 1


class Channel(StrEnum):
    """Where the dossier was put together."""

    PHONE = "phone"
    COUNTER = "counter"


class ComponentState(StrEnum):
    """How a component was given."""

    PHOTOGRAPHED = "photographed"
    SHOWN = "shown"
    NUMBER = "number"
    NONE = "none"  # "I do not have it with me": needs a reason and is shown to the clerk


@dataclass(frozen=True, slots=True)
class Page:
    """A photographed page. ``sha256`` is that of the bytes as they will be sent."""

    id: str
    sha256: str
    bytes: int
    media_type: str


@dataclass(frozen=True, slots=True)
class GivenComponent:
    """A component as given; ``number`` is the paper's number, ``reason`` why there is none."""

    key: str
    state: ComponentState
    number: str = ""
    reason: str = ""
    pages: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Which privacy notice was shown and when it was agreed to (Luật 91/2025: provable)."""

    version: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Manifest:
    """The whole of it. ``secret`` is the sender's capability and never part of the content. Times are aware UTC."""

    procedure: str
    procedure_version: int
    unit: str
    channel: Channel
    secret: str
    captured_at: datetime
    lang: str
    answers: dict[str, bool]
    owner: Person
    submitter: Person | None  # None: the owner
    subject: Person | None
    components: tuple[GivenComponent, ...]
    notice: Notice

    @property
    def persons(self) -> tuple[Person, ...]:
        """The persons that were given, owner first."""
        return tuple(p for p in (self.owner, self.submitter, self.subject) if p is not None)

    @property
    def pages(self) -> tuple[Page, ...]:
        """All pages in order."""
        return tuple(page for component in self.components for page in component.pages)

    @property
    def photo_hashes(self) -> tuple[str, ...]:
        """The photos that must arrive, each once, in order."""
        return tuple(dict.fromkeys(page.sha256 for page in self.pages))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values in the device's own format; ``parse_manifest`` reads it back to an equal manifest."""
        return {
            "format": FORMAT,
            "procedure": self.procedure,
            "procedure_version": self.procedure_version,
            "unit": self.unit,
            "channel": str(self.channel),
            "secret": self.secret,
            "captured_at": _moment(self.captured_at),
            "lang": self.lang,
            "answers": dict(self.answers),
            "persons": {
                "owner": _person_json(self.owner),
                "submitter": _person_json(self.submitter),
                "subject": _person_json(self.subject),
            },
            "components": [_component_json(component) for component in self.components],
            "notice": {"version": self.notice.version, "at": _moment(self.notice.at)},
        }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _person_json(person: Person | None) -> dict[str, Any] | None:
    if person is None:
        return None
    return {name: {"value": given.value, "origin": str(given.origin)} for name, given in person.fields.items()}


def _component_json(given: GivenComponent) -> dict[str, Any]:
    return {
        "key": given.key,
        "state": str(given.state),
        "number": given.number,
        "reason": given.reason,
        "pages": [
            {"id": page.id, "sha256": page.sha256, "bytes": page.bytes, "media_type": page.media_type}
            for page in given.pages
        ],
    }
