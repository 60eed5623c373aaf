"""What is noted of one paper of the open dossier: suggested, looked at, confirmed or corrected by the clerk.

Suggestions are asked for when a paper's panel is opened, and forgotten when it is closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

import reflex as rx

from sothuhoso.domain.errors import Conflict, DomainError
from sothuhoso.services import paper_fields
from sothuhoso.services.paper_field_views import PaperFieldView, PlaceView, SuggestedView
from sothuhoso.services.search_views import PaperHit
from sothuhoso.state.base import SIGNED_IN, Access, id_of, run
from sothuhoso.state.desk_dossier import DeskDossier
from sothuhoso.state.session import Notice, worded

if TYPE_CHECKING:
    from collections.abc import Callable

    from sothuhoso.services.dossier_views import ComponentView

_MAX_TEXT = 300  # more than the rule takes, so that the rule can say so


class PaperFields(rx.State):
    """``paper``: whose panel is open. ``editing``: the id of the line that is being corrected."""

    authz: ClassVar[Access] = SIGNED_IN
    paper: str = ""
    suggested: list[SuggestedView] = []
    editing: str = ""
    text: str = ""
    problem: Notice = Notice()

    @rx.event
    async def toggle(self, component_id: str) -> None:
        """Open this paper's panel, or close it."""
        wanted = "" if self.paper == component_id else str(component_id)
        self.reset()
        self.paper = wanted
        if wanted:
            await self._find()

    @rx.event
    async def confirm(self, line: str) -> None:
        """It stands there as suggested."""
        if one := self._suggestion(line):
            await self._decide(paper_fields.confirm, field=one.field, value=one.value, suggestion=one)

    @rx.event
    async def set_aside(self, line: str) -> None:
        """It is not on this paper."""
        if one := self._suggestion(line):
            await self._decide(paper_fields.set_aside, suggestion=one)

    @rx.event
    async def edit(self, component_id: str, line: str) -> None:
        """Correct what is suggested, or what was noted."""
        if self.paper != component_id:
            await self.toggle(component_id)  # pyright: ignore[reportGeneralTypeIssues] - an event, called as a method
        one = self._suggestion(line) or await self._noted(line)
        if one:
            self.editing, self.text, self.problem = line, one.value, Notice()

    @rx.event
    def cancel(self) -> None:
        """Leave it as it is."""
        self.editing, self.text, self.problem = "", "", Notice()

    @rx.event
    async def save(self, form: dict[str, Any]) -> None:
        """Keep what was corrected."""
        value, line = str(form.get("value", ""))[:_MAX_TEXT], self.editing
        self.text = value
        suggestion, noted = self._suggestion(line), await self._noted(line)
        if one := suggestion or noted:
            await self._decide(paper_fields.confirm, field=one.field, value=value, suggestion=suggestion, noted=noted)

    @rx.event
    async def add(self, form: dict[str, Any]) -> None:
        """Keep what was typed by hand; of a field that was noted before, it is a correction."""
        field, value = str(form.get("field", "")), str(form.get("value", ""))[:_MAX_TEXT]
        await self._decide(paper_fields.confirm, field=field, value=value, noted=await self._noted(f"{field}.0"))

    @rx.event
    async def look(self, component_id: str, line: str) -> None:
        """Lay the page on the mat, clean, the place marked."""
        dossier = await self.get_state(DeskDossier)
        paper = await self._component(component_id)
        one = self._suggestion(line) or await self._noted(line, component_id)
        if dossier.dossier and paper and one and one.place.page_id:
            hit = _hit(dossier.dossier.id, dossier.dossier.number, paper, one.place)
            dossier._want(hit)  # noqa: SLF001 - two States of one screen; what is public is callable by anybody

    def _suggestion(self, line: str) -> SuggestedView | None:
        return next((one for one in self.suggested if one.id == line), None)

    async def _component(self, component_id: str) -> ComponentView | None:
        dossier = (await self.get_state(DeskDossier)).dossier
        return next((one for one in dossier.components if one.id == component_id), None) if dossier else None

    async def _noted(self, line: str, component_id: str = "") -> PaperFieldView | None:
        paper = await self._component(component_id or self.paper)
        return next((one for one in paper.fields if one.id == line), None) if paper else None

    async def _find(self) -> None:
        dossier = await self.get_state(DeskDossier)
        try:
            wanted = id_of(dossier._id), id_of(self.paper)  # noqa: SLF001 - as above
            self.suggested = await run(self, paper_fields.suggestions, *wanted)
        except DomainError as error:
            self.suggested, self.problem = [], worded(error)

    async def _decide(self, service: Callable[..., object], **facts: object) -> None:
        """One decision; where somebody was faster, what there is now is shown."""
        dossier = await self.get_state(DeskDossier)
        if dossier.dossier is None:
            return
        self.problem = Notice()
        of = UUID(dossier.dossier.id), id_of(self.paper)
        facts["version"] = dossier.dossier.version
        try:
            await run(self, service, *of, **facts)
        except Conflict as error:
            self.problem = worded(error)
        except DomainError as error:
            self.problem = worded(error)
            return
        else:
            self.editing, self.text = "", ""
        await dossier._refresh()  # noqa: SLF001 - as above
        await self._find_again()

    async def _find_again(self) -> None:
        problem = self.problem
        await self._find()
        self.problem = problem if problem.vi else self.problem


def _hit(dossier_id: str, number: str, paper: ComponentView, place: PlaceView) -> PaperHit:
    return PaperHit(
        id=place.page_id,
        dossier_id=dossier_id,
        number=number,
        owner_name="",
        paper_name=paper.name,
        paper_name_en=paper.name_en,
        page=place.page,
        excerpt=[],
        boxes=place.boxes,
        picture_url=place.picture_url,
    )
