"""What leaves the services: frozen values of plain types, ready for a screen or for JSON.

Times are ISO 8601 text in UTC (``2026-11-23T02:31:00Z``), ``""`` where there is none. ID numbers are masked here,
always. Names come in both languages (``name``, ``name_en``); sentences are looked up by key where they are shown.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from sothuhoso.domain.policy import Actor

# --- sending ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Receipt:
    """What the server holds of a submission. ``state``: ``open`` (photos only) | ``arriving`` | ``whole``.

    ``received`` and ``missing`` are SHA-256 of photo bytes as the device sent them; ``number`` is ``""`` until whole.
    ``created`` is true only in the answer to the call that made something new.
    """

    id: str
    state: str
    received: list[str]
    missing: list[str]
    number: str
    follow_url: str
    submitted_at: str
    created: bool = False


@dataclass(frozen=True)
class PhotoReceipt:
    """One photo that is durably here: ``sha256`` as sent; bytes and pixels as kept; the submission's receipt."""

    sha256: str
    bytes: int
    width: int
    height: int
    receipt: Receipt


@dataclass(frozen=True)
class Standing:
    """The receipt, and what is here of photos that are not: which have a small picture, how many bytes of each."""

    receipt: Receipt
    thumbnails: list[str]
    offsets: dict[str, int]


@dataclass(frozen=True)
class ImageBytes:
    """An image or a document to be served, never kept in a State."""

    content: bytes
    media_type: str


@dataclass(frozen=True)
class WarningView:
    """Something odd beside a field (never a wall); ``key`` under ``warnings`` in the word list."""

    key: str
    field: str
    facts: dict[str, str] = dataclasses.field(default_factory=dict[str, str])


@dataclass(frozen=True)
class CardView:
    """What a photo of a card's code says. ``identity`` maps field names to text, empty where ``problem`` is set.

    ``problem`` is a key under ``errors`` (``qr.bhyt``, ``qr.not_found`` …) or ``""``. ``origins``: field → origin where
    it is another than ``origin``. ``people``: each of several people whose cards are in one photo, this one among them;
    empty for one.
    """

    identity: dict[str, str]
    problem: str
    missing: list[str]
    warnings: list[WarningView]
    origin: str = "qr"  # or mrz: of domain.people.Origin
    origins: dict[str, str] = dataclasses.field(default_factory=dict[str, str])
    people: list[CardView] = dataclasses.field(default_factory=list["CardView"])


# --- catalogue -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CatalogueView:
    """The catalogue as the device keeps it: JSON text and its hash (also the ETag)."""

    hash: str
    body: str


# --- the desk --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DeskQuery:
    """What the desk asks for. ``status`` 0 = all; ``unit`` only for provincial viewers (``""`` = every unit)."""

    status: int = 0
    procedure_code: str = ""
    text: str = ""
    page: int = 1
    size: int = 20
    unit: str = ""


@dataclass(frozen=True)
class DeskRow:
    """One line of the desk's list. ``due_state``: ``""`` | ``on_time`` | ``today`` | ``overdue``."""

    id: str
    number: str
    unit_code: str
    unit_name: str
    procedure_code: str
    procedure_name: str
    procedure_name_en: str
    owner_name: str
    status: int
    channel: str
    version: int
    submitted_at: str
    received_at: str
    due_at: str
    due_state: str
    pages: int
    missing: int
    supplement_count: int
    holder_name: str
    provisional_number: str = ""


@dataclass(frozen=True)
class StatusCount:
    """How many dossiers of the unit stand in a status (whatever else is filtered)."""

    status: int
    count: int


@dataclass(frozen=True)
class ProcedureCount:
    """A procedure that occurs in the unit, for the filter."""

    code: str
    name: str
    name_en: str
    count: int


@dataclass(frozen=True)
class DeskPage:
    """One page of the desk's list. ``total`` counts what the filter lets through; ``pages`` is at least 1."""

    rows: list[DeskRow]
    total: int
    page: int
    pages: int
    size: int
    counts: list[StatusCount]
    procedures: list[ProcedureCount]


@dataclass(frozen=True)
class NamedFile:
    """A file to hand out, under a name that tells nothing about anybody. ``foreign``: as somebody brought it."""

    name: str
    content: bytes
    media_type: str = "application/pdf"
    foreign: bool = False


@dataclass(frozen=True)
class LeaseView:
    """Who has the dossier open. Not mine: ``holder_name`` is somebody else's; nothing is blocked."""

    mine: bool
    holder_name: str
    until: str


# --- numbers beforehand -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NumberBlock:
    """Numbers for a tablet: serials ``first`` to ``last`` of unit and ``day`` (ISO).

    ``follow`` + ``#secret`` is what a receipt's QR leads to, by whatever address the tablet itself reaches the server.
    """

    id: str
    unit: str
    day: str
    first: int
    last: int
    issued_at: str
    expires_at: str
    follow: str
    created: bool


# --- following -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Named:
    """A name in both languages."""

    name: str
    name_en: str


@dataclass(frozen=True)
class FollowEvent:
    """One step as the person sees it."""

    at: str
    status: int
    reason: str
    asked: list[str]


@dataclass(frozen=True)
class FollowForm:
    """A form issued to the person; fetched by ``POST /api/follow/form`` with the secret."""

    id: str
    form: str
    issued_at: str


@dataclass(frozen=True)
class FollowView:
    """A dossier as its person follows it: nothing of anybody's identity in it.

    ``state``: ``arriving`` (photos missing: ``missing_photos``; no number, ``status`` 0) | ``whole``. ``dossier_id`` is
    for the live topic only. ``forms`` is empty when looked up by number: a form carries personal data.
    """

    dossier_id: str
    state: str
    missing_photos: int
    number: str
    procedure_code: str
    procedure_name: str
    procedure_name_en: str
    unit_code: str
    unit_name: str
    status: int
    submitted_at: str
    received_at: str
    due_at: str
    due_state: str
    history: list[FollowEvent]
    supplement_items: list[str]
    supplement_reason: str
    missing_components: list[Named]
    forms: list[FollowForm]
    provisional_number: str = ""  # on the receipt, where it is not the number


# --- accounts and calendar -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SignedIn:
    """A session just opened. ``token`` goes into the cookie and nowhere else; ``actor`` is who it stands for."""

    token: str
    expires_at: str
    actor: Actor


@dataclass(frozen=True)
class AccountView:
    """An account as an administrator sees it; ``unit_code`` is ``""`` for provincial and administrative roles."""

    id: str
    username: str
    display_name: str
    role: str
    unit_code: str
    active: bool


@dataclass(frozen=True)
class CalendarDayView:
    """A day set by hand: a working day or a day off, ``day`` as ``2026-08-22``."""

    day: str
    working: bool
    note: str
