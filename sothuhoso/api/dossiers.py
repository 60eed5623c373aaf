"""What the desk fetches by address: photographed pages and printed forms; and whether a person has one open."""

from __future__ import annotations

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sothuhoso.api.asking import (
    OPEN_ONES,
    actor,
    container,
    file_answer,
    image_answer,
    limit,
    pdf_answer,
    run,
    run_imaging,
)
from sothuhoso.api.body import json_of
from sothuhoso.domain.errors import Malformed
from sothuhoso.services import desk_list, dossier_view, forms, paper_files

_LARGEST = 1024


async def get_page(request: Request) -> Response:
    """A page, ``?size=thumb`` or the whole (which is audited).

    ``of=file``: it may have to be drawn first, so it waits with the photos; what is kept as a picture waits for nobody.
    """
    thumbnail = request.query_params.get("size") == "thumb"
    image = await (run_imaging if request.query_params.get("of") == "file" else run)(
        dossier_view.page_image,
        container(request),
        await actor(request),
        request.path_params["id"],
        request.path_params["page"],
        thumbnail=thumbnail,
    )
    return image_answer(image, thumbnail=thumbnail)


async def get_clean_page(request: Request) -> Response:
    """The clean page as a picture; each look is audited."""
    who, page = await actor(request), request.path_params["page"]
    image = await run_imaging(paper_files.clean_page, container(request), who, request.path_params["id"], page)
    return image_answer(image, thumbnail=False)


async def get_signature(request: Request) -> Response:
    """The signature on the screen; each look is audited."""
    who = await actor(request)
    image = await run(dossier_view.signature_image, container(request), who, request.path_params["id"])
    return image_answer(image, thumbnail=False)


async def get_form(request: Request) -> Response:
    """A numbered form as PDF."""
    who, form_id = await actor(request), request.path_params["form"]
    content = await run(forms.form_pdf, container(request), who, request.path_params["id"], form_id)
    return pdf_answer(content, str(form_id))


async def get_paper(request: Request) -> Response:
    """A paper as PDF/A, or as the PDF that was brought, the last or an earlier version; each look is audited."""
    who, asked = await actor(request), request.path_params
    file = await run(paper_files.paper_pdf, container(request), who, asked["id"], asked["paper"], asked.get("version"))
    return file_answer(file)


async def get_original(request: Request) -> Response:
    """The file that was brought along, of which this is a page, as it came; each look is audited."""
    who, page = await actor(request), request.path_params["page"]
    return file_answer(await run(paper_files.original, container(request), who, request.path_params["id"], page))


async def post_open(request: Request) -> Response:
    """``{"procedure", "id_number"}`` → ``{"open": [{"id", "number", "status"}]}``: those of the asking clerk's unit.

    The number goes in the body, never in an address.
    """
    await limit(request, OPEN_ONES)
    said = await json_of(request, _LARGEST)
    procedure, number = said.get("procedure"), said.get("id_number")
    if not isinstance(procedure, str) or not isinstance(number, str):
        raise Malformed("request.malformed")
    who = await actor(request)
    found = await run(desk_list.open_of_person, container(request), who, procedure=procedure, id_number=number)
    return JSONResponse({"open": [asdict(one) for one in found]}, headers={"Cache-Control": "no-store"})


routes = [
    Route("/dossiers/open", post_open, methods=["POST"]),
    Route("/dossiers/{id:uuid}/pages/{page:uuid}", get_page),
    Route("/dossiers/{id:uuid}/pages/{page:uuid}/clean.jpg", get_clean_page),
    Route("/dossiers/{id:uuid}/originals/{page:uuid}", get_original),
    Route("/dossiers/{id:uuid}/signature", get_signature),
    Route("/dossiers/{id:uuid}/papers/{paper:uuid}.pdf", get_paper),
    Route("/dossiers/{id:uuid}/papers/{paper:uuid}/{version:int}.pdf", get_paper),
    Route("/dossiers/{id:uuid}/forms/{form:uuid}.pdf", get_form),
]
