"""The tables.

Times are aware UTC; columns ending in ``_enc`` hold ``Vault.seal`` bytes, those ending in ``_index`` a blind index.
Nothing personal is in a primary key. Row classes never leave ``db`` and ``services``: screens get frozen views.
"""

# pyright: reportAssignmentType=false
# (SQLModel declares __tablename__ as something to compute; a plain name is what its own documentation uses.)

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

# Named alike on every database, so that a later migration can alter a constraint also on SQLite.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UnitRow(SQLModel, table=True):
    """Commune-level unit (xã, phường) after the 2025 merger; 5-digit code."""

    __tablename__ = "unit"
    code: str = Field(primary_key=True, max_length=5)
    name: str
    kind: str  # xa | phuong
    province_code: str


class AccountRow(SQLModel, table=True):
    """A person who signs in. ``unit_code`` is empty for provincial and administrative roles."""

    __tablename__ = "account"
    id: UUID = Field(primary_key=True)
    username: str = Field(unique=True)
    display_name: str
    password_hash: str
    role: str
    unit_code: str | None = Field(default=None, foreign_key="unit.code")
    active: bool = True
    created_at: datetime


class SignInRow(SQLModel, table=True):
    """A sign-in; the cookie's token is known only by its SHA-256."""

    __tablename__ = "sign_in"
    token_hash: str = Field(primary_key=True, max_length=64)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    created_at: datetime
    expires_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None
    device_id: UUID | None = Field(
        default=None, foreign_key="device.id", index=True
    )  # the shared tablet, if it was one


class DeviceRow(SQLModel, table=True):
    """A shared tablet. The id is made on it; its cookie's token is known only by its SHA-256."""

    __tablename__ = "device"
    id: UUID = Field(primary_key=True)
    unit_code: str = Field(foreign_key="unit.code", index=True)
    label: str
    account_id: UUID = Field(foreign_key="account.id")  # who registered it
    token_hash: str = Field(unique=True, max_length=64)
    registered_at: datetime
    last_seen_at: datetime
    revoked_at: datetime | None = None
    wiped_at: datetime | None = None  # it said that it has deleted everything


class DeviceUserRow(SQLModel, table=True):
    """Somebody with a locked store on a tablet. Until ``reset_until`` they may choose a new PIN without the old one."""

    __tablename__ = "device_user"
    device_id: UUID = Field(primary_key=True, foreign_key="device.id")
    account_id: UUID = Field(primary_key=True, foreign_key="account.id")
    since: datetime
    reset_until: datetime | None = None


class RecoveryKeyRow(SQLModel, table=True):
    """A unit's recovery key pair; the newest one of a unit is given out. The private key is sealed by the vault."""

    __tablename__ = "recovery_key"
    id: UUID = Field(primary_key=True)
    unit_code: str = Field(foreign_key="unit.code", index=True)
    public: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    private_enc: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    created_at: datetime


class RecoveryBundleRow(SQLModel, table=True):
    """What a locked tablet handed over to the desk, still sealed; its head and parts lie in the file store."""

    __tablename__ = "recovery_bundle"
    id: UUID = Field(primary_key=True)
    device_id: UUID = Field(foreign_key="device.id", index=True)
    account_id: UUID = Field(foreign_key="account.id")  # whose store it was
    unit_code: str = Field(foreign_key="unit.code", index=True)
    key_id: UUID = Field(foreign_key="recovery_key.id")
    reason: str  # pin | revoked | asked
    head_sha256: str = Field(max_length=64)
    dossiers: int
    drafts: int
    created_at: datetime
    whole_at: datetime | None = None
    opened_at: datetime | None = None
    opened_by: UUID | None = Field(default=None, foreign_key="account.id")


class RecoveryPartRow(SQLModel, table=True):
    """Sealed bytes that a bundle names, whether they have come or not."""

    __tablename__ = "recovery_part"
    bundle_id: UUID = Field(primary_key=True, foreign_key="recovery_bundle.id")
    sha256: str = Field(primary_key=True, max_length=64)
    bytes: int
    arrived_at: datetime | None = None


