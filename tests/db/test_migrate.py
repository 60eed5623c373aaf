"""The migrations make exactly the tables that the code describes, on both databases."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from uuid import uuid4

from alembic import command
from sqlalchemy import column as sql_column
from sqlalchemy import inspect, select, table, text

from sothuhoso.db import migrate
from sothuhoso.db.engine import open_database
from sothuhoso.db.tables import (
    DossierComponentRow,
    DossierPageRow,
    DossierRow,
    PageReadingRow,
    PaperFileRow,
    PaperVersionRow,
    ProcedureVersionRow,
    SQLModel,
    UnitRow,
)


def test_migrations_and_tables_agree(any_url):
    assert len(migrate.differences(any_url)) > 0
    migrate.upgrade(any_url)
    assert migrate.differences(any_url) == []


def test_a_difference_is_noticed(any_database, any_url):
    with any_database.writer.begin() as connection:
        connection.execute(text("ALTER TABLE unit ADD COLUMN odd INTEGER"))
    assert [change[0] for change in migrate.differences(any_url)] == ["remove_column"]


def test_upgrading_twice_changes_nothing(any_database, any_url):
    with any_database.writer.begin() as connection:
        connection.execute(text("INSERT INTO counter (name, value) VALUES ('n', 4)"))
    migrate.upgrade(any_url)
    with any_database.reader.connect() as connection:
        assert connection.execute(text("SELECT value FROM counter")).scalar_one() == 4
        assert migrate.is_current(connection)


def test_an_empty_database_is_not_current(any_url):
    database = open_database(any_url)
    with database.reader.connect() as connection:
        assert not migrate.is_current(connection)
    database.close()


def test_workers_that_start_together_migrate_once(any_url):
    start = [sys.executable, "-c", f"from sothuhoso.db.migrate import upgrade; upgrade({any_url!r})"]
    workers = [subprocess.Popen(start) for _ in range(3)]
    assert [worker.wait() for worker in workers] == [0, 0, 0]
    assert migrate.differences(any_url) == []


def test_the_first_revision_can_be_taken_back(any_database, any_url):
    with migrate._connection(any_url) as connection:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        connection.commit()
    left = set(inspect(any_database.reader).get_table_names())
    assert left.isdisjoint(SQLModel.metadata.tables)


def test_files_from_before_there_were_versions_keep_what_is_known_of_them(any_url):
    """0012: a finished paper has its one version; one that is not finished has none, and no corners are invented."""
    with migrate._connection(any_url) as connection:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0011")
        papers = {state: uuid4() for state in ("ready", "waiting", "failed")}
        page = uuid4()
        _older_dossier(connection, papers, page)
        command.upgrade(config, "head")
        (kept,) = connection.execute(select(PaperVersionRow.__table__)).all()
        (reading,) = connection.execute(select(PageReadingRow.__table__)).all()
        tickets = connection.execute(select(PaperFileRow.__table__.c.ticket)).scalars().all()
        assert (kept.component_id, kept.version, kept.file_sha256, kept.bytes) == (papers["ready"], 1, "f" * 64, 7)
        assert kept.made_at == NOW
        assert kept.pages == [
            {"page": str(page), "sha256": "b" * 64, "file_page": None, "laid": LAID, "corners": None, "turned": 90}
        ]
        assert (reading.corners, set(tickets)) == (None, {0})
        command.downgrade(config, "0011")
        command.upgrade(config, "head")
        connection.commit()
    assert migrate.differences(any_url) == []


NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
LAID = {"paper": "A5", "corners": [[0, 0], [1, 0], [1, 1], [0, 1]], "turn": 90, "note": False}


def _older_dossier(connection, papers, page) -> None:
    """A dossier as revision 0011 knew it, with a paper of each of these states; the finished one has a page."""
    unit, version, dossier = "05725", uuid4(), uuid4()

    def add(row: type[SQLModel], **facts) -> None:
        """Only columns that 0011 has."""
        known = {one["name"] for one in inspect(connection).get_columns(row.__tablename__)}
        columns = [column for column in row.__table__.columns if column.name in known]
        given = {
            column.name: facts[column.name] if column.name in facts else EMPTY[type(column.type).__name__]
            for column in columns
            if column.name in facts or not column.nullable
        }
        into = table(row.__tablename__, *(sql_column(one.name, one.type) for one in columns))
        connection.execute(into.insert().values(**given))

    add(UnitRow, code=unit, kind="xa")
    add(ProcedureVersionRow, id=version, version=1)
    add(DossierRow, id=dossier, unit_code=unit, intake_unit_code=unit, procedure_version_id=version)
    for position, (state, paper) in enumerate(papers.items()):
        add(DossierComponentRow, id=paper, dossier_id=dossier, key=state, position=position)
        done = {"version": 1, "file_sha256": "f" * 64, "bytes": 7, "made_at": NOW} if state == "ready" else {}
        add(PaperFileRow, component_id=paper, dossier_id=dossier, state=state, **done)
    add(DossierPageRow, id=page, dossier_id=dossier, component_id=papers["ready"], file_sha256="b" * 64, laid=LAID)
    add(PageReadingRow, page_id=page, dossier_id=dossier, component_id=papers["ready"], turned=90)


EMPTY = {
    "AutoString": "",
    "Integer": 0,
    "Float": 0.0,
    "Boolean": False,
    "Date": NOW.date(),
    "UTCDateTime": NOW,
    "JSON": {},
    "LargeBinary": b"",
}
"""What stands in a column that these tests do not look at, by its type."""
