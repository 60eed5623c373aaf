"""Getting a tablet ready for a trip, bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reflex.vars.function import FunctionStringVar

from sothuhoso.device import binding

_LIBRARY = binding.module("trip_checks.js")
_READY = binding.reader(_LIBRARY, "usePrepare", "ready")


@dataclass
class Check:
    """One thing that was looked at. ``state``: ok | attention | unknown; ``why`` names its sentence."""

    key: str
    state: str
    why: str
    facts: dict[str, Any]


@dataclass
class Packed:
    """A dossier that goes along, or (``left``) stays at home."""

    id: str
    number: str
    name: str
    masked: str
    hamlet: str
    address: str
    procedure: str
    due: bool
    dueAt: str  # noqa: N815 - the name of the snapshot's member
    missing: int
    left: bool
    busy: bool


def ready(name: str, kind: type[Any] = str) -> Any:
    """A value of the page."""
    return binding.read(_READY, f"ready.{name}", kind)


CHECKS: Any = ready("checks", list[Check])
DOSSIERS: Any = ready("dossiers", list[Packed])

ENTER = binding.call(_LIBRARY, "(asked) => enterPrepare(asked)", "enterPrepare")
TAKE_ALONG = binding.call(_LIBRARY, "() => takeAlong()", "takeAlong")
CHECK = binding.call(_LIBRARY, "() => check()", "check")
TRY_CAMERA = binding.call(_LIBRARY, "() => tryCamera()", "tryCamera")
MORE_NUMBERS = binding.call(_LIBRARY, "() => moreNumbers()", "moreNumbers")
SET_NUMBER = binding.call(_LIBRARY, "(value) => setNumber(value)", "setNumber")
CHOOSE_TYPED = binding.call(_LIBRARY, "(event) => { event.preventDefault(); chooseTyped(); }", "chooseTyped")


def choose(number: Any, *, taken: bool) -> FunctionStringVar:
    """Trigger: take a dossier along, or leave it at home."""
    arrow = f"() => choose({number!s}, {str(taken).lower()})"
    return binding.call(_LIBRARY, arrow, "choose", uses=(number,))
