"""What a locked tablet hands over, made as the tablet makes it: sealed under a data key wrapped for the desk."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import uuid
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from sothuhoso.domain import sealed_store
from sothuhoso.integrations.vault import Sealer
from sothuhoso.services import devices
from tests.services.making import Sending, sha


def encode(value: Any, *parts: tuple[bytes, str]) -> bytes:
    """Plain bytes of a sealed value; ``parts`` are its bytes, named ``{"$part": i}`` in the value."""
    described = [{"bytes": len(content), "type": kind} for content, kind in parts]
    head = json.dumps({"value": value, "parts": described}).encode()
    return len(head).to_bytes(4, "big") + head + b"".join(content for content, _ in parts)


@dataclass
class Tablet:
    """A registered tablet with one person's store."""

    c: Any
    actor: Any
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    data_key: bytes = field(default_factory=lambda: os.urandom(32))

    def __post_init__(self) -> None:
        self.known = devices.register(self.c, self.actor, self.id, "Máy bảng 1")
        self.token = self.known.token

    def wrapped(self, actor: Any = None) -> bytes:
        """The data key for the desk, bound to its owner (or to whoever pretends to be)."""
        whose = (actor or self.actor).account_id
        label = sealed_store.label(self.known.unit_code, str(whose), str(self.id)).encode()
        public: Any = load_der_public_key(self.known.public_key)
        return public.encrypt(self.data_key, padding.OAEP(padding.MGF1(SHA256()), SHA256(), label))

    def bundle(
        self,
        *sendings: Sending,
        drafts: int = 0,
        entries: tuple[dict[str, Any], ...] = (),
        reason: str = "pin",
        actor: Any = None,
    ) -> Bundle:
        """Everything of these submissions, none of which was sent yet."""
        made = Bundle({}, {})
        rows, parts = [], []
        for sending in sendings:
            draft = str(uuid.uuid4())
            item = {"id": str(sending.id), "draft": draft, "state": "waiting", "manifest": sending.manifest}
            rows += [self._row("outbox", str(sending.id), item), self._row("drafts", draft, {"status": "queued"})]
            parts += [self._part(made, draft, content) for content in sending.photos]
        rows += [self._row("drafts", str(uuid.uuid4()), {"status": "draft"}) for _ in range(drafts)]
        rows += [self._row("entries", one["id"], one) for one in entries]
        made.head |= {
            "format": 1,
            "id": str(uuid.uuid4()),
            "device": str(self.id),
            "account": str((actor or self.actor).account_id),
            "key_id": self.known.key_id,
            "wrapped": base64.b64encode(self.wrapped(actor)).decode(),
            "reason": reason,
            "drafts": drafts,
            "rows": rows,
            "parts": parts,
        }
        return made

    def _row(self, store: str, key: str, value: Any) -> dict[str, str]:
        sealed = Sealer(self.data_key).seal(encode(value), sealed_store.context(store, key))
        return {"store": store, "key": key, "sealed": base64.b64encode(sealed).decode()}

    def _part(self, made: Bundle, draft: str, content: bytes) -> dict[str, Any]:
        key = [draft, sha(content)]
        plain = encode({"$part": 0}, (content, "image/jpeg"))
        sealed = Sealer(self.data_key).seal(plain, sealed_store.context("photos", key, "blob"))
        name = hashlib.sha256(sealed).hexdigest()
        made.parts[name] = sealed
        return {"store": "photos", "key": key, "part": "blob", "sha256": name, "bytes": len(sealed)}


@dataclass
class Bundle:
    """The head, and the sealed parts by their SHA-256."""

    head: dict[str, Any]
    parts: dict[str, bytes]

    @property
    def id(self) -> uuid.UUID:
        return uuid.UUID(self.head["id"])
