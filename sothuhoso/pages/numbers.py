"""Numbers of dossiers for this tablet, taken while there is a line, and how many of them are left."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, button, empty_state, link_button, notice, pill, spinner
from sothuhoso.components.desk_frame import desk_frame, status_line
from sothuhoso.components.form import plain_form, text_field
from sothuhoso.components.unit_choice import unit_name
from sothuhoso.device import numbers
from sothuhoso.device.words import t
from sothuhoso.state.desk import Desk
from sothuhoso.state.session import Session

_TONES = {"good": ("tea", "check"), "low": ("amber", "triangle-alert"), "used": ("grey", ""), "expired": ("seal", "")}


def _form() -> rx.Component:
    return plain_form(
        text_field(
            "count",
            t("numbers.count"),
            numbers.COUNT,
            numbers.SET_COUNT,
            hint=t("numbers.count_hint"),
            input_mode="numeric",
            auto_complete="off",
        ),
        text_field(
            "device",
            t("numbers.device"),
            numbers.DEVICE,
            numbers.SET_DEVICE,
            hint=t("numbers.device_hint"),
            auto_complete="off",
            max_length=60,
        ),
        rx.el.div(_said(), role="status", class_name="empty:hidden"),
        button(
            rx.cond(numbers.BUSY, t("numbers.taking"), t("numbers.take")),
            icon_name="hash",
            type="submit",
            disabled=numbers.BUSY,
            class_name="w-full",
        ),
        on_submit=numbers.TAKE,
        class_name=f"{CARD} flex flex-col gap-4",
    )


def _said() -> Any:
    problem = "bg-seal-bg text-seal font-semibold rounded-button p-3"
    return rx.match(
        numbers.PROBLEM,
        (
            "offline",
            rx.el.p(t("numbers.offline"), class_name="bg-amber-bg text-amber font-semibold rounded-button p-3"),
        ),
        (
            "sign_in",
            rx.el.div(
                rx.el.p(t("numbers.sign_in"), class_name=problem),
                link_button(t("numbers.sign_in_link"), "/dang-nhap?next=/ban/so", tone="plain", class_name="w-full"),
                class_name="flex flex-col gap-2",
            ),
        ),
        ("storage", rx.el.p(t("numbers.storage"), class_name=problem)),
        ("refused", rx.el.p(numbers.MESSAGE, class_name=problem)),
        rx.cond(
            numbers.ASKED,
            rx.el.p(t("numbers.taken"), class_name="bg-tea-bg text-tea font-semibold rounded-button p-3"),
        ),
    )


def _left() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("numbers.left_here"), id="left-title", class_name="text-lg font-semibold mb-2"),
        rx.el.ul(
            rx.foreach(
                numbers.UNITS,
                lambda unit: rx.el.li(
                    rx.el.span(unit_name(unit.name, unit.kind), class_name="flex-1"),
                    rx.el.span(t("numbers.left", n=unit.left), class_name="number text-xl"),
                    rx.cond(unit.low, pill(t("numbers.standing.low"), "amber", "triangle-alert")),
                    class_name="flex items-center gap-3 py-2",
                    key=unit.code,
                ),
            ),
            class_name="flex flex-col",
        ),
        rx.cond(
            numbers.UNITS.length() > 0,
            rx.foreach(
                numbers.UNITS,
                lambda unit: rx.cond(
                    unit.low, notice(t("numbers.low_here"), tone="amber", icon_name="hash", role="note")
                ),
            ),
        ),
        aria_labelledby="left-title",
        class_name=CARD,
    )


def _blocks() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("numbers.blocks"), id="blocks-title", class_name="text-lg font-semibold mb-2"),
        rx.el.ul(rx.foreach(numbers.BLOCKS, _block), class_name="flex flex-col"),
        aria_labelledby="blocks-title",
        class_name=CARD,
    )


def _block(block: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(t("numbers.range", first=block.first, last=block.last), class_name="number"),
            rx.el.p(
                t("numbers.left_of", n=block.left, of=block.of),
                " · ",
                t("numbers.until", day=block.until),
                class_name="text-sm text-ink-2",
            ),
            class_name="flex-1 min-w-0",
        ),
        rx.match(
            block.standing,
            *[(key, pill(t(f"numbers.standing.{key}"), *look)) for key, look in _TONES.items()],
            rx.fragment(),
        ),
        class_name="flex items-center flex-wrap gap-x-3 gap-y-1 py-3 border-b border-line last:border-0",
        key=block.id,
    )


def page() -> rx.Component:
    """Take numbers; see what is left."""
    return desk_frame(
        "numbers",
        Desk.who,
        status_line(Session.notice, Session.dismiss),
        rx.el.div(
            rx.el.h1(t("numbers.heading"), class_name="text-2xl font-semibold"),
            rx.el.p(t("numbers.hint"), class_name="text-ink-2"),
            rx.cond(
                numbers.READY,
                rx.cond(
                    numbers.BLOCKS.length() > 0, _left(), empty_state("hash", t("numbers.none"), t("numbers.none_hint"))
                ),
                spinner(t("desk.loading")),
            ),
            _form(),
            rx.cond(numbers.BLOCKS.length() > 0, _blocks()),
            on_mount=numbers.ENTER,
            class_name="w-full max-w-[640px] mx-auto p-5 flex flex-col gap-5 overflow-auto",
        ),
    )
