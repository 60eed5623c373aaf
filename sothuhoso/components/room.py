"""What the device has room for, said before it is too late."""

from __future__ import annotations

import reflex as rx

from sothuhoso.components.basic import icon, notice
from sothuhoso.components.layout import go_button
from sothuhoso.device import outbox, sending
from sothuhoso.device.words import t


def room_line() -> rx.Component:
    """How much is used and left, where the browser tells."""
    return rx.cond(
        outbox.ROOM != "",
        rx.el.p(
            icon("hard-drive", 20),
            rx.el.span(t("room.line", used=outbox.ROOM_USED, left=outbox.ROOM_LEFT)),
            class_name="flex items-center gap-2 text-sm text-ink-2",
        ),
    )


def room_notice(*, lead: bool = False) -> rx.Component:
    """Four fifths used, or full: what to do. ``lead``: with the way to what waits."""
    way = [rx.cond(sending.WAITING > 0, go_button(t("room.send_first"), "/cho-gui", tone="plain"))] if lead else []
    return rx.el.div(
        rx.match(
            outbox.ROOM,
            (
                "full",
                notice(
                    t("room.full"),
                    rx.el.p(t("room.full_hint")),
                    *way,
                    tone="seal",
                    icon_name="hard-drive",
                    role="alert",
                ),
            ),
            (
                "tight",
                notice(
                    t("room.tight", percent=outbox.ROOM_PERCENT),
                    rx.el.p(t("room.tight_hint")),
                    *way,
                    tone="amber",
                    icon_name="hard-drive",
                    role="note",
                ),
            ),
            rx.fragment(),
        ),
        class_name="empty:hidden",
    )
