"""The page "tablets", bound: this one, and for the head of the desk all of the unit's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reflex.vars.function import FunctionStringVar

from sothuhoso.device import binding

_LIBRARY = binding.module("tablets.js")
_TABLETS = binding.reader(_LIBRARY, "useTablets", "tablets")


@dataclass
class TabletUser:
    """Somebody with a locked part of a tablet; ``reset_until``: so long they may choose a new PIN."""

    account_id: str
    name: str
    reset_until: str
    device: str
    active: bool


@dataclass
class Tablet:
    """A tablet of the unit. ``state``: in_use | revoked | wiped | left."""

    id: str
    label: str
    state: str
    last_seen_at: str
    revoked_at: str
    wiped_at: str
    mine: bool
    users: list[TabletUser]


@dataclass
class Bundle:
    """What a locked tablet handed over. ``reason``: pin | revoked | asked."""

    id: str
    device_label: str
    name: str
    reason: str
    dossiers: int
    drafts: int
    missing: int
    created_at: str
    opened_at: str


@dataclass
class Recovered:
    """A dossier of an opened bundle. ``state``: whole | photos_missing | refused."""

    id: str
    state: str
    number: str
    message: str


def tablets(name: str, kind: type[Any] = str) -> Any:
    """A value of the page."""
    return binding.read(_TABLETS, f"tablets.{name}", kind)


def here(name: str, kind: type[Any] = str) -> Any:
    """A value of this tablet."""
    return binding.read(_TABLETS, f"tablets.here.{name}", kind)


LOADED: Any = tablets("loaded", bool)
MANAGER: Any = tablets("manager", bool)
SHARED: Any = tablets("shared", bool)
FAILED: Any = tablets("failed", bool)
DEVICES: Any = tablets("devices", list[Tablet])
BUNDLES: Any = tablets("bundles", list[Bundle])
ASKED: Any = tablets("asked")
ASKED_LABEL: Any = tablets("askedLabel")
REMOVING: Any = tablets("removing", bool)
BUSY: Any = tablets("busy")
MESSAGE: Any = tablets("message")
SAID: Any = tablets("said")
OPENING: Any = tablets("opening", bool)
OPENED: Any = tablets("openedDossiers", list[Recovered])
OPENED_DRAFTS: Any = tablets("openedDrafts", int)
OPENED_DEEDS: Any = tablets("openedDeeds", int)
REFUSED_DEEDS: Any = tablets("refusedDeeds", int)

ENTER = binding.call(_LIBRARY, "() => enterTablets()", "enterTablets")
LOOK = binding.call(_LIBRARY, "() => look()", "look")
KEEP = binding.call(_LIBRARY, "() => keep()", "keep")
REVOKE = binding.call(_LIBRARY, "() => revoke()", "revoke")
ASK_REMOVE = binding.call(_LIBRARY, "() => askRemove()", "askRemove")
REMOVE_MINE = binding.call(_LIBRARY, "() => removeMine()", "removeMine")
CLOSE_OPENED = binding.call(_LIBRARY, "() => closeOpened()", "closeOpened")
TAKE_FILE = binding.call(_LIBRARY, "(files) => takeFile(files)", "takeFile")


def ask_revoke(device: Any) -> FunctionStringVar:
    """Trigger: ask before revoking."""
    return binding.call(_LIBRARY, f"() => askRevoke({device!s})", "askRevoke", uses=(device,))


def allow_reset(device: Any, account: Any) -> FunctionStringVar:
    """Trigger: let this person choose a new PIN."""
    arrow = f"() => allowReset({device!s}, {account!s})"
    return binding.call(_LIBRARY, arrow, "allowReset", uses=(device, account))


def open_bundle(bundle: Any) -> FunctionStringVar:
    """Trigger: open what a tablet handed over."""
    return binding.call(_LIBRARY, f"() => openBundle({bundle!s})", "openBundle", uses=(bundle,))


def set_idle(minutes: int) -> FunctionStringVar:
    """Trigger: lock after so many idle minutes."""
    return binding.call(_LIBRARY, f"() => setIdle({minutes})", "setIdle")
