"""The second clerk learns who is at it; nobody is kept out, and a lease runs out by itself."""

import pytest

from sothuhoso.domain.policy import Role
from sothuhoso.services import leases
from tests.conftest import UNIT
from tests.services.making import simple


@pytest.fixture
def dossier_id(c):
    sending = simple()
    sending.arrive(c)
    return sending.id


@pytest.fixture
def second(make_actor):
    return make_actor("thuhai", Role.CLERK, UNIT)


def test_the_second_learns_the_first_ones_name(c, clerk, second, dossier_id):
    mine = leases.hold(c, clerk, dossier_id)
    assert (mine.mine, mine.holder_name, mine.until) == (True, clerk.name, "2026-11-23T03:00:45Z")
    theirs = leases.hold(c, second, dossier_id)
    assert (theirs.mine, theirs.holder_name) == (False, clerk.name)


def test_a_heartbeat_renews_and_silence_ends_it(c, clerk, second, clock, dossier_id):
    leases.hold(c, clerk, dossier_id)
    clock.move(seconds=30)
    leases.hold(c, clerk, dossier_id)
    clock.move(seconds=30)
    assert leases.hold(c, second, dossier_id).mine is False
    clock.move(seconds=16)
    assert leases.hold(c, second, dossier_id).mine is True
    assert leases.hold(c, clerk, dossier_id).holder_name == second.name


def test_giving_it_back(c, clerk, second, dossier_id):
    leases.release(c, clerk, dossier_id)
    leases.hold(c, clerk, dossier_id)
    leases.release(c, second, dossier_id)
    assert leases.hold(c, second, dossier_id).mine is False
    leases.release(c, clerk, dossier_id)
    assert leases.hold(c, second, dossier_id).mine is True


def test_only_a_new_holder_is_told(c, clerk, second, clock, dossier_id):
    heard: list[tuple[str, ...]] = []
    c.broadcast.subscribe(heard.append)
    leases.hold(c, clerk, dossier_id)
    leases.hold(c, clerk, dossier_id)
    leases.hold(c, second, dossier_id)
    assert heard == [(f"dossier:{dossier_id}",)]
    clock.move(minutes=1)
    leases.hold(c, second, dossier_id)
    assert len(heard) == 2
