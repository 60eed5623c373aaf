"""how a person says a page lies in its photo, and why a doubted one stays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("dossier_page") as pages:
        for name in ("laid", "doubts"):
            pages.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("dossier_page") as pages:
        for name in ("laid", "doubts"):
            pages.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("dossier_page") as pages:
        for name in ("doubts", "laid"):
            pages.drop_column(name)
