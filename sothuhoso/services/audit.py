"""Writes down who did or saw what, in the transaction of the deed itself: neither exists without the other.

Looking at a photographed paper or a whole ID number is a deed too (Luật 91/2025/QH15 on personal data).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sothuhoso.db.tables import AuditRow

if TYPE_CHECKING:
    from sothuhoso.db.unit_of_work import UnitOfWork
    from sothuhoso.domain.policy import Actor
    from sothuhoso.services.container import Container


def record(
    uow: UnitOfWork,
    c: Container,
    actor: Actor,
    action: str,
    object_kind: str,
    object_id: object,
    unit_code: str | None,
    **facts: str | float | bool | None,
) -> None:
    """Add one entry; the caller commits. ``facts`` hold codes, keys and counts, nothing personal."""
    uow.session.add(
        AuditRow(
            at=c.clock.now(),
            actor_id=actor.account_id,
            actor_name=actor.name,
            actor_role=actor.role or "",
            action=str(action),
            object_kind=object_kind,
            object_id=str(object_id),
            unit_code=unit_code,
            facts=facts,
        )
    )
