"""The desk's page viewer, bound: zoom and turn are the screen's business alone and never travel."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex.utils.imports import ImportVar
from reflex.vars import VarData
from reflex.vars.function import FunctionStringVar
from reflex_base.vars.base import LiteralVar
from reflex_components_core.el.elements.media import Img

from sothuhoso.device import binding

_LIBRARY = binding.module("viewer.js")
_VIEW = VarData(
    imports={_LIBRARY: [ImportVar(tag="useViewer"), ImportVar(tag="pageStyle")]},
    hooks={"const view = useViewer()": None},
)
ZOOM = rx.Var("view.zoom", _var_type=float, _var_data=_VIEW).to(float)


def page_style(width: Any, height: Any) -> Any:
    """CSS of a page of so many pixels, fitted to the mat, enlarged and turned."""
    wide, tall = LiteralVar.create(width), LiteralVar.create(height)
    data = VarData.merge(_VIEW, wide._get_all_var_data(), tall._get_all_var_data())  # noqa: SLF001
    return rx.Var(f"pageStyle(view, {wide!s}, {tall!s})", _var_type=dict[str, str], _var_data=data)


class SheetPicture(Img):
    """The clean page as a picture that tells its own sides."""

    library = _LIBRARY
    tag = "SheetPicture"
    on_error: rx.EventHandler[rx.event.no_args_event_spec]


class CutOut(rx.Component):
    """A cut-out of the clean page, marked; ``missing`` is said where the picture does not come."""

    library = _LIBRARY
    tag = "CutOut"
    src: rx.Var[str]
    alt: rx.Var[str]
    missing: rx.Var[str]
    place: rx.Var[Any]
    marks: rx.Var[Any]


def sheet_style() -> Any:
    """As ``page_style``, for the clean page's picture (``SheetPicture``)."""
    data = VarData.merge(_VIEW, VarData(imports={_LIBRARY: [ImportVar(tag="sheetStyle")]}))
    return rx.Var("sheetStyle(view)", _var_type=dict[str, str], _var_data=data)


def box_style(box: Any) -> Any:
    """CSS of a mark on the clean page, over a box in shares of it."""
    place = LiteralVar.create(box)
    data = VarData.merge(VarData(imports={_LIBRARY: [ImportVar(tag="boxStyle")]}), place._get_all_var_data())  # noqa: SLF001
    return rx.Var(f"boxStyle({place!s})", _var_type=dict[str, str], _var_data=data)


def _call(arrow: str, name: str) -> FunctionStringVar:
    return binding.call(_LIBRARY, arrow, name)


def open_on(element_id: str) -> FunctionStringVar:
    """Trigger: begin to watch the mat's size."""
    return _call(f"() => openViewer('{element_id}')", "openViewer")


def come_to(element_id: str) -> FunctionStringVar:
    """Trigger: bring the mat of that id into sight."""
    return _call(f"() => comeToMat('{element_id}')", "comeToMat")


CLOSE = _call("() => closeViewer()", "closeViewer")
ZOOM_IN = _call("() => zoomBy(1)", "zoomBy")
ZOOM_OUT = _call("() => zoomBy(-1)", "zoomBy")
TURN = _call("() => turn()", "turn")
FIT = _call("() => fit()", "fit")
