"""After a trip, bound: what has arrived, what has not, closing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reflex.vars.function import FunctionStringVar

from sothuhoso.device import binding

_LIBRARY = binding.module("trip_summary.js")
_SUMMARY = binding.reader(_LIBRARY, "useSummary", "summary")


@dataclass
class Line:
    """One deed; ``signature``: where the picture of a name is, ``""`` for none.

    ``state`` on this tablet: open | here | parked | lost; on the server: announced | arriving | whole.
    """

    id: str
    ticket: str
    hamlet: str
    kind: str
    state: str
    person: str
    what: str
    number: str
    text: str
    reason: str
    problem: str
    signer: str
    how: str
    witness: str
    again: bool
    signature: str
    at: str


@dataclass
class Tablet:
    """A tablet that went along."""

    id: str
    series: str
    name: str
    packedAt: str  # noqa: N815 - the name of the snapshot's member
    seenAt: str  # noqa: N815
    waiting: int


@dataclass
class Count:
    """A procedure and how many dossiers of it."""

    id: str
    name: str
    count: int


def summary(name: str, kind: type[Any] = str) -> Any:
    """A value of the page."""
    return binding.read(_SUMMARY, f"summary.{name}", kind)


HERE: Any = summary("here", list[Line])
UNDER: Any = summary("under", list[Line])
ARRIVED: Any = summary("arrived", list[Line])
TABLETS: Any = summary("tablets", list[Tablet])
PROCEDURES: Any = summary("procedures", list[Count])

SHOWN: Any = summary("shown")

ENTER = binding.call(_LIBRARY, "(asked) => enterSummary(asked)", "enterSummary")
LEAVE = binding.call(_LIBRARY, "() => leaveSummary()", "leaveSummary")
SEND_NOW = binding.call(_LIBRARY, "() => sendNow()", "sendNow")
OPEN_CLOSING = binding.call(_LIBRARY, "() => openClosing()", "openClosing")
STOP_CLOSING = binding.call(_LIBRARY, "() => stopClosing()", "stopClosing")
SET_REMARKS = binding.call(_LIBRARY, "(value) => setRemarks(value)", "setRemarks")
SET_NEXT = binding.call(_LIBRARY, "(value) => setNext(value)", "setNext")
CLOSE_TRIP = binding.call(_LIBRARY, "() => closeTrip()", "closeTrip")


def show(entry: Any) -> FunctionStringVar:
    """Trigger: look at a signature, or put it away."""
    return binding.call(_LIBRARY, f"() => showSignature({entry!s})", "showSignature", uses=(entry,))
