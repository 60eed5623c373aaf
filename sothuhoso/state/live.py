"""Keeps open screens true: when a service has changed something, the screens that show it look again.

Services publish topics after commit (``unit:05725``, ``dossier:<uuid>``, ``draft:<uuid>``), from any thread. A screen
says what it shows with ``watch`` in its ``on_load`` and offers ``async def _refresh(self)``; topics carry no data, so
each screen reads only what its own actor may see.
"""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, runtime_checkable

from reflex.istate.manager.token import BaseStateToken

from sothuhoso.services.container import running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    import reflex as rx

log = logging.getLogger(__name__)

#: A client is refreshed at most once in this time (seconds); the first change is shown at once.
PAUSE = 0.3
_AT_ONCE = 16
_EVERYTHING = "*"


@runtime_checkable
class Refreshing(Protocol):
    """A State that can look again."""

    async def _refresh(self) -> None: ...


class Watcher(NamedTuple):
    """One screen of one client."""

    token: str
    state_cls: type[rx.State]


class LiveHub:
    """Who watches what, and who is due. Lives on the server's event loop."""

    def __init__(self, app: rx.App, pause: float = PAUSE) -> None:
        self._app = app
        self._pause = pause
        self._topics: dict[Watcher, frozenset[str]] = {}
        self._watchers: dict[str, set[Watcher]] = {}
        self._due: set[Watcher] = set()
        self._last: dict[Watcher, float] = {}
        self._tasks: dict[Watcher, asyncio.Task[None]] = {}
        self._slots = asyncio.Semaphore(_AT_ONCE)

    def watch(self, watcher: Watcher, topics: Iterable[str]) -> None:
        """Replace what this screen watches."""
        self.forget(watcher)
        self._topics[watcher] = frozenset(topics)
        for topic in self._topics[watcher]:
            self._watchers.setdefault(topic, set()).add(watcher)

    def forget(self, watcher: Watcher) -> None:
        """The screen watches nothing any more."""
        for topic in self._topics.pop(watcher, ()):
            self._watchers[topic].discard(watcher)
            if not self._watchers[topic]:
                del self._watchers[topic]
        self._last.pop(watcher, None)

    def changed(self, topics: Iterable[str]) -> None:
        """Mark the watchers of these topics as due. Call on the loop."""
        for topic in topics:
            for watcher in self._topics if topic == _EVERYTHING else self._watchers.get(topic, ()):
                self._due.add(watcher)
                if watcher not in self._tasks:
                    self._tasks[watcher] = asyncio.create_task(self._serve(watcher))

    async def close(self) -> None:
        """End what is under way."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._tasks.clear()  # one cancelled before its first step never came to its own end

    async def _serve(self, watcher: Watcher) -> None:
        """Refresh until nothing is due, never faster than the pause allows."""
        try:
            while watcher in self._due:
                wait = self._last.get(watcher, 0.0) + self._pause - time.monotonic()
                if wait > 0:
                    await asyncio.sleep(wait)
                self._due.discard(watcher)
                self._last[watcher] = time.monotonic()
                async with self._slots:
                    await self._refresh(watcher)
        finally:
            self._due.discard(watcher)
            self._tasks.pop(watcher, None)

    async def _refresh(self, watcher: Watcher) -> None:
        if not await self.is_connected(watcher.token):
            self.forget(watcher)
            return
        try:
            async with self._app.modify_state(BaseStateToken(ident=watcher.token, cls=watcher.state_cls)) as root:
                screen = await root.get_state(watcher.state_cls)
                if isinstance(screen, Refreshing):
                    await screen._refresh()  # noqa: SLF001 - a public method would be callable by anybody
        except Exception:  # one screen's fault must not stop the others
            log.exception("screen not refreshed: %s", watcher.state_cls.__name__)
            self.forget(watcher)

    async def is_connected(self, token: str) -> bool:
        """Whether the client of this token has an open socket, here or on another worker."""
        namespace = self._app.event_namespace
        return namespace is not None and await namespace._token_manager.is_token_connected(token)  # noqa: SLF001


_hub: list[LiveHub] = []


def watch(state: rx.State, *topics: str) -> None:
    """From a handler: refresh this screen when one of the topics is published. No topics: stop."""
    if _hub:
        watcher = Watcher(state.router.session.client_token, type(state))
        _hub[0].watch(watcher, topics) if topics else _hub[0].forget(watcher)


@asynccontextmanager
async def listening(app: rx.App) -> AsyncIterator[None]:
    """Lifespan: listen to the services' broadcasts for as long as the server runs."""
    hub = LiveHub(app)
    loop = asyncio.get_running_loop()
    broadcast: Any = running().broadcast
    end = broadcast.subscribe(lambda topics: loop.call_soon_threadsafe(hub.changed, topics))
    _hub[:] = [hub]
    try:
        yield
    finally:
        end()
        _hub.clear()
        await hub.close()


async def connected(state: rx.State) -> bool:
    """Whether this screen's socket is still there."""
    return bool(_hub) and await _hub[0].is_connected(state.router.session.client_token)
