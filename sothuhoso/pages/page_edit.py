"""One page by itself: put its corners right, say its size and which way is up, whether a sticky note is on it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components import page_board
from sothuhoso.components.basic import CARD, button, empty_state, icon, notice, spinner
from sothuhoso.components.form import checkbox
from sothuhoso.components.layout import actions, elsewhere, framed_page, go_button, heading, saved_line, step_gone
from sothuhoso.device import flow, page_edit, page_seen
from sothuhoso.device.page_edit import CornerBoard, FlatPage
from sothuhoso.device.words import t, t_by


def page() -> rx.Component:
    """The photo, the page as it will be, and what can be said of it."""
    title = t("edit.heading", n=page_edit.NUMBER)
    ready = rx.fragment(
        rx.el.div(heading(title), rx.el.p(page_edit.NAME, class_name="text-ink-2")),
        elsewhere(),
        rx.cond(
            flow.OPEN & flow.MINE,
            rx.match(
                page_edit.STATUS,
                ("ready", _workbench()),
                (
                    "unseen",
                    rx.fragment(
                        notice(t("papers.full_unseen")),
                        page_board.paper_sizes(page_edit.PAPER, page_edit.set_paper),
                        _note(),
                    ),
                ),
                ("gone", empty_state("file-question", t("edit.gone"))),
                rx.fragment(spinner(t("flow.loading"))),
            ),
            rx.cond(flow.OPEN, rx.fragment(), notice(t("flow.sent_already"), icon_name="lock")),
        ),
    )
    body = rx.match(
        flow.STATUS,
        ("ready", ready),
        ("gone", step_gone("file-question", "gone")),
        ("failed", step_gone("triangle-alert", "failed")),
        ("expired", step_gone("calendar-x", "expired")),
        rx.fragment(heading(t("title.edit"), "visually-hidden"), spinner(t("flow.loading"))),
    )
    done = rx.cond(
        page_edit.STATUS == "gone",
        go_button(t("edit.back"), page_edit.BACK, class_name="w-full"),
        button(t("edit.done"), on_click=page_edit.FINISH, class_name="w-full"),
    )
    foot = rx.cond(flow.STATUS == "ready", actions(done))
    return framed_page(flow.PROCEDURE_NAME, page_edit.BACK, body, foot, enter=page_edit.ENTER)


def _workbench() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            page_board.corners(CornerBoard, page_edit.BOARD),
            rx.el.div(
                button(t("edit.turn"), tone="plain", icon_name="rotate-cw", on_click=page_edit.TURN),
                button(
                    t("edit.find"),
                    tone="quiet",
                    icon_name="undo-2",
                    on_click=page_edit.FIND_AGAIN,
                    disabled=~page_edit.BY_HAND,
                ),
                class_name="flex flex-wrap gap-2",
            ),
            class_name="flex flex-col gap-3 min-w-0",
        ),
        rx.el.div(
            rx.el.section(
                rx.el.h2(t("edit.result"), class_name="font-semibold"),
                page_board.flat_page(FlatPage, page_edit.BOARD, page_edit.PAPER, page_edit.TURN_NOW),
                _verdict(),
                class_name=f"{CARD} flex flex-col gap-3",
            ),
            _sizes(),
            _note(),
            saved_line(),
            class_name="flex flex-col gap-4 min-w-0",
        ),
        class_name="grid gap-5 lg:grid-cols-2 items-start",
    )


def _verdict() -> rx.Component:
    """What is doubted of the page as it was said to lie; read out when it changes."""
    doubts = rx.el.ul(
        rx.foreach(
            page_edit.DOUBTS,
            lambda key: rx.el.li(t_by("page.reason", key, only=page_seen.REASONS)),
        ),
        class_name=rx.cond(page_edit.VERDICT == "refuse", "text-seal text-sm", "text-amber text-sm"),
    )
    fine = rx.el.p(
        icon("circle-check", 20), t("edit.good"), class_name="flex items-center gap-2 text-tea font-semibold"
    )
    told = rx.match(page_edit.VERDICT, ("good", fine), ("", rx.fragment()), doubts)
    return rx.el.div(
        rx.cond(page_edit.LOOKING, rx.el.p(t("edit.looking"), class_name="text-sm text-ink-2"), told), role="status"
    )


def _sizes() -> rx.Component:
    return page_board.paper_sizes(page_edit.PAPER, page_edit.set_paper)


def _note() -> Any:
    return rx.el.div(
        checkbox("note", t("edit.note"), page_edit.NOTE, page_edit.SET_NOTE),
        rx.el.div(rx.cond(page_edit.LONE, notice(t("edit.note_next"), tone="amber", role="none")), role="status"),
        class_name="flex flex-col gap-2",
    )
