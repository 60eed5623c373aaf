"""Whether this process can serve: its database answers and is up to date, its files can be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sothuhoso.db import migrate
from sothuhoso.domain.errors import Unavailable

if TYPE_CHECKING:
    from sothuhoso.services.container import Container


def check(c: Container) -> None:
    """Raise ``Unavailable('database.busy' | 'database.old' | 'file.not_writable' | 'file.full')``, or nothing."""
    with c.look() as uow:
        if not migrate.is_current(uow.session.connection()):
            raise Unavailable("database.old")
    c.files.check()
