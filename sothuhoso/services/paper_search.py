"""Finding by what is written on papers: in one dossier, or over the dossiers of the actor's own unit.

What is found shows some of what stands on a page, so who searched and whose papers were shown is written down; the
words that were looked for are not, neither there nor in any log. Numbers of persons are found by ``desk_list`` alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sothuhoso.db.queries import page_texts
from sothuhoso.db.queries.page_texts import FoundPage
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain import policy
from sothuhoso.domain.errors import Unavailable
from sothuhoso.domain.page_text import Term, excerpt, found, tokens
from sothuhoso.domain.policy import Action, Actor
from sothuhoso.domain.text_query import understood
from sothuhoso.services import audit, guard, page_words
from sothuhoso.services.container import Container
from sothuhoso.services.search_views import BoxView, PaperHit, PaperHits, PieceView

MAX_SIZE = 20
"""Hits of a page at the desk: a State sends the whole list again."""
MAX_IN_DOSSIER = 50
_LAST_PAGE = 500
_INDEXED_AT_ONCE = 50


def in_dossier(c: Container, actor: Actor, dossier_id: UUID, asked: str, *, exact: bool = False) -> PaperHits:
    """Pages of one dossier with all that is asked for (``text_query.understood``), in the order of its papers.

    Raises ``SignInNeeded``, ``NotFound('dossier.unknown')``, ``Refused``, and ``Invalid('search.…')`` as there.
    """
    with c.look() as uow:
        row = guard.dossier(uow, actor, dossier_id, Action.PAPER_SEARCH)
        terms = understood(asked, exact=exact)
        rows = page_texts.in_dossier(uow.session, terms, dossier_id, limit=MAX_IN_DOSSIER + 1)
        hits = PaperHits(
            hits=[_hit(c, one, terms) for one in rows[:MAX_IN_DOSSIER]],
            more=len(rows) > MAX_IN_DOSSIER,
            unread=page_texts.unread(uow.session, dossier_id),
        )
    with c.work() as uow:
        _record(uow, c, actor, row.unit_code, "dossier", dossier_id, hits)
        uow.commit()
    return hits


def at_desk(c: Container, actor: Actor, asked: str, *, exact: bool = False, page: int = 1) -> PaperHits:
    """Pages of the actor's own unit with all that is asked for, those read last first, ``MAX_SIZE`` at a time.

    Raises ``SignInNeeded``, ``Refused`` and ``Invalid('search.…')`` as of ``text_query.understood``.
    """
    policy.require(actor, Action.PAPER_SEARCH, actor.unit_code)
    unit, page = str(actor.unit_code), min(max(page, 1), _LAST_PAGE)
    terms = understood(asked, exact=exact)
    with c.look() as uow:
        rows = page_texts.in_unit(uow.session, terms, unit, offset=(page - 1) * MAX_SIZE, limit=MAX_SIZE + 1)
        shown = rows[:MAX_SIZE]
        hits = PaperHits([_hit(c, one, terms) for one in shown], page=page, more=len(rows) > MAX_SIZE)
    with c.work() as uow:
        _record(uow, c, actor, unit, "unit", unit, hits)
        for dossier_id in dict.fromkeys(hit.dossier_id for hit in hits.hits):
            of_it = [hit for hit in hits.hits if hit.dossier_id == dossier_id]
            _record(uow, c, actor, unit, "dossier", dossier_id, PaperHits(of_it))
        uow.commit()
    return hits


def index_some(c: Container, after: UUID | None) -> UUID | None:
    """Let some pages be found that were read before there was an index, behind the page ``after``.

    Answers where to go on, ``None`` at the end. Begun anew it does what is left; what cannot be opened stays as it is.
    """
    with c.work() as uow:
        rows = page_texts.without_text(uow.session, after, _INDEXED_AT_ONCE)
        for reading in rows:
            try:
                known = page_words.opened(c, reading)
            except Unavailable:
                continue
            page_words.index(uow, reading, known.words)
        uow.commit()
    return rows[-1].page_id if rows else None


def _record(uow: UnitOfWork, c: Container, actor: Actor, unit: str, kind: str, which: object, hits: PaperHits) -> None:
    audit.record(uow, c, actor, Action.PAPER_SEARCH, kind, which, unit, pages=len(hits.hits))


def _hit(c: Container, one: FoundPage, terms: Sequence[Term]) -> PaperHit:
    known = page_words.opened(c, one.reading)
    places = found(tokens(known.words), terms)
    return PaperHit(
        id=str(one.page.id),
        dossier_id=str(one.dossier.id),
        number=one.dossier.number,
        owner_name=one.dossier.owner_name,
        paper_name=one.paper.name,
        paper_name_en=one.paper.name_en,
        page=one.page.position + 1,
        excerpt=[PieceView(piece.text, piece.found) for piece in excerpt(known.words, places)],
        boxes=[BoxView(*known.boxes[at]) for at in sorted(places)],
        picture_url=f"/api/dossiers/{one.dossier.id}/pages/{one.page.id}/clean.jpg",
    )
