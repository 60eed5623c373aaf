"""Working on one draft with another device, as the flow shows it: the invitation, the code, who is there."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import button, icon, icon_button, link_button, notice
from sothuhoso.components.unit_choice import unit_chosen, unit_name, unit_search
from sothuhoso.device import flow, shared_draft, unit
from sothuhoso.device.route import Code, Modal
from sothuhoso.device.shared_draft import SharedBridge
from sothuhoso.device.words import t
from sothuhoso.state.shared_draft import SharedDraft, SharedLink

_MODAL = (
    "m-auto p-0 w-[min(480px,calc(100vw-24px))] max-h-[94dvh] overflow-auto rounded-card bg-card text-ink border "
    "border-line backdrop:bg-black/50"
)


def bridge() -> rx.Component:
    """On every page that shows a draft; a page whose draft is not shared opens no socket.

    An event that finds no socket is not kept for later: the store says it again.
    """
    return rx.cond(
        shared_draft.MODE != "alone",
        SharedBridge.create(
            head=SharedDraft.head,
            fields=SharedDraft.fields,
            pages=SharedDraft.pages,
            claims=SharedDraft.claims,
            answer=SharedLink.answer,
            hydrated=rx.State.is_hydrated,
            on_join=SharedDraft.join.temporal,
            on_edit=SharedDraft.edit.temporal,
            on_hold=SharedDraft.hold.temporal,
        ),
    )


def together() -> rx.Component:
    """How it stands with the other device; for a citizen alone, the way to begin."""
    return rx.el.div(
        rx.match(
            shared_draft.MODE,
            ("together", _here()),
            ("waiting", _waiting()),
            ("ending", rx.el.p(t("shared.ending"), class_name="text-ink-2")),
            _invite(),
        ),
        role="status",
        class_name="empty:hidden",
    )


def _invite() -> rx.Component:
    return rx.cond(
        flow.COUNTER,
        rx.fragment(),
        rx.fragment(
            rx.cond(
                shared_draft.NOTE != "",
                notice(t("shared.ended_citizen"), icon_name="user-x", role="none", class_name="mb-2"),
            ),
            button(
                t("shared.invite"),
                tone="quiet",
                icon_name="users",
                on_click=shared_draft.OPEN_SHARE,
                class_name="-mx-4 -my-2",
            ),
        ),
    )


def _waiting() -> rx.Component:
    return _strip(
        "amber",
        "hourglass",
        t("shared.waiting", left=shared_draft.LEFT),
        button(t("shared.see_code"), tone="quiet", on_click=shared_draft.OPEN_SHARE, class_name="shrink-0"),
    )


def _here() -> rx.Component:
    who = rx.cond(shared_draft.CLERK, t("shared.with_citizen"), t("shared.with_clerk", name=shared_draft.NAME))
    stop = button(
        t("shared.stop_short"),
        tone="quiet",
        on_click=shared_draft.OPEN_STOP,
        aria_label=t("shared.stop"),
        class_name="shrink-0",
    )
    return rx.cond(
        shared_draft.SIGN_IN,
        _strip(
            "amber",
            "lock",
            t("shared.sign_in"),
            link_button(t("sign_in.submit"), "/dang-nhap?next=/ban/cung-lam", tone="quiet"),
        ),
        rx.cond(
            shared_draft.SENDING,
            _strip("sky", "send", t("shared.sending")),
            rx.cond(
                shared_draft.LIVE,
                _strip("tea", "users", who, stop),
                _strip("amber", "cloud-off", who, stop, below=t("shared.cut")),
            ),
        ),
    )


def _strip(tone: str, icon_name: str, words: Any, *taps: Any, below: Any = None) -> rx.Component:
    return rx.el.div(
        icon(icon_name, 22),
        rx.el.div(
            rx.el.p(words, class_name="font-semibold"),
            *([rx.el.p(below, class_name="text-sm")] if below is not None else []),
            class_name="flex-1 min-w-0",
        ),
        *taps,
        class_name=f"flex items-center gap-3 rounded-card pl-4 pr-1 py-2 bg-{tone}-bg text-{tone}",
    )


# --- the panels ----------------------------------------------------------------------------------------------------


def share_panel() -> rx.Component:
    """The phone's code: for which desk, the digits and the QR, who came."""
    body = rx.match(
        shared_draft.MODE,
        ("together", _came()),
        ("waiting", _code()),
        _ask(),
    )
    return _panel("share", t("shared.heading"), body)


