"""Runs the migrations: in the connection given by ``sothuhoso.db.migrate``, or in one made from the settings.

Reflex's own environment does not notice a changed column type; this one does.
"""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from sothuhoso.db import tables
from sothuhoso.db.engine import open_for_migration
from sothuhoso.db.migrate import is_ours
from sothuhoso.settings import settings

METADATA = tables.SQLModel.metadata


def plain(kind: str, value: Any, _autogenerate: Any) -> str | Literal[False]:
    """Write SQLModel's types as what they are in the database, so that a revision reads without SQLModel."""
    if kind == "type" and isinstance(value, AutoString):
        return f"sa.String(length={value.impl.length})" if value.impl.length else "sa.String()"
    return "UTCDateTime()" if kind == "type" and isinstance(value, UTCDateTime) else False


def run(connection: Connection) -> None:
    """Apply what the command asks for, in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        compare_type=True,
        include_object=is_ours,
        render_item=plain,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = open_for_migration(settings().database_url)
    with engine.connect() as own:
        run(own)
        own.commit()
    engine.dispose()
