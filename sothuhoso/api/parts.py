"""Photos in pieces: the core of the tus protocol (1.0.0, https://tus.io), and the small pictures that go before them.

The announced manifest is the creation: each promised photo has its upload at ``…/photos/<sha256>/parts``, ``HEAD`` says
how much of it is here, ``PATCH`` adds to it. What came before a connection broke is kept. The answer to the last piece
is given when the photo went through the door and is durable.

Each answer closes its connection: Chromium repeats a request by itself when the answer is lost on a connection that was
used before, and a repeated piece costs its bytes again (docs/decisions/0014). Over HTTP/2 that header is not passed on.
"""

from __future__ import annotations

import struct
from collections.abc import AsyncIterator
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sothuhoso.api import errors
from sothuhoso.api.asking import PHOTOS, SUBMISSIONS, actor, container, draft_secret, limit, run, run_imaging
from sothuhoso.api.body import chunks_of, declared, drain, room_for
from sothuhoso.domain.errors import DomainError, Invalid, Malformed, NotFound, TooLarge, WrongKind
from sothuhoso.domain.policy import Actor
from sothuhoso.domain.ports import PartWriter
from sothuhoso.domain.submission import MAX_PAGES
from sothuhoso.services import resuming
from sothuhoso.services.container import Container

_VERSION = "1.0.0"
_PIECE = 16 * 1024
"""Bytes that are sealed and written together; a killed server costs the sender at most these."""

_OFFSET_TYPE = "application/offset+octet-stream"
_OFFSET_DIGITS = 12
_HEAD = struct.Struct(">32sI")
_OK, _DONE, _WRONG_METHOD, _NOT_MET = 200, 204, 405, 412


async def upload(request: Request) -> Response:
    """One photo's upload; whatever comes of it, the answer names the protocol's version."""
    method = request.headers.get("x-http-method-override", request.method).upper()
    try:
        answer = await _answer(request, method)
    except DomainError as error:
        answer = errors.answer(error, request)
    answer.headers.update({"Tus-Resumable": _VERSION, "Cache-Control": "no-store", "Connection": "close"})
    return Response(None, answer.status_code, answer.headers) if method == "HEAD" else answer


async def _answer(request: Request, method: str) -> Response:
    if method == "OPTIONS":
        most = container(request).settings.max_photo_bytes
        return Response(None, _DONE, {"Tus-Version": _VERSION, "Tus-Max-Size": str(most)})
    if request.headers.get("tus-resumable") != _VERSION:
        refused = errors.answer(Malformed("part.version"), request)
        refused.status_code, refused.headers["Tus-Version"] = _NOT_MET, _VERSION
        return refused
    await limit(request, PHOTOS)
    if method == "HEAD":
        return await _look(request)
    if method == "PATCH":
        return await _go_on(request)
    return await errors.http_error(request, HTTPException(_WRONG_METHOD, headers={"Allow": "HEAD, PATCH, OPTIONS"}))


async def _look(request: Request) -> Response:
    part = await run(resuming.part_of, *await _who(request), sha256=request.path_params["sha256"])
    return _progress(part, _OK)


async def _go_on(request: Request) -> Response:
    if request.headers.get("content-type") != _OFFSET_TYPE:
        raise WrongKind("part.content_type")
    offset, coming = _offset(request), declared(request) or None
    who, sha256 = await _who(request), request.path_params["sha256"]
    try:
        part, writer = await run(resuming.begin_part, *who, sha256=sha256, offset=offset, coming=coming)
    except TooLarge:
        await drain(chunks_of(request))
        raise
    try:
        await _keep(request, writer, part.length)
    finally:
        await run(writer.close)
    with room_for(request, part.length):
        return _progress(await run_imaging(resuming.end_part, *who, sha256=sha256), _DONE)


async def _keep(request: Request, writer: PartWriter, length: int) -> None:
    """Write piece by piece; of a connection that breaks, what came before is written too."""
    held = bytearray()
    try:
        async for chunk in (stream := chunks_of(request)):
            held += chunk
            if writer.offset + len(held) > length:
                await drain(stream)
                raise TooLarge("part.too_long", limit=length)
            while len(held) >= _PIECE:
                await run(writer.write, bytes(held[:_PIECE]))
                del held[:_PIECE]
    except (ClientDisconnect, Malformed):
        pass  # nobody waits for an answer any more; the sender will ask how far it came
    if held:
        await run(writer.write, bytes(held))


async def put_thumbnails(request: Request) -> Response:
    """Small pictures of photos under way, one behind the other: 32 bytes SHA-256 of the photo, 4 bytes length, JPEG.

    One request for all of a dossier, because each costs a bad line its waiting; those before a break are kept. Answers
    of which photos there is one now. One that is no picture is passed over: the photo itself will say why.
    """
    await limit(request, SUBMISSIONS)
    who = await _who(request)
    await run(resuming.standing, *who)
    async for sha256, content in _thumbnails(request):
        try:
            await run_imaging(resuming.take_thumbnail, *who, sha256=sha256, content=content)
        except (Invalid, NotFound, TooLarge, WrongKind):
            continue
    here = (await run(resuming.standing, *who)).thumbnails
    return JSONResponse({"thumbnails": here}, headers={"Cache-Control": "no-store", "Connection": "close"})


async def _thumbnails(request: Request) -> AsyncIterator[tuple[str, bytes]]:
    held, many = bytearray(), 0
    async for chunk in (stream := chunks_of(request)):
        held += chunk
        while len(held) >= _HEAD.size:
            sha256, size = _HEAD.unpack_from(held)
            if size > resuming.MAX_THUMBNAIL_BYTES or many >= MAX_PAGES:
                await drain(stream)
                raise TooLarge("part.too_long", limit=resuming.MAX_THUMBNAIL_BYTES)
            if len(held) < _HEAD.size + size:
                break
            yield sha256.hex(), bytes(held[_HEAD.size : _HEAD.size + size])
            del held[: _HEAD.size + size]
            many += 1


async def _who(request: Request) -> tuple[Container, Actor, UUID, str | None]:
    return container(request), await actor(request), request.path_params["id"], draft_secret(request)


def _offset(request: Request) -> int:
    text = request.headers.get("upload-offset", "")
    if not text.isdecimal() or len(text) > _OFFSET_DIGITS:
        raise Malformed("part.no_offset")
    return int(text)


def _progress(part: resuming.Part, status: int) -> Response:
    """``Upload-Complete`` (the name is the IETF draft's): the photo went through the door and is durably here."""
    headers = {"Upload-Offset": str(part.offset), "Upload-Complete": "?1" if part.arrived else "?0"}
    return Response(None, status, {**headers, "Upload-Length": str(part.length)})


routes = [
    Route("/submissions/{id:uuid}/thumbnails", put_thumbnails, methods=["PUT"]),
    Route("/submissions/{id:uuid}/photos/{sha256}/parts", upload, methods=["HEAD", "PATCH", "OPTIONS", "POST"]),
]