def stop_panel() -> rx.Component:
    """Asked once, because coming back needs a new code."""
    return _panel(
        "stop",
        t("shared.stop_title"),
        rx.fragment(
            rx.el.p(rx.cond(shared_draft.CLERK, t("shared.stop_clerk"), t("shared.stop_citizen"))),
            button(t("shared.keep"), on_click=shared_draft.CLOSE_PANEL),
            button(t("shared.stop"), tone="seal", on_click=shared_draft.STOP),
        ),
    )


def _panel(name: str, title: Any, body: Any) -> rx.Component:
    return Modal.create(
        rx.el.div(
            rx.el.div(
                rx.el.h2(title, class_name="flex-1 text-xl font-semibold"),
                icon_button("x", t("nav.close"), on_click=shared_draft.CLOSE_PANEL),
                class_name="flex items-center gap-2",
            ),
            body,
            class_name="flex flex-col gap-4 p-5",
        ),
        open=shared_draft.PANEL == name,  # noqa: SIM300 - the Var is on the left
        label=title,
        on_close=shared_draft.CLOSE_PANEL,
        class_name=_MODAL,
    )


def _ask() -> rx.Component:
    return rx.fragment(
        rx.cond(
            shared_draft.MODE == "lapsed",
            rx.el.p(t("shared.lapsed"), role="status", class_name="text-amber font-semibold"),
        ),
        rx.el.p(t("shared.how")),
        rx.el.p(t("shared.unit_for"), class_name="text-ink-2 -mb-2"),
        rx.cond(unit.CHOOSING, unit_search("share-unit"), unit_chosen()),
        rx.el.div(
            rx.cond(
                shared_draft.PROBLEM != "",
                rx.el.p(
                    rx.cond(shared_draft.PROBLEM == "offline", t("shared.offline"), shared_draft.PROBLEM),
                    class_name="text-amber font-semibold",
                ),
            ),
            role="alert",
        ),
        button(
            rx.cond(
                shared_draft.BUSY,
                t("shared.getting"),
                rx.cond(shared_draft.MODE == "lapsed", t("shared.new_code"), t("shared.get_code")),
            ),
            on_click=shared_draft.SHARE,
            disabled=shared_draft.BUSY | (shared_draft.UNIT == ""),
            class_name="w-full",
        ),
    )


def _code() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("shared.how")),
        rx.el.div(
            rx.el.p(t("shared.code_label"), class_name="text-ink-2"),
            rx.el.p(
                shared_draft.CODE, id="share-code", class_name="number text-[44px] leading-tight tracking-[0.08em]"
            ),
            Code.create(
                text=shared_draft.ADDRESS, label=t("shared.code_alt"), class_name="w-[200px] h-[200px] rounded-[12px]"
            ),
            rx.el.p(t("shared.left", left=shared_draft.LEFT), class_name="font-semibold"),
            rx.el.p(unit_name(shared_draft.UNIT, shared_draft.UNIT_KIND), class_name="text-ink-2"),
            class_name="flex flex-col items-center text-center gap-2",
        ),
        rx.el.p(t("shared.once"), class_name="text-sm text-ink-2"),
        button(
            t("shared.new_code"),
            tone="plain",
            icon_name="refresh-cw",
            on_click=shared_draft.SHARE,
            disabled=shared_draft.BUSY,
        ),
    )


def _came() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.div(icon("users", 36), class_name="rounded-full p-5 bg-tea-bg text-tea"),
            rx.el.p(t("shared.came", name=shared_draft.NAME), class_name="text-lg font-semibold"),
            rx.el.p(t("shared.came_hint"), class_name="text-ink-2"),
            role="status",
            class_name="flex flex-col items-center text-center gap-3",
        ),
        button(t("shared.go_on"), on_click=shared_draft.CLOSE_PANEL),
    )
