"""Every file that was ever finished of a paper, and by which untouched originals: nothing is written over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sothuhoso.db.queries import paper_files
from sothuhoso.db.tables import DossierPageRow, PageReadingRow, PaperFileRow, PaperVersionRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.services.dossier_views import PaperVersionView
from sothuhoso.services.moments import iso


def keep(uow: UnitOfWork, file: PaperFileRow) -> None:
    """Write down what was just finished, and of what. The caller's transaction commits it."""
    readings = {one.page_id: one for one in paper_files.readings(uow.session, file.dossier_id)}
    assert file.made_at is not None
    kept = PaperVersionRow(
        component_id=file.component_id,
        version=file.version,
        dossier_id=file.dossier_id,
        file_sha256=file.file_sha256,
        bytes=file.bytes,
        made_at=file.made_at,
        pages=[_page(page, readings.get(page.id)) for page in paper_files.pages(uow.session, file.component_id)],
    )
    uow.session.add(kept)


def _page(page: DossierPageRow, reading: PageReadingRow | None) -> dict[str, Any]:
    return {
        "page": str(page.id),
        "sha256": page.file_sha256,
        "file_page": page.file_page,
        "laid": page.laid,
        "corners": reading and reading.corners,
        "turned": reading and reading.turned,
    }


def earlier(file: PaperFileRow, kept: Iterable[PaperVersionRow]) -> list[PaperVersionView]:
    """The files of one paper, the last first, without the one that counts today."""
    return [
        PaperVersionView(
            version=one.version,
            made_at=iso(one.made_at),
            url=f"/api/dossiers/{one.dossier_id}/papers/{one.component_id}/{one.version}.pdf",
        )
        for one in kept
        if one.component_id == file.component_id and not (file.state == "ready" and one.version == file.version)
    ]
