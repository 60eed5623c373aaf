"""The desk's list as this clerk looks at it: filters, words searched for, the page of rows."""

from __future__ import annotations

from typing import ClassVar

import reflex as rx

from sothuhoso.domain import policy
from sothuhoso.domain.dossier_status import Status
from sothuhoso.domain.errors import DomainError, Refused
from sothuhoso.domain.policy import Action
from sothuhoso.services import desk_list
from sothuhoso.services.views import DeskPage, DeskQuery, DeskRow, ProcedureCount
from sothuhoso.state import live
from sothuhoso.state.base import SIGNED_IN, Access, actor, run
from sothuhoso.state.session import tell


class Desk(rx.State):
    """``ready`` is false until the first list is here, ``refused`` true where this account sees no dossiers.

    ``count_*`` feed the three quick filters; ``travels``: whether this person may go on trips.
    """

    authz: ClassVar[Access] = SIGNED_IN
    who: str = ""
    role: str = ""
    unit_code: str = ""
    unit_name: str = ""
    travels: bool = False
    rows: list[DeskRow] = []
    procedures: list[ProcedureCount] = []
    total: int = 0
    page: int = 1
    pages: int = 1
    status: int = 0
    procedure: str = ""
    text: str = ""
    count_new: int = 0
    count_supplement: int = 0
    count_received: int = 0
    ready: bool = False
    refused: bool = False

    @rx.event
    async def load(self) -> None:
        """Show the list and keep it true from now on."""
        me = await actor(self)
        self.who, self.role, self.unit_code = me.name, str(me.role or ""), me.unit_code or ""
        self.travels = policy.may(me, Action.TRIP_GO, me.unit_code)
        live.watch(self, f"unit:{self.unit_code}")
        await self._refresh()

    @rx.event
    async def filter_status(self, status: str) -> None:
        """Show one status only; 0 = all."""
        self.status, self.page = _number(status), 1
        await self._refresh()

    @rx.event
    async def filter_procedure(self, code: str) -> None:
        """Show one procedure only; empty = all."""
        self.procedure, self.page = code, 1
        await self._refresh()

    @rx.event
    async def search(self, text: str) -> None:
        """Names without accents, a number, a whole ID number."""
        self.text, self.page = str(text), 1
        await self._refresh()

    @rx.event
    async def turn_page(self, step: int) -> None:
        """Go on or back by so many pages."""
        self.page = min(max(1, self.page + _number(step)), self.pages)
        await self._refresh()

    @rx.event
    async def clear(self) -> None:
        """Show everything again."""
        self.status, self.procedure, self.text, self.page = 0, "", "", 1
        await self._refresh()

    async def _refresh(self) -> None:
        query = DeskQuery(status=self.status, procedure_code=self.procedure, text=self.text, page=self.page)
        try:
            self._show(await run(self, desk_list.list_desk, query))
        except Refused:
            self.refused, self.ready = True, True
        except DomainError as error:
            await tell(self, error)

    def _show(self, found: DeskPage) -> None:
        counts = {c.status: c.count for c in found.counts}
        self.rows, self.total, self.page, self.pages = found.rows, found.total, found.page, found.pages
        self.procedures = found.procedures
        if self.unit_code and found.rows:
            self.unit_name = found.rows[0].unit_name
        self.count_new = counts.get(Status.NEW, 0)
        self.count_supplement = counts.get(Status.SUPPLEMENT, 0)
        self.count_received = counts.get(Status.RECEIVED, 0)
        self.ready = True


def _number(value: object) -> int:
    """What the browser sent as a number; 0 for anything else (its types are not enforced)."""
    text = str(value)
    return int(text) if text.lstrip("-").isdigit() and len(text) < 6 else 0  # noqa: PLR2004 - no page beyond 99,999
