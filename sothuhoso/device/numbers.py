"""Numbers of dossiers given to this tablet beforehand, bound: the page that takes them, and how many are left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sothuhoso.device import binding

_LIBRARY = binding.module("numbers.js")
_NUMBERS = binding.reader(_LIBRARY, "useNumbers", "numbers")
_STOCK = binding.reader(_LIBRARY, "useStock", "stock")


@dataclass
class UnitStock:
    """How many numbers of one unit are left here."""

    code: str
    name: str
    kind: str
    left: int
    low: bool


@dataclass
class Block:
    """One block. ``standing``: good | low | used | expired."""

    id: str
    first: str
    last: str
    left: int
    of: int
    until: str
    standing: str


READY: Any = binding.read(_NUMBERS, "numbers.ready", bool)
BUSY: Any = binding.read(_NUMBERS, "numbers.busy", bool)
COUNT: Any = binding.read(_NUMBERS, "numbers.count")
DEVICE: Any = binding.read(_NUMBERS, "numbers.device")
ASKED: Any = binding.read(_NUMBERS, "numbers.asked", bool)  # they have just come
PROBLEM: Any = binding.read(_NUMBERS, "numbers.problem")  # "" | offline | storage | sign_in | refused
MESSAGE: Any = binding.read(_NUMBERS, "numbers.message")
UNITS: Any = binding.read(_NUMBERS, "numbers.units", list[UnitStock])
BLOCKS: Any = binding.read(_NUMBERS, "numbers.blocks", list[Block])

ENTER = binding.call(_LIBRARY, "() => enterNumbers()", "enterNumbers")
SET_COUNT = binding.call(_LIBRARY, "(value) => setCount(value)", "setCount")
SET_DEVICE = binding.call(_LIBRARY, "(value) => setDevice(value)", "setDevice")
TAKE = binding.call(_LIBRARY, "(event) => { event.preventDefault(); take(); }", "take")

# --- for the unit of the open draft
STOCKED: Any = binding.read(_STOCK, "stock.known", bool)  # numbers were taken for it once
LEFT: Any = binding.read(_STOCK, "stock.left", int)
LOW: Any = binding.read(_STOCK, "stock.low", bool)
SIGN_IN: Any = binding.read(_STOCK, "stock.signIn", bool)  # more could not be fetched: nobody is signed in
