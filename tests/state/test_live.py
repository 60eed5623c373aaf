"""The live hub: who is refreshed, how often, and who is forgotten."""

import asyncio
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
from reflex.istate.manager.memory import StateManagerMemory
from reflex.istate.manager.token import BaseStateToken

from sothuhoso.state.live import LiveHub, Watcher
from tests.state.screens import OpenScreen


class App:
    """As much of ``rx.App`` as the hub touches: the state manager and which sockets are open."""

    def __init__(self) -> None:
        self.manager = StateManagerMemory()
        self.open: set[str] = set()
        self.event_namespace = SimpleNamespace(_token_manager=self)

    async def is_token_connected(self, token: str) -> bool:
        return token in self.open

    @asynccontextmanager
    async def modify_state(self, token):
        async with self.manager.modify_state_with_links(token) as root:
            yield root

    async def screen(self, token: str) -> OpenScreen:
        root = await self.manager.get_state(BaseStateToken(ident=token, cls=OpenScreen))
        return await root.get_state(OpenScreen)


@pytest.fixture
def app():
    made = App()
    made.open = {"a", "b"}
    return made


async def _settle(hub: LiveHub) -> None:
    while tasks := list(hub._tasks.values()):
        await asyncio.gather(*tasks)


async def test_only_those_who_watch_are_refreshed(app):
    hub = LiveHub(app, pause=0)
    hub.watch(Watcher("a", OpenScreen), ["unit:1"])
    hub.watch(Watcher("b", OpenScreen), ["unit:2"])
    hub.changed(["unit:1", "dossier:x"])
    await _settle(hub)
    assert (await app.screen("a")).count == 1
    assert (await app.screen("b")).count == 0
    hub.changed(["*"])
    await _settle(hub)
    assert [(await app.screen(t)).count for t in "ab"] == [2, 1]


async def test_a_burst_is_one_refresh_at_once_and_one_after_the_pause(app):
    hub = LiveHub(app, pause=2)  # long beside what a busy machine needs for the lines below
    hub.watch(Watcher("a", OpenScreen), ["unit:1"])
    hub.changed(["unit:1"])
    while not (await app.screen("a")).count:  # noqa: ASYNC110 - what is waited for has no event
        await asyncio.sleep(0.01)
    for _ in range(20):
        hub.changed(["unit:1"])
        await asyncio.sleep(0)
    await asyncio.sleep(0.03)
    assert (await app.screen("a")).count == 1
    await _settle(hub)
    assert (await app.screen("a")).count == 2


async def test_a_change_during_a_refresh_is_not_lost(app):
    hub = LiveHub(app, pause=0.05)
    hub.watch(Watcher("a", OpenScreen), ["unit:1"])
    hub.changed(["unit:1"])
    await asyncio.sleep(0)
    hub.changed(["unit:1"])
    await _settle(hub)
    assert (await app.screen("a")).count >= 1
    assert not hub._due


async def test_watching_something_else_ends_the_old(app):
    hub = LiveHub(app, pause=0)
    hub.watch(Watcher("a", OpenScreen), ["dossier:1"])
    hub.watch(Watcher("a", OpenScreen), ["dossier:2"])
    hub.changed(["dossier:1"])
    await _settle(hub)
    assert (await app.screen("a")).count == 0


async def test_the_gone_and_the_broken_are_forgotten_without_harm(app):
    hub = LiveHub(app, pause=0)
    for token in "ab":
        hub.watch(Watcher(token, OpenScreen), ["unit:1"])
    app.open = {"b"}
    (await app.screen("b")).fails = True
    hub.changed(["unit:1"])
    await _settle(hub)
    assert not hub._topics
    assert not hub._watchers


async def test_closing_ends_what_waits(app):
    hub = LiveHub(app, pause=60)
    hub.watch(Watcher("a", OpenScreen), ["unit:1"])
    hub.changed(["unit:1"])
    await asyncio.sleep(0.02)
    hub.changed(["unit:1"])
    await hub.close()
    await asyncio.sleep(0)
    assert not hub._tasks
