"""Drafts that a phone and a tablet work on together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from sothuhoso.db.tables import SharedDraftRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID


def get(session: Session, draft_id: UUID, *, lock: bool = False) -> SharedDraftRow | None:
    """The shared draft of this submission id."""
    query = select(SharedDraftRow).where(SharedDraftRow.id == draft_id)
    return session.exec(query.with_for_update() if lock else query).first()


def by_code(session: Session, code_index: str) -> SharedDraftRow | None:
    """The draft that waits to be joined by this code (locked: the code is for one)."""
    return session.exec(select(SharedDraftRow).where(SharedDraftRow.code_index == code_index).with_for_update()).first()


def joined_by(session: Session, account_id: UUID | None) -> Sequence[SharedDraftRow]:
    """The drafts this account has joined (locked)."""
    joined = select(SharedDraftRow).where(SharedDraftRow.joined_account_id == account_id)
    return session.exec(joined.with_for_update()).all()


def expired(session: Session, now: datetime, limit: int) -> Sequence[SharedDraftRow]:
    """Shared drafts whose time is over."""
    return session.exec(select(SharedDraftRow).where(col(SharedDraftRow.expires_at) <= now).limit(limit)).all()
