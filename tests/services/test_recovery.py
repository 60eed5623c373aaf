"""What a locked tablet hands over: taken in sealed, opened by the head, submitted by the normal door, lost never."""

from __future__ import annotations

import base64
import copy
import hashlib
import uuid
from datetime import timedelta

import pytest

from sothuhoso.db.queries import audit, dossiers, trips
from sothuhoso.domain.errors import Conflict, Gone, Invalid, NotFound, Refused, SignInNeeded, TooLarge, TooMany
from sothuhoso.domain.policy import ANONYMOUS, Role
from sothuhoso.services import devices, housekeeping, recovery
from tests.conftest import UNIT
from tests.services.bundles import Tablet
from tests.services.making import Sending, photo, refused, simple
from tests.services.trip_making import Trip, drawn_signature


@pytest.fixture
def head(make_actor):
    return make_actor("phutrach", Role.HEAD, UNIT)


@pytest.fixture
def tablet(c, clerk):
    return Tablet(c, clerk)


def take(c, tablet, bundle, actor=ANONYMOUS, token=None):
    return recovery.take_bundle(c, actor, tablet.token if token is None else token, bundle.head)


def part(c, tablet, bundle, name, actor=ANONYMOUS, token=None):
    content = bundle.parts[name]
    return recovery.take_part(
        c, actor, tablet.token if token is None else token, bundle.id, sha256=name, content=content
    )


def hand_over(c, tablet, bundle):
    missing = take(c, tablet, bundle).missing
    for name in missing:
        missing = part(c, tablet, bundle, name).missing
    assert missing == []


# --- taking it in --------------------------------------------------------------------------------------------------


def test_a_tablet_hands_over_without_anybody_signed_in(c, tablet):
    bundle = tablet.bundle(Sending(photos=(photo(1), photo(2))))
    receipt = take(c, tablet, bundle)
    assert (receipt.created, sorted(receipt.missing)) == (True, sorted(bundle.parts))
    first, second = bundle.parts
    assert part(c, tablet, bundle, first).missing == [second]
    assert part(c, tablet, bundle, first).missing == [second]
    assert part(c, tablet, bundle, second).missing == []


def test_sending_the_same_again_is_harmless(c, tablet):
    bundle = tablet.bundle(Sending(photos=(photo(1),)))
    hand_over(c, tablet, bundle)
    again = take(c, tablet, bundle)
    assert (again.created, again.missing) == (False, [])


def test_the_same_id_with_other_content_is_refused(c, tablet):
    bundle, other = tablet.bundle(simple()), tablet.bundle(simple())
    take(c, tablet, bundle)
    other.head["id"] = bundle.head["id"]
    with refused(Conflict, "recovery.conflict"):
        take(c, tablet, other)


def test_a_revoked_tablet_may_still_hand_over(c, head, tablet):
    devices.revoke(c, head, tablet.id)
    hand_over(c, tablet, tablet.bundle(Sending(photos=(photo(1),)), reason="revoked"))


def test_no_other_device_hands_over_for_it(c, clerk, other_clerk, tablet):
    bundle = tablet.bundle(Sending(photos=(photo(1),)))
    stranger = Tablet(c, other_clerk)
    for token in ("", "x" * 43):
        with pytest.raises(SignInNeeded):
            take(c, tablet, bundle, token=token)
    with pytest.raises(SignInNeeded):
        take(c, tablet, bundle, token=stranger.token)
    for actor in (clerk, other_clerk):
        with pytest.raises(Refused):
            take(c, tablet, bundle, actor, token="")
    take(c, tablet, bundle)
    for token in ("", stranger.token):
        with pytest.raises(SignInNeeded):
            part(c, tablet, bundle, next(iter(bundle.parts)), token=token)


def test_a_head_brings_a_saved_file(c, head, tablet):
    bundle = tablet.bundle(Sending(photos=(photo(1),)))
    (name,) = take(c, tablet, bundle, head, token="").missing
    assert part(c, tablet, bundle, name, head, token="").missing == []


def test_a_store_of_somebody_who_is_not_on_this_tablet_is_refused(c, other_clerk, tablet):
    with refused(Invalid, "recovery.not_of_device"):
        take(c, tablet, tablet.bundle(simple(), actor=other_clerk))


