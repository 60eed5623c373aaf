"""What every screen's State stands on: who may call a handler, who is calling, and one door to the services.

A State is a screen, never a rule: a handler reads its inputs, makes one service call through ``run`` and assigns the
frozen view. Every public method of a State is a remote call for anybody with a socket, so each class (or handler) says
who may call it; ``state.session.Gate`` refuses whatever says nothing.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from sothuhoso.services import accounts
from sothuhoso.services.container import running as container

if TYPE_CHECKING:
    from collections.abc import Callable

    import reflex as rx
    from reflex.state import BaseState
    from reflex_base.registry import RegisteredEventHandler

    from sothuhoso.domain.policy import Actor, Role
    from sothuhoso.services.container import Container

T = TypeVar("T")
P = ParamSpec("P")
_MARK = "__access__"


@dataclass(frozen=True, slots=True)
class Access:
    """Who may call: anybody, or signed-in people of these roles (``None``: every role)."""

    anybody: bool = False
    only: frozenset[Role] | None = None

    def admits(self, who: Actor) -> bool:
        """Whether this actor may call."""
        return self.anybody or (who.role is not None and (self.only is None or who.role in self.only))


#: Anybody, signed in or not. The service decides what they get.
PUBLIC = Access(anybody=True)
SIGNED_IN = Access()


def roles(*which: Role) -> Access:
    """Signed-in people of these roles."""
    return Access(only=frozenset(which))


def allow(access: Access) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Mark one handler, over its class's ``authz: ClassVar[Access]``. Goes beneath ``@rx.event``."""

    def mark(handler: Callable[P, T]) -> Callable[P, T]:
        setattr(handler, _MARK, access)
        return handler

    return mark


def access_of(registered: RegisteredEventHandler) -> Access | None:
    """What the handler or its own class says; ``None`` where neither says anything."""
    own = getattr(registered.handler.fn, _MARK, None)
    if own is None and registered.states:
        own = getattr(registered.states[0], "authz", None)
    return own if isinstance(own, Access) else None


def cookie(state: BaseState, name: str) -> str:
    """A cookie of the browser that holds this socket, as it was when the socket was opened; empty for none."""
    headers: dict[str, str] = state._get_root_state().router_data.get("headers", {})  # noqa: SLF001 - no public way up
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(headers.get("cookie", ""))
    except CookieError:
        return ""
    return jar[name].value if name in jar else ""


async def actor(state: rx.State) -> Actor:
    """Who calls: looked up anew each time, so that signing out and shutting an account work at once."""
    return await asyncio.to_thread(accounts.actor_of, container(), *_session(state))


async def run(
    state: rx.State,
    service: Callable[Concatenate[Container, Actor, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """One use case, in a thread, as whoever calls. Raises what the service raises."""
    return await asyncio.to_thread(_call_as, service, _session(state), args, kwargs)


async def ask(service: Callable[Concatenate[Container, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """One use case that needs no actor (the catalogue, following by a secret), in a thread."""
    return await asyncio.to_thread(_call, service, args, kwargs)


def _session(state: BaseState) -> tuple[str, str]:
    """The session's token, and who has the shared tablet unlocked (``api.asking.HOLDER``)."""
    return cookie(state, "sid"), cookie(state, "holder")


def _call_as(service: Callable[..., T], session: tuple[str, str], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
    """Who calls and what they call in one thread: a second hop would cost as much as the question."""
    c = container()
    return service(c, accounts.actor_of(c, *session), *args, **kwargs)


def _call(service: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
    return service(container(), *args, **kwargs)


def id_of(text: str) -> UUID:
    """An id from the browser or its address; one that nobody has for anything else."""
    try:
        return UUID(str(text))
    except ValueError:
        return UUID(int=0)
