"""Full text of papers: what goes into the index, and which pages the terms are found on.

One surface for both databases: FTS5 beside the table on SQLite, ``tsvector`` columns on PostgreSQL; the migration keeps
both in step with the table's rows. Terms are runs of letters and digits, so neither language's signs can be in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, column, func, literal_column, table
from sqlalchemy import select as columns  # SQLModel's own wants its tables
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from sothuhoso.db.tables import DossierComponentRow, DossierPageRow, DossierRow, PageReadingRow, PageTextRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sothuhoso.domain.page_text import Term, Token

_FTS5 = table("page_text_fts", column("rowid"), column("page_text_fts"))
"""The column of the table's own name is what is asked, whatever columns it has."""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page the terms are on, with the paper and the dossier it belongs to and what was read on it."""

    page: DossierPageRow
    paper: DossierComponentRow
    dossier: DossierRow
    reading: PageReadingRow


def put(session: Session, reading: PageReadingRow, tokens: Sequence[Token]) -> None:
    """What the page is found by from now on, in place of what there was. Long numbers must be covered already."""
    insert = postgresql.insert if _is_postgresql(session) else sqlite.insert
    said = {"words": " ".join(token.text for token in tokens), "folded": " ".join(token.folded for token in tokens)}
    session.flush()  # the reading comes first
    session.connection().execute(
        insert(PageTextRow)
        .values(page_id=reading.page_id, dossier_id=reading.dossier_id, **said)
        .on_conflict_do_update(index_elements=["page_id"], set_=said)
    )


def in_dossier(session: Session, terms: Sequence[Term], dossier_id: UUID, *, limit: int) -> Sequence[FoundPage]:
    """Pages of one dossier in the order of its papers."""
    order = (col(DossierComponentRow.position), col(DossierPageRow.position))
    return _pages(session, terms, (col(PageTextRow.dossier_id) == dossier_id,), order, 0, limit)


def in_unit(session: Session, terms: Sequence[Term], unit_code: str, *, offset: int, limit: int) -> Sequence[FoundPage]:
    """Pages of a unit's dossiers, those read last first."""
    return _pages(
        session, terms, (col(DossierRow.unit_code) == unit_code,), (col(PageTextRow.id).desc(),), offset, limit
    )


def unread(session: Session, dossier_id: UUID) -> int:
    """How many of a dossier's pages cannot be found because nothing is read on them yet."""
    query = (
        select(func.count())
        .select_from(DossierPageRow)
        .outerjoin(PageTextRow, col(PageTextRow.page_id) == col(DossierPageRow.id))
        .where(DossierPageRow.dossier_id == dossier_id, col(PageTextRow.id).is_(None))
    )
    return session.exec(query).one()


def without_text(session: Session, after: UUID | None, limit: int) -> Sequence[PageReadingRow]:
    """Readings from before there was an index, behind the page ``after``, locked where somebody else may be at them."""
    query = (
        select(PageReadingRow)
        .outerjoin(PageTextRow, col(PageTextRow.page_id) == col(PageReadingRow.page_id))
        .where(col(PageTextRow.id).is_(None), *([col(PageReadingRow.page_id) > after] if after else []))
        .order_by(col(PageReadingRow.page_id))
        .limit(limit)
        .with_for_update(of=PageReadingRow, skip_locked=True)
    )
    return session.exec(query).all()


def _pages(
    session: Session,
    terms: Sequence[Term],
    where: tuple[ColumnElement[bool], ...],
    order: tuple[Any, ...],
    offset: int,
    limit: int,
) -> Sequence[FoundPage]:
    query = (
        select(DossierPageRow, DossierComponentRow, DossierRow, PageReadingRow)
        .select_from(PageTextRow)
        .join(PageReadingRow, col(PageReadingRow.page_id) == col(PageTextRow.page_id))
        .join(DossierPageRow, col(DossierPageRow.id) == col(PageTextRow.page_id))
        .join(DossierComponentRow, col(DossierComponentRow.id) == col(DossierPageRow.component_id))
        .join(DossierRow, col(DossierRow.id) == col(PageTextRow.dossier_id))
        .where(_said(session, terms), *where)
        .order_by(*order)
        .offset(offset)
        .limit(limit)
    )
    return [FoundPage(*row) for row in session.exec(query)]


def _said(session: Session, terms: Sequence[Term]) -> ColumnElement[bool]:
    """Every term is on the page."""
    if _is_postgresql(session):
        return and_(*(_tsquery_holds(term) for term in terms))
    said = " AND ".join(_fts5(term) for term in terms)
    matching = columns(_FTS5.c.rowid).where(_FTS5.c.page_text_fts.op("MATCH")(said))
    return col(PageTextRow.id).in_(matching)


def _column(term: Term) -> str:
    return "words" if term.exact else "folded"


def _fts5(term: Term) -> str:
    return f'{_column(term)} : "{" ".join(term.words)}"{" *" if term.prefix else ""}'


def _tsquery_holds(term: Term) -> ColumnElement[bool]:
    said = " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.prefix else "")
    return literal_column(f"page_text.fts_{_column(term)}").op("@@")(func.to_tsquery("simple", said))


def _is_postgresql(session: Session) -> bool:
    return session.connection().dialect.name == "postgresql"
