"""Puts the routes together. Everything under ``/api`` answers JSON, also what is unknown or goes wrong."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount

from sothuhoso.api import (
    arriving,
    card,
    catalogue,
    devices,
    documents,
    dossiers,
    drafts,
    errors,
    follow,
    health,
    numbers,
    parts,
    recovery,
    session,
    submissions,
    trips,
)
from sothuhoso.api.body import Budget
from sothuhoso.api.tablets import Tablets
from sothuhoso.domain.errors import DomainError
from sothuhoso.guards.origins import Origins
from sothuhoso.services.container import Container


def create_api(container: Container) -> Starlette:
    """A fresh application for this container; the pages are mounted behind it by whoever serves."""
    routes = [
        *health.routes,
        *catalogue.routes,
        *card.routes,
        *parts.routes,
        *arriving.routes,
        *submissions.routes,
        *session.routes,
        *drafts.routes,
        *follow.routes,
        *dossiers.routes,
        *numbers.routes,
        *trips.routes,
        *devices.routes,
        *recovery.routes,
        *documents.routes,
    ]
    guards = [
        Middleware(errors.CatchAll),
        Middleware(Origins, public_url=container.settings.public_url),
        Middleware(Tablets),
    ]
    app = Starlette(
        routes=[Mount("/api", routes=routes, middleware=guards)],
        exception_handlers={DomainError: errors.domain_error, HTTPException: errors.http_error},
    )
    app.state.c = container
    app.state.budget = Budget()
    app.state.batches = Budget(documents.ALL_OF_THEM)
    return app
