"""Going between pages without the server, and elements whose behaviour is the browser's own."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex_base.event import no_args_event_spec

from sothuhoso.device import binding

#: the pages of the flow, in the order a person meets them; their code is fetched ahead
FLOW_PAGES = (
    "/",
    "/thu-tuc",
    "/ho-so/ai",
    "/ho-so/giay-to",
    "/ho-so/trang",
    "/ho-so/xem-lai",
    "/ho-so/xong",
    "/cua-toi",
    "/ho-so/chuyen",
    "/nhan-ho-so",
    "/cho-gui",
)


class RouteWatch(rx.Component):
    """Tells the store where the person is (``enter``) and fetches the code of the pages ``ahead``."""

    library = binding.module("route.js")
    tag = "RouteWatch"
    enter: rx.Var[Any]
    ahead: rx.Var[list[str]]


class Modal(rx.Component):
    """A ``<dialog>`` that is modal while ``open``."""

    library = binding.module("parts.js")
    tag = "Modal"
    open: rx.Var[bool]
    label: rx.Var[str]
    on_close: rx.EventHandler[no_args_event_spec]


class FilePicker(rx.Component):
    """A label with a hidden file input; ``pick`` gets the chosen files."""

    library = binding.module("parts.js")
    tag = "FilePicker"
    pick: rx.Var[Any]
    multiple: rx.Var[bool]
    accept: rx.Var[str]


class Viewfinder(rx.Component):
    """The live picture of the camera."""

    library = binding.module("lens.js")
    tag = "Viewfinder"
    label: rx.Var[str]


class Code(rx.Component):
    """A QR code drawn on the device; ``label`` is its text for readers."""

    library = binding.module("code.js")
    tag = "Code"
    lib_dependencies: list[str] = ["uqr@0.1.3"]  # noqa: RUF012 - the framework reads it from the class
    text: rx.Var[str]
    label: rx.Var[str]


class Film(rx.Component):
    """The codes that carry a draft to another device, one after the other."""

    library = binding.module("film.js")
    tag = "Film"
    label: rx.Var[str]
