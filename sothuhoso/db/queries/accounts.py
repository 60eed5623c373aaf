"""Accounts and their sign-ins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, func, select, update

from sothuhoso.db.tables import AccountRow, SignInRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlmodel import Session


def account(session: Session, account_id: UUID) -> AccountRow | None:
    """The account with this id."""
    return session.get(AccountRow, account_id)


def account_named(session: Session, username: str) -> AccountRow | None:
    """The account with this username (usernames are kept in lower case)."""
    return session.exec(select(AccountRow).where(AccountRow.username == username)).first()


def all_accounts(session: Session) -> Sequence[AccountRow]:
    """Every account, by unit and username."""
    by_unit = func.coalesce(AccountRow.unit_code, ""), col(AccountRow.username)  # the databases sort NULL differently
    return session.exec(select(AccountRow).order_by(*by_unit)).all()


def open_sign_in(session: Session, token_hash: str) -> tuple[SignInRow, AccountRow] | None:
    """The sign-in with this token and its account, unless it was ended or the account shut."""
    found = session.exec(
        select(SignInRow, AccountRow)
        .join(AccountRow, col(AccountRow.id) == SignInRow.account_id)
        .where(SignInRow.token_hash == token_hash, col(SignInRow.ended_at).is_(None), col(AccountRow.active).is_(True))
    ).first()
    return (found[0], found[1]) if found else None


def mark_seen(session: Session, token_hash: str, now: datetime) -> None:
    """Remember that the sign-in is in use; an ended one stays as it is."""
    session.exec(
        update(SignInRow)
        .where(col(SignInRow.token_hash) == token_hash, col(SignInRow.ended_at).is_(None))
        .values(seen_at=now)
    )


def end_sign_ins(session: Session, account_id: UUID, now: datetime) -> None:
    """End every open sign-in of an account."""
    session.exec(
        update(SignInRow)
        .where(col(SignInRow.account_id) == account_id, col(SignInRow.ended_at).is_(None))
        .values(ended_at=now)
    )
