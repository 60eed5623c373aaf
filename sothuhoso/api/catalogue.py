"""The catalogue for the device, sent again only when it changed."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sothuhoso.api.asking import container, run
from sothuhoso.services.catalogue import catalogue


async def get_catalogue(request: Request) -> Response:
    """The catalogue, or 304 for whoever has it."""
    view = await run(catalogue, container(request))
    headers = {"ETag": f'"{view.hash}"', "Cache-Control": "no-cache"}
    known = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    if f'"{view.hash}"' in known:
        return Response(status_code=304, headers=headers)
    return Response(view.body, media_type="application/json", headers=headers)


routes = [Route("/catalogue", get_catalogue)]
