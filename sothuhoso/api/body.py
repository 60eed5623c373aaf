"""Reads request bodies of strangers: bounded in size, in time and in what all of them together may hold in memory.

Refusing before the body is read reaches the sender as a broken connection, which looks like "offline": so the rest is
read away, up to a point, before 413 is said.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from starlette.requests import Request

from sothuhoso.domain.errors import Malformed, TooLarge, Unavailable

DRAIN_BYTES, DRAIN_SECONDS = 256 * 1024 * 1024, 15.0
IDLE_SECONDS = 40.0
"""How long a sender may say nothing; a phone in the hills is slow, not silent."""


class Budget:
    """How many bytes of bodies the process holds at once; beyond it the next sender is asked to come back."""

    def __init__(self, limit: int = 768 * 1024 * 1024) -> None:
        self.limit = limit
        self.held = 0

    def take(self, amount: int) -> None:
        """Count bytes in. Raises ``Unavailable('request.busy')``."""
        if self.held + amount > self.limit:
            raise Unavailable("request.busy")
        self.held += amount

    def give_back(self, amount: int) -> None:
        """Count bytes out."""
        self.held -= amount


@asynccontextmanager
async def body_of(request: Request, limit: int, key: str) -> AsyncIterator[bytes]:
    """The whole body while it is worked on.

    Raises ``TooLarge(key, limit=…)``, ``Malformed('request.cut_off')`` for a silent sender, ``Unavailable``.
    """
    budget: Budget = request.app.state.budget
    chunks: list[bytes] = []
    size = 0
    try:
        stream = chunks_of(request)
        if declared(request) > limit:
            await drain(stream)
            raise TooLarge(key, limit=limit, megabytes=limit >> 20)
        async for chunk in stream:
            if size + len(chunk) > limit:
                await drain(stream)
                raise TooLarge(key, limit=limit, megabytes=limit >> 20)
            budget.take(len(chunk))
            size += len(chunk)
            chunks.append(chunk)
        content = b"".join(chunks)
        chunks.clear()
        yield content
    finally:
        budget.give_back(size)


async def json_of(request: Request, limit: int, key: str = "request.too_large") -> dict[str, Any]:
    """The body as a JSON object of storable texts. Raises ``Malformed('request.not_json')`` and as ``body_of``."""
    async with body_of(request, limit, key) as content:
        return parse_object(content)


def parse_object(content: bytes) -> dict[str, Any]:
    """A JSON object; whatever it holds, nothing but ``Malformed('request.not_json')`` is raised."""
    try:
        read: Any = json.loads(content.decode(), parse_constant=_no_constant)
        # Neither NUL nor half a surrogate pair can be stored as text; written out once more they show.
        written = json.dumps(read, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Malformed("request.not_json") from None
    if not isinstance(read, dict) or b"\\u0000" in written:
        raise Malformed("request.not_json")
    return read


def _no_constant(name: str) -> float:
    raise ValueError(name)


@contextmanager
def room_for(request: Request, amount: int) -> Iterator[None]:
    """Count bytes that are held in memory for this request in another way. Raises ``Unavailable('request.busy')``."""
    budget: Budget = request.app.state.budget
    budget.take(amount)
    try:
        yield
    finally:
        budget.give_back(amount)


def declared(request: Request) -> int:
    """How long the sender says the body is; 0 where nothing is said."""
    text = request.headers.get("content-length", "0")
    return int(text) if text.isdecimal() and len(text) < 20 else 0  # noqa: PLR2004 - longer is no length


async def chunks_of(request: Request) -> AsyncIterator[bytes]:
    """The body as it comes. Raises ``Malformed('request.cut_off')`` for a silent sender, ``ClientDisconnect``."""
    stream = request.stream()
    while True:
        try:
            chunk = await asyncio.wait_for(anext(stream), IDLE_SECONDS)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise Malformed("request.cut_off") from None
        yield chunk


async def drain(stream: AsyncIterator[bytes]) -> None:
    """Read away what still comes, within bounds, keeping nothing."""
    until, left = time.monotonic() + DRAIN_SECONDS, DRAIN_BYTES
    async for chunk in stream:
        left -= len(chunk)
        if left < 0 or time.monotonic() > until:
            return
