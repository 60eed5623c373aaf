"""A dossier as it leaves the services: persons, papers, history; as ``services/views`` says."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from sothuhoso.services.paper_field_views import PaperFieldView
from sothuhoso.services.views import WarningView


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
    kept: str = ""  # why a person kept it nevertheless: a key under papers.kept
    note: bool = False  # shows the page with its sticky note on; the next one shows it without
    photo: bool = True  # or a page of a file that was brought along
    made: str = ""  # when the clean page was made; "" while there is none


@dataclass(frozen=True)
class PaperVersionView:
    """A paper's file as it was finished once; looking at ``url`` is written down."""

    version: int
    made_at: str
    url: str


@dataclass(frozen=True)
class PaperFileView:
    """A paper as PDF/A. ``state``: none | waiting | working | ready | failed, then ``problem`` is an error's key.

    ``foreign``: it is the PDF that was brought, byte for byte. ``version``: how often it was finished; ``earlier``: its
    files without the one that counts today, which is none while the next is made.
    """

    state: str = "none"
    done: int = 0
    of: int = 0
    kilobytes: int = 0
    problem: str = ""
    url: str = ""
    foreign: bool = False
    version: int = 0
    earlier: list[PaperVersionView] = dataclasses.field(default_factory=list[PaperVersionView])


@dataclass(frozen=True)
class BroughtSignatureView:
    """What a file's signature says: a ``domain.brought.Says``; ``signer``, ``issuer``, ``at`` as the file has them."""

    says: str
    signer: str
    issuer: str
    at: str


@dataclass(frozen=True)
class BroughtView:
    """A file that was brought along, pdf or tiff: its pages are the ``first`` to the ``last`` of the paper.

    Looking at ``url``, the file as it came, is written down.
    """

    kind: str
    first: int
    last: int
    pages: int
    kilobytes: int
    url: str
    signatures: list[BroughtSignatureView]


@dataclass(frozen=True)
class ComponentView:
    """One paper of the dossier. ``kind``: submit | show | number; ``state``: photographed | shown | number | none.

    ``missing`` is true where the person said "I will bring it"; ``reason`` is what they wrote. ``read``: how many of
    its pages were; ``fields``: what was noted of it.
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
    read: int = 0
    fields: list[PaperFieldView] = dataclasses.field(default_factory=list[PaperFieldView])
    brought: list[BroughtView] = dataclasses.field(default_factory=list[BroughtView])


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
