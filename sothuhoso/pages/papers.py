"""Step 3: photograph each paper; see what is still missing. Papers only shown are not photographed."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, button, icon, icon_button, notice, progress_bar
from sothuhoso.components.camera import paper_camera
from sothuhoso.components.drawing import hint
from sothuhoso.components.form import choice
from sothuhoso.components.layout import actions, go_button, saved_line, step_page, subheading
from sothuhoso.components.paper_card import paper_card, shown_row
from sothuhoso.components.room import room_notice
from sothuhoso.device import flow, page_seen, papers
from sothuhoso.device.route import Modal
from sothuhoso.device.voice import say
from sothuhoso.device.words import t


def _question(question: Any) -> rx.Component:
    group = "answer-" + question.key.to(str)
    return rx.el.fieldset(
        rx.el.legend(question.question, class_name="mb-2"),
        rx.el.div(
            *[
                choice(group, key, t(f"papers.{key}"), question.value == yes, papers.answer(question.key, yes))
                for key, yes in (("yes", True), ("no", False))
            ],
            class_name="grid grid-cols-2 gap-2",
        ),
    )


def _questions() -> rx.Component:
    return rx.cond(
        papers.QUESTIONS.length() > 0,
        rx.el.section(
            subheading(t("papers.questions")),
            rx.foreach(papers.QUESTIONS, _question),
            class_name=f"{CARD} flex flex-col gap-4",
        ),
    )


def _progress() -> rx.Component:
    words = t("papers.progress", done=papers.DONE, all=papers.ALL)
    return rx.el.div(
        rx.cond(
            papers.ALL == 0,
            rx.el.p(t("papers.none_needed"), class_name="text-ink-2"),
            rx.fragment(
                rx.cond(
                    papers.MISSING == 0,
                    rx.el.p(
                        icon("circle-check", 20),
                        rx.el.span(t("papers.complete")),
                        class_name="flex items-center gap-2 text-tea font-semibold",
                    ),
                    rx.el.p(words, class_name="text-ink-2"),
                ),
                progress_bar(100 * papers.DONE / papers.ALL, words),
            ),
        ),
        role="status",
        class_name="flex flex-col gap-2",
    )


def _block(block: Any) -> rx.Component:
    return rx.cond(
        block.several,
        rx.el.div(
            rx.el.p(t("papers.one_of"), class_name="font-semibold text-ink-2 px-1"),
            rx.foreach(block.papers, paper_card),
            class_name="flex flex-col gap-2 rounded-[20px] border-2 border-dashed border-line p-2",
        ),
        rx.fragment(rx.foreach(block.papers, paper_card)),
    )


def _shown() -> rx.Component:
    return rx.cond(
        papers.SHOWN.length() > 0,
        rx.el.section(
            subheading(t("papers.show")),
            rx.el.ul(rx.foreach(papers.SHOWN, shown_row), class_name="flex flex-col gap-3"),
            class_name="flex flex-col gap-3",
        ),
    )


def _undo() -> rx.Component:
    """The page last deleted, until something else is done."""
    return rx.el.div(
        rx.cond(
            papers.REMOVED,
            rx.el.div(
                rx.el.p(t("papers.removed", name=papers.REMOVED_FROM), class_name="flex-1"),
                rx.el.button(
                    t("papers.undo"),
                    type="button",
                    on_click=papers.UNDO,
                    class_name="font-semibold underline min-h-[44px] px-3 cursor-pointer shrink-0",
                ),
                class_name="flex items-center gap-2 bg-ink text-paper rounded-button px-4 py-1",
            ),
        ),
        role="status",
    )


def _viewer() -> rx.Component:
    title = t("papers.full_title", name=papers.FULL_NAME, n=papers.FULL_NUMBER)
    return Modal.create(
        rx.el.div(
            rx.el.div(
                rx.el.h2(title, class_name="flex-1 font-semibold"),
                icon_button("x", t("nav.close"), on_click=papers.CLOSE_PAGE),
                class_name="flex items-center gap-2 px-4 py-2",
            ),
            rx.cond(
                papers.FULL != "",
                rx.el.div(
                    rx.cond(
                        papers.FULL_BOXES.length() > 0,
                        page_seen.RingedPhoto.create(
                            src=papers.FULL,
                            width=papers.FULL_WIDTH,
                            height=papers.FULL_HEIGHT,
                            boxes=papers.FULL_BOXES,
                            label=title,
                            class_name="w-full",
                        ),
                        rx.el.img(src=papers.FULL, alt=title, class_name="w-full"),
                    ),
                    tab_index=0,
                    class_name="flex-1 min-h-0 overflow-auto bg-mat",
                ),
                rx.el.p(t("papers.full_unseen"), class_name="p-6"),
            ),
            class_name="flex flex-col max-h-[92dvh]",
        ),
        open=papers.VIEWING,
        label=title,
        on_close=papers.CLOSE_PAGE,
        class_name=(
            "m-auto p-0 w-[min(900px,calc(100vw-24px))] rounded-card bg-card text-ink border border-line "
            "backdrop:bg-black/60"
        ),
    )


def page() -> rx.Component:
    """The papers."""
    go_on = rx.cond(papers.MISSING > 0, t("papers.to_review_missing", n=papers.MISSING), t("papers.to_review"))
    return step_page(
        3,
        t("papers.heading"),
        rx.cond((papers.DONE == 0) & (papers.ALL > 0), hint("papers", t("picture.papers"))),
        room_notice(lead=True),
        _progress(),
        _questions(),
        rx.cond(flow.COUNTER, go_button(t("batch.enter"), "/ho-so/xap" + flow.ASKED, tone="plain")),
        rx.cond(
            papers.BLOCKS.length() > 0,
            rx.el.section(
                subheading(t("procedure.bring")), rx.foreach(papers.BLOCKS, _block), class_name="flex flex-col gap-3"
            ),
        ),
        _shown(),
        notice(t("papers.secret"), tone="amber", icon_name="shield-alert", role="note"),
        saved_line(),
        back="/ho-so/ai" + flow.ASKED,
        bottom=actions(_undo(), button(go_on, on_click=papers.LEAVE, class_name="w-full")),
        enter=flow.ENTER_DRAFT,
        extra=rx.fragment(paper_camera(), _viewer()),
        say=rx.cond(papers.MISSING > 0, say("papers"), say("papers_done")),
    )
