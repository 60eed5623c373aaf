"""One page by itself, bound: its corners, its paper and the way up, its sticky note; what is doubted of it then."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex.utils.imports import ImportVar
from reflex.vars import VarData
from reflex.vars.function import FunctionStringVar

from sothuhoso.device import binding

_LIBRARY = binding.module("page_edit.js")
_EDIT = binding.reader(_LIBRARY, "usePageEdit", "edit")

STATUS: Any = binding.read(_EDIT, "edit.status")  # loading | ready | unseen | gone
NAME: Any = binding.read(_EDIT, "edit.name")
NUMBER: Any = binding.read(_EDIT, "edit.number", int)
PAPER: Any = binding.read(_EDIT, "edit.paper")  # domain.papers.PaperSize
TURN_NOW: Any = binding.read(_EDIT, "edit.turn", int)
NOTE: Any = binding.read(_EDIT, "edit.note", bool)
LONE: Any = binding.read(_EDIT, "edit.lone", bool)  # the photo without the note is still to come
BY_HAND: Any = binding.read(_EDIT, "edit.byHand", bool)
LOOKING: Any = binding.read(_EDIT, "edit.looking", bool)
VERDICT: Any = binding.read(_EDIT, "edit.verdict")  # good | warn | refuse | "" (not looked at)
DOUBTS: Any = binding.read(_EDIT, "edit.doubts", list[str])
BACK: Any = binding.read(_EDIT, "edit.back")

ENTER: Any = binding.call(_LIBRARY, "(asked) => enterPage(asked)", "enterPage")
TURN = binding.call(_LIBRARY, "() => turnPage()", "turnPage")
FIND_AGAIN = binding.call(_LIBRARY, "() => findAgain()", "findAgain")
FINISH = binding.call(_LIBRARY, "() => finishPage()", "finishPage")
SET_NOTE = binding.call(_LIBRARY, "(value) => setNote(value)", "setNote")


def set_paper(size: str) -> FunctionStringVar:
    """Trigger: how large the paper is (``domain.papers.PaperSize``)."""
    return binding.call(_LIBRARY, f"() => setPaper('{size}')", "setPaper")


def board_of(library: str) -> rx.Var[Any]:
    """The board (``page_board.js``) of this module."""
    return rx.Var("board", _var_data=VarData(imports={library: [ImportVar(tag="board")]}))


BOARD = board_of(_LIBRARY)


class CornerBoard(rx.Component):
    """The photo of a board with its four corners to be moved.

    ``labels`` from the top left around; ``hint``: an element's id.
    """

    library = binding.module("corner_board.js")
    tag = "CornerBoard"
    board: rx.Var[Any]
    label: rx.Var[str]
    labels: rx.Var[list[str]]
    hint: rx.Var[str]


class FlatPage(rx.Component):
    """The page of a board as it will be, small; ``turn``: in degrees."""

    library = binding.module("flat_page.js")
    tag = "FlatPage"
    board: rx.Var[Any]
    paper: rx.Var[str]
    turn: rx.Var[int]
    label: rx.Var[str]
