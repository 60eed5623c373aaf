"""The page for an address that shows nothing."""

from __future__ import annotations

import reflex as rx

from sothuhoso.components.layout import citizen_page, go_button, heading
from sothuhoso.device.words import t


def page() -> rx.Component:
    """What happened, and two ways on."""
    return citizen_page(
        "",
        heading(t("page.unknown.title")),
        rx.el.p(t("page.unknown.text")),
        go_button(t("page.unknown.home"), "/"),
    )
