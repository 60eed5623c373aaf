"""Where the open draft goes, bound: the unit that is chosen, and the search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reflex.vars.function import FunctionStringVar

from sothuhoso.device import binding

_LIBRARY = binding.module("unit_view.js")
_CHOICE = binding.reader(_LIBRARY, "useUnit", "unit")


@dataclass
class Unit:
    """A commune (xa) or ward (phuong)."""

    code: str
    name: str
    kind: str


UNIT: Any = binding.read(_CHOICE, "unit.unit")
UNIT_KIND: Any = binding.read(_CHOICE, "unit.unitKind")
CHOOSING: Any = binding.read(_CHOICE, "unit.choosing", bool)
QUERY: Any = binding.read(_CHOICE, "unit.query")
UNITS: Any = binding.read(_CHOICE, "unit.units", list[Unit])
MORE: Any = binding.read(_CHOICE, "unit.more", int)
NONE: Any = binding.read(_CHOICE, "unit.none", bool)

SET_QUERY = binding.call(_LIBRARY, "(value) => setUnitQuery(value)", "setUnitQuery")
CHOOSE_AGAIN = binding.call(_LIBRARY, "() => chooseAgain()", "chooseAgain")


def set_unit(code: Any) -> FunctionStringVar:
    """Trigger: where it goes; remembered on this device."""
    return binding.call(_LIBRARY, f"() => setUnit({code!s})", "setUnit", uses=(code,))
