"""Following a dossier, on a page that changes by itself: by the secret of its QR, or by number and two things known."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, ClassVar

import reflex as rx

from sothuhoso.domain.errors import DomainError, NotFound
from sothuhoso.services import follow
from sothuhoso.services.views import FollowView
from sothuhoso.state import live
from sothuhoso.state.base import PUBLIC, Access, ask
from sothuhoso.state.session import Notice, worded

NOTHING = FollowView(
    dossier_id="", state="", missing_photos=0, number="", procedure_code="", procedure_name="", procedure_name_en="",
    unit_code="", unit_name="", status=0, submitted_at="", received_at="", due_at="", due_state="", history=[],
    supplement_items=[], supplement_reason="", missing_components=[], forms=[],
)  # fmt: skip
_LONGEST = 60


class Follow(rx.State):
    """``opened`` once the address has been looked at; ``view.state`` is ``""`` while nothing is shown."""

    authz: ClassVar[Access] = PUBLIC
    opened: bool = False
    view: FollowView = NOTHING
    problem: Notice = Notice()
    _secret: str = ""
    _known: tuple[str, str, str] = ("", "", "")

    @rx.event
    async def open(self, address: str) -> None:
        """Show the dossier whose secret stands in the fragment of the address; the form where there is none."""
        self._secret, self._known = str(address).rpartition("#")[2][:_LONGEST], ("", "", "")
        await self._look()
        self.opened = True

    @rx.event
    async def look_up(self, said: dict[str, Any]) -> None:
        """By number, last four digits of the ID, year of birth."""
        given = said if isinstance(said, dict) else {}  # what a browser sends is not what is declared
        parts = [str(given.get(name, "")).strip()[:_LONGEST] for name in ("number", "last_four", "birth_year")]
        if not all(parts):
            self.problem = worded(NotFound("follow.need_all"))
            return
        self._secret, self._known = "", (parts[0], parts[1], parts[2])
        await self._look()
        self.opened = True

    @rx.event
    async def again(self) -> None:
        """The line is back: look anew and go on watching."""
        if self.view.state:
            await self._refresh()

    @rx.event
    def leave(self) -> None:
        """Show the form again."""
        self._secret, self._known, self.view, self.problem = "", ("", "", ""), NOTHING, Notice()
        live.watch(self)

    async def _look(self) -> None:
        """A fresh question: whatever was shown before goes."""
        self.view, self.problem = NOTHING, Notice()
        try:
            await self._ask()
        except NotFound as unknown:
            self.problem = worded(NotFound("follow.unknown_code") if self._secret else unknown)
        except DomainError as error:
            self.problem = worded(error)

    async def _refresh(self) -> None:
        """Something changed. What is shown stays when it cannot be read just now (look-ups by number are counted)."""
        with suppress(DomainError):
            await self._ask()

    async def _ask(self) -> None:
        if self._secret:
            self.view = await ask(follow.follow_by_secret, self._secret)
        elif all(self._known):
            self.view = await ask(follow.follow_by_number, *self._known)
        else:
            return
        live.watch(self, f"dossier:{self.view.dossier_id}")
