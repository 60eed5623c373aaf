"""Numbers for a tablet, given out beforehand: asked for again under the same id, it is the same block."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sothuhoso.api.asking import NUMBERS, actor, container, limit, run
from sothuhoso.api.body import json_of
from sothuhoso.domain.errors import Malformed
from sothuhoso.services import numbers

_LARGEST = 4 * 1024
_NEW, _KNOWN = 201, 200


async def post_numbers(request: Request) -> Response:
    """``{"id", "count", "unit"?, "device"?}`` → the block."""
    await limit(request, NUMBERS)
    said = await json_of(request, _LARGEST)
    count, unit, device = said.get("count"), said.get("unit", ""), said.get("device", "")
    if (
        not isinstance(count, int)
        or isinstance(count, bool)
        or not isinstance(unit, str)
        or not isinstance(device, str)
    ):
        raise Malformed("request.malformed")
    who = await actor(request)
    block = await run(
        numbers.take_block, container(request), who, _uuid(said.get("id")), count=count, unit=unit, device=device
    )
    out = asdict(block)
    del out["created"]
    return JSONResponse(out, _NEW if block.created else _KNOWN, headers={"Cache-Control": "no-store"})


def _uuid(value: Any) -> UUID:
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError):
        raise Malformed("request.malformed") from None


routes = [Route("/numbers", post_numbers, methods=["POST"])]
