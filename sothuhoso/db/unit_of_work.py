"""One use case, one transaction. The only file that commits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from sqlalchemy.exc import OperationalError, TimeoutError  # noqa: A004 - the pool's, not the built-in
from sqlmodel import Session

from sothuhoso.domain.errors import Unavailable

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

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Roll back what was not committed.

        Raises ``Unavailable('database.busy')`` where the database gave no turn or no connection: the sender keeps its
        work and comes back.
        """
        self.session.close()
        if isinstance(error, (OperationalError, TimeoutError)):
            raise Unavailable("database.busy") from error

    def tell(self, *topics: str) -> None:
        """Remember topics to broadcast once the change is durable."""
        self._topics.extend(topics)

    def commit(self) -> None:
        """Make the change durable, then tell the open screens."""
        self.session.commit()
        topics, self._topics = self._topics, []
        if topics:
            self._broadcast.publish(*dict.fromkeys(topics))
