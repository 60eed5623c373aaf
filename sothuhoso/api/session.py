"""Signing in and out: a cookie that no script can read and no other site can send."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sothuhoso.api.asking import SESSION, SESSIONS, actor, address, container, limit, run, tablet
from sothuhoso.api.body import json_of
from sothuhoso.domain.errors import Malformed, SignInNeeded
from sothuhoso.domain.policy import Actor
from sothuhoso.services import accounts, shared_drafts

_LARGEST = 8 * 1024
_HOME = "/ban"


async def post_session(request: Request) -> Response:
    """Sign in; the page is then loaded anew, because an open socket keeps its old headers."""
    c = container(request)
    await limit(request, SESSIONS)
    said = await json_of(request, _LARGEST)
    username, password = said.get("username"), said.get("password")
    if not isinstance(username, str) or not isinstance(password, str):
        raise Malformed("request.malformed")
    signed = await run(accounts.sign_in, c, username, password, address(request), tablet(request))
    answer = JSONResponse({**_who(signed.actor), "home": _HOME})
    answer.set_cookie(
        SESSION,
        signed.token,
        max_age=c.settings.session_hours * 3600,
        path="/",
        secure=c.settings.secure_cookies or request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return answer


async def get_session(request: Request) -> Response:
    """Who is signed in here: a tablet asks before it lets somebody choose a PIN."""
    who = await actor(request)
    if not who.signed_in:
        raise SignInNeeded("access.sign_in")
    return JSONResponse(_who(who), headers={"Cache-Control": "no-store"})


def _who(who: Actor) -> dict[str, str]:
    return {"account": str(who.account_id), "name": who.name, "role": str(who.role), "unit": who.unit_code or ""}


async def delete_session(request: Request) -> Response:
    """Leave the drafts worked on together, sign out on the server, then forget the cookie."""
    token = request.cookies.get(SESSION, "")
    if token:
        await run(shared_drafts.close_joined, container(request), await actor(request))
        await run(accounts.sign_out, container(request), token)
    answer = Response(status_code=204)
    answer.delete_cookie(SESSION, path="/", httponly=True, samesite="strict")
    return answer


routes = [
    Route("/session", get_session, methods=["GET"]),
    Route("/session", post_session, methods=["POST"]),
    Route("/session", delete_session, methods=["DELETE"]),
]
