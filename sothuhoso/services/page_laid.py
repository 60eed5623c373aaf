"""A clerk puts a photographed page right once its dossier is there: its corners, its size, which way is up.

The photo stays as it came, and so do the files that were made of it; the paper is made anew as its next version. That
its copy was compared stays true: what was held against the original is the photo. What was noted of it stays, too.
"""

from __future__ import annotations

import json
from dataclasses import replace
from uuid import UUID

from sothuhoso.db.queries import dossiers, paper_files
from sothuhoso.db.tables import DossierComponentRow, DossierPageRow, DossierRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain.errors import Invalid, NotFound
from sothuhoso.domain.manifest import Laid, laid_json, laid_of
from sothuhoso.domain.policy import Action, Actor
from sothuhoso.domain.submission import parse_laid
from sothuhoso.services import audit, guard
from sothuhoso.services import paper_files as making
from sothuhoso.services.container import Container
from sothuhoso.services.dossier_view import view_of
from sothuhoso.services.dossier_views import DossierView
from sothuhoso.services.page_laid_views import PageLaidView


def open_page(c: Container, actor: Actor, dossier_id: UUID, page_id: UUID) -> PageLaidView:
    """How a page lies in its photo, said and found. Refusals as of ``lay_again``, the version's apart."""
    with c.look() as uow:
        row = guard.dossier(uow, actor, dossier_id, Action.DOSSIER_COMPARE)
        page, paper = _to_be_cut(uow, row, page_id)
        laid, reading = laid_of(page.laid), paper_files.reading(uow.session, page_id)
    said = laid_json(laid)
    found = reading.corners if reading and laid.corners is None else None
    return PageLaidView(
        id=str(page.id),
        dossier_id=str(row.id),
        version=row.version,
        paper_name=paper.name,
        paper_name_en=paper.name_en,
        number=page.position + 1,
        photo_url=f"/api/dossiers/{row.id}/pages/{page.id}?size=full",
        width=page.width,
        height=page.height,
        paper=str(laid.paper),
        corners=said.get("corners"),
        turn=laid.turn,
        note=laid.note,
        found=found,
        turned=reading.turned if reading else 0,
    )


def lay_again(
    c: Container, actor: Actor, dossier_id: UUID, page_id: UUID, *, laid: object, version: int
) -> DossierView:
    """Cut a page otherwise from now on; the dossier's version grows, and its paper is made anew.

    ``laid``: as manifest format 3 says it; without corners and turn the machine finds them. Whether a sticky note is on
    the page stays as it was said. Raises ``Conflict('dossier.changed' | 'dossier.status_not_allowed')``,
    ``NotFound('page.unknown')``, ``Invalid('page.of_file')`` where nothing was photographed, and ``Invalid`` as
    ``submission.parse_laid`` does.
    """
    with c.work() as uow:
        row = guard.dossier(uow, actor, dossier_id, Action.DOSSIER_COMPARE, lock=True)
        guard.unchanged(uow, row, version)
        page, paper = _to_be_cut(uow, row, page_id)
        before = laid_of(page.laid)
        after = replace(parse_laid(laid), note=before.note)
        if after != before:
            page.laid = laid_json(after)
            row.version += 1
            uow.session.add_all([page, row])
            making.order_anew(uow, c, paper, page)
            facts = {"dossier": str(row.id), "key": paper.key, "before": _told(before), "after": _told(after)}
            audit.record(uow, c, actor, Action.DOSSIER_COMPARE, "page_laid", page.id, row.unit_code, **facts)
            uow.tell(f"dossier:{row.id}")
        uow.session.flush()
        view = view_of(uow, c, actor, row)
        uow.commit()
        return view


def _to_be_cut(uow: UnitOfWork, row: DossierRow, page_id: UUID) -> tuple[DossierPageRow, DossierComponentRow]:
    guard.still_open(row, Action.DOSSIER_COMPARE)
    page = dossiers.page(uow.session, row.id, page_id)
    paper = page and dossiers.component(uow.session, row.id, page.component_id)
    if page is None or paper is None:
        raise NotFound("page.unknown")
    if page.file_page is not None:
        raise Invalid("page.of_file")
    return page, paper


def _told(laid: Laid) -> str:
    return json.dumps(laid_json(laid))
