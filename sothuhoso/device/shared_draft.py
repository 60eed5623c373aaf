"""A draft that two devices fill in, bound: how it stands, who writes where, what is offered, the tablet's entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.utils.imports import ImportDict
from reflex.vars import VarData
from reflex.vars.function import FunctionStringVar
from reflex_base.vars.base import LiteralVar

from sothuhoso.device import binding

_STORE = binding.module("shared_store.js")
_JOIN = binding.module("join.js")
_SHARED = binding.reader(_STORE, "useShared", "shared")
_ENTRY = binding.reader(_JOIN, "useJoin", "entry")


@dataclass
class Late:
    """Something typed that came too late to be in the dossier."""

    path: str
    field: str
    value: str


@dataclass
class Joined:
    """A draft this tablet has joined."""

    id: str
    name: str
    person: str
    changed: str
    address: str


MODE: Any = binding.read(_SHARED, "shared.mode")  # alone | waiting | lapsed | together | ending
CLERK: Any = binding.read(_SHARED, "shared.clerk", bool)  # this is the tablet
NAME: Any = binding.read(_SHARED, "shared.name")  # of the clerk
PANEL: Any = binding.read(_SHARED, "shared.panel")  # "" | share | stop
BUSY: Any = binding.read(_SHARED, "shared.busy", bool)
PROBLEM: Any = binding.read(_SHARED, "shared.problem")
CODE: Any = binding.read(_SHARED, "shared.code")
ADDRESS: Any = binding.read(_SHARED, "shared.address")
LEFT: Any = binding.read(_SHARED, "shared.left")
LIVE: Any = binding.read(_SHARED, "shared.live", bool)
SIGN_IN: Any = binding.read(_SHARED, "shared.signIn", bool)
SENDING: Any = binding.read(_SHARED, "shared.sending", bool)
NOTE: Any = binding.read(_SHARED, "shared.note")
UNIT: Any = binding.read(_SHARED, "shared.unit")
UNIT_KIND: Any = binding.read(_SHARED, "shared.unitKind")
LATE: Any = binding.read(_SHARED, "shared.late", list[Late])

SHARE = binding.call(_STORE, "() => share()", "share")
STOP = binding.call(_STORE, "() => stop()", "stop")
OPEN_SHARE = binding.call(_STORE, "() => openPanel('share')", "openPanel")
OPEN_STOP = binding.call(_STORE, "() => openPanel('stop')", "openPanel")
CLOSE_PANEL = binding.call(_STORE, "() => closePanel()", "closePanel")


def _at(what: str, path: Any) -> Any:
    key = LiteralVar.create(path)
    data = VarData.merge(_SHARED, key._get_all_var_data())  # noqa: SLF001 - the framework's own way to carry hooks
    return rx.Var(f"(shared.{what}[{key!s}] ?? '')", _var_type=str, _var_data=data).to(str)


def held(path: Any) -> Any:
    """Which side writes in a field just now: ``clerk`` | ``citizen`` | ``""`` for nobody but us."""
    return _at("held", path)


def offer(path: Any) -> Any:
    """What was typed here and gave way to the other side's text, ``""`` for nothing."""
    return _at("offers", path)


def take_offer(path: Any) -> FunctionStringVar:
    """Trigger: "use mine"."""
    return binding.call(_STORE, f"() => takeOffer({LiteralVar.create(path)!s})", "takeOffer")


def drop_offer(path: Any) -> FunctionStringVar:
    """Trigger: let the other side's text stand."""
    return binding.call(_STORE, f"() => dropOffer({LiteralVar.create(path)!s})", "dropOffer")


def _join_spec(draft_id: Any, secret: Any, number: Any) -> list[Any]:
    return [draft_id, secret, number]


def _change_spec(draft_id: Any, secret: Any, change: Any, number: Any) -> list[Any]:
    return [draft_id, secret, change, number]


class SharedBridge(rx.Component):
    """Carries the store's changes to the server's State and the State's projection to the store. Draws nothing."""

    library = binding.module("shared_bridge.js")
    tag = "SharedBridge"
    head: rx.Var[Any]
    fields: rx.Var[Any]
    pages: rx.Var[Any]
    claims: rx.Var[Any]
    answer: rx.Var[Any]
    hydrated: rx.Var[bool]
    on_join: rx.EventHandler[_join_spec]
    on_edit: rx.EventHandler[_change_spec]
    on_hold: rx.EventHandler[_change_spec]

    def add_imports(self) -> ImportDict:
        """The store's own packages."""
        return {name: list(tags) for name, tags in binding.PACKAGES.items()}


# --- the tablet's entry
ENTRY_CODE: Any = binding.read(_ENTRY, "entry.code")
ENTRY_BUSY: Any = binding.read(_ENTRY, "entry.busy", bool)
ENTRY_PROBLEM: Any = binding.read(_ENTRY, "entry.problem")
ENTRY_DRAFTS: Any = binding.read(_ENTRY, "entry.drafts", list[Joined])

ENTER = binding.call(_JOIN, "() => enterTogether()", "enterTogether")
LEAVE = binding.call(_JOIN, "() => leaveTogether()", "leaveTogether")
SET_CODE = binding.call(_JOIN, "(value) => setCode(value)", "setCode")
JOIN = binding.call(_JOIN, "(event) => { event.preventDefault(); join(); }", "join")
SCAN_CODE = binding.call(_JOIN, "() => scanCode()", "scanCode")
JOIN_SCANNED = binding.call(_JOIN, "() => joinScanned()", "joinScanned")
