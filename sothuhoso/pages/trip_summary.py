"""After a trip: what has arrived and what not, the sums, the report, closing."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, button, empty_state, icon, link_button, notice, pill, spinner
from sothuhoso.components.form import text_area, text_field
from sothuhoso.components.layout import go_button, subheading
from sothuhoso.components.trip_frame import entry_state, sign_in_link, trip_page, trip_status, trouble
from sothuhoso.device import trip_summary
from sothuhoso.device.trip_summary import summary
from sothuhoso.device.words import t, t_by

_SUMS = ("people", "served", "turnedAway", "dossiers", "handovers", "notes")


def page() -> rx.Component:
    """One screen: not yet here first, because that is what somebody must look after."""
    return trip_page(
        rx.cond(summary("name") != "", summary("name"), t("trip.summary.heading")),
        rx.match(
            summary("status"),
            ("ready", _ready()),
            (
                "offline",
                empty_state(
                    "cloud-off",
                    t("trip.summary.none"),
                    t("trip.summary.none_hint"),
                    go_button(t("trip.all"), "/chuyen"),
                ),
            ),
            (
                "refused",
                rx.cond(
                    summary("problem") == "sign_in",
                    empty_state("lock", t("trip.signed_out"), t("trip.signed_out_hint"), sign_in_link()),
                    empty_state(
                        "file-question",
                        t("trip.prepare.refused"),
                        summary("problem"),
                        go_button(t("trip.all"), "/chuyen"),
                    ),
                ),
            ),
            spinner(t("trip.loading")),
        ),
        enter=trip_summary.ENTER,
        leave=trip_summary.LEAVE,
        asked=summary("asked"),
        here="summary",
    )


def _ready() -> rx.Component:
    return rx.fragment(
        _source(),
        rx.cond(summary("problem") == "", rx.fragment(), trouble(summary("problem"))),
        _verdict(),
        _sums(),
        _not_yet(),
        _tablets(),
        _list(t("trip.summary.arrived"), trip_summary.ARRIVED),
        _procedures(),
        _report(),
    )


def _source() -> rx.Component:
    """Where these figures come from, and from when."""
    return rx.el.div(
        trip_status(summary("tripStatus")),
        rx.el.p(
            summary("day"),
            " · ",
            rx.cond(
                summary("known", bool),
                t("trip.summary.from_server", at=summary("at")),
                t("trip.summary.from_here"),
            ),
            class_name="text-sm text-ink-2",
        ),
        class_name="flex items-center gap-3 flex-wrap -mt-2",
    )


def _verdict() -> rx.Component:
    waiting = summary("notYet", int)
    return rx.el.div(
        rx.cond(
            waiting > 0,
            notice(
                t("trip.summary.not_yet", n=waiting),
                rx.el.p(rx.cond(summary("live", bool), t("trip.summary.going"), t("trip.summary.no_line"))),
                tone="amber",
                icon_name="hourglass",
                role="none",
            ),
            rx.cond(
                summary("known", bool),
                notice(
                    rx.cond(summary("people", int) > 0, t("trip.summary.all_here"), t("trip.summary.nothing_yet")),
                    tone="tea",
                    icon_name="check",
                    role="none",
                ),
            ),
        ),
        role="status",
        class_name="empty:hidden",
    )


def _sums() -> rx.Component:
    return rx.el.dl(
        *[
            rx.el.div(
                rx.el.dt(t(f"trip.sum.{key}"), class_name="text-sm text-ink-2 order-last"),
                rx.el.dd(summary(key, int), id=f"sum-{key}", class_name="text-[28px] leading-none font-semibold"),
                class_name=f"{CARD} flex flex-col gap-1",
            )
            for key in _SUMS
        ],
        class_name="grid grid-cols-2 sm:grid-cols-3 lg:grid-cols-6 gap-2",
    )


def _not_yet() -> rx.Component:
    return rx.fragment(
        rx.cond(
            trip_summary.HERE.length() > 0,
            rx.el.section(
                rx.el.div(
                    subheading(
                        rx.cond(summary("known", bool), t("trip.summary.here"), t("trip.summary.own")),
                        class_name="flex-1",
                    ),
                    button(t("sent.try_now"), tone="plain", icon_name="refresh-cw", on_click=trip_summary.SEND_NOW),
                    class_name="flex items-center gap-2 flex-wrap",
                ),
                rx.el.ul(rx.foreach(trip_summary.HERE, _line), class_name="flex flex-col gap-2"),
                class_name="flex flex-col gap-3",
            ),
        ),
        _list(t("trip.summary.under"), trip_summary.UNDER),
    )


def _list(title: Any, lines: Any) -> rx.Component:
    return rx.cond(
        lines.length() > 0,
        rx.el.section(
            subheading(title),
            rx.el.ul(rx.foreach(lines, _line), class_name="flex flex-col gap-2"),
            class_name="flex flex-col gap-3",
        ),
    )


def _line(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(one.ticket, class_name="number font-semibold min-w-[52px]"),
        rx.el.div(
            rx.el.p(
                t_by("trip.did", one.kind),
                rx.cond(one.person != "", " · " + one.person, ""),
                class_name="font-semibold leading-snug",
            ),
            rx.el.p(
                one.hamlet,
                rx.cond(one.what != "", " · " + one.what, ""),
                rx.cond(one.number != "", " · " + one.number, ""),
                class_name="text-sm text-ink-2",
            ),
            rx.cond(
                (one.reason != "") | (one.text != ""),
                rx.el.p(
                    t_by("trip.reason", one.reason),
                    rx.cond((one.reason != "") & (one.text != ""), ": ", ""),
                    one.text,
                    class_name="text-sm",
                ),
            ),
            _received(one),
            rx.cond(one.again, rx.el.p(t("trip.summary.again"), class_name="text-sm text-ink-2")),
            rx.cond(one.problem != "", rx.el.p(one.problem, class_name="text-sm text-seal font-semibold")),
            class_name="flex-1 basis-[180px] min-w-0",
        ),
        entry_state(one.state),
        rx.cond(one.signature != "", _signature(one)),
        key=one.id,
        class_name=f"{CARD} flex items-start gap-3 flex-wrap",
    )


def _received(one: Any) -> rx.Component:
    """Who took the result, and what stands in the place of a signature."""
    return rx.cond(
        one.signer != "",
        rx.el.p(
            t("trip.summary.received", name=one.signer),
            rx.cond(one.how != "", " · " + t_by("trip.how", one.how), ""),
            rx.cond(one.witness != "", " · " + t("trip.summary.witness", name=one.witness), ""),
            class_name="text-sm",
        ),
    )


def _signature(one: Any) -> rx.Component:
    """On request, because each look is written down."""
    open_ = one.id == trip_summary.SHOWN
    return rx.el.div(
        button(
            rx.cond(open_, t("trip.summary.hide"), t("trip.summary.signed")),
            tone="quiet",
            icon_name="signature",
            on_click=trip_summary.show(one.id),
            aria_expanded=open_,
            aria_label=rx.cond(
                open_, t("trip.summary.hide_of", name=one.signer), t("trip.summary.signed_of", name=one.signer)
            ),
            class_name="!min-h-[44px] self-start",
        ),
        rx.cond(
            open_,
            rx.el.img(
                src=one.signature,
                alt=t("signature.alt", name=one.signer),
                class_name="max-w-full max-h-[120px] self-start bg-white rounded-[10px] border border-line p-2",
            ),
        ),
        class_name="basis-full flex flex-col gap-2",
    )


def _tablets() -> rx.Component:
    return rx.cond(
        trip_summary.TABLETS.length() > 0,
        rx.el.section(
            subheading(t("trip.summary.tablets")),
            rx.el.ul(
                rx.foreach(
                    trip_summary.TABLETS,
                    lambda one: rx.el.li(
                        rx.el.span(one.series, class_name="number font-semibold text-lg min-w-[28px]"),
                        rx.el.div(
                            rx.el.p(one.name, class_name="font-semibold"),
                            rx.el.p(
                                t("trip.summary.tablet", packed=one.packedAt, seen=one.seenAt),
                                class_name="text-sm text-ink-2",
                            ),
                            class_name="flex-1 basis-[180px] min-w-0",
                        ),
                        rx.cond(
                            one.waiting > 0,
                            pill(t("trip.waits", n=one.waiting), "amber", "inbox"),
                            pill(t("trip.summary.nothing_waits"), "tea", "check"),
                        ),
                        key=one.id,
                        class_name=f"{CARD} flex items-center gap-3 flex-wrap",
                    ),
                ),
                class_name="grid gap-2 lg:grid-cols-2",
            ),
            class_name="flex flex-col gap-3",
        ),
    )


def _procedures() -> rx.Component:
    return rx.cond(
        trip_summary.PROCEDURES.length() > 0,
        rx.el.section(
            subheading(t("trip.summary.procedures")),
            rx.el.ul(
                rx.foreach(
                    trip_summary.PROCEDURES,
                    lambda one: rx.el.li(
                        rx.el.span(one.name, class_name="flex-1 min-w-0"),
                        rx.el.span(one.count, class_name="font-semibold"),
                        key=one.id,
                        class_name="flex gap-3 py-2 border-b border-line last:border-0",
                    ),
                ),
                class_name=f"{CARD} !py-1",
            ),
            class_name="flex flex-col gap-3",
        ),
    )


def _report() -> rx.Component:
    return rx.el.section(
        subheading(t("trip.summary.report")),
        rx.cond(
            summary("nextVisit") != "",
            rx.el.p(
                icon("calendar-days", 18),
                t("trip.summary.next_visit", day=summary("nextVisit")),
                class_name="flex gap-2",
            ),
        ),
        rx.cond(
            summary("saidRemarks") != "", rx.el.p(summary("saidRemarks"), class_name="whitespace-pre-line text-ink-2")
        ),
        rx.cond(summary("closing", bool), _closing()),
        rx.el.div(
            rx.cond(
                summary("live", bool),
                link_button(
                    t("trip.summary.print"), summary("report"), tone="plain", icon_name="printer", target="_blank"
                ),
                rx.el.p(t("trip.summary.print_later"), class_name="text-ink-2"),
            ),
            rx.cond(
                summary("mayClose", bool) & ~summary("closing", bool),
                button(
                    rx.cond(summary("closed", bool), t("trip.summary.close_again"), t("trip.summary.close")),
                    tone=("plain"),
                    icon_name="flag",
                    on_click=trip_summary.OPEN_CLOSING,
                ),
            ),
            class_name="flex flex-wrap gap-2",
        ),
        class_name="flex flex-col gap-3",
    )


def _closing() -> rx.Component:
    busy = summary("busy", bool)
    return rx.el.div(
        rx.el.p(t("trip.summary.close_hint"), class_name="text-ink-2"),
        text_field(
            "trip-next",
            t("trip.summary.next"),
            summary("next"),
            trip_summary.SET_NEXT,
            type="date",
            min=summary("first"),
        ),
        text_area(
            "trip-remarks", t("trip.summary.remarks"), summary("remarks"), trip_summary.SET_REMARKS, max_length=2000
        ),
        trouble(summary("trouble")),
        rx.el.div(
            button(
                rx.cond(busy, t("trip.plan.saving"), t("trip.summary.close_do")),
                icon_name="check",
                disabled=busy,
                on_click=trip_summary.CLOSE_TRIP,
                class_name="flex-1",
            ),
            button(t("dossier.cancel"), tone="plain", on_click=trip_summary.STOP_CLOSING),
            class_name="flex gap-2",
        ),
        class_name=f"{CARD} flex flex-col gap-3 max-w-[640px]",
    )
