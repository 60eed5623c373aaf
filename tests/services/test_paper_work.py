"""Who works off orders is woken, looks again by itself, gives back what it cannot end and writes nothing it lost."""

from __future__ import annotations

import threading
from dataclasses import replace
from uuid import UUID

import pytest
from sqlmodel import select

from sothuhoso import bootstrap
from sothuhoso.db.tables import PaperFileRow
from sothuhoso.domain.errors import Unavailable
from sothuhoso.domain.ports import MadePage, SeenPage
from sothuhoso.services import paper_files, paper_work
from sothuhoso.services.paper_files import Outcome
from tests.servers import RedisServer, wait_until
from tests.services.making import absent, arrived, photo, photographed, refused, sha


class Waiting:
    """Makes pages of nothing, as soon as it is let; ``begun`` counts those that wait."""

    def __init__(self, *, let: bool = False) -> None:
        self.let, self.begun = threading.Event(), threading.Semaphore(0)
        if let:
            self.let.set()

    def check(self, _content, _paper, **_how) -> SeenPage:
        self.begun.release()
        assert self.let.wait(20)
        return SeenPage((), None, 0.0, {})

    def make(self, _content, _paper, **_how) -> MadePage:
        return MadePage(b"sheet", "", (), 200.0, 0)

    def bind(self, sheets, *, title: str) -> bytes:
        return b"".join(sheets)


def send(c, *numbers: int) -> UUID:
    """A dossier with one paper of so many pages; answers the paper."""
    photos = tuple(photo(number) for number in numbers)
    given = [photographed("giay_chung_sinh", *photos), absent("to_khai_khai_sinh")]
    dossier = arrived(c, photos=photos, components=given)
    with c.look() as uow:
        return uow.session.exec(select(PaperFileRow).where(PaperFileRow.dossier_id == dossier.id)).one().component_id


def row(c, paper: UUID) -> PaperFileRow:
    with c.look() as uow:
        return uow.session.get_one(PaperFileRow, paper)


def ready(c, paper: UUID) -> bool:
    return row(c, paper).state == "ready"


@pytest.fixture
def two_machines(c, imaging, clock, redis_server):
    """A server and a worker at one database and one Redis."""

    def machine():
        return replace(bootstrap.build(replace(c.settings, redis_url=redis_server.url), imaging=imaging), clock=clock)

    server, worker = machine(), machine()
    assert worker.broadcast.listening.wait(5)
    yield server, replace(worker, pages=Waiting(let=True))
    server.close()
    worker.close()


def test_an_order_of_another_machine_wakes_the_worker(two_machines, monkeypatch):
    monkeypatch.setattr(paper_work, "LOOK_AGAIN", 3600.0)
    server, worker = two_machines
    with paper_work.working(worker) as done:
        for number in (1, 2):
            paper = send(server, number)
            wait_until(lambda paper=paper: ready(server, paper))
    assert done == {Outcome.READY: 2}


def test_orders_are_found_while_redis_is_away(two_machines, redis_server: RedisServer, monkeypatch):
    monkeypatch.setattr(paper_work, "LOOK_AGAIN", 0.1)
    server, worker = two_machines
    redis_server.stop()
    with paper_work.working(worker):
        paper = send(server, 1)
        wait_until(lambda: ready(server, paper))
    redis_server.start()


def test_what_is_under_way_is_given_back_and_its_page_comes_too_late(c):
    pages = Waiting()
    paper = send(c, 1)
    with paper_work.working(replace(c, pages=pages)) as done:
        assert pages.begun.acquire(timeout=10)
    left = row(c, paper)
    assert (left.state, left.leased_until, left.tried) == ("waiting", None, 0)
    assert done == {Outcome.GIVEN_BACK: 1}
    (late,) = [thread for thread in threading.enumerate() if thread.name == "papers"]
    pages.let.set()
    late.join(10)
    assert row(c, paper) == left
    assert paper_files.work_one(replace(c, pages=Waiting(let=True))) is Outcome.READY
    assert (row(c, paper).done, row(c, paper).tried) == (1, 0)


def test_between_two_pages_it_is_given_back_with_the_first_one_kept(c):
    paper = send(c, 1, 2)
    pages = Waiting(let=True)
    held = paper_files.take(c)
    asked = iter([False, True])
    assert paper_files.see_through(replace(c, pages=pages), held, lambda: next(asked)) is Outcome.GIVEN_BACK
    assert (row(c, paper).state, row(c, paper).done, row(c, paper).tried) == ("waiting", 1, 0)
    assert paper_files.work_one(replace(c, pages=pages)) is Outcome.READY
    assert pages.begun._value == 2


def test_who_was_given_up_writes_nothing_more(c, clock):
    paper = send(c, 1)
    slow = paper_files.take(c)
    clock.move(seconds=paper_files.LEASE.total_seconds())
    other = paper_files.take(c)
    taken = row(c, paper)
    made = replace(c, pages=Waiting(let=True))
    assert paper_files.see_through(made, slow) is Outcome.LOST
    assert not paper_files.give_back(c, slow)
    assert row(c, paper) == taken
    assert paper_files.see_through(made, other) is Outcome.READY
    assert paper_files.see_through(made, other) is Outcome.LOST  # twice is once
    assert (row(c, paper).version, row(c, paper).tried) == (1, 1)


def test_a_failure_of_who_was_given_up_is_not_the_orders(c, clock):
    paper = send(c, 1)
    slow = paper_files.take(c)
    clock.move(seconds=paper_files.LEASE.total_seconds())
    paper_files.take(c)

    class Broken(Waiting):
        def make(self, *_given, **_how):
            raise Unavailable("ocr.failed")

    assert paper_files.see_through(replace(c, pages=Broken(let=True)), slow) is Outcome.LOST
    assert (row(c, paper).state, row(c, paper).tried) == ("working", 1)


def test_as_many_at_once_as_the_settings_say(c):
    pages = Waiting()
    papers = [send(c, number) for number in (1, 2, 3)]
    with paper_work.working(replace(c, pages=pages, settings=replace(c.settings, paper_processes=2))) as done:
        assert pages.begun.acquire(timeout=10)
        assert pages.begun.acquire(timeout=10)
        assert sorted(row(c, paper).state for paper in papers) == ["waiting", "working", "working"]
        pages.let.set()
        wait_until(lambda: all(ready(c, paper) for paper in papers))
    assert done == {Outcome.READY: 3}


def damage(c, content: bytes) -> None:
    name = sha(content)
    (c.settings.data_dir / "files" / name[:2] / name[2:4] / name).write_bytes(b"damaged")


def test_one_damaged_file_stops_nobody_from_beginning(c):
    for number in (1, 2):
        send(c, number)
    damage(c, photo(1))
    paper_work.check(c)
    damage(c, photo(2))
    with refused(Unavailable, "vault.unreadable"):
        paper_work.check(c)
