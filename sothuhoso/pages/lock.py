"""The lock of a shared tablet: whose turn it is, the PIN, and what becomes of a part that no PIN opens any more.

Nothing here is anybody's personal data but the names of the desk's people. It works without a line.
"""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, button, icon, link_button, notice, progress_bar, spinner
from sothuhoso.components.form import plain_form, text_field
from sothuhoso.components.speaker import speaker
from sothuhoso.device import lock
from sothuhoso.device.route import RouteWatch
from sothuhoso.device.voice import say
from sothuhoso.device.words import t, t_by

_KEY = (
    "min-h-[52px] sm:min-h-[60px] rounded-button border border-line bg-card text-ink text-2xl font-semibold "
    "cursor-pointer hover:bg-tea-bg active:bg-tea-bg disabled:opacity-50 inline-flex items-center justify-center"
)
_PIN = (
    "number w-full rounded-button border bg-card text-ink px-4 min-h-[56px] sm:min-h-[64px] text-[32px] text-center "
    "tracking-[0.35em] focus-visible:border-tea"
)
_LINK = (
    "min-h-[44px] bg-transparent border-0 text-tea font-semibold underline underline-offset-4 cursor-pointer "
    "inline-flex items-center justify-center"
)


def page() -> rx.Component:
    """One of its faces; the word beside the lock says which."""
    return rx.el.main(
        RouteWatch.create(enter=lock.ENTER, ahead=[]),
        rx.match(
            lock.MODE,
            ("loading", spinner(t("lock.loading"))),
            ("choose", _choose()),
            ("pin", _pin("lock.pin", "lock.pin_hint", "lock.open")),
            ("old", _pin("lock.old", "lock.old_hint", "lock.go_on")),
            ("new", _pin("lock.new", "lock.new_hint", "lock.go_on")),
            ("again", _pin("lock.again", "lock.again_hint", "lock.set")),
            ("forgot", _forgot()),
            ("sign_in", _stop("user-round", "sign_in", _sign_in())),
            ("offline", _stop("wifi-off", "offline", button(t("lock.try_again"), on_click=lock.AGAIN))),
            ("no_unit", _stop("building-2", "no_unit", link_button(t("lock.home"), "/", tone="plain"))),
            ("full", _full()),
            ("revoked", _revoked()),
            _stop("lock-open", "none", link_button(t("lock.home"), "/", tone="plain")),
        ),
        on_mount=lock.LISTEN,
        on_unmount=lock.UNLISTEN,
        id="main",
        class_name=(
            "w-full max-w-[420px] mx-auto min-h-dvh flex flex-col justify-center gap-4 p-4 sm:p-5 bg-paper text-ink"
        ),
    )


def _head(title: Any, icon_name: str = "lock", *, small: bool = False, voice: Any = None) -> rx.Component:
    """``small``: on a phone the pad and its button are to be seen without scrolling. ``voice``: a speaker beside it."""
    shown = "hidden sm:inline-flex" if small else "inline-flex"
    heading = rx.el.h1(title, tab_index=-1, class_name="text-2xl font-semibold leading-tight outline-none text-balance")
    return rx.el.div(
        rx.el.span(icon(icon_name, 28), class_name=f"rounded-full bg-tea-bg text-tea p-3 {shown}"),
        rx.el.div(heading, voice, class_name="flex items-center gap-1") if voice else heading,
        class_name="flex flex-col items-center text-center gap-3",
    )


def _lines(*keys: str, size: str = "") -> list[rx.Component]:
    return [rx.el.p(t(key), class_name=f"text-ink-2 text-center text-pretty {size}") for key in keys]


def _stop(icon_name: str, key: str, *actions: rx.Component) -> rx.Component:
    return rx.el.div(
        _head(t(f"lock.{key}"), icon_name),
        *_lines(f"lock.{key}_hint"),
        *actions,
        class_name="flex flex-col gap-4",
    )


def _sign_in(tone: str = "tea") -> rx.Component:
    return link_button(t("lock.sign_in_link"), lock.lock("signIn"), tone=tone, icon_name="user-round")


# --- who it is -----------------------------------------------------------------------------------------------------


def _choose() -> rx.Component:
    return rx.el.div(
        _head(t("lock.choose")),
        rx.el.ul(rx.foreach(lock.USERS, _user), class_name="list-none m-0 p-0 flex flex-col gap-2"),
        _sign_in("quiet"),
        class_name="flex flex-col gap-5",
    )


