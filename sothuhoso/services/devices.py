"""Shared tablets: registered by whoever first locks a store on one, watched over and revoked by the head of the desk.

A tablet is known by a cookie of its own (a random token, kept here by its SHA-256), so that every contact tells which
one it is, also when nobody is signed in. A revoked one is told so at its next contact, whatever it asked for.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from sothuhoso.db.queries import devices as rows
from sothuhoso.db.tables import DeviceRow, DeviceUserRow
from sothuhoso.domain import policy
from sothuhoso.domain.errors import Gone, Invalid, NotFound, Refused, SignInNeeded
from sothuhoso.domain.names import collapse
from sothuhoso.domain.policy import ANONYMOUS, Action, Actor
from sothuhoso.services import audit, recovery_keys
from sothuhoso.services.moments import iso
from sothuhoso.services.tablet_views import DeviceSelf, DeviceUserView, DeviceView, RegisteredDevice

if TYPE_CHECKING:
    from uuid import UUID

    from sothuhoso.db.tables import AccountRow
    from sothuhoso.db.unit_of_work import UnitOfWork
    from sothuhoso.services.container import Container

LONGEST_LABEL = 60
RESET_WITHIN = timedelta(days=1)
"""So long a person may choose a new PIN after the head has allowed it."""

_SEEN_EVERY = timedelta(minutes=1)


def register(c: Container, actor: Actor, device_id: UUID, label: str) -> RegisteredDevice:
    """Let this account have a locked store on this tablet; the first one to do so registers it for their unit.

    Raises ``Invalid('device.label_missing' | 'device.label_long')``, ``Refused('device.other_unit')``,
    ``Gone('device.revoked')``.
    """
    policy.require(actor, Action.DEVICE_USE, actor.unit_code)
    assert actor.unit_code is not None
    assert actor.account_id is not None
    shown = collapse(label)
    if not shown:
        raise Invalid("device.label_missing")
    if len(shown) > LONGEST_LABEL:
        raise Invalid("device.label_long", most=LONGEST_LABEL)
    key = recovery_keys.key_of_unit(c, actor, actor.unit_code)
    token = secrets.token_urlsafe(32)
    with c.work() as uow:
        row = _own_row(uow, c, actor, device_id, shown)
        row.token_hash, row.last_seen_at = hash_token(token), c.clock.now()
        uow.session.add(row)
        uow.session.flush()
        if rows.user(uow.session, device_id, actor.account_id) is None:
            uow.session.add(DeviceUserRow(device_id=device_id, account_id=actor.account_id, since=c.clock.now()))
        _record(uow, c, actor, Action.DEVICE_USE, row, change="registered")
        uow.commit()
        return RegisteredDevice(
            id=str(row.id),
            label=row.label,
            unit_code=row.unit_code,
            account_id=str(actor.account_id),
            name=actor.name,
            role=str(actor.role),
            key_id=str(key.id),
            public_key=key.public,
            token=token,
        )


def contact(c: Container, token: str) -> DeviceSelf | None:
    """The tablet of this cookie was in touch; ``None`` where no tablet has it. Raises ``Gone('device.revoked')``."""
    if not token:
        return None
    with c.look() as uow:
        row = rows.with_token(uow.session, hash_token(token))
    if row is None:
        return None
    now = c.clock.now()
    if now - row.last_seen_at > _SEEN_EVERY:
        with c.work() as uow:
            rows.mark_seen(uow.session, row.id, now)
            uow.commit()
    if row.revoked_at is not None:
        raise Gone("device.revoked", label=row.label, at=iso(row.revoked_at))
    return DeviceSelf(id=str(row.id), label=row.label, unit_code=row.unit_code)


def leave(c: Container, token: str) -> None:
    """The tablet says that nothing is left on it; nothing happens where no tablet has this cookie."""
    with c.work() as uow:
        row = rows.with_token(uow.session, hash_token(token))
        if row is None or row.wiped_at is not None:
            return
        row.wiped_at = c.clock.now()
        uow.session.add(row)
        rows.end_sign_ins(uow.session, row.id, row.wiped_at)
        _record(uow, c, ANONYMOUS, Action.DEVICE_USE, row, change="wiped", revoked=row.revoked_at is not None)
        uow.commit()


def list_devices(c: Container, actor: Actor) -> list[DeviceView]:
    """The tablets of the head's unit (of every unit for an administrator), the one seen last first."""
    policy.require(actor, Action.DEVICE_MANAGE, actor.unit_code)
    with c.look() as uow:
        found = rows.of_unit(uow.session, actor.unit_code)
        return [_view(c, row, rows.users_of(uow.session, row.id)) for row in found]


