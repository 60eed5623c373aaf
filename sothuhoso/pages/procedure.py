"""One procedure before anything is asked: what to bring, how long, what it costs, what comes out."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, button, empty_state, icon, notice, pill, spinner
from sothuhoso.components.layout import actions, framed_page, go_button, heading
from sothuhoso.components.speaker import speaker
from sothuhoso.device import flow
from sothuhoso.device.format import number
from sothuhoso.device.voice import say
from sothuhoso.device.words import t, t_by


def _fact(icon_name: str, title: Any, *body: Any) -> rx.Component:
    return rx.el.section(
        icon(icon_name, 24, class_name="text-tea mt-0.5"),
        rx.el.div(
            rx.el.h2(title, class_name="text-ink-2 text-sm"), *body, class_name="flex-1 min-w-0 flex flex-col gap-1"
        ),
        class_name="flex gap-3 py-4",
    )


def _note(text: Any) -> rx.Component:
    return rx.cond(text != "", rx.el.p(text, class_name="text-ink-2"))


def _paper(paper: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(class_name="mt-2.5 size-1.5 rounded-full bg-tea shrink-0"),
        rx.el.div(
            rx.el.p(
                rx.el.span(paper.name, class_name="font-semibold"),
                rx.cond(paper.form != "", rx.el.span(" – ", t("procedure.form", form=paper.form))),
                rx.cond(paper.kind == "number", rx.el.span(" – ", t("procedure.number_only"), class_name="text-ink-2")),
                rx.cond(paper.required, "", rx.el.span(" – ", t("procedure.optional"), class_name="text-ink-2")),
                rx.cond(
                    paper.copies > 1, rx.el.span(" – ", t("procedure.copies", n=paper.copies), class_name="text-ink-2")
                ),
            ),
            _note(paper.note),
            class_name="min-w-0",
        ),
        class_name="flex gap-3",
    )


def _case(paper: Any) -> rx.Component:
    """A paper that only some answers ask for, and which."""
    answer = rx.cond(paper.answer, t("papers.yes"), t("papers.no"))
    return rx.el.li(
        rx.el.p(paper.question, " ", rx.el.span(answer, ":", class_name="font-semibold"), class_name="text-ink-2"),
        rx.el.p(paper.name, class_name="font-semibold"),
        _note(paper.note),
        class_name="border-t border-line first:border-0 pt-3 first:pt-0",
    )


def _choice(choice: Any) -> rx.Component:
    papers = rx.el.ul(rx.foreach(choice.papers, _paper), class_name="flex flex-col gap-3")
    return rx.el.li(
        rx.cond(
            choice.several,
            rx.el.div(
                rx.el.p(t("procedure.one_of"), class_name="font-semibold"),
                papers,
                class_name="flex flex-col gap-2 rounded-button bg-tea-bg p-3",
            ),
            papers,
        )
    )


def _bring() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("procedure.bring"), class_name="text-lg font-semibold"),
        rx.cond(
            flow.CHOICES.length() > 0,
            rx.fragment(
                rx.el.p(t("procedure.bring_hint"), class_name="text-ink-2"),
                rx.el.ul(rx.foreach(flow.CHOICES, _choice), class_name="flex flex-col gap-3"),
            ),
            rx.el.p(t("procedure.nothing_to_hand_in")),
        ),
        class_name=f"{CARD} flex flex-col gap-3",
    )


def _show() -> rx.Component:
    return rx.cond(
        flow.SHOWN.length() > 0,
        rx.el.section(
            rx.el.h2(t("procedure.show"), class_name="text-lg font-semibold"),
            rx.el.p(t("procedure.show_hint"), class_name="text-ink-2"),
            rx.el.ul(rx.foreach(flow.SHOWN, _paper), class_name="flex flex-col gap-3"),
            class_name=f"{CARD} flex flex-col gap-3",
        ),
    )


def _sometimes() -> rx.Component:
    return rx.cond(
        flow.SOMETIMES.length() > 0,
        rx.el.details(
            rx.el.summary(
                rx.el.h2(t("procedure.sometimes"), class_name="text-lg font-semibold flex-1"),
                icon("chevron-down", 22, class_name="text-ink-2"),
                class_name="flex items-center gap-3 min-h-[44px] cursor-pointer list-none",
            ),
            rx.el.ul(rx.foreach(flow.SOMETIMES, _case), class_name="flex flex-col gap-3 pt-2"),
            class_name=f"{CARD} !py-2",
        ),
    )


def _time() -> rx.Component:
    limit = "limit"
    return _fact(
        "clock",
        t("procedure.time"),
        rx.el.p(
            t_by("limit", flow.procedure(f"{limit}.unit"), {"n": flow.procedure(f"{limit}.amount", int)}),
            class_name="font-semibold",
        ),
        _note(flow.procedure(f"{limit}.note")),
        rx.cond(
            flow.procedure(f"{limit}.confirmed", bool),
            rx.fragment(),
            rx.el.p(t("procedure.unconfirmed"), class_name="text-amber"),
        ),
    )


def _fee(fee: Any) -> rx.Component:
    amount = rx.cond(
        fee.amount == 0,
        t("fee.free"),
        rx.cond(fee.amount < 0, t("fee.province"), t_by("fee", fee.per, {"n": number(fee.amount)})),
    )
    return rx.el.li(
        rx.el.p(
            rx.cond(fee.name != "", rx.el.span(fee.name, ": ")),
            rx.el.span(amount, class_name="font-semibold"),
            rx.cond(fee.channel == "any", "", rx.el.span(" (", t_by("fee", fee.channel), ")", class_name="text-ink-2")),
        ),
        _note(fee.note),
    )


def _cost() -> rx.Component:
    return _fact(
        "banknote",
        t("procedure.cost"),
        rx.cond(
            flow.FEES.length() > 0,
            rx.el.ul(rx.foreach(flow.FEES, _fee), class_name="flex flex-col gap-2"),
            rx.el.p(t("procedure.no_cost"), class_name="font-semibold"),
        ),
    )


def _result() -> rx.Component:
    return _fact(
        "file-check",
        t("procedure.result"),
        rx.el.ul(rx.foreach(flow.RESULTS, lambda name: rx.el.li(name, class_name="font-semibold"))),
    )


def _where() -> rx.Component:
    agency = flow.procedure("agency")
    return _fact(
        "map-pin",
        t("procedure.where"),
        rx.el.p(
            rx.cond(agency == "cong_an_xa", t("procedure.cong_an_xa"), t("procedure.ubnd_xa")),
            class_name="font-semibold",
        ),
        rx.cond(flow.procedure("inPerson", bool), rx.el.p(t("procedure.in_person"), class_name="text-amber")),
    )


def _ready() -> rx.Component:
    note = flow.procedure("note")
    return rx.fragment(
        rx.el.div(
            rx.el.div(
                pill(flow.procedure("field"), "tea"),
                rx.cond(flow.procedure("counter", bool), pill(t("flow.counter"), "sky", "scan-line")),
                class_name="flex flex-wrap gap-2",
            ),
            heading(flow.procedure("name")),
            _note(note),
            class_name="flex flex-col gap-2",
        ),
        rx.el.div(_time(), _cost(), _result(), _where(), class_name=f"{CARD} !py-0 divide-y divide-line"),
        _bring(),
        _show(),
        _sometimes(),
        rx.el.p(
            t("procedure.code", code=flow.procedure("code")),
            rx.cond(
                flow.procedure("legal") != "", rx.fragment(" · ", t("procedure.legal"), ": ", flow.procedure("legal"))
            ),
            class_name="text-sm text-ink-2",
        ),
    )


def _begin() -> rx.Component:
    beginning = flow.procedure("beginning")
    return actions(
        rx.cond(
            beginning == "insecure",
            notice(
                t("procedure.insecure"),
                rx.el.p(t("procedure.insecure_hint")),
                tone="seal",
                icon_name="lock-open",
                role="alert",
            ),
        ),
        rx.cond(
            beginning == "failed",
            notice(
                t("procedure.begin_failed"),
                rx.el.p(t("procedure.begin_failed_hint")),
                tone="seal",
                icon_name="hard-drive",
                role="alert",
            ),
        ),
        button(
            rx.cond(beginning == "now", t("procedure.beginning"), t("procedure.begin")),
            on_click=flow.BEGIN,
            disabled=beginning == "now",
            class_name="w-full",
        ),
    )


def page() -> rx.Component:
    """One procedure."""
    status = flow.procedure("status")
    unknown = rx.fragment(
        heading(t("procedure.unknown"), "visually-hidden"),
        empty_state(
            "file-question",
            t("procedure.unknown"),
            t("procedure.unknown_hint"),
            go_button(t("procedure.find_another"), "/"),
        ),
    )
    failed = rx.fragment(
        heading(t("home.failed"), "visually-hidden"),
        empty_state("cloud-off", t("home.failed"), t("home.failed_hint"), go_button(t("flow.home"), "/")),
    )
    body = rx.match(
        status,
        ("ready", _ready()),
        ("unknown", unknown),
        ("failed", failed),
        rx.fragment(heading(t("home.loading"), "visually-hidden"), spinner(t("home.loading"))),
    )
    back = rx.cond(flow.procedure("counter", bool), "/?kenh=quay", "/")
    ready = status == "ready"
    return framed_page(
        "",
        back,
        body,
        rx.cond(ready, _begin()),
        enter=flow.ENTER_PROCEDURE,
        step=1,
        voice=rx.cond(ready, speaker(say("procedure"))),
    )
