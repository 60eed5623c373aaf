"""Papers as PDF/A: the order that comes with the dossier, the working off of orders, and the file at the desk.

An order is a row, written in the transaction that makes the dossier, so none is lost between two systems; whoever takes
it has it for a while only, so that the order of a worker that was killed is taken up by the next. Each page that is
done is kept: what is begun again goes on behind it. Each time the order is taken, and when a page of it is to be cut
otherwise, it gets another ticket: what somebody brings under an older one counts for nothing.

A paper that is one PDF and nothing else has that as its file, byte for byte; of it only the words are read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sothuhoso.db.queries import dossiers, paper_files
from sothuhoso.db.tables import DossierComponentRow, DossierPageRow, PageReadingRow, PaperFileRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain.brought import PageKind
from sothuhoso.domain.errors import DomainError, NotFound, Unavailable
from sothuhoso.domain.file_names import original_name, paper_file_name
from sothuhoso.domain.manifest import laid_of
from sothuhoso.domain.papers import OwnSize
from sothuhoso.domain.policy import Action, Actor
from sothuhoso.domain.ports import MadePage, SeenPage, Word
from sothuhoso.services import audit, brought_files, guard, page_words, paper_versions
from sothuhoso.services.container import Container
from sothuhoso.services.views import ImageBytes, NamedFile

ORDERED = "papers"
"""The topic that wakes whoever works off orders."""

LEASE = timedelta(minutes=5)
"""A page takes seconds: who has not been heard of for so long is gone."""
TRIES = 4
_AGAIN = timedelta(seconds=20)
_LOST = "image.too_heavy"  # what is said of a photo that cost its worker the life
_LOST_TOO = "document.too_heavy"  # and of a file


def order(uow: UnitOfWork, c: Container, paper: DossierComponentRow, pages: int) -> None:
    """Ask for the file of a paper that has photographed pages. The caller's transaction commits it."""
    due = c.clock.now() - timedelta(seconds=1) + timedelta(microseconds=paper.position)  # a dossier's papers in order
    uow.session.add(
        PaperFileRow(component_id=paper.id, dossier_id=paper.dossier_id, state="waiting", of=pages, next_at=due)
    )
    uow.tell(ORDERED)


def order_anew(uow: UnitOfWork, c: Container, paper: DossierComponentRow, page: DossierPageRow) -> None:
    """Ask for the paper's next version: this page lies otherwise, so what was read on it counts no more.

    The sheets of the other pages stay, and so does the file that is there.
    """
    file = paper_files.get(uow.session, paper.id, lock=True)
    if (reading := paper_files.reading(uow.session, page.id)) is not None:
        uow.session.delete(reading)
        uow.session.flush()
    pages = paper_files.pages(uow.session, paper.id)
    if file is None:
        order(uow, c, paper, len(pages))
        return
    file.state, file.tried, file.next_at, file.problem = "waiting", 0, c.clock.now(), ""
    file.leased_until, file.ticket = None, file.ticket + 1
    file.done = sum(paper_files.reading(uow.session, one.id) is not None for one in pages)
    uow.session.add(file)
    uow.tell(ORDERED)


class Outcome(StrEnum):
    """What became of an order that was taken: the file is there, it is tried again, it never will be, or it was let go.

    ``LOST``: meanwhile it is somebody else's.
    """

    READY = "ready"
    LATER = "later"
    FAILED = "failed"
    GIVEN_BACK = "given_back"
    LOST = "lost"


class Held(NamedTuple):
    """An order that was taken, and under which ticket."""

    component_id: UUID
    ticket: int


class _LostError(Exception):
    """The order is somebody else's by now, or is about a page that lies otherwise."""


def work_one(c: Container) -> Outcome | None:
    """Take the next order and see it through; answers what became of it, ``None`` where there was none."""
    held = take(c)
    return held and see_through(c, held)