def test_a_key_of_another_unit_is_refused(c, other_clerk, tablet):
    bundle = tablet.bundle(simple())
    for key_id in (Tablet(c, other_clerk).known.key_id, str(uuid.uuid4())):
        bundle.head["key_id"] = key_id
        with refused(Invalid, "recovery.key_unknown"):
            take(c, tablet, bundle)


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"id": "x"},
        {"device": None},
        {"wrapped": "%%%"},
        {"wrapped": ""},
        {"reason": "other"},
        {"rows": {}},
        {"rows": [{"store": "Outbox!", "key": "k", "sealed": "AAAA"}]},
        {"rows": [{"store": "outbox", "key": 3, "sealed": "AAAA"}]},
        {"rows": [{"store": "outbox", "key": "k", "sealed": "A"}]},
        {"parts": [{"store": "photos", "key": ["a", "b"], "part": "blob", "sha256": "zz", "bytes": 3}]},
        {"parts": [{"store": "photos", "key": ["a"] * 5, "part": "blob", "sha256": "a" * 64, "bytes": 3}]},
        {"parts": [{"store": "photos", "key": ["a"], "part": "blob", "sha256": "a" * 64, "bytes": 0}]},
        {"parts": [{"store": "photos", "key": ["a"], "part": "blob", "sha256": "a" * 64, "bytes": True}]},
    ],
)
def test_whatever_is_not_as_agreed_is_malformed(c, tablet, change):
    with refused(Invalid, "recovery.malformed"):
        recovery.take_bundle(c, ANONYMOUS, tablet.token, tablet.bundle(simple()).head | change)


def test_too_much_at_once(c, tablet):
    bundle = tablet.bundle(simple())
    one = {"store": "photos", "key": ["a", "b"], "part": "blob", "bytes": 32 * 1024 * 1024}
    bundle.head["parts"] = [one | {"sha256": f"{n:064x}"} for n in range(129)]
    with refused(TooLarge, "recovery.too_large"):
        take(c, tablet, bundle)


def test_too_many_in_a_day(c, clock, tablet):
    for _ in range(recovery.MAX_A_DAY):
        take(c, tablet, tablet.bundle(simple()))
    with refused(TooMany, "recovery.too_many"):
        take(c, tablet, tablet.bundle(simple()))
    clock.move(days=1, seconds=1)
    take(c, tablet, tablet.bundle(simple()))


def test_parts_are_what_they_say_and_were_promised(c, tablet):
    bundle = tablet.bundle(Sending(photos=(photo(1),)))
    take(c, tablet, bundle)
    (name,) = bundle.parts
    other = b"something else"
    with refused(Invalid, "recovery.part_mismatch"):
        recovery.take_part(c, ANONYMOUS, tablet.token, bundle.id, sha256=name, content=other)
    with refused(Invalid, "recovery.part_unknown"):
        recovery.take_part(
            c, ANONYMOUS, tablet.token, bundle.id, sha256=hashlib.sha256(other).hexdigest(), content=other
        )
    with refused(NotFound, "recovery.unknown"):
        recovery.take_part(c, ANONYMOUS, tablet.token, uuid.uuid4(), sha256=name, content=bundle.parts[name])


def test_nothing_of_it_lies_readable_on_the_server(c, settings, tablet):
    hand_over(c, tablet, tablet.bundle(Sending(photos=(photo(1),))))
    for file in c.settings.data_dir.rglob("*"):
        if file.is_file():
            assert "Hoàng Thị Mai".encode() not in file.read_bytes(), file
            assert photo(1)[:200] not in file.read_bytes(), file


# --- opening it ----------------------------------------------------------------------------------------------------


def test_the_head_opens_it_and_its_dossiers_are_submitted(c, head, clerk, tablet):
    whole, counter = Sending(photos=(photo(1), photo(2), photo(3))), simple(channel="counter")
    bundle = tablet.bundle(whole, counter, drafts=2)
    hand_over(c, tablet, bundle)
    (view,) = recovery.list_bundles(c, head)
    assert (view.dossiers, view.drafts, view.missing, view.opened_at) == (2, 2, 0, "")
    opened = recovery.open_bundle(c, head, bundle.id)
    assert [(one.id, one.state) for one in opened.dossiers] == [(str(s.id), "whole") for s in (whole, counter)]
    assert all(one.number.startswith("SH-") for one in opened.dossiers)
    assert opened.drafts == 2
    with c.look() as uow:
        rows = [dossiers.get(uow.session, sending.id) for sending in (whole, counter)]
        assert [row.channel for row in rows] == ["phone", "counter"]
        # who took it in is who it is from, not who opened the bundle
        assert dossiers.events(uow.session, counter.id)[0].actor_id == clerk.account_id


