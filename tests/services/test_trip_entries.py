"""What was done is taken once, whole, whatever became of the plan; other content is kept apart."""

import threading
import uuid

import pytest
from sqlmodel import select

from sothuhoso.db.queries import audit
from sothuhoso.db.queries import trips as rows
from sothuhoso.db.tables import TripEntryConflictRow, TripEntryRow
from sothuhoso.domain.errors import Conflict, Invalid, NotFound, Refused, WrongKind
from sothuhoso.domain.policy import Role
from sothuhoso.services import trip_entries, trips
from tests.conftest import OTHER_UNIT, UNIT
from tests.services.making import refused, simple
from tests.services.trip_making import TABLET, Trip, drawn_signature, plan


@pytest.fixture
def lead(make_actor):
    return make_actor("luudong", Role.OUTREACH, UNIT)


@pytest.fixture
def trip(c, lead, clerk):
    made = Trip(c, lead)
    made.make(clerk)
    return made


def kept(c):
    with c.look() as uow:
        return uow.session.exec(select(TripEntryRow)).all()


def conflicts(c):
    with c.look() as uow:
        return uow.session.exec(select(TripEntryConflictRow)).all()


def test_a_deed_is_taken_and_the_trip_is_under_way(c, trip, clock):
    assert trip.view().status == "planned"
    taken = trip.send(kind="turned_away", queue=12, around={"sent_at": "2026-11-25T09:00:00Z"})
    assert taken.created
    (row,) = kept(c)
    assert (row.kind, row.series, row.queue, str(row.id)) == ("turned_away", "A", 12, taken.id)
    assert (row.made_at.hour, row.sent_at.hour, row.received_at) == (2, 9, clock.now())
    assert "Phấy".encode() not in row.content_enc
    assert trip_entries.entry_of(c, row).person == "Triệu Mùi Phấy"
    assert (trip.view().status, trip.view().entries) == ("under_way", 1)
    with c.look() as uow:
        (entry,) = audit.of_object(uow.session, "trip_entry", row.id)
    assert (entry.action, entry.facts) == ("trip.entry", {"kind": "turned_away"})


def test_the_same_again_is_the_same(c, trip):
    entry_id = uuid.uuid4()
    first = trip.send(entry_id=entry_id, text="Ghi")
    for around in (None, {"sent_at": "2026-11-26T01:00:00Z", "tablet": str(TABLET), "waiting": 3}):
        again = trip.send(entry_id=entry_id, text="Ghi", around=around)
        assert (again.created, again.received_at) == (False, first.received_at)
    assert len(kept(c)) == 1
    assert conflicts(c) == []


def test_other_content_is_kept_apart_once_and_refused(c, trip):
    entry_id = uuid.uuid4()
    trip.send(entry_id=entry_id, text="Một")
    for text in ("Hai", "Hai", "Ba"):
        with refused(Conflict, "trip.entry_conflict"):
            trip.send(entry_id=entry_id, text=text)
    assert len(conflicts(c)) == 2
    assert trip_entries.entry_of(c, *kept(c)).text == "Một"
    for number in range(30):
        with refused(Conflict, "trip.entry_conflict"):
            trip.send(entry_id=entry_id, text=f"Lần {number}")
    assert len(conflicts(c)) == trip_entries.MAX_CONFLICTS


@pytest.mark.parametrize("end", ["cancel", "close"])
def test_nothing_is_refused_because_the_plan_ended(c, trip, end):
    entry = trip.entry()
    getattr(trips, f"{end}_trip")(c, trip.lead, trip.id, version=1)
    trip_entries.take_entry(c, trip.lead, trip.id, uuid.uuid4(), {"entry": entry})
    assert len(kept(c)) == 1
    # a trip that was called off had been made after all; a closed one stays closed
    assert trip.view().status == {"cancel": "under_way", "close": "closed"}[end]


def test_nothing_is_refused_because_hamlet_or_person_left_the_plan(c, trip, clerk):
    entry = trip.entry()
    trips.change_trip(c, trip.lead, trip.id, plan(hamlets=[{"name": "Kim Sơn"}]), version=1)
    trip_entries.take_entry(c, clerk, trip.id, uuid.uuid4(), {"entry": entry})
    assert kept(c)[0].account_id == clerk.account_id


