"""What was noted of a dossier's papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from sothuhoso.db.tables import PaperFieldRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID


def of_dossier(session: Session, dossier_id: UUID) -> Sequence[PaperFieldRow]:
    """What counts today of all papers of a dossier, by field and item."""
    query = (
        select(PaperFieldRow)
        .where(PaperFieldRow.dossier_id == dossier_id)
        .order_by(col(PaperFieldRow.field), col(PaperFieldRow.item), col(PaperFieldRow.version))
    )
    return list({(row.component_id, row.field, row.item): row for row in session.exec(query)}.values())


def of_paper(session: Session, dossier_id: UUID, component_id: UUID) -> Sequence[PaperFieldRow]:
    """As ``of_dossier``, of one paper."""
    return [row for row in of_dossier(session, dossier_id) if row.component_id == component_id]
