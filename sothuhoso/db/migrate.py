"""Brings the tables to the newest revision, from the command line, at start and in tests."""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import ArgumentError, OperationalError

from sothuhoso.db.engine import open_for_migration
from sothuhoso.db.tables import SQLModel
from sothuhoso.domain.errors import Unavailable
from sothuhoso.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from sqlalchemy import Connection

_ONE_AT_A_TIME = 0x50_7A_68_73  # any fixed number: workers that start together migrate one after the other


def upgrade(database_url: str) -> None:
    """Apply every missing revision, in one transaction; does nothing when there is none.

    Raises ``Unavailable('database.unreachable')``, and ``RuntimeError`` where a revision left rows without their
    parents (SQLite checks them afterwards).
    """
    with _connection(database_url) as connection:
        config = _config()
        config.attributes["connection"] = connection
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
        command.upgrade(config, "head")
        _check_foreign_keys(connection)
        connection.commit()


def differences(database_url: str) -> list[Any]:
    """What the tables of this code and those of the database differ in; empty when migrations are complete."""
    with _connection(database_url) as connection:
        opts = {"compare_type": True, "include_object": is_ours}
        context = MigrationContext.configure(connection, opts=opts)
        return compare_metadata(context, SQLModel.metadata)


def is_ours(_item: Any, name: str | None, _kind: str, _reflected: bool, _other: Any) -> bool:
    """Not the parts of the full-text index, which SQLite keeps in tables and PostgreSQL in columns of its own."""
    return not re.match(r"page_text_fts|fts_", name or "")


def is_current(connection: Connection) -> bool:
    """Whether the database stands at the newest revision."""
    return set(MigrationContext.configure(connection).get_current_heads()) == _newest()


@cache
def _newest() -> set[str]:
    return set(ScriptDirectory.from_config(_config()).get_heads())


@contextmanager
def _connection(database_url: str) -> Iterator[Connection]:
    try:
        connection = open_for_migration(database_url).connect()
    except (ArgumentError, OperationalError) as error:
        raise Unavailable("database.unreachable") from error
    try:
        yield connection
    finally:
        connection.close()
        connection.engine.dispose()


def _config() -> Config:
    return Config(ROOT / "alembic.ini")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if orphans:
        raise RuntimeError("database.orphans", orphans[:5])
