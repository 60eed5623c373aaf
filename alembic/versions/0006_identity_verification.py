"""how it was made sure who a person of a dossier is, and the address of today."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identity_verification",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_identity_verification_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_identity_verification_dossier_id_dossier")
        ),
        sa.PrimaryKeyConstraint("dossier_id", "version", name=op.f("pk_identity_verification")),
    )
    with op.batch_alter_table("dossier_person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("address_today", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("dossier_person", schema=None) as batch_op:
        batch_op.drop_column("address_today")

    op.drop_table("identity_verification")
