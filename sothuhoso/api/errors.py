"""One shape for everything that goes wrong: ``{"key", "facts", "message"}`` in the language of the person who asks.

What nobody foresaw is logged by its place in the code alone: an exception's message may hold somebody's data.
"""

from __future__ import annotations

import logging
import traceback

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sothuhoso.api.language import language
from sothuhoso.domain.errors import DomainError, Malformed, NotFound, TooMany
from sothuhoso.i18n.catalog import error_text

log = logging.getLogger(__name__)

_NOT_FOUND, _WRONG_METHOD, _UNEXPECTED = 404, 405, 500
_LAST_FRAMES = 12


def answer(error: DomainError, request: Request) -> JSONResponse:
    """The answer for a refusal."""
    body = {"key": error.key, "facts": error.facts, "message": error_text(error.key, language(request), **error.facts)}
    headers = {"Retry-After": str(error.facts["seconds"])} if isinstance(error, TooMany) else None
    return JSONResponse(body, error.status, headers=headers)


async def domain_error(request: Request, error: Exception) -> Response:
    """Handler for every ``DomainError``."""
    assert isinstance(error, DomainError)
    return answer(error, request)


async def http_error(request: Request, error: Exception) -> Response:
    """Handler for what the router refuses: unknown addresses, wrong methods."""
    assert isinstance(error, HTTPException)
    if error.status_code == _WRONG_METHOD:
        response = answer(Malformed("request.method"), request)
        response.status_code = _WRONG_METHOD
        response.headers.update(error.headers or {})
        return response
    if error.status_code == _NOT_FOUND:
        return answer(NotFound("request.address"), request)
    response = answer(Malformed("request.malformed"), request)
    response.status_code = error.status_code
    return response


class CatchAll:
    """Answers 500 ``server.unexpected`` for what nobody foresaw, and tells the log where, not what."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun: list[bool] = []

        async def watch(message: Message) -> None:
            begun.append(True)
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except (DomainError, HTTPException):
            raise  # the application's own handlers answer these
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 - the last door; nothing of it may reach the answer
            _log(error, scope)
            if not begun:
                await _unexpected(Request(scope, receive))(scope, receive, send)


def _unexpected(request: Request) -> JSONResponse:
    key = "server.unexpected"
    return JSONResponse({"key": key, "facts": {}, "message": error_text(key, language(request))}, _UNEXPECTED)


def _log(error: Exception, scope: Scope) -> None:
    frames = traceback.extract_tb(error.__traceback__)[-_LAST_FRAMES:]
    places = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    route = getattr(scope.get("endpoint"), "__qualname__", "?")
    log.error("unexpected %s in %s %s: %s", type(error).__qualname__, scope.get("method", ""), route, places)
