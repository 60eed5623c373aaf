"""Keyboard of the desk and modal dialogs, bound."""

from __future__ import annotations

from reflex.vars.function import FunctionStringVar

from sothuhoso.device import binding

_LIBRARY = binding.module("keys.js")
LISTEN = binding.call(_LIBRARY, "() => listenKeys()", "listenKeys")
FORGET = binding.call(_LIBRARY, "() => forgetKeys()", "forgetKeys")


def open_dialog(dialog_id: str) -> FunctionStringVar:
    """Trigger: open the ``<dialog>`` of that id as a modal one."""
    return binding.call(_LIBRARY, f"() => openDialog('{dialog_id}')", "openDialog")


GO_ON = binding.call(_LIBRARY, "() => goOn()", "goOn")
RETURN_FOCUS = binding.call(_LIBRARY, "() => returnFocus()", "returnFocus")