class ProcedureVersionRow(SQLModel, table=True):
    """One version of one procedure; ``body`` is ``Procedure.to_json``."""

    __tablename__ = "procedure_version"
    __table_args__ = (UniqueConstraint("code", "version"),)
    id: UUID = Field(primary_key=True)
    code: str = Field(index=True)
    version: int
    name: str
    effective_from: date
    effective_to: date | None = None
    body: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    content_hash: str


class CalendarDayRow(SQLModel, table=True):
    """A day that differs from the weekly pattern and the public holidays (exchanged days)."""

    __tablename__ = "calendar_day"
    day: date = Field(primary_key=True)
    working: bool
    note: str = ""


class CounterRow(SQLModel, table=True):
    """Gapless counters, e.g. ``dossier:05725:261123``."""

    __tablename__ = "counter"
    name: str = Field(primary_key=True)
    value: int = 0


class NumberBlockRow(SQLModel, table=True):
    """Numbers of dossiers given to a tablet beforehand, for receipts where no line is. The id is made on the tablet.

    ``first`` to ``last`` are serials of the unit's day of issue (``dossier_code.beforehand_number``); ``used`` counts
    the dossiers that have come under one of them.
    """

    __tablename__ = "number_block"
    __table_args__ = (UniqueConstraint("unit_code", "day", "first"),)
    id: UUID = Field(primary_key=True)
    unit_code: str = Field(foreign_key="unit.code")
    account_id: UUID = Field(foreign_key="account.id", index=True)
    device: str = ""  # what its people call the tablet
    day: date
    first: int
    last: int
    issued_at: datetime
    expires_at: datetime  # from then on no tablet gives a number of it; what is on paper stays good
    used: int = 0


class SubmissionRow(SQLModel, table=True):
    """What a device announced under an id it made itself: the inbox before a dossier exists.

    ``state``: ``open`` (photos may come, no manifest yet) → ``arriving`` (manifest here, photos missing)
    → ``whole`` (a dossier exists). The secret is the sender's capability; it later opens the follow-up page.
    ``announced_at`` is the server's clock when the manifest came, ``device_at`` the device's at that moment;
    ``seen_at`` is when the device was last heard of.
    """

    __tablename__ = "submission"
    __table_args__ = (Index("ix_submission_unit_code_state", "unit_code", "state"),)
    id: UUID = Field(primary_key=True)
    secret_index: str = Field(index=True)
    state: str = "open"
    unit_code: str | None = None
    content_hash: str | None = None
    manifest_enc: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    created_at: datetime
    completed_at: datetime | None = None
    announced_at: datetime | None = None
    device_at: datetime | None = None
    seen_at: datetime | None = None


class SubmissionPhotoRow(SQLModel, table=True):
    """A photo, or a file brought along, that arrived for a submission, named by the SHA-256 of the bytes as sent.

    ``document``: of a file, what was seen in it (``domain.brought.BroughtDocument``); it is kept as it came, has no
    thumbnail and no pixels. Empty for a photo.
    """

    __tablename__ = "submission_photo"
    submission_id: UUID = Field(primary_key=True, foreign_key="submission.id")
    received_sha256: str = Field(primary_key=True, max_length=64)
    file_sha256: str
    thumbnail_sha256: str
    media_type: str
    bytes: int
    width: int
    height: int
    received_at: datetime
    document: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class SubmissionThumbnailRow(SQLModel, table=True):
    """The device's own small picture of a photo that is still under way; goes when the photo itself is here."""

    __tablename__ = "submission_thumbnail"
    submission_id: UUID = Field(primary_key=True, foreign_key="submission.id")
    received_sha256: str = Field(primary_key=True, max_length=64)  # of the photo it shows
    file_sha256: str
    received_at: datetime


