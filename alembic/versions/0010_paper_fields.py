"""what clerks noted of papers: number, date, issuing body, kind, names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

REFERS = {
    "account_id": "account.id",
    "component_id": "dossier_component.id",
    "dossier_id": "dossier.id",
    "page_id": "dossier_page.id",
}


def upgrade() -> None:
    op.create_table(
        "paper_field",
        sa.Column("component_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("value_enc", sa.LargeBinary(), nullable=False),
        sa.Column("page_id", sa.Uuid(), nullable=True),
        sa.Column("boxes", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_paper_field_{column}_{to.partition('.')[0]}"))
            for column, to in REFERS.items()
        ),
        sa.PrimaryKeyConstraint("component_id", "field", "item", "version", name=op.f("pk_paper_field")),
    )
    op.create_index(op.f("ix_paper_field_dossier_id"), "paper_field", ["dossier_id"])


def downgrade() -> None:
    op.drop_table("paper_field")
