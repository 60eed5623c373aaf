"""Reading and changing raw ASGI messages, shared by the guards."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import Scope

Headers = list[tuple[bytes, bytes]]


def header(pairs: Iterable[tuple[bytes, bytes]], name: bytes) -> str:
    """The first value of a header (lower-case name), or an empty text."""
    return next((value.decode("latin-1") for key, value in pairs if key.lower() == name), "")


def cookies(scope: Scope) -> dict[str, str]:
    """The request's cookies. An unreadable cookie header counts as none."""
    raw = "; ".join(value.decode("latin-1") for key, value in scope["headers"] if key.lower() == b"cookie")
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(raw)
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}


def replaced(pairs: Iterable[tuple[bytes, bytes]], name: bytes, value: str) -> Headers:
    """The headers with ``name`` set to exactly this value."""
    return [*((k, v) for k, v in pairs if k.lower() != name), (name, value.encode("latin-1"))]


def client_ip(scope: Scope, hops: int) -> str:
    """The address of the browser: the one ``hops`` trusted proxies reported, else the peer's."""
    forwarded = [part.strip() for part in header(scope["headers"], b"x-forwarded-for").split(",") if part.strip()]
    if hops and len(forwarded) >= hops:
        return forwarded[-hops]
    peer = scope.get("client")
    return str(peer[0]) if peer else ""
