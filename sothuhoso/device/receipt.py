"""The receipt that is handed out while the dossier waits on this device, bound; and the paper a printer gets."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.vars.function import FunctionStringVar

from sothuhoso.device import binding

_LIBRARY = binding.module("receipt_view.js")
_RECEIPT = binding.reader(_LIBRARY, "useReceipt", "slip")

#: widths of rolls in millimetres, and the sheet
PAPERS = ("58", "80", "A4")


@dataclass
class SlipPaper:
    """A paper on the receipt. ``state``: photographed | number | later."""

    key: str
    name: str
    state: str
    count: int
    files: int  # of these; absent where there is none


HAS: Any = binding.read(_RECEIPT, "slip.has", bool)
NUMBER: Any = binding.read(_RECEIPT, "slip.number")
LOCAL: Any = binding.read(_RECEIPT, "slip.local", bool)  # no number yet: a code of this device's
QR: Any = binding.read(_RECEIPT, "slip.qr")
NAME: Any = binding.read(_RECEIPT, "slip.name")  # masked
AT: Any = binding.read(_RECEIPT, "slip.at")
TAKEN: Any = binding.read(_RECEIPT, "slip.taken", list[SlipPaper])
BRING: Any = binding.read(_RECEIPT, "slip.bring", list[SlipPaper])
SIGNED: Any = binding.read(_RECEIPT, "slip.signed")  # "" | screen | paper | fingerprint | nothing
OTHER: Any = binding.read(_RECEIPT, "slip.other")  # the number on the paper, where the dossier got another
RENEWED: Any = binding.read(_RECEIPT, "slip.renewed", bool)  # the QR handed out first opens nothing any more
UNIT: Any = binding.read(_RECEIPT, "slip.unit")
UNIT_KIND: Any = binding.read(_RECEIPT, "slip.unitKind")
PAPER: Any = binding.read(_RECEIPT, "slip.paper")  # one of PAPERS

ENTER = binding.call(_LIBRARY, "(asked) => enterSent(asked)", "enterSent")
PRINT = binding.call(_LIBRARY, "() => printReceipt()", "printReceipt")


def set_paper(paper: str) -> FunctionStringVar:
    """Trigger: what the printer holds; remembered on this device."""
    return binding.call(_LIBRARY, f"() => setPaper({json.dumps(paper)})", "setPaper")


class Sheet(rx.Component):
    """What is printed instead of the page, laid out for the ``paper``."""

    library = binding.module("sheet.js")
    tag = "Sheet"
    paper: rx.Var[str]
