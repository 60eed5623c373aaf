"""A photo of an ID card's code in, its fields out. Nothing is stored, nothing logged."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sothuhoso.api.asking import CARD, container, limit, run_imaging
from sothuhoso.api.body import body_of
from sothuhoso.api.language import language
from sothuhoso.i18n.catalog import error_text, text
from sothuhoso.services.card import read_card
from sothuhoso.services.views import CardView


async def post_card(request: Request) -> Response:
    """Read one photo."""
    c = container(request)
    await limit(request, CARD)
    async with body_of(request, c.settings.max_photo_bytes, "image.too_many_bytes") as content:
        view = await run_imaging(read_card, c, content)
    return JSONResponse(_json(view, language(request)), headers={"Cache-Control": "no-store"})


def _json(view: CardView, lang: str) -> dict[str, object]:
    """``people`` only where there are several: whoever does not know of it takes the first."""
    several = {"people": [_one(person, lang) for person in view.people]} if view.people else {}
    return {**_one(view, lang), **several}


def _one(view: CardView, lang: str) -> dict[str, object]:
    identity = dict(view.identity)
    if identity.get("issued_by"):
        identity["issued_by"] = text(identity["issued_by"], lang)
    return {
        "identity": identity or None,
        "problem": view.problem or None,
        "message": error_text(view.problem, lang) if view.problem else "",
        "missing": view.missing,
        "origin": view.origin,
        "warnings": [
            {"key": w.key, "field": w.field, "message": text(f"warnings.{w.key}", lang, **w.facts)}
            for w in view.warnings
        ],
    }


routes = [Route("/card", post_card, methods=["POST"])]
