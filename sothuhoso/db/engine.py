"""Opens the database named by the settings: SQLite in WAL mode on one machine, PostgreSQL on several.

Both behave alike to the services: one writer's transaction is whole, readers never wait for it, and a second writer
waits for the first instead of failing.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url

BUSY_SECONDS = 15
"""How long a writer waits for its turn before the caller is told to come back."""

_RETRY_SECONDS = 0.02
_READERS, _MORE_READERS = 8, 32


@dataclass(frozen=True, slots=True)
class Database:
    """``writer`` for transactions that change something, ``reader`` for those that only look.

    On SQLite these are two pools: the writer's holds a single connection, so that the writers of this process queue in
    order (SQLite's own waiting polls, and the unlucky wait long), and begins with the write lock in hand. On PostgreSQL
    both share one pool and the reader's transactions are read-only.
    """

    writer: Engine
    reader: Engine

    @property
    def is_sqlite(self) -> bool:
        return self.writer.dialect.name == "sqlite"

    def close(self) -> None:
        """Return every connection."""
        self.writer.dispose()
        self.reader.dispose()


def database_url(text: str) -> URL:
    """The address as SQLAlchemy wants it: ``postgres://`` and ``postgresql://`` mean psycopg 3."""
    url = make_url(text)
    if url.drivername in {"postgres", "postgresql"}:
        return url.set(drivername="postgresql+psycopg")
    return url


def open_database(text: str) -> Database:
    """Open the database at this address; nothing is created in it but the SQLite file itself (0600)."""
    url = database_url(text)
    if url.get_backend_name() == "sqlite":
        _prepare_file(url)
        writer = _sqlite(url, "BEGIN IMMEDIATE", pool_size=1, max_overflow=0)
        reader = _sqlite(url, "BEGIN", pool_size=_READERS, max_overflow=_MORE_READERS, query_only=True)
        return Database(writer, reader)
    engine = _postgresql(url)
    return Database(engine, engine.execution_options(postgresql_readonly=True))


def open_for_migration(text: str) -> Engine:
    """An engine for changing the tables: SQLite rebuilds a table by dropping it, so foreign keys rest meanwhile."""
    url = database_url(text)
    if url.get_backend_name() == "sqlite":
        _prepare_file(url)
        return _sqlite(url, "BEGIN IMMEDIATE", pool_size=1, max_overflow=0, foreign_keys=False)
    return _postgresql(url)


def _postgresql(url: URL) -> Engine:
    return create_engine(
        url,
        pool_pre_ping=True,
        pool_size=_READERS,
        max_overflow=_MORE_READERS,
        pool_timeout=BUSY_SECONDS,
        hide_parameters=True,  # an error's text goes into logs: what people typed stays out of it
    )


def _sqlite(
    url: URL, begin: str, *, pool_size: int, max_overflow: int, query_only: bool = False, foreign_keys: bool = True
) -> Engine:
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=max_overflow,
        pool_timeout=BUSY_SECONDS,
        connect_args={"timeout": BUSY_SECONDS},
        hide_parameters=True,  # as below
    )

    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late to hold the lock
        _set_pragmas(connection, query_only=query_only, foreign_keys=foreign_keys)

    def on_begin(connection: Connection) -> None:
        # A deferred transaction that writes after reading fails at once when somebody else wrote in between;
        # with the lock taken at the start it waits (busy_timeout) and then sees the latest rows.
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)
    return engine


def _set_pragmas(connection: Any, *, query_only: bool, foreign_keys: bool) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    # FULL: NORMAL would outlive a killed process (the system still holds the log's pages) but not a power cut, and
    # the phone deletes its photos once the server has answered 201. A commune's desk has power cuts; one fsync per
    # commit is cheap beside the fsync of each photo.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
    if query_only:
        cursor.execute("PRAGMA query_only=ON")
    cursor.close()


def _prepare_file(url: URL) -> None:
    """Make the file before SQLite does, so that no other user of the machine reads it; its log inherits the mode.

    The mode of the journal stays with the file. Changing it fails at once, without any waiting, while another process
    is just doing the same: then it is tried again.
    """
    path = Path(url.database or "")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection:
                connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(_RETRY_SECONDS)
        else:
            return
