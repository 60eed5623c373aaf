"""every version of a paper's file with the originals it was made of; corners by which a page was cut.

Of papers that are finished already what is known is written down: their one version, its photos and how people said
these lie, which nobody could change until now. By which corners the machine cut them nobody knows any more.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_FILE = sa.table(
    "paper_file",
    sa.column("component_id", sa.Uuid()),
    sa.column("dossier_id", sa.Uuid()),
    sa.column("version", sa.Integer()),
    sa.column("file_sha256", sa.String()),
    sa.column("bytes", sa.Integer()),
    sa.column("made_at", UTCDateTime()),
)
_PAGE = sa.table(
    "dossier_page",
    sa.column("id", sa.Uuid()),
    sa.column("component_id", sa.Uuid()),
    sa.column("position", sa.Integer()),
    sa.column("file_sha256", sa.String()),
    sa.column("file_page", sa.Integer()),
    sa.column("laid", sa.JSON()),
)
_READING = sa.table("page_reading", sa.column("page_id", sa.Uuid()), sa.column("turned", sa.Integer()))
_VERSION = sa.table(
    "paper_version",
    *(sa.column(one.name, one.type) for one in _FILE.columns),
    sa.column("pages", sa.JSON()),
)


def upgrade() -> None:
    op.create_table(
        "paper_version",
        sa.Column("component_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["component_id"], ["dossier_component.id"], name=op.f("fk_paper_version_component_id_dossier_component")
        ),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_paper_version_dossier_id_dossier")),
        sa.PrimaryKeyConstraint("component_id", "version", name=op.f("pk_paper_version")),
    )
    op.create_index(op.f("ix_paper_version_dossier_id"), "paper_version", ["dossier_id"])
    with op.batch_alter_table("page_reading") as readings:
        readings.add_column(sa.Column("corners", sa.JSON(none_as_null=True), nullable=True))
    with op.batch_alter_table("paper_file") as files:
        files.add_column(sa.Column("ticket", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("paper_file") as files:
        files.alter_column("ticket", server_default=None)
    _write_down(op.get_bind())


def _write_down(connection: sa.Connection) -> None:
    finished = connection.execute(sa.select(_FILE).where(_FILE.c.version > 0, _FILE.c.file_sha256 != "")).all()
    for file in finished:
        pages = (
            sa.select(_PAGE, _READING.c.turned)
            .outerjoin(_READING, _READING.c.page_id == _PAGE.c.id)
            .where(_PAGE.c.component_id == file.component_id)
            .order_by(_PAGE.c.position)
        )
        known = [
            {
                "page": str(page.id),
                "sha256": page.file_sha256,
                "file_page": page.file_page,
                "laid": page.laid,
                "corners": None,
                "turned": page.turned,
            }
            for page in connection.execute(pages)
        ]
        connection.execute(_VERSION.insert().values(**file._mapping, pages=known))  # noqa: SLF001 - SQLAlchemy's own


def downgrade() -> None:
    with op.batch_alter_table("paper_file") as files:
        files.drop_column("ticket")
    with op.batch_alter_table("page_reading") as readings:
        readings.drop_column("corners")
    op.drop_table("paper_version")
