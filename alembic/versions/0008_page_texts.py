"""what stands on pages, to be searched: FTS5 on SQLite, tsvector with GIN on PostgreSQL."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

#: The index has the words only; where they stand it asks the table. A changed or deleted row changes the index in the
#: same statement, also where a foreign key deletes it.
SQLITE = (
    """CREATE VIRTUAL TABLE page_text_fts USING fts5(
        words, folded, content='page_text', content_rowid='id', columnsize=0, tokenize='unicode61 remove_diacritics 0'
    )""",
    """CREATE TRIGGER page_text_inserted AFTER INSERT ON page_text BEGIN
        INSERT INTO page_text_fts(rowid, words, folded) VALUES (new.id, new.words, new.folded);
    END""",
    """CREATE TRIGGER page_text_deleted AFTER DELETE ON page_text BEGIN
        INSERT INTO page_text_fts(page_text_fts, rowid, words, folded)
        VALUES ('delete', old.id, old.words, old.folded);
    END""",
    """CREATE TRIGGER page_text_updated AFTER UPDATE ON page_text BEGIN
        INSERT INTO page_text_fts(page_text_fts, rowid, words, folded)
        VALUES ('delete', old.id, old.words, old.folded);
        INSERT INTO page_text_fts(rowid, words, folded) VALUES (new.id, new.words, new.folded);
    END""",
)
POSTGRESQL = tuple(
    statement
    for column in ("words", "folded")
    for statement in (
        f"""ALTER TABLE page_text ADD COLUMN fts_{column} tsvector
            GENERATED ALWAYS AS (to_tsvector('simple', {column})) STORED""",
        f"CREATE INDEX fts_page_text_{column} ON page_text USING gin (fts_{column})",
    )
)


def upgrade() -> None:
    op.create_table(
        "page_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_page_text_dossier_id_dossier")),
        sa.ForeignKeyConstraint(
            ["page_id"],
            ["page_reading.page_id"],
            name=op.f("fk_page_text_page_id_page_reading"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_text")),
        sa.UniqueConstraint("page_id", name=op.f("uq_page_text_page_id")),
    )
    op.create_index(op.f("ix_page_text_dossier_id"), "page_text", ["dossier_id"])
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE page_text_fts")
    op.drop_table("page_text")
