"""Step 4: look all of it over, choose where it goes, read the notice on personal data, send."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, button, icon, notice
from sothuhoso.components.drawing import hint
from sothuhoso.components.form import checkbox
from sothuhoso.components.layout import actions, go, go_button, saved_line, step_page
from sothuhoso.components.needed import needed_list
from sothuhoso.components.paper_card import state_pill
from sothuhoso.components.person_facts import origin_mark
from sothuhoso.components.signing import pad, signing_part
from sothuhoso.components.unit_choice import unit_chosen, unit_search
from sothuhoso.device import flow, review, sending, shared_draft, unit
from sothuhoso.device.voice import say
from sothuhoso.device.words import t, t_by


def _section(key: str, title: Any, *body: Any, edit: Any = None, edit_label: Any = None) -> rx.Component:
    link = (
        go(
            icon("pencil", 18),
            rx.el.span(t("review.edit"), aria_hidden="true"),
            rx.el.span(edit_label, class_name="visually-hidden"),
            to=edit,
            class_name="inline-flex items-center gap-1.5 min-h-[44px] px-2 -mr-2 text-tea font-semibold no-underline",
        )
        if edit is not None
        else None
    )
    return rx.el.section(
        rx.el.div(
            rx.el.h2(title, id=f"{key}-title", class_name="text-lg font-semibold"),
            *([link] if link is not None else []),
            class_name="flex items-center justify-between gap-2 min-h-[44px]",
        ),
        *body,
        aria_labelledby=f"{key}-title",
        class_name=f"{CARD} !pt-2 flex flex-col gap-3",
    )


def _row(row: Any) -> rx.Component:
    value = rx.match(row.field, ("sex", rx.cond(row.value == "female", t("field.female"), t("field.male"))), row.value)
    return rx.el.div(
        rx.el.dt(
            rx.el.span(t_by("field", row.field)),
            origin_mark(row.origin, class_name="!py-0 !px-2 !text-xs"),
            class_name="flex items-center justify-between gap-2 text-sm text-ink-2",
        ),
        rx.el.dd(value, class_name="break-words"),
    )


def _party(party: Any) -> rx.Component:
    return rx.el.div(
        rx.el.h3(t_by("who", party.slot), class_name="font-semibold"),
        rx.cond(party.label != "", rx.el.p(party.label, class_name="text-sm text-ink-2")),
        rx.el.dl(rx.foreach(party.rows, _row), class_name="flex flex-col gap-2 mt-2"),
        class_name="border-t border-line first-of-type:border-0 pt-3 first-of-type:pt-0",
    )


def _detail(paper: Any) -> Any:
    return rx.match(
        paper.state,
        ("later", rx.el.p(t("review.will_bring", reason=paper.reason), class_name="text-sm text-ink-2")),
        ("number", rx.el.p(t("review.number", number=paper.number), class_name="text-sm text-ink-2")),
        ("shown", rx.el.p(t("review.will_show"), class_name="text-sm text-ink-2")),
        rx.fragment(),
    )


def _paper(paper: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(paper.name, class_name="flex-1 min-w-0 font-semibold leading-snug"),
            state_pill(paper),
            class_name="flex items-start gap-3",
        ),
        _detail(paper),
        rx.cond(
            paper.thumbs.length() > 0,
            rx.el.div(
                rx.foreach(
                    paper.thumbs,
                    lambda address: rx.el.img(
                        src=address,
                        alt="",
                        class_name="w-[52px] h-[66px] object-cover rounded-[8px] border border-line",
                    ),
                ),
                class_name="flex gap-2 mt-2",
            ),
        ),
        class_name="border-t border-line first:border-0 pt-3 first:pt-0",
    )


def _unit() -> rx.Component:
    alone = shared_draft.MODE == "alone"  # a draft worked on together stays with the desk that joined it
    return _section(
        "unit", t("review.unit"), rx.cond(unit.CHOOSING, unit_search("unit-query"), unit_chosen(change=alone))
    )


def _notice() -> rx.Component:
    lines = [rx.el.li(t(f"privacy.{key}")) for key in ("purpose", "who_sees", "how_long", "rights")]
    return _section(
        "privacy",
        t("privacy.heading"),
        rx.el.ul(*lines, class_name="flex flex-col gap-2 list-disc pl-5"),
        rx.el.p(t("privacy.law"), class_name="text-sm text-ink-2"),
        checkbox("notice-read", t("review.read"), review.READ, review.SET_READ),
    )


def _answers() -> rx.Component:
    return rx.cond(
        review.ANSWERS.length() > 0,
        _section(
            "answers",
            t("review.answers"),
            rx.el.ul(
                rx.foreach(
                    review.ANSWERS,
                    lambda answer: rx.el.li(
                        rx.el.span(answer.question, class_name="flex-1 min-w-0"),
                        rx.el.span(rx.cond(answer.value, t("papers.yes"), t("papers.no")), class_name="font-semibold"),
                        class_name="flex gap-3",
                    ),
                ),
                class_name="flex flex-col gap-2",
            ),
        ),
    )


def page() -> rx.Component:
    """The review."""
    return step_page(
        4,
        t("review.heading"),
        hint("review", t("picture.review")),
        needed_list(
            review.NEEDED,
            lambda item: t_by("needed", item.key, {"name": item.name}),
            lambda item: review.put_right(item.where, item.slot, item.field),
        ),
        _section(
            "people",
            t("review.people"),
            rx.foreach(review.PEOPLE, _party),
            edit="/ho-so/ai" + flow.ASKED,
            edit_label=t("review.edit_people"),
        ),
        _section(
            "papers",
            t("review.papers"),
            rx.el.ul(rx.foreach(review.PAPERS, _paper), class_name="flex flex-col gap-3"),
            edit="/ho-so/giay-to" + flow.ASKED,
            edit_label=t("review.edit_papers"),
        ),
        _answers(),
        _unit(),
        _notice(),
        _section("signing", t("signing.heading"), signing_part()),
        rx.cond(
            review.GIVE != "",
            go_button(t("review.give"), review.GIVE, tone="quiet", icon_name="smartphone-nfc"),
        ),
        saved_line(),
        back="/ho-so/giay-to" + flow.ASKED,
        bottom=actions(
            rx.cond(
                sending.LINE == "offline", notice(t("review.offline"), tone="amber", icon_name="cloud-off", role="note")
            ),
            button(
                rx.cond(review.SENDING, t("review.sending"), t("review.send")),
                icon_name="send",
                on_click=review.SEND,
                disabled=review.SENDING,
                class_name="w-full",
            ),
        ),
        enter=review.ENTER,
        extra=pad(),
        say=rx.cond(review.NEEDED.length() > 0, say("missing"), say("review")),
    )
