"""What a locked tablet hands over to the desk: taken in sealed, opened by the head, submitted by the normal door.

A tablet after ten wrong PINs, or a revoked one, deletes its stores; before that it sends them here as they are. The
data key inside is wrapped under the unit's recovery key, so a bundle is worth nothing to whoever intercepts it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sothuhoso.db.queries import accounts, devices
from sothuhoso.db.queries import recovery as rows
from sothuhoso.db.tables import AccountRow, DeviceRow, RecoveryBundleRow, RecoveryPartRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain import policy, sealed_store
from sothuhoso.domain.errors import (
    Conflict,
    DomainError,
    Gone,
    Invalid,
    NotFound,
    Refused,
    SignInNeeded,
    TooLarge,
    TooMany,
)
from sothuhoso.domain.policy import Action, Actor, Role
from sothuhoso.domain.recovery import Bundle, Part, parse_bundle
from sothuhoso.domain.trip_entries import wire_of
from sothuhoso.services import audit, intake, recovery_keys, trip_entries
from sothuhoso.services.container import Container
from sothuhoso.services.devices import hash_token
from sothuhoso.services.moments import iso
from sothuhoso.services.tablet_views import BundleReceipt, BundleView, OpenedBundle, RecoveredDossier

MAX_TOTAL = 4 * 1024 * 1024 * 1024
MAX_A_DAY = 40
"""Bundles of one tablet in a day; each of its users makes one."""

_DAY = timedelta(days=1)
_UNSENT = ("waiting", "parked")


# --- taking it in ------------------------------------------------------------------------------------------------


def take_bundle(c: Container, actor: Actor, token: str, raw: dict[str, Any]) -> BundleReceipt:
    """Take a bundle's head, from the tablet itself (by its cookie) or from a head who has the saved file.

    The answer names the parts that are still to come; sending the same again is harmless. Raises
    ``Invalid('recovery.…')``, ``TooLarge('recovery.too_large')``, ``Conflict('recovery.conflict')``, ``TooMany``.
    """
    bundle = parse_bundle(raw)
    if bundle.size > MAX_TOTAL:
        raise TooLarge("recovery.too_large", gigabytes=MAX_TOTAL >> 30)
    content = json.dumps(raw, sort_keys=True).encode()
    with c.look() as uow:
        _check(uow, _sender(uow, actor, token, bundle.device), bundle)
    # Durable before the row that names it.
    name = c.files.put(content)
    with c.work() as uow:
        device = _sender(uow, actor, token, bundle.device)
        row = rows.bundle(uow.session, bundle.id, lock=True)
        created = row is None
        if row is None:
            row = _new_row(uow, c, device, bundle, name)
            audit.record(
                uow, c, actor, "recovery.received", "recovery_bundle", row.id, row.unit_code, reason=row.reason
            )
        elif (row.head_sha256, row.device_id) != (name, device.id):
            raise Conflict("recovery.conflict")
        receipt = _receipt(uow, c, row, created=created)
        uow.commit()
        return receipt


def take_part(c: Container, actor: Actor, token: str, bundle_id: UUID, *, sha256: str, content: bytes) -> BundleReceipt:
    """Take one sealed part. Raises ``Invalid('recovery.part_mismatch' | 'recovery.part_unknown')``."""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Invalid("recovery.part_mismatch")
    with c.look() as uow:
        row = _for_sender(uow, actor, token, bundle_id)
        if rows.part(uow.session, row.id, sha256) is None:
            raise Invalid("recovery.part_unknown")
    c.files.put(content)
    with c.work() as uow:
        row = _for_sender(uow, actor, token, bundle_id, lock=True)
        part = rows.part(uow.session, row.id, sha256)
        assert part is not None
        part.arrived_at = part.arrived_at or c.clock.now()
        uow.session.add(part)
        uow.session.flush()
        receipt = _receipt(uow, c, row)
        uow.commit()
        return receipt


def _sender(uow: UnitOfWork, actor: Actor, token: str, device_id: UUID) -> DeviceRow:
    """The tablet a bundle is from, for itself or for whoever may open bundles of its unit."""
    own = devices.with_token(uow.session, hash_token(token)) if token else None
    if own is not None and own.id == device_id:
        return own
    if not actor.signed_in:
        raise SignInNeeded("access.sign_in")
    device = devices.get(uow.session, device_id)
    if device is None:
        raise NotFound("device.unknown")
    policy.require(actor, Action.RECOVERY_OPEN, device.unit_code)
    return device


def _for_sender(uow: UnitOfWork, actor: Actor, token: str, bundle_id: UUID, *, lock: bool = False) -> RecoveryBundleRow:
    row = rows.bundle(uow.session, bundle_id, lock=lock)
    if row is None:
        if not token and not actor.signed_in:
            raise SignInNeeded("access.sign_in")
        raise NotFound("recovery.unknown")
    _sender(uow, actor, token, row.device_id)
    return row


def _check(uow: UnitOfWork, device: DeviceRow, bundle: Bundle) -> None:
    """Nobody's store but that of a user of this tablet, under a key of its own unit."""
    key = rows.key(uow.session, bundle.key_id)
    if key is None or key.unit_code != device.unit_code:
        raise Invalid("recovery.key_unknown")
    if devices.user(uow.session, device.id, bundle.account) is None:
        raise Invalid("recovery.not_of_device")


