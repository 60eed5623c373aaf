"""Shared tablets: registered, seen, revoked; what two people on one tablet may have of each other: nothing."""

from __future__ import annotations

import uuid

import pytest

from sothuhoso.db.queries import audit
from sothuhoso.db.queries import devices as rows
from sothuhoso.db.tables import DeviceRow
from sothuhoso.domain.errors import Gone, Invalid, NotFound, Refused
from sothuhoso.domain.policy import ANONYMOUS, Role
from sothuhoso.services import accounts, devices
from tests.conftest import OTHER_UNIT, UNIT
from tests.services.bundles import Tablet
from tests.services.making import refused


@pytest.fixture
def head(make_actor):
    return make_actor("phutrach", Role.HEAD, UNIT)


@pytest.fixture
def tablet(c, clerk):
    return Tablet(c, clerk)


def changes(c, device_id):
    with c.look() as uow:
        return [row.facts.get("change") for row in audit.of_object(uow.session, "device", device_id)]


def test_registering_gives_a_token_and_the_units_key(c, clerk, tablet):
    known = tablet.known
    assert (known.unit_code, known.name, known.role, known.label) == (UNIT, clerk.name, "clerk", "Máy bảng 1")
    assert len(known.token) == 43
    with c.look() as uow:
        row = rows.get(uow.session, tablet.id)
    assert row.token_hash == devices.hash_token(known.token) != known.token
    assert changes(c, tablet.id) == ["registered"]


def test_every_tablet_of_a_unit_has_the_same_recovery_key(c, clerk, other_clerk, tablet):
    again, elsewhere = Tablet(c, clerk), Tablet(c, other_clerk)
    assert (again.known.key_id, again.known.public_key) == (tablet.known.key_id, tablet.known.public_key)
    assert elsewhere.known.key_id != tablet.known.key_id


def test_a_second_person_on_it_keeps_its_name_and_gets_another_token(c, tablet, make_actor):
    second = make_actor("canbo3", Role.OUTREACH, UNIT)
    known = devices.register(c, second, tablet.id, "Tên khác")
    assert known.label == "Máy bảng 1"
    assert devices.contact(c, tablet.token) is None
    assert devices.contact(c, known.token).id == str(tablet.id)


def test_a_tablet_of_another_unit_is_not_taken_over(c, other_clerk, tablet):
    with refused(Refused, "device.other_unit"):
        devices.register(c, other_clerk, tablet.id, "Máy bảng 1")


@pytest.mark.parametrize(
    ("label", "key"),
    [("", "device.label_missing"), (" \u200b ", "device.label_missing"), ("x" * 61, "device.label_long")],
)
def test_a_tablet_needs_a_name_of_reasonable_length(c, clerk, label, key):
    with refused(Invalid, key):
        devices.register(c, clerk, uuid.uuid4(), label)


@pytest.mark.parametrize("role", [Role.PROVINCE, Role.ADMIN])
def test_who_has_no_unit_shares_no_tablet(c, make_actor, role):
    with pytest.raises(Refused):
        devices.register(c, make_actor("khongxa", role, None), uuid.uuid4(), "Máy")


def test_each_contact_is_remembered_once_a_minute(c, clock, head, tablet):
    def seen():
        return devices.list_devices(c, head)[0].last_seen_at

    clock.move(seconds=30)
    devices.contact(c, tablet.token)
    assert seen() == "2026-11-23T03:00:00Z"
    clock.move(minutes=2)
    devices.contact(c, tablet.token)
    assert seen() == "2026-11-23T03:02:30Z"


@pytest.mark.parametrize("token", ["", "x" * 43])
def test_other_devices_are_no_tablets(c, tablet, token):
    assert devices.contact(c, token) is None


def test_the_head_sees_the_units_tablets_and_their_people(c, head, tablet, other_clerk):
    Tablet(c, other_clerk)
    (view,) = devices.list_devices(c, head)
    assert (view.label, view.state, view.unit_code) == ("Máy bảng 1", "in_use", UNIT)
    assert [user.name for user in view.users] == ["Người thử canbo"]


def test_an_administrator_sees_every_units(c, admin, tablet, other_clerk):
    Tablet(c, other_clerk)
    assert {view.unit_code for view in devices.list_devices(c, admin)} == {UNIT, OTHER_UNIT}


def test_a_revoked_tablet_is_told_so_at_every_contact(c, head, tablet):
    assert devices.revoke(c, head, tablet.id).state == "revoked"
    for _ in range(2):
        with refused(Gone, "device.revoked") as error:
            devices.contact(c, tablet.token)
    assert error.value.facts == {"label": "Máy bảng 1", "at": "2026-11-23T03:00:00Z"}
    assert error.value.status == 410


