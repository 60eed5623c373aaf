"""The desk's list: filtered, counted and paged in the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy import select as columns  # SQLModel's own takes four at most
from sqlmodel import Session, col, select

from sothuhoso.db.tables import DossierComponentRow, DossierPageRow, DossierPersonRow, DossierRow, LeaseRow
from sothuhoso.domain.dossier_code import ids_of_local_code

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class DeskFilter:
    """``unit_code`` ``None`` = every unit; ``status`` 0 and empty texts = no restriction.

    ``words`` are folded words that must all occur in one person's name; ``number`` a part of the dossier's number (its
    own or the one on its receipt) in capitals, or a phone's local code; ``id_index`` the blind index of a whole ID
    number. These three are alternatives.
    """

    unit_code: str | None
    status: int = 0
    procedure_code: str = ""
    words: tuple[str, ...] = ()
    number: str = ""
    id_index: str = ""

    @property
    def searches(self) -> bool:
        return bool(self.words or self.number or self.id_index)


def rows(session: Session, wanted: DeskFilter, *, offset: int, limit: int) -> Sequence[DossierRow]:
    """One page, the newest first."""
    query = (
        select(DossierRow)
        .where(*_conditions(wanted))
        .order_by(col(DossierRow.submitted_at).desc(), col(DossierRow.number).desc())
        .offset(offset)
        .limit(limit)
    )
    return session.exec(query).all()


def count(session: Session, wanted: DeskFilter) -> int:
    """How many the filter lets through."""
    return session.exec(select(func.count()).select_from(DossierRow).where(*_conditions(wanted))).one()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many dossiers of one procedure stand in one status. Names as of the latest version used."""

    status: int
    procedure_code: str
    procedure_name: str
    procedure_name_en: str
    count: int


def tallies(session: Session, unit_code: str | None) -> list[Tally]:
    """The whole unit by status and procedure, in one question: the list asks it again with every change."""
    query = (
        columns(
            col(DossierRow.status),
            col(DossierRow.procedure_code),
            func.max(col(DossierRow.procedure_name)),
            func.max(col(DossierRow.procedure_name_en)),
            func.count(),
        )
        .where(*_in_unit(unit_code))
        .group_by(col(DossierRow.status), col(DossierRow.procedure_code))
    )
    return [Tally(*row) for row in session.connection().execute(query)]


def pages_of(session: Session, dossier_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Dossier → number of photographed pages."""
    query = (
        select(DossierPageRow.dossier_id, func.count())
        .where(col(DossierPageRow.dossier_id).in_(dossier_ids))
        .group_by(col(DossierPageRow.dossier_id))
    )
    return dict(session.exec(query).all())


def missing_of(session: Session, dossier_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Dossier → number of papers that the person still has to bring."""
    query = (
        select(DossierComponentRow.dossier_id, func.count())
        .where(
            col(DossierComponentRow.dossier_id).in_(dossier_ids),
            DossierComponentRow.state == "none",
            DossierComponentRow.kind == "submit",
        )
        .group_by(col(DossierComponentRow.dossier_id))
    )
    return dict(session.exec(query).all())


def holders_of(session: Session, dossier_ids: Sequence[UUID], now: datetime) -> dict[UUID, str]:
    """Dossier → name of whoever has it open just now."""
    query = select(LeaseRow.dossier_id, LeaseRow.account_name).where(
        col(LeaseRow.dossier_id).in_(dossier_ids), col(LeaseRow.until) > now
    )
    return dict(session.exec(query).all())


def _in_unit(unit_code: str | None) -> tuple[ColumnElement[bool], ...]:
    return () if unit_code is None else (col(DossierRow.unit_code) == unit_code,)


def _conditions(wanted: DeskFilter) -> tuple[ColumnElement[bool], ...]:
    out = list(_in_unit(wanted.unit_code))
    if wanted.status:
        out.append(col(DossierRow.status) == wanted.status)
    if wanted.procedure_code:
        out.append(col(DossierRow.procedure_code) == wanted.procedure_code)
    if wanted.searches:
        out.append(or_(*_found(wanted)))
    return tuple(out)


def _found(wanted: DeskFilter) -> list[ColumnElement[bool]]:
    out: list[ColumnElement[bool]] = []
    if wanted.words:
        named = [col(DossierPersonRow.name_folded).contains(word, autoescape=True) for word in wanted.words]
        out.append(_a_person(*named))
    if wanted.number:
        out.append(col(DossierRow.number).contains(wanted.number, autoescape=True))
        out.append(col(DossierRow.official_code) == wanted.number)
        out.append(col(DossierRow.provisional_number).contains(wanted.number, autoescape=True))
        if (ids := ids_of_local_code(wanted.number)) is not None:
            out.append(col(DossierRow.id).between(*ids))
    if wanted.id_index:
        out.append(_a_person(col(DossierPersonRow.id_number_index) == wanted.id_index))
    return out


def _a_person(*conditions: Any) -> ColumnElement[bool]:
    return select(DossierPersonRow.id).where(DossierPersonRow.dossier_id == DossierRow.id, *conditions).exists()