def _new_row(uow: UnitOfWork, c: Container, device: DeviceRow, bundle: Bundle, name: str) -> RecoveryBundleRow:
    now = c.clock.now()
    if rows.count_since(uow.session, device.id, now - _DAY) >= MAX_A_DAY:
        raise TooMany("recovery.too_many", seconds=int(_DAY.total_seconds()))
    row = RecoveryBundleRow(
        id=bundle.id,
        device_id=device.id,
        account_id=bundle.account,
        unit_code=device.unit_code,
        key_id=bundle.key_id,
        reason=bundle.reason,
        head_sha256=name,
        dossiers=bundle.count("outbox"),
        drafts=bundle.drafts,
        created_at=now,
    )
    uow.session.add(row)
    uow.session.flush()
    for sha256, size in {part.sha256: part.bytes for part in bundle.parts}.items():
        uow.session.add(RecoveryPartRow(bundle_id=row.id, sha256=sha256, bytes=size))
    uow.session.flush()
    return row


def _receipt(uow: UnitOfWork, c: Container, row: RecoveryBundleRow, *, created: bool = False) -> BundleReceipt:
    missing = [part.sha256 for part in rows.parts(uow.session, row.id) if part.arrived_at is None]
    if not missing and row.whole_at is None:
        row.whole_at = c.clock.now()
        uow.session.add(row)
    return BundleReceipt(id=str(row.id), missing=missing, created=created)


# --- seeing and opening it ---------------------------------------------------------------------------------------


def list_bundles(c: Container, actor: Actor) -> list[BundleView]:
    """The bundles of the head's unit (of every unit for an administrator), newest first."""
    policy.require(actor, Action.RECOVERY_OPEN, actor.unit_code)
    with c.look() as uow:
        return [
            BundleView(
                id=str(row.id),
                device_label=device.label,
                name=account.display_name,
                reason=row.reason,
                dossiers=row.dossiers,
                drafts=row.drafts,
                missing=sum(part.arrived_at is None for part in rows.parts(uow.session, row.id)),
                created_at=iso(row.created_at),
                opened_at=iso(row.opened_at),
            )
            for row, device, account in rows.bundles_of(uow.session, actor.unit_code)
        ]


def open_bundle(c: Container, actor: Actor, bundle_id: UUID) -> OpenedBundle:
    """Use the desk's key on a bundle and submit its dossiers and deeds, each as the person who took it in or did it.

    Written down before the key is used. Opening again is harmless: dossiers have their ids. Raises
    ``NotFound('recovery.unknown')``, ``Invalid('recovery.unreadable')`` where the bundle is not what it says.
    """
    row, key = _release(c, actor, bundle_id)
    bundle = parse_bundle(json.loads(c.files.get(row.head_sha256)))
    private = recovery_keys.private_key(c, key)
    label = sealed_store.label(row.unit_code, str(row.account_id), str(row.device_id))
    store = _OpenStore(c, bundle, c.recovery.unwrap(private, bundle.wrapped, label))
    sender = _account(c, row.account_id)
    dossiers = [_submit(c, sender, store, item) for item in store.values("outbox")]
    drafts = sum(one.get("status") == "draft" for one in store.values("drafts"))
    told = [_tell_deed(c, sender, kept) for kept in store.values("entries") if kept.get("state") in _UNSENT]
    return OpenedBundle(str(row.id), dossiers, drafts, deeds=sum(told), deeds_refused=len(told) - sum(told))


def data_key(c: Container, actor: Actor, token: str, *, key_id: UUID, wrapped: bytes) -> bytes:
    """The data key of one's own store, on a tablet where the head has let one choose a new PIN; once.

    Raises ``NotFound('device.unknown')``, ``Gone('device.revoked')``, ``Refused('recovery.reset_not_allowed')``,
    ``Invalid('recovery.unreadable')`` for a key that was wrapped for somebody else.
    """
    policy.require(actor, Action.DEVICE_USE, actor.unit_code)
    with c.work() as uow:
        device = devices.with_token(uow.session, hash_token(token)) if token else None
        if device is None:
            raise NotFound("device.unknown")
        if device.revoked_at is not None:
            raise Gone("device.revoked", label=device.label, at=iso(device.revoked_at))
        user = devices.user(uow.session, device.id, actor.account_id)
        if user is None or user.reset_until is None or user.reset_until <= c.clock.now():
            raise Refused("recovery.reset_not_allowed")
        key = rows.key(uow.session, key_id)
        if key is None or key.unit_code != device.unit_code:
            raise Invalid("recovery.key_unknown")
        label = sealed_store.label(device.unit_code, str(actor.account_id), str(device.id))
        opened = c.recovery.unwrap(recovery_keys.private_key(c, key), wrapped, label)
        user.reset_until = None
        uow.session.add(user)
        audit.record(uow, c, actor, Action.DEVICE_USE, "device", device.id, device.unit_code, change="pin_reset")
        uow.commit()
        return opened


