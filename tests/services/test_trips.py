"""Planning: who may, what sticks, what a second try gets."""

import uuid

import pytest

from sothuhoso.db.queries import audit
from sothuhoso.db.queries import trips as rows
from sothuhoso.domain.errors import Conflict, Invalid, NotFound, Refused
from sothuhoso.domain.policy import OPERATOR, Role
from sothuhoso.services import accounts, trips
from tests.conftest import OTHER_UNIT, UNIT
from tests.services.making import refused
from tests.services.trip_making import Trip, plan


@pytest.fixture
def lead(make_actor):
    return make_actor("luudong", Role.OUTREACH, UNIT)


@pytest.fixture
def head(make_actor):
    return make_actor("phutrach", Role.HEAD, UNIT)


@pytest.fixture
def trip(c, lead):
    return Trip(c, lead)


def test_a_trip_is_planned(trip, lead, clerk):
    view = trip.make(clerk)
    assert (view.created, view.status, view.version, view.may_change) == (True, "planned", 1, True)
    assert (view.lead_name, view.day, view.unit_name) == (lead.name, "2026-11-25", "xã Thần Sa")
    assert [hamlet.name for hamlet in view.hamlets] == ["Xóm Lũng Luông", "Hạ Sơn Dao"]
    assert [person.name for person in view.members] == [lead.name, clerk.name]
    assert [one.name for one in view.procedures][:2] == ["Đăng ký khai sinh lưu động", "Đăng ký khai sinh"]
    with trip.c.look() as uow:
        (entry,) = audit.of_object(uow.session, "trip", trip.id)
    assert (entry.action, entry.unit_code) == ("trip.make", UNIT)


def test_the_same_again_is_the_same_trip(trip, clerk):
    first = trip.make(clerk)
    again = trip.make(clerk)
    assert (again.created, again.version) == (False, 1)
    assert again.hamlets == first.hamlets
    assert len(trips.list_trips(trip.c, trip.lead).trips) == 1
    with refused(Conflict, "trip.exists"):
        trip.make(clerk, name="Khác")


def test_the_making_is_known_again_after_a_change(trip, clerk):
    first = trip.make(clerk)
    changed = trips.change_trip(trip.c, trip.lead, trip.id, plan(name="Tên mới"), version=1)
    assert trip.make(clerk).name == "Tên mới" == changed.name
    assert first.name != "Tên mới"


def test_who_goes_sees_it_and_the_head_sees_all(c, trip, clerk, head, make_actor):
    trip.make(clerk)
    colleague = make_actor("canbo3", Role.CLERK, UNIT)
    elsewhere = make_actor("khacxa", Role.HEAD, OTHER_UNIT)
    assert [len(trips.list_trips(c, actor).trips) for actor in (clerk, head, colleague, elsewhere)] == [1, 1, 0, 0]
    assert [one.may_change for one in trips.list_trips(c, clerk).trips] == [False]
    assert trips.list_trips(c, clerk).people == []
    names = {person.name for person in trips.list_trips(c, head).people}
    assert {clerk.name, head.name, colleague.name} <= names
    assert elsewhere.name not in names


def test_an_outreach_lead_changes_only_the_own_trips(c, trip, clerk, head, make_actor):
    trip.make(clerk)
    other = make_actor("luudong2", Role.OUTREACH, UNIT)
    with refused(Refused, "trip.not_member"):
        trips.change_trip(c, other, trip.id, plan(), version=1)
    trips.change_trip(c, trip.lead, trip.id, plan(clerk, other), version=1)
    with refused(Refused, "trip.not_lead"):
        trips.change_trip(c, other, trip.id, plan(), version=2)
    with refused(Refused, "trip.not_lead"):
        trips.cancel_trip(c, clerk, trip.id, version=2)
    assert trips.change_trip(c, head, trip.id, plan(clerk, name="Do phụ trách sửa"), version=2).version == 3


def test_the_head_names_another_lead(c, head, trip, clerk):
    view = trips.make_trip(c, head, trip.id, plan(clerk, lead=str(trip.lead.account_id)))
    assert view.lead_name == trip.lead.name
    assert trip.view().may_change
    with refused(NotFound, "trip.member_unknown"):  # a clerk leads no trip
        trips.make_trip(c, head, uuid.uuid4(), plan(lead=str(clerk.account_id)))


