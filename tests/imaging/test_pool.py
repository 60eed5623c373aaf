"""Worker processes: bounded, replaced when lost, and nobody else's job is touched."""

import os
import signal
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from sothuhoso.domain.errors import DomainError, TooLarge, Unavailable
from sothuhoso.imaging import pool as module
from sothuhoso.imaging.pool import Limits, WorkerPool
from tests.imaging import files
from tests.samples.photo import as_file

BOUNDS = {"max_bytes": 10**8, "max_pixels": 10**8}
CLEAN = {"job": "clean"} | BOUNDS
LONG = {"job": "read", "seconds": 60.0} | BOUNDS  # noise holds no code, so all attempts are made
ONE = Limits(workers=1, waiting=4, patience=30, seconds=30)


@pytest.fixture(scope="module")
def photo() -> bytes:
    return as_file(files.corners((400, 300)), "JPEG", orientation=6)


@pytest.fixture(scope="module")
def noise() -> bytes:
    return as_file(Image.effect_noise((4000, 3000), 90), "JPEG", quality=60)


@contextmanager
def opened(limits: Limits = ONE):
    pool = WorkerPool(limits)
    try:
        yield pool
    finally:
        pool.close()


def only_worker(pool: WorkerPool):
    """The one worker, while nobody uses it."""
    (worker,) = pool._free.queue
    return worker


class Caller(threading.Thread):
    """Someone else who asks at the same time."""

    def __init__(self, pool: WorkerPool, asked: dict, content: bytes) -> None:
        super().__init__()
        self.job = (pool, asked, content)
        self.answer = self.error = None
        self.start()

    def run(self) -> None:
        pool, asked, content = self.job
        try:
            self.answer = pool.run(asked, content)
        except DomainError as error:
            self.error = error

    def key(self) -> str:
        self.join(60)
        assert not self.is_alive()
        return self.error.key if self.error else ""


def until(reached) -> None:
    ends = time.monotonic() + 20
    while not reached() and time.monotonic() < ends:
        time.sleep(0.01)
    assert reached()


@contextmanager
def stopped(pool: WorkerPool, photo: bytes):
    """A job under way on the worker that served last, held up until the block ends."""
    victim = pool._free.queue[-1].process
    free = pool._free.qsize()
    os.kill(victim.pid, signal.SIGSTOP)
    caller = Caller(pool, CLEAN, photo)
    until(lambda: pool._free.qsize() < free)
    try:
        yield caller
    finally:
        if victim.poll() is None:
            os.kill(victim.pid, signal.SIGCONT)


def test_nothing_is_started_before_the_first_job_and_one_worker_serves_many(photo):
    with opened(replace(ONE, workers=2)) as pool:
        assert set(pool._free.queue) == {None}
        for _ in range(3):
            assert pool.run(CLEAN, photo).told["image"]["width"] == 400
        assert sum(worker is not None for worker in pool._free.queue) == 1


def test_a_worker_killed_in_the_middle_costs_its_job_only(photo, noise):
    with opened() as pool:
        pool.run(CLEAN, photo)
        victim = only_worker(pool).process
        caller = Caller(pool, LONG, noise)
        until(lambda: not pool._free.qsize())
        time.sleep(0.3)
        victim.kill()
        assert caller.key() == "image.too_heavy"
        assert isinstance(caller.error, TooLarge)
        assert pool.run(CLEAN, photo).told["image"]["width"] == 400
        assert only_worker(pool).process.pid != victim.pid


def test_a_worker_killed_between_jobs_is_replaced_unnoticed(photo):
    with opened() as pool:
        pool.run(CLEAN, photo)
        victim = only_worker(pool).process
        victim.kill()
        victim.wait()
        assert pool.run(CLEAN, photo).told["image"]["width"] == 400


def test_a_worker_that_hangs_is_ended_in_time(photo, noise):
    with opened(replace(ONE, seconds=6)) as pool:
        pool.run(CLEAN, photo)
        victim = only_worker(pool).process
        os.kill(victim.pid, signal.SIGSTOP)
        with pytest.raises(TooLarge, match=r"image\.too_heavy"):
            pool.run(CLEAN, noise)  # more than a pipe holds: even the sending hangs
        assert victim.poll() == -signal.SIGKILL
        assert pool.run(CLEAN, photo).told["image"]["width"] == 400