class _OpenStore:
    """A bundle whose key is known."""

    def __init__(self, c: Container, bundle: Bundle, key: bytes) -> None:
        self._c, self._key = c, key
        self._rows = bundle.rows
        self._parts = {(part.store, tuple(part.key), part.member): part for part in bundle.parts}

    def values(self, store: str) -> Iterator[dict[str, Any]]:
        """The rows of a store, opened."""
        for row in self._rows:
            if row.store == store:
                context = sealed_store.context(store, row.key)
                value = sealed_store.decode(self._c.recovery.open(self._key, row.sealed, context))
                if not isinstance(value, dict):
                    raise Invalid("recovery.unreadable")
                yield value

    def photo(self, draft: str, sha256: str) -> bytes | None:
        """The photo of a draft, ``None`` where it has not come."""
        key = [draft, sha256]
        part: Part | None = self._parts.get(("photos", tuple(key), "blob"))
        if part is None or not self._c.files.has(part.sha256):
            return None
        context = sealed_store.context("photos", key, "blob")
        read = sealed_store.decode(self._c.recovery.open(self._key, self._c.files.get(part.sha256), context))
        return read.content if isinstance(read, sealed_store.Binary) else None


def _release(c: Container, actor: Actor, bundle_id: UUID) -> tuple[RecoveryBundleRow, Any]:
    with c.work() as uow:
        if not actor.signed_in:
            raise SignInNeeded("access.sign_in")
        row = rows.bundle(uow.session, bundle_id, lock=True)
        if row is None:
            raise NotFound("recovery.unknown")
        policy.require(actor, Action.RECOVERY_OPEN, row.unit_code)
        key = rows.key(uow.session, row.key_id)
        row.opened_at, row.opened_by = row.opened_at or c.clock.now(), row.opened_by or actor.account_id
        uow.session.add(row)
        audit.record(
            uow, c, actor, Action.RECOVERY_OPEN, "recovery_bundle", row.id, row.unit_code, dossiers=row.dossiers
        )
        uow.commit()
        return row, key


def _account(c: Container, account_id: UUID) -> Actor:
    """Who took the dossiers in: theirs is the name in the history, also when they have left since."""
    with c.look() as uow:
        row = accounts.account(uow.session, account_id)
    assert row is not None
    return _actor(row)


def _actor(row: AccountRow) -> Actor:
    return Actor(account_id=row.id, name=row.display_name, role=Role(row.role), unit_code=row.unit_code)


def _submit(c: Container, sender: Actor, store: _OpenStore, item: dict[str, Any]) -> RecoveredDossier:
    """One dossier by the normal door: the manifest, then its photos. What is refused is told, by its key."""
    name, manifest = str(item.get("id", "")), item.get("manifest")
    try:
        submission, secret = _uuid(name), _secret(manifest)
        receipt = intake.announce(c, sender, submission, manifest, joined=secret is None)
        for sha256 in receipt.missing:
            content = store.photo(str(item.get("draft", "")), sha256)
            if content is not None:
                intake.take_photo(c, sender, submission, secret, sha256=sha256, content=content)
        receipt = intake.receipt(c, sender, submission, secret)
    except DomainError as error:
        return RecoveredDossier(name, "refused", "", error.key, error.facts)
    return RecoveredDossier(name, "whole" if receipt.state == "whole" else "photos_missing", receipt.number, "", {})


def _tell_deed(c: Container, sender: Actor, kept: dict[str, Any]) -> bool:
    """One thing done on a trip, by the normal door; whether it was taken."""
    try:
        trip, entry = _uuid(str(kept.get("trip", ""))), _uuid(str(kept.get("id", "")))
        trip_entries.take_entry(c, sender, trip, entry, {"entry": wire_of(kept)})
    except DomainError:
        return False
    return True


def _secret(manifest: Any) -> str | None:
    """A clerk who sends a person's shared draft has none."""
    return cast("dict[str, Any]", manifest).get("secret") or None if isinstance(manifest, dict) else None


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid("recovery.unreadable") from None


# --- letting go --------------------------------------------------------------------------------------------------


def forget_opened(c: Container, before: datetime, limit: int) -> int:
    """Delete bundles that were opened before then, files too; answers how many. Unopened ones stay."""
    with c.work() as uow:
        old = rows.opened_before(uow.session, before, limit)
        files = [row.head_sha256 for row in old]
        for row in old:
            parts = rows.parts(uow.session, row.id)
            files += [part.sha256 for part in parts]
            for part in parts:
                uow.session.delete(part)
        uow.session.flush()
        for row in old:
            uow.session.delete(row)
        if old:
            audit.record(uow, c, policy.ANONYMOUS, "housekeeping.purge", "recovery_bundle", "", None, count=len(old))
        uow.session.flush()
        for name in files:
            if not rows.file_in_use(uow.session, name):
                c.files.remove(name)
        uow.commit()
    return len(old)
