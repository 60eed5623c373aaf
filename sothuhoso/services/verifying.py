"""A clerk writes down how it was made sure who a person is; what was written is never changed, only taken back."""

from __future__ import annotations

from uuid import UUID

from sothuhoso.db.queries import dossiers
from sothuhoso.db.tables import IdentityVerificationRow
from sothuhoso.domain.errors import Invalid, NotFound
from sothuhoso.domain.policy import Action, Actor
from sothuhoso.domain.verification import way_of
from sothuhoso.services import audit, guard
from sothuhoso.services.container import Container
from sothuhoso.services.dossier_view import view_of
from sothuhoso.services.dossier_views import DossierView

TAKEN_BACK = ""


def record_verification(
    c: Container, actor: Actor, dossier_id: UUID, *, slot: str, how: str, version: int
) -> DossierView:
    """Write down (``how`` of ``domain.verification``) or take back (``""``); the dossier's version grows.

    Raises ``Conflict('dossier.changed' | 'dossier.status_not_allowed')``, ``NotFound('dossier.person_unknown')``,
    ``Invalid('verification.unknown_way')``.
    """
    with c.work() as uow:
        row = guard.dossier(uow, actor, dossier_id, Action.IDENTITY_VERIFY, lock=True)
        guard.unchanged(uow, row, version)
        guard.still_open(row, Action.IDENTITY_VERIFY)
        person = next((p for p in dossiers.persons(uow.session, row.id) if p.slot == slot), None)
        if person is None:
            raise NotFound("dossier.person_unknown")
        assert actor.account_id is not None
        way = way_of(how)
        if way is None and how != TAKEN_BACK:
            raise Invalid("verification.unknown_way")
        record = IdentityVerificationRow(
            dossier_id=row.id,
            version=version + 1,
            slot=person.slot,
            how=way or TAKEN_BACK,
            account_id=actor.account_id,
            actor_name=actor.name,
            at=c.clock.now(),
        )
        row.version = record.version
        uow.session.add_all([record, row])
        audit.record(
            uow, c, actor, Action.IDENTITY_VERIFY, "dossier", row.id, row.unit_code, slot=person.slot, how=record.how
        )
        uow.tell(f"dossier:{row.id}")
        uow.session.flush()
        view = view_of(uow, c, actor, row)
        uow.commit()
        return view
