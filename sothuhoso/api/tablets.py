"""Asks each request of a shared tablet whether the tablet is still ours; a revoked one gets 410 for whatever it asked.

What a revoked tablet may still do is hand over what it holds for the desk, and say that it has deleted the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request

from sothuhoso.api.asking import container, run, tablet
from sothuhoso.services import devices

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_STILL_OPEN = ("/api/recovery", "/api/devices/self")


class Tablets:
    """Beneath the guards of the API, above its routes. Other devices cost nothing here."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith(_STILL_OPEN):
            request = Request(scope)
            if token := tablet(request):
                await run(devices.contact, container(request), token)
        await self.app(scope, receive, send)
