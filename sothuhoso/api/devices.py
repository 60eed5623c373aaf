"""Shared tablets: registering one, what it learns of itself, and the head's list."""

from __future__ import annotations

import base64
from dataclasses import asdict
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sothuhoso.api.asking import DEVICES, TABLET, actor, container, limit, run, tablet
from sothuhoso.api.body import json_of
from sothuhoso.domain.errors import Malformed, NotFound
from sothuhoso.services import devices

_LARGEST = 4 * 1024
_MAX_AGE = 400 * 24 * 3600  # the longest that browsers keep a cookie, seconds
_NO_STORE = {"Cache-Control": "no-store"}


async def post_device(request: Request) -> Response:
    """Register this tablet, or one more person on it."""
    c = container(request)
    await limit(request, DEVICES)
    said = await json_of(request, _LARGEST)
    who, device, label = await actor(request), uuid_of(said, "id"), said.get("label")
    if not isinstance(label, str):
        raise Malformed("request.malformed")
    made = asdict(await run(devices.register, c, who, device, label))
    token, key = made.pop("token"), base64.b64encode(made.pop("public_key")).decode()
    answer = JSONResponse({**made, "public_key": key}, headers=_NO_STORE)
    secure = c.settings.secure_cookies or request.url.scheme == "https"
    answer.set_cookie(TABLET, token, max_age=_MAX_AGE, path="/", secure=secure, httponly=True, samesite="strict")
    return answer


async def get_self(request: Request) -> Response:
    """Which tablet this is; 410 where it was revoked."""
    await limit(request, DEVICES)
    known = await run(devices.contact, container(request), tablet(request))
    if known is None:
        raise NotFound("device.unknown")
    return JSONResponse(asdict(known), headers=_NO_STORE)


async def delete_self(request: Request) -> Response:
    """The tablet has deleted everything; its cookie goes too."""
    await limit(request, DEVICES)
    await run(devices.leave, container(request), tablet(request))
    answer = Response(status_code=204)
    answer.delete_cookie(TABLET, path="/", httponly=True, samesite="strict")
    return answer


async def get_devices(request: Request) -> Response:
    """The tablets of the unit."""
    found = await run(devices.list_devices, container(request), await actor(request))
    return JSONResponse({"devices": [asdict(one) for one in found]}, headers=_NO_STORE)


async def post_revoke(request: Request) -> Response:
    """Revoke a tablet."""
    view = await run(devices.revoke, container(request), await actor(request), request.path_params["id"])
    return JSONResponse(asdict(view), headers=_NO_STORE)


async def post_reset(request: Request) -> Response:
    """``{"account"}``: let this person choose a new PIN."""
    account = uuid_of(await json_of(request, _LARGEST), "account")
    who, device = await actor(request), request.path_params["id"]
    view = await run(devices.allow_reset, container(request), who, device, account)
    return JSONResponse(asdict(view), headers=_NO_STORE)


def uuid_of(said: dict[str, Any], name: str) -> UUID:
    """A member that must be a UUID. Raises ``Malformed('request.malformed')``."""
    try:
        return UUID(str(said.get(name)))
    except ValueError:
        raise Malformed("request.malformed") from None


routes = [
    Route("/devices", post_device, methods=["POST"]),
    Route("/devices", get_devices, methods=["GET"]),
    Route("/devices/self", get_self, methods=["GET"]),
    Route("/devices/self", delete_self, methods=["DELETE"]),
    Route("/devices/{id:uuid}/revoke", post_revoke, methods=["POST"]),
    Route("/devices/{id:uuid}/reset", post_reset, methods=["POST"]),
]
