"""A page is shown at its address as people write it: ``/cua-toi``, without being sent on to ``/cua-toi/`` first.

On a line of 400 ms the detour costs as much as the page, and behind a proxy it names the wrong scheme.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.types import ASGIApp, Receive, Scope, Send


class Addresses:
    """``pages``: the addresses of the built pages, without a slash at their end."""

    def __init__(self, app: ASGIApp, *, pages: Collection[str] = ()) -> None:
        self.app = app
        self.pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] != "/" and scope["path"] in self.pages:
            scope = {**scope, "path": f"{scope['path']}/", "raw_path": f"{scope['path']}/".encode()}
        await self.app(scope, receive, send)
