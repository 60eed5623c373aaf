"""A scanner's batch in, its papers out, each as a file; and the sheet that is laid between two papers. Nothing is kept.

The answer is ``multipart/form-data``, which browsers take apart themselves: ``batch`` (JSON), then of each paper, in
their order, ``paper`` (its file) and ``picture`` (its first page, small).
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from sothuhoso.api.asking import (
    BATCHES,
    HOLDER,
    SEPARATORS,
    actor,
    container,
    limit,
    pdf_answer,
    run,
    run_documents,
    tablet,
)
from sothuhoso.api.body import Budget, body_of, chunks_of, declared, drain, room_for
from sothuhoso.domain.errors import DomainError, Malformed, Unavailable
from sothuhoso.domain.policy import Actor
from sothuhoso.services import batches
from sothuhoso.services.batches import CutBatch, CutPaper

LARGEST = 100 * 1024 * 1024
ALL_OF_THEM = 256 * 1024 * 1024
"""Bytes of the batches under way; each may be held twice. More would leave no room for photos."""
_SECONDS = 900.0
"""For the way in, and for the way out: two megabits a second carry the largest in seven minutes."""
_NOBODY = "-"


class Split:
    """``POST``, ``?duplex=1`` where both sides of the sheets were scanned.

    An application of its own, so that a batch is counted until the last byte of its answer has gone.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        async with _admitted(request) as who:
            cut = await _cut(request, *who)
            with room_for(request, sum(len(paper.content) for paper in cut.papers)):
                async with asyncio.timeout(_SECONDS):
                    await _answer(cut)(scope, receive, send)


@asynccontextmanager
async def _admitted(request: Request) -> AsyncIterator[tuple[Actor, str]]:
    """Who asks, before anything is read. Raises as ``allow_split``, ``TooMany``, ``Unavailable('document.busy')``."""
    room: Budget = request.app.state.batches
    size = min(declared(request) or LARGEST, LARGEST)
    try:
        await limit(request, BATCHES)
        who, token = await actor(request), _tablet(request)
        await run(batches.allow_split, container(request), who, token)
        if room.held + size > room.limit:
            raise Unavailable("document.busy")
    except DomainError:
        await drain(chunks_of(request))
        raise
    room.take(size)
    try:
        yield who, token
    finally:
        room.give_back(size)


async def _cut(request: Request, who: Actor, token: str) -> CutBatch:
    duplex = request.query_params.get("duplex") == "1"
    try:
        async with asyncio.timeout(_SECONDS) as reading:
            async with body_of(request, LARGEST, "document.too_many_bytes") as content:
                reading.reschedule(None)
                return await run_documents(batches.split_batch, container(request), who, token, content, duplex=duplex)
    except TimeoutError:
        raise Malformed("request.cut_off") from None


def _tablet(request: Request) -> str:
    """The shared tablet's token while somebody has it unlocked."""
    return "" if request.cookies.get(HOLDER, _NOBODY) == _NOBODY else tablet(request)


def _answer(cut: CutBatch) -> Response:
    boundary = secrets.token_hex(16)
    chunks = [*_chunks(cut, boundary.encode())]
    headers = {
        "Content-Length": str(sum(map(len, chunks))),
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingResponse(_each(chunks), media_type=f"multipart/form-data; boundary={boundary}", headers=headers)


async def _each(chunks: list[bytes]) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


def _chunks(cut: CutBatch, boundary: bytes) -> Iterator[bytes]:
    yield _head(boundary, 'name="batch"', "application/json")
    yield json.dumps(_told(cut)).encode()
    for number, paper in enumerate(cut.papers, 1):
        yield b"\r\n"
        yield _head(boundary, f'name="paper"; filename="{number:03}"', paper.media_type)
        yield paper.content
        yield b"\r\n"
        yield _head(boundary, f'name="picture"; filename="{number:03}.jpg"', "image/jpeg")
        yield paper.picture
    yield b"\r\n--%s--\r\n" % boundary


def _head(boundary: bytes, name: str, media_type: str) -> bytes:
    return b"--%s\r\nContent-Disposition: form-data; %s\r\nContent-Type: %s\r\n\r\n" % (
        boundary,
        name.encode(),
        media_type.encode(),
    )


def _told(cut: CutBatch) -> dict[str, object]:
    papers = [_paper(paper) for paper in cut.papers]
    return {"pages": cut.pages, "papers": papers, "separators": cut.separators, "backs": cut.backs}


def _paper(paper: CutPaper) -> dict[str, object]:
    return {"pages": paper.pages, "code": paper.code, "kind": paper.media_type}


async def get_separator(request: Request) -> Response:
    """The separator sheet as PDF; there is nothing on it but what it is for."""
    await limit(request, SEPARATORS)
    return pdf_answer(await run(container(request).forms.separator_sheet), "to-ngan")


routes = [
    Route("/documents/split", Split(), methods=["POST"]),
    Route("/documents/separator.pdf", get_separator, methods=["GET"]),
]
