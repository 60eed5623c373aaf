"""The manifest of a dossier as values: what a device says it captured, before the photos come.

Format 1 is taken forever: an app that was installed long ago may come down from the hills with it any day. Format 2
adds the number on the receipt that was handed out, and the signature on the screen or why there is none. Format 3 adds
how a page lies in its photo, what was doubted of it and why it stays, sticky notes, files that were digital before, and
classified papers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sothuhoso.domain.papers import PaperSize, Verdict
from sothuhoso.domain.people import Person

_SECOND, FORMAT = 2, 3
FORMATS = frozenset({1, _SECOND, FORMAT})
PDF, TIFF = "application/pdf", "image/tiff"
BROUGHT = frozenset({PDF, TIFF})
"""Media types of files that are brought along instead of photographed."""


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
    CLASSIFIED = "classified"  # tài liệu mật: never copied, handed over on paper (TT 03/2025 Điều 5)


Corners = tuple[tuple[float, float], ...]
"""Top left, top right, bottom right, bottom left of the page as it lies in the photo, as shares of the photo."""


class KeptFor(StrEnum):
    """Why a page that is doubted stays."""

    OLD = "old"
    ONLY = "only"
    BLANK = "blank"
    ORIGINAL = "original"  # the clerk at the counter has the paper itself at hand


@dataclass(frozen=True, slots=True)
class Laid:
    """How a person says a page lies in its photo. ``corners``: set by hand; ``turn``: degrees clockwise till upright.

    What is ``None`` is for the server to find. ``note``: the page with its sticky note on; the next picture is the
    same page without it (TT 01/2023 Điều 8: two pictures).
    """

    paper: PaperSize = PaperSize.A4
    corners: Corners | None = None
    turn: int | None = None
    note: bool = False


AS_FOUND = Laid()


def laid_of(raw: Mapping[str, Any]) -> Laid:
    """What ``third_format`` wrote as ``laid``; of an empty one nothing was said."""
    if not raw:
        return AS_FOUND
    corners = raw["corners"] and tuple((float(x), float(y)) for x, y in raw["corners"])
    return Laid(PaperSize(raw["paper"]), corners, raw["turn"], note=raw["note"])


def laid_json(laid: Laid) -> dict[str, Any]:
    """What ``laid_of`` reads back, as rows keep it: empty where nothing was said."""
    return {} if laid == AS_FOUND else _laid_json(laid)


def _laid_json(laid: Laid) -> dict[str, Any]:
    corners = laid.corners and [list(corner) for corner in laid.corners]
    return {"paper": str(laid.paper), "corners": corners, "turn": laid.turn, "note": laid.note}


@dataclass(frozen=True, slots=True)
class Doubts:
    """What the device doubted of a page (keys under ``page.reason``), and why a person keeps it nevertheless."""

    verdict: Verdict
    reasons: tuple[str, ...]
    kept: KeptFor | None = None
    kept_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A photographed page, or a whole PDF or TIFF. ``sha256`` is that of the bytes as they will be sent.

    ``doubts``: ``None`` where the device has not looked, or doubts nothing.
    """

    id: str
    sha256: str
    bytes: int
    media_type: str
    laid: Laid = AS_FOUND
    doubts: Doubts | None = None

    @property
    def brought(self) -> bool:
        """Whether it is a file that was digital before, of however many pages."""
        return self.media_type in BROUGHT


@dataclass(frozen=True, slots=True)
class GivenComponent:
    """A component as given; ``number`` is the paper's number, ``reason`` why there is none."""

    key: str
    state: ComponentState
    number: str = ""
    reason: str = ""
    pages: tuple[Page, ...] = ()


class Signer(StrEnum):
    """Whose hand it is."""

    OWNER = "owner"
    SUBMITTER = "submitter"


class Unsigned(StrEnum):
    """What was done instead of signing on the screen."""

    PAPER = "paper"  # signed by hand on the paper
    FINGERPRINT = "fingerprint"  # điểm chỉ
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Signature:
    """A name written on the screen: the picture of a hand's move, no chữ ký số."""

    page: Page
    at: datetime
    signer: Signer


@dataclass(frozen=True, slots=True)
class NotSigned:
    """Why nobody signed on the screen, and what was done instead."""

    how: Unsigned
    reason: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Which privacy notice was shown and when it was agreed to (Luật 91/2025: provable)."""

    version: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Manifest:
    """The whole of it. ``secret`` is the sender's capability and never part of the content. Times are aware UTC.

    ``number`` is that of the receipt in the person's hand: given to the tablet beforehand, ``""`` for none.
    """

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
    format: int = 1
    number: str = ""
    signature: Signature | None = None
    unsigned: NotSigned | None = None

    @property
    def persons(self) -> tuple[Person, ...]:
        """The persons that were given, owner first."""
        return tuple(p for p in (self.owner, self.submitter, self.subject) if p is not None)

    @property
    def pages(self) -> tuple[Page, ...]:
        """All photos in order, the signature last."""
        papers = tuple(page for component in self.components for page in component.pages)
        return papers if self.signature is None else (*papers, self.signature.page)

    @property
    def photo_hashes(self) -> tuple[str, ...]:
        """The photos that must arrive, each once, in order."""
        return tuple(dict.fromkeys(page.sha256 for page in self.pages))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values in the device's own format; ``parse_manifest`` reads it back to an equal manifest."""
        return {
            "format": self.format,
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
            "components": [_component_json(component, self.format) for component in self.components],
            "notice": {"version": self.notice.version, "at": _moment(self.notice.at)},
            **(self._second_format() if self.format >= _SECOND else {}),
        }

    def _second_format(self) -> dict[str, Any]:
        signed, unsigned = self.signature, self.unsigned
        return {
            "number": self.number,
            "signature": signed
            and {
                "page": _page_json(signed.page),
                "at": _moment(signed.at),
                "signer": str(signed.signer),
            },
            "unsigned": unsigned and {"how": str(unsigned.how), "reason": unsigned.reason},
        }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _person_json(person: Person | None) -> dict[str, Any] | None:
    if person is None:
        return None
    return {name: {"value": given.value, "origin": str(given.origin)} for name, given in person.fields.items()}


def _component_json(given: GivenComponent, spoken: int) -> dict[str, Any]:
    return {
        "key": given.key,
        "state": str(given.state),
        "number": given.number,
        "reason": given.reason,
        "pages": [_page_json(page) | (third_format(page) if spoken >= FORMAT else {}) for page in given.pages],
    }


def _page_json(page: Page) -> dict[str, Any]:
    return {"id": page.id, "sha256": page.sha256, "bytes": page.bytes, "media_type": page.media_type}


def third_format(page: Page) -> dict[str, Any]:
    """What format 3 says of a page: ``laid`` and ``doubts`` as JSON values, the latter ``None`` for none."""
    doubts = page.doubts
    return {
        "laid": _laid_json(page.laid),
        "doubts": doubts
        and {
            "verdict": str(doubts.verdict),
            "reasons": list(doubts.reasons),
            "kept": doubts.kept
            and {"why": str(doubts.kept), "at": _moment(doubts.kept_at) if doubts.kept_at else None},
        },
    }
