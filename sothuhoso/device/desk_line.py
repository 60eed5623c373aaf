"""The line at the desk, bound: its state, and what became of a click that met a dead one."""

from __future__ import annotations

from typing import Any

from sothuhoso.device import binding

_LIBRARY = binding.module("desk_line.js")
_LINE = binding.reader(_LIBRARY, "useDeskLine", "deskLine")

STATE: Any = binding.read(_LINE, "deskLine.state")  # online | weak | offline | joining
CONTACT: Any = binding.read(_LINE, "deskLine.contact")
SAID: Any = binding.read(_LINE, "deskLine.said")  # "" | blocked | lost | back

WATCH = binding.call(_LIBRARY, "() => watchClicks()", "watchClicks")
LEAVE = binding.call(_LIBRARY, "() => leaveClicks()", "leaveClicks")
DISMISS = binding.call(_LIBRARY, "() => dismissLine()", "dismissLine")
