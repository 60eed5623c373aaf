"""Which commune or ward a dossier goes to: the one that is chosen, or a search over all of them."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import button, icon
from sothuhoso.components.form import text_field
from sothuhoso.device import unit as chosen
from sothuhoso.device.words import t, t_by


def unit_name(name: Any, kind: Any) -> Any:
    """``Xã Thần Sa``."""
    return rx.el.span(t_by("unit_kind", kind), " ", name)


def unit_chosen(*, change: Any = True) -> rx.Component:
    """The unit of the open draft; ``change`` (a Var): whether it may be another one."""
    return rx.el.div(
        icon("map-pin", 24, class_name="text-tea"),
        rx.el.p(unit_name(chosen.UNIT, chosen.UNIT_KIND), class_name="flex-1 font-semibold"),
        rx.cond(change, button(t("review.unit_change"), tone="quiet", on_click=chosen.CHOOSE_AGAIN)),
        class_name="flex items-center gap-3",
    )


def unit_search(field_id: str) -> rx.Component:
    """Type some letters, tap one."""
    return rx.fragment(
        text_field(
            field_id,
            t("review.unit_search"),
            chosen.QUERY,
            chosen.SET_QUERY,
            hint=t("review.unit_hint"),
            auto_complete="off",
            type="search",
        ),
        rx.el.div(
            rx.cond(chosen.NONE, rx.el.p(t("review.unit_none"), class_name="text-amber font-semibold")),
            role="status",
        ),
        rx.el.ul(rx.foreach(chosen.UNITS, _option), class_name="grid grid-cols-1 sm:grid-cols-2 gap-2"),
        rx.cond(chosen.MORE > 0, rx.el.p(t("review.unit_more", n=chosen.MORE), class_name="text-sm text-ink-2")),
    )


def _option(unit: Any) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            unit_name(unit.name, unit.kind),
            type="button",
            on_click=chosen.set_unit(unit.code),
            class_name=(
                "w-full text-left min-h-[48px] px-4 rounded-button border border-line hover:border-tea hover:bg-tea-bg "
                "cursor-pointer"
            ),
        )
    )