class SubmissionConflictRow(SQLModel, table=True):
    """The same submission id with other content: kept apart, never merged."""

    __tablename__ = "submission_conflict"
    __table_args__ = (UniqueConstraint("submission_id", "content_hash"),)
    id: UUID = Field(primary_key=True)
    submission_id: UUID = Field(foreign_key="submission.id", index=True)
    content_hash: str
    manifest_enc: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    created_at: datetime


class DossierRow(SQLModel, table=True):
    """Hồ sơ. The id is the submission's. ``status`` is the fold of its events; ``version`` grows with every change."""

    __tablename__ = "dossier"
    id: UUID = Field(primary_key=True)
    number: str = Field(unique=True)
    unit_code: str = Field(foreign_key="unit.code", index=True)  # competent agency
    intake_unit_code: str = Field(foreign_key="unit.code")  # agency of intake (NĐ 309/2026 Điều 14.4)
    procedure_version_id: UUID = Field(foreign_key="procedure_version.id")
    procedure_code: str = Field(index=True)
    procedure_name: str
    procedure_name_en: str
    channel: str  # phone | counter
    status: int = Field(index=True)
    version: int = 1
    owner_name: str
    owner_name_folded: str = Field(index=True)
    owner_id_index: str | None = Field(default=None, index=True)
    captured_at: datetime
    device_at: datetime | None = None  # the device's clock when the text came …
    announced_at: datetime | None = None  # … and the server's at that moment
    submitted_at: datetime = Field(index=True)
    received_at: datetime | None = None
    due_at: datetime | None = Field(default=None, index=True)
    secret_index: str = Field(unique=True)
    secret_enc: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    official_code: str | None = None  # mã hồ sơ of the national or provincial system
    provisional_number: str | None = Field(default=None, index=True)  # on the receipt, where it is not the number
    supplement_count: int = 0
    answers: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    notice: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))  # privacy notice: version, time


class DossierPersonRow(SQLModel, table=True):
    """One of the three persons: ``owner`` (chủ hồ sơ), ``submitter`` (người nộp), ``subject`` (whom it is about)."""

    __tablename__ = "dossier_person"
    __table_args__ = (UniqueConstraint("dossier_id", "slot"),)
    id: UUID = Field(primary_key=True)
    dossier_id: UUID = Field(foreign_key="dossier.id", index=True)
    slot: str
    full_name: str
    name_folded: str = Field(index=True)
    id_number_enc: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    id_number_index: str | None = Field(default=None, index=True)
    old_id_number_enc: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    birth_date: str = ""  # dd/mm/yyyy, mm/yyyy or yyyy
    birth_year: int | None = None
    sex: str = ""  # male | female | ""
    address: str = ""
    address_today: str = ""
    issue_date: str = ""
    phone: str = ""
    email: str = ""
    origins: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))  # field → an Origin of domain.people


class IdentityVerificationRow(SQLModel, table=True):
    """How it was made sure who a person is; the last one of a person counts, ``how`` = ``""`` takes it back."""

    __tablename__ = "identity_verification"
    dossier_id: UUID = Field(primary_key=True, foreign_key="dossier.id")
    version: int = Field(primary_key=True)  # of the dossier, with this: their order
    slot: str
    how: str  # card_seen | card_reader | vneid | database | ""
    account_id: UUID = Field(foreign_key="account.id")
    actor_name: str
    at: datetime


class DossierComponentRow(SQLModel, table=True):
    """Thành phần hồ sơ as given."""

    __tablename__ = "dossier_component"
    __table_args__ = (UniqueConstraint("dossier_id", "key"),)
    id: UUID = Field(primary_key=True)
    dossier_id: UUID = Field(foreign_key="dossier.id", index=True)
    key: str
    position: int
    name: str
    name_en: str
    kind: str  # submit | show | number
    state: str  # photographed | shown | number | none
    number: str = ""
    reason: str = ""  # why it is not there yet, in the person's words
    compared_by: UUID | None = Field(default=None, foreign_key="account.id")
    compared_at: datetime | None = None


