"""Several byte strings as one, for a pipe that carries one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LENGTH = 8


def together(parts: Sequence[bytes]) -> bytes:
    """Each behind its length (8 bytes, big end first)."""
    return b"".join(len(part).to_bytes(_LENGTH, "big") + part for part in parts)


def apart(content: bytes) -> list[bytes]:
    """The parts again."""
    parts, at = [], 0
    while at < len(content):
        end = at + _LENGTH + int.from_bytes(content[at : at + _LENGTH], "big")
        parts.append(content[at + _LENGTH : end])
        at = end
    return parts
