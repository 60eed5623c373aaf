"""A bad line between browser and server: a TCP proxy that is slow, swallows, refuses, cuts or loses answers on request.

    with Proxy(app.port) as line:
        page.goto(line.url)
        line.shape(rate=12_500, latency=0.8)     # 100 kbit/s each way, 800 ms there and back
        line.mode = Mode.HOLE                    # packets vanish, nobody is told
        line.cut()                               # every open connection is reset, once
        line.lose = lambda request: request.startswith("PUT ") and coin() < 0.5

It runs in a thread of its own; everything here may be used from the test's thread. ``lose`` is asked once for each
HTTP request, with its request line; where it says yes the server gets the whole request and does its work, and the
connection is reset in the place of the answer.
"""

from __future__ import annotations

import asyncio
import re
import socket
import struct
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

_REQUEST = re.compile(rb"[A-Z]+ \S+ HTTP/1\.1\r\n")
_MOST = 16 * 1024
#: How much may be on its way in one direction of one connection before the sender has to wait.
_IN_FLIGHT = 64 * 1024
_STEPS = 20  # pieces a second of a limited line


class Mode(StrEnum):
    """What becomes of connections, new ones and open ones."""

    PASS = "pass"
    HOLE = "hole"  # what is sent vanishes, and the connection that sent it is silent for ever: no end, no error
    REFUSE = "refuse"  # nobody listens
    DROP = "drop"  # accepted and reset at once


