"""What is on its way to this desk: a short list beside the dossiers, and one of them opened to look at."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

import reflex as rx

from sothuhoso.domain.errors import DomainError, NotFound, Refused
from sothuhoso.services import arriving
from sothuhoso.services.arriving_views import ArrivingPage, ArrivingRow, ArrivingView
from sothuhoso.state import live
from sothuhoso.state.base import SIGNED_IN, Access, actor, run
from sothuhoso.state.session import tell


class DeskArriving(rx.State):
    """``shown`` while one is open, ``absent`` where the address names none this desk may see."""

    authz: ClassVar[Access] = SIGNED_IN
    rows: list[ArrivingRow] = []
    total: int = 0
    opened: ArrivingView | None = None
    shown: bool = False
    absent: bool = False
    _id: str = ""

    @rx.event
    async def load(self) -> None:
        """Show what is under way, open what the address names (``?den=``), and keep both true from now on."""
        self._id = str(self.router.url.query_parameters.get("den", ""))
        me = await actor(self)
        live.watch(self, f"arriving:{me.unit_code or ''}", f"unit:{me.unit_code or ''}")
        await self._refresh()

    @rx.event
    async def close(self):  # noqa: ANN201 - a Reflex event
        """Back to the list."""
        return rx.redirect("/ban")

    async def _refresh(self) -> None:
        try:
            self._show(await run(self, arriving.list_arriving))
        except Refused:
            self._show(ArrivingPage([], 0))  # this account sees no dossiers; the list says so
        except DomainError as error:
            await tell(self, error)
        await self._open()

    def _show(self, found: ArrivingPage) -> None:
        self.rows, self.total = found.rows, found.total

    async def _open(self) -> None:
        self.opened, self.shown, self.absent = None, False, False
        if not self._id:
            return
        try:
            self.opened = await run(self, arriving.open_arriving, UUID(self._id))
            self.shown = True
        except (NotFound, Refused, ValueError):  # whether it exists elsewhere is nobody's business here
            self.absent = True
        except DomainError as error:
            await tell(self, error)
