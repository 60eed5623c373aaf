"""Recovery keys of units, and the bundles that locked tablets handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, func, select

from sothuhoso.db.tables import AccountRow, DeviceRow, RecoveryBundleRow, RecoveryKeyRow, RecoveryPartRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlmodel import Session


def key(session: Session, key_id: UUID) -> RecoveryKeyRow | None:
    """The key pair with this id."""
    return session.get(RecoveryKeyRow, key_id)


def newest_key(session: Session, unit_code: str) -> RecoveryKeyRow | None:
    """The pair that a unit gives out now."""
    query = select(RecoveryKeyRow).where(RecoveryKeyRow.unit_code == unit_code)
    return session.exec(query.order_by(col(RecoveryKeyRow.created_at).desc(), col(RecoveryKeyRow.id))).first()


def bundle(session: Session, bundle_id: UUID, *, lock: bool = False) -> RecoveryBundleRow | None:
    """The bundle with this id."""
    query = select(RecoveryBundleRow).where(RecoveryBundleRow.id == bundle_id)
    return session.exec(query.with_for_update() if lock else query).first()


def bundles_of(session: Session, unit_code: str | None) -> list[tuple[RecoveryBundleRow, DeviceRow, AccountRow]]:
    """The bundles of a unit (of all with ``None``), newest first, with the tablet and whose store it was."""
    query = (
        select(RecoveryBundleRow, DeviceRow, AccountRow)
        .join(DeviceRow, col(DeviceRow.id) == RecoveryBundleRow.device_id)
        .join(AccountRow, col(AccountRow.id) == RecoveryBundleRow.account_id)
        .order_by(col(RecoveryBundleRow.created_at).desc(), col(RecoveryBundleRow.id))
    )
    found = session.exec(query if unit_code is None else query.where(RecoveryBundleRow.unit_code == unit_code)).all()
    return [(row, device, account) for row, device, account in found]


def count_since(session: Session, device_id: UUID, moment: datetime) -> int:
    """How many bundles a tablet has begun since then."""
    return session.exec(
        select(func.count())
        .select_from(RecoveryBundleRow)
        .where(RecoveryBundleRow.device_id == device_id, RecoveryBundleRow.created_at >= moment)
    ).one()


def parts(session: Session, bundle_id: UUID) -> Sequence[RecoveryPartRow]:
    """All parts a bundle names."""
    query = select(RecoveryPartRow).where(RecoveryPartRow.bundle_id == bundle_id)
    return session.exec(query.order_by(col(RecoveryPartRow.sha256))).all()


def part(session: Session, bundle_id: UUID, sha256: str) -> RecoveryPartRow | None:
    """One of them."""
    return session.get(RecoveryPartRow, (bundle_id, sha256))


def opened_before(session: Session, moment: datetime, limit: int) -> Sequence[RecoveryBundleRow]:
    """Bundles that were opened before then, at most so many."""
    query = select(RecoveryBundleRow).where(col(RecoveryBundleRow.opened_at) < moment)
    return session.exec(query.order_by(col(RecoveryBundleRow.id)).limit(limit)).all()


def file_in_use(session: Session, sha256: str) -> bool:
    """Whether a bundle names this file: one that was sent under two ids has its parts in common."""
    part = select(RecoveryPartRow.sha256).where(RecoveryPartRow.sha256 == sha256).limit(1)
    head = select(RecoveryBundleRow.id).where(RecoveryBundleRow.head_sha256 == sha256).limit(1)
    return session.exec(part).first() is not None or session.exec(head).first() is not None