def _user(user: Any) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            icon("user-round", 24),
            rx.el.span(
                rx.el.span(user.name, class_name="block font-semibold"),
                rx.cond(user.full, rx.el.span(t("lock.shut"), class_name="block text-sm text-seal")),
                class_name="flex-1 text-left min-w-0",
            ),
            icon("chevron-right", 22),
            type="button",
            on_click=lock.choose(user.id),
            class_name=f"{CARD} w-full min-h-[64px] flex items-center gap-3 text-ink cursor-pointer hover:border-tea",
        ),
        key=user.id,
    )


# --- the pad -------------------------------------------------------------------------------------------------------


def _pin(title: str, hint: str, action: str) -> rx.Component:
    setting = title in ("lock.new", "lock.again")
    return rx.el.div(
        _head(
            t(title, name=lock.lock("name")),
            small=True,
            voice=speaker(say("pin"), "text-tea") if title == "lock.pin" else None,
        ),
        *_lines(hint, size="max-sm:text-sm"),
        *([_waits()] if title == "lock.pin" else []),
        plain_form(
            *([_label()] if title == "lock.new" else []),
            rx.el.input(
                id="pin",
                type="password",
                value=lock.PIN,
                on_change=lock.SET_PIN,
                input_mode="none",
                auto_complete="off",
                auto_focus=True,
                aria_label=t("lock.pin_label"),
                aria_describedby="pin-problem",
                disabled=lock.BUSY,
                max_length=12,
                class_name=_PIN,
                # Each face is an entry of its own: the digits of the one before are not in it, nor is its focus lost.
                key=title,
            ),
            rx.el.p(t("lock.typed", n=lock.TYPED), role="status", class_name="visually-hidden"),
            rx.el.div(_problem(), id="pin-problem", role="alert", class_name="min-h-[28px]"),
            _pad(),
            button(
                rx.cond(lock.BUSY, t("lock.busy"), t(action)),
                type="submit",
                icon_name="lock-open" if action == "lock.open" else "",
                disabled=lock.BUSY | (lock.WAIT > 0) | (lock.TYPED == 0),
            ),
            on_submit=lock.SUBMIT,
            class_name="flex flex-col gap-3",
        ),
        *([] if setting else [_other_ways(title)]),
        class_name="flex flex-col gap-3",
    )


def _waits() -> rx.Component:
    """What is locked cannot be sent."""
    waiting = lock.lock("waits", int)
    return rx.cond(waiting > 0, notice(t("lock.waits", n=waiting), icon_name="send", role="note"))


def _label() -> rx.Component:
    return rx.cond(
        lock.lock("asksLabel", bool),
        text_field(
            "tablet-label",
            t("lock.label"),
            lock.lock("label"),
            lock.SET_LABEL,
            hint=t("lock.label_hint"),
            max_length=60,
            auto_complete="off",
        ),
    )


def _pad() -> rx.Component:
    keys = [_key(digit) for digit in (1, 2, 3, 4, 5, 6, 7, 8, 9)]
    return rx.el.div(
        *keys,
        rx.el.span(),
        _key(0),
        rx.el.button(
            icon("delete", 26),
            rx.el.span(t("lock.erase"), class_name="visually-hidden"),
            type="button",
            on_click=lock.ERASE,
            disabled=lock.BUSY,
            class_name=_KEY,
        ),
        role="group",
        aria_label=t("lock.pad"),
        class_name="grid grid-cols-3 gap-2",
    )


def _key(digit: int) -> rx.Component:
    return rx.el.button(
        str(digit), type="button", on_click=lock.press(digit), disabled=lock.BUSY, class_name=f"{_KEY} number"
    )


def _problem() -> rx.Component:
    message = lock.lock("message")
    said = rx.match(
        lock.PROBLEM,
        ("wrong", t("lock.wrong", left=lock.lock("left", int))),
        t_by("lock.problem", lock.PROBLEM),
    )
    return rx.el.div(
        rx.cond(lock.PROBLEM != "", _words(said)),
        rx.cond(message != "", _words(message)),
        rx.cond(lock.WAIT > 0, rx.el.p(t("lock.wait", n=lock.WAIT), class_name="font-semibold text-amber text-center")),
        class_name="flex flex-col gap-1",
    )


def _words(said: Any) -> rx.Component:
    return rx.el.p(said, class_name="font-semibold text-seal text-center")


