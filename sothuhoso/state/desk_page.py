"""A page of the open dossier that is being put right: the clerk sets it on the device, here it is opened and saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

import reflex as rx

from sothuhoso.domain.errors import Conflict, DomainError
from sothuhoso.services import page_laid
from sothuhoso.services.page_laid_views import PageLaidView
from sothuhoso.state import live
from sothuhoso.state.base import SIGNED_IN, Access, id_of, run
from sothuhoso.state.desk_dossier import DeskDossier
from sothuhoso.state.session import Notice, told, worded

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class DeskPage(rx.State):
    """``page``: the one that is being put right, ``None`` while none is."""

    authz: ClassVar[Access] = SIGNED_IN
    page: PageLaidView | None = None
    busy: bool = False
    problem: Notice = Notice()

    @rx.event
    async def open(self, page_id: str) -> None:
        """Begin with this page of the open dossier."""
        dossier = await self.get_state(DeskDossier)
        async with told(self):
            self.page = await run(self, page_laid.open_page, id_of(dossier._id), id_of(page_id))  # noqa: SLF001 - one screen
            self.problem = Notice()
            live.watch(self, f"dossier:{self.page.dossier_id}")

    @rx.event
    def close(self) -> None:
        """Leave the page as it was."""
        live.watch(self)
        self.reset()

    @rx.event
    async def save(self, laid: dict[str, Any]) -> AsyncIterator[None]:
        """Let the page lie so; its paper is made anew. Where somebody was faster, what there is now is shown."""
        page = self.page
        if page is None:
            return
        self.busy, self.problem = True, Notice()
        yield
        try:
            of = UUID(page.dossier_id), UUID(page.id)
            await run(self, page_laid.lay_again, *of, laid=laid, version=page.version)
        except DomainError as error:
            self.problem = worded(error)
            if isinstance(error, Conflict):
                await self._look()
        else:
            self.close()  # pyright: ignore[reportCallIssue] - an event, called as a method
            await (await self.get_state(DeskDossier))._refresh()  # noqa: SLF001 - as above
        finally:
            self.busy = False

    async def _refresh(self) -> None:
        """Somebody else laid it otherwise: that is shown and said; what only the machine did changes nothing here."""
        before = self.page
        if before is None:
            return
        await self._look()
        if self.page and _laid(self.page) != _laid(before):
            self.problem = worded(Conflict("page.laid_otherwise"))

    async def _look(self) -> None:
        if self.page is None:
            return
        try:
            self.page = await run(self, page_laid.open_page, UUID(self.page.dossier_id), UUID(self.page.id))
        except DomainError as error:  # it cannot be put right any more; what was set can still be seen
            self.problem = worded(error)


def _laid(page: PageLaidView) -> tuple[object, ...]:
    return page.paper, page.corners, page.turn
