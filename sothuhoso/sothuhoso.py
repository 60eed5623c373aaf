"""The app module: what Reflex imports. It puts pages, API, guards and the live hub together and decides nothing."""

from __future__ import annotations

import asyncio
import gc
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import reflex as rx

from sothuhoso.components.theme import token
from sothuhoso.device.lock import LockGate
from sothuhoso.fonts import FONTS
from sothuhoso.guards import guards
from sothuhoso.pages import routes
from sothuhoso.services.container import running
from sothuhoso.services.housekeeping import keep_house
from sothuhoso.services.paper_work import working
from sothuhoso.settings import settings
from sothuhoso.state import live
from sothuhoso.state.session import Gate, on_backend_exception

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp

#: One interpreter serves the sockets and the services. Each step of SQLite lets go of it and waits for it again, as
#: long as another thread may keep it: with Python's 5 ms, and with many threads, a screen's ten questions wait for
#: each other while photos come in. Measured by bench/desk_load.py.
SWITCH_SECONDS = 0.0005
SERVICE_THREADS = 4
#: Objects made before the oldest generation of the garbage is looked through; what the start has made never is.
GARBAGE = (50_000, 20, 50)


def with_api(inner: ASGIApp) -> ASGIApp:
    """Open the container and put the API before the pages. Called when a server starts, never by a build."""
    from sothuhoso import bootstrap  # noqa: PLC0415 - a build opens no database
    from sothuhoso.api import create_api  # noqa: PLC0415

    sys.setswitchinterval(SWITCH_SECONDS)
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    api = create_api(bootstrap.container())
    api.mount("", inner)
    return api


app = rx.App(
    html_lang="vi",
    stylesheets=["/theme.css", "/fonts.css"],
    head_components=[
        rx.el.link(rel="icon", href="/icon.svg", type="image/svg+xml"),
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
        rx.el.link(rel="apple-touch-icon", href="/icons/apple-touch-icon.png"),
        rx.el.meta(name="apple-mobile-web-app-capable", content="yes"),
        *(
            rx.el.meta(
                name="theme-color",
                content=token("paper", dark=dark),
                custom_attrs={"media": f"(prefers-color-scheme: {'dark' if dark else 'light'})"},
            )
            for dark in (False, True)
        ),
        *(
            rx.el.link(
                rel="preload",
                href=f"/fonts/{name}",
                type="font/woff2",
                cross_origin="anonymous",
                custom_attrs={"as": "font"},
            )
            for name in FONTS
        ),
    ],
    toaster=None,
    app_wraps={(1, "LockGate"): lambda _stateful: LockGate.create()},
    backend_exception_handler=on_backend_exception,
    api_transformer=[with_api, *guards(settings())],
)
app.add_middleware(Gate())
routes.register(app)


@asynccontextmanager
async def screens_stay_true() -> AsyncIterator[None]:
    """Lifespan: the live hub, and the container closed behind it."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(SERVICE_THREADS, "services"))
    try:
        async with live.listening(app):
            yield
    finally:
        running().close()


@asynccontextmanager
async def house_is_kept() -> AsyncIterator[None]:
    """Lifespan: what nobody needs any more is deleted every hour."""
    keeping = asyncio.create_task(keep_house(running()))
    try:
        yield
    finally:
        keeping.cancel()


@asynccontextmanager
async def papers_are_made() -> AsyncIterator[None]:
    """Lifespan: papers become PDF/A in the background, unless another machine does that."""
    if not settings().make_papers:
        yield
        return
    with working(running()):
        yield


app.register_lifespan_task(screens_stay_true)
app.register_lifespan_task(papers_are_made)
app.register_lifespan_task(house_is_kept)
