"""One draft on two screens: the row in the database is the truth, this shared state is how both see it at once.

Each event names the draft and brings its own capability (the citizen the secret, the clerk the session), so that a
restart of the server or a replayed event needs no memory here. Both devices keep the draft themselves as well; what
they do with what they see is ``device/shared.js``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from math import ceil
from typing import Any, ClassVar, Concatenate, ParamSpec, Self, TypeVar
from uuid import UUID

import reflex as rx

from sothuhoso.domain.errors import DomainError, NotFound
from sothuhoso.domain.policy import Actor
from sothuhoso.services import shared_drafts
from sothuhoso.services.container import Container, running
from sothuhoso.services.draft_views import ClaimView, DraftField, DraftPages, DraftView, RefusedEdit
from sothuhoso.state import live
from sothuhoso.state.base import PUBLIC, Access, run

T = TypeVar("T")
P = ParamSpec("P")


@dataclass(frozen=True)
class DraftHead:
    """Which draft this is and how it stands; ``id`` is empty while none is joined. ``number`` once it was sent."""

    id: str = ""
    unit: str = ""
    version: int = 0
    joined: bool = False
    joined_name: str = ""
    sent: bool = False
    number: str = ""
    closed: bool = False


@dataclass(frozen=True)
class Held:
    """A field that ``side`` is writing in, for so many ``seconds`` more unless they go on."""

    path: str
    side: str
    until: str
    seconds: float


@dataclass(frozen=True)
class NotTaken:
    """A change of event ``number`` that was refused; ``key``: the error's."""

    number: int
    path: str
    key: str


@dataclass(frozen=True)
class Answer:
    """What came of this side's event ``number``: the key of what stopped all of it, and the last changes not taken.

    Refusals stay a while: two answers may reach the screen as one.
    """

    number: int = 0
    problem: str = ""
    refused: list[NotTaken] = field(default_factory=list)


class SharedLink(rx.State):
    """This side's own part, which the other must not see: its capability and the answers to its events."""

    authz: ClassVar[Access] = PUBLIC
    answer: Answer = Answer()
    _draft_id: str = ""
    _secret: str = ""

    async def _refresh(self) -> None:
        """Something happened to the draft elsewhere: joining, a photo's arrival, sending, closing."""
        shared = await self.get_state(SharedDraft)
        await shared._look(self, self.answer.number)

    def _answers(self, number: object, *, problem: str = "", refused: Sequence[RefusedEdit] = ()) -> None:
        which = number if isinstance(number, int) else 0
        kept = [*self.answer.refused, *(NotTaken(which, one.path, one.key) for one in refused)]
        answer = Answer(which, problem, kept[-_REMEMBERED:])
        if answer != self.answer:
            self.answer = answer


class SharedDraft(rx.SharedState):
    """The draft as both sides see it. Who may do what is the service's to say, at each event anew."""

    authz: ClassVar[Access] = PUBLIC
    head: DraftHead = DraftHead()
    fields: list[DraftField] = []
    pages: list[DraftPages] = []
    claims: list[Held] = []

    @rx.event
    async def join(self, draft_id: str, secret: str, number: int) -> None:
        """See the draft from now on. ``secret`` is empty for the clerk who joined by the code."""
        link = await self._came(draft_id, secret)
        live.watch(link, f"draft:{link._draft_id}")
        await self._look(link, number)

    @rx.event
    async def edit(self, draft_id: str, secret: str, changes: dict[str, Any], number: int) -> None:
        """Take this side's changes (``domain.draft_changes``) into the row, then show it to both."""
        link = await self._came(draft_id, secret)
        done = await self._try(link, number, shared_drafts.edit_all, changes=changes)
        if done is not None:
            link._answers(number, refused=done.refused)
            await self._show(done.draft)

    @rx.event
    async def hold(self, draft_id: str, secret: str, path: str, number: int) -> None:
        """This side has its cursor in a field (``""``: in none)."""
        link = await self._came(draft_id, secret)
        view = await self._try(link, number, shared_drafts.hold_field, path=str(path))
        if view is not None:
            link._answers(number)
            await self._show(view)

    async def _came(self, draft_id: str, secret: str) -> SharedLink:
        link = await self.get_state(SharedLink)
        link._draft_id, link._secret = str(draft_id), str(secret)
        return link

    async def _look(self, link: SharedLink, number: int) -> None:
        view = await self._try(link, number, shared_drafts.open_draft)
        if view is not None:
            link._answers(number)
            await self._show(view)

    async def _try(
        self,
        link: SharedLink,
        number: int,
        service: Callable[Concatenate[Container, Actor, UUID, str | None, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T | None:
        """One service call on this side's draft; ``None`` when it was refused, which the answer then says."""
        try:
            return await run(link, service, _uuid(link._draft_id), link._secret or None, *args, **kwargs)
        except DomainError as error:
            link._answers(number, problem=error.key)
            if error.status in _NO_MORE:
                await self._let_go(link)
            return None

    async def _show(self, view: DraftView) -> None:
        """Assign the projection in the state both are linked to; only what changed travels."""
        shared = await self._link_to(_meeting_place(view))
        if shared.head.id == view.id and shared.head.version > view.version:
            return
        over = view.sent or view.closed
        shared._set("head", _head(view))
        shared._set("fields", [] if over else view.fields)
        shared._set("pages", [] if over else view.pages)
        shared._set("claims", [] if over else _held(shared.claims, view.claims))

    def _set(self, name: str, value: object) -> None:
        if getattr(self, name) != value:
            setattr(self, name, value)

    async def _let_go(self, link: SharedLink) -> Self:
        """Whoever may not see the draft any more goes to a place of their own, where there is nothing."""
        live.watch(link)
        return await self._link_to(_digest(f"alone {link.router.session.client_token}")) if self._linked_to else self


_REMEMBERED = 20
#: Refusals after which this side has no business with the draft: not signed in, not allowed, unknown.
_NO_MORE = (401, 403, 404)


def _meeting_place(view: DraftView) -> str:
    """The shared state's name: another one each time the draft is shared anew, which leaves an earlier clerk behind."""
    return _digest(f"{view.id} {view.expires_at}")


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]


def _head(view: DraftView) -> DraftHead:
    return DraftHead(
        id=view.id,
        unit=view.unit,
        version=view.version,
        joined=view.joined,
        joined_name=view.joined_name,
        sent=view.sent,
        number=view.number,
        closed=view.closed,
    )


def _held(before: list[Held], claims: list[ClaimView]) -> list[Held]:
    """The claims with the seconds they have left, counted once per claim: the clocks of the devices do not matter."""
    known = {(held.path, held.side, held.until): held for held in before}
    return [known.get((c.path, c.side, c.until)) or Held(c.path, c.side, c.until, _seconds_left(c)) for c in claims]


def _seconds_left(claim: ClaimView) -> float:
    left = (datetime.fromisoformat(claim.until) - running().clock.now()).total_seconds()
    return ceil(left * 10) / 10  # never less than it is: whoever writes too early is refused


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("submission.unknown") from None