def test_what_is_not_of_this_trip(c, trip, lead, make_actor):
    other = Trip(c, lead)
    other.make()
    with refused(Invalid, "trip.hamlet_unknown"):
        trip.send(hamlet=other.view().hamlets[0].id)
    foreign = simple(unit=OTHER_UNIT)
    foreign.arrive(c)
    for dossier in (foreign.id, uuid.uuid4()):
        with refused(Invalid, "trip.dossier_unknown"):
            trip.send(kind="handover", dossier=str(dossier))
    stranger = make_actor("canbo9", Role.CLERK, UNIT)
    with refused(Refused, "trip.not_member"):
        trip.send(stranger)
    entry_id = uuid.uuid4()
    other.send(entry_id=entry_id)
    with refused(NotFound, "trip.unknown"):
        trip.send(entry_id=entry_id)
    assert len(kept(c)) == 1


@pytest.mark.parametrize("raw", [None, [], "x", {}, {"entry": None}, {"entry": {"format": 1}}, {"entry": []}])
def test_what_cannot_be_read(c, trip, raw):
    with pytest.raises(Invalid) as caught:
        trip_entries.take_entry(c, trip.lead, trip.id, uuid.uuid4(), raw)
    assert caught.value.key in ("trip.not_readable", "trip.format")


# --- signatures ----------------------------------------------------------------------------------------------------


@pytest.fixture
def handed(c, trip):
    sending = simple()
    sending.arrive(c)
    return str(sending.id)


def test_a_signature_is_kept_with_the_deed(c, trip, clerk, handed):
    taken = trip.send(kind="handover", dossier=handed, signature=drawn_signature())
    (row,) = kept(c)
    assert c.files.has(row.signature_sha256)
    assert trip_entries.entry_of(c, row).signature == ""
    image = trip_entries.signature(c, clerk, trip.id, uuid.UUID(taken.id))
    assert image.media_type == "image/png"
    assert image.content.startswith(b"\x89PNG")
    with c.look() as uow:
        last = audit.of_object(uow.session, "trip_entry", row.id)[-1]
    assert (last.action, last.actor_id) == ("trip.signature", clerk.account_id)


def test_another_signature_is_other_content(c, trip, handed):
    entry_id = uuid.uuid4()
    trip.send(entry_id=entry_id, kind="handover", dossier=handed, signature=drawn_signature())
    trip.send(entry_id=entry_id, kind="handover", dossier=handed, signature=drawn_signature())
    with refused(Conflict, "trip.entry_conflict"):
        trip.send(entry_id=entry_id, kind="handover", dossier=handed)


def test_a_signature_that_is_no_picture_is_refused_whole(c, trip, handed):
    with refused(WrongKind, "image.not_an_image"):
        trip.send(kind="handover", dossier=handed, signature="aGVsbG8h")
    assert kept(c) == []


def test_no_signature_no_look(c, trip):
    taken = trip.send()
    for entry_id in (uuid.UUID(taken.id), uuid.uuid4()):
        with refused(NotFound, "trip.no_signature"):
            trip_entries.signature(c, trip.lead, trip.id, entry_id)


# --- tablets and haste ---------------------------------------------------------------------------------------------


def test_a_tablet_says_how_much_still_waits_on_it(c, trip):
    trip.pack()
    trip.send(around={"tablet": str(TABLET), "waiting": 5})
    with c.look() as uow:
        assert rows.tablet(uow.session, trip.id, TABLET).waiting == 5
    trip.send(around={"tablet": str(uuid.uuid4()), "waiting": 7})  # one that took nothing along
    with c.look() as uow:
        assert [one.waiting for one in rows.tablets(uow.session, trip.id)] == [5]


def test_sent_by_many_at_once_it_is_there_once(c, trip):
    entry_id, raw = uuid.uuid4(), {"entry": trip.entry()}
    answers, start = [], threading.Barrier(6)

    def send():
        start.wait()
        answers.append(trip_entries.take_entry(c, trip.lead, trip.id, entry_id, raw).created)

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False] * 5 + [True]
    assert len(kept(c)) == 1
