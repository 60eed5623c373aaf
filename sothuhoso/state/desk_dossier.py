"""One dossier open at the desk: which page lies on the mat, which dialog is asked, what was decided."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

import reflex as rx

from sothuhoso.domain.errors import Conflict, DomainError, NotFound, Refused, Unavailable
from sothuhoso.services import comparing, decisions, dossier_view, leases, paper_files, verifying
from sothuhoso.services.dossier_views import ComponentView, DossierView, DuePreview, FormView, PageView
from sothuhoso.services.search_views import PaperHit
from sothuhoso.state import live
from sothuhoso.state.base import SIGNED_IN, Access, container, run
from sothuhoso.state.session import tell, told, worded

if TYPE_CHECKING:
    from collections.abc import Callable

_NO_PAGE = PageView(id="", position=0, width=0, height=0, bytes=0, thumb_url="", full_url="")
_NO_HIT = PaperHit(
    id="", dossier_id="", number="", owner_name="", paper_name="", paper_name_en="", page=0, excerpt=[], boxes=[],
    picture_url="",
)  # fmt: skip
_MAX_TEXT = 2000


class DeskDossier(rx.State):
    """``shown`` is false while no dossier is open; ``absent`` where the address names none this desk may see.

    ``dialog``: ``""`` | ``receive`` | ``supplement`` | ``refuse``. ``whole_id`` holds numbers shown in full, by slot.
    ``hit``: a page on which something was found; while it lies on the mat, it is the clean one and marked.
    """

    authz: ClassVar[Access] = SIGNED_IN
    dossier: DossierView | None = None
    shown: bool = False
    absent: bool = False
    holder: str = ""
    at: int = 0
    dialog: str = ""
    due: DuePreview | None = None
    due_date: str = ""
    items: str = ""
    reason: str = ""
    second: bool = False
    busy: bool = False
    problem_vi: str = ""
    problem_en: str = ""
    changed_elsewhere: bool = False
    whole_id: dict[str, str] = {}
    signature_shown: bool = False
    hit: PaperHit = _NO_HIT
    _id: str = ""
    _wanted: PaperHit = _NO_HIT
    _round: int = 0

    @rx.event
    async def load(self):  # noqa: ANN201 - a generator of Reflex events
        """Open what the address names (``?hs=``, and ``trang=`` for a page of it to begin with)."""
        address = self.router.url.query_parameters
        wanted, hit = str(address.get("hs", "")), self._wanted
        if wanted == self._id and self.shown:
            await self._refresh()
            return None
        await self._leave()
        self._id = wanted
        if not wanted:
            return None
        live.watch(self, f"dossier:{wanted}")
        await self._refresh()
        self._lay(str(address.get("trang", "")))
        self._want(hit)
        return DeskDossier.keep_lease if self.shown else None

    @rx.event
    async def close(self):  # noqa: ANN201
        """Put the dossier back."""
        await self._leave()
        return rx.redirect("/ban")

    @rx.event
    def show_page(self, index: int) -> None:
        """Lay this page (counted over all papers) on the mat."""
        self.at = min(max(0, _whole(index)), max(0, len(self._pages()) - 1))

    @rx.event
    def step(self, by: int) -> None:
        """Next or previous page."""
        self.show_page(self.at + _whole(by))

    @rx.event
    def show_component(self, component_id: str) -> None:
        """Lay the first page of this paper on the mat."""
        owners = [c.id for c, _ in self._pages()]
        if component_id in owners:
            self.at = owners.index(component_id)

    @rx.event
    def show_photo(self) -> None:
        """The photo as it was taken instead of the clean page."""
        self._unmark()

    @rx.event
    async def picture_failed(self) -> None:
        """The clean page did not come: say so, and show the photo."""
        if self.hit.id:
            self._unmark()
            await tell(self, Unavailable("page.not_drawn"))

    @rx.event
    async def compare(self, component_id: str, compared: bool) -> None:
        """Tick (or untick) that the photo was held against the original."""
        if self.dossier is None:
            return
        await self._decide(
            comparing.mark_compared, UUID(component_id), compared=bool(compared), version=self.dossier.version
        )

    @rx.event
    async def make_file(self, component_id: str) -> None:
        """Ask for the paper's PDF once more, or for that of a paper from before there were any."""
        async with told(self):
            await run(self, paper_files.make_again, UUID(self._id), UUID(component_id))

    @rx.event
    async def verify(self, slot: str, how: str) -> None:
        """Write down how it was made sure who this person is; ``""`` takes it back."""
        if self.dossier:
            await self._decide(
                verifying.record_verification, slot=str(slot), how=str(how), version=self.dossier.version
            )

    @rx.event
    async def show_id(self, slot: str) -> None:
        """Show the whole ID number; the view is audited."""
        async with told(self):
            number = await run(self, dossier_view.whole_id_number, UUID(self._id), slot=str(slot), reason="compare")
            self.whole_id = {**self.whole_id, str(slot): number}

    @rx.event
    def show_signature(self) -> None:
        """Let the browser fetch the signature; the fetch is audited."""
        self.signature_shown = True

    @rx.event
    async def ask_receive(self) -> None:
        """Open the question before receiving: the day of return is computed now."""
        self._fresh_dialog("receive")
        async with told(self):
            self.due = await run(self, decisions.preview_due, UUID(self._id))

    @rx.event
    def ask_supplement(self) -> None:
        """Open the request for supplements, with what is missing already in it."""
        self._fresh_dialog("supplement")
        missing = [c.name for c in self.dossier.components if c.missing] if self.dossier else []
        self.items = "\n".join(missing)

    @rx.event
    def ask_refuse(self) -> None:
        """Open the refusal."""
        self._fresh_dialog("refuse")

    @rx.event
    def cancel(self) -> None:
        """Close whatever is asked."""
        self.dialog = ""

    @rx.event
    def set_due_date(self, value: str) -> None:
        """The day of return named by hand (``yyyy-mm-dd``)."""
        self.due_date = str(value)[:10]

    @rx.event
    def set_items(self, value: str) -> None:
        """What is to be supplemented, a line each."""
        self.items = str(value)[:_MAX_TEXT]

    @rx.event
    def add_item(self, name: str) -> None:
        """Put one more paper into the request."""
        lines = [*self._lines(), str(name)[:300]]
        self.items = "\n".join(dict.fromkeys(lines))

    @rx.event
    def set_reason(self, value: str) -> None:
        """Why."""
        self.reason = str(value)[:_MAX_TEXT]

    @rx.event
    async def receive(self) -> None:
        """Receive: the clock starts, form 01 is issued."""
        if self.dossier:
            await self._decide(decisions.receive, version=self.dossier.version, due_date=self.due_date)

    @rx.event
    async def supplement(self) -> None:
        """Ask for supplements; a second request must be meant."""
        if self.dossier:
            await self._decide(
                decisions.ask_supplement,
                version=self.dossier.version,
                items=self._lines(),
                reason=self.reason,
                acknowledge_second=self.second,
            )

    @rx.event
    async def refuse(self) -> None:
        """Refuse with a reason."""
        if self.dossier:
            await self._decide(decisions.refuse, version=self.dossier.version, reason=self.reason)

    @rx.event(background=True)
    async def keep_lease(self) -> None:
        """Say again and again that this clerk is at it, for as long as the screen is there."""
        async with self:
            self._round += 1
            mine, opened = self._round, self._id
        while True:
            async with self:
                if self._round != mine or self._id != opened or not opened or not await live.connected(self):
                    return
                async with told(self):
                    lease = await run(self, leases.hold, UUID(opened))
                    self.holder = "" if lease.mine else lease.holder_name
            await asyncio.sleep(container().settings.lease_seconds / 3)

    @rx.var
    def page(self) -> PageView:
        """The page on the mat."""
        pages = self._pages()
        return pages[self.at][1] if self.at < len(pages) else _NO_PAGE

    @rx.var
    def paper(self) -> str:
        """The id of the component whose page lies on the mat."""
        pages = self._pages()
        return pages[self.at][0].id if self.at < len(pages) else ""

    @rx.var
    def marked(self) -> bool:
        """Whether what lies on the mat is the clean page with what was found on it."""
        return bool(self.hit.id) and self.page.id == self.hit.id

    @rx.var
    def page_count(self) -> int:
        """All pages of all papers."""
        return len(self._pages())

    @rx.var
    def last_form(self) -> FormView | None:
        """The form issued last, to print."""
        return self.dossier.forms[-1] if self.dossier and self.dossier.forms else None

    async def _refresh(self) -> None:
        """Look again; somebody else's change is said, never written over."""
        if not self._id:
            return
        before = self.dossier
        try:
            self.dossier = await run(self, dossier_view.open_dossier, UUID(self._id))
        except (NotFound, Refused, ValueError):  # whether it exists elsewhere is nobody's business here
            self.dossier, self.shown, self.absent = None, False, True
            return
        except DomainError as error:
            await tell(self, error)
            return
        self.shown, self.absent = True, False
        if before and self.hit.id and _made(before, self.hit.id) != _made(self.dossier, self.hit.id):
            self._unmark()  # the page was cut otherwise: what was found stands elsewhere on it
        if before and self.dialog and before.version != self.dossier.version:
            self.changed_elsewhere = True

    def _want(self, hit: PaperHit) -> None:
        """Lay the page of this hit on the mat: now, or once its dossier is open."""
        self._wanted = hit
        if hit.id and self.shown and hit.dossier_id == self._id:
            self.hit, self._wanted = hit, _NO_HIT
            self._lay(hit.id)

    def _unmark(self) -> None:
        self.hit = _NO_HIT

    def _lay(self, page_id: str) -> None:
        known = [page.id for _, page in self._pages()]
        if page_id in known:
            self.at = known.index(page_id)

    async def _decide(self, service: Callable[..., object], *args: object, **facts: object) -> None:
        """One decision; its dialog closes only when it went through."""
        self.busy, self.problem_vi, self.problem_en = True, "", ""
        try:
            await run(self, service, UUID(self._id), *args, **facts)
        except DomainError as error:
            await self._refused(error)
        else:
            self.dialog = ""
            await self._refresh()
        finally:
            self.busy = False

    async def _refused(self, error: DomainError) -> None:
        if error.key == "dossier.second_supplement":
            self.second = True
            return
        notice = worded(error)
        self.problem_vi, self.problem_en = notice.vi, notice.en
        if isinstance(error, Conflict):
            await self._refresh()
        if not self.dialog:
            await tell(self, error)

    async def _leave(self) -> None:
        """Give the lease back and forget the dossier."""
        if self._id and self.shown:
            async with told(self):
                await run(self, leases.release, UUID(self._id))
        live.watch(self)
        self.reset()
        from sothuhoso.state.desk_page import DeskPage  # noqa: PLC0415 - these import this module
        from sothuhoso.state.paper_fields import PaperFields  # noqa: PLC0415 - as above

        for part in (PaperFields, DeskPage):
            screen = await self.get_state(part)
            live.watch(screen)
            screen.reset()

    def _fresh_dialog(self, name: str) -> None:
        self.dialog, self.items, self.reason, self.due_date = name, "", "", ""
        self.second, self.changed_elsewhere, self.problem_vi, self.problem_en = False, False, "", ""

    def _lines(self) -> list[str]:
        return [line.strip() for line in self.items.splitlines() if line.strip()]

    def _pages(self) -> list[tuple[ComponentView, PageView]]:
        return [(c, p) for c in self.dossier.components for p in c.pages] if self.dossier else []


def _made(dossier: DossierView, page_id: str) -> str:
    return next((page.made for paper in dossier.components for page in paper.pages if page.id == page_id), "")


def _whole(value: object) -> int:
    """A small whole number from the browser; 0 for anything else."""
    text = str(value)
    return int(text) if text.lstrip("-").isdigit() and len(text) < 6 else 0  # noqa: PLR2004
