"""The question before signing out while something has not reached the desk."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import button, notice, spinner
from sothuhoso.components.question import SHEET
from sothuhoso.device import leaving
from sothuhoso.device.route import Modal
from sothuhoso.device.words import t, t_by


def _unsent(key: str, number: Any) -> rx.Component:
    return rx.cond(number > 0, rx.el.li(t(f"leaving.{key}", n=number)))


def leaving_sheet() -> rx.Component:
    """What is unsent, kind by kind, what becomes of them, and the three ways on."""
    return Modal.create(
        rx.el.div(
            rx.el.h2(t("leaving.title"), class_name="text-lg font-semibold"),
            rx.el.ul(
                _unsent("dossiers", leaving.DOSSIERS),
                _unsent("deeds", leaving.DEEDS),
                _unsent("drafts", leaving.DRAFTS),
                class_name="list-disc m-0 pl-5 flex flex-col gap-1 font-semibold",
            ),
            rx.el.p(rx.cond(leaving.LOCKED, t("leaving.locked"), t("leaving.open"))),
            rx.el.div(
                rx.cond(
                    leaving.PROBLEM != "",
                    notice(
                        t_by("leaving.problem", leaving.PROBLEM),
                        tone="amber",
                        icon_name="triangle-alert",
                        role="note",
                    ),
                ),
                role="alert",
            ),
            rx.cond(
                leaving.SENDING,
                rx.fragment(
                    spinner(t("leaving.sending", n=leaving.LEFT)),
                    button(t("leaving.stay"), tone="plain", on_click=leaving.STAY),
                ),
                rx.el.div(
                    rx.cond(
                        (leaving.DOSSIERS > 0) | (leaving.DEEDS > 0),
                        button(t("leaving.send_first"), icon_name="send", on_click=leaving.SEND_FIRST),
                    ),
                    button(t("leaving.leave"), tone="plain", icon_name="log-out", on_click=leaving.LEAVE),
                    button(t("leaving.stay"), tone="quiet", on_click=leaving.STAY),
                    class_name="flex flex-col gap-2",
                ),
            ),
            class_name="flex flex-col gap-4 p-5",
        ),
        open=leaving.OPEN,
        label=t("leaving.title"),
        on_close=leaving.STAY,
        class_name=SHEET,
    )
