"""The lock of a shared tablet, bound: the gate before every page, and the page that asks for the PIN."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.vars.function import FunctionStringVar

from sothuhoso.device import binding

_LIBRARY = binding.module("lock_view.js")
_LOCK = binding.reader(_LIBRARY, "useLock", "lock")


_GATE = binding.module("gate.js")

#: whether this is a shared tablet
SHARED: Any = binding.read(binding.reader(_GATE, "useSharedTablet", "sharedTablet"), "sharedTablet", bool)
LOCK_NOW = binding.call(_GATE, "() => lockNow()", "lockNow")


class LockGate(rx.Component):
    """Draws nothing of its children while the tablet is locked."""

    library = _GATE
    tag = "LockGate"


@dataclass
class User:
    """Somebody with a locked part of this tablet; ``full``: no PIN opens it any more."""

    id: str
    name: str
    full: bool


def lock(name: str, kind: type[Any] = str) -> Any:
    """A value of the lock's page."""
    return binding.read(_LOCK, f"lock.{name}", kind)


MODE: Any = lock("mode")
USERS: Any = lock("users", list[User])
PIN: Any = lock("pin")
TYPED: Any = lock("typed", int)
PROBLEM: Any = lock("problem")
BUSY: Any = lock("busy", bool)
WAIT: Any = lock("wait", int)

ENTER = binding.call(_LIBRARY, "(asked) => enterLock(asked)", "enterLock")
LISTEN = binding.call(_LIBRARY, "() => listen()", "listen")
UNLISTEN = binding.call(_LIBRARY, "() => unlisten()", "unlisten")
SET_PIN = binding.call(_LIBRARY, "(value) => setPin(value)", "setPin")
ERASE = binding.call(_LIBRARY, "() => erase()", "erase")
SET_LABEL = binding.call(_LIBRARY, "(value) => setLabel(value)", "setLabel")
SUBMIT = binding.call(_LIBRARY, "(event) => { event.preventDefault(); submit(); }", "submit")
CHOOSE_AGAIN = binding.call(_LIBRARY, "() => chooseAgain()", "chooseAgain")
FORGOT = binding.call(_LIBRARY, "() => forgot()", "forgot")
AGAIN = binding.call(_LIBRARY, "() => again()", "again")
SEND_SHUT = binding.call(_LIBRARY, "() => sendShut()", "sendShut")
SAVE_SHUT = binding.call(_LIBRARY, "() => saveShut()", "saveShut")
DELETE_SHUT = binding.call(_LIBRARY, "() => deleteShut()", "deleteShut")
BEGIN_ANEW = binding.call(_LIBRARY, "() => beginAnew()", "beginAnew")


def press(digit: int) -> FunctionStringVar:
    """Trigger: a key of the pad."""
    return binding.call(_LIBRARY, f"() => press('{digit}')", "press")


def choose(user: Any) -> FunctionStringVar:
    """Trigger: this is me."""
    return binding.call(_LIBRARY, f"() => choose({user!s})", "choose", uses=(user,))
