"""What the desk fetches by address: photographed pages and printed forms."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sothuhoso.api.asking import actor, container, image_answer, pdf_answer, run
from sothuhoso.services import dossier_view, forms


async def get_page(request: Request) -> Response:
    """A page, ``?size=thumb`` or the whole (which is audited)."""
    thumbnail = request.query_params.get("size") == "thumb"
    image = await run(
        dossier_view.page_image,
        container(request),
        await actor(request),
        request.path_params["id"],
        request.path_params["page"],
        thumbnail=thumbnail,
    )
    return image_answer(image, thumbnail=thumbnail)


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


routes = [
    Route("/dossiers/{id:uuid}/pages/{page:uuid}", get_page),
    Route("/dossiers/{id:uuid}/signature", get_signature),
    Route("/dossiers/{id:uuid}/forms/{form:uuid}.pdf", get_form),
]
