"""Who signs in, and what a session's cookie stands for: a random token that is known here only by its SHA-256."""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from sothuhoso.db.queries import accounts as rows
from sothuhoso.db.queries import devices, units
from sothuhoso.db.tables import AccountRow, SignInRow
from sothuhoso.domain import policy
from sothuhoso.domain.errors import Conflict, Invalid, NotFound, SignInNeeded, TooMany
from sothuhoso.domain.policy import ANONYMOUS, Action, Actor, Role
from sothuhoso.services import audit
from sothuhoso.services.moments import iso
from sothuhoso.services.views import AccountView, SignedIn

if TYPE_CHECKING:
    from datetime import datetime

    from sothuhoso.db.unit_of_work import UnitOfWork
    from sothuhoso.services.container import Container

SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200
TRIES, TRIES_SECONDS = 8, 300  # per username and address
TRIES_OF_ADDRESS, ADDRESS_SECONDS = 600, 900  # a whole commune sits behind one address

_SEEN_EVERY = timedelta(minutes=1)
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
_WITHOUT_UNIT = frozenset({Role.PROVINCE, Role.ADMIN})

# OWASP's figures for argon2id: 19 MiB, two passes, one lane. At most four at once: a flood would exhaust the memory.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_AT_ONCE = threading.BoundedSemaphore(4)


def sign_in(c: Container, username: str, password: str, ip: str, tablet: str = "") -> SignedIn:
    """Check the password and open a session; ``tablet``: the cookie of the shared tablet it is opened on.

    Raises ``SignInNeeded('account.wrong')`` alike, and after the same work, for an unknown name, a wrong password and
    a shut account; ``TooMany('account.too_many', seconds=…)``.
    """
    name = _plain(username)
    _count_try(c, name, ip)
    with c.look() as uow:
        found = rows.account_named(uow.session, name)
    right = _verify(found.password_hash if found else _nobodys_hash(), password)
    if found is None or not right or not found.active:
        _record_failure(c, found)
        raise SignInNeeded("account.wrong")
    c.limits.forget("sign-in", name, ip, amount=TRIES, seconds=TRIES_SECONDS)
    return _open_session(c, found, password, tablet)


def actor_of(c: Container, token: str, holder: str = "") -> Actor:
    """Whom a session's token stands for; ``ANONYMOUS`` for none, an unknown, ended, idle or expired one.

    ``holder``: the account that has the shared tablet unlocked just now, ``"-"`` while nobody has, ``""`` on a device
    of one's own. Another one than the session's gets nothing of it: two people on a tablet share its cookies.
    Asked anew every time (one look-up by key), so that signing out and shutting an account take effect at once, on
    every worker.
    """
    if not token:
        return ANONYMOUS
    now, hashed = c.clock.now(), _hash_token(token)
    with c.look() as uow:
        found = rows.open_sign_in(uow.session, hashed)
    if found is None or _is_over(c, found[0], now) or (holder and holder != str(found[1].id)):
        return ANONYMOUS
    if now - found[0].seen_at > _SEEN_EVERY:
        with c.work() as uow:
            rows.mark_seen(uow.session, hashed, now)
            uow.commit()
    return _actor(found[1])


def sign_out(c: Container, token: str) -> None:
    """End the session; nothing happens where there is none."""
    with c.work() as uow:
        found = rows.open_sign_in(uow.session, _hash_token(token))
        if found is None:
            return
        found[0].ended_at = c.clock.now()
        uow.session.add(found[0])
        _record(uow, c, _actor(found[1]), "account.sign_out", found[1])
        uow.commit()


def list_accounts(c: Container, actor: Actor) -> list[AccountView]:
    """All accounts, by unit and username."""
    policy.require(actor, Action.ACCOUNT_MANAGE)
    with c.look() as uow:
        return [_view(row) for row in rows.all_accounts(uow.session)]


def create_account(
    c: Container, actor: Actor, *, username: str, display_name: str, password: str, role: Role, unit_code: str | None
) -> AccountView:
    """Make an account. Roles of a desk need a unit, provincial and administrative ones have none.

    Raises ``Invalid('account.username_form' | 'account.name_missing' | 'account.password_short' |
    'account.unit_needed' | 'account.unit_unknown')``, ``Conflict('account.username_taken')``.
    """
    policy.require(actor, Action.ACCOUNT_MANAGE)
    name, shown = _plain(username), " ".join(display_name.split())
    if not _USERNAME.fullmatch(name):
        raise Invalid("account.username_form")
    if not shown:
        raise Invalid("account.name_missing")
    _check_password(password)
    if (unit_code is None) != (role in _WITHOUT_UNIT):
        raise Invalid("account.unit_needed", role=role.value)
    row = AccountRow(
        id=c.ids.uuid(),
        username=name,
        display_name=shown,
        password_hash=_hash(password),
        role=role.value,
        unit_code=unit_code,
        created_at=c.clock.now(),
    )
    with c.work() as uow:
        if unit_code is not None and units.unit(uow.session, unit_code) is None:
            raise Invalid("account.unit_unknown", unit=unit_code)
        if rows.account_named(uow.session, name) is not None:
            raise Conflict("account.username_taken", username=name)
        uow.session.add(row)
        _record(uow, c, actor, Action.ACCOUNT_MANAGE, row, change="created", role=role.value)
        uow.commit()
    return _view(row)


