"""The demo's desks are full of work that came the way of real work."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from sothuhoso.db.queries import dossiers
from sothuhoso.domain.dossier_status import Status
from sothuhoso.domain.policy import Role
from sothuhoso.seeds import demo
from sothuhoso.seeds.demo_entries import entries
from sothuhoso.services import accounts, desk_list, dossier_view
from sothuhoso.services.views import DeskQuery
from tests.conftest import UNIT, MovableClock, container_in

STATUS = {
    "new": Status.NEW,
    "received": Status.RECEIVED,
    "supplement": Status.SUPPLEMENT,
    "refused": Status.REFUSED,
}


@pytest.fixture(scope="module")
def world(tmp_path_factory, seeded, imaging):
    """One demo for all tests of this file; they only look."""
    c = container_in(tmp_path_factory.mktemp("demo") / "data", seeded, imaging, MovableClock())
    told: list[str] = []
    yield c, demo.load(c, told.append), told
    c.close()


@pytest.fixture
def clerk(world):
    password, _ = demo.accounts_of_demo()
    return accounts.sign_in(world[0], "canbo.thansa", password, "192.0.2.1").actor


def test_every_entry_becomes_a_dossier_in_its_status(world):
    c, count, told = world
    assert count == len(told) == len(entries())
    with c.look() as uow:
        stored = {entry.key: dossiers.get(uow.session, entry.id).status for entry in entries()}
    assert stored == {entry.key: STATUS[entry.status] for entry in entries()}


def test_a_second_run_adds_nothing(world):
    assert demo.load(world[0]) == 0


def test_nothing_happened_in_the_future_and_all_in_order(world, clerk):
    c = world[0]
    now = c.clock.now()
    for entry in entries():
        with c.look() as uow:
            row = dossiers.get(uow.session, entry.id)
            times = [row.captured_at, row.submitted_at, *(event.at for event in dossiers.events(uow.session, row.id))]
        assert times == sorted(times), entry.key
        assert times[-1] <= now, entry.key


def test_the_desk_of_than_sa_shows_its_own(world, clerk):
    c = world[0]
    page = desk_list.list_desk(c, clerk, DeskQuery())
    expected = Counter(int(STATUS[entry.status]) for entry in entries() if entry.unit == UNIT)
    assert {count.status: count.count for count in page.counts if count.count} == dict(expected)


def test_the_papers_can_be_looked_at(world, clerk):
    c = world[0]
    entry = next(entry for entry in entries() if entry.key == "thansa-01")
    view = dossier_view.open_dossier(c, clerk, entry.id)
    photographed = {one.key: len(one.pages) for one in view.components if one.state == "photographed"}
    assert photographed["to_khai_khai_sinh"] == 2
    assert view.pages == sum(photographed.values())


def test_every_account_of_the_demo_can_sign_in(world):
    c = world[0]
    password, wanted = demo.accounts_of_demo()
    for account in wanted:
        actor = accounts.sign_in(c, account.username, password, "192.0.2.1").actor
        assert (actor.name, actor.role, actor.unit_code) == (account.display_name, Role(account.role), account.unit)


def test_a_demo_that_was_cut_short_is_taken_up_again(c, monkeypatch):
    few = tuple(entry for entry in entries() if entry.key in ("thansa-07", "thansa-12"))
    monkeypatch.setattr(demo, "entries", lambda: few)
    stop = c.images.clean
    seen: list[int] = []

    class Failing:
        def clean(self, content):
            seen.append(len(content))
            if len(seen) == 2:
                raise KeyboardInterrupt
            return stop(content)

    with pytest.raises(KeyboardInterrupt):
        demo.load(replace(c, images=Failing()))
    assert demo.load(c) == 2
    assert demo.load(c) == 0
    with c.look() as uow:
        assert [dossiers.get(uow.session, entry.id).status for entry in few] == [Status.RECEIVED, Status.SUPPLEMENT]
