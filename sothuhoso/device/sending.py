"""What was sent or waits to be, bound: the page after sending, the list of this device, the pill in the header."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reflex.vars.function import FunctionStringVar

from sothuhoso.device import binding

_LIBRARY = binding.module("sent_view.js")
_OUTBOX = binding.module("outbox.js")
_SENT = binding.reader(_LIBRARY, "useSent", "sent")
_MINE = binding.reader(_LIBRARY, "useMine", "mine")
_BELOW = binding.reader(_LIBRARY, "useBelow", "below")
_PILL = binding.reader(_LIBRARY, "usePill", "pill")


@dataclass
class Mine:
    """A dossier of this device. ``state``: draft | handed | waiting | sending | parked | arrived."""

    id: str
    name: str
    person: str
    changed: str
    address: str
    give: str
    handedAt: str  # noqa: N815 - the name of the snapshot's member
    missing: int
    number: str
    at: str
    path: str
    state: str
    item: str
    line: bool
    sent: int
    of: int
    percent: int
    photos: int
    size: str
    problem: str
    problemStatus: int  # noqa: N815
    photoLost: bool  # noqa: N815


def sent(name: str, kind: type[Any] = str) -> Any:
    """A value of the dossier that was just sent."""
    return binding.read(_SENT, f"sent.{name}", kind)


LINE: Any = binding.read(_PILL, "pill.state")  # online | weak | offline | sending
CONTACT: Any = binding.read(_PILL, "pill.contact")  # the hour of the last contact, where the line is not well
WAITING: Any = binding.read(_PILL, "pill.waiting", int)
PARKED: Any = binding.read(_PILL, "pill.parked", int)

READY: Any = binding.read(_MINE, "mine.ready", bool)
BELOW: Any = binding.read(_BELOW, "below.below", int)  # cards under the lists: 1 the settings, 2 this device
DRAFTS: Any = binding.read(_MINE, "mine.drafts", list[Mine])
LATEST: Any = binding.read(_MINE, "mine.latest", list[Mine])  # the two drafts changed last
HANDED_LIST: Any = binding.read(_MINE, "mine.handed", list[Mine])  # another device goes on with them
WAITING_LIST: Any = binding.read(_MINE, "mine.waiting", list[Mine])
SENT_LIST: Any = binding.read(_MINE, "mine.sent", list[Mine])
DOUBTED: Any = binding.read(_MINE, "mine.doubted")  # the one that is asked about before it is deleted
DOUBTED_SENT: Any = binding.read(_MINE, "mine.doubtedSent", bool)

ENTER_FIRST = binding.call(_LIBRARY, "(asked) => enterFirst(asked)", "enterFirst")
ENTER_MINE = binding.call(_LIBRARY, "() => enterMine()", "enterMine")
KEEP = binding.call(_LIBRARY, "() => doubt('')", "doubt")
DISCARD = binding.call(_LIBRARY, "() => discard()", "discard")


def doubt(draft: Any) -> FunctionStringVar:
    """Trigger: ask before deleting."""
    return binding.call(_LIBRARY, f"() => doubt({draft!s})", "doubt", uses=(draft,))


def send_now(item: Any) -> FunctionStringVar:
    """Trigger: try at once."""
    return binding.call(_OUTBOX, f"() => sendNow({item!s})", "sendNow", uses=(item,))


def send_as_new(item: Any) -> FunctionStringVar:
    """Trigger: under another id, where the old one is taken."""
    return binding.call(_OUTBOX, f"() => sendAsNew({item!s})", "sendAsNew", uses=(item,))


def correct(item: Any, draft: Any) -> FunctionStringVar:
    """Trigger: make it a draft again."""
    return binding.call(
        _LIBRARY,
        f"() => correct({item!s}, {draft!s})",
        "correct",
        uses=(
            item,
            draft,
        ),
    )
