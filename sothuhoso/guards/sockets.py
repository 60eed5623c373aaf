"""Limits on websockets, before anything is parsed: how many, how fast, how big."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sothuhoso.guards.asgi import client_ip

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY_VIOLATION = 1008
_TOO_BIG = 1009


@dataclass(slots=True)
class Bucket:
    """A token bucket: ``rate`` per second, ``burst`` at once."""

    rate: float
    burst: float
    level: float = field(init=False)
    at: float = field(init=False)

    def __post_init__(self) -> None:
        self.level = self.burst
        self.at = time.monotonic()

    def take(self) -> bool:
        """Whether one more is allowed now."""
        now = time.monotonic()
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        if self.level < 1:
            return False
        self.level -= 1
        return True


class SocketLimits:
    """Closes a socket that sends too fast or too much, and refuses more than ``per_address`` of one address.

    A whole commune may sit behind one address, so that last limit is only there against a runaway script.
    Frames are small: pictures never travel by socket.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        rate: float = 20,
        burst: float = 80,
        max_frame: int = 64 * 1024,
        per_address: int = 1000,
        hops: int = 0,
    ) -> None:
        self.app = app
        self.rate, self.burst, self.max_frame = rate, burst, max_frame
        self.per_address, self.hops = per_address, hops
        self.open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        address = client_ip(scope, self.hops)
        if self.open[address] >= self.per_address:
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
            return
        self.open[address] += 1
        try:
            await self.app(scope, self._limited(receive, send), send)
        finally:
            self.open[address] -= 1
            if not self.open[address]:
                del self.open[address]

    def _limited(self, receive: Receive, send: Send) -> Receive:
        bucket = Bucket(self.rate, self.burst)
        closed: list[int] = []

        async def take() -> Message:
            if closed:
                return {"type": "websocket.disconnect", "code": closed[0]}
            message = await receive()
            if message["type"] != "websocket.receive":
                return message
            code = self._verdict(bucket, message)
            if not code:
                return message
            closed.append(code)
            await send({"type": "websocket.close", "code": code})
            return {"type": "websocket.disconnect", "code": code}

        return take

    def _verdict(self, bucket: Bucket, message: Message) -> int:
        if not bucket.take():
            return _POLICY_VIOLATION
        size = len(message.get("bytes") or b"") or len((message.get("text") or "").encode())
        return _TOO_BIG if size > self.max_frame else 0
