"""A thread that works off the orders for papers, for as long as the server runs; another machine may run one alone.

In its idle time it lets be found what was read before there was an index.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Generator
from contextlib import contextmanager
from uuid import UUID

from sothuhoso.services import paper_files, paper_search
from sothuhoso.services.container import Container

log = logging.getLogger(__name__)

LOOK_AGAIN = 15.0
"""Seconds: orders of workers that died, and of other machines, are found without being told of."""


@contextmanager
def working(c: Container) -> Generator[None]:
    """Orders are worked off meanwhile, one at a time; what is under way when it ends is taken up the next time."""
    woken, ended = threading.Event(), threading.Event()
    woken.set()
    deaf = c.broadcast.subscribe(lambda topics: woken.set() if paper_files.ORDERED in topics or "*" in topics else None)
    thread = threading.Thread(target=_work, args=(c, woken, ended), name="papers", daemon=True)
    thread.start()
    try:
        yield
    finally:
        deaf()
        ended.set()
        woken.set()
        thread.join(timeout=2)  # a page takes longer; its order is taken up again


def _work(c: Container, woken: threading.Event, ended: threading.Event) -> None:
    old = _Index(c)
    while not ended.is_set():
        woken.wait(LOOK_AGAIN)
        woken.clear()
        try:
            while not ended.is_set() and (paper_files.work_one(c) or old.step()):
                pass
        except Exception as error:  # noqa: BLE001 - the next round tries again
            log.error("papers failed: %s", type(error).__qualname__)  # noqa: TRY400 - a message may be personal


class _Index:
    """Pages that were read before there was an index get into it, some at a time, once in a server's life.

    New orders go before them.
    """

    def __init__(self, c: Container) -> None:
        self._c = c
        self._after: UUID | None = None
        self._done = False

    def step(self) -> bool:
        """Do some more; answers whether there may be others."""
        if not self._done:
            self._after = paper_search.index_some(self._c, self._after)
            self._done = self._after is None
        return not self._done
