"""The gate before every event, and the one line on the screen where the server speaks.

The gate sees all events: hydration, page loads, background work. Unknown means no.
"""

from __future__ import annotations

import logging
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote

import reflex as rx
from reflex.middleware.middleware import Middleware
from reflex.state import FrontendEventExceptionState, OnLoadInternalState, State, StateUpdate, UpdateVarsInternalState
from reflex_base.event import Event, EventSpec
from reflex_base.registry import RegistrationContext

from sothuhoso.domain.errors import DomainError
from sothuhoso.i18n.catalog import error_text
from sothuhoso.state.base import PUBLIC, Access, access_of, actor, cookie

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from reflex.app import App
    from reflex.state import BaseState

log = logging.getLogger(__name__)

SIGN_IN = "/dang-nhap"
LOCKED = "-"
"""Cookie ``holder`` of a shared tablet while nobody has unlocked it."""

#: The framework's own events that the browser's part cannot do without; everything else of it is refused.
FRAMEWORK = frozenset(
    f"{cls.get_full_name()}.{name}"
    for cls, names in (
        (State, ("hydrate", "hydrate_and_load", "set_is_hydrated")),
        (OnLoadInternalState, ("on_load_internal", "set_is_hydrated")),
        (UpdateVarsInternalState, ("update_vars_internal",)),
        (FrontendEventExceptionState, ("handle_frontend_exception",)),
    )
    for name in names
)
# A page reload in the middle of typing is worse than a message; and it would be sent as a script, which our CSP stops.
FrontendEventExceptionState.auto_reload_on_errors = []


@dataclass(frozen=True, slots=True)
class Notice:
    """What the server says to the person, in both languages; empty for nothing."""

    vi: str = ""
    en: str = ""
    key: str = ""


class Session(rx.State):
    """Whose state tree this is, and what is said to them. ``Session.notice`` belongs into a ``role="status"`` line."""

    authz: ClassVar[Access] = PUBLIC
    notice: Notice = Notice()
    _owner: str = ""

    @rx.event
    def dismiss(self) -> None:
        """Take the notice away."""
        self.notice = Notice()

    @rx.event
    def trouble(self) -> None:
        """Say that something broke on our side."""
        self.notice = worded(DomainError("server.trouble"))


class Gate(Middleware):
    """Default deny, and one state tree for one holder.

    The token in the socket's address is already bound to the cookie by ``guards.identity``; a tree that has an owner
    still answers nobody else, whatever way the event came.
    """

    async def preprocess(self, app: App, state: BaseState, event: Event) -> StateUpdate | None:
        """Let the event pass (``None``) or answer in its place."""
        del app
        root = state._get_root_state()  # noqa: SLF001 - the only way from a substate to its tree
        session = await root.get_state(Session)
        holder = _holder(root)
        if session._owner and session._owner != holder:  # noqa: SLF001 - Reflex marks server-side vars so
            log.warning("event of another holder refused: %s", event.name)
            return StateUpdate(events=Event.from_event_type(rx.redirect(_path(root), is_external=True)))
        if not session._owner:  # noqa: SLF001
            session._owner = holder  # noqa: SLF001
        return await self._judge(root, session, event)

    async def _judge(self, root: BaseState, session: Session, event: Event) -> StateUpdate | None:
        access = _access(event.name)
        if access is not None and access.anybody:
            return None
        who = await actor(session)
        if access is not None and access.admits(who):
            return None
        log.warning("event refused: %s for %s", event.name, who.role or "nobody")
        if cookie(root, "holder") == LOCKED:
            return StateUpdate()  # the tablet is locked: its own screen asks for the PIN, nothing leads elsewhere
        if access is not None and not who.signed_in:
            return StateUpdate(events=Event.from_event_type(rx.redirect(f"{SIGN_IN}?next={quote(_path(root))}")))
        session.notice = worded(DomainError("access.refused"))
        delta = await root._get_resolved_delta()  # noqa: SLF001 - as the framework's own middleware does
        root._clean()  # noqa: SLF001
        return StateUpdate(delta=delta)


def _access(name: str) -> Access | None:
    if name in FRAMEWORK:
        return PUBLIC
    registered = RegistrationContext.get().event_handlers.get(name)
    if registered is None or name.endswith(".setvar"):
        return None
    return access_of(registered)


def _holder(root: BaseState) -> str:
    """A digest of the cookies that hold this tree: the session of the signed-in, else the device.

    On a shared tablet also of who has it unlocked, so that the next person finds nothing of the one before.
    """
    return sha256(f"{cookie(root, 'sid') or cookie(root, 'device')}\n{cookie(root, 'holder')}".encode()).hexdigest()


def _path(root: BaseState) -> str:
    path = str(root.router_data.get("asPath") or root.router_data.get("pathname") or "/")
    return path if path.startswith("/") and not path.startswith("//") else "/"


def worded(error: DomainError) -> Notice:
    """The sentence for an error in both languages."""
    return Notice(error_text(error.key, "vi", **error.facts), error_text(error.key, "en", **error.facts), error.key)


async def tell(state: rx.State, error: DomainError) -> None:
    """Show an error in the status line of this screen."""
    session = await state.get_state(Session)
    session.notice = worded(error)


@asynccontextmanager
async def told(state: rx.State) -> AsyncIterator[None]:
    """Around a service call: a ``DomainError`` ends the block and is shown on this screen."""
    try:
        yield
    except DomainError as error:
        await tell(state, error)


def on_backend_exception(exception: Exception) -> EventSpec | None:
    """For ``rx.App``, which wants exactly this signature: log the fault whole, tell the person in their words."""
    log.error("a handler failed", exc_info=exception)
    return Session.trouble()  # type: ignore[return-value]
