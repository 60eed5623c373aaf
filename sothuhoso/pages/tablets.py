"""Tablets: the lock of this one, and for the head of the desk all of the unit's and what locked ones handed over."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, button, empty_state, link_button, notice, pill, spinner
from sothuhoso.components.desk_frame import desk_frame, status_line
from sothuhoso.components.form import choice
from sothuhoso.components.question import ANSWER, question
from sothuhoso.device import lock, tablets
from sothuhoso.device.route import FilePicker
from sothuhoso.device.words import t, t_by
from sothuhoso.state.desk import Desk
from sothuhoso.state.session import Session

_IDLE = (1, 2, 5, 10, 15)


def page() -> rx.Component:
    """This tablet first, then the unit's."""
    return desk_frame(
        "tablets",
        Desk.who,
        status_line(Session.notice, Session.dismiss),
        rx.el.div(
            rx.el.h1(t("tablets.heading"), class_name="text-2xl font-semibold"),
            _answer(),
            rx.cond(tablets.SHARED, _here(), _not_shared()),
            rx.cond(
                tablets.LOADED,
                rx.fragment(
                    rx.cond(tablets.FAILED, _failed()),
                    rx.cond(tablets.MANAGER, rx.fragment(_devices(), _bundles())),
                ),
                spinner(t("tablets.loading")),
            ),
            _revoke(),
            _remove(),
            _opened(),
            on_mount=tablets.ENTER,
            class_name="w-full max-w-[760px] mx-auto p-5 flex flex-col gap-5 overflow-auto",
        ),
    )


def _answer() -> rx.Component:
    """What came of the last tap; always in the page, so that readers hear it."""
    return rx.el.div(
        rx.cond(
            tablets.MESSAGE != "",
            notice(
                rx.cond(tablets.MESSAGE == "offline", t("tablets.offline"), tablets.MESSAGE),
                tone="amber",
                icon_name="triangle-alert",
                role="note",
            ),
        ),
        rx.cond(
            tablets.SAID != "", notice(t_by("tablets.said", tablets.SAID), tone="tea", icon_name="check", role="note")
        ),
        role="status",
    )


# --- this one ------------------------------------------------------------------------------------------------------


def _not_shared() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("tablets.here"), class_name="text-lg font-semibold"),
        rx.el.p(t("tablets.not_shared")),
        rx.el.p(t("tablets.not_shared_hint"), class_name="text-ink-2"),
        link_button(t("tablets.share"), "/khoa?viec=dat&ve=/ban/may", icon_name="lock", class_name="sm:self-start"),
        class_name=f"{CARD} flex flex-col gap-3",
    )


def _here() -> rx.Component:
    idle = [
        choice("idle", str(minutes), t("tablets.minutes", n=minutes), tablets.here("idle", int) == minutes,
               tablets.set_idle(minutes))
        for minutes in _IDLE
    ]  # fmt: skip
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("tablets.here_named", label=tablets.here("label")), class_name="text-lg font-semibold"),
            pill(t("tablets.shared"), "tea", "lock"),
            class_name="flex items-center justify-between gap-2 flex-wrap",
        ),
        rx.el.p(t("tablets.mine", name=tablets.here("name"))),
        rx.el.fieldset(
            rx.el.legend(t("tablets.idle"), class_name="mb-2 font-semibold"),
            rx.el.div(*idle, class_name="grid grid-cols-2 sm:grid-cols-5 gap-2"),
        ),
        rx.el.div(
            button(t("tablets.lock_now"), icon_name="lock", on_click=lock.LOCK_NOW),
            link_button(t("tablets.change"), "/khoa?viec=doi&ve=/ban/may", tone="plain", icon_name="key-round"),
            button(t("tablets.remove"), tone="seal", icon_name="trash-2", on_click=tablets.ASK_REMOVE),
            class_name="flex flex-wrap gap-2",
        ),
        class_name=f"{CARD} flex flex-col gap-4",
    )


# --- the unit's ----------------------------------------------------------------------------------------------------


