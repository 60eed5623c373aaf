"""Security and cache headers on every answer, whoever gave it: pages, files, API."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING

from sothuhoso.guards.asgi import header
from sothuhoso.settings import WEB

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Written by the build (``pwa``): address of each page → hashes of its inline scripts; ``""`` for all other addresses.
CSP_HASHES = WEB / "build" / "csp_hashes.json"

#: Nobody asks again for a file that never changes; on a page of twenty files these weigh as much as one of them.
_FOR_ASKING_AGAIN = {b"last-modified", b"etag", b"accept-ranges"}

_OK = 200
_NOT_MODIFIED = 304
_YEAR = 31_536_000

_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
#: A worker lives under the policy that came with its script: it fetches from us and loads nothing else.
_ON_WORKER = (b"content-security-policy", b"default-src 'none'; script-src 'self'; connect-src 'self'")
_WORKER = "/sw.js"
#: Only a page obeys these; on every file they would weigh more than some of the files.
_ON_PAGES = (
    (b"permissions-policy", b"camera=(self), microphone=(), geolocation=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
)


def inline_script_sources(file: Path = CSP_HASHES) -> dict[str, list[str]]:
    """The CSP sources of the built pages' inline scripts; none where nothing has been built."""
    return json.loads(file.read_text("utf-8")) if file.exists() else {}


def content_security_policy(script_sources: Sequence[str]) -> str:
    """A policy under which only our own files and the hashed inline scripts run."""
    scripts = " ".join(("script-src 'self' 'wasm-unsafe-eval'", *script_sources))
    return (
        f"default-src 'self'; {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; "
        "media-src 'self' blob: mediastream:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
        "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    )


class SecurityHeaders:
    """Adds the headers; ``https`` says that the public address is https, so that HSTS may be promised."""

    def __init__(
        self, app: ASGIApp, *, script_sources: Mapping[str, Sequence[str]] = MappingProxyType({}), https: bool = False
    ) -> None:
        self.app = app
        self.https = https
        self.policies = {page: content_security_policy(hashes).encode() for page, hashes in script_sources.items()}
        self.policy = self.policies.get("", content_security_policy(()).encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": self._complete(scope, message)}
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _complete(self, scope: Scope, message: Message) -> list[tuple[bytes, bytes]]:
        given = list(message.get("headers", []))
        if _never_changes(scope["path"], message["status"]):
            given = [pair for pair in given if pair[0].lower() not in _FOR_ASKING_AGAIN]
        names = {key.lower() for key, _ in given}
        wanted = [*_ALWAYS, _cache(scope["path"], message["status"])]
        if is_page(message):
            policy = self.policies.get("/" + scope["path"].strip("/"), self.policy)
            wanted += [*_ON_PAGES, (b"content-security-policy", policy)]
        elif scope["path"] == _WORKER:
            wanted.append(_ON_WORKER)
        if self.https or scope.get("scheme") == "https":
            wanted.append((b"strict-transport-security", f"max-age={_YEAR}".encode()))
        return given + [(key, value) for key, value in wanted if key not in names]


def _cache(path: str, status: int) -> tuple[bytes, bytes]:
    """Built files carry their hash in the name and never change; the API is private; pages are asked for anew."""
    if _never_changes(path, status):
        return b"cache-control", f"public, max-age={_YEAR}, immutable".encode()
    return b"cache-control", b"no-store" if path.startswith("/api/") else b"no-cache"


def _never_changes(path: str, status: int) -> bool:
    return path.startswith(("/assets/", "/fonts/")) and status in (_OK, _NOT_MODIFIED)


def is_page(message: Message) -> bool:
    """Whether an ``http.response.start`` opens an HTML page."""
    return header(message.get("headers", []), b"content-type").startswith("text/html")