def _other_ways(title: str) -> rx.Component:
    several = lock.lock("several", bool)
    ways = [
        rx.cond(several, rx.el.button(t("lock.not_me"), type="button", on_click=lock.CHOOSE_AGAIN, class_name=_LINK))
    ]
    if title == "lock.pin":
        ways.append(rx.el.button(t("lock.forgot"), type="button", on_click=lock.FORGOT, class_name=_LINK))
        ways.append(rx.el.a(t("lock.someone_else"), href=lock.lock("signIn"), class_name=_LINK))
    return rx.el.div(*ways, class_name="flex flex-wrap justify-center gap-x-5 gap-y-1")


def _forgot() -> rx.Component:
    steps = [rx.el.li(t(f"lock.forgot_{n}"), class_name="pl-1") for n in (1, 2, 3)]
    return rx.el.div(
        _head(t("lock.forgot_title"), "key-round"),
        rx.el.ol(*steps, class_name="list-decimal pl-6 flex flex-col gap-2"),
        rx.el.p(t("lock.forgot_kept"), class_name="text-ink-2"),
        link_button(t("lock.forgot_sign_in"), lock.lock("signIn"), icon_name="user-round"),
        button(t("lock.back"), tone="plain", on_click=lock.AGAIN),
        class_name="flex flex-col gap-4",
    )


# --- no PIN opens it any more --------------------------------------------------------------------------------------


def _kept() -> rx.Component:
    deeds = lock.lock("deeds", int)
    return rx.el.div(
        rx.el.p(t("lock.kept", dossiers=lock.lock("dossiers", int), drafts=lock.lock("drafts", int))),
        rx.cond(deeds > 0, rx.el.p(t("lock.kept_deeds", n=deeds))),
        class_name="font-semibold",
    )


def _sending() -> rx.Component:
    label = t("lock.sending", sent=lock.lock("sent", int), of=lock.lock("of", int))
    return rx.el.div(
        rx.el.p(label),
        progress_bar(lock.lock("percent", int), label),
        role="status",
        class_name="flex flex-col gap-2",
    )


def _full() -> rx.Component:
    waiting = rx.el.div(
        notice(t("lock.no_line"), rx.el.p(t("lock.no_line_hint")), tone="amber", icon_name="wifi-off"),
        button(t("lock.send_now"), icon_name="send", on_click=lock.SEND_SHUT),
        button(t("lock.save_file"), tone="plain", icon_name="download", on_click=lock.SAVE_SHUT),
        class_name="flex flex-col gap-3",
    )
    saved = rx.el.div(
        notice(t("lock.saved"), rx.el.p(t("lock.saved_hint")), icon_name="download"),
        button(t("lock.saved_yes"), tone="seal", icon_name="trash-2", on_click=lock.DELETE_SHUT),
        button(t("lock.saved_again"), tone="plain", on_click=lock.SAVE_SHUT),
        class_name="flex flex-col gap-3",
    )
    done = rx.el.div(
        notice(t("lock.done"), rx.el.p(t("lock.done_hint")), tone="tea", icon_name="circle-check"),
        link_button(t("lock.sign_in_link"), "/dang-nhap", icon_name="user-round"),
        class_name="flex flex-col gap-3",
    )
    return rx.el.div(
        _head(t("lock.full", name=lock.lock("name")), "shield-alert"),
        *_lines("lock.full_hint"),
        rx.match(
            lock.lock("sending"),
            ("sending", rx.fragment(_kept(), _sending())),
            ("waiting", rx.fragment(_kept(), waiting)),
            ("saved", saved),
            ("done", done),
            spinner(t("lock.loading")),
        ),
        rx.cond(
            lock.lock("several", bool) & (lock.lock("sending") != "sending"),
            rx.el.button(t("lock.not_me"), type="button", on_click=lock.AGAIN, class_name=_LINK),
        ),
        class_name="flex flex-col gap-4",
    )


def _revoked() -> rx.Component:
    at = lock.lock("at")
    return rx.el.div(
        _head(t("lock.revoked", label=lock.lock("label")), "shield-alert"),
        rx.el.p(t("lock.revoked_hint", at=at), class_name="text-ink-2 text-center"),
        rx.cond(
            lock.lock("wiped", bool),
            rx.fragment(
                notice(t("lock.wiped"), rx.el.p(t("lock.wiped_hint")), tone="tea", icon_name="circle-check"),
                button(t("lock.begin_anew"), tone="plain", on_click=lock.BEGIN_ANEW),
            ),
            rx.match(
                lock.lock("sending"),
                ("sending", rx.fragment(_kept(), _sending())),
                ("waiting", notice(t("lock.revoked_waiting"), tone="amber", icon_name="wifi-off")),
                spinner(t("lock.wiping")),
            ),
        ),
        class_name="flex flex-col gap-4",
    )
