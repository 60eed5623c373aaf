"""Sharing a draft with the desk: a code for the phone, and its joining by the tablet. The rest is live State."""

from __future__ import annotations

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sothuhoso.api.asking import JOINS, SHARES, actor, container, draft_secret, limit, run
from sothuhoso.api.body import json_of
from sothuhoso.domain.errors import Malformed
from sothuhoso.services import shared_drafts

_LARGEST = 4 * 1024


async def post_share(request: Request) -> Response:
    """A fresh code for this draft."""
    c = container(request)
    await limit(request, SHARES)
    said = await json_of(request, c.settings.max_manifest_bytes, "submission.too_large")
    unit, secret = said.get("unit"), said.get("secret")
    if not isinstance(unit, str) or not isinstance(secret, str):
        raise Malformed("request.malformed")
    code = await run(shared_drafts.share, c, request.path_params["id"], secret, unit, said.get("content"))
    return JSONResponse({"code": code.code, "expires_at": code.expires_at}, headers={"Cache-Control": "no-store"})


async def post_join(request: Request) -> Response:
    """Take up the draft behind a code."""
    await limit(request, JOINS)
    said = await json_of(request, _LARGEST)
    code = said.get("code")
    if not isinstance(code, str):
        raise Malformed("request.malformed")
    joined = await run(shared_drafts.join, container(request), await actor(request), code)
    return JSONResponse(asdict(joined), headers={"Cache-Control": "no-store"})


async def delete_share(request: Request) -> Response:
    """Stop sharing, from either side."""
    who = await actor(request)
    await run(shared_drafts.close, container(request), who, request.path_params["id"], draft_secret(request))
    return Response(status_code=204)


routes = [
    Route("/drafts/join", post_join, methods=["POST"]),
    Route("/drafts/{id:uuid}/share", delete_share, methods=["DELETE"]),
    Route("/drafts/{id:uuid}/share", post_share, methods=["POST"]),
]
