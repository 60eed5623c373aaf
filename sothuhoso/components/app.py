"""The app on this device: the offer of a new version, and the card that says what the device holds and can do."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, button, icon, notice
from sothuhoso.device import app
from sothuhoso.device.words import t


def update_bar() -> rx.Component:
    """A new version is here: offered, never forced. Floats, so that nothing moves under a finger."""
    return rx.el.div(
        rx.cond(
            app.UPDATE == "offered",
            rx.el.div(
                rx.el.p(t("app.update"), class_name="flex-1 min-w-[160px] font-semibold"),
                button(t("app.update_later"), tone="quiet", on_click=app.UPDATE_LATER, class_name=_SMALL),
                button(t("app.update_now"), icon_name="refresh-cw", on_click=app.UPDATE_NOW, class_name=_SMALL),
                id="new-version",
                class_name=(
                    "fixed z-40 top-[max(8px,env(safe-area-inset-top))] inset-x-2 mx-auto max-w-[560px] flex flex-wrap "
                    "items-center justify-end gap-x-2 gap-y-1 rounded-card border border-line bg-card text-ink pl-4 "
                    "pr-2 py-2 shadow-lg"
                ),
            ),
        ),
        role="status",
    )


_SMALL = "!min-h-[44px] !px-3"


def this_device() -> rx.Component:
    """What the device holds, whether it opens with no line, how to install."""
    return rx.el.section(
        rx.el.h2(t("app.heading"), class_name="text-lg font-semibold"),
        rx.cond(app.UPDATE != "", _update()),
        rx.el.div(
            rx.match(
                app.OFFLINE,
                ("ready", _fact("circle-check", t("app.offline_ready"), "text-tea")),
                ("loading", _fact("hourglass", t("app.offline_loading"))),
                ("never", _fact("circle-alert", t("app.offline_never"), "text-amber")),
                rx.fragment(),
            ),
            role="status",
            class_name="empty:hidden",
        ),
        rx.match(app.INSTALL, ("ready", _install()), ("ios", _install_on_apple()), rx.fragment()),
        _room(),
        class_name=f"{CARD} flex flex-col gap-4",
        on_mount=app.MEASURE,
    )


def _fact(icon_name: str, words: Any, tone: str = "text-ink-2") -> rx.Component:
    return rx.el.p(icon(icon_name, 22, class_name=tone), rx.el.span(words), class_name="flex items-start gap-3")


def _update() -> rx.Component:
    return notice(
        t("app.update"),
        rx.el.p(t("app.update_hint")),
        button(t("app.update_now"), icon_name="refresh-cw", on_click=app.UPDATE_NOW, class_name="mt-2 self-start"),
        icon_name="sparkles",
    )


def _install() -> rx.Component:
    return rx.el.div(
        _fact("smartphone", t("app.install_hint")),
        button(t("app.install"), tone="plain", icon_name="download", on_click=app.INSTALL_NOW, class_name="self-start"),
        class_name="flex flex-col gap-3",
    )


def _install_on_apple() -> rx.Component:
    return rx.el.div(
        _fact("smartphone", t("app.install_hint")),
        rx.el.ol(
            rx.el.li(t("app.ios_share"), " ", icon("share", 20, class_name="inline align-text-bottom")),
            rx.el.li(t("app.ios_add")),
            class_name="list-decimal pl-12 flex flex-col gap-1",
        ),
        class_name="flex flex-col gap-2",
    )


def _room() -> rx.Component:
    return rx.cond(
        app.USED != "",
        rx.el.div(
            _fact(
                "hard-drive",
                rx.fragment(
                    rx.cond(app.DRAFTS > 0, t("app.holds", drafts=app.DRAFTS, photos=app.PHOTOS) + " ", ""),
                    t("app.room", used=app.USED, left=app.LEFT),
                ),
            ),
            rx.cond(app.SHORT, _fact("triangle-alert", t("app.short"), "text-amber")),
            rx.el.div(
                rx.match(
                    app.KEPT,
                    ("yes", _fact("shield-check", t("app.kept"), "text-tea")),
                    ("refused", _fact("shield-alert", t("app.kept_refused"), "text-amber")),
                    _fact("shield-alert", t("app.kept_not"), "text-amber"),
                ),
                role="status",
            ),
            rx.cond(
                app.KEPT != "yes",
                button(
                    t("app.keep"), tone="plain", icon_name="lock", on_click=app.ASK_TO_KEEP, class_name="self-start"
                ),
            ),
            class_name="flex flex-col gap-3",
        ),
    )
