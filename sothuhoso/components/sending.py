"""Why a dossier could not be sent, and what to do about it; used after sending and on the list of this device."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from sothuhoso.components.basic import button, link_button, notice
from sothuhoso.device import sending
from sothuhoso.device.words import t

_CONFLICT, _NOT_OURS, _SIGN_IN = 409, 404, 401


def parked_actions(read: Callable[..., Any], asked: Any) -> rx.Component:
    """``read(name, kind)`` gives a value of the sending; ``asked`` is the ``?hs=…`` of its draft."""
    status = read("problemStatus", int)
    item, draft = read("item"), asked.to(str).split("=")[1]
    correct = button(t("sent.correct"), icon_name="pencil", on_click=sending.correct(item, draft))
    as_new = button(t("sent.as_new"), icon_name="send", on_click=sending.send_as_new(item))
    reason = rx.match(
        status,
        (_CONFLICT, t("sent.conflict")),
        (_NOT_OURS, t("sent.conflict")),
        (_SIGN_IN, t("sent.sign_in")),
        rx.cond(read("photoLost", bool), t("sent.photo_lost"), t("sent.why", why=read("problem"))),
    )
    action = rx.match(
        status,
        (_CONFLICT, as_new),
        (_NOT_OURS, as_new),
        (_SIGN_IN, link_button(t("sent.sign_in_link"), "/dang-nhap")),
        correct,
    )
    return rx.el.div(
        notice(reason, tone="seal", icon_name="circle-alert", role="note"),
        action,
        class_name="flex flex-col gap-3",
    )
