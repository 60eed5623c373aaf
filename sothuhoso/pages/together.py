"""The tablet takes up the draft on a person's phone: six digits, or the phone's QR, which opens this page with them."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, button, empty_state, icon, notice
from sothuhoso.components.camera import scanner
from sothuhoso.components.desk_frame import desk_frame, status_line
from sothuhoso.components.form import plain_form
from sothuhoso.components.layout import go
from sothuhoso.device import shared_draft
from sothuhoso.device.words import t
from sothuhoso.state.desk import Desk
from sothuhoso.state.session import Session

_CODE = (
    "number w-full max-w-[280px] rounded-button border bg-card text-ink px-4 min-h-[64px] text-[32px] text-center "
    "tracking-[0.3em] focus-visible:border-tea"
)


def _form() -> rx.Component:
    return plain_form(
        button(
            t("shared.entry.scan"),
            tone="plain",
            icon_name="scan-line",
            on_click=shared_draft.SCAN_CODE,
            disabled=shared_draft.ENTRY_BUSY,
            class_name="max-w-[280px] w-full",
        ),
        rx.el.label(t("shared.entry.code"), html_for="code", class_name="font-semibold"),
        rx.el.input(
            id="code",
            value=shared_draft.ENTRY_CODE,
            on_change=shared_draft.SET_CODE,
            input_mode="numeric",
            auto_complete="one-time-code",
            max_length=7,
            aria_describedby="code-problem",
            class_name=_CODE,
        ),
        rx.el.div(
            rx.match(
                shared_draft.ENTRY_PROBLEM,
                ("", rx.fragment()),
                ("digits", _problem(t("shared.entry.digits"))),
                ("offline", _problem(t("shared.entry.offline"))),
                _problem(shared_draft.ENTRY_PROBLEM),
            ),
            id="code-problem",
            role="alert",
        ),
        button(
            rx.cond(shared_draft.ENTRY_BUSY, t("shared.entry.joining"), t("shared.entry.join")),
            type="submit",
            icon_name="users",
            disabled=shared_draft.ENTRY_BUSY,
            class_name="max-w-[280px] w-full",
        ),
        on_submit=shared_draft.JOIN,
        class_name=f"{CARD} flex flex-col items-start gap-3",
    )


def _problem(words: Any) -> rx.Component:
    return rx.el.p(words, class_name="bg-seal-bg text-seal font-semibold rounded-button p-3")


def _draft(draft: Any) -> rx.Component:
    return rx.el.li(
        go(
            rx.el.span(
                rx.el.span(
                    rx.cond(draft.person != "", draft.person, t("shared.entry.unnamed")),
                    class_name="font-semibold block",
                ),
                rx.el.span(draft.name, class_name="block text-ink-2"),
                rx.el.span(t("shared.entry.changed", at=draft.changed), class_name="block text-sm text-ink-2"),
                class_name="flex-1 min-w-0",
            ),
            icon("chevron-right", 22),
            to=draft.address,
            class_name=f"{CARD} flex items-center gap-3 no-underline text-ink hover:border-tea",
        ),
        key=draft.id,
    )


def page() -> rx.Component:
    """Join, and what is worked on together from here."""
    return desk_frame(
        "together",
        Desk.who,
        status_line(Session.notice, Session.dismiss),
        rx.el.div(
            rx.el.h1(t("shared.entry.heading"), class_name="text-2xl font-semibold"),
            rx.cond(shared_draft.NOTE != "", notice(t("shared.ended_clerk"), icon_name="user-x")),
            rx.el.p(t("shared.entry.hint"), class_name="text-ink-2"),
            _form(),
            rx.cond(
                shared_draft.ENTRY_DRAFTS.length() > 0,
                rx.el.section(
                    rx.el.h2(t("shared.entry.open"), id="open-title", class_name="text-lg font-semibold mb-2"),
                    rx.el.ul(rx.foreach(shared_draft.ENTRY_DRAFTS, _draft), class_name="flex flex-col gap-2"),
                    aria_labelledby="open-title",
                ),
                empty_state("users", t("shared.entry.none"), t("shared.entry.none_hint")),
            ),
            # Only who is signed in is shown a name: then digits that came with the address are used at once.
            rx.cond(Desk.who != "", rx.el.span(on_mount=shared_draft.JOIN_SCANNED, class_name="hidden")),
            scanner(t("camera.join"), t("camera.aim_join")),
            on_mount=shared_draft.ENTER,
            on_unmount=shared_draft.LEAVE,
            class_name="w-full max-w-[640px] mx-auto p-5 flex flex-col gap-5 overflow-auto",
        ),
        travels=Desk.travels,
    )
