"""Keeps personal values and papers unreadable at rest (Luật 91/2025; NĐ 356/2025 Điều 4.1: ID photos are sensitive).

One master key, from ``SECRET_KEY`` or ``DATA_DIR/secret.key``; by HKDF a key of its own for values, files and the blind
index. Whoever loses the master key loses the dossiers: it belongs into the backup, apart from the data.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sothuhoso.domain.errors import Unavailable
from sothuhoso.integrations.durable import create_file, private_folder

if TYPE_CHECKING:
    from pathlib import Path

_FORMAT = b"\x01"  # AES-256-GCM: format, nonce, ciphertext with tag
_NONCE, _TAG = 12, 16
_KEY = 32
_CHECK = "secret.check"


class Sealer:
    """AES-256-GCM with a random nonce; the context is authenticated, not stored.

    Sealed bytes are ``overhead`` longer than the plain ones.
    """

    overhead = len(_FORMAT) + _NONCE + _TAG

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, plain: bytes, context: str) -> bytes:
        nonce = os.urandom(_NONCE)
        return _FORMAT + nonce + self._cipher.encrypt(nonce, plain, context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
        if sealed[:1] != _FORMAT or len(body) < _TAG:
            raise Unavailable("vault.unreadable")
        try:
            return self._cipher.decrypt(nonce, body, context.encode())
        except InvalidTag as error:
            raise Unavailable("vault.unreadable") from error


class KeyVault(Sealer):
    """``domain.ports.Vault`` over a master key."""

    def __init__(self, master: bytes) -> None:
        super().__init__(derive(master, "values"))
        self._index_key = derive(master, "blind index")

    def blind_index(self, value: str, purpose: str) -> str:
        # The purpose's length goes in front, so that no two pairs of purpose and value make the same message.
        message = f"{len(purpose)}:{purpose}:{value}".encode()
        return hmac.new(self._index_key, message, hashlib.sha256).hexdigest()


def derive(master: bytes, use: str) -> bytes:
    """The key for one use. HKDF-SHA-256 (RFC 5869)."""
    return HKDF(SHA256(), _KEY, salt=None, info=f"sothuhoso {use}".encode()).derive(master)


def master_key(data_dir: Path, given: str) -> bytes:
    """The master key: ``given`` (base64 of 32 bytes), else the one in ``data_dir``, made at first start (0600).

    Raises ``Unavailable('vault.bad_key' | 'vault.key_lost' | 'vault.other_key')`` rather than start with a key that
    cannot open what is there.
    """
    private_folder(data_dir)
    file, check = data_dir / "secret.key", data_dir / _CHECK
    if not given and not file.exists():
        if check.exists():
            raise Unavailable("vault.key_lost")
        create_file(file, base64.b64encode(os.urandom(_KEY)))
    master = _decode(given or file.read_text())
    # A fingerprint of the key that sealed the data: another key would write unreadable rows beside readable ones.
    fingerprint = base64.b64encode(derive(master, "check"))
    create_file(check, fingerprint)
    if not hmac.compare_digest(check.read_bytes(), fingerprint):
        raise Unavailable("vault.other_key")
    return master


def is_in_use(data_dir: Path) -> bool:
    """Whether something was sealed for this folder already."""
    return (data_dir / _CHECK).is_file()


def _decode(text: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except ValueError as error:
        raise Unavailable("vault.bad_key") from error
    if len(key) != _KEY:
        raise Unavailable("vault.bad_key")
    return key
