"""After sending: waiting, going, arrived with number and QR, or in need of the person."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, button, link_button, notice, progress_bar, spinner
from sothuhoso.components.drawing import drawing
from sothuhoso.components.layout import citizen_page, go_button, heading, step_gone
from sothuhoso.components.receipt import (
    other_number_notice,
    print_part,
    receipt_card,
    renewed_notice,
    stock_notice,
    where_it_is,
)
from sothuhoso.components.sending import parked_actions
from sothuhoso.components.speaker import speaker
from sothuhoso.components.together import bridge
from sothuhoso.components.trip_frame import trip_way_back
from sothuhoso.device import flow, receipt, sending, shared_draft
from sothuhoso.device.route import Code
from sothuhoso.device.voice import say
from sothuhoso.device.words import t, t_by


def _top(picture: str, title: Any, *below: Any) -> rx.Component:
    return rx.el.div(
        drawing(picture),
        heading(title, "text-center"),
        *below,
        role="status",
        class_name="flex flex-col items-center gap-3 pt-4 text-center",
    )


def _procedure_line() -> rx.Component:
    return rx.el.p(
        sending.sent("at"), rx.cond(sending.sent("at") != "", " · ", ""), flow.PROCEDURE_NAME, class_name="text-ink-2"
    )


def _number_card() -> rx.Component:
    number = sending.sent("number")
    return rx.el.section(
        Code.create(
            text=sending.sent("follow"),
            label=t("sent.qr_alt", number=number),
            class_name="w-[200px] h-[200px] rounded-[12px]",
        ),
        rx.el.p(t("sent.number"), class_name="text-sm text-ink-2"),
        rx.el.p(number, id="number", class_name="number text-xl break-all"),
        rx.el.p(t("sent.qr_hint"), class_name="text-ink-2"),
        class_name=f"{CARD} flex flex-col items-center text-center gap-2 !py-6",
    )


def _next() -> rx.Component:
    unit = (
        rx.cond(sending.sent("unitKind") == "phuong", t("unit_kind.phuong"), t("unit_kind.xa")).to(str)
        + " "
        + sending.sent("unit")
    )
    lines = [t("sent.next_1", unit=unit), t("sent.next_2"), t("sent.next_3"), t("sent.next_bring")]
    return rx.el.section(
        rx.el.h2(t("sent.next"), class_name="text-lg font-semibold"),
        rx.el.ol(*[rx.el.li(line) for line in lines], class_name="flex flex-col gap-2 list-decimal pl-5"),
        class_name=f"{CARD} flex flex-col gap-3",
    )


def _late() -> rx.Component:
    """Worked on together: what this side typed after the other had sent."""
    return rx.cond(
        shared_draft.LATE.length() > 0,
        notice(
            t("shared.late"),
            rx.el.ul(
                rx.foreach(
                    shared_draft.LATE, lambda one: rx.el.li(t_by("field", one.field), ": ", rx.el.strong(one.value))
                ),
                class_name="list-disc pl-5",
            ),
            rx.el.p(t("shared.late_hint")),
            tone="amber",
            icon_name="history",
            role="alert",
        ),
    )


def _arrived() -> rx.Component:
    photos = sending.sent("photosSent", int)
    return rx.fragment(
        _top("arrived", rx.cond(photos > 0, t("sent.arrived", n=photos), t("sent.arrived_plain")), _procedure_line()),
        _late(),
        other_number_notice(),
        renewed_notice(),
        _number_card(),
        _next(),
        rx.cond(
            flow.COUNTER,
            rx.fragment(
                rx.cond(receipt.HAS, print_part("arrived")),
                link_button(t("shared.to_desk"), "/ban" + flow.ASKED, class_name="w-full"),
                link_button(t("shared.to_list"), "/ban", tone="quiet"),
            ),
            rx.fragment(
                link_button(t("sent.follow"), sending.sent("path"), class_name="w-full"),
                go_button(t("sent.another"), "/", tone="quiet"),
            ),
        ),
    )


def _receipt(state: str) -> rx.Component:
    """What the person takes along meanwhile."""
    return rx.cond(
        receipt.HAS,
        rx.fragment(
            renewed_notice(),
            receipt_card(),
            rx.cond(flow.COUNTER, print_part(state)),
            where_it_is(state),
            stock_notice(),
        ),
    )


def _waiting() -> rx.Component:
    return rx.fragment(
        _top("waiting", t("sent.waiting"), _procedure_line()),
        notice(
            t("sent.saved_here"),
            rx.cond(sending.sent("line", bool), rx.el.p(t("sent.waiting_server")), rx.el.p(t("sent.waiting_offline"))),
            rx.cond(
                sending.sent("photos", int) > 0,
                rx.el.p(t("sent.size", n=sending.sent("photos", int), size=sending.sent("size"))),
            ),
            tone="amber",
            icon_name="hard-drive-download",
            role="note",
        ),
        button(
            t("sent.try_now"), tone="plain", icon_name="refresh-cw", on_click=sending.send_now(sending.sent("item"))
        ),
        _receipt("waiting"),
        go_button(t("sent.another"), "/", tone="quiet"),
    )


def _sending() -> rx.Component:
    percent = sending.sent("percent", int)
    return rx.fragment(
        _top("sending", t("sent.sending"), _procedure_line()),
        rx.el.div(
            rx.el.p(
                t("sent.progress", n=sending.sent("sent", int), all=sending.sent("of", int)), class_name="font-semibold"
            ),
            progress_bar(percent, t("sent.progress_label", percent=percent)),
            rx.el.p(t("sent.keep_open"), class_name="text-ink-2"),
            class_name=f"{CARD} flex flex-col gap-3",
        ),
        _receipt("sending"),
    )


def _parked() -> rx.Component:
    return rx.fragment(
        _top("needs_you", t("sent.parked"), _procedure_line()),
        parked_actions(sending.sent, flow.ASKED),
        _receipt("parked"),
        go_button(t("flow.home"), "/", tone="quiet"),
    )


def page() -> rx.Component:
    """Sent, or waiting to be."""
    ready = rx.match(
        sending.sent("state"),
        ("arrived", _arrived()),
        ("sending", _sending()),
        ("parked", _parked()),
        ("draft", rx.fragment(heading(t("mine.drafts")), go_button(t("mine.continue"), "/ho-so/xem-lai" + flow.ASKED))),
        _waiting(),
    )
    body = rx.match(
        flow.STATUS,
        ("ready", ready),
        ("expired", ready),
        ("gone", step_gone("file-question", "gone")),
        ("failed", step_gone("triangle-alert", "failed")),
        rx.fragment(heading(t("flow.loading"), "visually-hidden"), spinner(t("flow.loading"))),
    )
    state = sending.sent("state")
    told = rx.match(state, *[(one, say(one)) for one in ("arrived", "sending", "parked")], say("waiting"))
    there = ((flow.STATUS == "ready") | (flow.STATUS == "expired")) & (state != "draft")
    voice = rx.cond(there, speaker(told))
    return citizen_page("", body, trip_way_back(), bridge(), enter=receipt.ENTER, voice=voice)