class DossierPageRow(SQLModel, table=True):
    """One page of a component: a photo, or a page of a file that was brought along.

    ``file_page``: its place in that file, from 0; ``None`` for a photo. ``drawn_sha256`` and ``thumbnail_sha256`` of
    such a page are its pictures, ``""`` until somebody has looked.
    ``laid`` and ``doubts`` as the manifest says them (``domain.manifest``): how a person says the page lies in its
    photo, what the device doubted and why it stays; empty for nothing said.
    """

    __tablename__ = "dossier_page"
    id: UUID = Field(primary_key=True)
    dossier_id: UUID = Field(foreign_key="dossier.id", index=True)
    component_id: UUID = Field(foreign_key="dossier_component.id", index=True)
    position: int
    received_sha256: str
    file_sha256: str
    thumbnail_sha256: str
    media_type: str
    width: int
    height: int
    bytes: int
    file_page: int | None = None
    drawn_sha256: str = ""
    laid: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    doubts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class PageReadingRow(SQLModel, table=True):
    """What was made of a page's photo: the clean sheet, what is doubted of it, and what stands on it.

    ``corners``: by which it was cut, given or found, as shares of the photo; ``None`` for a page of a file, and where
    nobody wrote them down yet.
    ``words_enc``: text and places as JSON, sealed; ``sheet_sha256``: a PDF/A of the page alone, ``""`` where the
    page's own file says what stands on it.
    """

    __tablename__ = "page_reading"
    page_id: UUID = Field(primary_key=True, foreign_key="dossier_page.id")
    dossier_id: UUID = Field(foreign_key="dossier.id", index=True)
    component_id: UUID = Field(foreign_key="dossier_component.id", index=True)
    verdict: str  # good | warn | refuse
    reasons: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    dpi: float
    turned: int
    corners: list[list[float]] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    sheet_sha256: str
    words_enc: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    made_at: datetime


class PageTextRow(SQLModel, table=True):
    """What a page is searched by: its words in a row, with accents and without, long numbers covered (``page_text``).

    Goes with its reading. Beside it, made by the migration and unknown here, lies the index: the table
    ``page_text_fts`` on SQLite, the columns ``fts_…`` on PostgreSQL.
    """

    __tablename__ = "page_text"
    id: int | None = Field(default=None, primary_key=True)
    page_id: UUID = Field(foreign_key="page_reading.page_id", ondelete="CASCADE", unique=True)
    dossier_id: UUID = Field(foreign_key="dossier.id", index=True)
    words: str
    folded: str


class PaperFileRow(SQLModel, table=True):
    """A paper's pages as one PDF/A, and the work of making it: the row is the order, whoever has the lease works it.

    ``state``: waiting | working | ready | failed. ``done`` of ``of`` pages; ``next_at``: not to be tried before.
    ``ticket`` grows when somebody takes the order and when it is ordered anew: who holds an older one has lost it.
    ``version``: how often it was finished; file, bytes and moment are those of the last one.
    """

    __tablename__ = "paper_file"
    component_id: UUID = Field(primary_key=True, foreign_key="dossier_component.id")
    dossier_id: UUID = Field(foreign_key="dossier.id", index=True)
    state: str = Field(index=True)
    done: int = 0
    of: int
    tried: int = 0
    next_at: datetime
    leased_until: datetime | None = None
    ticket: int = 0
    problem: str = ""
    version: int = 0
    file_sha256: str = ""
    bytes: int = 0
    made_at: datetime | None = None


class PaperVersionRow(SQLModel, table=True):
    """A paper's file as it was finished once, and the untouched originals it was made of. Never changed.

    ``pages``, in order: ``page`` (its id), ``sha256`` of the photo or file kept as it came, ``file_page`` (``None`` for
    a photo), ``laid`` as somebody said it, ``corners`` and ``turned`` as it was cut (``None`` where nobody knows it).
    """

    __tablename__ = "paper_version"
    component_id: UUID = Field(primary_key=True, foreign_key="dossier_component.id")
    version: int = Field(primary_key=True)
    dossier_id: UUID = Field(foreign_key="dossier.id", index=True)
    file_sha256: str
    bytes: int
    made_at: datetime
    pages: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))