def take(c: Container) -> Held | None:
    """The order that has waited longest, for ``LEASE``; ``None`` where none is due."""
    now = c.clock.now()
    with c.work() as uow:
        while (found := paper_files.next_due(uow.session, now)) is not None:
            if found.leased_until is not None:
                found.tried += 1  # whoever had it is gone: a page that kills its worker must not do so for ever
            if found.tried < TRIES:
                found.state, found.leased_until, found.ticket = "working", now + LEASE, found.ticket + 1
                uow.session.add(found)
                uow.tell(f"dossier:{found.dossier_id}")
                break
            _fail(uow, found, _LOST)
            uow.session.flush()
        uow.commit()
        return found and Held(found.component_id, found.ticket)


def see_through(c: Container, held: Held, leaving: Callable[[], bool] = lambda: False) -> Outcome:
    """Make what was ordered, page by page; before each it is given back where its worker is ``leaving``.

    What fails for a passing reason is tried again, each time later; after ``TRIES`` it stands there as failed, with the
    reason's key, until somebody asks for it again.
    """
    try:
        pages = _pages(c, held.component_id)
        whole = brought_files.is_one_pdf(pages)
        sheets: list[bytes] = []
        for page in pages:
            if leaving():
                return Outcome.GIVEN_BACK if give_back(c, held) else Outcome.LOST
            sheets.append(_sheet(c, held, page, whole=whole))
        title = _title(c, held.component_id)
        made = c.files.get(pages[0].file_sha256) if whole else c.pages.bind(sheets, title=title)
        _finish(c, held, made)
    except _LostError:
        return Outcome.LOST
    except DomainError as error:
        return _put_back(c, held, error)
    return Outcome.READY


def give_back(c: Container, held: Held) -> bool:
    """Let go of an order, which is no try: the next worker takes it at once. Answers whether it still was ours."""
    with suppress(_LostError), c.work() as uow:
        row = _ours(uow, held)
        row.state, row.leased_until, row.ticket = "waiting", None, row.ticket + 1
        uow.session.add(row)
        uow.tell(ORDERED, f"dossier:{row.dossier_id}")
        uow.commit()
        return True
    return False


def make_again(c: Container, actor: Actor, dossier_id: UUID, component_id: UUID) -> None:
    """Ask for the file of a paper once more: after it failed, or where there never was an order.

    What is under way or ready stays as it is. Raises ``NotFound('paper_file.unknown')`` for a paper without pages.
    """
    with c.work() as uow:
        guard.dossier(uow, actor, dossier_id, Action.DOSSIER_COMPARE)
        paper = dossiers.component(uow.session, dossier_id, component_id)
        pages = paper_files.pages(uow.session, component_id) if paper else ()
        if paper is None or not pages:
            raise NotFound("paper_file.unknown")
        known = paper_files.get(uow.session, component_id, lock=True)
        if known is None:
            order(uow, c, paper, len(pages))
        elif known.state == "failed":
            known.state, known.tried, known.next_at, known.problem = "waiting", 0, c.clock.now(), ""
            uow.session.add(known)
            uow.tell(ORDERED)
        uow.tell(f"dossier:{dossier_id}")
        uow.commit()


def paper_pdf(
    c: Container, actor: Actor, dossier_id: UUID, component_id: UUID, version: int | None = None
) -> NamedFile:
    """The file of one paper, the last or an earlier one; the look at it is written down.

    ``foreign`` where it is what somebody brought. Raises ``NotFound('paper_file.unknown')``.
    """
    with c.work() as uow:
        row = guard.dossier(uow, actor, dossier_id, Action.PAGE_VIEW)
        paper = dossiers.component(uow.session, dossier_id, component_id)
        made = (
            paper_files.get(uow.session, component_id)
            if version is None
            else paper_files.version(uow.session, component_id, version)
        )
        if paper is None or made is None or not made.file_sha256:
            raise NotFound("paper_file.unknown")
        content = c.files.get(made.file_sha256)
        foreign = any(page.file_sha256 == made.file_sha256 for page in paper_files.pages(uow.session, component_id))
        facts = {"dossier": str(row.id), "version": made.version}
        audit.record(uow, c, actor, Action.PAGE_VIEW, "paper_file", component_id, row.unit_code, **facts)
        uow.commit()
    name = paper_file_name(row.number, paper.position + 1, paper.key, made.version)
    return NamedFile(name, content, foreign=foreign)


