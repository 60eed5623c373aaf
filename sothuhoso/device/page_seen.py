"""What the device saw of photographed pages, bound: while one is before the camera, and of those that are kept."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex.vars.function import FunctionStringVar

from sothuhoso.device import binding

_LENS_LIBRARY = binding.module("page_lens.js")
_CAMERA = binding.module("camera_view.js")
_KEEPING = binding.module("page_kept.js")
_LENS = binding.reader(_LENS_LIBRARY, "usePageLens", "sheet")

#: what can be wrong with a page on the device; the rest of imaging/verdict takes a reader
REASONS = ("no_edge", "too_far", "far", "cut", "dark", "glare", "blurred", "blurred_part", "blank")
#: why a page may stay as it is; ``original``: a clerk has the paper itself at hand
KEPT_FOR = ("old", "only", "blank", "original")

DOUBTED: Any = binding.read(_LENS, "sheet.doubted", bool)
REFUSED: Any = binding.read(_LENS, "sheet.refused", bool)
DOUBTS: Any = binding.read(_LENS, "sheet.reasons", list[str])
ADDRESS: Any = binding.read(_LENS, "sheet.address")
WIDTH: Any = binding.read(_LENS, "sheet.width", int)
HEIGHT: Any = binding.read(_LENS, "sheet.height", int)
BOXES: Any = binding.read(_LENS, "sheet.boxes", list[list[float]])
AUTO: Any = binding.read(_LENS, "sheet.auto", bool)

SWITCH_AUTO = binding.call(_CAMERA, "() => switchAuto()", "switchAuto")
TAKE_AGAIN = binding.call(_CAMERA, "() => takeAgain()", "takeAgain")
LEAVE_IT = binding.call(_CAMERA, "() => leaveIt()", "leaveIt")


def keep_for(sha256: Any, why: str) -> FunctionStringVar:
    """Trigger: a doubted page stays, for one of ``KEPT_FOR``; "" takes it back."""
    return binding.call(_KEEPING, f"() => keepPage({sha256!s}, '{why}')", "keepPage", uses=(sha256,))


class PageOutline(rx.Component):
    """Where the page lies, over the live picture."""

    library = binding.module("lens.js")
    tag = "PageOutline"


class RingedPhoto(rx.Component):
    """A photo with rings around places (``boxes``: left, top, right, bottom, as shares of it)."""

    library = _LENS_LIBRARY
    tag = "RingedPhoto"
    src: rx.Var[str]
    width: rx.Var[int]
    height: rx.Var[int]
    boxes: rx.Var[list[list[float]]]
    label: rx.Var[str]
