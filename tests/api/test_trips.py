"""Trips over REST: statuses, keys, what is never cached, and who is turned away at the door."""

import io
import uuid

import pypdf
import pytest
from starlette.testclient import TestClient

from sothuhoso.domain.policy import Role
from tests.api.conftest import ORIGIN
from tests.conftest import OTHER_UNIT, UNIT
from tests.services.making import simple
from tests.services.trip_making import MADE_AT, TABLET, drawn_signature

PLAN = {
    "name": "Lũng Luông",
    "day": "2026-11-25",
    "hamlets": [{"name": "Xóm Lũng Luông"}],
    "members": [],
    "procedures": ["1.003583"],
}


@pytest.fixture
def signed_in(api, make_actor):
    """Makes an account and answers its browser."""

    def make(username, role=Role.OUTREACH, unit=UNIT):
        make_actor(username, role, unit)
        browser = TestClient(api, base_url=ORIGIN)
        given = {"username": username, "password": f"mật khẩu của {username}"}
        assert browser.post("/api/session", json=given).status_code == 200
        return browser

    return make


@pytest.fixture
def lead(signed_in):
    return signed_in("luudong")


@pytest.fixture
def trip(lead):
    made = lead.put(f"/api/trips/{uuid.uuid4()}", json=PLAN)
    assert made.status_code == 201
    return made.json()


def address(trip, *rest) -> str:
    return "/".join([f"/api/trips/{trip['id']}", *map(str, rest)])


def note(trip, **said) -> dict:
    entry = {
        "format": 1,
        "hamlet": trip["hamlets"][0]["id"],
        "series": "A",
        "queue": 1,
        "kind": "note",
        "made_at": MADE_AT,
        "text": "Ghi",
        **said,
    }
    return {"entry": entry, "tablet": str(TABLET), "sent_at": MADE_AT, "waiting": 0}


