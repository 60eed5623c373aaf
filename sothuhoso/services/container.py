"""What the services are handed: settings and adapters, put together once by ``bootstrap``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sothuhoso.db.unit_of_work import UnitOfWork
    from sothuhoso.domain.ports import (
        Broadcaster,
        Clock,
        CodeReader,
        DocumentReader,
        FileStore,
        FormPrinter,
        HolidaySource,
        Ids,
        ImageDoor,
        PageMaker,
        PartStore,
        RateLimiter,
        RecoveryBox,
        Vault,
    )
    from sothuhoso.domain.procedures import ReferenceData
    from sothuhoso.settings import Settings

_installed: list[Container] = []


@dataclass(frozen=True, slots=True)
class Container:
    """Adapters of the running process.

    ``work()`` opens a unit of work: one transaction. ``look()`` opens one that only reads: it never waits for a writer,
    and writing in it fails. ``close()`` ends worker processes, connections and
    subscriptions.
    """

    settings: Settings
    work: Callable[[], UnitOfWork]
    clock: Clock
    ids: Ids
    vault: Vault
    recovery: RecoveryBox
    files: FileStore
    parts: PartStore
    images: ImageDoor
    codes: CodeReader
    pages: PageMaker
    documents: DocumentReader
    forms: FormPrinter
    holidays: HolidaySource
    broadcast: Broadcaster
    reference: ReferenceData
    limits: RateLimiter
    look: Callable[[], UnitOfWork]
    close: Callable[[], None]


def install(c: Container) -> Container:
    """Make ``c`` the process's container (``bootstrap`` does, and a test for its own)."""
    _installed[:] = [c]
    return c


def running() -> Container:
    """The process's container, for the floors above that are called by a framework and are handed nothing."""
    if not _installed:
        raise RuntimeError("no container: sothuhoso.bootstrap.container() comes first")
    return _installed[0]
