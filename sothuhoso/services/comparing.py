"""Ticking a paper as compared with its original: the clerk's confirmation that the copy is true (TT 03/2025 Điều 5)."""

from __future__ import annotations

from uuid import UUID

from sothuhoso.db.queries import dossiers
from sothuhoso.domain.errors import Invalid, NotFound
from sothuhoso.domain.policy import Action, Actor
from sothuhoso.domain.procedures import ComponentKind
from sothuhoso.services import audit, guard
from sothuhoso.services.container import Container
from sothuhoso.services.dossier_view import view_of
from sothuhoso.services.dossier_views import DossierView


def mark_compared(
    c: Container, actor: Actor, dossier_id: UUID, component_id: UUID, *, compared: bool, version: int
) -> DossierView:
    """Tick or untick one paper; the dossier's version grows.

    Raises ``Conflict('dossier.changed')``, ``Conflict('dossier.status_not_allowed')``,
    ``NotFound('component.unknown')``, ``Invalid('component.nothing_to_compare')`` for a paper still to be brought
    (one that is only shown is ticked when it lies on the desk, whatever was said before).
    """
    with c.work() as uow:
        row = guard.dossier(uow, actor, dossier_id, Action.DOSSIER_COMPARE, lock=True)
        guard.unchanged(uow, row, version)
        paper = dossiers.component(uow.session, dossier_id, component_id)
        if paper is None:
            raise NotFound("component.unknown")
        guard.still_open(row, Action.DOSSIER_COMPARE)
        if paper.state == "none" and paper.kind == ComponentKind.SUBMIT:
            raise Invalid("component.nothing_to_compare")
        paper.compared_by = actor.account_id if compared else None
        paper.compared_at = c.clock.now() if compared else None
        row.version += 1
        uow.session.add_all([paper, row])
        audit.record(
            uow, c, actor, Action.DOSSIER_COMPARE, "dossier", row.id, row.unit_code, key=paper.key, compared=compared
        )
        uow.tell(f"dossier:{row.id}")
        uow.session.flush()
        view = view_of(uow, c, actor, row)
        uow.commit()
        return view
