"""first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("actor_role", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("object_kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_action"), ["action"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_object_id"), ["object_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "procedure_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure_version")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_procedure_version_code_version")),
    )
    with op.batch_alter_table("procedure_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_procedure_version_code"), ["code"], unique=False)

    op.create_table(
        "submission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secret_index", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=True),
        sa.Column("content_hash", sa.String(), nullable=True),
        sa.Column("manifest_enc", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("completed_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_secret_index"), ["secret_index"], unique=False)

    op.create_table(
        "unit",
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("province_code", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_unit")),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name=op.f("fk_account_unit_code_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
    )
    op.create_table(
        "dossier",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("intake_unit_code", sa.String(), nullable=False),
        sa.Column("procedure_version_id", sa.Uuid(), nullable=False),
        sa.Column("procedure_code", sa.String(), nullable=False),
        sa.Column("procedure_name", sa.String(), nullable=False),
        sa.Column("procedure_name_en", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner_name", sa.String(), nullable=False),
        sa.Column("owner_name_folded", sa.String(), nullable=False),
        sa.Column("owner_id_index", sa.String(), nullable=True),
        sa.Column("captured_at", UTCDateTime(), nullable=False),
        sa.Column("submitted_at", UTCDateTime(), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=True),
        sa.Column("due_at", UTCDateTime(), nullable=True),
        sa.Column("secret_index", sa.String(), nullable=False),
        sa.Column("secret_enc", sa.LargeBinary(), nullable=False),
        sa.Column("official_code", sa.String(), nullable=True),
        sa.Column("supplement_count", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("notice", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["intake_unit_code"], ["unit.code"], name=op.f("fk_dossier_intake_unit_code_unit")),
        sa.ForeignKeyConstraint(
            ["procedure_version_id"],
            ["procedure_version.id"],
            name=op.f("fk_dossier_procedure_version_id_procedure_version"),
        ),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name=op.f("fk_dossier_unit_code_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
        sa.UniqueConstraint("number", name=op.f("uq_dossier_number")),
        sa.UniqueConstraint("secret_index", name=op.f("uq_dossier_secret_index")),
    )
    with op.batch_alter_table("dossier", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_owner_id_index"), ["owner_id_index"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_owner_name_folded"), ["owner_name_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_procedure_code"), ["procedure_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_status"), ["status"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_submitted_at"), ["submitted_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "submission_conflict",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("manifest_enc", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_submission_conflict_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_conflict")),
        sa.UniqueConstraint(
            "submission_id", "content_hash", name=op.f("uq_submission_conflict_submission_id_content_hash")
        ),
    )
    with op.batch_alter_table("submission_conflict", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_conflict_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "submission_photo",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("received_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column("thumbnail_sha256", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_submission_photo_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("submission_id", "received_sha256", name=op.f("pk_submission_photo")),
    )
    op.create_table(
        "dossier_component",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("compared_by", sa.Uuid(), nullable=True),
        sa.Column("compared_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["compared_by"], ["account.id"], name=op.f("fk_dossier_component_compared_by_account")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_dossier_component_dossier_id_dossier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_component")),
        sa.UniqueConstraint("dossier_id", "key", name=op.f("uq_dossier_component_dossier_id_key")),
    )
    with op.batch_alter_table("dossier_component", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_component_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "dossier_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("from_status", sa.Integer(), nullable=True),
        sa.Column("to_status", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_dossier_event_dossier_id_dossier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_event")),
        sa.UniqueConstraint("dossier_id", "seq", name=op.f("uq_dossier_event_dossier_id_seq")),
    )
    with op.batch_alter_table("dossier_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_event_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "dossier_person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("name_folded", sa.String(), nullable=False),
        sa.Column("id_number_enc", sa.LargeBinary(), nullable=True),
        sa.Column("id_number_index", sa.String(), nullable=True),
        sa.Column("old_id_number_enc", sa.LargeBinary(), nullable=True),
        sa.Column("birth_date", sa.String(), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("issue_date", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("origins", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_dossier_person_dossier_id_dossier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_person")),
        sa.UniqueConstraint("dossier_id", "slot", name=op.f("uq_dossier_person_dossier_id_slot")),
    )
    with op.batch_alter_table("dossier_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_person_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_person_id_number_index"), ["id_number_index"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_person_name_folded"), ["name_folded"], unique=False)

    op.create_table(
        "issued_form",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("issued_at", UTCDateTime(), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=True),
        sa.Column("facts_enc", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_issued_form_dossier_id_dossier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_form")),
        sa.UniqueConstraint(
            "unit_code", "form", "year", "serial", name=op.f("uq_issued_form_unit_code_form_year_serial")
        ),
    )
    with op.batch_alter_table("issued_form", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issued_form_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "lease",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("account_name", sa.String(), nullable=False),
        sa.Column("until", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_lease_account_id_account")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_lease_dossier_id_dossier")),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("pk_lease")),
    )
    op.create_table(
        "shared_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("secret_index", sa.String(), nullable=False),
        sa.Column("code_index", sa.String(), nullable=True),
        sa.Column("code_expires_at", UTCDateTime(), nullable=True),
        sa.Column("joined_account_id", sa.Uuid(), nullable=True),
        sa.Column("joined_name", sa.String(), nullable=False),
        sa.Column("joined_at", UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content_enc", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["joined_account_id"], ["account.id"], name=op.f("fk_shared_draft_joined_account_id_account")
        ),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name=op.f("fk_shared_draft_unit_code_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_draft")),
        sa.UniqueConstraint("code_index", name=op.f("uq_shared_draft_code_index")),
    )
    with op.batch_alter_table("shared_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shared_draft_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id_account")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_account_id"), ["account_id"], unique=False)

    op.create_table(
        "dossier_page",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("component_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("received_sha256", sa.String(), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column("thumbnail_sha256", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["component_id"], ["dossier_component.id"], name=op.f("fk_dossier_page_component_id_dossier_component")
        ),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_dossier_page_dossier_id_dossier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_page")),
    )
    with op.batch_alter_table("dossier_page", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_page_component_id"), ["component_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_page_dossier_id"), ["dossier_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("dossier_page", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dossier_page_dossier_id"))
        batch_op.drop_index(batch_op.f("ix_dossier_page_component_id"))

    op.drop_table("dossier_page")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_account_id"))

    op.drop_table("sign_in")
    with op.batch_alter_table("shared_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shared_draft_unit_code"))

    op.drop_table("shared_draft")
    op.drop_table("lease")
    with op.batch_alter_table("issued_form", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issued_form_dossier_id"))

    op.drop_table("issued_form")
    with op.batch_alter_table("dossier_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dossier_person_name_folded"))
        batch_op.drop_index(batch_op.f("ix_dossier_person_id_number_index"))
        batch_op.drop_index(batch_op.f("ix_dossier_person_dossier_id"))

    op.drop_table("dossier_person")
    with op.batch_alter_table("dossier_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dossier_event_dossier_id"))

    op.drop_table("dossier_event")
    with op.batch_alter_table("dossier_component", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dossier_component_dossier_id"))

    op.drop_table("dossier_component")
    op.drop_table("submission_photo")
    with op.batch_alter_table("submission_conflict", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_conflict_submission_id"))

    op.drop_table("submission_conflict")
    with op.batch_alter_table("dossier", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dossier_unit_code"))
        batch_op.drop_index(batch_op.f("ix_dossier_submitted_at"))
        batch_op.drop_index(batch_op.f("ix_dossier_status"))
        batch_op.drop_index(batch_op.f("ix_dossier_procedure_code"))
        batch_op.drop_index(batch_op.f("ix_dossier_owner_name_folded"))
        batch_op.drop_index(batch_op.f("ix_dossier_owner_id_index"))
        batch_op.drop_index(batch_op.f("ix_dossier_due_at"))

    op.drop_table("dossier")
    op.drop_table("account")
    op.drop_table("unit")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_secret_index"))

    op.drop_table("submission")
    with op.batch_alter_table("procedure_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_procedure_version_code"))

    op.drop_table("procedure_version")
    op.drop_table("counter")
    op.drop_table("calendar_day")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_unit_code"))
        batch_op.drop_index(batch_op.f("ix_audit_object_id"))
        batch_op.drop_index(batch_op.f("ix_audit_at"))
        batch_op.drop_index(batch_op.f("ix_audit_actor_id"))
        batch_op.drop_index(batch_op.f("ix_audit_action"))

    op.drop_table("audit")
