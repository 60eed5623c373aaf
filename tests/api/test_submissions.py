"""Manifest and photos over HTTP: the resend rule, who may, and what is refused how."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sothuhoso.db.queries import submissions
from tests.services.making import Sending, photo, photographed, sha

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "resend.json").read_text("utf-8"))["cases"]


def put(client, sending, manifest=None):
    return client.put(f"/api/submissions/{sending.id}", json=manifest or sending.manifest)


def put_photo(client, sending, content, *, sha256=None, secret=None):
    return client.put(
        f"/api/submissions/{sending.id}/photos/{sha256 or sha(content)}",
        content=content,
        headers={"Authorization": f"Draft {secret or sending.secret}", "Content-Type": "image/jpeg"},
    )


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["name"])
def test_the_resend_rule(client, case):
    sending = Sending(photos=(photo(1), photo(2), photo(3)))
    other = {**sending.manifest, "components": [photographed("giay_cam_doan_viec_sinh", *sending.photos)]}
    for (kind, what), expected in zip(case["steps"], case["expect"], strict=True):
        if kind == "announce":
            answer = put(client, sending, sending.manifest if what == "A" else other)
        else:
            answer = put_photo(client, sending, photo(50) if what == "x" else sending.photos[what])
        said = answer.json()
        missing = len(said["missing"]) if "missing" in said else None
        assert [answer.status_code, said.get("state", ""), missing, said.get("key", "")] == expected


def test_receipts_name_what_is_here(client):
    sending = Sending()
    receipt = put(client, sending).json()
    assert set(receipt) == {"id", "state", "received", "missing", "number", "follow_url", "submitted_at"}
    taken = put_photo(client, sending, sending.photos[0]).json()
    assert (taken["sha256"], taken["width"], taken["height"]) == (sha(sending.photos[0]), 120, 160)
    assert taken["received"] == [sha(sending.photos[0])]
    again = client.get(f"/api/submissions/{sending.id}", headers={"Authorization": f"Draft {sending.secret}"})
    assert again.json()["received"] == taken["received"]


def test_the_photo_comes_back_privately(client):
    sending = Sending()
    put_photo(client, sending, sending.photos[0])
    address = f"/api/submissions/{sending.id}/photos/{sha(sending.photos[0])}"
    mine = {"Authorization": f"Draft {sending.secret}"}
    whole, thumb = client.get(address, headers=mine), client.get(f"{address}?size=thumb", headers=mine)
    assert whole.headers["cache-control"] == "private, no-store"
    for answer in (whole, thumb):
        assert answer.status_code == 200
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-type"].startswith("image/")
    assert client.get(address).status_code == 401
    assert client.get(address, headers={"Authorization": "Draft " + "x" * 22}).status_code == 404


def test_a_mangled_photo_is_told(client):
    sending = Sending()
    answer = put_photo(client, sending, photo(1), sha256=sha(photo(2)))
    assert (answer.status_code, answer.json()["key"]) == (422, "photo.hash_mismatch")


@pytest.mark.parametrize(
    ("content", "status", "key"),
    [
        (b"%PDF-1.7\n...", 422, "document.broken"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "image.svg"),
        (b"only words", 415, "image.not_an_image"),
        (photo(1)[:700], 422, "image.truncated"),
    ],
)
def test_what_is_no_photo_is_refused_by_name(client, content, status, key):
    answer = put_photo(client, Sending(), content)
    assert (answer.status_code, answer.json()["key"]) == (status, key)
    assert answer.json()["message"]


def test_too_large_is_answered_not_cut_off(client, c):
    sending = Sending()
    limit = c.settings.max_photo_bytes
    for declared in (True, False):
        content = b"\xff\xd8" + bytes(limit)
        body = content if declared else (content[n : n + 1_000_000] for n in range(0, len(content), 1_000_000))
        answer = client.put(
            f"/api/submissions/{sending.id}/photos/{'0' * 64}",
            content=body,
            headers={"Authorization": f"Draft {sending.secret}"},
        )
        assert (answer.status_code, answer.json()["key"]) == (413, "image.too_many_bytes")
        assert answer.json()["facts"]["limit"] == limit
    with c.look() as uow:
        assert submissions.get(uow.session, sending.id) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"not json",
        b'"text"',
        b"[" * 100_000,
        b'{"a":' * 30_000 + b"1" + b"}" * 30_000,
        b'{"a": NaN}',
        b'{"a": "\\ud800"}',
        b'{"a": "\\u0000"}',
        b"\xff\xfe{}",
        b'{"a": ' + b"9" * 5000 + b"}",
    ],
    ids=range(11),
)
def test_what_is_no_json(client, body):
    answer = client.put(f"/api/submissions/{uuid.uuid4()}", content=body)
    assert (answer.status_code, answer.json()["key"]) == (400, "request.not_json")


def test_too_long_a_manifest(client, c):
    answer = client.put(f"/api/submissions/{uuid.uuid4()}", content=b" " * (c.settings.max_manifest_bytes + 1))
    assert (answer.status_code, answer.json()["key"]) == (413, "submission.too_large")


def test_an_unreadable_manifest_names_the_place(client):
    sending = Sending()
    answer = put(client, sending, {**sending.manifest, "unit": 5725})
    assert (answer.status_code, answer.json()["key"], answer.json()["facts"]) == (
        422,
        "submission.not_readable",
        {"field": "unit"},
    )


def test_counter_intake_over_http(client, desk):
    sending = Sending(channel="counter")
    refused = put(client, sending)
    assert (refused.status_code, refused.json()["key"]) == (401, "access.sign_in")
    assert put(desk, sending).status_code == 201
    assert put(desk, Sending(channel="counter", unit="05716")).status_code == 403


def test_the_same_photo_many_times_at_once(client):
    sending = Sending(photos=(photo(8),))
    put(client, sending)
    with client, ThreadPoolExecutor(5) as pool:  # one event loop for all of them, as in the server
        answers = list(pool.map(lambda _: put_photo(client, sending, photo(8)), range(5)))
    assert sorted(a.status_code for a in answers) == [200, 200, 200, 200, 201]
    assert len({a.json()["number"] for a in answers}) == 1


def test_addresses_that_are_none(client):
    for address in ("/api/submissions/not-a-uuid", "/api/nothing", "/api/", "/api/submissions/"):
        answer = client.get(address)
        assert (answer.status_code, answer.json()["key"]) == (404, "request.address")
    answer = client.delete(f"/api/submissions/{uuid.uuid4()}")
    assert (answer.status_code, answer.json()["key"]) == (405, "request.method")
