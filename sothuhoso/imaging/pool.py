"""A few worker processes for untrusted photos, each with a limit on memory and on time, and a short queue before them.

Own processes rather than ``concurrent.futures``: there one killed worker breaks the whole pool and its answers are
unpickled by the server. A lost worker is replaced at the next job; nobody else's job is touched.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import Pipe
from typing import TYPE_CHECKING, Any

from sothuhoso.domain.errors import TooLarge, Unavailable
from sothuhoso.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

DOOR, PAGES = "sothuhoso.imaging.worker", "sothuhoso.imaging.page_worker"
"""Programs of a worker: the door for photos, which writes no file; and pages, which take longer and may."""
DOCUMENTS = "sothuhoso.imaging.document_worker"
"""Files that people bring: PDF, TIFF, a whole batch."""

_MOST_ANSWER = 256 * 1024 * 1024  # bytes of one part of an answer
_MOST_PARTS = 2
_JOBS_A_LIFE = 500  # then the process is renewed: a decoder's leaks end with it
_ENVIRONMENT = {"LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
_HANDED_ON = ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH")  # and nothing else: no key, no address of the database


@dataclass(frozen=True, slots=True)
class Limits:
    """What a pool may use: processes, waiting jobs, seconds to wait for a process, seconds and bytes of one job.

    ``file``: bytes of the largest file that a job may write, into its own folder in ``/tmp``.
    """

    workers: int = max(2, min(8, os.cpu_count() or 2))
    waiting: int = 16
    patience: float = 10.0
    seconds: float = 15.0
    memory: int = 1536 * 1024 * 1024
    file: int = 0
    program: str = DOOR


PAGE_LIMITS = Limits(
    workers=max(1, min(4, (os.cpu_count() or 2) // 2)),
    waiting=64,
    patience=600.0,
    seconds=120.0,
    memory=3 * 1024**3,
    file=64 * 1024**2,
    program=PAGES,
)
"""A page takes seconds, and nobody waits before the screen for it."""

DOCUMENT_LIMITS = Limits(
    workers=1, waiting=8, patience=120.0, seconds=120.0, memory=2 * 1024**3, file=0, program=DOCUMENTS
)
"""A page of a batch takes a third of a second to be looked at; two hundred are a minute."""


class _Lost(Exception):  # not an error of ours: the process is gone
    """The worker died, hung or could not be started."""


class _Worker:
    """One process and our end of its pipe."""

    def __init__(self, limits: Limits) -> None:
        self._pipe, theirs = Pipe()
        self.process = subprocess.Popen(  # noqa: S603  # our own program
            [sys.executable, "-m", limits.program, str(theirs.fileno()), str(limits.memory), str(limits.file)],
            cwd=ROOT,
            env=_ENVIRONMENT | {name: os.environ[name] for name in _HANDED_ON if name in os.environ},
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl+C reaches the server, which closes the pool
        )
        theirs.close()
        self.ready = False
        self.jobs = 0

    def ask(self, asked: dict[str, Any], content: bytes, seconds: float) -> Answer:
        """One job. Raises ``_Lost`` when no answer comes within ``seconds``; the process is ended then."""
        started = time.monotonic()
        watch = threading.Timer(seconds, self.process.kill)
        watch.start()
        try:
            return self._exchange(asked, content)
        except (EOFError, OSError, ValueError, KeyError) as error:
            self.end()
            raise _Lost from error
        finally:
            watch.cancel()
            watch.join()
            if time.monotonic() - started >= seconds:
                self.end()

    def _exchange(self, asked: dict[str, Any], content: bytes) -> Answer:
        if not self.ready:
            self._pipe.recv_bytes(_MOST_ANSWER)
            self.ready = True
        self._pipe.send_bytes(json.dumps(asked).encode())
        self._pipe.send_bytes(content)
        told = json.loads(self._pipe.recv_bytes(_MOST_ANSWER))
        parts = tuple(self._pipe.recv_bytes(_MOST_ANSWER) for _ in range(min(_MOST_PARTS, told["parts"])))
        self.jobs += 1
        return Answer(told, parts)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self._pipe.close()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker says: a JSON object and the byte strings that belong to it."""

    told: dict[str, Any]
    parts: tuple[bytes, ...]


class WorkerPool:
    """Runs jobs in worker processes, called from threads. Starts nothing before the first job."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._places = threading.BoundedSemaphore(self.limits.workers + self.limits.waiting)
        self._free: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        self._closed = self._stopped = False
        self._busy: set[_Worker] = set()
        for _ in range(self.limits.workers):
            self._free.put(None)

    def run(self, asked: dict[str, Any], content: bytes) -> Answer:
        """One job's answer.

        Raises ``Unavailable('image.busy')`` when too many wait, and ``TooLarge('image.too_heavy')`` when the job
        cost its worker the life: out of memory, out of time, crashed.
        """
        with self._place(), self._worker() as worker:
            try:
                return worker.ask(asked, content, self.limits.seconds)
            except _Lost as lost:
                at_fault = worker.ready and not self._closed
                raise (TooLarge("image.too_heavy") if at_fault else Unavailable("image.busy")) from lost

    def close(self) -> None:
        """End the workers; a job under way is finished first by its caller, whose worker then ends too."""
        self._closed = True
        while True:
            try:
                worker = self._free.get_nowait()
            except queue.Empty:
                return
            if worker:
                worker.end()

    def stop(self) -> None:
        """End the workers at once: a job under way is lost, ``Unavailable('image.busy')``."""
        self._closed = self._stopped = True
        for worker in list(self._busy):
            worker.process.kill()
        self.close()

    @contextmanager
    def _place(self) -> Iterator[None]:
        if self._closed or not self._places.acquire(blocking=False):
            raise Unavailable("image.busy")
        try:
            yield
        finally:
            self._places.release()

    @contextmanager
    def _worker(self) -> Iterator[_Worker]:
        try:
            worker = self._free.get(timeout=self.limits.patience)
        except queue.Empty as error:
            raise Unavailable("image.busy") from error
        try:
            if self._closed:
                raise Unavailable("image.busy")
            worker = self._alive(worker)
            self._busy.add(worker)
            if self._stopped:  # asked only now: whoever stops sees the busy, or is seen here
                raise Unavailable("image.busy")
            yield worker
        finally:
            self._busy.discard(worker)
            self._free.put(worker)
            if self._closed:
                self.close()

    def _alive(self, worker: _Worker | None) -> _Worker:
        """The worker, or a fresh one where it has died meanwhile or served long enough."""
        if worker and worker.process.poll() is None and worker.jobs < _JOBS_A_LIFE:
            return worker
        if worker:
            worker.end()
        return _Worker(self.limits)
