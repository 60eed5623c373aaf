"""States of a dossier: always colour and word."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import pill
from sothuhoso.device.format import moment
from sothuhoso.device.words import t

_TONES = {1: "sky", 2: "tea", 3: "seal", 4: "tea", 5: "amber", 6: "amber", 7: "grey", 8: "seal", 9: "tea", 10: "grey"}


def status_pill(status: Any) -> Any:
    """The status in short words; ``status`` 1–10."""
    return rx.match(
        status, *[(code, pill(t(f"status_short.{code}"), tone)) for code, tone in _TONES.items()], rx.fragment()
    )


def due_word(state: Any, due_at: Any) -> Any:
    """When the result is due; red only where it is late. ``state``: ``""`` | on_time | today | overdue."""
    plain, bold = "whitespace-nowrap", "whitespace-nowrap font-semibold"
    return rx.match(
        state,
        ("overdue", rx.el.span(t("desk.overdue", day=moment(due_at, "day")), class_name=f"{bold} text-seal")),
        ("today", rx.el.span(t("desk.due_today", time=moment(due_at, "time")), class_name=f"{bold} text-amber")),
        ("on_time", rx.el.span(t("desk.due", day=moment(due_at, "day")), class_name=plain)),
        rx.el.span(),
    )