def _failed() -> rx.Component:
    return notice(
        t("tablets.failed"),
        button(
            t("tablets.again"), tone="plain", icon_name="refresh-cw", on_click=tablets.LOOK, class_name="self-start"
        ),
        tone="amber",
        icon_name="wifi-off",
    )


def _devices() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("tablets.unit"), id="unit-title", class_name="text-lg font-semibold mb-2"),
        rx.cond(
            tablets.DEVICES.length() > 0,
            rx.el.ul(rx.foreach(tablets.DEVICES, _device), class_name="list-none m-0 p-0 flex flex-col gap-3"),
            empty_state("tablet-smartphone", t("tablets.none"), t("tablets.none_hint")),
        ),
        aria_labelledby="unit-title",
    )


def _device(device: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.h3(
                    device.label, rx.cond(device.mine, " · " + t("tablets.this_one"), ""), class_name="font-semibold"
                ),
                rx.el.p(t("tablets.seen", at=device.last_seen_at), class_name="text-sm text-ink-2"),
                class_name="grow basis-[180px] min-w-0",
            ),
            rx.match(
                device.state,
                ("in_use", pill(t("tablets.state.in_use"), "tea", "check")),
                ("revoked", pill(t("tablets.state.revoked"), "amber", "clock")),
                ("wiped", pill(t("tablets.state.wiped"), "grey", "check-check")),
                pill(t("tablets.state.left"), "grey"),
            ),
            class_name="flex flex-wrap items-start gap-x-3 gap-y-1",
        ),
        rx.match(
            device.state,
            ("revoked", rx.el.p(t("tablets.revoked_at", at=device.revoked_at), class_name="text-sm")),
            ("wiped", rx.el.p(t("tablets.wiped_at", at=device.wiped_at), class_name="text-sm")),
            rx.fragment(),
        ),
        rx.el.ul(
            rx.foreach(device.users.to(list[tablets.TabletUser]), _user),
            aria_label=t("tablets.users"),
            class_name="list-none m-0 p-0 flex flex-col gap-1",
        ),
        rx.cond(
            device.state == "in_use",
            button(
                t("tablets.revoke"),
                tone="seal",
                icon_name="shield-off",
                on_click=tablets.ask_revoke(device.id),
                disabled=tablets.BUSY != "",
                class_name="self-start",
            ),
        ),
        class_name=f"{CARD} flex flex-col gap-3",
        key=device.id,
    )


def _user(user: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(user.name, class_name="flex-1 min-w-0"),
        rx.cond(
            user.reset_until != "",
            pill(t("tablets.reset_until", at=user.reset_until), "sky"),
            rx.cond(
                user.active,
                button(
                    t("tablets.reset"),
                    tone="quiet",
                    icon_name="key-round",
                    on_click=tablets.allow_reset(user.device, user.account_id),
                    disabled=tablets.BUSY != "",
                ),
            ),
        ),
        class_name="flex items-center gap-2 flex-wrap border-t border-line pt-2",
        key=user.account_id,
    )


def _revoke() -> rx.Component:
    return question(
        t("tablets.revoke_title", label=tablets.ASKED_LABEL),
        rx.el.p(t("tablets.revoke_what")),
        rx.el.p(t("tablets.revoke_unsent"), class_name="text-ink-2"),
        answers=[
            button(t("tablets.keep"), tone="plain", on_click=tablets.KEEP, class_name=ANSWER),
            button(
                t("tablets.revoke_yes"), tone="seal", icon_name="shield-off", on_click=tablets.REVOKE, class_name=ANSWER
            ),
        ],
        asked=tablets.ASKED != "",
        on_close=tablets.KEEP,
    )


def _remove() -> rx.Component:
    return question(
        t("tablets.remove_title"),
        rx.el.p(t("tablets.remove_what")),
        answers=[
            button(t("tablets.keep"), tone="plain", on_click=tablets.KEEP, class_name=ANSWER),
            button(
                t("tablets.remove_yes"),
                tone="seal",
                icon_name="trash-2",
                on_click=tablets.REMOVE_MINE,
                class_name=ANSWER,
            ),
        ],
        asked=tablets.REMOVING,
        on_close=tablets.KEEP,
    )


