"""A line that breaks wherever the test says, right before the application: requests cut in the middle, answers lost.

The application is called as a server calls it (ASGI), so nothing between socket and service is replaced.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Answer:
    """What came back."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def json(self) -> Any:
        return json.loads(self.body)


class Broken(Exception):
    """The sender learns nothing: the request was cut, or the answer lost."""


async def ask(app, method, path, *, headers=None, body=b"", cut=None, lost=False, piece=4096) -> Answer:
    """One request. ``cut``: after so many bytes of the body the connection is gone; ``lost``: the answer is.

    Raises ``Broken`` in both cases, after the application has done whatever it does then.
    """
    path, _, query = path.partition("?")
    given = {"host": "127.0.0.1:8000", "content-length": str(len(body)), **(headers or {})}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in given.items()],
        "client": ("127.0.0.1", 5),
        "server": ("127.0.0.1", 8000),
        "state": {},
    }
    sent = body if cut is None else body[:cut]
    pieces = [sent[n : n + piece] for n in range(0, len(sent), piece)] or [b""]
    answer = Answer()

    async def receive():
        await asyncio.sleep(0)
        if pieces:
            chunk = pieces.pop(0)
            return {"type": "http.request", "body": chunk, "more_body": bool(pieces) or cut is not None}
        return {"type": "http.disconnect"}

    async def send(message):
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {name.decode().lower(): value.decode() for name, value in message["headers"]}
        else:
            answer.body += message.get("body", b"")

    await app(scope, receive, send)
    if cut is not None or lost or not answer.status:
        raise Broken
    return answer
