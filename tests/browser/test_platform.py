"""What the doorkeepers promise, tried at the production application from outside."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from playwright.sync_api import Page, expect
from simple_websocket import Client, ConnectionClosed
from simple_websocket import ConnectionError as NoSocketError

from tests.browsing import AT_DESK, session_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browsing import Office
    from tests.production import Production


def test_pages_files_and_answers_carry_their_headers(app: Production):
    with httpx.Client(base_url=app.url, follow_redirects=True) as client:
        page, catalogue = client.get("/"), client.get("/api/catalogue")
        script = client.get(
            re.search(r'<link [^>]*href="(/assets/[^"]+\.js)"', page.text)[1], headers={"accept-encoding": "br"}
        )
    assert "'unsafe-eval'" not in page.headers["content-security-policy"]
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-cache"
    assert script.headers["content-encoding"] == "br"
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert {a.headers["x-content-type-options"] for a in (page, script, catalogue)} == {"nosniff"}
    assert "HttpOnly" in page.headers["set-cookie"]


def test_another_site_cannot_write(app: Production):
    answer = httpx.post(f"{app.url}/api/session", json={}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert answer.json()["key"] == "access.origin"


def test_a_page_that_lives_on_the_device_opens_no_socket(open_page: Callable[..., Page]):
    page = open_page("")
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.goto("/", wait_until="networkidle")
    assert sockets == []


def test_the_socket_follows_the_address_of_the_page(open_page: Callable[..., Page], app: Production, office: Office):
    """The same build under another name of this machine."""
    page = open_page("")
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.goto(f"http://localhost:{app.port}/ban")
    page.wait_for_url("**/dang-nhap**")
    assert sockets[0].startswith(f"ws://localhost:{app.port}/_event")


@pytest.fixture
def token(open_page: Callable[..., Page], app: Production, office: Office) -> str:
    """The token of a clerk's open desk; the desk is closed again."""
    page = open_page("/ban", sid=session_of(app, office.account(name="Bàn Thị Mật")))
    page.wait_for_url(AT_DESK)
    expect(page.get_by_text("Bàn Thị Mật").first).to_be_attached()
    stolen = page.evaluate("sessionStorage.getItem('token')")
    page.close()
    return stolen


@pytest.mark.parametrize("cookie", ["", "device=somebody-else", "device=x; sid=made-up"])
def test_a_stolen_token_opens_an_empty_session(app: Production, token: str, cookie: str):
    heard = _hydrated(app, token, {"cookie": cookie} if cookie else {})
    assert "is_hydrated" in heard
    assert "Bàn Thị Mật" not in heard


def test_a_foreign_page_gets_no_socket(app: Production):
    with pytest.raises(NoSocketError):
        _hydrated(app, "t", {"origin": "https://evil.example"})


def test_a_flood_is_cut_off(app: Production):
    socket = Client(_address(app, "flood"))
    for _ in range(200):
        socket.send("3")
    with pytest.raises(ConnectionClosed):
        _all_that_is_heard(socket)


def _address(app: Production, token: str) -> str:
    return f"{app.url.replace('http', 'ws')}/_event/?token={token}&EIO=4&transport=websocket"


def _hydrated(app: Production, token: str, headers: dict[str, str]) -> str:
    """Open a socket with this token, ask for the whole state as the page does, and answer all that was heard."""
    hydrate: dict[str, Any] = {"name": "reflex___state____state.hydrate", "router_data": {"pathname": "/ban"}}
    socket = Client(_address(app, token), headers=headers)
    socket.send(f"40/_event,{json.dumps({'event': hydrate})}")
    heard = _all_that_is_heard(socket)
    socket.close()
    return heard


def _all_that_is_heard(socket: Client) -> str:
    """Everything until it is quiet for two seconds, letters as letters."""
    heard = ""
    while said := socket.receive(timeout=2):
        body = str(said).partition("/_event,")[2]
        heard += json.dumps(json.loads(body), ensure_ascii=False) if body else ""
    return heard
