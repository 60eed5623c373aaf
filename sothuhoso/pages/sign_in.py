"""Sign-in of the desk's people. Nothing here passes through a State: the password goes by REST."""

from __future__ import annotations

import reflex as rx

from sothuhoso.components.basic import button, icon, link_button
from sothuhoso.components.form import plain_form, text_field
from sothuhoso.device import sign_in
from sothuhoso.device.words import t


def page() -> rx.Component:
    """The form, the reason for a refusal, and the way out for who is no clerk."""
    return rx.el.main(
        rx.el.div(icon("folder-check", 40), class_name="text-tea"),
        rx.el.h1(t("sign_in.title"), class_name="text-2xl font-semibold"),
        rx.el.p(t("sign_in.hint"), class_name="text-ink-2"),
        plain_form(
            text_field(
                "username",
                t("sign_in.username"),
                sign_in.USERNAME,
                sign_in.SET_USERNAME,
                auto_complete="username",
                auto_capitalize="none",
                spell_check=False,
                required=True,
            ),
            text_field(
                "password",
                t("sign_in.password"),
                sign_in.PASSWORD,
                sign_in.SET_PASSWORD,
                type="password",
                auto_complete="current-password",
                required=True,
            ),
            _problem(),
            button(rx.cond(sign_in.BUSY, t("sign_in.busy"), t("sign_in.submit")), type="submit", disabled=sign_in.BUSY),
            on_submit=sign_in.SUBMIT,
            class_name="flex flex-col gap-4",
        ),
        link_button(t("sign_in.citizen"), "/", tone="quiet"),
        class_name="max-w-[420px] mx-auto min-h-dvh flex flex-col justify-center gap-4 p-5",
    )


def _problem() -> rx.Component:
    return rx.el.div(
        rx.cond(
            sign_in.OFFLINE,
            rx.el.p(t("sign_in.offline"), class_name="bg-amber-bg text-amber font-semibold rounded-card p-3"),
        ),
        rx.cond(
            sign_in.MESSAGE != "",
            rx.el.p(sign_in.MESSAGE, class_name="bg-seal-bg text-seal font-semibold rounded-card p-3"),
        ),
        role="alert",
    )
