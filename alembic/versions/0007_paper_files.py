"""pages made clean and read, and papers as PDF/A with the work of making them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page_reading",
        sa.Column("page_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("component_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("dpi", sa.Float(), nullable=False),
        sa.Column("turned", sa.Integer(), nullable=False),
        sa.Column("sheet_sha256", sa.String(), nullable=False),
        sa.Column("words_enc", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["component_id"], ["dossier_component.id"], name=op.f("fk_page_reading_component_id_dossier_component")
        ),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_page_reading_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["page_id"], ["dossier_page.id"], name=op.f("fk_page_reading_page_id_dossier_page")),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_page_reading")),
    )
    op.create_table(
        "paper_file",
        sa.Column("component_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("tried", sa.Integer(), nullable=False),
        sa.Column("next_at", UTCDateTime(), nullable=False),
        sa.Column("leased_until", UTCDateTime(), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["component_id"], ["dossier_component.id"], name=op.f("fk_paper_file_component_id_dossier_component")
        ),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_paper_file_dossier_id_dossier")),
        sa.PrimaryKeyConstraint("component_id", name=op.f("pk_paper_file")),
    )
    for table, column in (
        ("page_reading", "component_id"),
        ("page_reading", "dossier_id"),
        ("paper_file", "dossier_id"),
        ("paper_file", "state"),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    op.drop_table("paper_file")
    op.drop_table("page_reading")
