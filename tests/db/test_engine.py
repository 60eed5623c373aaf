"""The database as opened: durable, one writer after the other, readers undisturbed."""

from __future__ import annotations

import signal
import stat
import subprocess
import sys
import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from sothuhoso.db import engine, migrate
from sothuhoso.db.engine import database_url, open_database

CRASHING = """
import sys, time
from sqlalchemy import text
from sothuhoso.db.engine import open_database
database = open_database(sys.argv[1])
with database.writer.begin() as one:
    one.execute(text("INSERT INTO counter (name, value) VALUES ('kept', 1)"))
with database.writer.begin() as other:
    other.execute(text("INSERT INTO counter (name, value) VALUES ('lost', 1)"))
    print("now", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def sqlite(tmp_path):
    url = f"sqlite:///{tmp_path / 'deep' / 'a.db'}"
    migrate.upgrade(url)
    database = open_database(url)
    yield database
    database.close()


def counter(database, name="n"):
    with database.reader.connect() as connection:
        return connection.execute(text("SELECT value FROM counter WHERE name = :n"), {"n": name}).scalar()


def put(connection, value, name="n"):
    sql = "INSERT INTO counter (name, value) VALUES (:n, :v) ON CONFLICT (name) DO UPDATE SET value = :v"
    connection.execute(text(sql), {"n": name, "v": value})


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_means_psycopg_3(scheme):
    url = database_url(f"{scheme}://someone:secret@db.example/sothuhoso?sslmode=require")
    assert url.drivername == "postgresql+psycopg"
    assert (url.host, url.password, url.query["sslmode"]) == ("db.example", "secret", "require")


def test_sqlite_is_durable_and_checks_its_references(sqlite):
    with sqlite.writer.connect() as connection:
        pragmas = {
            p: connection.exec_driver_sql(f"PRAGMA {p}").scalar()
            for p in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_the_file_and_its_log_are_for_the_owner_only(sqlite, tmp_path):
    with sqlite.writer.begin() as connection:
        put(connection, 1)
    files = list((tmp_path / "deep").iterdir())
    assert len(files) > 1
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_the_reader_cannot_write(any_database):
    with any_database.reader.connect() as connection, pytest.raises(DBAPIError):
        put(connection, 1)
    assert counter(any_database) is None


def test_the_writer_writes_after_somebody_has_read(any_database):
    assert counter(any_database) is None
    with any_database.writer.begin() as connection:
        put(connection, 1)
    assert counter(any_database) == 1


def test_a_reader_does_not_wait_for_a_writer(any_database):
    with any_database.writer.begin() as connection:
        put(connection, 7)
        assert counter(any_database) is None
    assert counter(any_database) == 7


def test_writers_queue_and_see_each_others_work(sqlite):
    with sqlite.writer.begin() as connection:
        put(connection, 0)

    def raise_it(times: int) -> None:
        for _ in range(times):
            with sqlite.writer.begin() as connection:
                read = connection.execute(text("SELECT value FROM counter WHERE name = 'n'")).scalar_one()
                put(connection, read + 1)

    threads = [threading.Thread(target=raise_it, args=(20,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counter(sqlite) == 120


def test_a_writer_of_another_process_is_waited_for(sqlite):
    other = open_database(sqlite.writer.url.render_as_string())
    began, order = threading.Event(), []

    def hold() -> None:
        with other.writer.begin() as connection:
            put(connection, 1)
            began.set()
            threading.Event().wait(0.3)
            order.append("first")

    thread = threading.Thread(target=hold)
    thread.start()
    began.wait()
    with sqlite.writer.begin() as connection:
        order.append("second")
        put(connection, 2)
    thread.join()
    other.close()
    assert order == ["first", "second"]
    assert counter(sqlite) == 2


def test_a_writer_gives_up_after_the_busy_time(sqlite, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.1)
    hasty = open_database(sqlite.writer.url.render_as_string())
    with sqlite.writer.begin(), pytest.raises(OperationalError, match="locked"), hasty.writer.begin():
        pass
    hasty.close()


def test_what_was_committed_outlives_a_killed_process(sqlite):
    url = sqlite.writer.url.render_as_string()
    with subprocess.Popen([sys.executable, "-c", CRASHING, url], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"now\n"
        process.send_signal(signal.SIGKILL)
    assert counter(sqlite, "kept") == 1
    assert counter(sqlite, "lost") is None


def test_an_errors_text_holds_nothing_that_somebody_typed(any_database):
    with any_database.writer.connect() as connection, pytest.raises(DBAPIError) as error:
        connection.execute(text("INSERT INTO no_such_table VALUES (:n)"), {"n": "Lý Văn Pá"})
    assert "Lý Văn Pá" not in str(error.value)
