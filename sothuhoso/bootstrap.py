"""The composition root: settings in, container out. The only place that knows which adapter stands behind a port."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from sothuhoso.db.engine import open_database
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain.procedures import ReferenceData
from sothuhoso.imaging.pool import DOCUMENT_LIMITS, PAGE_LIMITS, WorkerPool
from sothuhoso.imaging.workers import PooledCodeReader, PooledDocumentReader, PooledImageDoor, PooledPageMaker
from sothuhoso.integrations.broadcast import open_hub
from sothuhoso.integrations.file_store import FolderStore
from sothuhoso.integrations.forms_pdf import TypstForms
from sothuhoso.integrations.holiday_calendar import VietnamHolidays
from sothuhoso.integrations.part_store import FolderParts
from sothuhoso.integrations.rate_limits import WindowLimiter
from sothuhoso.integrations.recovery_box import RsaRecoveryBox
from sothuhoso.integrations.system import SystemClock, SystemIds
from sothuhoso.integrations.vault import KeyVault, Sealer, derive, master_key
from sothuhoso.seeds import reference
from sothuhoso.services.container import Container, install
from sothuhoso.settings import settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from sothuhoso.db.engine import Database
    from sothuhoso.domain.ports import CodeReader, DocumentReader, FormPrinter, ImageDoor, PageMaker
    from sothuhoso.settings import Settings


@dataclass(frozen=True, slots=True)
class Imaging:
    """The faces of the imaging workers, and how to end them."""

    images: ImageDoor
    codes: CodeReader
    pages: PageMaker
    documents: DocumentReader
    close: Callable[[], None]


@lru_cache(maxsize=1)
def container() -> Container:
    """The process's container, made at the first call from the process's settings."""
    return install(build(settings()))


def build(config: Settings, *, imaging: Imaging | None = None, database: Database | None = None) -> Container:
    """A container for these settings.

    ``imaging`` and ``database`` are for those who share one set of workers or connections; they end them themselves.

    Raises ``Unavailable('vault.…')`` where the key is missing or not the data's.
    """
    master = master_key(config.data_dir, config.secret_key)
    files = FolderStore(config.data_dir / "files", Sealer(derive(master, "files")))
    files.sweep()
    keeping, hub = database or open_database(config.database_url), open_hub(config.redis_url)
    seeing = imaging or open_imaging(config)
    ending = ExitStack()
    if database is None:
        ending.callback(keeping.close)
    ending.callback(hub.close)
    if imaging is None:
        ending.callback(seeing.close)
    return Container(
        settings=config,
        work=partial(UnitOfWork, keeping.writer, hub),
        look=partial(UnitOfWork, keeping.reader, hub),
        clock=SystemClock(),
        ids=SystemIds(),
        vault=KeyVault(master),
        recovery=RsaRecoveryBox(),
        files=files,
        parts=FolderParts(config.data_dir / "parts", Sealer(derive(master, "parts"))),
        images=seeing.images,
        codes=seeing.codes,
        pages=seeing.pages,
        documents=seeing.documents,
        forms=open_forms(config),
        holidays=VietnamHolidays(),
        broadcast=hub,
        reference=ReferenceData(fields=reference.fields(), families=reference.families()),
        limits=WindowLimiter(config.redis_url),
        close=ending.close,
    )


def open_forms(config: Settings) -> FormPrinter:
    """What typesets; without a database."""
    return TypstForms(config.font_dirs)


def open_imaging(config: Settings) -> Imaging:
    """A pool for what people wait for, one for pages, one for files brought along; their processes start when asked."""
    page_limits = replace(PAGE_LIMITS, workers=max(PAGE_LIMITS.workers, config.paper_processes))
    door, pages, documents, ending = WorkerPool(), WorkerPool(page_limits), WorkerPool(DOCUMENT_LIMITS), ExitStack()
    for end in (door.close, pages.stop, documents.close):  # a page under way takes long and is made again
        ending.callback(end)
    faces = PooledImageDoor(door, config), PooledCodeReader(door, config), PooledPageMaker(pages, config)
    return Imaging(*faces, PooledDocumentReader(documents, config), ending.close)
