"""A field of a draft that another device may be filling in too: who writes in it just now, and what gave way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from sothuhoso.components.basic import icon, pill
from sothuhoso.device import shared_draft
from sothuhoso.device.words import t

_SMALL = "min-h-[44px] px-3 font-semibold underline cursor-pointer shrink-0 disabled:opacity-60"


def held_mark(path: Any) -> Any:
    """Who writes here on the other device."""
    return rx.match(
        shared_draft.held(path),
        ("clerk", pill(t("shared.clerk_writes"), "amber", "pencil")),
        ("citizen", pill(t("shared.citizen_writes"), "amber", "pencil")),
        rx.fragment(),
    )


def offer(path: Any) -> rx.Component:
    """What was typed here while the other side wrote the same field: one tap brings it back."""
    typed = shared_draft.offer(path)
    return rx.cond(
        typed != "",
        rx.el.div(
            icon("history", 18),
            rx.el.p(t("shared.you_typed"), " ", rx.el.strong(typed), class_name="flex-1 min-w-0 break-words"),
            _tap(
                t("shared.use"),
                t("shared.use_for", value=typed),
                shared_draft.take_offer(path),
                disabled=shared_draft.held(path) != "",
            ),
            _tap(t("shared.let_stand"), t("shared.let_stand_for", value=typed), shared_draft.drop_offer(path)),
            role="alert",
            class_name="flex items-center gap-2 rounded-button bg-amber-bg text-amber px-3 py-1",
        ),
    )


def shared_field(path: Any, field: Callable[..., rx.Component], *args: Any, **props: Any) -> rx.Component:
    """A text field that tells where its cursor is; read-only while the other side writes; offers what gave way."""
    about = {**props.pop("custom_attrs", {}), "data-path": path}
    return rx.el.div(
        field(*args, read_only=shared_draft.held(path) != "", custom_attrs=about, **props),
        offer(path),
        class_name="flex flex-col gap-2 min-w-0",
    )


def _tap(label: Any, whole: Any, on_click: Any, **props: Any) -> rx.Component:
    return rx.el.button(label, type="button", aria_label=whole, on_click=on_click, class_name=_SMALL, **props)
