"""The trips of whoever is signed in, and planning one, bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.vars.function import FunctionStringVar

from sothuhoso.device import binding

_LIBRARY = binding.module("trips.js")
_TRIPS = binding.reader(_LIBRARY, "useTrips", "trips")
_PLAN = binding.reader(_LIBRARY, "usePlan", "plan")
_BACK = binding.reader(binding.module("trip_back.js"), "useTripBack", "tripBack")

#: the pages of a trip: with those of the flow, what a tablet needs in the hamlet
TRIP_PAGES = ("/chuyen", "/chuyen/chuan-bi", "/chuyen/ban", "/chuyen/tong-ket")


@dataclass
class ListedTrip:
    """A trip in the list. ``waiting``: how much of it is only on this tablet."""

    id: str
    name: str
    day: str
    today: bool
    hamlets: str
    people: str
    lead: str
    status: str
    packed: bool
    packedAt: str  # noqa: N815 - the name of the snapshot's member
    waiting: int
    mayChange: bool  # noqa: N815
    open: bool
    asked: str
    change: str


@dataclass
class PlannedHamlet:
    """A hamlet of the plan."""

    key: str
    name: str


@dataclass
class Choice:
    """Something to tick: a person (``fixed``: always goes) or a procedure."""

    id: str
    name: str
    role: str
    chosen: bool
    fixed: bool


class TripsAtWork(rx.Component):
    """Sends what was done on trips from pages outside the flow. Draws nothing."""

    library = binding.module("trip_start.js")
    tag = "TripsAtWork"


def listed(name: str, kind: type[Any] = str) -> Any:
    """A value of the page of trips."""
    return binding.read(_TRIPS, f"trips.{name}", kind)


def plan(name: str, kind: type[Any] = str) -> Any:
    """A value of the plan being made."""
    return binding.read(_PLAN, f"plan.{name}", kind)


TRIPS: Any = listed("trips", list[ListedTrip])
HAMLETS: Any = plan("hamlets", list[PlannedHamlet])
PEOPLE: Any = plan("people", list[Choice])
CHOSEN: Any = plan("chosen", list[Choice])
OTHERS: Any = plan("others", list[Choice])
BACK: Any = binding.read(_BACK, "tripBack.address")  # of the open draft: where it was begun, "" for no trip

ENTER = binding.call(_LIBRARY, "(asked) => enterTrips(asked)", "enterTrips")
RETRY = binding.call(_LIBRARY, "() => retryTrips()", "retryTrips")
SET_NAME = binding.call(_LIBRARY, "(value) => setName(value)", "setName")
SET_DAY = binding.call(_LIBRARY, "(value) => setDay(value)", "setDay")
SET_HAMLET = binding.call(_LIBRARY, "(value) => setHamlet(value)", "setHamlet")
SET_QUERY = binding.call(_LIBRARY, "(value) => setQuery(value)", "setQuery")
ADD_HAMLET = binding.call(_LIBRARY, "(event) => { event.preventDefault(); addHamlet(); }", "addHamlet")
SAVE = binding.call(_LIBRARY, "() => savePlan()", "savePlan")
DOUBT = binding.call(_LIBRARY, "() => doubtPlan(true)", "doubtPlan")
KEEP = binding.call(_LIBRARY, "() => doubtPlan(false)", "doubtPlan")
CANCEL = binding.call(_LIBRARY, "() => cancelPlan()", "cancelPlan")


def drop_hamlet(key: Any) -> FunctionStringVar:
    """Trigger: take a hamlet out of the plan."""
    return binding.call(_LIBRARY, f"() => dropHamlet({key!s})", "dropHamlet", uses=(key,))


def toggle_person(who: Any) -> FunctionStringVar:
    """Trigger: somebody goes, or stays."""
    return binding.call(_LIBRARY, f"() => togglePerson({who!s})", "togglePerson", uses=(who,))


def toggle_procedure(code: Any) -> FunctionStringVar:
    """Trigger: a procedure is offered, or not."""
    return binding.call(_LIBRARY, f"() => toggleProcedure({code!s})", "toggleProcedure", uses=(code,))
