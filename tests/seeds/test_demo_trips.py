"""The demo's trip can be taken along at once, and is planned once."""

from __future__ import annotations

from dataclasses import replace

from sothuhoso.db.queries import trips as rows
from sothuhoso.seeds import demo, demo_entries, demo_trips
from sothuhoso.services import accounts, trip_pack, trips
from tests.conftest import UNIT
from tests.services.trip_making import TABLET


def few(monkeypatch, *keys):
    chosen = tuple(entry for entry in demo_entries.entries() if entry.key in keys)
    monkeypatch.setattr(demo, "entries", lambda: chosen)


def lead(c):
    password, _ = demo.accounts_of_demo()
    return accounts.sign_in(c, "luudong.thansa", password, "192.0.2.1").actor


def test_a_trip_is_planned_for_than_sa_with_dossiers_to_take_along(c, monkeypatch):
    few(monkeypatch, "thansa-02")
    demo.load(c)
    (trip,) = trips.list_trips(c, lead(c)).trips
    assert (trip.unit_code, trip.status, len(trip.hamlets), len(trip.members)) == (UNIT, "planned", 2, 2)
    pack = trip_pack.pack(c, lead(c), demo_trips.trip_of("thansa-lung-luong"), TABLET)
    assert [dossier.owner_name for dossier in pack.dossiers] == ["Triệu Thị Mùi"]


def test_loading_again_another_day_plans_nothing_twice(c, clock, monkeypatch):
    few(monkeypatch)
    demo.load(c)
    clock.move(days=1)
    demo.load(replace(c, clock=clock))
    with c.look() as uow:
        assert len(rows.of_unit(uow.session, UNIT, None, 10)) == 1
