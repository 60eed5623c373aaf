"""What is taken along: the people of those hamlets and nobody else's papers, numbers masked, a letter per tablet."""

import json
import uuid
from dataclasses import asdict

import pytest

from sothuhoso.db.queries import audit
from sothuhoso.domain.errors import NotFound, Refused
from sothuhoso.domain.policy import Role
from sothuhoso.services import catalogue, decisions, trip_pack, trips
from tests.conftest import OTHER_UNIT, UNIT
from tests.services.making import MAI, Sending, absent, refused, said, simple
from tests.services.trip_making import TABLET, Trip, plan


@pytest.fixture
def lead(make_actor):
    return make_actor("luudong", Role.OUTREACH, UNIT)


@pytest.fixture
def trip(c, lead, clerk):
    made = Trip(c, lead)
    made.make(clerk)
    return made


def lives(address: str, name: str = "Hoàng Thị Mai", **facts):
    return simple(owner=said(full_name=name, id_number=MAI, address=address), **facts)


def test_when_the_next_trip_goes_to_each_hamlet(c, trip, lead, clerk):
    assert trip.pack().back == {}
    for day, *names in (
        ("2026-12-23", "Xóm Lũng Luông", "Hạ Sơn Dao"),
        ("2026-12-09", "lũng luông"),
        ("2026-12-02", "Kim Sơn"),
    ):
        Trip(c, lead).make(clerk, day=day, hamlets=[{"name": name} for name in names])
    off = Trip(c, lead)
    off.make(clerk, day="2026-11-30")
    trips.cancel_trip(c, lead, off.id, version=1)
    pack = trip.pack()
    names = {hamlet.id: hamlet.name for hamlet in pack.trip.hamlets}
    assert {names[which]: day for which, day in pack.back.items()} == {
        "Xóm Lũng Luông": "2026-12-09",
        "Hạ Sơn Dao": "2026-12-23",
    }


def test_the_people_of_those_hamlets(c, trip):
    inside = lives("Xóm Lũng Luông, xã Thần Sa, tỉnh Thái Nguyên")
    loose = lives("ha son dao than sa", name="Triệu Thị Mùi")
    outside = lives("Xóm Kim Sơn, xã Thần Sa")
    nowhere = lives("")
    elsewhere = lives("Xóm Lũng Luông, xã Võ Nhai", unit=OTHER_UNIT)
    for one in (inside, loose, outside, nowhere, elsewhere):
        one.arrive(c)
    pack = trip.pack()
    names = {hamlet.id: hamlet.name for hamlet in pack.trip.hamlets}
    assert {one.id: names[one.hamlet] for one in pack.dossiers} == {
        str(inside.id): "Xóm Lũng Luông",
        str(loose.id): "Hạ Sơn Dao",
    }
    assert pack.catalogue == catalogue.catalogue(c).hash
    (one,) = [one for one in pack.dossiers if one.id == str(inside.id)]
    assert (one.owner_id, one.owner_name, one.due, one.left) == ("0191••••0017", "Hoàng Thị Mai", False, False)
    assert MAI not in json.dumps(asdict(pack))


def test_closed_dossiers_stay_at_home(c, trip, clerk):
    sending = lives("Xóm Lũng Luông, xã Thần Sa")
    sending.arrive(c)
    decisions.refuse(c, clerk, sending.id, version=1, reason="Nộp ở nơi khác")
    assert trip.pack().dossiers == []


def test_what_is_due_and_what_is_missing(c, trip, clerk):
    due = Sending(
        photos=(),
        components=[absent("giay_chung_sinh")],
        owner=said(full_name="Hoàng Thị Mai", id_number=MAI, address="Xóm Lũng Luông, xã Thần Sa"),
    )
    due.arrive(c)
    decisions.receive(c, clerk, due.id, version=1)
    fresh = lives("Xóm Lũng Luông, xã Thần Sa")
    fresh.arrive(c)
    packed = {one.id: one for one in trip.pack().dossiers}
    assert (packed[str(due.id)].due, packed[str(fresh.id)].due) == (True, False)
    assert packed[str(due.id)].due_at
    assert [paper.name for paper in packed[str(due.id)].missing] == ["Giấy chứng sinh"]


def test_the_lead_puts_right_what_the_addresses_say(c, trip, clerk):
    inside, outside = lives("Xóm Lũng Luông, xã Thần Sa"), lives("Nhà trọ, thành phố Thái Nguyên")
    numbers = [one.arrive(c).number for one in (inside, outside)]
    left = trip_pack.choose_dossier(c, trip.lead, trip.id, number=numbers[0], taken=False)
    assert left.left
    trip_pack.choose_dossier(c, trip.lead, trip.id, number=numbers[1].lower().replace("-", " "), taken=True)
    assert {one.number: one.left for one in trip.pack().dossiers} == {numbers[0]: True, numbers[1]: False}
    assert [one.number for one in trip.pack(clerk).dossiers] == [numbers[1]]  # the others see no more than they carry
    trip_pack.choose_dossier(c, trip.lead, trip.id, number=numbers[0], taken=True)
    assert len(trip.pack(clerk).dossiers) == 2


def test_only_the_units_own_dossiers_can_be_chosen(c, trip, clerk):
    elsewhere = lives("Xóm Lũng Luông", unit=OTHER_UNIT)
    number = elsewhere.arrive(c).number
    for wanted in (number, "SH-05725-261123-9999", ""):
        with refused(NotFound, "dossier.unknown"):
            trip_pack.choose_dossier(c, trip.lead, trip.id, number=wanted, taken=True)
    with refused(Refused, "trip.not_lead"):
        trip_pack.choose_dossier(c, clerk, trip.id, number=number, taken=True)


def test_each_tablet_has_a_letter_and_keeps_it(c, trip, clerk):
    other = uuid.uuid4()
    assert [trip.pack().series, trip.pack(clerk, other).series, trip.pack(clerk).series] == ["A", "B", "A"]


def test_taking_along_is_written_down(c, trip, clerk):
    lives("Xóm Lũng Luông, xã Thần Sa").arrive(c)
    trip.pack(clerk)
    with c.look() as uow:
        last = audit.of_object(uow.session, "trip", trip.id)[-1]
    assert (last.action, last.actor_id, last.facts) == ("trip.pack", clerk.account_id, {"series": "A", "dossiers": 1})


def test_who_left_the_plan_takes_nothing_along(c, trip, clerk):
    trips.change_trip(c, trip.lead, trip.id, plan(), version=1)
    with refused(Refused, "trip.not_member"):
        trip.pack(clerk, TABLET)
