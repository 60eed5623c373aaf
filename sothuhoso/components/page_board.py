"""What both editors of a page have: the photo with its corners, the page as it will be, how large its paper is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import reflex as rx

from sothuhoso.components.form import choice
from sothuhoso.device.words import t
from sothuhoso.domain.papers import PaperSize

if TYPE_CHECKING:
    from collections.abc import Callable

    from sothuhoso.device.page_edit import CornerBoard, FlatPage

_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
_HINT = "corners-hint"


def corners(drawn: type[CornerBoard], board: Any, *, hint_class: str = "text-ink-2") -> rx.Component:
    """How corners are moved, and the photo on its mat. ``drawn``: the phone's component, or the desk's copy of it."""
    return rx.fragment(
        rx.el.p(t("edit.corners"), id=_HINT, class_name=hint_class),
        rx.el.div(
            drawn.create(
                board=board,
                label=t("edit.photo"),
                labels=[t(f"edit.{corner}") for corner in _CORNERS],
                hint=_HINT,
                class_name="mx-auto",
            ),
            class_name="rounded-card bg-mat p-6 overflow-hidden",
        ),
    )


def flat_page(drawn: type[FlatPage], board: Any, paper: Any, turn: Any) -> rx.Component:
    """The page as it will be, small."""
    label = t("edit.result")
    return drawn.create(board=board, paper=paper, turn=turn, label=label, class_name="self-center border border-line")


def paper_sizes(paper: Any, say: Callable[[str], Any]) -> rx.Component:
    """How large the paper is; ``say``: the trigger for one of the sizes."""
    return rx.el.fieldset(
        rx.el.legend(t("edit.size"), class_name="mb-2 font-semibold"),
        rx.el.div(
            *[choice("size", size, t(f"edit.size_{size}"), str(size) == paper, say(size)) for size in PaperSize],
            class_name="grid gap-2",
        ),
    )
