"""Events through the real app's pipeline, gate included, without a socket."""

from dataclasses import dataclass, field, replace

import pytest
from reflex.istate.manager.memory import StateManagerMemory
from reflex.istate.manager.token import BaseStateToken
from reflex.state import State
from reflex.utils.format import format_event_handler
from reflex_base.event import Event
from reflex_base.event.processor import BaseStateEventProcessor
from reflex_base.registry import RegistrationContext

from sothuhoso.services import accounts
from sothuhoso.services.container import install
from sothuhoso.sothuhoso import app
from tests.state import screens  # noqa: F401 - registers the states

RegistrationContext.ensure_context()


@dataclass
class Pipeline:
    """Sends events as a browser with these cookies would."""

    manager: StateManagerMemory = field(default_factory=StateManagerMemory)
    deltas: list[dict] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    async def send(self, *handlers, cookie: str = "device=one", token: str = "tok", path: str = "/ban-tiep-nhan"):
        processor = BaseStateEventProcessor(middleware=app, backend_exception_handler=None)
        processor.configure(state_manager=self.manager)
        processor._root_context = replace(
            processor._root_context, emit_delta_impl=self._delta, emit_event_impl=self._event
        )
        async with processor:
            for given in handlers:
                handler, payload = given if isinstance(given, tuple) else (given, {})
                name = handler if isinstance(handler, str) else format_event_handler(handler)
                router = {"pathname": path, "asPath": path, "headers": {"cookie": cookie}, "token": token, "sid": "s"}
                await (await processor.enqueue(token, Event(name=name, router_data=router, payload=payload)))
            await processor.join(2)

    async def state(self, cls, token: str = "tok"):
        root = await self.manager.get_state(BaseStateToken(ident=token, cls=State))
        return await root.get_state(cls)

    async def _delta(self, _token, delta):
        self.deltas.append(delta)

    async def _event(self, _token, *events):
        self.events.extend(events)


@pytest.fixture
def pipeline(c):
    install(c)
    return Pipeline()


@pytest.fixture
def sign_in(c, make_actor):
    """Makes an account and signs it in; answers the cookie header."""

    def make(username, role, unit_code):
        make_actor(username, role, unit_code)
        token = accounts.sign_in(c, username, f"mật khẩu của {username}", "127.0.0.1").token
        return f"device=one; sid={token}"

    return make
