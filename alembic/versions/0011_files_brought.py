"""files brought along: what was seen in them, and their pages.

0010 goes between; it touches other columns.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("submission_photo") as photos:
        photos.add_column(sa.Column("document", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("submission_photo") as photos:
        photos.alter_column("document", server_default=None)
    with op.batch_alter_table("dossier_page") as pages:
        pages.add_column(sa.Column("file_page", sa.Integer(), nullable=True))
        pages.add_column(sa.Column("drawn_sha256", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("dossier_page") as pages:
        pages.alter_column("drawn_sha256", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("dossier_page") as pages:
        for name in ("drawn_sha256", "file_page"):
            pages.drop_column(name)
    with op.batch_alter_table("submission_photo") as photos:
        photos.drop_column("document")
