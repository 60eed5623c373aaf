"""Room for the rail of places, bound."""

from __future__ import annotations

import reflex as rx

from sothuhoso.device import binding

ABOVE_IT = {"bottom": "var(--rail-height, 0px)"}
"""Style of what sticks to the bottom of a desk's screen."""


class RailRoom(rx.Component):
    """Measures the rail. Draws nothing."""

    library = binding.module("desk_rail.js")
    tag = "RailRoom"
