"""The recovery key pair of a unit: made when its first tablet is shared, used by ``services.recovery`` alone."""

from __future__ import annotations

from sothuhoso.db.queries import recovery as rows
from sothuhoso.db.tables import RecoveryKeyRow
from sothuhoso.domain.policy import Actor
from sothuhoso.services import audit
from sothuhoso.services.container import Container


def key_of_unit(c: Container, actor: Actor, unit_code: str) -> RecoveryKeyRow:
    """The pair the unit gives out; made, sealed and written down where there is none yet."""
    with c.look() as uow:
        known = rows.newest_key(uow.session, unit_code)
    if known is not None:
        return known
    # A second or so of arithmetic: not while the database is held.
    public, private = c.recovery.make_pair()
    key_id = c.ids.uuid()
    made = RecoveryKeyRow(
        id=key_id,
        unit_code=unit_code,
        public=public,
        private_enc=c.vault.seal(private, _context(key_id)),
        created_at=c.clock.now(),
    )
    with c.work() as uow:
        known = rows.newest_key(uow.session, unit_code)
        if known is None:
            uow.session.add(made)
            audit.record(uow, c, actor, "recovery.key_made", "recovery_key", key_id, unit_code)
            uow.commit()
    return known or made


def private_key(c: Container, row: RecoveryKeyRow) -> bytes:
    """The private key, for one service call. Whoever calls has checked who asks, and writes it down."""
    return c.vault.open(row.private_enc, _context(row.id))


def _context(key_id: object) -> str:
    return f"recovery_key:{key_id}"