def reset_password(c: Container, actor: Actor, username: str, password: str) -> AccountView:
    """Set another password and end the account's sessions. Raises ``NotFound('account.unknown')``."""
    policy.require(actor, Action.ACCOUNT_MANAGE)
    _check_password(password)
    hashed = _hash(password)
    with c.work() as uow:
        row = _named(uow, username)
        row.password_hash = hashed
        uow.session.add(row)
        rows.end_sign_ins(uow.session, row.id, c.clock.now())
        _record(uow, c, actor, Action.ACCOUNT_MANAGE, row, change="password")
        uow.commit()
        return _view(row)


def deactivate(c: Container, actor: Actor, username: str) -> AccountView:
    """Shut an account and end its sessions; what it did stays in the audit.

    Raises ``NotFound('account.unknown')``, ``Invalid('account.not_oneself')``.
    """
    policy.require(actor, Action.ACCOUNT_MANAGE)
    with c.work() as uow:
        row = _named(uow, username)
        if row.id == actor.account_id:
            raise Invalid("account.not_oneself")
        row.active = False
        uow.session.add(row)
        rows.end_sign_ins(uow.session, row.id, c.clock.now())
        _record(uow, c, actor, Action.ACCOUNT_MANAGE, row, change="deactivated")
        uow.commit()
        return _view(row)


def _count_try(c: Container, name: str, ip: str) -> None:
    wait = c.limits.take("sign-in", name, ip, amount=TRIES, seconds=TRIES_SECONDS) or c.limits.take(
        "sign-in-address", ip, amount=TRIES_OF_ADDRESS, seconds=ADDRESS_SECONDS
    )
    if wait:
        raise TooMany("account.too_many", seconds=wait)


def _open_session(c: Container, account: AccountRow, password: str, tablet: str) -> SignedIn:
    now, token = c.clock.now(), secrets.token_urlsafe(32)
    expires_at = now + timedelta(hours=c.settings.session_hours)
    session = SignInRow(
        token_hash=_hash_token(token), account_id=account.id, created_at=now, expires_at=expires_at, seen_at=now
    )
    fresh = _hash(password) if _HASHER.check_needs_rehash(account.password_hash) else ""
    with c.work() as uow:
        if tablet:
            device = devices.with_token(uow.session, _hash_token(tablet))
            session.device_id = device.id if device else None
        uow.session.add(session)
        if fresh:
            account.password_hash = fresh
            uow.session.add(account)
        _record(uow, c, _actor(account), "account.sign_in", account)
        uow.commit()
    return SignedIn(token=token, expires_at=iso(expires_at), actor=_actor(account))


def _is_over(c: Container, session: SignInRow, now: datetime) -> bool:
    idle = now - session.seen_at > timedelta(minutes=c.settings.idle_minutes)
    return idle or now >= session.expires_at


def _record_failure(c: Container, account: AccountRow | None) -> None:
    # Also for unknown names: the same writing, so that time tells nobody which names exist.
    object_id, unit_code = (account.id, account.unit_code) if account else ("", None)
    with c.work() as uow:
        audit.record(uow, c, ANONYMOUS, "account.sign_in_failed", "account", object_id, unit_code)
        uow.commit()


def _record(uow: UnitOfWork, c: Container, actor: Actor, action: str, row: AccountRow, **facts: str) -> None:
    audit.record(uow, c, actor, action, "account", row.id, row.unit_code, **facts)


def _named(uow: UnitOfWork, username: str) -> AccountRow:
    row = rows.account_named(uow.session, _plain(username))
    if row is None:
        raise NotFound("account.unknown")
    return row


def _plain(username: str) -> str:
    return username.strip().lower()


def _check_password(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid("account.password_short", least=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        raise Invalid("account.password_long", most=LONGEST_PASSWORD)


def _hash(password: str) -> str:
    with _AT_ONCE:
        return _HASHER.hash(password)


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _hash(secrets.token_urlsafe(16))


def _verify(hashed: str, password: str) -> bool:
    try:
        with _AT_ONCE:
            return _HASHER.verify(hashed, password[: LONGEST_PASSWORD + 1])
    except (VerificationError, InvalidHashError):
        return False


def _hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _actor(row: AccountRow) -> Actor:
    return Actor(account_id=row.id, name=row.display_name, role=Role(row.role), unit_code=row.unit_code)


def _view(row: AccountRow) -> AccountView:
    return AccountView(
        id=str(row.id),
        username=row.username,
        display_name=row.display_name,
        role=row.role,
        unit_code=row.unit_code or "",
        active=row.active,
    )