class PaperFieldRow(SQLModel, table=True):
    """What somebody noted of a paper after looking at it (``domain.paper_fields``); corrected by another version.

    ``item`` tells the persons of a paper apart, from 1; 0 in any other field. ``page_id`` and ``boxes``: where it
    stands, if it was found there. ``value_enc`` holds the empty text where ``origin`` is ``absent``.
    """

    __tablename__ = "paper_field"
    component_id: UUID = Field(primary_key=True, foreign_key="dossier_component.id")
    field: str = Field(primary_key=True)
    item: int = Field(primary_key=True)
    version: int = Field(primary_key=True)
    dossier_id: UUID = Field(foreign_key="dossier.id", index=True)
    origin: str  # suggested | corrected | typed | absent
    value_enc: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    page_id: UUID | None = Field(default=None, foreign_key="dossier_page.id")
    boxes: list[list[float]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    account_id: UUID = Field(foreign_key="account.id")
    actor_name: str
    at: datetime


class DossierSignatureRow(SQLModel, table=True):
    """The name written on the screen (``how`` = ``screen``), or what was done instead and why; no chữ ký số."""

    __tablename__ = "dossier_signature"
    dossier_id: UUID = Field(primary_key=True, foreign_key="dossier.id")
    how: str  # screen | paper | fingerprint | nothing
    signer: str = ""  # owner | submitter
    reason: str = ""
    signed_at: datetime | None = None  # the device's clock
    received_sha256: str = ""
    file_sha256: str = ""
    thumbnail_sha256: str = ""
    media_type: str = ""
    width: int = 0
    height: int = 0
    bytes: int = 0


class DossierEventRow(SQLModel, table=True):
    """Append-only history of a dossier's status."""

    __tablename__ = "dossier_event"
    __table_args__ = (UniqueConstraint("dossier_id", "seq"),)
    id: UUID = Field(primary_key=True)
    dossier_id: UUID = Field(foreign_key="dossier.id", index=True)
    seq: int
    at: datetime
    actor_id: UUID | None = None
    actor_name: str = ""
    action: str
    from_status: int | None = None
    to_status: int
    reason: str = ""
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class IssuedFormRow(SQLModel, table=True):
    """A numbered form of TT 03/2025 that was issued; the facts are kept as they were on that day."""

    __tablename__ = "issued_form"
    __table_args__ = (UniqueConstraint("unit_code", "form", "year", "serial"),)
    id: UUID = Field(primary_key=True)
    dossier_id: UUID = Field(foreign_key="dossier.id", index=True)
    unit_code: str
    form: str  # "01" | "02" | "03"
    year: int
    serial: int
    issued_at: datetime
    issued_by: UUID | None = None
    facts_enc: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class LeaseRow(SQLModel, table=True):
    """Who has a dossier open just now, so that a second clerk learns of it."""

    __tablename__ = "lease"
    dossier_id: UUID = Field(primary_key=True, foreign_key="dossier.id")
    account_id: UUID = Field(foreign_key="account.id")
    account_name: str
    until: datetime


class SharedDraftRow(SQLModel, table=True):
    """A draft that phone and tablet work on together. The id is the submission's; the row is the truth."""

    __tablename__ = "shared_draft"
    id: UUID = Field(primary_key=True)
    unit_code: str = Field(foreign_key="unit.code", index=True)
    secret_index: str
    code_index: str | None = Field(default=None, unique=True)
    code_expires_at: datetime | None = None
    joined_account_id: UUID | None = Field(default=None, foreign_key="account.id")
    joined_name: str = ""
    joined_at: datetime | None = None
    version: int = 1
    content_enc: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    created_at: datetime
    expires_at: datetime
    closed_at: datetime | None = None


class TripRow(SQLModel, table=True):
    """Chuyến lưu động: a team of the unit goes to hamlets without signal.

    ``status`` as in ``domain.trips.TripStatus``; ``made_hash`` is that of the plan it was made with, so that a retry of
    the making is known as such. The lead's remarks are sealed: they may speak of people.
    """

    __tablename__ = "trip"
    id: UUID = Field(primary_key=True)
    unit_code: str = Field(foreign_key="unit.code", index=True)
    name: str
    day: date = Field(index=True)
    lead_id: UUID = Field(foreign_key="account.id")
    status: str
    version: int = 1
    procedures: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    made_hash: str
    created_at: datetime
    closed_at: datetime | None = None
    next_visit: date | None = None
    remarks_enc: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))


