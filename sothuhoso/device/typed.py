"""Text fields whose value lives on the server: typing does not wait for it."""

from __future__ import annotations

from reflex_components_core.el.elements.forms import Input, Textarea

from sothuhoso.device import binding

_LIBRARY = binding.module("typed.js")


class TypedInput(Input):
    """``rx.el.input`` over a value of a State."""

    library = _LIBRARY
    tag = "TypedInput"


class TypedArea(Textarea):
    """``rx.el.textarea`` over a value of a State."""

    library = _LIBRARY
    tag = "TypedArea"