def original(c: Container, actor: Actor, dossier_id: UUID, page_id: UUID) -> NamedFile:
    """The file that was brought along, of which this is a page, byte for byte; the look at it is written down.

    Raises ``NotFound('page.unknown' | 'file.unknown')``, for a photographed page, too.
    """
    with c.work() as uow:
        row = guard.dossier(uow, actor, dossier_id, Action.PAGE_VIEW)
        page = dossiers.page(uow.session, dossier_id, page_id)
        paper = page and dossiers.component(uow.session, dossier_id, page.component_id)
        if page is None or paper is None or page.file_page is None:
            raise NotFound("page.unknown")
        content, begins = c.files.get(page.file_sha256), page.position - page.file_page + 1
        audit.record(uow, c, actor, Action.PAGE_VIEW, "original", page_id, row.unit_code, dossier=str(row.id))
        uow.commit()
    name = original_name(row.number, paper.position + 1, paper.key, begins, page.media_type)
    return NamedFile(name, content, page.media_type, foreign=True)


def clean_page(c: Container, actor: Actor, dossier_id: UUID, page_id: UUID) -> ImageBytes:
    """The clean page as a picture; the look at it is written down.

    Raises ``NotFound('page.unknown' | 'page.not_made')`` and ``Unavailable('page.not_drawn' | 'image.busy' | …)``.
    """
    with c.look() as uow:
        row = guard.dossier(uow, actor, dossier_id, Action.PAGE_VIEW)
        page = dossiers.page(uow.session, dossier_id, page_id)
        if page is None:
            raise NotFound("page.unknown")
        reading = paper_files.reading(uow.session, page_id)
    if reading is None:
        raise NotFound("page.not_made")
    image = _clean(c, page, reading)
    with c.work() as uow:
        audit.record(uow, c, actor, Action.PAGE_VIEW, "page", page_id, row.unit_code, dossier=str(row.id))
        uow.commit()
    return image


def _clean(c: Container, page: DossierPageRow, reading: PageReadingRow) -> ImageBytes:
    if reading.sheet_sha256:
        return ImageBytes(c.images.picture(c.files.get(reading.sheet_sha256)), "image/jpeg")
    return brought_files.page_image(c, page, thumbnail=False)


def _ours(uow: UnitOfWork, held: Held) -> PaperFileRow:
    """The order's row, locked. Raises ``_LostError`` where it is this worker's no more."""
    row = paper_files.get(uow.session, held.component_id, lock=True)
    if row is None or row.ticket != held.ticket:
        raise _LostError
    return row


def _pages(c: Container, component_id: UUID) -> Sequence[DossierPageRow]:
    with c.look() as uow:
        return paper_files.pages(uow.session, component_id)


def _title(c: Container, component_id: UUID) -> str:
    """What the paper is, of which dossier; nobody's name."""
    with c.look() as uow:
        made = paper_files.get(uow.session, component_id)
        paper = made and dossiers.component(uow.session, made.dossier_id, component_id)
        row = made and dossiers.get(uow.session, made.dossier_id)
    return f"{paper.name} – {row.number}" if paper and row else ""


def _sheet(c: Container, held: Held, page: DossierPageRow, *, whole: bool) -> bytes:
    """The page's own PDF: of an earlier try, or made now; nothing where its file is ``whole`` and says its words."""
    with c.look() as uow:
        known = paper_files.reading(uow.session, page.id)
    if known is not None and not known.sheet_sha256 and whole:
        return b""
    if known is not None and known.sheet_sha256 and c.files.has(known.sheet_sha256):
        return c.files.get(known.sheet_sha256)
    if page.file_page is None:
        seen, made = _of_photo(c, page)
    else:
        seen, made = _of_file(c, page, whole=whole)
    _keep(c, held, page, seen, made)
    return made.sheet


_NOTHING_DOUBTED = SeenPage((), None, 0.0, {})


def _of_photo(c: Container, page: DossierPageRow) -> tuple[SeenPage, MadePage]:
    photo, laid = c.files.get(page.file_sha256), laid_of(page.laid)
    corners = laid.corners and tuple((x * page.width, y * page.height) for x, y in laid.corners)
    made = c.pages.make(photo, laid.paper, corners=corners, turn=laid.turn)
    return c.pages.check(photo, laid.paper, corners=corners, sure=made.sure), made