class TripHamletRow(SQLModel, table=True):
    """A hamlet of a trip. One that left the plan stays, for what was already done there."""

    __tablename__ = "trip_hamlet"
    id: UUID = Field(primary_key=True)
    trip_id: UUID = Field(foreign_key="trip.id", index=True)
    position: int
    name: str
    removed: bool = False


class TripMemberRow(SQLModel, table=True):
    """Who goes. Whoever left the plan may still send what they had done."""

    __tablename__ = "trip_member"
    trip_id: UUID = Field(primary_key=True, foreign_key="trip.id")
    account_id: UUID = Field(primary_key=True, foreign_key="account.id", index=True)
    position: int
    removed: bool = False


class TripTabletRow(SQLModel, table=True):
    """A tablet that took the trip along: its series of queue numbers, and how much it said was still waiting on it."""

    __tablename__ = "trip_tablet"
    __table_args__ = (UniqueConstraint("trip_id", "series"),)
    trip_id: UUID = Field(primary_key=True, foreign_key="trip.id")
    tablet_id: UUID = Field(primary_key=True)
    series: str
    account_name: str
    packed_at: datetime
    seen_at: datetime
    waiting: int = 0


class TripDossierRow(SQLModel, table=True):
    """What the lead put right: a dossier that is taken along although its address says nothing, or left at home."""

    __tablename__ = "trip_dossier"
    trip_id: UUID = Field(primary_key=True, foreign_key="trip.id")
    dossier_id: UUID = Field(primary_key=True, foreign_key="dossier.id")
    taken: bool


class TripEntryRow(SQLModel, table=True):
    """One deed of a trip, under the id the tablet made. ``content_enc`` is ``Entry.to_json`` without the signature.

    The submission may arrive later than its entry, so it is named, not referred to. Three times side by side: when it
    was made and sent by the tablet's clock, when it came by ours.
    """

    __tablename__ = "trip_entry"
    id: UUID = Field(primary_key=True)
    trip_id: UUID = Field(foreign_key="trip.id", index=True)
    hamlet_id: UUID = Field(foreign_key="trip_hamlet.id")
    series: str
    queue: int
    kind: str  # dossier | handover | note | turned_away
    submission_id: UUID | None = Field(default=None, index=True)
    dossier_id: UUID | None = Field(default=None, foreign_key="dossier.id", index=True)
    replaces: UUID | None = None
    account_id: UUID = Field(foreign_key="account.id")
    content_hash: str
    content_enc: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    signature_sha256: str | None = None
    made_at: datetime
    sent_at: datetime | None = None
    received_at: datetime


class TripEntryConflictRow(SQLModel, table=True):
    """The same entry id with other content: kept apart, never merged."""

    __tablename__ = "trip_entry_conflict"
    __table_args__ = (UniqueConstraint("entry_id", "content_hash"),)
    id: UUID = Field(primary_key=True)
    entry_id: UUID = Field(foreign_key="trip_entry.id", index=True)
    content_hash: str
    content_enc: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    created_at: datetime


class AuditRow(SQLModel, table=True):
    """Who did or saw what, written in the same transaction. ``facts`` hold nothing personal."""

    __tablename__ = "audit"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    actor_id: UUID | None = Field(default=None, index=True)
    actor_name: str = ""
    actor_role: str = ""
    action: str = Field(index=True)
    object_kind: str
    object_id: str = Field(index=True)
    unit_code: str | None = Field(default=None, index=True)
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
