"""What locked tablets hand over: the head of a bundle, its sealed parts one by one, and the head's opening of it."""

from __future__ import annotations

import base64
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sothuhoso.api.asking import RECOVERY, actor, container, limit, run, run_imaging, tablet
from sothuhoso.api.body import body_of, json_of
from sothuhoso.api.devices import uuid_of
from sothuhoso.api.language import language
from sothuhoso.domain.errors import Malformed
from sothuhoso.domain.recovery import MAX_PART
from sothuhoso.i18n.catalog import error_text
from sothuhoso.services import recovery

_LARGEST_HEAD = 48 * 1024 * 1024
_LARGEST = 8 * 1024
_NO_STORE = {"Cache-Control": "no-store"}
_NEW, _KNOWN = 201, 200


async def post_bundle(request: Request) -> Response:
    """The head of a bundle; the answer names the parts to send."""
    await limit(request, RECOVERY)
    raw = await json_of(request, _LARGEST_HEAD, "recovery.too_large")
    who = await actor(request)
    receipt = await run(recovery.take_bundle, container(request), who, tablet(request), raw)
    return JSONResponse({"id": receipt.id, "missing": receipt.missing}, _NEW if receipt.created else _KNOWN)


async def put_part(request: Request) -> Response:
    """One sealed part, by its SHA-256."""
    await limit(request, RECOVERY)
    who = await actor(request)
    async with body_of(request, MAX_PART, "recovery.too_large") as content:
        receipt = await run(
            recovery.take_part,
            container(request),
            who,
            tablet(request),
            request.path_params["id"],
            sha256=request.path_params["sha256"],
            content=content,
        )
    return JSONResponse({"id": receipt.id, "missing": receipt.missing})


async def get_bundles(request: Request) -> Response:
    """The bundles of the unit."""
    found = await run(recovery.list_bundles, container(request), await actor(request))
    return JSONResponse({"bundles": [asdict(one) for one in found]}, headers=_NO_STORE)


async def post_open(request: Request) -> Response:
    """Open a bundle and submit its dossiers."""
    who, bundle = await actor(request), request.path_params["id"]
    opened = asdict(await run_imaging(recovery.open_bundle, container(request), who, bundle))
    for one in opened["dossiers"]:
        one["message"] = error_text(one["problem"], language(request), **one["facts"]) if one["problem"] else ""
    return JSONResponse(opened, headers=_NO_STORE)


async def post_key(request: Request) -> Response:
    """``{"key_id", "wrapped"}`` → the data key of one's own store, once, where the head has allowed a new PIN."""
    await limit(request, RECOVERY)
    said = await json_of(request, _LARGEST)
    who = await actor(request)
    key = await run(
        recovery.data_key,
        container(request),
        who,
        tablet(request),
        key_id=uuid_of(said, "key_id"),
        wrapped=_decoded(said.get("wrapped")),
    )
    return JSONResponse({"key": base64.b64encode(key).decode()}, headers=_NO_STORE)


def _decoded(text: object) -> bytes:
    try:
        return base64.b64decode(str(text), validate=True)
    except ValueError:
        raise Malformed("request.malformed") from None


routes = [
    Route("/recovery", post_bundle, methods=["POST"]),
    Route("/recovery", get_bundles, methods=["GET"]),
    Route("/recovery/key", post_key, methods=["POST"]),
    Route("/recovery/{id:uuid}/parts/{sha256}", put_part, methods=["PUT"]),
    Route("/recovery/{id:uuid}/open", post_open, methods=["POST"]),
]