def revoke(c: Container, actor: Actor, device_id: UUID) -> DeviceView:
    """Lock a lost tablet out: its sessions end now, and at its next contact it is told to delete what it holds.

    Raises ``NotFound('device.unknown')``. Revoking twice changes nothing.
    """
    with c.work() as uow:
        row = _managed(uow, actor, device_id)
        if row.revoked_at is None:
            row.revoked_at = c.clock.now()
            uow.session.add(row)
            rows.end_sign_ins(uow.session, row.id, row.revoked_at)
            _record(uow, c, actor, Action.DEVICE_MANAGE, row, change="revoked")
        uow.commit()
        return _view(c, row, rows.users_of(uow.session, row.id))


def allow_reset(c: Container, actor: Actor, device_id: UUID, account_id: UUID) -> DeviceView:
    """Let somebody who forgot their PIN choose a new one on this tablet, within a day, signed in with their password.

    Raises ``NotFound('device.unknown' | 'device.user_unknown')``, ``Gone('device.revoked')``.
    """
    with c.work() as uow:
        row = _managed(uow, actor, device_id)
        if row.revoked_at is not None:
            raise Gone("device.revoked", label=row.label, at=iso(row.revoked_at))
        user = rows.user(uow.session, device_id, account_id)
        if user is None:
            raise NotFound("device.user_unknown")
        user.reset_until = c.clock.now() + RESET_WITHIN
        uow.session.add(user)
        _record(uow, c, actor, Action.DEVICE_MANAGE, row, change="reset_allowed", account=str(account_id))
        uow.commit()
        return _view(c, row, rows.users_of(uow.session, row.id))


def hash_token(token: str) -> str:
    """What is kept and searched instead of the cookie's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _own_row(uow: UnitOfWork, c: Container, actor: Actor, device_id: UUID, label: str) -> DeviceRow:
    """The tablet's row, made if there is none; the first name it was given stays."""
    row = rows.get(uow.session, device_id)
    assert actor.unit_code is not None
    assert actor.account_id is not None
    if row is None:
        now = c.clock.now()
        return DeviceRow(
            id=device_id,
            unit_code=actor.unit_code,
            label=label,
            account_id=actor.account_id,
            token_hash="",
            registered_at=now,
            last_seen_at=now,
        )
    if row.unit_code != actor.unit_code:
        raise Refused("device.other_unit")
    if row.revoked_at is not None:
        raise Gone("device.revoked", label=row.label, at=iso(row.revoked_at))
    row.wiped_at = None
    return row


def _managed(uow: UnitOfWork, actor: Actor, device_id: UUID) -> DeviceRow:
    if not actor.signed_in:
        raise SignInNeeded("access.sign_in")
    row = rows.get(uow.session, device_id)
    if row is None:
        raise NotFound("device.unknown")
    policy.require(actor, Action.DEVICE_MANAGE, row.unit_code)
    return row


def _record(uow: UnitOfWork, c: Container, actor: Actor, action: Action, row: DeviceRow, **facts: str | bool) -> None:
    audit.record(uow, c, actor, action, "device", row.id, row.unit_code, **facts)


def _view(c: Container, row: DeviceRow, users: list[tuple[DeviceUserRow, AccountRow]]) -> DeviceView:
    now = c.clock.now()
    return DeviceView(
        id=str(row.id),
        label=row.label,
        unit_code=row.unit_code,
        state=_state(row),
        registered_at=iso(row.registered_at),
        last_seen_at=iso(row.last_seen_at),
        revoked_at=iso(row.revoked_at),
        wiped_at=iso(row.wiped_at),
        users=[
            DeviceUserView(
                account_id=str(user.account_id),
                name=account.display_name,
                since=iso(user.since),
                reset_until=iso(user.reset_until) if user.reset_until and user.reset_until > now else "",
            )
            for user, account in users
        ],
    )


def _state(row: DeviceRow) -> str:
    if row.revoked_at is not None:
        return "wiped" if row.wiped_at is not None else "revoked"
    return "left" if row.wiped_at is not None else "in_use"
