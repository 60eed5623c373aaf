"""Small pictures of dossiers that are still under way, for the desk."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sothuhoso.api.asking import actor, container, image_answer, run
from sothuhoso.services import arriving


async def get_thumbnail(request: Request) -> Response:
    """The small picture of one photo."""
    who, wanted = await actor(request), request.path_params
    image = await run(arriving.thumbnail, container(request), who, wanted["id"], wanted["sha256"])
    return image_answer(image, thumbnail=True)


routes = [Route("/arriving/{id:uuid}/photos/{sha256}", get_thumbnail)]
