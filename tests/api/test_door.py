"""What every route shares: language, origins, limits, errors that tell nothing, a loop that never waits."""

import asyncio
import io
import logging
import time
from dataclasses import replace

import httpx
import pytest
from starlette.testclient import TestClient

from sothuhoso import __version__
from sothuhoso.api import asking, body, create_api
from sothuhoso.domain.errors import Malformed, Unavailable
from sothuhoso.services import card as card_service
from tests.samples import cards
from tests.samples.people import MAI
from tests.services.making import Sending, photo, refused, sha

FOREIGN = {"Origin": "https://elsewhere.example"}


def test_health_and_ping(client):
    health = client.get("/api/health")
    assert (health.status_code, health.json()) == (200, {"status": "ok", "version": __version__})
    ping = client.get("/api/ping")
    assert (ping.status_code, ping.content) == (204, b"")


def test_health_says_no(c):
    def no_files() -> None:
        raise Unavailable("file.not_writable")

    class Broken:
        check = staticmethod(no_files)

    answer = TestClient(create_api(replace(c, files=Broken()))).get("/api/health")
    assert answer.status_code == 503
    assert answer.json()["key"] == "file.not_writable"


def test_the_catalogue_is_sent_once(client):
    first = client.get("/api/catalogue")
    assert first.headers["cache-control"] == "no-cache"
    assert first.headers["etag"] == f'"{first.json()["hash"]}"'
    for known in (first.headers["etag"], f"W/{first.headers['etag']}", f'"x", {first.headers["etag"]}'):
        again = client.get("/api/catalogue", headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
    assert client.get("/api/catalogue", headers={"If-None-Match": '"x"'}).status_code == 200


def test_a_card(client, c):
    out = io.BytesIO()
    cards.back_2024(MAI).convert("RGB").save(out, "JPEG", quality=92)
    said = client.post("/api/card", content=out.getvalue()).json()
    assert (said["identity"]["id_number"], said["problem"], said["message"]) == (MAI.id_number, None, "")
    none = client.post("/api/card", content=photo(1)).json()
    assert (none["identity"], none["problem"]) == (None, "qr.not_found")
    assert none["message"]
    assert client.post("/api/card", content=b"%PDF-1.7").status_code == 415


def test_the_catalogue_travels_packed(client):
    packed = client.get("/api/catalogue", headers={"Accept-Encoding": "gzip, br"})
    plain = client.get("/api/catalogue", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "br"
    assert "content-encoding" not in plain.headers
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 5
    assert packed.json() == plain.json()


@pytest.mark.parametrize(
    ("headers", "cookie", "starts"),
    [
        ({}, "", "Không có địa chỉ"),
        ({"Accept-Language": "en-GB,en;q=0.9"}, "", "There is no such address"),
        ({"Accept-Language": "de, fr"}, "", "Không có địa chỉ"),
        ({"Accept-Language": "en"}, "vi", "Không có địa chỉ"),
        ({}, "en", "There is no such address"),
        ({}, "xx", "Không có địa chỉ"),
    ],
)
def test_errors_speak_the_persons_language(client, headers, cookie, starts):
    if cookie:
        client.cookies.set("lang", cookie)
    answer = client.get("/api/nothing", headers=headers)
    assert answer.json()["message"].startswith(starts)


def test_other_sites_may_not_write(client):
    for method, address in (
        ("POST", "/api/session"),
        ("PUT", f"/api/submissions/{Sending().id}"),
        ("DELETE", "/api/session"),
    ):
        answer = client.request(method, address, headers=FOREIGN)
        assert (answer.status_code, answer.json()["key"]) == (403, "access.origin")
    assert client.get("/api/catalogue", headers=FOREIGN).status_code == 200
    own = client.post("/api/session", json={}, headers={"Origin": "http://127.0.0.1:8000"})
    assert own.status_code == 400


@pytest.mark.parametrize(
    ("name", "method", "address"),
    [
        ("CARD", "POST", "/api/card"),
        ("PHOTOS", "PUT", f"/api/submissions/{'0' * 8}-0000-4000-8000-{'0' * 12}/photos/{'0' * 64}"),
        ("SUBMISSIONS", "PUT", f"/api/submissions/{'0' * 8}-0000-4000-8000-{'0' * 12}"),
        ("FOLLOW", "POST", "/api/follow"),
        ("FOLLOW", "POST", "/api/follow/form"),
        ("SESSIONS", "POST", "/api/session"),
        ("JOINS", "POST", "/api/drafts/join"),
        ("SHARES", "POST", f"/api/drafts/{'0' * 8}-0000-4000-8000-{'0' * 12}/share"),
    ],
)
def test_floods_are_slowed(client, c, name, method, address):
    limit = getattr(asking, name)
    for _ in range(limit.amount):
        c.limits.take(limit.name, "testclient", amount=limit.amount, seconds=limit.seconds)
    answer = client.request(method, address, content=b"{}")
    assert (answer.status_code, answer.json()["key"]) == (429, "access.too_many")
    assert int(answer.headers["retry-after"]) > 0


def test_the_unforeseen_tells_nothing(c, monkeypatch, caplog):
    def burst(*_args, **_facts):
        raise ValueError("019199000017 Hoàng Thị Mai")

    monkeypatch.setattr("sothuhoso.api.card.read_card", burst)
    with caplog.at_level(logging.DEBUG):
        answer = TestClient(create_api(c)).post("/api/card", content=photo(1))
    assert answer.status_code == 500
    assert answer.json()["key"] == "server.unexpected"
    assert "019199000017" not in answer.text + caplog.text
    assert "Hoàng" not in answer.text + caplog.text
    assert "unexpected ValueError in POST post_card" in caplog.text
    assert card_service.read_card is not burst


def test_nothing_personal_is_logged(client, caplog):
    sending = Sending()
    with caplog.at_level(logging.DEBUG):
        client.put(f"/api/submissions/{sending.id}", json=sending.manifest)
        client.post("/api/follow", json={"number": "SH-1", "last_four": "0017", "birth_year": "1999"})
        client.post("/api/session", json={"username": "canbo", "password": "mật khẩu bí mật"})
    own = "\n".join(
        record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "asyncio"))
    )
    for personal in ("019199000017", "Mai", sending.secret, "bí mật", "0017"):
        assert personal not in own


