"""A word beside a dossier whose device told another time than the server."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import icon
from sothuhoso.device.words import t

_HOURS_FROM, _DAYS_FROM = 120, 2880


def clock_note(minutes: Any) -> rx.Component:
    """``minutes``: by how much the device's clock was ahead (behind: negative); nothing is said of 0."""
    off = rx.cond(minutes > 0, minutes, 0 - minutes)
    amount = rx.cond(
        off < _HOURS_FROM,
        t("clock.minutes", n=off),
        rx.cond(off < _DAYS_FROM, t("clock.hours", n=off // 60), t("clock.days", n=off // 1440)),
    )
    return rx.cond(
        minutes != 0,
        rx.el.p(
            icon("clock-alert", 18),
            rx.el.span(rx.cond(minutes > 0, t("clock.ahead", off=amount), t("clock.behind", off=amount))),
            class_name="flex items-start gap-2 text-sm text-amber bg-amber-bg rounded-button px-3 py-2",
            role="note",
        ),
    )
