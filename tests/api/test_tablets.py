"""A shared tablet at the REST door: its cookie, what a revoked one still gets, the way in for what it hands over."""

import base64
import uuid

import pytest
from starlette.testclient import TestClient

from sothuhoso.domain.policy import Role
from tests.api.conftest import ORIGIN
from tests.conftest import OTHER_UNIT, UNIT
from tests.services.bundles import Tablet
from tests.services.making import Sending, photo, simple


@pytest.fixture
def head(api, make_actor):
    """A browser in which the head of the desk is signed in."""
    return signed_in(api, make_actor, "phutrach", Role.HEAD, UNIT)


@pytest.fixture
def tablet(desk):
    """The clerk's browser, registered as a shared tablet; its id."""
    return register(desk).json()["id"]


def signed_in(api, make_actor, username, role, unit):
    make_actor(username, role, unit)
    browser = TestClient(api, base_url=ORIGIN)
    said = {"username": username, "password": f"mật khẩu của {username}"}
    assert browser.post("/api/session", json=said).status_code == 200
    return browser


def register(browser, **said):
    return browser.post("/api/devices", json={"id": str(uuid.uuid4()), "label": "Máy bảng 1"} | said)


def refusal(answer):
    return answer.status_code, answer.json()["key"]


def test_registering_gives_a_cookie_no_script_can_read(desk):
    answer = register(desk)
    assert answer.status_code == 200
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("tablet=")
    for part in ("HttpOnly", "SameSite=strict", "Path=/", "Max-Age=34560000"):
        assert part in cookie
    said = answer.json()
    assert {"id", "label", "unit_code", "account_id", "name", "role", "key_id", "public_key"} == said.keys()
    assert answer.headers["cache-control"] == "no-store"
    assert desk.get("/api/devices/self").json() == {"id": said["id"], "label": "Máy bảng 1", "unit_code": UNIT}


@pytest.mark.parametrize("said", [{"id": "x"}, {"id": None}, {"label": None}, {"label": 3}])
def test_what_cannot_be_read_registers_nothing(desk, said):
    assert refusal(register(desk, **said)) == (400, "request.malformed")


def test_registering_needs_somebody_signed_in(client):
    assert refusal(register(client)) == (401, "access.sign_in")


def test_another_device_is_no_tablet(client):
    assert refusal(client.get("/api/devices/self")) == (404, "device.unknown")
    assert client.delete("/api/devices/self").status_code == 204


def test_a_revoked_one_hears_it_whatever_it_asks(desk, head, tablet):
    assert head.post(f"/api/devices/{tablet}/revoke").json()["state"] == "revoked"
    sending = simple()
    asked = [
        desk.get("/api/ping"),
        desk.get("/api/catalogue"),
        desk.get("/api/session"),
        desk.post("/api/session", json={"username": "canbo", "password": "mật khẩu của canbo"}),
        desk.put(f"/api/submissions/{sending.id}", json=sending.manifest),
        desk.get("/api/devices/self"),
        register(desk),
    ]
    assert [refusal(answer) for answer in asked] == [(410, "device.revoked")] * len(asked)
    assert asked[0].json()["facts"]["label"] == "Máy bảng 1"


def test_other_devices_notice_nothing(client, head, tablet):
    head.post(f"/api/devices/{tablet}/revoke")
    assert client.get("/api/ping").status_code == 204
    assert head.get("/api/session").status_code == 200


def test_a_revoked_one_hands_over_and_says_good_bye(clerk_tablet, head):
    browser, tablet = clerk_tablet
    head.post(f"/api/devices/{tablet.id}/revoke")
    bundle = tablet.bundle(Sending(photos=(photo(1), photo(2))), reason="revoked")
    begun = browser.post("/api/recovery", json=bundle.head)
    assert (begun.status_code, sorted(begun.json()["missing"])) == (201, sorted(bundle.parts))
    for name, content in bundle.parts.items():
        left = browser.put(f"/api/recovery/{bundle.id}/parts/{name}", content=content).json()["missing"]
    assert left == []
    assert browser.post("/api/recovery", json=bundle.head).status_code == 200
    gone = browser.delete("/api/devices/self")
    assert gone.status_code == 204
    assert 'tablet=""' in gone.headers["set-cookie"]
    assert head.get("/api/devices").json()["devices"][0]["state"] == "wiped"


