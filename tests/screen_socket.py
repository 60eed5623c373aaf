"""A page's socket without a browser: what Reflex's own part sends and hears (engine.io 4, namespace ``/_event``).

For the benches and the journeys that need many screens, or one whose events must fall within a millisecond.
"""

from __future__ import annotations

import asyncio
import importlib.metadata
import json
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aiohttp
from reflex.state import State
from reflex.utils.format import format_event_handler

if TYPE_CHECKING:
    from collections.abc import Callable

_NAMESPACE = "/_event"
_HYDRATE = f"{State.get_full_name()}.hydrate_and_load"
_HYDRATED = "is_hydrated_rx_state_"
_VERSION = importlib.metadata.version("reflex")
_SECONDS = 30.0

Delta = dict[str, dict[str, Any]]


class Gone(ConnectionError):
    """The server closed the socket."""


@dataclass
class Screen:
    """One open page. ``path`` as in the address bar; ``cookie`` as the browser would send it."""

    base: str
    path: str
    cookie: str = ""
    token: str = field(default_factory=lambda: str(uuid.uuid4()))
    heard: int = 0
    socket: aiohttp.ClientWebSocketResponse | None = None
    waiting: list[tuple[Callable[[Delta], bool], asyncio.Future[Delta]]] = field(default_factory=list)
    on_delta: Callable[[Delta], None] = lambda _delta: None
    reader: asyncio.Task[None] | None = None

    async def open(self, http: aiohttp.ClientSession, seconds: float = _SECONDS) -> Screen:
        """Connect and show the page, as a full load does; returns when it is hydrated."""
        origin = self.base.replace("http", "ws", 1)
        self.socket = await http.ws_connect(
            f"{origin}{_NAMESPACE}/?EIO=4&transport=websocket&token={self.token}",
            headers={"Cookie": self.cookie, "Origin": self.base},
            protocols=(_VERSION,),
            max_msg_size=0,
        )
        await self.socket.receive_str()
        await self.socket.send_str(f"40{_NAMESPACE},")
        self.reader = asyncio.create_task(self._read())
        await self.ask(_HYDRATE, {}, lambda delta: _says(delta, _HYDRATED, value=True), seconds)
        return self

    async def ask(
        self, handler: Any, payload: dict[str, Any], until: Callable[[Delta], bool], seconds: float = _SECONDS
    ) -> Delta:
        """Send an event; answers the first delta that ``until`` takes for its answer. Raises ``TimeoutError``."""
        answer: asyncio.Future[Delta] = asyncio.get_running_loop().create_future()
        entry = (until, answer)
        self.waiting.append(entry)
        try:
            await self.send(handler, payload)
            async with asyncio.timeout(seconds):
                return await answer
        finally:
            if entry in self.waiting:
                self.waiting.remove(entry)

    async def send(self, handler: Any, payload: dict[str, Any]) -> None:
        """Send an event and wait for nothing."""
        assert self.socket is not None
        name = handler if isinstance(handler, str) else format_event_handler(handler)
        path, _, query = self.path.partition("?")
        router: dict[str, Any] = {"pathname": path, "asPath": self.path}
        if query:
            router["query"] = dict(part.split("=", 1) for part in query.split("&"))
        event = {"name": name, "payload": payload, "router_data": router}
        await self.socket.send_str(f"42{_NAMESPACE},{json.dumps(['event', event])}")

    async def close(self) -> None:
        """Leave the page."""
        if self.reader:
            self.reader.cancel()
        if self.socket:
            await self.socket.close()

    async def _read(self) -> None:
        assert self.socket is not None
        async for message in self.socket:
            if message.data == "2":
                await self.socket.send_str("3")
            elif isinstance(message.data, str) and message.data.startswith(f"42{_NAMESPACE},"):
                name, *rest = json.loads(message.data[3 + len(_NAMESPACE) :])
                if name == "event":
                    self._hear(rest[0])
        for _, answer in self.waiting:
            if not answer.done():
                answer.set_exception(Gone())

    def _hear(self, update: dict[str, Any]) -> None:
        delta: Delta = update.get("delta") or {}
        self.heard += 1
        self.on_delta(delta)
        for entry in list(self.waiting):
            until, answer = entry
            if not answer.done() and until(delta):
                answer.set_result(delta)
                self.waiting.remove(entry)


def says(name: str, value: Any = ...) -> Callable[[Delta], bool]:
    """For ``ask``: the delta that brings this var (with this value)."""
    return lambda delta: _says(delta, f"{name}_rx_state_", value=value)


def _says(delta: Delta, name: str, *, value: Any = ...) -> bool:
    return any(name in part and (value is ... or part[name] == value) for part in delta.values())