def key(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["key"]


def test_a_trip_is_made_once(lead):
    where = f"/api/trips/{uuid.uuid4()}"
    first, again = lead.put(where, json=PLAN), lead.put(where, json=PLAN)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert "created" not in first.json()
    assert key(lead.put(where, json={**PLAN, "name": "Khác"})) == (409, "trip.exists")
    listed = lead.get("/api/trips")
    assert listed.headers["cache-control"] == "private, no-store"
    assert [trip["id"] for trip in listed.json()["trips"]] == [first.json()["id"]]
    assert (listed.json()["may_make"], listed.json()["unit_code"]) == (True, UNIT)


def test_plans_are_changed_called_off_and_closed(lead, trip):
    plan = {**PLAN, "name": "Tên mới"}
    changed = lead.post(address(trip, "change"), json={"version": 1, "plan": plan})
    assert (changed.status_code, changed.json()["name"], changed.json()["version"]) == (200, "Tên mới", 2)
    assert key(lead.post(address(trip, "change"), json={"version": 1, "plan": plan})) == (409, "trip.changed")
    closed = lead.post(address(trip, "close"), json={"version": 2, "remarks": "Xong", "next_visit": "2026-12-09"})
    assert (closed.json()["status"], closed.json()["next_visit"]) == ("closed", "2026-12-09")
    assert key(lead.post(address(trip, "cancel"), json={"version": 3})) == (409, "trip.not_planned")


def test_a_pack_is_for_one_tablet(lead, trip):
    packed = lead.get(address(trip, "pack"), params={"may": str(TABLET)})
    assert packed.headers["cache-control"] == "private, no-store"
    assert (packed.json()["series"], packed.json()["dossiers"]) == ("A", [])
    assert packed.json()["trip"]["id"] == trip["id"]
    for query in ({}, {"may": "máy của tôi"}):
        assert key(lead.get(address(trip, "pack"), params=query)) == (400, "request.malformed")


def test_a_tablet_says_what_waits_on_it(lead, trip):
    lead.get(address(trip, "pack"), params={"may": str(TABLET)})
    for waiting in (3, 0):
        assert lead.put(address(trip, "tablets", TABLET), json={"waiting": waiting}).status_code == 204
        assert lead.get(address(trip, "progress")).json()["waiting"] == waiting
    assert key(lead.put(address(trip, "tablets", TABLET), json={"waiting": "3"})) == (400, "request.malformed")


def test_a_dossier_is_chosen_by_its_number(c, lead, trip):
    number = simple().arrive(c).number
    taken = lead.put(address(trip, "dossiers"), json={"number": number, "taken": True})
    assert (taken.status_code, taken.json()["number"], taken.json()["left"]) == (200, number, False)
    assert key(lead.put(address(trip, "dossiers"), json={"number": "SH-1", "taken": True})) == (404, "dossier.unknown")
    assert key(lead.put(address(trip, "dossiers"), json={"number": number})) == (400, "request.malformed")


def test_an_entry_is_taken_once(lead, trip):
    where = address(trip, "entries", uuid.uuid4())
    first, again = lead.put(where, json=note(trip)), lead.put(where, json=note(trip))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert key(lead.put(where, json=note(trip, text="Khác"))) == (409, "trip.entry_conflict")
    assert key(lead.put(where, json=note(trip, queue=0))) == (422, "trip.not_readable")
    assert key(lead.put(where, content=b"{")) == (400, "request.not_json")
    assert key(lead.put(where, json=note(trip, signature="A" * 200_000))) == (413, "trip.entry_too_large")


def test_a_signature_is_looked_at_and_never_kept_by_the_browser(c, lead, trip):
    dossier = simple()
    dossier.arrive(c)
    where = address(trip, "entries", uuid.uuid4())
    handed = note(trip, kind="handover", dossier=str(dossier.id), signer="Lý Thị Mây", signature=drawn_signature())
    assert lead.put(where, json=handed).status_code == 201
    image = lead.get(f"{where}/signature")
    assert (image.headers["content-type"], image.headers["cache-control"]) == ("image/png", "private, no-store")
    assert image.headers["x-content-type-options"] == "nosniff"


def test_progress_and_report(lead, trip):
    lead.put(address(trip, "entries", uuid.uuid4()), json=note(trip))
    found = lead.get(address(trip, "progress"))
    assert (found.json()["people"], found.json()["notes"]) == (1, 1)
    assert found.headers["cache-control"] == "private, no-store"
    report = lead.get(address(trip, "report.pdf"))
    assert report.headers["content-type"] == "application/pdf"
    assert report.headers["content-disposition"] == f'inline; filename="{trip["id"]}.pdf"'
    assert len(pypdf.PdfReader(io.BytesIO(report.content)).pages) == 1


CALLS = [
    ("get", "/api/trips", None),
    ("put", "{trip}", PLAN),
    ("post", "{trip}/change", {"version": 1, "plan": PLAN}),
    ("post", "{trip}/cancel", {"version": 1}),
    ("post", "{trip}/close", {"version": 1}),
    ("get", f"{{trip}}/pack?may={TABLET}", None),
    ("put", f"{{trip}}/tablets/{TABLET}", {"waiting": 1}),
    ("put", "{trip}/dossiers", {"number": "SH-05725-261123-0001", "taken": True}),
    ("put", f"{{trip}}/entries/{TABLET}", "entry"),
    ("get", f"{{trip}}/entries/{TABLET}/signature", None),
    ("get", "{trip}/progress", None),
    ("get", "{trip}/report.pdf", None),
]


@pytest.mark.parametrize(("method", "where", "body"), CALLS)
def test_nobody_comes_in_without_signing_in_or_from_elsewhere(client, signed_in, trip, method, where, body):
    where = where.format(trip=address(trip))
    given = {} if body is None else {"json": note(trip) if body == "entry" else body}
    assert key(client.request(method, where, **given)) == (401, "access.sign_in")
    stranger = signed_in("nguoila", Role.HEAD, OTHER_UNIT)
    if where != "/api/trips":
        assert stranger.request(method, where, **given).status_code in (403, 404)
    assert client.request(method, where, **given, headers={"Origin": "https://khac.example"}).status_code in (401, 403)


@pytest.mark.parametrize(
    ("where", "body"),
    [
        ("change", {}),
        ("change", {"version": "1", "plan": PLAN}),
        ("cancel", {"version": True}),
        ("close", {"version": 1, "remarks": 4}),
    ],
)
def test_what_is_no_request(lead, trip, where, body):
    assert key(lead.post(address(trip, where), json=body)) == (400, "request.malformed")
