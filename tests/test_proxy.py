"""The bad line of the tests is bad in the ways it promises, and in no other."""

from __future__ import annotations

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from tests.proxy import Mode, Proxy

BODY = b"x" * 20_000


class _Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    asked: list[str]

    def do_GET(self) -> None:
        self._answer(BODY)

    def do_PUT(self) -> None:
        self._answer(self.rfile.read(int(self.headers["content-length"])))

    def _answer(self, body: bytes) -> None:
        self.server.asked.append(self.path)  # pyright: ignore[reportAttributeAccessIssue]
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server():
    running = ThreadingHTTPServer(("127.0.0.1", 0), _Echo)
    running.daemon_threads = True
    running.asked = []  # pyright: ignore[reportAttributeAccessIssue]
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture
def line(server):
    with Proxy(server.server_address[1]) as proxy:
        yield proxy


@pytest.fixture
def client(line):
    with httpx.Client(base_url=line.url, timeout=5) as made:
        yield made


def _took(work) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def test_passes_everything_both_ways(line, client):
    assert client.get("/").content == BODY
    assert client.put("/a", content=BODY * 10).content == BODY * 10
    assert line.sent > len(BODY) * 10
    assert line.received > len(BODY) * 11


def test_a_hole_swallows_and_tells_nobody(line, client, server):
    client.get("/before")
    line.mode = Mode.HOLE
    with pytest.raises(httpx.ReadTimeout):
        client.get("/old-connection", timeout=0.5)
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{line.url}/new-connection", timeout=0.5)
    line.mode = Mode.PASS
    assert client.get("/after").status_code == 200
    assert server.asked == ["/before", "/after"]


def test_what_was_sent_into_the_hole_never_comes_out(line, server):
    with socket.create_connection(("127.0.0.1", line.port)) as spoke, httpx.Client(base_url=line.url) as idle:
        idle.get("/before")
        line.mode = Mode.HOLE
        spoke.sendall(b"GET /lost HTTP/1.1\r\nhost: x\r\n\r\n")
        time.sleep(0.3)
        line.mode = Mode.PASS
        spoke.settimeout(0.5)
        with pytest.raises(TimeoutError):
            spoke.recv(1)
        before = line.accepted
        assert idle.get("/idle-meanwhile").status_code == 200
        assert line.accepted == before, "on the connection it had"
    assert server.asked == ["/before", "/idle-meanwhile"]


@pytest.mark.parametrize(("mode", "error"), [(Mode.REFUSE, httpx.ConnectError), (Mode.DROP, httpx.TransportError)])
def test_refuses_or_resets_until_it_passes_again(line, client, mode, error):
    client.get("/before")
    line.mode = mode
    with pytest.raises(error):
        client.get("/meanwhile")
    line.mode = Mode.PASS
    assert client.get("/after").status_code == 200


def test_a_cut_ends_open_connections_once(line, client):
    line.shape(rate=5_000)
    threading.Timer(0.5, line.cut).start()
    with pytest.raises(httpx.TransportError):
        client.get("/cut")
    line.shape()
    assert client.get("/after").content == BODY


def test_a_lost_answer_was_a_request_that_arrived(line, client, server):
    line.lose = lambda request: request.startswith("PUT /b ")
    client.get("/a")
    with pytest.raises(httpx.TransportError):
        client.put("/b", content=BODY)
    assert client.put("/c", content=BODY).content == BODY
    assert server.asked == ["/a", "/b", "/c"]
    assert line.lost == 1


def test_rate_and_latency_are_those_of_a_slow_line(line, client):
    line.shape(latency=0.4)
    client.get("/greeted")
    assert 0.4 <= _took(lambda: client.get("/")) < 0.8
    line.shape(rate=20_000)
    assert 0.9 <= _took(lambda: client.get("/")) < 1.6
    assert 0.9 <= _took(lambda: [t.join() for t in _two_at_once(line)]) / 2 < 1.6


def _two_at_once(line):
    threads = [threading.Thread(target=lambda: httpx.get(line.url, timeout=9)) for _ in range(2)]
    for thread in threads:
        thread.start()
    return threads


def test_a_new_connection_costs_a_turn_more(line):
    line.shape(latency=0.3)
    assert 0.6 <= _took(lambda: httpx.get(line.url, timeout=5)) < 1