def test_opening_again_makes_nothing_twice(c, head, tablet):
    sending = Sending(photos=(photo(1),))
    bundle = tablet.bundle(sending)
    hand_over(c, tablet, bundle)
    assert recovery.open_bundle(c, head, bundle.id) == recovery.open_bundle(c, head, bundle.id)


def test_what_had_arrived_already_stays_as_it_is(c, head, tablet):
    sending = Sending(photos=(photo(1),))
    number = sending.arrive(c).number
    bundle = tablet.bundle(sending)
    hand_over(c, tablet, bundle)
    (one,) = recovery.open_bundle(c, head, bundle.id).dossiers
    assert (one.state, one.number) == ("whole", number)


def test_what_has_not_come_yet_is_said(c, head, tablet):
    bundle = tablet.bundle(Sending(photos=(photo(1), photo(2))))
    first, second = bundle.parts
    take(c, tablet, bundle)
    part(c, tablet, bundle, first)
    assert recovery.open_bundle(c, head, bundle.id).dossiers[0].state == "photos_missing"
    part(c, tablet, bundle, second)
    assert recovery.open_bundle(c, head, bundle.id).dossiers[0].state == "whole"


def test_a_dossier_that_is_refused_keeps_no_other_back(c, head, tablet):
    wrong, right = simple(unit="99999"), simple()
    bundle = tablet.bundle(wrong, right)
    hand_over(c, tablet, bundle)
    first, second = recovery.open_bundle(c, head, bundle.id).dossiers
    assert (first.state, first.problem) == ("refused", "submission.unit_unknown")
    assert second.state == "whole"


def as_kept(trip, *, state="waiting", **said):
    """An entry as the tablet keeps it (device/trip_entry.js)."""
    wire = {"submission": "", "dossier": "", "procedure": "", "person": "", "signer": "", "text": "", "reason": "",
            "papers": [], "signature": "", "replaces": "", **trip.entry(**said)}  # fmt: skip
    del wire["format"]
    more = {"madeAt": wire.pop("made_at"), "comesAgain": wire.pop("comes_again", False)}
    return {"id": str(uuid.uuid4()), "trip": str(trip.id), "state": state, "attempts": 0, **wire, **more}


def test_what_was_done_on_a_trip_is_entered_into_it_once(c, head, clerk, make_actor, tablet):
    trip = Trip(c, make_actor("luudong", Role.OUTREACH, UNIT))
    trip.make(clerk)
    kept = (
        as_kept(trip, kind="turned_away", queue=3),
        as_kept(trip, kind="note", queue=4, signature=drawn_signature(), state="parked"),
        as_kept(trip, text="Đã gửi từ trước", state="arrived"),
        as_kept(trip, text="Còn đang làm", state="open"),
        as_kept(trip, text="", queue=5),
    )
    bundle = tablet.bundle(entries=kept)
    hand_over(c, tablet, bundle)
    for _ in range(2):
        opened = recovery.open_bundle(c, head, bundle.id)
        assert (opened.deeds, opened.deeds_refused) == (2, 1)
    with c.look() as uow:
        made = trips.entries(uow.session, trip.id)
    assert sorted((one.kind, one.queue, one.account_id) for one in made) == [
        ("note", 4, clerk.account_id),
        ("turned_away", 3, clerk.account_id),
    ]


def test_each_opening_is_written_down(c, head, tablet):
    bundle = tablet.bundle(simple())
    hand_over(c, tablet, bundle)
    recovery.open_bundle(c, head, bundle.id)
    recovery.open_bundle(c, head, bundle.id)
    with c.look() as uow:
        found = [(row.action, row.actor_id) for row in audit.of_object(uow.session, "recovery_bundle", bundle.id)]
    opened = ("recovery.open", head.account_id)
    assert found == [("recovery.received", None), opened, opened]


def test_it_is_written_down_even_when_it_cannot_be_opened(c, head, tablet):
    bundle = tablet.bundle(simple())
    bundle.head["wrapped"] = base64.b64encode(b"x" * 384).decode()
    hand_over(c, tablet, bundle)
    with refused(Invalid, "recovery.unreadable"):
        recovery.open_bundle(c, head, bundle.id)
    with c.look() as uow:
        assert [row.action for row in audit.of_object(uow.session, "recovery_bundle", bundle.id)][-1] == "recovery.open"


