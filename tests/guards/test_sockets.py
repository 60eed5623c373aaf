"""A flooding socket is cut off; a normal one is not; one address cannot hold them all."""

import pytest
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from sothuhoso.guards.sockets import Bucket, SocketLimits


async def _echo(socket):
    await socket.accept()
    async for text in socket.iter_text():
        await socket.send_text(text)


def _client(**limits) -> TestClient:
    return TestClient(SocketLimits(Starlette(routes=[WebSocketRoute("/", _echo)]), **limits))


def test_within_the_limit_everything_arrives():
    with _client(burst=5).websocket_connect("/") as socket:
        for number in range(5):
            socket.send_text(str(number))
            assert socket.receive_text() == str(number)


def test_a_flood_is_closed():
    with _client(burst=5, rate=0.001).websocket_connect("/") as socket:
        for number in range(6):
            socket.send_text(str(number))
        answers = [socket.receive() for _ in range(6)]
        assert [a["type"] for a in answers] == ["websocket.send"] * 5 + ["websocket.close"]
        assert answers[-1]["code"] == 1008


def test_a_huge_frame_is_closed():
    with _client(max_frame=10).websocket_connect("/") as socket:
        socket.send_text("đđđđđđ")
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_text()
        assert closed.value.code == 1009


def test_one_address_cannot_hold_all_sockets():
    client = _client(per_address=1)
    with client.websocket_connect("/"), pytest.raises(WebSocketDisconnect), client.websocket_connect("/"):
        pass
    with client.websocket_connect("/") as socket:
        socket.send_text("a")
        assert socket.receive_text() == "a"


def test_bucket_refills(monkeypatch):
    now = [100.0]
    monkeypatch.setattr("sothuhoso.guards.sockets.time.monotonic", lambda: now[0])
    bucket = Bucket(rate=2, burst=2)
    assert [bucket.take() for _ in range(3)] == [True, True, False]
    now[0] += 0.5
    assert [bucket.take() for _ in range(2)] == [True, False]
