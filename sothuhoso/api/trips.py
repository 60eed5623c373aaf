"""Trips to hamlets over REST: the plan, what a tablet takes along, what was done, how it stands, the report."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sothuhoso.api.asking import Limit, actor, container, image_answer, limit, pdf_answer, run, run_imaging
from sothuhoso.api.body import json_of
from sothuhoso.domain.errors import Malformed
from sothuhoso.domain.trip_entries import MAX_SIGNATURE
from sothuhoso.services import trip_entries, trip_pack, trip_progress, trips
from sothuhoso.services.trip_views import TripView

TRIPS = Limit("api.trips", 600, 60)
_LARGEST = 32 * 1024
_LARGEST_ENTRY = 32 * 1024 + MAX_SIGNATURE * 4 // 3
_NEW, _KNOWN = 201, 200
_NO_STORE = {"Cache-Control": "private, no-store"}


async def get_trips(request: Request) -> Response:
    """The trips of whoever is signed in."""
    found = await run(trips.list_trips, container(request), await actor(request))
    return JSONResponse(asdict(found), headers=_NO_STORE)


async def put_trip(request: Request) -> Response:
    """Plan a trip, under the id made on the device."""
    await limit(request, TRIPS)
    plan = await json_of(request, _LARGEST)
    trip = await run(trips.make_trip, container(request), await actor(request), request.path_params["id"], plan)
    return JSONResponse(_trip(trip), _NEW if trip.created else _KNOWN)


async def post_change(request: Request) -> Response:
    """Another plan: ``{"version", "plan"}``."""
    said = await _said(request)
    version = _whole(said.get("version"))
    c, who, trip_id = container(request), await actor(request), request.path_params["id"]
    return JSONResponse(_trip(await run(trips.change_trip, c, who, trip_id, said.get("plan"), version=version)))


async def post_cancel(request: Request) -> Response:
    """Call it off: ``{"version"}``."""
    version = _whole((await _said(request)).get("version"))
    c, who, trip_id = container(request), await actor(request), request.path_params["id"]
    return JSONResponse(_trip(await run(trips.cancel_trip, c, who, trip_id, version=version)))


async def post_close(request: Request) -> Response:
    """It is over: ``{"version", "remarks", "next_visit"}``."""
    said = await _said(request)
    version, remarks, next_visit = _whole(said.get("version")), _text(said, "remarks"), _text(said, "next_visit")
    closed = await run(
        trips.close_trip,
        container(request),
        await actor(request),
        request.path_params["id"],
        version=version,
        remarks=remarks,
        next_visit=next_visit,
    )
    return JSONResponse(_trip(closed))


async def get_pack(request: Request) -> Response:
    """What this tablet (``?may=``, its own id) takes along."""
    await limit(request, TRIPS)
    try:
        tablet = UUID(request.query_params.get("may", ""))
    except ValueError:
        raise Malformed("request.malformed") from None
    packed = await run(trip_pack.pack, container(request), await actor(request), request.path_params["id"], tablet)
    return JSONResponse(asdict(packed), headers=_NO_STORE)


async def put_tablet(request: Request) -> Response:
    """How much still waits on a tablet: ``{"waiting"}``."""
    waiting = _whole((await _said(request)).get("waiting"))
    trip_id, tablet = request.path_params["id"], request.path_params["tablet"]
    who = await actor(request)
    await run(trip_entries.hear_tablet, container(request), who, trip_id, tablet, waiting=waiting)
    return Response(status_code=204)


async def put_choice(request: Request) -> Response:
    """Take a dossier along or leave it at home: ``{"number", "taken"}``."""
    said = await _said(request)
    number, taken = said.get("number"), said.get("taken")
    if not isinstance(number, str) or not isinstance(taken, bool):
        raise Malformed("request.malformed")
    c, who, trip_id = container(request), await actor(request), request.path_params["id"]
    return JSONResponse(asdict(await run(trip_pack.choose_dossier, c, who, trip_id, number=number, taken=taken)))


async def put_entry(request: Request) -> Response:
    """Take one thing that was done."""
    await limit(request, TRIPS)
    raw = await json_of(request, _LARGEST_ENTRY, "trip.entry_too_large")
    taken = await run_imaging(
        trip_entries.take_entry,
        container(request),
        await actor(request),
        request.path_params["id"],
        request.path_params["entry"],
        raw,
    )
    out = asdict(taken)
    return JSONResponse(out, _NEW if out.pop("created") else _KNOWN)


async def get_signature(request: Request) -> Response:
    """The signature of a hand-over (which is audited)."""
    c, who = container(request), await actor(request)
    image = await run(trip_entries.signature, c, who, request.path_params["id"], request.path_params["entry"])
    return image_answer(image, thumbnail=False)


async def get_progress(request: Request) -> Response:
    """What has arrived and what has not."""
    found = await run(trip_progress.progress, container(request), await actor(request), request.path_params["id"])
    return JSONResponse(asdict(found), headers=_NO_STORE)


async def get_report(request: Request) -> Response:
    """The report as PDF (which is audited)."""
    trip_id = request.path_params["id"]
    content = await run(trip_progress.report_pdf, container(request), await actor(request), trip_id)
    return pdf_answer(content, str(trip_id))


def _trip(trip: TripView) -> dict[str, Any]:
    out = asdict(trip)
    del out["created"]
    return out


async def _said(request: Request) -> dict[str, Any]:
    await limit(request, TRIPS)
    return await json_of(request, _LARGEST)


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Malformed("request.malformed")
    return value


def _text(said: dict[str, Any], name: str) -> str:
    value = said.get(name, "")
    if not isinstance(value, str):
        raise Malformed("request.malformed")
    return value


routes = [
    Route("/trips", get_trips, methods=["GET"]),
    Route("/trips/{id:uuid}", put_trip, methods=["PUT"]),
    Route("/trips/{id:uuid}/change", post_change, methods=["POST"]),
    Route("/trips/{id:uuid}/cancel", post_cancel, methods=["POST"]),
    Route("/trips/{id:uuid}/close", post_close, methods=["POST"]),
    Route("/trips/{id:uuid}/pack", get_pack, methods=["GET"]),
    Route("/trips/{id:uuid}/tablets/{tablet:uuid}", put_tablet, methods=["PUT"]),
    Route("/trips/{id:uuid}/dossiers", put_choice, methods=["PUT"]),
    Route("/trips/{id:uuid}/entries/{entry:uuid}", put_entry, methods=["PUT"]),
    Route("/trips/{id:uuid}/entries/{entry:uuid}/signature", get_signature, methods=["GET"]),
    Route("/trips/{id:uuid}/progress", get_progress, methods=["GET"]),
    Route("/trips/{id:uuid}/report.pdf", get_report, methods=["GET"]),
]
