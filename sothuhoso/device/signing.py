"""Signing on the screen at the end of the review, bound; the pad itself is fetched when it is wanted."""

from __future__ import annotations

import json
from typing import Any

import reflex as rx
from reflex.vars.function import FunctionStringVar

from sothuhoso.device import binding

_LIBRARY = binding.module("signing.js")
_SIGNING = binding.reader(_LIBRARY, "useSigning", "signing")

OPEN: Any = binding.read(_SIGNING, "signing.open", bool)
STROKES: Any = binding.read(_SIGNING, "signing.strokes", int)
BUSY: Any = binding.read(_SIGNING, "signing.busy", bool)
PROBLEM: Any = binding.read(_SIGNING, "signing.problem")  # "" | little | room | pad
OUTDATED: Any = binding.read(_SIGNING, "signing.outdated", bool)  # what was signed has changed since
TWO: Any = binding.read(_SIGNING, "signing.two", bool)  # somebody hands it in for the owner
SIGNER: Any = binding.read(_SIGNING, "signing.signer")  # owner | submitter
SIGNED: Any = binding.read(_SIGNING, "signing.signed", bool)
AT: Any = binding.read(_SIGNING, "signing.at")
PICTURE: Any = binding.read(_SIGNING, "signing.picture")
OTHER: Any = binding.read(_SIGNING, "signing.other", bool)  # not on the screen
HOW: Any = binding.read(_SIGNING, "signing.how")  # "" | paper | fingerprint | nothing
WHY: Any = binding.read(_SIGNING, "signing.why")

OPEN_PAD = binding.call(_LIBRARY, "() => openPad()", "openPad")
CLOSE_PAD = binding.call(_LIBRARY, "() => closePad()", "closePad")
UNDO = binding.call(_LIBRARY, "() => undoStroke()", "undoStroke")
CLEAR = binding.call(_LIBRARY, "() => clearPad()", "clearPad")
KEEP = binding.call(_LIBRARY, "() => keepSignature()", "keepSignature")
REMOVE = binding.call(_LIBRARY, "() => removeSignature()", "removeSignature")
OTHERWISE = binding.call(_LIBRARY, "() => signOtherwise()", "signOtherwise")
SET_WHY = binding.call(_LIBRARY, "(value) => setWhy(value)", "setWhy")


def choose_signer(signer: str) -> FunctionStringVar:
    """Trigger: owner | submitter."""
    return binding.call(_LIBRARY, f"() => chooseSigner({json.dumps(signer)})", "chooseSigner")


def set_how(how: str) -> FunctionStringVar:
    """Trigger: paper | fingerprint | nothing; ``""`` takes it back."""
    return binding.call(_LIBRARY, f"() => setHow({json.dumps(how)})", "setHow")


class SignHere(rx.Component):
    """Where the name is written."""

    library = _LIBRARY
    tag = "SignHere"
    label: rx.Var[str]
