"""The recovery bundle: what a locked tablet hands over to the desk, sealed as it lay in the tablet's store.

The tablet makes it without any PIN, so it may come from one that nobody can unlock any more. Everything here is read
from strangers' JSON; what is inside the sealed values is read by ``services.recovery``, after the desk's key was used.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sothuhoso.domain.errors import DomainError, Invalid
from sothuhoso.domain.untrusted import SHA256_TEXT, UUID_TEXT, Untrusted

if TYPE_CHECKING:
    from sothuhoso.domain.sealed_store import Key

FORMAT = 1
MAX_ROWS, MAX_PARTS = 20_000, 20_000
MAX_PART = 32 * 1024 * 1024

#: why it was made: ten wrong PINs, the tablet was revoked, somebody wished it
_REASON = re.compile(r"pin|revoked|asked")
_STORE = re.compile(r"[a-z_]{1,40}")
_MEMBER = re.compile(r"[A-Za-z_]{1,40}")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{4,}={0,2}")
_PLAIN_KEY = re.compile(r"[^\x00-\x1f]{1,120}")
_KEY_PARTS = 4


@dataclass(frozen=True, slots=True)
class Row:
    """A sealed row of a store."""

    store: str
    key: Key
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """Sealed bytes kept apart from their row; they travel by themselves under ``sha256`` of the sealed bytes."""

    store: str
    key: Key
    member: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle's head. ``account``: whose store it is; ``wrapped``: the data key under the unit's recovery key."""

    id: UUID
    device: UUID
    account: UUID
    key_id: UUID
    wrapped: bytes
    reason: str
    drafts: int
    """Those that are unfinished; an older tablet does not tell them from the others."""
    rows: tuple[Row, ...]
    parts: tuple[Part, ...]

    def count(self, store: str) -> int:
        """How many rows of a store are in it."""
        return sum(row.store == store for row in self.rows)

    @property
    def size(self) -> int:
        """Bytes of all parts together."""
        return sum(part.bytes for part in self.parts)


def parse_bundle(raw: object) -> Bundle:
    """Read a bundle's head. Raises ``Invalid('recovery.malformed', field=…)`` and nothing else."""
    try:
        return _bundle(Untrusted(raw, ""))
    except DomainError as error:
        raise Invalid("recovery.malformed", field=str(error.facts.get("field", ""))) from error


def _bundle(given: Untrusted) -> Bundle:
    given.get("format").whole(FORMAT, FORMAT)
    rows, unfinished = tuple(_row(one) for one in given.get("rows").elements(MAX_ROWS)), given.get("drafts")
    others = sum(row.store == "drafts" for row in rows)
    return Bundle(
        id=_uuid(given.get("id")),
        device=_uuid(given.get("device")),
        account=_uuid(given.get("account")),
        key_id=_uuid(given.get("key_id")),
        wrapped=_bytes(given.get("wrapped")),
        reason=given.get("reason").matching(_REASON),
        drafts=others if unfinished.value is None else unfinished.whole(0, others),
        rows=rows,
        parts=tuple(_part(one) for one in given.get("parts").elements(MAX_PARTS)),
    )


def _row(given: Untrusted) -> Row:
    return Row(given.get("store").matching(_STORE), _key(given.get("key")), _bytes(given.get("sealed")))


def _part(given: Untrusted) -> Part:
    return Part(
        store=given.get("store").matching(_STORE),
        key=_key(given.get("key")),
        member=given.get("part").matching(_MEMBER),
        sha256=given.get("sha256").matching(SHA256_TEXT),
        bytes=given.get("bytes").whole(1, MAX_PART),
    )


def _key(given: Untrusted) -> Key:
    if isinstance(given.value, str):
        return given.matching(_PLAIN_KEY)
    return [one.matching(_PLAIN_KEY) for one in given.elements(_KEY_PARTS)]


def _uuid(given: Untrusted) -> UUID:
    return UUID(given.matching(UUID_TEXT))


def _bytes(given: Untrusted) -> bytes:
    try:
        return base64.b64decode(given.matching(_BASE64), validate=True)
    except ValueError:
        raise given.unreadable() from None
