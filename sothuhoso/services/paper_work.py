"""Threads that work off the orders for papers: of the server, or of a process that does nothing else, on any machine.

In its idle time one of them lets be found what was read before there was an index.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from uuid import UUID

from sothuhoso.db.queries import paper_files as paper_rows
from sothuhoso.domain.errors import NotFound, Unavailable
from sothuhoso.services import paper_files, paper_search
from sothuhoso.services.container import Container
from sothuhoso.services.paper_files import Held, Outcome

log = logging.getLogger(__name__)

LOOK_AGAIN = 15.0
"""Seconds: orders of workers that died, and of other machines, are found without being told of."""

_FINISHING = 2.0  # seconds to end what may be nearly done; a page takes longer and is given back
_TRIED_FILES = 5  # one may be damaged


def check(c: Container) -> None:
    """Look whether papers can be made here, of the files that the database speaks of.

    Raises ``Unavailable('ocr.missing' | 'image.busy')`` for what is missing on this machine, and where none of the
    newest files opens ``Unavailable('papers.other_files' | 'vault.unreadable')``.
    """
    c.pages.check_reader()
    with c.look() as uow:
        newest = paper_rows.newest_files(uow.session, _TRIED_FILES)
    problem = None
    for name in newest:
        try:
            c.files.get(name)
        except NotFound:
            problem = Unavailable("papers.other_files")
        except Unavailable as unreadable:
            problem = unreadable
        else:
            return
    if problem:
        raise problem


@contextmanager
def working(c: Container) -> Generator[Counter[Outcome]]:
    """Orders are worked off meanwhile; what is under way when it ends is given back.

    Answers what became of them, which is known once it is over.
    """
    hands = _hands(c, _Index(c))
    told: Counter[Outcome] = Counter()

    def hear(topics: tuple[str, ...]) -> None:
        if paper_files.ORDERED in topics or "*" in topics:
            for hand in hands:
                hand.woken.set()

    deaf = c.broadcast.subscribe(hear)
    _begin(hands)
    try:
        yield told
    finally:
        deaf()
        told.update(_end(hands))


def work_off(c: Container, ended: threading.Event) -> Counter[Outcome]:
    """Work off what is due, or until ``ended``; answers what became of it."""
    hands = _hands(c)
    _begin(hands)
    while any(hand.is_alive() for hand in hands) and not ended.wait(0.05):
        pass
    return _end(hands)


class _Hand(threading.Thread):
    """Works off one order after the other; without ``old`` only those that are due."""

    def __init__(self, c: Container, old: _Index | None) -> None:
        super().__init__(name="papers", daemon=True)
        self.outcomes: Counter[Outcome] = Counter()
        self.woken, self.ended = threading.Event(), threading.Event()
        self._c, self._old = c, old
        self._held: Held | None = None

    def run(self) -> None:
        self._work()
        while self._old and not self.ended.is_set():
            self.woken.wait(LOOK_AGAIN)
            self.woken.clear()
            self._work()

    def let_go(self) -> None:
        """Give back what is still under way."""
        if (held := self._held) and paper_files.give_back(self._c, held):
            self.outcomes[Outcome.GIVEN_BACK] += 1

    def _work(self) -> None:
        try:
            while not self.ended.is_set() and (self._next() or (self._old and self._old.step())):
                pass
        except Exception as error:  # noqa: BLE001 - the next round tries again
            self.outcomes[Outcome.LATER] += 1
            log.error("papers failed: %s", type(error).__qualname__)  # noqa: TRY400 - a message may be personal

    def _next(self) -> bool:
        self._held = paper_files.take(self._c)
        if self._held is None:
            return False
        self.outcomes[paper_files.see_through(self._c, self._held, self.ended.is_set)] += 1
        self._held = None
        return True


def _hands(c: Container, old: _Index | None = None) -> list[_Hand]:
    return [_Hand(c, old) for _ in range(c.settings.paper_processes)]


def _begin(hands: list[_Hand]) -> None:
    for hand in hands:
        hand.start()


def _end(hands: list[_Hand]) -> Counter[Outcome]:
    for hand in hands:
        hand.ended.set()
        hand.woken.set()
    late = time.monotonic() + _FINISHING
    for hand in hands:
        hand.join(max(0.0, late - time.monotonic()))
        if hand.is_alive():
            hand.let_go()
    return Counter(outcome for hand in hands for outcome in hand.outcomes.elements())


class _Index:
    """Pages that were read before there was an index get into it, some at a time, once in a process's life.

    New orders go before them.
    """

    def __init__(self, c: Container) -> None:
        self._c = c
        self._after: UUID | None = None
        self._done = False
        self._one = threading.Lock()

    def step(self) -> bool:
        """Do some more, one thread at a time; answers whether there may be others."""
        if self._done or not self._one.acquire(blocking=False):
            return False
        try:
            self._after = paper_search.index_some(self._c, self._after)
            self._done = self._after is None
        finally:
            self._one.release()
        return not self._done
