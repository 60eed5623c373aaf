"""The migrations make exactly the tables that the code describes, on both databases."""

from __future__ import annotations

import subprocess
import sys

from alembic import command
from sqlalchemy import inspect, text

from sothuhoso.db import migrate
from sothuhoso.db.engine import open_database
from sothuhoso.db.tables import SQLModel


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
