"""A page put right at the desk, bound: what is set and not saved yet; the photo and what leaving would lose."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex.vars.function import FunctionStringVar

from sothuhoso.device import binding, page_edit

_LIBRARY = binding.module("desk_page.js")
_PAGE = binding.reader(_LIBRARY, "useDeskPage", "laidPage")
#: A copy of the module for the desk: one that both had in common would be a file more for the citizen's page.
_COPY = "?desk"

STATUS: Any = binding.read(_PAGE, "laidPage.status")  # loading | ready | failed
SAID: Any = binding.read(_PAGE, "laidPage.said", dict[str, Any])  # as manifest format 3 says how a page lies
PAPER: Any = binding.read(_PAGE, "laidPage.paper")  # domain.papers.PaperSize
TURN_NOW: Any = binding.read(_PAGE, "laidPage.turn", int)
BY_HAND: Any = binding.read(_PAGE, "laidPage.byHand", bool)
KNOWN: Any = binding.read(_PAGE, "laidPage.known", bool)  # by which corners it will be cut
CHANGED: Any = binding.read(_PAGE, "laidPage.changed", bool)
ASKED: Any = binding.read(_PAGE, "laidPage.asked")  # "" | close | away
BOARD = page_edit.board_of(_LIBRARY)

TURN = binding.call(_LIBRARY, "() => turnPage()", "turnPage")
FIND_AGAIN = binding.call(_LIBRARY, "() => findAgain()", "findAgain")
ASK_TO_CLOSE = binding.call(_LIBRARY, "() => askToClose()", "askToClose")
STAY = binding.call(_LIBRARY, "() => stayAtPage()", "stayAtPage")
DISCARD = binding.call(_LIBRARY, "() => discardLaid()", "discardLaid")


def set_paper(size: str) -> FunctionStringVar:
    """Trigger: how large the paper is (``domain.papers.PaperSize``)."""
    return binding.call(_LIBRARY, f"() => setPaper('{size}')", "setPaper")


class LaidPage(rx.Component):
    """Around the editor: begins with ``page`` (a ``PageLaidView``), and again when it is laid otherwise."""

    library = _LIBRARY
    tag = "LaidPage"
    page: rx.Var[Any]


class CornerBoard(page_edit.CornerBoard):
    """As on the phone."""

    library = f"{binding.module('corner_board.js')}{_COPY}"


class FlatPage(page_edit.FlatPage):
    """As on the phone."""

    library = f"{binding.module('flat_page.js')}{_COPY}"