def test_its_last_contact_is_still_seen(c, clock, head, tablet):
    devices.revoke(c, head, tablet.id)
    clock.move(hours=3)
    with pytest.raises(Gone):
        devices.contact(c, tablet.token)
    assert devices.list_devices(c, head)[0].last_seen_at == "2026-11-23T06:00:00Z"


def test_revoking_ends_the_sessions_on_it_and_no_others(c, head, tablet, clerk):
    on_it = accounts.sign_in(c, "canbo", "mật khẩu của canbo", "192.0.2.1", tablet.token).token
    elsewhere = accounts.sign_in(c, "canbo", "mật khẩu của canbo", "192.0.2.1").token
    devices.revoke(c, head, tablet.id)
    assert accounts.actor_of(c, on_it) == ANONYMOUS
    assert accounts.actor_of(c, elsewhere) == clerk


def test_revoking_twice_is_written_down_once(c, head, tablet):
    devices.revoke(c, head, tablet.id)
    devices.revoke(c, head, tablet.id)
    assert changes(c, tablet.id) == ["registered", "revoked"]


def test_a_revoked_tablet_is_not_registered_again(c, head, clerk, tablet):
    devices.revoke(c, head, tablet.id)
    with refused(Gone, "device.revoked"):
        devices.register(c, clerk, tablet.id, "Máy bảng 1")


def test_it_says_when_everything_is_deleted(c, clock, head, tablet):
    devices.revoke(c, head, tablet.id)
    clock.move(minutes=5)
    devices.leave(c, tablet.token)
    devices.leave(c, tablet.token)
    (view,) = devices.list_devices(c, head)
    assert (view.state, view.wiped_at) == ("wiped", "2026-11-23T03:05:00Z")
    assert changes(c, tablet.id) == ["registered", "revoked", "wiped"]


def test_a_tablet_that_is_shared_no_more_may_be_shared_again(c, head, clerk, tablet):
    devices.leave(c, tablet.token)
    assert devices.list_devices(c, head)[0].state == "left"
    devices.register(c, clerk, tablet.id, "Máy bảng 1")
    assert devices.list_devices(c, head)[0].state == "in_use"


def test_leaving_with_anybodys_cookie_does_nothing(c, head, tablet):
    devices.leave(c, "")
    devices.leave(c, "y" * 43)
    assert devices.list_devices(c, head)[0].state == "in_use"


def test_a_new_pin_may_be_chosen_for_a_day(c, clock, head, clerk, tablet):
    view = devices.allow_reset(c, head, tablet.id, clerk.account_id)
    assert view.users[0].reset_until == "2026-11-24T03:00:00Z"
    clock.move(days=1)
    assert devices.list_devices(c, head)[0].users[0].reset_until == ""


def test_not_for_somebody_who_has_no_part_on_it(c, head, other_clerk, tablet):
    with refused(NotFound, "device.user_unknown"):
        devices.allow_reset(c, head, tablet.id, other_clerk.account_id)


def test_not_on_a_revoked_one(c, head, clerk, tablet):
    devices.revoke(c, head, tablet.id)
    with refused(Gone, "device.revoked"):
        devices.allow_reset(c, head, tablet.id, clerk.account_id)


def test_unknown_tablets(c, head, clerk):
    for call in (
        lambda: devices.revoke(c, head, uuid.uuid4()),
        lambda: devices.allow_reset(c, head, uuid.uuid4(), clerk.account_id),
    ):
        with refused(NotFound, "device.unknown"):
            call()


# --- two people, one set of cookies --------------------------------------------------------------------------------


def test_a_session_is_worth_nothing_while_somebody_else_holds_the_tablet(c, clerk):
    token = accounts.sign_in(c, "canbo", "mật khẩu của canbo", "192.0.2.1").token
    assert accounts.actor_of(c, token, str(clerk.account_id)) == clerk
    assert accounts.actor_of(c, token, "") == clerk
    for holder in ("-", str(uuid.uuid4()), "x", str(clerk.account_id).upper()):
        assert accounts.actor_of(c, token, holder) == ANONYMOUS


def test_signing_in_on_another_device_names_no_tablet(c, clerk, tablet):
    accounts.sign_in(c, "canbo", "mật khẩu của canbo", "192.0.2.1", "z" * 43)
    with c.look() as uow:
        assert uow.session.get(DeviceRow, tablet.id).unit_code == UNIT
