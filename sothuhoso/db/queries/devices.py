"""Shared tablets and who uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select, update

from sothuhoso.db.tables import AccountRow, DeviceRow, DeviceUserRow, SignInRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlmodel import Session


def get(session: Session, device_id: UUID) -> DeviceRow | None:
    """The tablet with this id."""
    return session.get(DeviceRow, device_id)


def with_token(session: Session, token_hash: str) -> DeviceRow | None:
    """The tablet whose cookie has this hash."""
    return session.exec(select(DeviceRow).where(DeviceRow.token_hash == token_hash)).first()


def of_unit(session: Session, unit_code: str | None) -> Sequence[DeviceRow]:
    """The tablets of a unit (of all with ``None``), the one seen last first."""
    query = select(DeviceRow).order_by(col(DeviceRow.last_seen_at).desc(), col(DeviceRow.id))
    return session.exec(query if unit_code is None else query.where(DeviceRow.unit_code == unit_code)).all()


def user(session: Session, device_id: UUID, account_id: UUID | None) -> DeviceUserRow | None:
    """This person's store on this tablet, if there is one."""
    return session.get(DeviceUserRow, (device_id, account_id)) if account_id else None


def users_of(session: Session, device_id: UUID) -> list[tuple[DeviceUserRow, AccountRow]]:
    """Who has a store on this tablet, the first one first."""
    found = session.exec(
        select(DeviceUserRow, AccountRow)
        .join(AccountRow, col(AccountRow.id) == DeviceUserRow.account_id)
        .where(DeviceUserRow.device_id == device_id)
        .order_by(col(DeviceUserRow.since), col(AccountRow.display_name))
    ).all()
    return [(row, account) for row, account in found]


def mark_seen(session: Session, device_id: UUID, now: datetime) -> None:
    """Remember that the tablet was in touch."""
    session.exec(update(DeviceRow).where(col(DeviceRow.id) == device_id).values(last_seen_at=now))


def end_sign_ins(session: Session, device_id: UUID, now: datetime) -> None:
    """End every open sign-in on a tablet."""
    session.exec(
        update(SignInRow)
        .where(col(SignInRow.device_id) == device_id, col(SignInRow.ended_at).is_(None))
        .values(ended_at=now)
    )