async def test_a_slow_photo_holds_up_nobody(c):
    class Slow:
        def clean(self, _content):
            time.sleep(1.5)
            raise Unavailable("image.busy")

    app = create_api(replace(c, images=Slow()))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000") as client:
        sending = Sending()
        upload = asyncio.create_task(
            client.put(
                f"/api/submissions/{sending.id}/photos/{sha(photo(1))}",
                content=photo(1),
                headers={"Authorization": f"Draft {sending.secret}"},
            )
        )
        await asyncio.sleep(0.2)
        begun, answered = time.perf_counter(), 0
        while not upload.done():
            assert (await client.get("/api/ping")).status_code == 204
            answered += 1
            await asyncio.sleep(0.01)
        assert answered > 10
        assert time.perf_counter() - begun > 0.5
        assert (await upload).json()["key"] == "image.busy"


async def test_a_silent_sender_is_let_go(c, monkeypatch):
    monkeypatch.setattr(body, "IDLE_SECONDS", 0.05)

    async def trickle():
        yield b'{"secret"'
        await asyncio.sleep(5)

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(create_api(c)), base_url="http://127.0.0.1:8000"
    ) as client:
        answer = await client.post("/api/follow", content=trickle())
    assert (answer.status_code, answer.json()["key"]) == (400, "request.cut_off")


def test_all_bodies_together_are_bounded():
    budget = body.Budget(limit=100)
    budget.take(60)
    with refused(Unavailable, "request.busy"):
        budget.take(50)
    budget.give_back(60)
    budget.take(100)


def test_the_budget_is_given_back(client, api):
    client.post("/api/follow", content=b"x" * 3000)
    client.post("/api/follow", content=b"x" * 5000)
    client.post("/api/card", content=photo(1))
    assert api.state.budget.held == 0


def test_json_objects_only():
    assert body.parse_object('{"a": "Mây"}'.encode()) == {"a": "Mây"}
    with refused(Malformed, "request.not_json"):
        body.parse_object(b"[1]")