@pytest.fixture
def clerk_tablet(c, api, make_actor):
    """A tablet made by the services, and a browser that carries its cookie and no session."""
    clerk = make_actor("canbo9", Role.CLERK, UNIT)
    tablet = Tablet(c, clerk)
    browser = TestClient(api, base_url=ORIGIN, cookies={"tablet": tablet.token})
    return browser, tablet


def test_the_head_opens_what_was_handed_over(clerk_tablet, head):
    browser, tablet = clerk_tablet
    bundle = tablet.bundle(simple(), simple(unit="99999"))
    browser.post("/api/recovery", json=bundle.head)
    (listed,) = head.get("/api/recovery").json()["bundles"]
    assert (listed["id"], listed["dossiers"], listed["device_label"]) == (str(bundle.id), 2, "Máy bảng 1")
    first, second = head.post(f"/api/recovery/{bundle.id}/open").json()["dossiers"]
    assert first["state"] == "whole"
    assert first["number"].startswith("SH-")
    assert (second["state"], second["problem"]) == ("refused", "submission.unit_unknown")
    assert "99999" in second["message"]


def test_a_new_pin(clerk_tablet, head):
    browser, tablet = clerk_tablet
    said = {"username": "canbo9", "password": "mật khẩu của canbo9"}
    assert browser.post("/api/session", json=said).status_code == 200
    asked = {"key_id": tablet.known.key_id, "wrapped": base64.b64encode(tablet.wrapped()).decode()}
    assert refusal(browser.post("/api/recovery/key", json=asked)) == (403, "recovery.reset_not_allowed")
    allowed = head.post(f"/api/devices/{tablet.id}/reset", json={"account": tablet.known.account_id}).json()
    assert allowed["users"][0]["reset_until"]
    answer = browser.post("/api/recovery/key", json=asked)
    assert base64.b64decode(answer.json()["key"]) == tablet.data_key
    assert answer.headers["cache-control"] == "no-store"
    assert refusal(browser.post("/api/recovery/key", json={"key_id": "x"})) == (400, "request.malformed")
    assert refusal(browser.post("/api/recovery/key", json=asked | {"wrapped": "%"})) == (400, "request.malformed")


def test_who_sees_and_does_nothing(api, client, desk, tablet, make_actor):
    stranger = signed_in(api, make_actor, "phutrach2", Role.HEAD, OTHER_UNIT)
    nothing = uuid.uuid4()
    for browser, expected in ((client, 401), (desk, 403), (stranger, 403)):
        assert browser.post(f"/api/devices/{tablet}/revoke").status_code == expected
        assert browser.post(f"/api/devices/{tablet}/reset", json={"account": str(nothing)}).status_code == expected
    for browser, expected in ((client, 401), (desk, 403)):
        assert browser.get("/api/devices").status_code == expected
        assert browser.get("/api/recovery").status_code == expected
    assert client.post(f"/api/recovery/{nothing}/open").status_code == 401
    assert client.put(f"/api/recovery/{nothing}/parts/{'a' * 64}", content=b"x").status_code in {401, 422}
    assert stranger.get("/api/devices").json() == {"devices": []}
    assert desk.get("/api/devices/self").json()["id"] == tablet


# --- two people on one tablet --------------------------------------------------------------------------------------


def test_whoever_does_not_hold_the_tablet_has_nothing_of_its_session(desk, tablet):
    desk.cookies.set("holder", "-")
    assert refusal(desk.get("/api/session")) == (401, "access.sign_in")
    desk.cookies.set("holder", str(uuid.uuid4()))
    assert refusal(desk.get("/api/session")) == (401, "access.sign_in")


def test_a_session_of_a_revoked_tablet_is_over_everywhere(desk, head, tablet):
    desk.post("/api/session", json={"username": "canbo", "password": "mật khẩu của canbo"})
    sid = desk.cookies["sid"]
    head.post(f"/api/devices/{tablet}/revoke")
    elsewhere = TestClient(desk.app, base_url=ORIGIN, cookies={"sid": sid})
    assert refusal(elsewhere.get("/api/session")) == (401, "access.sign_in")