class Proxy:
    """One line to ``port`` of this machine. ``rate`` is bytes per second and direction for all connections together."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self.target = (host, port)
        self.rate: float = 0  # 0: no limit
        self.latency: float = 0  # seconds there and back
        self.lose: Callable[[str], bool] = _never
        self.sent = self.received = 0  # bytes to the server and from it, as far as they were let through
        self.accepted = self.lost = 0  # connections; answers
        self._mode = Mode.PASS
        self._pairs: set[_Pair] = set()
        self._free = {"up": 0.0, "down": 0.0}
        self._server: asyncio.Server | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def mode(self) -> Mode:
        return self._mode

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self._do(self._change(mode))

    def shape(self, *, rate: float = 0, latency: float = 0) -> None:
        """Make the line slow; without arguments fast again."""
        self.rate, self.latency = rate, latency

    def cut(self) -> int:
        """Reset every open connection; answers how many there were."""
        return self._do(self._cut())

    def __enter__(self) -> Self:
        self._thread.start()
        self._do(self._listen())
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._change(Mode.REFUSE))
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port, limit=_MOST)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _change(self, mode: Mode) -> None:
        self._mode = mode
        if mode in (Mode.REFUSE, Mode.DROP):
            await self._cut()
        if mode is Mode.REFUSE and self._server:
            self._server.close()
            self._server = None
        elif mode is not Mode.REFUSE and not self._server:
            await self._listen()

    async def _cut(self) -> int:
        cut = [pair for pair in self._pairs if not pair.swallowed]
        for pair in self._pairs:
            pair.abort()
        await asyncio.sleep(0)
        return len(cut)

    async def _end(self) -> None:
        left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        pair = _Pair(reader, writer, swallowed=self._mode is Mode.HOLE)
        if self._mode is Mode.DROP:
            pair.abort()
            return
        self._pairs.add(pair)
        try:
            if pair.swallowed:
                await pair.gone.wait()
                return
            with suppress(OSError):
                await self._join(pair)
        finally:
            self._pairs.discard(pair)
            pair.abort()

    async def _join(self, pair: _Pair) -> None:
        pair.reader_up, pair.writer_up = await asyncio.open_connection(*self.target, limit=_MOST)
        ways = [asyncio.create_task(self._carry(pair, way)) for way in ("up", "down")]
        end = asyncio.create_task(pair.gone.wait())
        # One direction may end before the other; a reset or the hole ends both.
        both = asyncio.gather(*ways, return_exceptions=True)
        await asyncio.wait([both, end], return_when=asyncio.FIRST_COMPLETED)
        if pair.swallowed:
            await pair.gone.wait()
        for task in (*ways, end):
            task.cancel()

    async def _carry(self, pair: _Pair, way: str) -> None:
        reader, writer = pair.ends(way)
        waiting: asyncio.Queue[tuple[float, bytes] | None] = asyncio.Queue()
        room = asyncio.Semaphore(_IN_FLIGHT // 1024)
        deliver = asyncio.create_task(self._deliver(pair, way, writer, waiting, room))
        try:
            await self._take(pair, way, reader, waiting, room)
            waiting.put_nowait(None)
            await deliver
        finally:
            deliver.cancel()

    async def _take(
        self, pair: _Pair, way: str, reader: asyncio.StreamReader, waiting: asyncio.Queue[Any], room: asyncio.Semaphore
    ) -> None:
        try:
            while data := await reader.read(min(_MOST, int(self.rate / _STEPS) or _MOST)):
                if self._swallows(pair):
                    continue
                if way == "up":
                    pair.asks(data)
                elif pair.answer_lost(self.lose):
                    self.lost += 1
                    pair.abort()
                    return
                for _ in range(1 + len(data) // 1024):
                    await room.acquire()
                waiting.put_nowait((self._due(pair, way, len(data)), data))
        except OSError:
            pair.abort()

    def _swallows(self, pair: _Pair) -> bool:
        """A connection that loses data in the hole has lost it for good; one that is idle meanwhile goes on."""
        pair.swallowed |= self._mode is Mode.HOLE
        return pair.swallowed

    def _due(self, pair: _Pair, way: str, size: int) -> float:
        """When these bytes come out: the line is shared, and a new connection first costs a turn of greeting."""
        now = self._loop.time()
        if self.rate:
            self._free[way] = max(now, self._free[way]) + size / self.rate
        return max(now, self._free[way], pair.began + self.latency) + self.latency / 2

    async def _deliver(
        self, pair: _Pair, way: str, writer: asyncio.StreamWriter, waiting: asyncio.Queue[Any], room: asyncio.Semaphore
    ) -> None:
        while (item := await waiting.get()) is not None:
            due, data = item
            if (wait := due - self._loop.time()) > 0:
                await asyncio.sleep(wait)
            for _ in range(1 + len(data) // 1024):
                room.release()
            if self._swallows(pair):
                continue
            if way == "up":
                self.sent += len(data)
            else:
                self.received += len(data)
            try:
                writer.write(data)
                await writer.drain()
            except OSError:
                pair.abort()
        if not pair.swallowed and not writer.is_closing():
            with suppress(OSError):
                writer.write_eof()


@dataclass(eq=False)
class _Pair:
    """A connection of the browser and its other half to the server."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    swallowed: bool
    reader_up: asyncio.StreamReader | None = None
    writer_up: asyncio.StreamWriter | None = None
    began: float = field(default_factory=lambda: asyncio.get_running_loop().time())
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    request: str = ""  # the one that is not answered yet
    answering: bool = True

    def ends(self, way: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        assert self.reader_up
        assert self.writer_up
        return (self.reader, self.writer_up) if way == "up" else (self.reader_up, self.writer)

    def asks(self, data: bytes) -> None:
        """The browser speaks; after an answer that is the next request. A websocket's frames look like none."""
        if self.answering and _REQUEST.match(data):
            self.request, self.answering = data.partition(b"\r\n")[0].decode("latin-1"), False

    def answer_lost(self, lose: Callable[[str], bool]) -> bool:
        """The server speaks: whether this is the beginning of an answer that shall not arrive."""
        if self.answering:
            return False
        self.answering = True
        return lose(self.request)

    def abort(self) -> None:
        """Reset both halves."""
        self.gone.set()
        for writer in (self.writer, self.writer_up):
            if writer is None or writer.is_closing():
                continue
            sock = writer.get_extra_info("socket")
            with suppress(OSError):
                # Closing with "linger for 0 s" sends a reset instead of a polite end.
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()


def _never(_request: str) -> bool:
    return False