def test_rows_do_not_open_in_each_others_place(c, head, tablet):
    bundle = tablet.bundle(simple(), simple())
    moved = copy.deepcopy(bundle.head)
    outbox = [row for row in moved["rows"] if row["store"] == "outbox"]
    outbox[0]["sealed"], outbox[1]["sealed"] = outbox[1]["sealed"], outbox[0]["sealed"]
    bundle.head = moved
    hand_over(c, tablet, bundle)
    with refused(Invalid, "recovery.unreadable"):
        recovery.open_bundle(c, head, bundle.id)


def test_an_unknown_bundle(c, head):
    with refused(NotFound, "recovery.unknown"):
        recovery.open_bundle(c, head, uuid.uuid4())


def test_an_opened_bundle_goes_after_a_month_an_unopened_one_stays(c, clock, head, tablet):
    opened, kept = tablet.bundle(Sending(photos=(photo(1),))), tablet.bundle(Sending(photos=(photo(2),)))
    for bundle in (opened, kept):
        hand_over(c, tablet, bundle)
    recovery.open_bundle(c, head, opened.id)
    clock.move(days=31)
    housekeeping.purge_expired(c)
    assert [view.id for view in recovery.list_bundles(c, head)] == [str(kept.id)]
    assert not any(c.files.has(name) for name in opened.parts)
    assert all(c.files.has(name) for name in kept.parts)
    assert recovery.open_bundle(c, head, kept.id).dossiers[0].state == "whole"


def test_parts_that_another_bundle_names_stay(c, clock, head, tablet):
    first = tablet.bundle(Sending(photos=(photo(1),)))
    second = copy.deepcopy(first)
    second.head["id"] = str(uuid.uuid4())
    for bundle in (first, second):
        hand_over(c, tablet, bundle)
    recovery.open_bundle(c, head, first.id)
    assert recovery.forget_opened(c, clock.now() + timedelta(days=1), 10) == 1
    assert all(c.files.has(name) for name in second.parts)


# --- a new PIN -----------------------------------------------------------------------------------------------------


def key(c, tablet, actor, *, token=None, wrapped=None):
    return recovery.data_key(
        c,
        actor,
        tablet.token if token is None else token,
        key_id=uuid.UUID(tablet.known.key_id),
        wrapped=wrapped or tablet.wrapped(),
    )


def test_with_the_heads_leave_the_owner_gets_the_key_once(c, head, clerk, tablet):
    devices.allow_reset(c, head, tablet.id, clerk.account_id)
    assert key(c, tablet, clerk) == tablet.data_key
    with refused(Refused, "recovery.reset_not_allowed"):
        key(c, tablet, clerk)


def test_not_without_it_nor_after_a_day(c, clock, head, clerk, tablet):
    with refused(Refused, "recovery.reset_not_allowed"):
        key(c, tablet, clerk)
    devices.allow_reset(c, head, tablet.id, clerk.account_id)
    clock.move(days=1)
    with refused(Refused, "recovery.reset_not_allowed"):
        key(c, tablet, clerk)


def test_nobody_gets_another_persons_key_for_their_own_leave(c, head, clerk, make_actor, tablet):
    second = make_actor("canbo3", Role.CLERK, UNIT)
    token = devices.register(c, second, tablet.id, "x").token
    devices.allow_reset(c, head, tablet.id, second.account_id)
    with refused(Invalid, "recovery.unreadable"):
        key(c, tablet, second, token=token, wrapped=tablet.wrapped(clerk))


def test_not_from_another_device_nor_a_revoked_one(c, head, clerk, tablet):
    devices.allow_reset(c, head, tablet.id, clerk.account_id)
    for token in ("", "x" * 43):
        with refused(NotFound, "device.unknown"):
            key(c, tablet, clerk, token=token)
    devices.revoke(c, head, tablet.id)
    with refused(Gone, "device.revoked"):
        key(c, tablet, clerk)


def test_a_new_pin_is_written_down(c, head, clerk, tablet):
    devices.allow_reset(c, head, tablet.id, clerk.account_id)
    key(c, tablet, clerk)
    with c.look() as uow:
        changes = [(row.facts["change"], row.actor_id) for row in audit.of_object(uow.session, "device", tablet.id)]
    assert changes[1:] == [("reset_allowed", head.account_id), ("pin_reset", clerk.account_id)]
