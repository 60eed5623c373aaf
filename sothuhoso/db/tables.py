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

from sqlalchemy import JSON, Column, LargeBinary, UniqueConstraint
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


class SubmissionRow(SQLModel, table=True):
    """What a device announced under an id it made itself: the inbox before a dossier exists.

    ``state``: ``open`` (photos may come, no manifest yet) → ``arriving`` (manifest here, photos missing)
    → ``whole`` (a dossier exists). The secret is the sender's capability; it later opens the follow-up page.
    """

    __tablename__ = "submission"
    id: UUID = Field(primary_key=True)
    secret_index: str = Field(index=True)
    state: str = "open"
    unit_code: str | None = None
    content_hash: str | None = None
    manifest_enc: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    created_at: datetime
    completed_at: datetime | None = None


class SubmissionPhotoRow(SQLModel, table=True):
    """A photo that arrived for a submission, named by the SHA-256 of the bytes as sent."""

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
    submitted_at: datetime = Field(index=True)
    received_at: datetime | None = None
    due_at: datetime | None = Field(default=None, index=True)
    secret_index: str = Field(unique=True)
    secret_enc: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    official_code: str | None = None  # mã hồ sơ of the national or provincial system
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
    issue_date: str = ""
    phone: str = ""
    email: str = ""
    origins: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))  # field → qr | typed


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
    """One photographed page of a component."""

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
