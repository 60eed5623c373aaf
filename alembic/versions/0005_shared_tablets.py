"""shared tablets: devices, their users, recovery keys and bundles."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("registered_at", UTCDateTime(), nullable=False),
        sa.Column("last_seen_at", UTCDateTime(), nullable=False),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.Column("wiped_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_device_account_id_account")),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name=op.f("fk_device_unit_code_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_device_token_hash")),
    )
    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_device_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "device_user",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("since", UTCDateTime(), nullable=False),
        sa.Column("reset_until", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_device_user_account_id_account")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_device_user_device_id_device")),
        sa.PrimaryKeyConstraint("device_id", "account_id", name=op.f("pk_device_user")),
    )
    op.create_table(
        "recovery_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("private_enc", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name=op.f("fk_recovery_key_unit_code_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_key")),
    )
    with op.batch_alter_table("recovery_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_key_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "recovery_bundle",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("head_sha256", sa.String(length=64), nullable=False),
        sa.Column("dossiers", sa.Integer(), nullable=False),
        sa.Column("drafts", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("whole_at", UTCDateTime(), nullable=True),
        sa.Column("opened_at", UTCDateTime(), nullable=True),
        sa.Column("opened_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_bundle_account_id_account")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_recovery_bundle_device_id_device")),
        sa.ForeignKeyConstraint(["key_id"], ["recovery_key.id"], name=op.f("fk_recovery_bundle_key_id_recovery_key")),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name=op.f("fk_recovery_bundle_opened_by_account")),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name=op.f("fk_recovery_bundle_unit_code_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_bundle")),
    )
    with op.batch_alter_table("recovery_bundle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_bundle_device_id"), ["device_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recovery_bundle_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "recovery_part",
        sa.Column("bundle_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("arrived_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bundle_id"], ["recovery_bundle.id"], name=op.f("fk_recovery_part_bundle_id_recovery_bundle")
        ),
        sa.PrimaryKeyConstraint("bundle_id", "sha256", name=op.f("pk_recovery_part")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("device_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_sign_in_device_id"), ["device_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_sign_in_device_id_device"), "device", ["device_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_sign_in_device_id_device"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_sign_in_device_id"))
        batch_op.drop_column("device_id")

    op.drop_table("recovery_part")
    with op.batch_alter_table("recovery_bundle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_bundle_unit_code"))
        batch_op.drop_index(batch_op.f("ix_recovery_bundle_device_id"))

    op.drop_table("recovery_bundle")
    with op.batch_alter_table("recovery_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_key_unit_code"))

    op.drop_table("recovery_key")
    op.drop_table("device_user")
    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_device_unit_code"))

    op.drop_table("device")