# --- what locked ones handed over ----------------------------------------------------------------------------------


def _bundles() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("tablets.bundles"), id="bundles-title", class_name="text-lg font-semibold"),
        rx.el.p(t("tablets.bundles_hint"), class_name="text-ink-2"),
        rx.cond(
            tablets.BUNDLES.length() > 0,
            rx.el.ul(rx.foreach(tablets.BUNDLES, _bundle), class_name="list-none m-0 p-0 flex flex-col gap-3"),
            rx.el.p(t("tablets.no_bundles")),
        ),
        FilePicker.create(
            rx.el.span(t("tablets.file")),
            id="bundle-file",
            pick=tablets.TAKE_FILE,
            accept=".khoa",
            multiple=False,
            class_name=(
                "self-start inline-flex items-center justify-center rounded-button px-4 min-h-[52px] font-semibold "
                "cursor-pointer border border-tea text-tea bg-card hover:bg-tea-bg focus-within:outline-3 "
                "focus-within:outline-tea-2"
            ),
        ),
        aria_labelledby="bundles-title",
        class_name="flex flex-col gap-3",
    )


def _bundle(bundle: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h3(t("tablets.bundle", label=bundle.device_label, name=bundle.name), class_name="font-semibold"),
            rx.el.p(t_by("tablets.reason", bundle.reason), " · ", bundle.created_at, class_name="text-sm text-ink-2"),
            rx.el.p(t("tablets.inside", dossiers=bundle.dossiers, drafts=bundle.drafts)),
            rx.cond(
                bundle.missing > 0,
                rx.el.p(t("tablets.bundle_missing", n=bundle.missing), class_name="text-sm text-amber font-semibold"),
            ),
            rx.cond(
                bundle.opened_at != "",
                rx.el.p(t("tablets.opened_at", at=bundle.opened_at), class_name="text-sm text-ink-2"),
            ),
            class_name="flex flex-col gap-1",
        ),
        button(
            rx.cond(
                bundle.id == tablets.BUSY,
                t("tablets.opening"),
                rx.cond(bundle.opened_at != "", t("tablets.open_again"), t("tablets.open")),
            ),
            tone="plain",
            icon_name="folder-open",
            on_click=tablets.open_bundle(bundle.id),
            disabled=tablets.BUSY != "",
            class_name="self-start",
        ),
        class_name=f"{CARD} flex flex-col gap-3",
        key=bundle.id,
    )


def _opened() -> rx.Component:
    return question(
        t("tablets.opened"),
        rx.cond(
            tablets.OPENED.length() > 0,
            rx.el.ul(rx.foreach(tablets.OPENED, _recovered), class_name="list-none m-0 p-0 flex flex-col gap-2"),
            rx.el.p(t("tablets.opened_none")),
        ),
        rx.cond(tablets.OPENED_DRAFTS > 0, rx.el.p(t("tablets.opened_drafts", n=tablets.OPENED_DRAFTS))),
        rx.cond(tablets.OPENED_DEEDS > 0, rx.el.p(t("tablets.opened_deeds", n=tablets.OPENED_DEEDS))),
        rx.cond(
            tablets.REFUSED_DEEDS > 0,
            rx.el.p(t("tablets.opened_deeds_refused", n=tablets.REFUSED_DEEDS), class_name="text-seal"),
        ),
        answers=[button(t("tablets.close"), on_click=tablets.CLOSE_OPENED, class_name=ANSWER)],
        asked=tablets.OPENING,
        on_close=tablets.CLOSE_OPENED,
    )


def _recovered(dossier: Any) -> rx.Component:
    return rx.el.li(
        rx.match(
            dossier.state,
            (
                "whole",
                rx.fragment(
                    pill(t("tablets.recovered.whole"), "tea", "check"), rx.el.span(dossier.number, class_name="number")
                ),
            ),
            ("photos_missing", pill(t("tablets.recovered.photos_missing"), "amber", "image-off")),
            rx.fragment(pill(t("tablets.recovered.refused"), "seal", "x"), rx.el.span(dossier.message)),
        ),
        class_name="flex items-center gap-3 flex-wrap",
        key=dossier.id,
    )
