"""How a shared tablet keeps its values sealed: the plain bytes inside, and the context each is bound to.

The other side is ``device/sealed_format.js``; ``tests/vectors/sealed_store.json`` holds both to one table. Around these
bytes lies what ``integrations.vault.Sealer`` writes: format 1, nonce, AES-256-GCM (docs/decisions/0020).
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import Any, TypeGuard

from sothuhoso.domain.errors import Invalid

Key = str | list[str]
_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Binary:
    """Bytes inside a value: a photo, a signature. ``media_type`` is ``""`` where none was said."""

    content: bytes
    media_type: str


def context(store: str, key: Key, part: str = "") -> str:
    """What a sealed value is bound to: its store, its key and, for bytes kept apart, the member's name."""
    return f"sothuhoso:{store}:{json.dumps(key, ensure_ascii=False, separators=(',', ':'))}:{part}"


def label(unit: str, account: str, device: str) -> str:
    """What the wrapped data key is bound to, so that nobody has another person's key unwrapped for themselves."""
    return f"sothuhoso:{unit}:{account}:{device}"


def decode(plain: bytes) -> Any:
    """The value: JSON types, ``Binary`` for bytes, ISO text for times. Raises ``Invalid('recovery.unreadable')``."""
    try:
        (length,) = struct.unpack_from(">I", plain)
        head = json.loads(plain[_LENGTH : _LENGTH + length])
        return _restored(head["value"], _parts(head["parts"], plain[_LENGTH + length :]))
    except (struct.error, ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise Invalid("recovery.unreadable") from error


def _parts(described: list[dict[str, Any]], rest: bytes) -> list[Binary]:
    parts, at = list[Binary](), 0
    for one in described:
        content = rest[at : at + one["bytes"]]
        if len(content) != one["bytes"]:
            raise ValueError
        parts.append(Binary(content, one["type"]))
        at += one["bytes"]
    return parts


def _restored(value: Any, parts: list[Binary]) -> Any:
    if _is_list(value):
        return [_restored(one, parts) for one in value]
    if not _is_object(value):
        return value
    if len(value) == 1 and (name := next(iter(value))).startswith("$"):
        return _special(name, value[name], parts)
    return _restored_object(value, parts)


def _restored_object(members: dict[str, Any], parts: list[Binary]) -> dict[str, Any]:
    return {name: _restored(one, parts) for name, one in members.items()}


def _special(name: str, given: Any, parts: list[Binary]) -> object:
    """What JSON has no sign for; an object whose own member begins with ``$`` comes as ``$object``."""
    match name:
        case "$part":
            return parts[int(given)]
        case "$date":
            return str(given)
        case "$number":
            return float(given)
        case "$object":
            members: dict[str, Any] = dict(given)
            return _restored_object(members, parts)
        case _:
            raise ValueError(name)


def _is_list(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)
