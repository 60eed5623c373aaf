"""The desk in the hamlet: numbers are given and called; for the number that is called something is done."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, button, empty_state, icon, notice, spinner
from sothuhoso.components.form import select_field
from sothuhoso.components.layout import go_button, subheading
from sothuhoso.components.signing import pad
from sothuhoso.components.speaker import speaker
from sothuhoso.components.trip_frame import entry_state, trip_page
from sothuhoso.device import trip_desk
from sothuhoso.device.trip_desk import desk
from sothuhoso.device.voice import say
from sothuhoso.device.words import t, t_by
from sothuhoso.pages import trip_desk_panels as panels

_CALLED: Any = desk("called", int)
_SERIES: Any = desk("series")


def page() -> rx.Component:
    """Numbers on the left, the person on the right; on a narrow screen one under the other."""
    return trip_page(
        rx.cond(desk("name") != "", desk("name"), t("trip.desk.heading")),
        rx.match(
            desk("status"),
            (
                "ready",
                rx.fragment(
                    _unsaved(),
                    pad(draft=False, about=t("trip.desk.signing_for", what=desk("chosen"))),
                    rx.el.div(
                        _numbers(),
                        _person(),
                        class_name="grid gap-5 lg:grid-cols-[380px_1fr] items-start",
                    ),
                ),
            ),
            (
                "gone",
                empty_state(
                    "package",
                    t("trip.desk.none"),
                    t("trip.desk.none_hint"),
                    go_button(t("trip.step.prepare"), "/chuyen/chuan-bi" + desk("asked"), icon_name="list-checks"),
                ),
            ),
            ("failed", empty_state("triangle-alert", t("trip.no_storage"), t("trip.no_storage_hint"))),
            spinner(t("trip.loading")),
        ),
        enter=trip_desk.ENTER,
        asked=desk("asked"),
        here="desk",
    )


def _unsaved() -> rx.Component:
    return rx.el.div(
        rx.cond(
            desk("unsaved", bool),
            notice(t("flow.full"), rx.el.p(t("trip.desk.full_hint")), tone="seal", icon_name="hard-drive", role="none"),
        ),
        role="alert",
        class_name="empty:hidden",
    )


# --- numbers -------------------------------------------------------------------------------------------------------


def _number(value: Any, class_name: str) -> rx.Component:
    """``A 12``: read as one."""
    return rx.el.p(_SERIES, " ", value, class_name=f"number {class_name}")


def _numbers() -> rx.Component:
    return rx.el.section(
        select_field(
            "trip-hamlet",
            t("trip.desk.hamlet"),
            desk("hamlet"),
            trip_desk.CHOOSE_HAMLET,
            rx.foreach(trip_desk.HAMLETS, lambda one: rx.el.option(one.name, value=one.id)),
        ),
        rx.el.div(
            rx.el.p(t("trip.desk.called"), class_name="text-ink-2"),
            rx.cond(
                _CALLED > 0,
                _number(_CALLED, "text-[72px] leading-none font-semibold text-tea"),
                rx.el.p(t("trip.desk.nobody"), class_name="text-xl font-semibold min-h-[72px] content-center"),
            ),
            role="status",
            class_name="flex flex-col items-center text-center gap-1 py-2",
        ),
        rx.cond(
            _CALLED > 0,
            rx.el.div(
                button(
                    rx.cond(desk("next", int) > 0, t("trip.desk.served_next"), t("trip.desk.served_last")),
                    icon_name="check",
                    on_click=trip_desk.SERVED,
                ),
                button(t("trip.desk.absent"), tone="plain", icon_name="user-x", on_click=trip_desk.SKIPPED),
                button(
                    t("trip.desk.wrong"),
                    tone="quiet",
                    icon_name="undo-2",
                    on_click=trip_desk.CALLED_BACK,
                    id="trip-wrong",
                ),
                class_name="flex flex-col gap-2",
            ),
            button(
                rx.cond(
                    desk("next", int) > 0,
                    t("trip.desk.call", number=_SERIES + " " + desk("next", int).to(str)),
                    t("trip.desk.call_nobody"),
                ),
                icon_name="megaphone",
                disabled=desk("next", int) == 0,
                on_click=trip_desk.CALL_NEXT,
            ),
        ),
        rx.el.div(
            button(t("trip.desk.give"), tone="plain", icon_name="ticket", on_click=trip_desk.GIVE, class_name="w-full"),
            rx.el.div(
                rx.cond(
                    desk("given", int) > 0,
                    rx.fragment(
                        rx.el.p(t("trip.desk.given"), class_name="text-ink-2"),
                        rx.el.div(
                            _number(desk("given", int), "text-[44px] leading-none font-semibold"),
                            speaker(say("queue"), "text-tea"),
                            class_name="flex items-center gap-2",
                        ),
                    ),
                ),
                role="status",
                class_name="flex flex-col items-center gap-1 empty:hidden pt-2",
            ),
            class_name="border-t border-line pt-3",
        ),
        _waiting(),
        aria_label=t("trip.desk.numbers"),
        class_name=f"{CARD} flex flex-col gap-3",
    )


def _waiting() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            t(
                "trip.desk.counts",
                waiting=desk("waiting", int),
                served=desk("served", int),
                skipped=desk("skipped", int),
            ),
            class_name="text-sm text-ink-2",
        ),
        rx.cond(
            trip_desk.PEOPLE.length() > 0,
            rx.el.ul(rx.foreach(trip_desk.PEOPLE, _chip), class_name="flex flex-wrap gap-2"),
        ),
        rx.cond(
            trip_desk.OVER.length() > 0,
            rx.el.details(
                rx.el.summary(
                    t("trip.desk.over", n=desk("served", int)),
                    class_name="text-tea font-semibold min-h-[44px] flex items-center cursor-pointer",
                ),
                rx.el.p(t("trip.desk.over_hint"), class_name="text-sm text-ink-2 pb-2"),
                rx.el.ul(rx.foreach(trip_desk.OVER, _chip), class_name="flex flex-wrap gap-2"),
            ),
        ),
        class_name="flex flex-col gap-2",
    )


def _chip(one: Any) -> rx.Component:
    """A number that can be called; one that was not there, or is done with, says so."""
    number = _SERIES + " " + one.number.to(str)
    return rx.el.li(
        rx.el.button(
            rx.el.span(_SERIES, " ", one.number, class_name="number"),
            rx.cond(one.state == "skipped", rx.el.span(t("trip.desk.skipped"), class_name="text-xs")),
            type="button",
            on_click=trip_desk.call_number(one.number),
            aria_label=rx.match(
                one.state,
                ("skipped", t("trip.desk.call_skipped", number=number)),
                ("served", t("trip.desk.call_served", number=number)),
                t("trip.desk.call", number=number),
            ),
            class_name=rx.cond(
                one.state == "waiting",
                f"{_CHIP} font-semibold text-ink",
                f"{_CHIP} border-dashed text-ink-2",
            ),
        ),
        key=one.number,
    )


_CHIP = (
    "inline-flex flex-col items-center justify-center min-w-[56px] min-h-[48px] px-2 rounded-button border border-line "
    "bg-card hover:border-tea cursor-pointer"
)


# --- the person that is called -------------------------------------------------------------------------------------


def _person() -> rx.Component:
    return rx.cond(
        _CALLED > 0,
        rx.el.section(
            subheading(t("trip.desk.what", number=_SERIES + " " + _CALLED.to(str))),
            rx.el.div(
                _deed("folder-plus", "dossier"),
                _deed("gift", "handover"),
                _deed("message-square-text", "note"),
                _deed("calendar-clock", "turned_away"),
                _deed("search", "lookup", "col-span-2 sm:col-span-1"),
                class_name="grid grid-cols-2 sm:grid-cols-3 xl:grid-cols-5 gap-2",
            ),
            rx.match(
                desk("panel"),
                ("dossier", panels.dossier()),
                ("handover", panels.handover()),
                ("note", panels.note()),
                ("turned_away", panels.turned_away()),
                ("lookup", panels.lookup()),
                rx.fragment(),
            ),
            _done(),
            # On a phone what is to be done comes before the numbers, as long as somebody is called.
            class_name="flex flex-col gap-4 min-w-0 order-first lg:order-none",
        ),
        empty_state("users", t("trip.desk.idle"), t("trip.desk.idle_hint")),
    )


def _deed(icon_name: str, key: str, extra: str = "") -> rx.Component:
    return rx.el.button(
        icon(icon_name, 26),
        rx.el.span(t(f"trip.do.{key}"), class_name="font-semibold leading-tight"),
        type="button",
        on_click=trip_desk.open_panel(key),
        aria_expanded=desk("panel") == key,
        class_name=(
            "flex items-center sm:flex-col sm:items-start gap-2 p-3 min-h-[56px] sm:min-h-[96px] rounded-card border "
            "border-line bg-card text-ink "
            "text-left hover:border-tea cursor-pointer aria-expanded:border-tea aria-expanded:bg-tea-bg "
            f"aria-expanded:text-tea {extra}"
        ),
    )


# --- what was done for this number ---------------------------------------------------------------------------------


def _done() -> rx.Component:
    return rx.cond(
        trip_desk.DONE.length() > 0,
        rx.el.div(
            rx.el.h3(t("trip.desk.done"), class_name="font-semibold"),
            rx.el.ul(rx.foreach(trip_desk.DONE, _line), class_name="flex flex-col gap-2"),
            class_name="flex flex-col gap-2",
        ),
    )


def _line(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(
                t_by("trip.did", one.kind),
                rx.cond(one.what != "", ": " + one.what, ""),
                class_name="font-semibold leading-snug",
            ),
            rx.el.p(
                one.at,
                rx.cond(one.who != "", " · " + one.who, ""),
                rx.cond(one.number != "", " · " + one.number, ""),
                class_name="text-sm text-ink-2",
            ),
            rx.cond(one.problem != "", rx.el.p(one.problem, class_name="text-sm text-seal font-semibold")),
            class_name="flex-1 basis-[180px] min-w-0",
        ),
        entry_state(one.state),
        rx.cond(
            one.address != "",
            go_button(
                rx.cond(one.state == "open", t("mine.continue"), t("mine.see")),
                one.address,
                tone="quiet",
            ),
        ),
        rx.cond(
            one.state == "lost",
            button(t("trip.desk.forget"), tone="quiet", icon_name="trash-2", on_click=trip_desk.forget(one.id)),
        ),
        key=one.id,
        class_name=f"{CARD} flex items-center gap-2 flex-wrap",
    )
