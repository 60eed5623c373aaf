"""Following a dossier without signing in. Secret, number and digits travel in the body, never in an address."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sothuhoso.api.asking import FOLLOW, container, limit, pdf_answer, run
from sothuhoso.api.body import json_of
from sothuhoso.domain.errors import Malformed, NotFound
from sothuhoso.services import follow, forms

_LARGEST = 4 * 1024


async def post_follow(request: Request) -> Response:
    """``{"secret"}`` or ``{"number", "last_four", "birth_year"}`` → the dossier as its person sees it."""
    c = container(request)
    await limit(request, FOLLOW)
    said = await json_of(request, _LARGEST)
    if "secret" in said:
        view = await run(follow.follow_by_secret, c, _text(said, "secret"))
    else:
        asked = _text(said, "number"), _text(said, "last_four"), _text(said, "birth_year")
        view = await run(follow.follow_by_number, c, *asked)
    return JSONResponse(asdict(view), headers={"Cache-Control": "no-store"})


async def post_form(request: Request) -> Response:
    """``{"secret", "form_id"}`` → the form as PDF."""
    await limit(request, FOLLOW)
    said = await json_of(request, _LARGEST)
    form_id = _uuid(_text(said, "form_id"))
    content = await run(forms.form_pdf_for_citizen, container(request), _text(said, "secret"), form_id)
    return pdf_answer(content, str(form_id))


def _text(said: dict[str, Any], name: str) -> str:
    value = said.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise Malformed("request.malformed")
    return value


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("form.unknown") from None


routes = [
    Route("/follow", post_follow, methods=["POST"]),
    Route("/follow/form", post_form, methods=["POST"]),
]
