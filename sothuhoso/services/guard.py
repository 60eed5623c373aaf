"""Fetches a dossier for an actor: signed in first, then whether it exists, then whether the actor may."""

from __future__ import annotations

from uuid import UUID

from sothuhoso.db.queries import dossiers
from sothuhoso.db.tables import DossierRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain import policy
from sothuhoso.domain.dossier_status import ACTIONS, Status
from sothuhoso.domain.errors import Conflict, NotFound, SignInNeeded
from sothuhoso.domain.policy import Action, Actor
from sothuhoso.services.moments import clock_time, iso


def dossier(uow: UnitOfWork, actor: Actor, dossier_id: UUID, action: Action, *, lock: bool = False) -> DossierRow:
    """The row, for this action. Raises ``SignInNeeded``, ``NotFound('dossier.unknown')``, ``Refused``."""
    if not actor.signed_in:
        raise SignInNeeded("access.sign_in")
    row = dossiers.get(uow.session, dossier_id, lock=lock)
    if row is None:
        raise NotFound("dossier.unknown")
    policy.require(actor, action, row.unit_code)
    return row


def unchanged(uow: UnitOfWork, row: DossierRow, version: int) -> None:
    """Raise ``Conflict('dossier.changed')`` where somebody was faster; the facts say what happened and when."""
    if row.version == version:
        return
    last = dossiers.events(uow.session, row.id)[-1]
    raise Conflict("dossier.changed", action=last.action, at=iso(last.at), time=clock_time(last.at))


def still_open(row: DossierRow, action: Action) -> None:
    """Raise ``Conflict('dossier.status_not_allowed')`` where the dossier's status leaves no room for this."""
    if action not in ACTIONS[Status(row.status)]:
        raise Conflict("dossier.status_not_allowed", from_=row.status, to=row.status)
