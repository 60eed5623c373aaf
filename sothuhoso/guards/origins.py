"""Only our own pages may write or open a socket, and only under names that are ours.

The page may be reached under any address of the machine (a tablet in the same room types its IP), so "our own" means:
the ``Origin`` names the host that was asked, or it is the public address. Reflex's socket compares with a fixed list;
an origin accepted here is therefore handed on as the public one.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.responses import JSONResponse

from sothuhoso.guards.asgi import header, replaced
from sothuhoso.i18n.catalog import error_text

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_READING = {"GET", "HEAD", "OPTIONS"}
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_POLICY_VIOLATION = 1008


class Origins:
    """Refuses foreign origins (403) and, once a public name is configured, foreign host names (421)."""

    def __init__(self, app: ASGIApp, *, public_url: str) -> None:
        self.app = app
        self.public_url = public_url
        self.public = urlsplit(public_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        host = header(scope["headers"], b"host")
        origin = header(scope["headers"], b"origin")
        if not self._our_host(host):
            await _refuse(scope, receive, send, 421, "access.host")
        elif _changes(scope) and origin and not self._our_origin(origin, host):
            await _refuse(scope, receive, send, 403, "access.origin")
        else:
            if scope["type"] == "websocket" and origin:
                scope = {**scope, "headers": replaced(scope["headers"], b"origin", self.public_url)}
            await self.app(scope, receive, send)

    def _our_host(self, host: str) -> bool:
        """An address in digits cannot be re-pointed by a foreign name server; names can, so only ours count."""
        name = urlsplit(f"//{host}").hostname or ""
        if self.public.hostname in _LOOPBACK or name in _LOOPBACK or name == self.public.hostname:
            return True
        try:
            ip_address(name)
        except ValueError:
            return False
        return True

    def _our_origin(self, origin: str, host: str) -> bool:
        return origin == self.public_url or (urlsplit(origin).netloc == host and host != "")


def _changes(scope: Scope) -> bool:
    return scope["type"] == "websocket" or scope["method"] not in _READING


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, key: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        return
    answer = JSONResponse({"key": key, "facts": {}, "message": error_text(key)}, status)
    await answer(scope, receive, send)
