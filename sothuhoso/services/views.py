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
class FieldView:
    """One field of a person. ``origin``: a ``domain.people.Origin``. ``masked``: a whole one can be asked for."""

    key: str
    value: str
    origin: str
    masked: bool = False


@dataclass(frozen=True)
class VerifiedView:
    """How (``domain.verification.Way``), by whom and when it was made sure who somebody is; all empty: not yet."""

    how: str = ""
    by: str = ""
    at: str = ""


@dataclass(frozen=True)
class OtherView:
    """Another open dossier of the same person and procedure here."""

    id: str
    number: str
    status: int


@dataclass(frozen=True)
class PersonView:
    """``slot``: ``owner`` | ``submitter`` | ``subject``. ``fields`` in reading order, empty ones left out.

    ``from_card`` is true while any field still stands as it was read off a card, which proves nothing.
    """

    slot: str
    full_name: str
    fields: list[FieldView]
    warnings: list[WarningView]
    has_id_number: bool
    from_card: bool
    verified: VerifiedView = VerifiedView()


@dataclass(frozen=True)
class PageView:
    """One photographed page; the addresses want the session cookie."""

    id: str
    position: int
    width: int
    height: int
    bytes: int
    thumb_url: str
    full_url: str
    reason: str = ""  # why the photo is doubted: the key of the gravest one, under page.reason


@dataclass(frozen=True)
class PaperFileView:
    """A paper as PDF/A. ``state``: none | waiting | working | ready | failed, then ``problem`` is an error's key."""

    state: str = "none"
    done: int = 0
    of: int = 0
    kilobytes: int = 0
    problem: str = ""
    url: str = ""


@dataclass(frozen=True)
class NamedFile:
    """A file to hand out, under a name that tells nothing about anybody."""

    name: str
    content: bytes


@dataclass(frozen=True)
class ComponentView:
    """One paper of the dossier. ``kind``: submit | show | number; ``state``: photographed | shown | number | none.

    ``missing`` is true where the person said "I will bring it"; ``reason`` is what they wrote.
    """

    id: str
    key: str
    name: str
    name_en: str
    kind: str
    state: str
    number: str
    reason: str
    note: str
    note_en: str
    originals: int
    copies: int
    group: str
    missing: bool
    compared: bool
    compared_by: str
    compared_at: str
    pages: list[PageView]
    file: PaperFileView = PaperFileView()


@dataclass(frozen=True)
class EventView:
    """One step of a dossier's history. ``action`` as in ``domain.policy.Action`` or ``dossier.submit``.

    ``asked`` are the papers asked for by a supplement request; ``due_at`` what the step promised.
    """

    seq: int
    at: str
    action: str
    actor_name: str
    from_status: int
    to_status: int
    reason: str
    asked: list[str]
    due_at: str


@dataclass(frozen=True)
class FormView:
    """A numbered form: ``form`` 01 | 02 | 03, ``serial`` within unit and year."""

    id: str
    form: str
    serial: int
    year: int
    issued_at: str
    pdf_url: str


@dataclass(frozen=True)
class AnswerView:
    """One of the procedure's plain questions and what was answered."""

    key: str
    question: str
    question_en: str
    value: bool


@dataclass(frozen=True)
class TimeLimitView:
    """Thời hạn giải quyết: ``unit`` as in ``domain.procedures.TimeUnit``."""

    unit: str
    amount: int
    confirmed: bool
    note: str
    note_en: str


@dataclass(frozen=True)
class SignatureView:
    """What stands for a signature. ``how``: ``""`` (nothing was said) | screen | paper | fingerprint | nothing.

    ``signer``: owner | submitter, with the name; ``at`` by the device's clock. Looking at ``full_url`` is written down.
    """

    how: str = ""
    signer: str = ""
    name: str = ""
    at: str = ""
    reason: str = ""
    full_url: str = ""


@dataclass(frozen=True)
class DossierView:
    """A dossier opened at the desk. ``actions`` are those this actor may do now (values of ``policy.Action``).

    ``clock_minutes``: by how much the sending device's clock was ahead, 0 where it was right.
    """

    id: str
    number: str
    official_code: str
    unit_code: str
    unit_name: str
    intake_unit_code: str
    intake_unit_name: str
    procedure_code: str
    procedure_name: str
    procedure_name_en: str
    procedure_version: int
    time_limit: TimeLimitView
    channel: str
    status: int
    version: int
    captured_at: str
    clock_minutes: int
    submitted_at: str
    received_at: str
    due_at: str
    due_state: str
    supplement_count: int
    notice_version: str
    notice_at: str
    answers: list[AnswerView]
    persons: list[PersonView]
    components: list[ComponentView]
    history: list[EventView]
    forms: list[FormView]
    actions: list[str]
    pages: int
    missing: int
    compared: int
    to_compare: int
    provisional_number: str = ""  # on the receipt, where it is not the number
    signature: SignatureView = SignatureView()
    others: list[OtherView] = dataclasses.field(default_factory=list[OtherView])


@dataclass(frozen=True)
class DuePreview:
    """When the result would be due if received now. ``known`` false: the clerk names the day (``due_date``).

    ``after_cutoff`` is true when 15:00 has passed or today is no working day, so that the count starts later.
    """

    known: bool
    accepted_at: str
    due_at: str
    after_cutoff: bool
    time_limit: TimeLimitView


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


# --- shared draft ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShareCode:
    """Six digits for the desk, single use; ``expires_at`` is five minutes away."""

    draft_id: str
    code: str
    expires_at: str


@dataclass(frozen=True)
class JoinedDraft:
    """The draft a clerk has joined: enough for the tablet to begin its own copy before the fields are here."""

    id: str
    unit: str
    procedure: str
    procedure_version: int
    captured_at: str


@dataclass(frozen=True)
class DraftField:
    """One value of a shared draft; ``by``: ``citizen`` | ``clerk``.

    ``path``: ``persons.owner.full_name``, ``answers.by_proxy``, ``components.giay_chung_sinh.state`` (``.number``,
    ``.reason``).
    """

    path: str
    value: str
    origin: str
    at: str
    by: str


@dataclass(frozen=True)
class DraftPage:
    """A page of a shared draft. ``arrived`` once the photo's bytes are on the server, then the addresses work."""

    id: str
    sha256: str
    bytes: int
    media_type: str
    arrived: bool
    thumb_url: str
    full_url: str


@dataclass(frozen=True)
class DraftPages:
    """The pages of one component, in order."""

    component: str
    pages: list[DraftPage]


@dataclass(frozen=True)
class ClaimView:
    """Who holds a field just now: ``side`` is ``citizen`` or ``clerk``."""

    path: str
    side: str
    until: str


@dataclass(frozen=True)
class DraftView:
    """A draft that phone and tablet work on together. ``version`` grows with every change.

    ``side`` is who is looking. ``sent`` once a dossier exists (``number`` names it); ``closed`` when nobody may edit
    any more.
    """

    id: str
    side: str
    unit: str
    procedure: str
    procedure_version: int
    version: int
    joined: bool
    joined_name: str
    sent: bool
    number: str
    closed: bool
    expires_at: str
    fields: list[DraftField]
    pages: list[DraftPages]
    claims: list[ClaimView]


@dataclass(frozen=True)
class RefusedEdit:
    """A change that was not taken. ``path``: the field, or ``components.<key>.pages``; ``key``: the error's."""

    path: str
    key: str


@dataclass(frozen=True)
class EditedDraft:
    """The draft after one side's changes, and those of them that were not taken."""

    draft: DraftView
    refused: list[RefusedEdit]


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
