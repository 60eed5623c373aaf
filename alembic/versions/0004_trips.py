"""Trips to hamlets: the plan, the tablets that took it along, what was done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "trip",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("procedures", sa.JSON(), nullable=False),
        sa.Column("made_hash", sa.String(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("next_visit", sa.Date(), nullable=True),
        sa.Column("remarks_enc", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["lead_id"], ["account.id"], name=op.f("fk_trip_lead_id_account")),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name=op.f("fk_trip_unit_code_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trip")),
    )
    with op.batch_alter_table("trip", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trip_day"), ["day"], unique=False)
        batch_op.create_index(batch_op.f("ix_trip_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "trip_dossier",
        sa.Column("trip_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_trip_dossier_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_trip_dossier_trip_id_trip")),
        sa.PrimaryKeyConstraint("trip_id", "dossier_id", name=op.f("pk_trip_dossier")),
    )
    op.create_table(
        "trip_hamlet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trip_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_trip_hamlet_trip_id_trip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trip_hamlet")),
    )
    with op.batch_alter_table("trip_hamlet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trip_hamlet_trip_id"), ["trip_id"], unique=False)

    op.create_table(
        "trip_member",
        sa.Column("trip_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_trip_member_account_id_account")),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_trip_member_trip_id_trip")),
        sa.PrimaryKeyConstraint("trip_id", "account_id", name=op.f("pk_trip_member")),
    )
    with op.batch_alter_table("trip_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trip_member_account_id"), ["account_id"], unique=False)

    op.create_table(
        "trip_tablet",
        sa.Column("trip_id", sa.Uuid(), nullable=False),
        sa.Column("tablet_id", sa.Uuid(), nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("account_name", sa.String(), nullable=False),
        sa.Column("packed_at", UTCDateTime(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_trip_tablet_trip_id_trip")),
        sa.PrimaryKeyConstraint("trip_id", "tablet_id", name=op.f("pk_trip_tablet")),
        sa.UniqueConstraint("trip_id", "series", name=op.f("uq_trip_tablet_trip_id_series")),
    )
    op.create_table(
        "trip_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trip_id", sa.Uuid(), nullable=False),
        sa.Column("hamlet_id", sa.Uuid(), nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("queue", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=True),
        sa.Column("dossier_id", sa.Uuid(), nullable=True),
        sa.Column("replaces", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("content_enc", sa.LargeBinary(), nullable=False),
        sa.Column("signature_sha256", sa.String(), nullable=True),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("sent_at", UTCDateTime(), nullable=True),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_trip_entry_account_id_account")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_trip_entry_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["hamlet_id"], ["trip_hamlet.id"], name=op.f("fk_trip_entry_hamlet_id_trip_hamlet")),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_trip_entry_trip_id_trip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trip_entry")),
    )
    with op.batch_alter_table("trip_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trip_entry_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_trip_entry_submission_id"), ["submission_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_trip_entry_trip_id"), ["trip_id"], unique=False)

    op.create_table(
        "trip_entry_conflict",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("content_enc", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["trip_entry.id"], name=op.f("fk_trip_entry_conflict_entry_id_trip_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trip_entry_conflict")),
        sa.UniqueConstraint("entry_id", "content_hash", name=op.f("uq_trip_entry_conflict_entry_id_content_hash")),
    )
    with op.batch_alter_table("trip_entry_conflict", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trip_entry_conflict_entry_id"), ["entry_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("trip_entry_conflict", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_trip_entry_conflict_entry_id"))

    op.drop_table("trip_entry_conflict")
    with op.batch_alter_table("trip_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_trip_entry_trip_id"))
        batch_op.drop_index(batch_op.f("ix_trip_entry_submission_id"))
        batch_op.drop_index(batch_op.f("ix_trip_entry_dossier_id"))

    op.drop_table("trip_entry")
    op.drop_table("trip_tablet")
    with op.batch_alter_table("trip_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_trip_member_account_id"))

    op.drop_table("trip_member")
    with op.batch_alter_table("trip_hamlet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_trip_hamlet_trip_id"))

    op.drop_table("trip_hamlet")
    op.drop_table("trip_dossier")
    with op.batch_alter_table("trip", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_trip_unit_code"))
        batch_op.drop_index(batch_op.f("ix_trip_day"))

    op.drop_table("trip")
