"""The follow-up page's part on the device, bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reflex.vars.function import FunctionStringVar

from sothuhoso.device import binding

_LIBRARY = binding.module("follow.js")
_FOLLOW = binding.reader(_LIBRARY, "useFollow", "following")


@dataclass
class Known:
    """A dossier that was sent from this device."""

    id: str
    number: str
    path: str


ASKED: Any = binding.read(_FOLLOW, "following.asked", bool)  # the address names a dossier
BUSY: Any = binding.read(_FOLLOW, "following.busy")
FAILED: Any = binding.read(_FOLLOW, "following.failed")
NUMBER: Any = binding.read(_FOLLOW, "following.number")  # of a sticker that was held up
KNOWN: Any = binding.read(_FOLLOW, "following.known", list[Known])
ENTER = binding.call(_LIBRARY, "() => enterFollow()", "enterFollow")


def download(form: Any, name: Any) -> FunctionStringVar:
    """Trigger: fetch a form as PDF and hand it to the browser."""
    return binding.call(
        _LIBRARY,
        f"() => download({form!s}, {name!s})",
        "download",
        uses=(
            form,
            name,
        ),
    )
