"""What is still missing, said in one place with the way to each of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from sothuhoso.components.basic import icon
from sothuhoso.components.drawing import drawing
from sothuhoso.device.words import t


def needed_list(items: Any, sentence: Callable[[Any], Any], lead: Callable[[Any], Any]) -> rx.Component:
    """``items`` (a Var of a list): each ``sentence(item)`` is a button that does ``lead(item)``."""
    return rx.cond(
        items.length() > 0,
        rx.el.section(
            rx.el.h2(
                drawing("missing", "w-[64px]"),
                rx.el.span(t("flow.needed")),
                class_name="flex items-center gap-2 font-semibold",
            ),
            rx.el.ul(
                rx.foreach(
                    items,
                    lambda item: rx.el.li(
                        rx.el.button(
                            rx.el.span(sentence(item), class_name="flex-1 text-left underline"),
                            icon("chevron-right", 18),
                            type="button",
                            on_click=lead(item),
                            class_name="flex items-center gap-2 w-full min-h-[44px] cursor-pointer",
                        )
                    ),
                ),
            ),
            id="needed",
            tab_index=-1,
            role="alert",
            class_name="rounded-card bg-amber-bg text-amber p-4 flex flex-col gap-1",
        ),
    )
