"""The device cookie, and the socket's token that is worth nothing without the cookie."""

from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient

from sothuhoso.guards.identity import DeviceIdentity, bound_token


async def _socket(socket):
    await socket.accept()
    query = parse_qs(socket.scope["query_string"].decode())
    await socket.send_json(
        {"token": query["token"][0], "eio": query["EIO"][0], "cookie": socket.headers.get("cookie", "")}
    )
    await socket.close()


def _client(**options) -> TestClient:
    routes = [
        Route("/", lambda _: HTMLResponse("<p>")),
        Route("/api/x", lambda _: JSONResponse({})),
        WebSocketRoute("/_event", _socket),
    ]
    return TestClient(DeviceIdentity(Starlette(routes=routes), **options))


def _seen(client: TestClient, cookie: str = "", token: str = "t-1") -> dict[str, str]:
    headers = {"cookie": cookie} if cookie else {}
    with client.websocket_connect(f"/_event?EIO=4&token={token}", headers=headers) as socket:
        return socket.receive_json()


def test_a_page_gives_the_cookie_once():
    client = _client()
    cookie = client.get("/").headers["set-cookie"]
    assert cookie.startswith("device=")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Secure" not in cookie
    assert "set-cookie" not in client.get("/").headers


def test_secure_when_public_address_is_https():
    assert "Secure" in _client(secure=True).get("/").headers["set-cookie"]


def test_api_answers_and_pages_reached_from_elsewhere_set_none():
    client = _client()
    assert "set-cookie" not in client.get("/api/x").headers
    assert "set-cookie" not in client.get("/", headers={"sec-fetch-site": "cross-site"}).headers


def test_token_depends_on_the_cookie():
    mine = _seen(_client(), "device=a")["token"]
    assert mine == _seen(_client(), "device=a")["token"]
    assert mine != _seen(_client(), "device=b")["token"]
    assert mine != "t-1"
    assert "_" not in mine


def test_signing_in_and_out_changes_the_session():
    anonymous = _seen(_client(), "device=a")["token"]
    signed_in = _seen(_client(), "device=a; sid=s")["token"]
    assert anonymous != signed_in
    assert signed_in == bound_token("t-1", "s")


def test_two_people_on_one_tablet_have_two_sessions():
    """They share its cookies, but for the one that says who has it unlocked."""
    one, two = (_seen(_client(), f"device=a; sid=s; holder={who}")["token"] for who in ("1", "2"))
    locked, own = _seen(_client(), "device=a; sid=s; holder=-")["token"], _seen(_client(), "device=a; sid=s")["token"]
    assert len({one, two, locked, own}) == 4


def test_socket_without_cookie_gets_its_own_identity():
    first, second = _seen(_client()), _seen(_client())
    assert first["token"] != second["token"]
    assert first["cookie"].startswith("device=")
    assert first["eio"] == "4"
