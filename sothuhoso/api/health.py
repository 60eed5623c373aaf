"""Whether the server can serve, and whether it is there at all."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sothuhoso.api.asking import container, run
from sothuhoso.services import health


async def get_health(request: Request) -> Response:
    """200 when database and files can be used, else 503 (as ``Unavailable``)."""
    view = await run(health.check, container(request))
    return JSONResponse({"status": "ok", "version": view.version}, headers={"Cache-Control": "no-store"})


async def ping(_request: Request) -> Response:
    """204, from the event loop itself: asked every few seconds by every open page."""
    return Response(status_code=204, headers={"Cache-Control": "no-store"})


routes = [Route("/health", get_health), Route("/ping", ping)]
