"""The doorkeepers: ASGI wrappers around everything that is served, each with one worry. ``wrap`` stacks them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sothuhoso.guards.addresses import Addresses
from sothuhoso.guards.headers import SecurityHeaders, inline_script_sources
from sothuhoso.guards.identity import DeviceIdentity
from sothuhoso.guards.origins import Origins
from sothuhoso.guards.sockets import SocketLimits

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp

    from sothuhoso.settings import Settings


def guards(settings: Settings) -> list[Callable[[ASGIApp], ASGIApp]]:
    """The wrappers from the innermost to the outermost: an answer of any of them still gets the headers."""
    scripts = inline_script_sources()
    return [
        partial(Addresses, pages=frozenset(scripts)),
        partial(SocketLimits, hops=settings.trusted_proxy_hops),
        partial(DeviceIdentity, secure=settings.secure_cookies),
        partial(Origins, public_url=settings.public_url),
        partial(SecurityHeaders, script_sources=scripts, https=settings.secure_cookies),
    ]
