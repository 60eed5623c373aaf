"""What devices send: the manifest, the photos by their SHA-256, and the receipt of what has arrived."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sothuhoso.api.asking import (
    PHOTOS,
    SUBMISSIONS,
    actor,
    container,
    draft_secret,
    image_answer,
    limit,
    run,
    run_imaging,
)
from sothuhoso.api.body import body_of, json_of
from sothuhoso.services import intake, resuming
from sothuhoso.services.views import Receipt

_NEW, _KNOWN = 201, 200
_CLOSING = {"Connection": "close"}
"""As in ``api.parts``: a browser must not repeat an upload by itself."""


async def put_submission(request: Request) -> Response:
    """Announce a manifest. Without a secret in it, it is a joined clerk who sends the shared draft."""
    c = container(request)
    await limit(request, SUBMISSIONS)
    raw = await json_of(request, c.settings.max_manifest_bytes, "submission.too_large")
    who = await actor(request)
    joined = who.signed_in and not raw.get("secret")
    device_time = request.headers.get("device-time", "")
    receipt = await run(intake.announce, c, who, request.path_params["id"], raw, joined=joined, device_time=device_time)
    return JSONResponse(receipt_json(receipt), _NEW if receipt.created else _KNOWN, headers=_CLOSING)


async def get_submission(request: Request) -> Response:
    """The receipt, and how far the photos are that are missing in it."""
    who = await actor(request)
    found = await run(resuming.standing, container(request), who, request.path_params["id"], draft_secret(request))
    about = {"thumbnails": found.thumbnails, "offsets": found.offsets}
    return JSONResponse({**receipt_json(found.receipt), **about}, headers={"Cache-Control": "no-store", **_CLOSING})


async def put_photo(request: Request) -> Response:
    """Take one photo."""
    c = container(request)
    await limit(request, PHOTOS)
    who = await actor(request)
    async with body_of(request, c.settings.max_photo_bytes, "image.too_many_bytes") as content:
        taken = await run_imaging(
            intake.take_photo,
            c,
            who,
            request.path_params["id"],
            draft_secret(request),
            sha256=request.path_params["sha256"],
            content=content,
        )
    about = {"sha256": taken.sha256, "bytes": taken.bytes, "width": taken.width, "height": taken.height}
    status = _NEW if taken.receipt.created else _KNOWN
    return JSONResponse({**receipt_json(taken.receipt), **about}, status, headers=_CLOSING)


async def get_photo(request: Request) -> Response:
    """A photo that has arrived, ``?size=thumb`` or the whole."""
    thumbnail = request.query_params.get("size") == "thumb"
    image = await run(
        intake.photo,
        container(request),
        await actor(request),
        request.path_params["id"],
        draft_secret(request),
        sha256=request.path_params["sha256"],
        thumbnail=thumbnail,
    )
    return image_answer(image, thumbnail=thumbnail)


def receipt_json(receipt: Receipt) -> dict[str, Any]:
    """The receipt as devices know it."""
    out = asdict(receipt)
    del out["created"]
    return out


routes = [
    Route("/submissions/{id:uuid}", put_submission, methods=["PUT"]),
    Route("/submissions/{id:uuid}", get_submission, methods=["GET"]),
    Route("/submissions/{id:uuid}/photos/{sha256}", put_photo, methods=["PUT"]),
    Route("/submissions/{id:uuid}/photos/{sha256}", get_photo, methods=["GET"]),
]
