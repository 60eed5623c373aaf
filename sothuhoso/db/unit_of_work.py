"""One use case, one transaction. The only file that commits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from sqlmodel import Session

if TYPE_CHECKING:
    from types import TracebackType

    from sqlalchemy import Engine

    from sothuhoso.domain.ports import Broadcaster


class UnitOfWork:
    """``with work() as uow: … uow.commit()``; leaving without ``commit`` rolls back.

    Topics given to ``tell`` are broadcast after the commit has succeeded, never before.
    """

    def __init__(self, engine: Engine, broadcast: Broadcaster) -> None:
        self._engine = engine
        self._broadcast = broadcast
        self._topics: list[str] = []
        self.session: Session

    def __enter__(self) -> Self:
        self.session = Session(self._engine, expire_on_commit=False)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.session.rollback()
        self.session.close()

    def tell(self, *topics: str) -> None:
        """Remember topics to broadcast once the change is durable."""
        self._topics.extend(topics)

    def commit(self) -> None:
        """Make the change durable, then tell the open screens."""
        self.session.commit()
        topics, self._topics = self._topics, []
        if topics:
            self._broadcast.publish(*dict.fromkeys(topics))
