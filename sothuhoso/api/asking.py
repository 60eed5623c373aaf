"""Who asks, from where, how often, and the one way from a route into a service: in a thread, so that nobody waits.

One commune's whole office may sit behind one address, so the limits per address stop a script, not an office; guessing
is stopped per account and per number by the services.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response

from sothuhoso.domain.errors import TooMany
from sothuhoso.domain.manifest import BROUGHT
from sothuhoso.domain.policy import Actor
from sothuhoso.guards.asgi import client_ip
from sothuhoso.services import accounts
from sothuhoso.services.container import Container
from sothuhoso.services.views import ImageBytes, NamedFile

T = TypeVar("T")
P = ParamSpec("P")

SESSION = "sid"
HOLDER = "holder"
"""Which account has the shared tablet unlocked; set by the tablet itself, ``-`` while it is locked."""
TABLET = "tablet"
"""Which shared tablet this is; set at its registration, out of scripts' reach."""
_DRAFT = "draft "


@dataclass(frozen=True, slots=True)
class Limit:
    """So many requests of one address in so many seconds."""

    name: str
    amount: int
    seconds: int


CARD = Limit("api.card", 240, 60)
PHOTOS = Limit("api.photos", 3000, 60)
SUBMISSIONS = Limit("api.submissions", 1500, 60)
FOLLOW = Limit("api.follow", 120, 60)
SESSIONS = Limit("api.session", 120, 60)
SHARES = Limit("api.share", 120, 60)
JOINS = Limit("api.join", 60, 60)
NUMBERS = Limit("api.numbers", 120, 60)
OPEN_ONES = Limit("api.dossiers.open", 240, 60)
BATCHES = Limit("api.batches", 60, 60)
SEPARATORS = Limit("api.separators", 120, 60)
DEVICES = Limit("api.devices", 240, 60)
RECOVERY = Limit("api.recovery", 3000, 60)

_threads = CapacityLimiter(4)
"""Few: they share one interpreter with the screens, and the writers among them queue for one database."""
_image_threads = CapacityLimiter(8)
"""Photos wait for the imaging workers in threads of their own, so that a queue of them holds up nothing else."""
_document_threads = CapacityLimiter(2)
"""A batch may take minutes; no photo is to wait behind one for a thread."""


def container(request: Request) -> Container:
    """The container of the application."""
    return request.app.state.c


def address(request: Request) -> str:
    """The browser's address, behind as many proxies as are trusted."""
    return client_ip(request.scope, container(request).settings.trusted_proxy_hops)


async def run(service: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """A service call in a thread."""
    return await to_thread.run_sync(lambda: service(*args, **kwargs), limiter=_threads)


async def run_imaging(service: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """A service call that waits for the imaging workers, in a thread of its own kind."""
    return await to_thread.run_sync(lambda: service(*args, **kwargs), limiter=_image_threads)


async def run_documents(service: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """A service call that waits for the workers of whole batches, apart from the photos."""
    return await to_thread.run_sync(lambda: service(*args, **kwargs), limiter=_document_threads)


async def limit(request: Request, allowed: Limit) -> None:
    """Count this request. Raises ``TooMany('access.too_many', seconds=…)``."""
    limits = container(request).limits
    wait = await run(
        lambda: limits.take(allowed.name, address(request), amount=allowed.amount, seconds=allowed.seconds)
    )
    if wait:
        raise TooMany("access.too_many", seconds=wait)


async def actor(request: Request) -> Actor:
    """Whom the session cookie stands for, ``ANONYMOUS`` for none."""
    jar = request.cookies
    return await run(accounts.actor_of, container(request), jar.get(SESSION, ""), jar.get(HOLDER, ""))


def tablet(request: Request) -> str:
    """The token of the shared tablet that asks, ``""`` for any other device."""
    return request.cookies.get(TABLET, "")


def draft_secret(request: Request) -> str | None:
    """The secret in ``Authorization: Draft …``, if it is given."""
    given = request.headers.get("authorization", "")
    return given[len(_DRAFT) :].strip() if given.lower().startswith(_DRAFT) else None


def image_answer(image: ImageBytes, *, thumbnail: bool) -> Response:
    """An image for one pair of eyes; the whole of it is asked for, and written down, every time."""
    headers = {
        "Cache-Control": "private, max-age=300" if thumbnail else "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": "inline",
        "Vary": "Cookie, Authorization",
        **(_FOREIGN if image.media_type in BROUGHT else {}),
    }
    return Response(image.content, media_type=image.media_type, headers=headers)


_FOREIGN = {"Content-Disposition": "attachment", "Content-Security-Policy": "sandbox; default-src 'none'"}
"""What somebody brought is for the programs of whoever asks, not for a page of ours: no browser opens it here."""


def file_answer(file: NamedFile) -> Response:
    """A paper's file: opened by the browser where we made it, saved where somebody brought it."""
    if not file.foreign:
        return pdf_answer(file.content, file.name.removesuffix(".pdf"))
    headers = {
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        **_FOREIGN,
        "Content-Disposition": f'attachment; filename="{file.name}"',
    }
    return Response(file.content, media_type=file.media_type, headers=headers)


def pdf_answer(content: bytes, name: str) -> Response:
    """A form as PDF; the file's name tells nothing about anybody."""
    headers = {
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f'inline; filename="{name}.pdf"',
    }
    return Response(content, media_type="application/pdf", headers=headers)
