"""Who holds a socket is decided by a cookie that no script can read, not by the token in the socket's address.

Reflex names a session by a token that the browser makes with ``Math.random`` and sends in the websocket's URL; whoever
knows it gets the state and every update pushed to it. Here the token is replaced by a digest of the token *and* the
cookie (``sid`` of the signed-in, else ``device``): the same token with another cookie is another, empty session.
"""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from sothuhoso.guards.asgi import cookies, header, replaced
from sothuhoso.guards.headers import is_page

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

DEVICE = "device"
SESSION = "sid"
HOLDER = "holder"
_MAX_AGE = 400 * 24 * 3600  # the longest that browsers keep a cookie, seconds
_DIGITS = 32


class DeviceIdentity:
    """Gives every browser an anonymous ``device`` cookie and binds the socket's token to the cookie."""

    def __init__(self, app: ASGIApp, *, secure: bool = False) -> None:
        self.app = app
        self.secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        jar = cookies(scope)
        fresh = "" if jar.get(DEVICE) else secrets.token_urlsafe(16)
        if scope["type"] == "websocket":
            scope = _bound(scope, jar, fresh)

        async def send_with_cookie(message: Message) -> None:
            if fresh and _takes_cookie(scope, message):
                message = {**message, "headers": [*message.get("headers", []), self._set_cookie(fresh)]}
            await send(message)

        await self.app(scope, receive, send_with_cookie)

    def _set_cookie(self, value: str) -> tuple[bytes, bytes]:
        secure = "; Secure" if self.secure else ""
        text = f"{DEVICE}={value}; Path=/; Max-Age={_MAX_AGE}; HttpOnly; SameSite=Strict{secure}"
        return b"set-cookie", text.encode()


def _takes_cookie(scope: Scope, message: Message) -> bool:
    """Pages and opening sockets set it.

    A page reached by a foreign link must not: strict cookies are not sent with such a request, so a device that has
    one would look new and lose it.
    """
    if message["type"] == "websocket.accept":
        return True
    from_elsewhere = header(scope["headers"], b"sec-fetch-site") == "cross-site"
    return message["type"] == "http.response.start" and is_page(message) and not from_elsewhere


def _bound(scope: Scope, jar: dict[str, str], fresh: str) -> Scope:
    device = jar.get(DEVICE) or fresh
    # On a shared tablet the cookies are everybody's: who has it unlocked makes the difference.
    identity = "\n".join(filter(None, (jar.get(SESSION) or device, jar.get(HOLDER))))
    query = [
        (key, bound_token(value, identity) if key == "token" else value)
        for key, value in parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    ]
    headers = list(scope["headers"])
    if fresh:
        known = "; ".join(f"{name}={value}" for name, value in jar.items() if name != DEVICE)
        headers = replaced(headers, b"cookie", f"{known}; {DEVICE}={fresh}" if known else f"{DEVICE}={fresh}")
    return {**scope, "headers": headers, "query_string": urlencode(query).encode()}


def bound_token(token: str, identity: str) -> str:
    """The session's real token: 32 hex digits of SHA-256 over cookie and token (Reflex forbids ``_`` in it)."""
    return sha256(f"{identity}\n{token}".encode()).hexdigest()[:_DIGITS]
