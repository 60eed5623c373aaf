"""What waits to be sent: each dossier and photo in words, what it costs, and the person's say in when it goes."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, button, empty_state, icon, notice, pill, progress_bar, spinner
from sothuhoso.components.form import checkbox
from sothuhoso.components.layout import citizen_page, go, go_button, heading, subheading
from sothuhoso.components.room import room_line, room_notice
from sothuhoso.components.sending import parked_actions
from sothuhoso.components.speaker import speaker
from sothuhoso.device import outbox, sending
from sothuhoso.device.voice import say
from sothuhoso.device.words import t, t_by

_QUIET = "!px-2 min-h-[44px] text-sm"


def _line(text: Any, class_name: str = "") -> rx.Component:
    return rx.el.p(text, class_name=f"text-sm text-ink-2 {class_name}")


# --- all of them ---------------------------------------------------------------------------------------------------


def _now() -> rx.Component:
    """What happens just now, and why nothing does."""
    return rx.el.div(
        rx.match(
            outbox.HELD,
            ("paused", notice(t("outbox.held_paused"), tone="amber", icon_name="circle-pause", role="note")),
            ("wifi", notice(t("outbox.held_wifi"), tone="amber", icon_name="wifi-off", role="note")),
            ("offline", notice(t("outbox.held_offline"), tone="amber", icon_name="cloud-off", role="note")),
            rx.el.p(
                icon("send", 20),
                rx.el.span(t("outbox.going")),
                class_name="flex items-center gap-2 text-tea font-semibold",
            ),
        ),
        role="status",
    )


def _network() -> rx.Component:
    """Wi-Fi only, where the browser tells what network this is; elsewhere it is said plainly that it does not."""
    kind = rx.match(
        outbox.NETWORK,
        ("wifi", t("outbox.network.wifi")),
        ("ethernet", t("outbox.network.ethernet")),
        ("none", t("outbox.network.none")),
        t("outbox.network.mobile"),
    )
    return rx.cond(
        outbox.NETWORK == "",
        rx.el.div(
            rx.el.p(
                icon("wifi", 20), rx.el.span(t("outbox.wifi_only")), class_name="flex items-center gap-2 text-ink-2"
            ),
            _line(t("outbox.wifi_unknown")),
            class_name="flex flex-col gap-1",
        ),
        rx.el.div(
            checkbox("wifi-only", t("outbox.wifi_only"), outbox.WIFI_ONLY, outbox.SET_WIFI_ONLY),
            _line(kind),
        ),
    )


def _all() -> rx.Component:
    return rx.el.section(
        rx.el.p(
            t("outbox.sum", n=outbox.WAITING, photos=outbox.PHOTOS, size=outbox.SIZE),
            class_name="text-lg font-semibold",
        ),
        _now(),
        rx.el.div(
            rx.cond(
                outbox.PAUSED,
                button(t("outbox.resume"), icon_name="play", on_click=outbox.RESUME_ALL, class_name="flex-1"),
                rx.fragment(
                    button(t("outbox.send_now"), icon_name="send", on_click=outbox.SEND_ALL, class_name="flex-1"),
                    button(t("outbox.pause"), tone="plain", icon_name="pause", on_click=outbox.PAUSE_ALL),
                ),
            ),
            class_name="flex gap-2 flex-wrap",
        ),
        _network(),
        room_line(),
        class_name=f"{CARD} flex flex-col gap-3",
    )


# --- one of them ---------------------------------------------------------------------------------------------------


def _state(row: Any) -> Any:
    return rx.match(
        row.state,
        ("parked", pill(t("outbox.state.parked"), "seal", "circle-alert")),
        ("sending", pill(t("outbox.state.sending", n=row.sent, all=row.of), "sky", "send")),
        ("paused", pill(t("outbox.state.paused"), "grey", "pause")),
        pill(t("outbox.state.waiting"), "amber", "clock"),
    )


def _photo(photo: Any) -> rx.Component:
    return rx.el.li(
        rx.match(
            photo.state,
            ("here", icon("circle-check", 20, class_name="text-tea")),
            ("begun", icon("send", 20, class_name="text-sky")),
            icon("clock", 20, class_name="text-ink-2"),
        ),
        rx.el.span(t("outbox.photo", n=photo.number), class_name="flex-1"),
        rx.el.span(
            rx.match(
                photo.state,
                ("here", t("outbox.photo_here")),
                ("begun", t("outbox.photo_begun", percent=photo.percent)),
                t("outbox.photo_waiting"),
            ),
            class_name="text-ink-2",
        ),
        rx.el.span(photo.size, class_name="w-16 text-right text-ink-2"),
        class_name="flex items-center gap-2 py-1.5 text-sm border-t border-line",
        key=photo.key,
    )


def _photos(row: Any) -> rx.Component:
    return rx.cond(
        row.of > 0,
        rx.fragment(
            rx.el.button(
                icon("chevron-down", 20, class_name=rx.cond(row.open, "rotate-180", "")),
                rx.el.span(rx.cond(row.open, t("outbox.close"), t("outbox.open", n=row.of))),
                type="button",
                on_click=outbox.open_item(row.item),
                aria_expanded=row.open,
                class_name=(
                    "inline-flex items-center gap-1.5 min-h-[44px] self-start text-sm text-tea font-semibold "
                    "cursor-pointer"
                ),
            ),
            rx.cond(row.open, rx.el.ul(rx.foreach(row.photos, _photo), class_name="list-none m-0 p-0")),
        ),
    )


def _facts(row: Any) -> rx.Component:
    told = rx.cond(row.told, t("outbox.told"), t("outbox.untold"))
    return rx.el.div(
        _line(
            rx.cond(
                row.of > 0,
                t("outbox.progress", n=row.sent, all=row.of, sent=row.sentSize, size=row.size),
                t("outbox.no_photos"),
            )
        ),
        _line(told),
        _line(rx.cond(row.lastTry != "", t("outbox.last_try", at=row.lastTry), t("outbox.never_tried"))),
        class_name="flex flex-col",
    )


def _taps(row: Any) -> rx.Component:
    return rx.el.div(
        rx.cond(
            row.state == "paused",
            button(
                t("outbox.resume_one"),
                tone="plain",
                icon_name="play",
                on_click=outbox.pause(row.item, paused=False),
                class_name=_QUIET,
            ),
            rx.fragment(
                button(
                    t("outbox.send_now"),
                    tone="quiet",
                    icon_name="send",
                    on_click=sending.send_now(row.item),
                    class_name=_QUIET,
                ),
                button(
                    t("outbox.pause_one"),
                    tone="quiet",
                    icon_name="pause",
                    on_click=outbox.pause(row.item, paused=True),
                    class_name=_QUIET,
                ),
            ),
        ),
        class_name="flex gap-1 flex-wrap -mx-2",
    )


def _row(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.h3(row.name, class_name="font-semibold leading-snug"),
                rx.cond(row.person != "", rx.el.p(t("mine.for_person", name=row.person))),
                class_name="flex-1 min-w-0",
            ),
            _state(row),
            class_name="flex items-start gap-3",
        ),
        rx.cond(
            (row.of > 0) & (row.state != "parked"),
            progress_bar(row.percent, t("sent.progress_label", percent=row.percent)),
        ),
        _facts(row),
        rx.cond(
            row.state == "parked",
            parked_actions(lambda name, _kind=str: getattr(row, name), "?hs=" + row.id.to(str)),
            _taps(row),
        ),
        _photos(row),
        # A long list is drawn as it comes into sight.
        class_name=f"{CARD} flex flex-col gap-2 [content-visibility:auto] [contain-intrinsic-size:auto_230px]",
        custom_attrs={"data-outbox": row.state},
        key=row.item,
    )


def _rows() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("outbox.list"), class_name="visually-hidden"),
        rx.el.ul(rx.foreach(outbox.ROWS, _row), class_name="flex flex-col gap-3"),
        rx.cond(
            outbox.MORE > 0,
            button(
                t("outbox.more", n=outbox.MORE),
                tone="plain",
                icon_name="chevron-down",
                on_click=outbox.SHOW_MORE,
                class_name="w-full",
            ),
        ),
        class_name="flex flex-col gap-3",
    )


def _arrived(row: Any) -> rx.Component:
    return rx.el.li(
        go(
            icon("circle-check", 22, class_name="text-tea"),
            rx.el.span(
                rx.el.span(row.name, class_name="block font-semibold leading-snug"),
                rx.el.span(row.number, class_name="block number text-sm"),
                rx.el.span(
                    t("outbox.arrived", at=row.at, n=row.photos),
                    class_name="block text-sm text-ink-2",
                ),
                class_name="flex-1 min-w-0",
            ),
            icon("chevron-right", 22, class_name="text-ink-2"),
            to=row.address,
            class_name=f"{CARD} flex items-center gap-3 min-h-[60px] no-underline text-ink hover:border-tea",
        ),
        key=row.id,
    )


def _sent() -> rx.Component:
    return rx.cond(
        outbox.SENT.length() > 0,
        rx.el.section(
            subheading(t("outbox.sent_today")),
            rx.el.ul(rx.foreach(outbox.SENT, _arrived), class_name="flex flex-col gap-2"),
            class_name="flex flex-col gap-3",
        ),
    )


def _nothing() -> rx.Component:
    return rx.cond(
        outbox.SENT.length() > 0,
        notice(t("outbox.all_sent"), tone="tea", icon_name="circle-check", role="status"),
        empty_state("inbox", t("outbox.empty"), t("outbox.empty_hint"), go_button(t("outbox.home"), "/")),
    )


def page() -> rx.Component:
    """The outbox."""
    waits = (outbox.WAITING > 0) | (outbox.PARKED > 0)
    return citizen_page(
        "outbox",
        heading(t("outbox.heading")),
        room_notice(),
        rx.cond(
            outbox.READY,
            rx.fragment(
                rx.cond(outbox.WAITING > 0, _all()),
                rx.cond(
                    outbox.PARKED > 0,
                    rx.el.p(t_by("outbox.parked", rx.cond(outbox.PARKED == 1, "one", "many"), {"n": outbox.PARKED})),
                ),
                rx.cond(waits, _rows(), _nothing()),
                _sent(),
            ),
            spinner(t("outbox.loading")),
        ),
        enter=outbox.ENTER,
        voice=speaker(
            rx.cond(
                outbox.PARKED > 0, say("outbox_parked"), rx.cond(outbox.WAITING > 0, say("outbox"), say("outbox_empty"))
            )
        ),
    )