def test_others_go_on_while_one_hangs(photo):
    with opened(replace(ONE, workers=2, seconds=8)) as pool:
        pool.run(CLEAN, photo)
        with stopped(pool, photo) as hanging:
            assert pool.run(CLEAN, photo).told["image"]["width"] == 400
            assert hanging.is_alive()
            assert hanging.key() == "image.too_heavy"


def test_memory_is_bounded(photo):
    huge = as_file(Image.new("RGB", (7000, 7000)), "JPEG", orientation=6)
    with opened(replace(ONE, memory=400 * 1024 * 1024)) as pool:
        assert pool.run(CLEAN, huge).told["key"] == "image.too_heavy"
        assert pool.run(CLEAN, photo).told["image"]["width"] == 400


def test_a_flood_is_told_to_come_back(photo):
    with opened(replace(ONE, waiting=1)) as pool:
        pool.run(CLEAN, photo)
        with stopped(pool, photo) as running:
            waiting = Caller(pool, CLEAN, photo)
            until(lambda: pool._places._value == 0)
            with pytest.raises(Unavailable, match=r"image\.busy"):
                pool.run(CLEAN, photo)
        assert (running.key(), waiting.key()) == ("", "")
        assert waiting.answer.told["image"]["width"] == 400


def test_who_waits_too_long_is_told_to_come_back(photo):
    with opened(replace(ONE, patience=0.2)) as pool:
        pool.run(CLEAN, photo)
        with stopped(pool, photo) as running, pytest.raises(Unavailable, match=r"image\.busy"):
            pool.run(CLEAN, photo)
        assert running.key() == ""


def test_closing_ends_the_workers_and_lets_the_job_under_way_finish(photo):
    pool = WorkerPool(ONE)
    pool.run(CLEAN, photo)
    worker = only_worker(pool).process
    with stopped(pool, photo) as running:
        pool.close()
    assert running.key() == ""
    assert running.answer.told["image"]["width"] == 400
    assert worker.poll() is not None
    with pytest.raises(Unavailable):
        pool.run(CLEAN, photo)


def test_a_worker_ends_when_the_server_is_gone(photo):
    with opened() as pool:
        pool.run(CLEAN, photo)
        worker = only_worker(pool)
        worker._pipe.close()
        assert worker.process.wait(10) == 0


def test_a_worker_is_renewed_after_many_jobs(photo, monkeypatch):
    monkeypatch.setattr(module, "_JOBS_A_LIFE", 2)
    with opened() as pool:
        seen = []
        for _ in range(3):
            pool.run(CLEAN, photo)
            seen.append(only_worker(pool).process.pid)
        assert seen[0] == seen[1] != seen[2]


def test_a_worker_that_cannot_start_is_no_fault_of_the_photo(photo, capfd):
    with (
        opened(replace(ONE, program="sothuhoso.imaging.nowhere")) as pool,
        pytest.raises(Unavailable, match=r"image\.busy"),
    ):
        pool.run(CLEAN, photo)
    assert "nowhere" in capfd.readouterr().err


def test_a_worker_knows_no_secret_and_runs_behind_the_server(photo, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "do-not-tell")
    with opened() as pool:
        pool.run(CLEAN, photo)
        pid = only_worker(pool).process.pid
        assert b"do-not-tell" not in Path(f"/proc/{pid}/environ").read_bytes()
        assert os.getpriority(os.PRIO_PROCESS, pid) > os.getpriority(os.PRIO_PROCESS, 0)


def test_stopping_holds_for_who_is_just_beginning(photo, noise, monkeypatch):
    pool = WorkerPool(ONE)
    pool.run(CLEAN, photo)
    found = pool._alive

    def stopped_meanwhile(worker):
        here = found(worker)
        pool.stop()
        return here

    monkeypatch.setattr(pool, "_alive", stopped_meanwhile)
    with pytest.raises(Unavailable, match=r"image\.busy"):
        pool.run(LONG, noise)
    assert pool._free.empty()


def test_stopping_ends_the_job_under_way_and_says_nothing_against_its_photo(photo, noise):
    pool = WorkerPool(ONE)
    pool.run(CLEAN, photo)
    worker = only_worker(pool).process
    caller = Caller(pool, LONG, noise)
    until(lambda: not pool._free.qsize())
    pool.stop()
    assert caller.key() == "image.busy"
    assert worker.wait(5) == -signal.SIGKILL
    with pytest.raises(Unavailable):
        pool.run(CLEAN, photo)
