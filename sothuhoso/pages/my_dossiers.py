"""What this device holds: drafts under way, what waits to be sent, what was sent; and the settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from sothuhoso.components.app import this_device
from sothuhoso.components.basic import (
    CARD,
    button,
    empty_state,
    icon,
    icon_button,
    link_button,
    pill,
    progress_bar,
    spinner,
)
from sothuhoso.components.drawing import drawing
from sothuhoso.components.form import choice
from sothuhoso.components.layout import citizen_page, go, go_button, heading, subheading
from sothuhoso.components.question import ANSWER, question
from sothuhoso.components.sending import parked_actions
from sothuhoso.components.speaker import speaker
from sothuhoso.components.voice_settings import voice_settings
from sothuhoso.device import look, sending, words
from sothuhoso.device.voice import say
from sothuhoso.device.words import t


def _title(mine: Any, state: Any, *lines: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h3(mine.name, class_name="font-semibold leading-snug"),
            rx.cond(mine.person != "", rx.el.p(t("mine.for_person", name=mine.person))),
            *lines,
            class_name="flex-1 min-w-0",
        ),
        *([state] if state is not None else []),
        class_name="flex items-start gap-3",
    )


def _line(text: Any) -> rx.Component:
    return rx.el.p(text, class_name="text-sm text-ink-2")


def _delete(mine: Any) -> rx.Component:
    return icon_button("trash-2", t("mine.delete_of", name=mine.name), on_click=sending.doubt(mine.id))


def _draft(mine: Any) -> rx.Component:
    missing = rx.cond(mine.missing > 0, t("mine.missing", n=mine.missing), t("mine.nothing_missing"))
    return rx.el.li(
        _title(mine, None, _line(missing), _line(t("mine.changed", at=mine.changed))),
        rx.el.div(
            go_button(t("mine.continue"), mine.address, class_name="flex-1"),
            _delete(mine),
            class_name="flex items-center gap-2",
        ),
        go(
            icon("smartphone-nfc"),
            rx.el.span(t("mine.give"), aria_hidden="true"),
            rx.el.span(t("mine.give_of", name=mine.name), class_name="visually-hidden"),
            to=mine.give,
            class_name="inline-flex items-center gap-2 min-h-[44px] -my-1 text-tea font-semibold no-underline",
        ),
        class_name=f"{CARD} flex flex-col gap-3",
    )


def _handed(mine: Any) -> rx.Component:
    return rx.el.li(
        _title(mine, None, _line(t("mine.handed_at", at=mine.handedAt))),
        rx.el.div(
            go_button(t("mine.handed_see"), mine.give, tone="plain", class_name="flex-1"),
            _delete(mine),
            class_name="flex items-center gap-2",
        ),
        class_name=f"{CARD} flex flex-col gap-3",
    )


def _waiting(mine: Any) -> rx.Component:
    percent = t("sent.progress_label", percent=mine.percent)
    return rx.el.li(
        _title(
            mine,
            rx.match(
                mine.state,
                ("parked", pill(t("sent.parked"), "seal")),
                ("sending", pill(t("line.sending"), "sky")),
                pill(t("mine.waiting"), "amber"),
            ),
            rx.cond(mine.photos > 0, _line(t("sent.size", n=mine.photos, size=mine.size))),
        ),
        rx.match(
            mine.state,
            ("parked", parked_actions(lambda name, _kind=str: getattr(mine, name), "?hs=" + mine.id.to(str))),
            ("sending", progress_bar(mine.percent, percent)),
            rx.fragment(
                _line(rx.cond(mine.line, t("sent.waiting_server"), t("sent.waiting_offline"))),
                button(
                    t("sent.try_now"),
                    tone="plain",
                    icon_name="refresh-cw",
                    on_click=sending.send_now(mine.item),
                    class_name="self-start",
                ),
            ),
        ),
        class_name=f"{CARD} flex flex-col gap-3",
    )


def _sent(mine: Any) -> rx.Component:
    return rx.el.li(
        _title(mine, None, rx.el.p(mine.number, class_name="number"), _line(t("mine.arrived", at=mine.at))),
        rx.el.div(
            link_button(t("nav.follow"), mine.path, tone="plain", class_name="flex-1"),
            go_button(t("mine.see"), mine.address, tone="quiet"),
            _delete(mine),
            class_name="flex items-center gap-2",
        ),
        class_name=f"{CARD} flex flex-col gap-3",
    )


def _list(title: Any, items: Any, draw: Callable[[Any], rx.Component]) -> rx.Component:
    return rx.cond(
        items.length() > 0,
        rx.el.section(
            subheading(title),
            rx.el.ul(rx.foreach(items, draw), class_name="flex flex-col gap-3"),
            class_name="flex flex-col gap-3",
        ),
    )


def _settings() -> rx.Component:
    languages = [
        choice("language", code, t(f"settings.{code}"), code == words.LANGUAGE, words.set_language(code))
        for code in ("vi", "en")
    ]
    looks = [
        choice("look", key, t(f"settings.{name}"), key == look.LOOK, look.set_look(key))
        for key, name in (("system", "auto"), ("light", "light"), ("dark", "dark"))
    ]
    return rx.el.section(
        subheading(t("mine.settings")),
        rx.el.fieldset(
            rx.el.legend(t("settings.language"), class_name="mb-2"),
            rx.el.div(*languages, class_name="grid grid-cols-2 gap-2"),
        ),
        rx.el.fieldset(
            rx.el.legend(t("settings.look"), class_name="mb-2"),
            rx.el.div(*looks, class_name="grid grid-cols-1 sm:grid-cols-3 gap-2"),
        ),
        voice_settings(),
        class_name=f"{CARD} flex flex-col gap-4 mt-12",
    )


def _doubt() -> rx.Component:
    return question(
        t("mine.delete_title"),
        rx.el.p(rx.cond(sending.DOUBTED_SENT, t("mine.delete_sent"), t("mine.delete_draft"))),
        answers=[
            button(t("mine.delete_no"), tone="plain", on_click=sending.KEEP, class_name=ANSWER),
            button(t("mine.delete_yes"), tone="seal", icon_name="trash-2", on_click=sending.DISCARD, class_name=ANSWER),
        ],
        asked=sending.DOUBTED != "",
        on_close=sending.KEEP,
    )


def page() -> rx.Component:
    """Mine."""
    lists = (sending.DRAFTS, sending.WAITING_LIST, sending.HANDED_LIST, sending.SENT_LIST)
    nothing = sum((one.length() for one in lists[1:]), start=lists[0].length()) == 0
    return citizen_page(
        "mine",
        heading(t("mine.heading")),
        # Words that are there at once: the device's database is read meanwhile.
        rx.el.p(t("mine.intro"), class_name="text-ink-2"),
        rx.cond(
            sending.READY,
            rx.cond(
                nothing,
                empty_state(drawing("find"), t("mine.empty"), None, go_button(t("mine.begin"), "/")),
                rx.fragment(
                    _list(t("mine.waiting"), sending.WAITING_LIST, _waiting),
                    rx.cond(
                        sending.WAITING_LIST.length() > 0,
                        go_button(t("outbox.see"), "/cho-gui", tone="plain", icon_name="inbox"),
                    ),
                    _list(t("mine.drafts"), sending.DRAFTS, _draft),
                    _list(t("mine.handed"), sending.HANDED_LIST, _handed),
                    _list(t("mine.sent"), sending.SENT_LIST, _sent),
                ),
            ),
            spinner(t("mine.loading")),
        ),
        go_button(t("mine.receive"), "/nhan-ho-so", tone="plain", icon_name="smartphone-nfc"),
        # What comes later stands below: nothing that is being read or tapped moves.
        rx.cond(sending.BELOW > 0, _settings()),
        rx.cond(sending.BELOW > 1, this_device()),
        _doubt(),
        enter=sending.ENTER_MINE,
        voice=speaker(say("mine")),
    )
