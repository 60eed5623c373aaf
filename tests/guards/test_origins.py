"""Foreign pages cannot write or open a socket; our own can, under every address of the machine."""

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from sothuhoso.guards.origins import Origins


async def _ok(request):
    return JSONResponse({})


async def _socket(socket):
    await socket.accept()
    await socket.send_text(socket.headers.get("origin", ""))
    await socket.close()


def _client(base: str, public: str = "http://127.0.0.1:8000") -> TestClient:
    app = Starlette(routes=[Route("/", _ok, methods=["GET", "PUT"]), WebSocketRoute("/_event", _socket)])
    return TestClient(Origins(app, public_url=public), base_url=base)


@pytest.mark.parametrize("base", ["http://127.0.0.1:8000", "http://192.168.1.7:8000", "http://may-mot-cua:8000"])
def test_own_origin_writes_under_any_address_while_no_public_name_is_set(base: str):
    assert _client(base).put("/", headers={"origin": base}).status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9999"])
def test_foreign_origin_is_refused(origin: str):
    client = _client("http://127.0.0.1:8000")
    answer = client.put("/", headers={"origin": origin})
    assert answer.status_code == 403
    assert answer.json()["key"] == "access.origin"
    assert client.get("/", headers={"origin": origin}).status_code == 200


def test_without_origin_no_browser_is_at_work():
    assert _client("http://127.0.0.1:8000").put("/").status_code == 200


def test_foreign_names_are_refused_once_a_public_one_is_set():
    public = "https://hoso.example.vn"
    assert _client("https://evil.example", public).get("/").status_code == 421
    assert _client("http://10.0.0.5:8000", public).get("/").status_code == 200
    assert _client(public, public).put("/", headers={"origin": public}).status_code == 200


def test_socket_of_a_foreign_page_is_closed():
    client = _client("http://127.0.0.1:8000")
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("/_event", headers={"origin": "http://evil.example"}),
    ):
        pass


def test_accepted_socket_shows_the_public_origin_inside():
    client = _client("http://192.168.1.7:8000")
    with client.websocket_connect(
        "/_event", headers={"origin": "http://192.168.1.7:8000", "host": "192.168.1.7:8000"}
    ) as s:
        assert s.receive_text() == "http://127.0.0.1:8000"
