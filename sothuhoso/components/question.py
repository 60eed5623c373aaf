"""A question that stands before everything else until it is answered: what happens, what becomes of it, yes or no."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.device.route import Modal

SHEET = (
    "m-auto p-0 w-[min(480px,calc(100vw-32px))] rounded-card bg-card text-ink border border-line backdrop:bg-black/50"
)
"""How a small dialog lies on the page."""

ANSWER = "grow basis-[180px]"
"""An answer's width: side by side where their words allow it, else one under the other."""


def question(title: Any, *words: rx.Component, answers: list[rx.Component], asked: Any, on_close: Any) -> rx.Component:
    """Title, what there is to know, the answers, shown while ``asked``.

    Escape is ``on_close``, as is the answer that changes nothing.
    """
    return Modal.create(
        rx.el.div(
            rx.el.h2(title, class_name="text-lg font-semibold"),
            *words,
            rx.el.div(*answers, class_name="flex flex-wrap gap-2"),
            class_name="flex flex-col gap-4 p-5",
        ),
        open=asked,
        label=title,
        on_close=on_close,
        class_name=SHEET,
    )
