"""Searching on papers: the field and its button, the switch for accents, the pages found with their words marked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from sothuhoso.components.basic import button, icon, icon_button, spinner
from sothuhoso.device.typed import TypedInput
from sothuhoso.device.words import pick, t
from sothuhoso.services.search_views import PaperHit, PieceView

HIT = (
    "flex flex-col gap-1 w-full text-left bg-transparent border-0 border-l-4 border-transparent text-ink no-underline "
    "min-h-[60px] py-2 cursor-pointer hover:bg-grey-bg aria-[current=true]:bg-tea-bg aria-[current=true]:border-tea"
)


_SWITCH = (
    "min-h-[44px] rounded-full px-3 text-sm font-semibold border border-line cursor-pointer self-start "
    "inline-flex items-center gap-2 "
)


def search_form(
    field_id: str, label: Any, text: Any, exact: Any, busy: Any, *, on_ask: Any, on_exact: Any, **field: Any
) -> rx.Component:
    """A field that asks by Enter or its button, never by a letter; and whether accents count."""
    return rx.el.form(
        rx.el.label(label, html_for=field_id, class_name="text-sm text-ink-2"),
        rx.el.div(
            rx.el.div(
                icon("file-search", 20, class_name="absolute left-3 top-4 text-ink-2"),
                TypedInput.create(
                    id=field_id,
                    name="words",
                    type="search",
                    value=text,
                    max_length=300,
                    auto_complete="off",
                    enter_key_hint="search",
                    class_name=("w-full min-h-[52px] rounded-button border bg-card text-ink pr-2 text-base"),
                    style={"paddingLeft": "40px"},
                    **field,
                ),
                class_name="relative flex-1 min-w-0",
            ),
            button(t("search.go"), type="submit", disabled=busy, class_name="shrink-0 !px-3"),
            class_name="flex gap-2",
        ),
        rx.el.button(
            rx.cond(exact, icon("check", 16)),
            rx.el.span(t("search.exact")),
            type="button",
            role="switch",
            on_click=on_exact(~exact),
            custom_attrs={"aria-checked": rx.cond(exact, "true", "false")},
            class_name=rx.cond(exact, _SWITCH + "bg-tea text-on-tea", _SWITCH + "bg-card text-ink"),
        ),
        on_submit=on_ask,
        role="search",
        class_name="flex flex-col gap-1",
    )


def problem_line(problem: Any) -> rx.Component:
    """Why nothing was looked for; always in the page, so that readers hear it."""
    return rx.el.div(
        rx.cond(
            problem.vi != "",
            rx.el.p(pick(problem.vi, problem.en), class_name="m-0 text-sm font-semibold text-amber"),
        ),
        role="alert",
        class_name="empty:hidden",
    )


def answer(busy: Any, asked: Any, hits: Any, *, found: Any, nothing: Any, before: Any) -> rx.Component:
    """While it is looked for, what was found, or that nothing was."""
    return rx.el.div(
        rx.cond(
            busy,
            spinner(t("search.busy")),
            rx.cond(asked, rx.cond(hits.length() > 0, found, nothing), before),
        ),
        aria_live="polite",
    )


def hit_list(hits: Any, line: Callable[[PaperHit], rx.Component]) -> rx.Component:
    """The pages found, a line each."""
    return rx.el.ul(
        rx.foreach(hits, lambda hit: rx.el.li(line(hit), class_name="border-b border-line last:border-0", key=hit.id)),
        aria_label=t("search.hits"),
        class_name="list-none m-0 p-0",
    )


def place_of(hit: Any) -> Any:
    """Which page of which paper."""
    return t("search.hit", paper=pick(hit.paper_name, hit.paper_name_en), n=hit.page)


def excerpt_of(hit: Any) -> rx.Component:
    """What stands around the words."""
    return rx.el.span(rx.foreach(hit.excerpt, _piece), class_name="text-sm text-ink-2 break-words")


def _piece(piece: PieceView) -> Any:
    return rx.cond(
        piece.found,
        rx.el.mark(piece.text, class_name="bg-amber-bg text-ink font-semibold px-0.5"),
        rx.el.span(piece.text),
    )


def close_button(on_click: Any) -> rx.Component:
    """Take question and hits away; Escape does the same (``device/keys.js``)."""
    return icon_button("x", t("search.close"), on_click=on_click, custom_attrs={"data-close": ""})
