"""Asking for numbers over HTTP."""

import uuid

import pytest


def ask(client, **said):
    return client.post("/api/numbers", json={"id": str(uuid.uuid4()), "count": 10, **said})


def test_a_block_for_this_tablet(desk):
    asked = str(uuid.uuid4())
    first = ask(desk, id=asked, device="Máy bảng 1")
    again = ask(desk, id=asked)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert set(first.json()) == {"id", "unit", "day", "first", "last", "issued_at", "expires_at", "follow"}
    assert (first.json()["unit"], first.json()["first"], first.json()["last"]) == ("05725", 1, 10)
    assert first.headers["cache-control"] == "no-store"


def test_only_for_the_desk_of_that_unit(client, desk):
    refused = ask(client)
    assert (refused.status_code, refused.json()["key"]) == (401, "access.sign_in")
    refused = ask(desk, unit="05716")
    assert (refused.status_code, refused.json()["key"]) == (403, "access.refused")


@pytest.mark.parametrize("said", [{"id": "x"}, {"id": None}, {"id": 7}, {"count": "10"}, {"count": True}, {"unit": 5}])
def test_what_makes_no_sense(desk, said):
    answer = ask(desk, **said)
    assert (answer.status_code, answer.json()["key"]) == (400, "request.malformed")


def test_too_many(desk):
    answer = ask(desk, count=201)
    assert (answer.status_code, answer.json()["key"], answer.json()["facts"]) == (422, "numbers.count", {"most": 200})
    assert "200" in answer.json()["message"]
