"""A scanner's batch, bound: the file, how far it is, the papers found and which of the dossier's each of them is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reflex.vars.function import FunctionStringVar

from sothuhoso.device import binding

_LIBRARY = binding.module("batch.js")
_BATCH = binding.reader(_LIBRARY, "useBatch", "batch")


@dataclass
class FoundPaper:
    """A paper of the batch; ``first`` and ``last``: its pages there, from 1; ``pick``: a component's key, "-" or ""."""

    at: int
    number: int
    id: str
    pages: int  # 0: a whole file, whose pages nobody has counted
    first: int
    last: int
    code: str
    foreign: bool  # the code is another dossier's
    heavy: bool  # more than one file may weigh
    size: str
    thumb: str
    pick: str
    needed: bool


@dataclass
class Option:
    """A paper of the procedure, and how many pages it has already."""

    key: str
    name: str
    pages: int


ALLOWED: Any = binding.read(_BATCH, "batch.allowed", bool)  # at the counter
STATUS: Any = binding.read(_BATCH, "batch.status")  # choose | sending | cutting | found | putting | done
NAME: Any = binding.read(_BATCH, "batch.name")
SIZE: Any = binding.read(_BATCH, "batch.size")
DUPLEX: Any = binding.read(_BATCH, "batch.duplex", bool)
PERCENT: Any = binding.read(_BATCH, "batch.percent", int)
PROBLEM: Any = binding.read(_BATCH, "batch.problem")  # a key under "batch.problem", else the server's
MESSAGE: Any = binding.read(_BATCH, "batch.message")
WHOLE: Any = binding.read(_BATCH, "batch.whole", bool)  # the file may be taken as one paper
PAPERS: Any = binding.read(_BATCH, "batch.papers", list[FoundPaper])
OPTIONS: Any = binding.read(_BATCH, "batch.options", list[Option])
COUNT: Any = binding.read(_BATCH, "batch.count", int)
PAGES: Any = binding.read(_BATCH, "batch.pages", int)
SEPARATORS: Any = binding.read(_BATCH, "batch.separators", int)
BACKS: Any = binding.read(_BATCH, "batch.backs", int)
FREE: Any = binding.read(_BATCH, "batch.free", int)  # papers of the dossier still without pages
BALANCE: Any = binding.read(_BATCH, "batch.balance")  # more | less | even
UNSAID: Any = binding.read(_BATCH, "batch.unsaid", int)
PUT: Any = binding.read(_BATCH, "batch.put", int)
LIMIT: Any = binding.read(_BATCH, "batch.limit", int)  # megabytes of one paper
REFUSED: Any = binding.read(_BATCH, "batch.refused")  # a key under "photo.refused"
REFUSED_AT: Any = binding.read(_BATCH, "batch.refusedAt", int)
REFUSED_FACTS: Any = binding.read(_BATCH, "batch.refusedFacts", dict[str, str])
BACK: Any = binding.read(_BATCH, "batch.back")

ENTER = binding.call(_LIBRARY, "(asked) => enterBatch(asked)", "enterBatch")
CHOOSE = binding.call(_LIBRARY, "(files) => chooseBatch(files)", "chooseBatch")
SPLIT = binding.call(_LIBRARY, "() => split()", "split")
STOP = binding.call(_LIBRARY, "() => stopSplit()", "stopSplit")
TAKE_WHOLE = binding.call(_LIBRARY, "() => takeWhole()", "takeWhole")
ANOTHER = binding.call(_LIBRARY, "() => anotherFile()", "anotherFile")
PUT_IN = binding.call(_LIBRARY, "() => putIn()", "putIn")
UNDO = binding.call(_LIBRARY, "() => undoPut()", "undoPut")


def set_duplex(duplex: bool) -> FunctionStringVar:
    """Trigger: whether both sides of the sheets were scanned."""
    return binding.call(_LIBRARY, f"() => setDuplex({'true' if duplex else 'false'})", "setDuplex")


def pick(at: Any) -> FunctionStringVar:
    """Trigger of a list: which of the dossier's papers this is."""
    return binding.call(_LIBRARY, f"(value) => pickPaper({at!s}, value)", "pickPaper", uses=(at,))
