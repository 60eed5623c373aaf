"""Papers as PDF/A: what waits to be made, what is made, and what was read on each page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_
from sqlmodel import Session, col, select

from sothuhoso.db.tables import DossierPageRow, PageReadingRow, PaperFileRow, PaperVersionRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID


def get(session: Session, component_id: UUID, *, lock: bool = False) -> PaperFileRow | None:
    """The file of one paper; ``lock`` as of ``submissions.get``."""
    query = select(PaperFileRow).where(PaperFileRow.component_id == component_id)
    return session.exec(query.with_for_update() if lock else query).first()


def of_dossier(session: Session, dossier_id: UUID) -> Sequence[PaperFileRow]:
    """The files of a dossier's papers, made or not."""
    return session.exec(select(PaperFileRow).where(PaperFileRow.dossier_id == dossier_id)).all()


def version(session: Session, component_id: UUID, number: int) -> PaperVersionRow | None:
    """One paper's file as it was finished the ``number``-th time."""
    return session.get(PaperVersionRow, (component_id, number))


def versions(session: Session, dossier_id: UUID) -> Sequence[PaperVersionRow]:
    """All files of a dossier's papers, the last of each paper first."""
    query = (
        select(PaperVersionRow)
        .where(PaperVersionRow.dossier_id == dossier_id)
        .order_by(col(PaperVersionRow.version).desc())
    )
    return session.exec(query).all()


def next_due(session: Session, now: datetime) -> PaperFileRow | None:
    """The order that has waited longest and that nobody works on, locked; orders of workers that died among them."""
    free = or_(col(PaperFileRow.leased_until).is_(None), col(PaperFileRow.leased_until) <= now)
    query = (
        select(PaperFileRow)
        .where(col(PaperFileRow.state).in_(("waiting", "working")), col(PaperFileRow.next_at) <= now, free)
        .order_by(col(PaperFileRow.next_at), col(PaperFileRow.component_id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return session.exec(query).first()


def newest_files(session: Session, most: int) -> Sequence[str]:
    """The files of pages whose papers were ordered last."""
    query = (
        select(DossierPageRow.file_sha256)
        .join(PaperFileRow, col(PaperFileRow.component_id) == col(DossierPageRow.component_id))
        .order_by(col(PaperFileRow.next_at).desc())
        .limit(most)
    )
    return session.exec(query).all()


def pages(session: Session, component_id: UUID) -> Sequence[DossierPageRow]:
    """A paper's pages in order."""
    query = (
        select(DossierPageRow).where(DossierPageRow.component_id == component_id).order_by(col(DossierPageRow.position))
    )
    return session.exec(query).all()


def readings(session: Session, dossier_id: UUID) -> Sequence[PageReadingRow]:
    """What was read on a dossier's pages."""
    return session.exec(select(PageReadingRow).where(PageReadingRow.dossier_id == dossier_id)).all()


def reading(session: Session, page_id: UUID) -> PageReadingRow | None:
    """What was read on one page."""
    return session.get(PageReadingRow, page_id)
