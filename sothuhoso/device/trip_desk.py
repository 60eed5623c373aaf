"""The desk in the hamlet, bound: numbers, the one that is called, what is done for it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from reflex.vars.function import FunctionStringVar

from sothuhoso.device import binding

_LIBRARY = binding.module("trip_desk.js")
_DESK = binding.reader(_LIBRARY, "useTripDesk", "tripDesk")


@dataclass
class Hamlet:
    """A hamlet of the trip."""

    id: str
    name: str


@dataclass
class Ticket:
    """A number that can be called. ``state``: waiting | skipped | served."""

    number: int
    state: str


@dataclass
class Offered:
    """A procedure, or a paper that is missing (``chosen``)."""

    id: str
    name: str
    chosen: bool


@dataclass
class Result:
    """A dossier that came along. ``due``: its result may be handed over; ``missing``: papers, ``""`` for none."""

    id: str
    name: str
    masked: str
    number: str
    procedure: str
    due: bool
    dueAt: str  # noqa: N815 - the name of the snapshot's member
    status: int
    missing: str
    address: str


@dataclass
class Deed:
    """What was done for the called number. ``address``: where its dossier goes on, ``""`` for none."""

    id: str
    kind: str
    state: str
    what: str
    who: str
    at: str
    address: str
    number: str
    problem: str


def desk(name: str, kind: type[Any] = str) -> Any:
    """A value of the page."""
    return binding.read(_DESK, f"tripDesk.{name}", kind)


HAMLETS: Any = desk("hamlets", list[Hamlet])
PEOPLE: Any = desk("people", list[Ticket])
OVER: Any = desk("over", list[Ticket])
OFFERED: Any = desk("offered", list[Offered])
FOUND: Any = desk("found", list[Offered])
PAPERS: Any = desk("papers", list[Offered])
RESULTS: Any = desk("results", list[Result])
DONE: Any = desk("done", list[Deed])

ENTER = binding.call(_LIBRARY, "(asked) => enterDesk(asked)", "enterDesk")
CHOOSE_HAMLET = binding.call(_LIBRARY, "(value) => chooseHamlet(value)", "chooseHamlet")
GIVE = binding.call(_LIBRARY, "() => giveNumber()", "giveNumber")
CALL_NEXT = binding.call(_LIBRARY, "() => callNumber()", "callNumber")
SERVED = binding.call(_LIBRARY, "() => done('served')", "done")
SKIPPED = binding.call(_LIBRARY, "() => done('skipped')", "done")
CALLED_BACK = binding.call(_LIBRARY, "() => callBack()", "callBack")
CLOSE = binding.call(_LIBRARY, "() => closePanel()", "closePanel")
SIGN = binding.call(_LIBRARY, "() => signForIt()", "signForIt")
UNSIGN = binding.call(_LIBRARY, "() => unsign()", "unsign")
HAND_OVER = binding.call(_LIBRARY, "() => handOver()", "handOver")
NOTE = binding.call(_LIBRARY, "() => makeNote()", "makeNote")
TURN_AWAY = binding.call(_LIBRARY, "() => turnAway()", "turnAway")
COMES_AGAIN = binding.call(_LIBRARY, "() => setComesAgain()", "setComesAgain")


def setter(name: str) -> FunctionStringVar:
    """Trigger: set a field of the form, e.g. ``setter("Person")``."""
    return binding.call(_LIBRARY, f"(value) => set{name}(value)", f"set{name}")


def call_number(number: Any) -> FunctionStringVar:
    """Trigger: call this number."""
    return binding.call(_LIBRARY, f"() => callNumber({number!s})", "callNumber", uses=(number,))


def open_panel(panel: str) -> FunctionStringVar:
    """Trigger: what is to be done; the same again puts it away."""
    return binding.call(_LIBRARY, f"() => openPanel({json.dumps(panel)})", "openPanel")


def begin(code: Any) -> FunctionStringVar:
    """Trigger: begin a dossier for the called number."""
    return binding.call(_LIBRARY, f"() => beginDossier({code!s})", "beginDossier", uses=(code,))


def set_how(how: str) -> FunctionStringVar:
    """Trigger: what stands in the place of a signature: paper | fingerprint."""
    return binding.call(_LIBRARY, f"() => setHow({json.dumps(how)})", "setHow")


def set_reason(reason: str) -> FunctionStringVar:
    """Trigger: why somebody is turned away."""
    return binding.call(_LIBRARY, f"() => setReason({json.dumps(reason)})", "setReason")


def set_dossier(dossier: Any) -> FunctionStringVar:
    """Trigger: the dossier whose result is handed over."""
    return binding.call(_LIBRARY, f"() => setDossier({dossier!s})", "setDossier", uses=(dossier,))


def toggle_paper(key: Any) -> FunctionStringVar:
    """Trigger: a paper is missing, or not."""
    return binding.call(_LIBRARY, f"() => togglePaper({key!s})", "togglePaper", uses=(key,))


def forget(entry: Any) -> FunctionStringVar:
    """Trigger: an entry whose dossier was deleted goes."""
    return binding.call(_LIBRARY, f"() => forgetLost({entry!s})", "forgetLost", uses=(entry,))
