"""The desk's recovery key: RSA-OAEP (SHA-256, 3072 bits) around the data key of a shared tablet's store.

RSA-OAEP is what WebCrypto and this library both do in one call, so that no construction of our own stands in between
(docs/decisions/0021). The private key is sealed by the vault and used inside one service call; it never leaves.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from sothuhoso.domain.errors import Invalid, Unavailable
from sothuhoso.integrations.vault import Sealer

_BITS = 3072
_DATA_KEY = 32


class RsaRecoveryBox:
    """``domain.ports.RecoveryBox``."""

    def make_pair(self) -> tuple[bytes, bytes]:
        private = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
        public = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return public, private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())

    def unwrap(self, private: bytes, wrapped: bytes, label: str) -> bytes:
        key = load_der_private_key(private, password=None)
        assert isinstance(key, rsa.RSAPrivateKey)
        try:
            data_key = key.decrypt(wrapped, padding.OAEP(padding.MGF1(SHA256()), SHA256(), label.encode()))
        except ValueError as error:
            raise Invalid("recovery.unreadable") from error
        if len(data_key) != _DATA_KEY:
            raise Invalid("recovery.unreadable")
        return data_key

    def open(self, key: bytes, sealed: bytes, context: str) -> bytes:
        try:
            return Sealer(key).open(sealed, context)
        except Unavailable as error:
            raise Invalid("recovery.unreadable") from error
