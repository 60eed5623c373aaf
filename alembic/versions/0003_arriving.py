"""what is known of a dossier while it arrives: clocks, last contact, small pictures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "submission_thumbnail",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("received_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_submission_thumbnail_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("submission_id", "received_sha256", name=op.f("pk_submission_thumbnail")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.add_column(sa.Column("announced_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("device_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("seen_at", UTCDateTime(), nullable=True))
        batch_op.create_index("ix_submission_unit_code_state", ["unit_code", "state"], unique=False)
    with op.batch_alter_table("dossier", schema=None) as batch_op:
        batch_op.add_column(sa.Column("device_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("announced_at", UTCDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("dossier", schema=None) as batch_op:
        batch_op.drop_column("announced_at")
        batch_op.drop_column("device_at")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index("ix_submission_unit_code_state")
        batch_op.drop_column("seen_at")
        batch_op.drop_column("device_at")
        batch_op.drop_column("announced_at")
    op.drop_table("submission_thumbnail")
