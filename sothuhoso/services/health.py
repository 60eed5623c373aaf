"""Whether the parts the services stand on can be used: asked by whoever starts or watches the server."""

from __future__ import annotations

from dataclasses import dataclass

from sothuhoso import __version__
from sothuhoso.db import migrate
from sothuhoso.domain.errors import Unavailable
from sothuhoso.services.container import Container


@dataclass(frozen=True)
class HealthView:
    """All is well; ``version`` of the application."""

    version: str


def check(c: Container) -> HealthView:
    """Look whether the database answers and is up to date, and whether a file could be put.

    Raises ``Unavailable('database.busy' | 'database.old' | 'file.not_writable' | 'file.full')``.
    """
    with c.look() as uow:
        if not migrate.is_current(uow.session.connection()):
            raise Unavailable("database.old")
    c.files.check()
    return HealthView(version=__version__)
