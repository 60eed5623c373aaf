"""Numbers of dossiers given to a tablet beforehand, so that a receipt can be handed out where no line is.

A block belongs to the unit of whoever asked and to one day; its numbers are of a series of their own and meet no number
of the desk (docs/decisions/0018). Nothing is taken back: a number that is on no paper is simply never used.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sothuhoso.db.queries import counters, number_blocks
from sothuhoso.db.tables import NumberBlockRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain import policy
from sothuhoso.domain.dossier_code import MAX_SERIAL
from sothuhoso.domain.errors import Conflict, Invalid, TooMany, Unavailable
from sothuhoso.domain.policy import Action, Actor
from sothuhoso.services import audit
from sothuhoso.services.capability import FOLLOW_PATH
from sothuhoso.services.container import Container
from sothuhoso.services.moments import iso, local_day
from sothuhoso.services.views import NumberBlock

MOST = 200
"""Numbers of one block: more than a team takes in on the longest trip."""

LIVES = timedelta(days=30)
"""How long a tablet may give numbers of a block; those on paper stay good whenever their dossier arrives."""

TRIES, TRIES_SECONDS = 60, 3600
_MAX_LABEL = 60


def take_block(
    c: Container, actor: Actor, block_id: UUID, *, count: int, unit: str = "", device: str = ""
) -> NumberBlock:
    """Numbers for a tablet that somebody of this unit works with; the same ``block_id`` gets the same block again.

    ``unit`` is the one the tablet wants numbers of (``""``: the actor's own), ``device`` what its people call it.
    Raises ``Invalid('numbers.count')``, ``Conflict('numbers.other')`` for an id that somebody else's block has,
    ``TooMany('numbers.too_many')``, ``Unavailable('numbers.none_left')``.
    """
    policy.require(actor, Action.NUMBERS_TAKE, unit or actor.unit_code)
    assert actor.unit_code is not None
    assert actor.account_id is not None
    if not 1 <= count <= MOST:
        raise Invalid("numbers.count", most=MOST)
    if wait := c.limits.take("numbers", str(actor.account_id), amount=TRIES, seconds=TRIES_SECONDS):
        raise TooMany("numbers.too_many", seconds=wait)
    row = _fresh(c, block_id, actor.unit_code, actor.account_id, device=device)
    with c.work() as uow:
        # The counter first: who asks for the same block at the same time waits here. Without a commit nothing is taken.
        row.last = counters.next_value(uow.session, f"beforehand:{row.unit_code}:{row.day:%y%m%d}", count)
        row.first = row.last - count + 1
        known = number_blocks.get(uow.session, block_id)
        if known is None:
            _issue(uow, c, actor, row)
            uow.commit()
            return _view(c, row, created=True)
    if (known.account_id, known.unit_code) != (actor.account_id, actor.unit_code):
        raise Conflict("numbers.other")
    return _view(c, known, created=False)


def _fresh(c: Container, block_id: UUID, unit_code: str, account_id: UUID, *, device: str) -> NumberBlockRow:
    now = c.clock.now()
    return NumberBlockRow(
        id=block_id,
        unit_code=unit_code,
        account_id=account_id,
        device=" ".join(device.split())[:_MAX_LABEL],
        day=local_day(now),
        first=0,
        last=0,
        issued_at=now,
        expires_at=now + LIVES,
    )


def _issue(uow: UnitOfWork, c: Container, actor: Actor, row: NumberBlockRow) -> None:
    if row.last > MAX_SERIAL:
        raise Unavailable("numbers.none_left")
    uow.session.add(row)
    audit.record(
        uow, c, actor, Action.NUMBERS_TAKE, "number_block", row.id, row.unit_code, first=row.first, last=row.last
    )


def _view(c: Container, row: NumberBlockRow, *, created: bool) -> NumberBlock:
    return NumberBlock(
        id=str(row.id),
        unit=row.unit_code,
        day=row.day.isoformat(),
        first=row.first,
        last=row.last,
        issued_at=iso(row.issued_at),
        expires_at=iso(row.expires_at),
        follow=f"{c.settings.public_url}{FOLLOW_PATH}",
        created=created,
    )
