"""A page of the open dossier put right at the desk: corners, size and the way up; then its paper is made anew."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components import page_board
from sothuhoso.components.basic import CARD, button, notice, spinner
from sothuhoso.components.question import ANSWER, question
from sothuhoso.device import desk_page
from sothuhoso.device.desk_rail import ABOVE_IT
from sothuhoso.device.words import pick, t
from sothuhoso.state.desk_dossier import DeskDossier
from sothuhoso.state.desk_page import DeskPage

_PAGE: Any = DeskPage.page
_ALONE = {"data-alone": ""}


def opener(page: Any) -> rx.Component:
    """The button of the viewer that opens the editor."""
    return button(
        t("lay.open"),
        tone="quiet",
        icon_name="crop",
        on_click=DeskPage.open(page.id),
        id="lay-page",
        custom_attrs={"data-key": "e"},
        class_name="min-h-[44px] text-sm !px-2",
    )


def version_of(paper: Any) -> rx.Component:
    """How far the paper of the page on the mat is, once a page of it was put right."""
    file = paper.file
    remade = rx.el.a(
        t("lay.remade", n=file.version),
        href=file.url,
        target="_blank",
        rel="noopener",
        class_name="inline-flex items-center min-h-[44px] text-tea font-semibold",
    )
    told = rx.cond(
        (file.state == "waiting") | (file.state == "working"),
        rx.cond(file.version > 0, t("lay.remaking", n=file.version + 1), rx.fragment()),
        rx.cond((file.state == "ready") & (file.version > 1), remade, rx.fragment()),
    )
    return rx.cond(
        DeskDossier.paper == paper.id,
        rx.el.p(told, role="status", class_name="text-sm text-center px-4 pb-3 empty:hidden"),
        rx.fragment(),
    )


def editor() -> rx.Component:
    """The photo with its corners, the page as it will be, and what can be said of it."""
    return desk_page.LaidPage.create(
        rx.el.section(
            rx.el.div(
                rx.el.div(
                    rx.el.h3(
                        t("lay.title", n=_PAGE.number),
                        id="lay-title",
                        tab_index=-1,
                        class_name="text-lg font-semibold outline-none",
                    ),
                    rx.el.p(pick(_PAGE.paper_name, _PAGE.paper_name_en), class_name="text-ink-2"),
                ),
                _problem(),
                rx.match(
                    desk_page.STATUS,
                    ("ready", _workbench()),
                    ("failed", notice(t("lay.failed"), tone="amber", icon_name="triangle-alert", role="alert")),
                    spinner(t("lay.loading")),
                ),
                class_name="flex flex-col gap-3 md:overflow-auto md:flex-1 min-h-0",
            ),
            _answers(),
            _question(),
            aria_labelledby="lay-title",
            class_name="flex flex-col gap-3 flex-1 min-h-0 px-4 pb-4",
        ),
        page=_PAGE,
    )


def _problem() -> rx.Component:
    return rx.el.div(
        rx.cond(
            DeskPage.problem.vi != "",
            notice(
                pick(DeskPage.problem.vi, DeskPage.problem.en), tone="amber", icon_name="triangle-alert", role="none"
            ),
        ),
        role="alert",
    )


def _workbench() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            page_board.corners(desk_page.CornerBoard, desk_page.BOARD, hint_class="text-sm text-ink-2"),
            class_name="flex flex-col gap-3 min-w-0",
        ),
        rx.el.div(
            rx.el.section(
                rx.el.h4(t("edit.result"), class_name="font-semibold"),
                rx.cond(
                    desk_page.KNOWN,
                    page_board.flat_page(desk_page.FlatPage, desk_page.BOARD, desk_page.PAPER, desk_page.TURN_NOW),
                    rx.el.p(t("lay.machine"), class_name="text-ink-2"),
                ),
                rx.el.div(
                    button(t("edit.turn"), tone="plain", icon_name="rotate-cw", on_click=desk_page.TURN),
                    button(
                        t("lay.as_found"),
                        tone="quiet",
                        icon_name="undo-2",
                        on_click=desk_page.FIND_AGAIN,
                        disabled=~desk_page.BY_HAND,
                    ),
                    class_name="flex flex-wrap gap-2",
                ),
                class_name=f"{CARD} flex flex-col gap-3",
            ),
            page_board.paper_sizes(desk_page.PAPER, desk_page.set_paper),
            rx.el.p(t("lay.keeps"), class_name="text-sm text-ink-2"),
            class_name="flex flex-col gap-4 min-w-0",
        ),
        custom_attrs=_ALONE,
        class_name="grid gap-5 lg:grid-cols-2 items-start",
    )


def _answers() -> rx.Component:
    return rx.el.div(
        rx.cond(
            desk_page.CHANGED,
            button(t("lay.leave"), tone="quiet", on_click=desk_page.ASK_TO_CLOSE, custom_attrs=_ALONE),
            button(t("lay.leave"), tone="quiet", on_click=DeskPage.close),
        ),
        button(
            rx.cond(DeskPage.busy, t("lay.saving"), t("lay.save")),
            class_name="flex-1",
            icon_name="refresh-cw",
            on_click=DeskPage.save(desk_page.SAID),
            disabled=~desk_page.CHANGED | DeskPage.busy,
        ),
        class_name="flex gap-3 sticky bg-paper pt-1",
        style=ABOVE_IT,
    )


def _question() -> rx.Component:
    """What was set and not saved is not lost unasked."""
    return question(
        t("lay.unsaved_title"),
        rx.el.p(t("lay.unsaved")),
        answers=[
            button(t("lay.stay"), tone="plain", on_click=desk_page.STAY, custom_attrs=_ALONE, class_name=ANSWER),
            rx.cond(
                desk_page.ASKED == "close",
                button(t("lay.discard"), tone="seal", on_click=[desk_page.DISCARD, DeskPage.close], class_name=ANSWER),
                button(t("lay.discard"), tone="seal", on_click=desk_page.DISCARD, class_name=ANSWER),
            ),
        ],
        asked=desk_page.ASKED != "",
        on_close=desk_page.STAY,
    )