def _of_file(c: Container, page: DossierPageRow, *, whole: bool) -> tuple[SeenPage, MadePage]:
    """A page of a file: its own words where they are enough, else a sheet of its real size. A scan gets a verdict."""
    facts = brought_files.facts(c, page)
    scanned, words = facts.kind is PageKind.SCAN, brought_files.words(c, page) if whole else ()
    if words and not scanned:
        return _NOTHING_DOUBTED, _said(facts.dpi, words)
    picture = brought_files.page_image(c, page, thumbnail=False).content
    size = OwnSize(*sorted((facts.width, facts.height)))
    turn = None if scanned else 0  # what a program wrote stands upright
    made = _said(facts.dpi, words) if words else c.pages.make(picture, size, turn=turn)
    return c.pages.check(picture, size, sure=made.sure) if scanned else _NOTHING_DOUBTED, made


def _said(dpi: float, words: tuple[Word, ...]) -> MadePage:
    return MadePage(b"", " ".join(text for text, *_ in words), words, dpi, 0)


def _cut_by(page: DossierPageRow, seen: SeenPage) -> list[list[float]] | None:
    """The corners, as shares of the photo; where none were found all of it was taken for the page."""
    if page.file_page is not None:
        return None
    if seen.corners is None:
        return [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]
    return [[round(x / page.width, 4), round(y / page.height, 4)] for x, y in seen.corners]


def _keep(c: Container, held: Held, page: DossierPageRow, seen: SeenPage, made: MadePage) -> None:
    name, now = c.files.put(made.sheet) if made.sheet else "", c.clock.now()
    reading = PageReadingRow(
        page_id=page.id,
        dossier_id=page.dossier_id,
        component_id=held.component_id,
        verdict=seen.verdict,
        reasons=[asdict(reason) for reason in seen.reasons],
        dpi=made.dpi,
        turned=made.turned,
        corners=_cut_by(page, seen),
        sheet_sha256=name,
        words_enc=page_words.sealed(c, page.id, made.text, made.words),
        made_at=now,
    )
    with c.work() as uow:
        row = _ours(uow, held)
        page_words.index(uow, uow.session.merge(reading), [word for word, *_ in made.words])
        row.done, row.leased_until = min(row.of, row.done + 1), now + LEASE
        uow.session.add(row)
        uow.tell(f"dossier:{row.dossier_id}")
        uow.commit()


def _finish(c: Container, held: Held, content: bytes) -> None:
    name = c.files.put(content)
    with c.work() as uow:
        row = _ours(uow, held)
        row.state, row.done, row.leased_until, row.problem = "ready", row.of, None, ""
        row.version, row.file_sha256, row.bytes, row.made_at = row.version + 1, name, len(content), c.clock.now()
        row.ticket += 1  # what is done is done once
        uow.session.add(row)
        paper_versions.keep(uow, row)
        uow.tell(f"dossier:{row.dossier_id}")
        uow.commit()


def _put_back(c: Container, held: Held, error: DomainError) -> Outcome:
    with suppress(_LostError), c.work() as uow:
        row = _ours(uow, held)
        row.tried += 1
        passes = row.tried < TRIES and _passes(error)
        if passes:
            row.state, row.leased_until, row.problem = "waiting", None, error.key
            row.next_at = c.clock.now() + _AGAIN * 2**row.tried
            uow.session.add(row)
        else:
            _fail(uow, row, error.key)
        uow.commit()
        return Outcome.LATER if passes else Outcome.FAILED
    return Outcome.LOST


def _passes(error: DomainError) -> bool:
    """Whether it may go well the next time: something is missing or busy, or the worker was killed over the page."""
    return isinstance(error, Unavailable) or error.key in (_LOST, _LOST_TOO)


def _fail(uow: UnitOfWork, row: PaperFileRow, key: str) -> None:
    row.state, row.leased_until, row.problem = "failed", None, key
    uow.session.add(row)
    uow.tell(f"dossier:{row.dossier_id}")