def test_a_change_keeps_what_left_the_plan(c, trip, clerk):
    first = trip.make(clerk)
    kept = {"id": first.hamlets[1].id, "name": "Xóm Hạ Sơn Dao"}
    changed = trips.change_trip(c, trip.lead, trip.id, plan(hamlets=[kept, {"name": "Kim Sơn"}]), version=1)
    assert [hamlet.name for hamlet in changed.hamlets] == ["Xóm Hạ Sơn Dao", "Kim Sơn"]
    assert changed.hamlets[0].id == first.hamlets[1].id
    assert [person.name for person in changed.members] == [trip.lead.name]
    with c.look() as uow:
        assert {h.name: h.removed for h in rows.hamlets(uow.session, trip.id)} == {
            "Xóm Hạ Sơn Dao": False,
            "Xóm Lũng Luông": True,
            "Kim Sơn": False,
        }
        assert [m.removed for m, _ in rows.members(uow.session, trip.id)] == [False, True]
    with refused(Conflict, "trip.changed"):
        trips.change_trip(c, trip.lead, trip.id, plan(), version=1)


def test_a_foreign_hamlet_id_makes_a_hamlet_of_our_own(c, trip, lead):
    trip.make()
    other = Trip(c, lead)
    first = other.make()
    stolen = {"id": first.hamlets[0].id, "name": "Lũng Luông"}
    changed = trips.change_trip(c, lead, trip.id, plan(hamlets=[stolen]), version=1)
    assert changed.hamlets[0].id != first.hamlets[0].id
    assert other.view().hamlets == first.hamlets


@pytest.mark.parametrize(
    ("changes", "kind", "key"),
    [
        ({"day": "2026-11-22"}, Invalid, "trip.day_impossible"),  # yesterday
        ({"day": "2028-01-01"}, Invalid, "trip.day_impossible"),
        ({"procedures": ["9.999999"]}, Invalid, "trip.procedure_unknown"),
        ({"day": "2027-03-02", "procedures": ["1.003583"]}, Invalid, "trip.procedure_unknown"),  # Luật Hộ tịch 2026
        ({"members": [str(uuid.UUID(int=9))]}, NotFound, "trip.member_unknown"),
    ],
)
def test_plans_that_cannot_be(trip, changes, kind, key):
    with refused(kind, key):
        trip.make(**changes)
    assert trips.list_trips(trip.c, trip.lead).trips == []


def test_nobody_of_another_unit_and_no_shut_account_goes(c, trip, other_clerk, clerk):
    with refused(NotFound, "trip.member_unknown"):
        trip.make(other_clerk)
    accounts.deactivate(c, OPERATOR, "canbo")
    with refused(NotFound, "trip.member_unknown"):
        trip.make(clerk)


def test_a_trip_of_today_may_be_changed_tomorrow(c, trip, clock):
    trip.make(day="2026-11-23")
    clock.move(days=1)
    assert trips.change_trip(c, trip.lead, trip.id, plan(day="2026-11-23"), version=1).day == "2026-11-23"
    with refused(Invalid, "trip.day_impossible"):
        trips.change_trip(c, trip.lead, trip.id, plan(day="2026-11-22"), version=2)


def test_called_off_only_before_anybody_went(c, trip, lead):
    trip.make()
    trip.send()
    with refused(Conflict, "trip.not_planned"):
        trips.cancel_trip(c, lead, trip.id, version=trip.view().version)
    other = Trip(c, lead)
    other.make()
    assert trips.cancel_trip(c, lead, other.id, version=1).status == "cancelled"
    for again in (
        lambda: trips.change_trip(c, lead, other.id, plan(), version=2),
        other.pack,
    ):
        with refused(Conflict, "trip.over"):
            again()
    with refused(Conflict, "trip.cancelled"):
        trips.close_trip(c, lead, other.id, version=2)


def test_closing_says_what_comes_next_and_can_be_put_right(c, trip):
    trip.make()
    closed = trips.close_trip(
        c, trip.lead, trip.id, version=1, remarks="  Đường lầy \n\n mang  pin ", next_visit="2026-12-09"
    )
    assert (closed.status, closed.next_visit, closed.remarks) == ("closed", "2026-12-09", "Đường lầy\n\nmang pin")
    with c.look() as uow:
        row = rows.get(uow.session, trip.id)
    assert "pin" not in repr(row.remarks_enc)
    again = trips.close_trip(c, trip.lead, trip.id, version=2)
    assert (again.remarks, again.next_visit, again.status) == ("", "", "closed")
    with refused(Conflict, "trip.over"):
        trips.change_trip(c, trip.lead, trip.id, plan(), version=3)
    with refused(Invalid, "trip.day_impossible"):
        trips.close_trip(c, trip.lead, trip.id, version=3, next_visit="mai")
    with refused(Invalid, "trip.remarks_long"):
        trips.close_trip(c, trip.lead, trip.id, version=3, remarks="x" * 2001)


def test_unknown_is_unknown(c, lead):
    with refused(NotFound, "trip.unknown"):
        trips.cancel_trip(c, lead, uuid.uuid4(), version=1)
