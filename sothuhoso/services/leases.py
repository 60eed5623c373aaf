"""Who has a dossier open. A lease blocks nothing: the second clerk learns the first one's name and may go on."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sothuhoso.db.queries import leases
from sothuhoso.db.tables import LeaseRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain.policy import Action, Actor
from sothuhoso.services import guard
from sothuhoso.services.container import Container
from sothuhoso.services.moments import iso
from sothuhoso.services.views import LeaseView


def hold(c: Container, actor: Actor, dossier_id: UUID) -> LeaseView:
    """Take or renew the lease for ``settings.lease_seconds``; call again well before it runs out."""
    with c.work() as uow:
        guard.dossier(uow, actor, dossier_id, Action.DOSSIER_VIEW)
        now = c.clock.now()
        lease = leases.get(uow.session, dossier_id, lock=True)
        if lease is not None and lease.account_id != actor.account_id and lease.until > now:
            return LeaseView(mine=False, holder_name=lease.account_name, until=iso(lease.until))
        until = now + timedelta(seconds=c.settings.lease_seconds)
        _take(uow, actor, dossier_id, lease, until=until, now=now)
        uow.commit()
        return LeaseView(mine=True, holder_name=actor.name, until=iso(until))


def release(c: Container, actor: Actor, dossier_id: UUID) -> None:
    """Give the lease back, if it is the actor's."""
    with c.work() as uow:
        row = guard.dossier(uow, actor, dossier_id, Action.DOSSIER_VIEW)
        lease = leases.get(uow.session, dossier_id, lock=True)
        if lease is None or lease.account_id != actor.account_id:
            return
        uow.session.delete(lease)
        uow.tell(f"dossier:{dossier_id}", f"unit:{row.unit_code}")
        uow.commit()


def _take(
    uow: UnitOfWork, actor: Actor, dossier_id: UUID, lease: LeaseRow | None, *, until: datetime, now: datetime
) -> None:
    """Renewing tells nobody: every open screen would answer every heartbeat."""
    assert actor.account_id is not None
    if lease is None or lease.account_id != actor.account_id or lease.until <= now:
        uow.tell(f"dossier:{dossier_id}")
    if lease is None:
        lease = LeaseRow(dossier_id=dossier_id, account_id=actor.account_id, account_name=actor.name, until=until)
    lease.account_id, lease.account_name, lease.until = actor.account_id, actor.name, until
    uow.session.add(lease)
