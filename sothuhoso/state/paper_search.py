"""What a clerk looks for on papers: over the desk, and in the dossier that is open. Asked by Enter, never by a letter.

Each question is written down by the service, so none is asked before the person means it.
"""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx

from sothuhoso.domain.errors import DomainError
from sothuhoso.services import paper_search
from sothuhoso.services.search_views import PaperHit
from sothuhoso.state.base import SIGNED_IN, Access, id_of, run
from sothuhoso.state.desk_dossier import DeskDossier
from sothuhoso.state.session import Notice, worded

_MAX_TEXT = 300  # more than the rule takes, so that the rule can say so


class DeskPapers(rx.State):
    """``within``: the desk's list shows pages instead of dossiers. ``asked``: there is an answer to show."""

    authz: ClassVar[Access] = SIGNED_IN
    within: bool = False
    text: str = ""
    exact: bool = False
    hits: list[PaperHit] = []
    page: int = 1
    more: bool = False
    asked: bool = False
    busy: bool = False
    problem: Notice = Notice()

    @rx.event
    def switch(self, within: bool) -> None:
        """Search on papers, or among dossiers."""
        self.within = within is True

    @rx.event
    async def ask(self, form: dict[str, Any]):  # noqa: ANN201 - a generator, so that the screen hears of it at once
        """Look for what is typed."""
        self.text, self.page, self.busy = str(form.get("words", ""))[:_MAX_TEXT], 1, True
        yield
        await self._find()

    @rx.event
    async def set_exact(self, exact: bool):  # noqa: ANN201
        """Whether accents count; what was asked is asked again."""
        self.exact, self.page = exact is True, 1
        if self.asked:
            self.busy = True
            yield
            await self._find()

    @rx.event
    async def turn_page(self, step: int) -> None:
        """Go on or back by one page of hits."""
        if self.asked:
            self.page = max(1, self.page + (1 if step == 1 else -1))
            await self._find()

    @rx.event
    async def choose(self, page_id: str) -> None:
        """Lay this page on the mat, once its dossier is open; the address opens it."""
        hit = next((hit for hit in self.hits if hit.id == page_id), None)
        if hit:
            dossier = await self.get_state(DeskDossier)
            dossier._want(hit)  # noqa: SLF001 - two States of one screen; what is public is callable by anybody

    @rx.event
    def clear(self) -> None:
        """Forget the question and what it found."""
        within = self.within
        self.reset()
        self.within = within

    async def _find(self) -> None:
        self.problem = Notice()
        try:
            found = await run(self, paper_search.at_desk, self.text, exact=self.exact, page=self.page)
        except DomainError as error:
            self.problem, self.hits, self.more, self.asked = worded(error), [], False, False
        else:
            self.hits, self.page, self.more, self.asked = found.hits, found.page, found.more, True
        finally:
            self.busy = False


class DossierPapers(rx.State):
    """Of the dossier ``of``: another one begins anew. ``unread``: pages that nothing is read on yet."""

    authz: ClassVar[Access] = SIGNED_IN
    of: str = ""
    text: str = ""
    exact: bool = False
    hits: list[PaperHit] = []
    more: bool = False
    unread: int = 0
    asked: bool = False
    busy: bool = False
    problem: Notice = Notice()

    @rx.event
    async def ask(self, form: dict[str, Any]):  # noqa: ANN201 - a generator, so that the screen hears of it at once
        """Look for what is typed in the dossier that is open."""
        dossier = await self.get_state(DeskDossier)
        self.of, self.text, self.busy = dossier._id, str(form.get("words", ""))[:_MAX_TEXT], True  # noqa: SLF001
        yield
        await self._find()

    @rx.event
    async def set_exact(self, exact: bool):  # noqa: ANN201
        """Whether accents count; what was asked is asked again."""
        self.exact = exact is True
        dossier = await self.get_state(DeskDossier)
        if self.asked and self.of == dossier._id:  # noqa: SLF001
            self.busy = True
            yield
            await self._find()

    @rx.event
    async def choose(self, page_id: str) -> None:
        """Lay this page on the mat, clean and marked."""
        hit = next((hit for hit in self.hits if hit.id == page_id), None)
        if hit:
            dossier = await self.get_state(DeskDossier)
            dossier._want(hit)  # noqa: SLF001

    @rx.event
    async def clear(self) -> None:
        """Forget the question and what it found; the photo lies on the mat again."""
        self.reset()
        dossier = await self.get_state(DeskDossier)
        dossier._unmark()  # noqa: SLF001

    async def _find(self) -> None:
        self.problem = Notice()
        try:
            found = await run(self, paper_search.in_dossier, id_of(self.of), self.text, exact=self.exact)
        except DomainError as error:
            self.problem, self.hits, self.more, self.unread, self.asked = worded(error), [], False, 0, False
        else:
            self.hits, self.more, self.unread, self.asked = found.hits, found.more, found.unread, True
        finally:
            self.busy = False
