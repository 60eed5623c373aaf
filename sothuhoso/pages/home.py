"""The first page: what do you need? Search, the commonest, the fields; what is under way and what waits to be sent."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, button, empty_state, icon, icon_button, notice, spinner
from sothuhoso.components.glyphs import glyph
from sothuhoso.components.layout import citizen_page, go, heading, subheading
from sothuhoso.components.speaker import speaker
from sothuhoso.device import catalogue, sending
from sothuhoso.device.voice import say
from sothuhoso.device.words import t

_ROW = f"{CARD} flex items-center gap-3 min-h-[60px] no-underline text-ink hover:border-tea"


def _search() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            icon("search", 22, class_name="absolute left-4 top-1/2 -translate-y-1/2 text-ink-2 pointer-events-none"),
            rx.el.input(
                id="search",
                type="search",
                value=catalogue.QUERY,
                on_change=catalogue.SET_QUERY,
                placeholder=t("home.placeholder"),
                aria_label=t("home.search"),
                auto_complete="off",
                enter_key_hint="search",
                class_name=(
                    "w-full rounded-card border bg-card text-ink pl-12 pr-12 min-h-[60px] text-base "
                    "placeholder:text-ink-2 "
                    "[&::-webkit-search-cancel-button]:hidden"
                ),
            ),
            rx.cond(
                catalogue.ASKED,
                icon_button(
                    "x",
                    t("home.clear"),
                    on_click=catalogue.CLEAR,
                    class_name="absolute right-2 top-1/2 -translate-y-1/2",
                ),
            ),
            class_name="relative",
        ),
        rx.el.p(
            rx.cond(
                catalogue.ASKED & (catalogue.RESULTS.length() > 0), t("home.found", n=catalogue.RESULTS.length()), ""
            ),
            role="status",
            class_name="text-sm text-ink-2 mt-2 empty:hidden",
        ),
        role="search",
    )


def _tile(procedure: Any) -> rx.Component:
    return go(
        rx.el.span(glyph(procedure.icon, 26), class_name="text-tea"),
        rx.el.span(procedure.short, class_name="font-semibold leading-snug"),
        to=procedure.address,
        class_name=f"{CARD} flex flex-col gap-3 min-h-[104px] no-underline text-ink hover:border-tea !p-3",
    )


def _result(procedure: Any) -> rx.Component:
    return rx.el.li(
        go(
            rx.el.span(glyph(procedure.icon), class_name="text-tea shrink-0"),
            rx.el.span(procedure.name, class_name="flex-1 min-w-0 font-semibold leading-snug"),
            icon("chevron-right", 22, class_name="text-ink-2"),
            to=procedure.address,
            class_name=_ROW,
        )
    )


def _results() -> rx.Component:
    return rx.el.ul(rx.foreach(catalogue.RESULTS, _result), class_name="flex flex-col gap-2")


def _family(family: Any) -> rx.Component:
    """The one question that tells confusable procedures apart."""
    return rx.el.section(
        rx.el.h2(family.question, class_name="font-semibold text-lg leading-snug"),
        rx.el.ul(
            rx.foreach(
                family.options,
                lambda option: rx.el.li(
                    go(
                        rx.el.span(option.label, class_name="flex-1 min-w-0"),
                        icon("chevron-right", 22),
                        to=option.address,
                        class_name=(
                            "flex items-center gap-2 min-h-[52px] px-4 py-2 rounded-button bg-card text-tea "
                            "font-semibold no-underline border border-line hover:border-tea"
                        ),
                    )
                ),
            ),
            class_name="flex flex-col gap-2",
        ),
        class_name="rounded-card bg-tea-bg p-4 flex flex-col gap-3",
    )


def _searched() -> rx.Component:
    nothing = (catalogue.RESULTS.length() == 0) & (catalogue.FAMILIES.length() == 0)
    return rx.cond(
        nothing,
        empty_state(
            "search-x",
            t("home.nothing"),
            t("home.nothing_hint"),
            button(t("home.clear"), tone="plain", on_click=catalogue.CLEAR),
        ),
        rx.fragment(rx.foreach(catalogue.FAMILIES, _family), _results()),
    )


def _field_page() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            subheading(catalogue.FIELD_NAME, class_name="flex-1"),
            go(
                t("home.all_fields"),
                to=catalogue.ALL,
                class_name="text-tea font-semibold min-h-[44px] inline-flex items-center",
            ),
            class_name="flex items-center justify-between gap-3",
        ),
        rx.cond(
            catalogue.RESULTS.length() > 0, _results(), rx.el.p(t("home.nothing_in_field"), class_name="text-ink-2")
        ),
        class_name="flex flex-col gap-3",
    )


def _waiting() -> rx.Component:
    words = "font-semibold"
    return rx.fragment(
        rx.cond(
            sending.PARKED > 0,
            go(
                icon("circle-alert", 24),
                rx.el.span(
                    rx.el.span(t("home.parked"), class_name=f"block {words}"),
                    t("home.parked_hint"),
                    class_name="flex-1",
                ),
                icon("chevron-right", 22),
                to="/cua-toi",
                class_name="rounded-card bg-seal-bg text-seal p-4 flex items-center gap-3 no-underline",
            ),
        ),
        rx.cond(
            sending.WAITING > 0,
            go(
                icon("inbox", 24),
                rx.el.span(
                    rx.el.span(
                        rx.cond(sending.WAITING == 1, t("home.one_waiting"), t("home.many_waiting", n=sending.WAITING)),
                        class_name=f"block {words}",
                    ),
                    t("home.waiting_hint"),
                    class_name="flex-1",
                ),
                icon("chevron-right", 22),
                to="/cho-gui",
                class_name="rounded-card bg-amber-bg text-amber p-4 flex items-center gap-3 no-underline",
            ),
        ),
    )


def _draft(draft: Any) -> rx.Component:
    return rx.el.li(
        go(
            rx.el.span(icon("file-pen", 24), class_name="text-tea shrink-0"),
            rx.el.span(
                rx.el.span(draft.name, class_name="block font-semibold leading-snug"),
                rx.el.span(
                    rx.cond(draft.missing > 0, t("mine.missing", n=draft.missing), t("mine.nothing_missing")),
                    " · ",
                    draft.changed,
                    class_name="block text-sm text-ink-2",
                ),
                class_name="flex-1 min-w-0",
            ),
            icon("chevron-right", 22, class_name="text-ink-2"),
            to=draft.address,
            class_name=_ROW,
        )
    )


def _under_way() -> rx.Component:
    return rx.cond(
        sending.LATEST.length() > 0,
        rx.el.section(
            subheading(t("home.under_way")),
            rx.el.ul(rx.foreach(sending.LATEST, _draft), class_name="flex flex-col gap-2"),
            class_name="flex flex-col gap-3",
        ),
    )


def _field(field: Any) -> rx.Component:
    return rx.el.li(
        go(
            rx.el.span(glyph(field.icon, 22), class_name="text-tea shrink-0"),
            rx.el.span(field.name, class_name="flex-1 min-w-0"),
            icon("chevron-right", 20, class_name="text-ink-2"),
            to=field.address,
            class_name="flex items-center gap-3 min-h-[52px] px-4 py-2 no-underline text-ink hover:bg-tea-bg",
        )
    )


def _start() -> rx.Component:
    return rx.fragment(
        rx.el.section(
            rx.el.h2(t("home.common"), class_name="visually-hidden"),
            rx.el.div(rx.foreach(catalogue.COMMON, _tile), class_name="grid grid-cols-3 lg:grid-cols-6 gap-2.5"),
        ),
        _waiting(),
        _under_way(),
        rx.el.section(
            subheading(t("home.fields")),
            rx.el.ul(
                rx.foreach(catalogue.FIELDS, _field),
                class_name=(
                    "bg-card border border-line rounded-card overflow-hidden divide-y divide-line lg:grid "
                    "lg:grid-cols-2"
                ),
            ),
            class_name="flex flex-col gap-2",
        ),
    )


def _body() -> Any:
    return rx.match(
        catalogue.STATUS,
        (
            "failed",
            rx.fragment(
                empty_state(
                    "cloud-off",
                    t("home.failed"),
                    t("home.failed_hint"),
                    button(t("home.again"), on_click=catalogue.RETRY),
                ),
                _waiting(),
                _under_way(),
            ),
        ),
        ("ready", rx.cond(catalogue.ASKED, _searched(), rx.cond(catalogue.FIELD != "", _field_page(), _start()))),
        spinner(t("home.loading")),
    )


def page() -> rx.Component:
    """Home."""
    return citizen_page(
        "home",
        heading(t("home.heading")),
        rx.cond(
            catalogue.COUNTER,
            notice(
                t("home.counter"),
                go(
                    t("home.receive"),
                    to="/nhan-ho-so",
                    class_name="inline-flex items-center min-h-[44px] font-semibold text-inherit",
                ),
                icon_name="scan-line",
                role="note",
            ),
        ),
        _search(),
        _body(),
        enter=sending.ENTER_FIRST,
        voice=speaker(say("home")),
    )
