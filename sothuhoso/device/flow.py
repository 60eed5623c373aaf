"""The capture flow, bound: the open draft's frame, the page of one procedure, the taps between steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sothuhoso.device import binding

_LIBRARY = binding.module("flow.js")
_DRAFTS = binding.module("drafts.js")
_FLOW = binding.reader(_LIBRARY, "useFlow", "flow")
_PROCEDURE = binding.reader(_LIBRARY, "useProcedure", "shown")


@dataclass
class ListedPaper:
    """A paper as the procedure's page names it; ``question`` with ``answer`` says when it is needed."""

    key: str
    name: str
    note: str
    kind: str
    required: bool
    form: str
    originals: int
    copies: int
    question: str
    answer: bool


@dataclass
class Choice:
    """One paper, or several of which one is enough."""

    key: str
    several: bool
    papers: list[ListedPaper]


@dataclass
class ListedFee:
    """A fee in đồng; ``amount`` -1 where the province decides."""

    name: str
    amount: int
    per: str
    channel: str
    note: str


# --- the frame of each step
STATUS: Any = binding.read(_FLOW, "flow.status")  # loading | ready | gone | failed | expired
ASKED: Any = binding.read(_FLOW, "flow.asked")  # "?hs=…"
CODE: Any = binding.read(_FLOW, "flow.code")
PROCEDURE_NAME: Any = binding.read(_FLOW, "flow.procedure")
COUNTER: Any = binding.read(_FLOW, "flow.counter", bool)
OPEN: Any = binding.read(_FLOW, "flow.open", bool)  # a draft, not yet sent
HANDED: Any = binding.read(_FLOW, "flow.handed", bool)  # another device goes on with it
MINE: Any = binding.read(_FLOW, "flow.mine", bool)  # this tab holds it
SAVED: Any = binding.read(_FLOW, "flow.saved")  # saving | saved | full
SAVED_AT: Any = binding.read(_FLOW, "flow.savedAt")

ENTER_DRAFT = binding.call(_LIBRARY, "(asked) => enterDraft(asked)", "enterDraft")
TAKE_OVER = binding.call(_DRAFTS, "() => takeOver()", "takeOver")
LEAVE_PERSONS = binding.call(_LIBRARY, "() => leavePersons()", "leavePersons")

# --- the page of one procedure
ENTER_PROCEDURE = binding.call(_LIBRARY, "(asked) => enterProcedure(asked)", "enterProcedure")
BEGIN = binding.call(_LIBRARY, "() => begin()", "begin")
CHOICES: Any = binding.read(_PROCEDURE, "shown.choices", list[Choice])
SHOWN: Any = binding.read(_PROCEDURE, "shown.shown", list[ListedPaper])
SOMETIMES: Any = binding.read(_PROCEDURE, "shown.sometimes", list[ListedPaper])  # only for some answers
FEES: Any = binding.read(_PROCEDURE, "shown.fees", list[ListedFee])
RESULTS: Any = binding.read(_PROCEDURE, "shown.results", list[str])


def procedure(name: str, kind: type[Any] = str) -> Any:
    """A value of the procedure that is looked at."""
    return binding.read(_PROCEDURE, f"shown.{name}", kind)
