"""Signing out with unsent work, bound: what is unsent, and what the person wants to become of it."""

from __future__ import annotations

from typing import Any

from sothuhoso.device import binding

_LIBRARY = binding.module("leaving.js")
_LEAVING = binding.reader(_LIBRARY, "useLeaving", "leaving")

OPEN: Any = binding.read(_LEAVING, "leaving.open", bool)
DOSSIERS: Any = binding.read(_LEAVING, "leaving.dossiers", int)
DRAFTS: Any = binding.read(_LEAVING, "leaving.drafts", int)
DEEDS: Any = binding.read(_LEAVING, "leaving.deeds", int)  # done on a trip
LOCKED: Any = binding.read(_LEAVING, "leaving.locked", bool)  # they stay sealed under the person's PIN
SENDING: Any = binding.read(_LEAVING, "leaving.sending", bool)
LEFT: Any = binding.read(_LEAVING, "leaving.left", int)
PROBLEM: Any = binding.read(_LEAVING, "leaving.problem")  # "" | offline | line | parked | deeds_parked

STAY = binding.call(_LIBRARY, "() => stay()", "stay")
LEAVE = binding.call(_LIBRARY, "() => leave()", "leave")
SEND_FIRST = binding.call(_LIBRARY, "() => sendFirst()", "sendFirst")
