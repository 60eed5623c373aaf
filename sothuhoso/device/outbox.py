"""What waits to be sent, bound: the page of the outbox, and how much room is left on the device."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reflex.vars.function import FunctionStringVar

from sothuhoso.device import binding

_VIEW = binding.module("outbox_view.js")
_OUTBOX = binding.module("outbox.js")
_ROOM = binding.module("room.js")
_PAGE = binding.reader(_VIEW, "useOutboxPage", "outbox")
_LEFT = binding.reader(_ROOM, "useRoom", "room")


@dataclass
class OutboxPhoto:
    """One photo. ``state``: here | begun | waiting."""

    key: str
    number: int
    state: str
    percent: int
    size: str


@dataclass
class OutboxRow:
    """One dossier. ``state``: parked | sending | paused | waiting; ``told``: its text is at the desk."""

    id: str
    item: str
    name: str
    person: str
    state: str
    told: bool
    sent: int
    of: int
    percent: int
    size: str
    sentSize: str  # noqa: N815 - the name of the snapshot's member
    lastTry: str  # noqa: N815
    open: bool
    photos: list[OutboxPhoto]
    problem: str
    problemStatus: int  # noqa: N815
    photoLost: bool  # noqa: N815


@dataclass
class SentRow:
    """One that arrived today."""

    id: str
    name: str
    number: str
    photos: int
    at: str
    address: str


READY: Any = binding.read(_PAGE, "outbox.ready", bool)
WAITING: Any = binding.read(_PAGE, "outbox.waiting", int)
PARKED: Any = binding.read(_PAGE, "outbox.parked", int)
PHOTOS: Any = binding.read(_PAGE, "outbox.photos", int)
SIZE: Any = binding.read(_PAGE, "outbox.size")
PAUSED: Any = binding.read(_PAGE, "outbox.paused", bool)
WIFI_ONLY: Any = binding.read(_PAGE, "outbox.wifiOnly", bool)
NETWORK: Any = binding.read(_PAGE, "outbox.network")  # wifi | ethernet | cellular …; "": the browser does not tell
HELD: Any = binding.read(_PAGE, "outbox.held")  # "" | paused | wifi | offline
ROWS: Any = binding.read(_PAGE, "outbox.rows", list[OutboxRow])
MORE: Any = binding.read(_PAGE, "outbox.more", int)
SENT: Any = binding.read(_PAGE, "outbox.sent", list[SentRow])

ROOM: Any = binding.read(_LEFT, "room.level")  # "" | ok | tight | full
ROOM_PERCENT: Any = binding.read(_LEFT, "room.percent", int)
ROOM_USED: Any = binding.read(_LEFT, "room.used")
ROOM_LEFT: Any = binding.read(_LEFT, "room.left")

ENTER = binding.call(_VIEW, "() => enterOutbox()", "enterOutbox")
SHOW_MORE = binding.call(_VIEW, "() => showMore()", "showMore")
SEND_ALL = binding.call(_OUTBOX, "() => sendAllNow()", "sendAllNow")
PAUSE_ALL = binding.call(_OUTBOX, "() => pauseAll(true)", "pauseAll")
RESUME_ALL = binding.call(_OUTBOX, "() => pauseAll(false)", "pauseAll")
SET_WIFI_ONLY = binding.call(_OUTBOX, "(on) => setWifiOnly(on)", "setWifiOnly")


def open_item(item: Any) -> FunctionStringVar:
    """Trigger: show its photos one by one, or no longer."""
    return binding.call(_VIEW, f"() => openItem({item!s})", "openItem", uses=(item,))


def pause(item: Any, paused: bool) -> FunctionStringVar:
    """Trigger: this one rests, or goes on."""
    wanted = "true" if paused else "false"
    return binding.call(_OUTBOX, f"() => pauseItem({item!s}, {wanted})", "pauseItem", uses=(item,))
