"""The machine's own clock and randomness."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from uuid import UUID, uuid4


class SystemClock:
    """``domain.ports.Clock``: the system's time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SystemIds:
    """``domain.ports.Ids``: from the operating system's generator, so that nobody guesses the next one."""

    def uuid(self) -> UUID:
        return uuid4()

    def secret(self) -> str:
        return secrets.token_urlsafe(16)

    def short_code(self) -> str:
        return f"{secrets.randbelow(10**6):06d}"
