"""The frame of a trip's pages: the desk's rail, the way between the pages, the line, the way back from a dossier."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import button, icon, notice, pill
from sothuhoso.components.desk_frame import desk_frame
from sothuhoso.components.layout import go, go_button, heading, line_pill
from sothuhoso.device import trips
from sothuhoso.device.route import FLOW_PAGES, RouteWatch
from sothuhoso.device.words import t

_STEPS = (
    ("list-checks", "prepare", "/chuyen/chuan-bi"),
    ("users", "desk", "/chuyen/ban"),
    ("clipboard-list", "summary", "/chuyen/tong-ket"),
)


def trip_page(
    title: Any, *children: Any, enter: Any, asked: Any = None, here: str = "", leave: Any = None
) -> rx.Component:
    """A page of trips; with ``asked`` (``?c=…``) it is one of the three of a trip, named ``here``."""
    steps = [_steps(asked, here)] if asked is not None else []
    back = [_back()] if asked is not None else []
    gone = {} if leave is None else {"on_unmount": leave}
    return rx.fragment(
        RouteWatch.create(enter=enter, ahead=[*TRIP_AND_FLOW]),
        desk_frame(
            "trips",
            trips.listed("who"),
            rx.el.div(
                rx.el.header(
                    *back,
                    rx.el.div(heading(title, "flex-1 min-w-0"), line_pill(), class_name="flex items-start gap-3"),
                    *steps,
                    class_name="flex flex-col gap-3",
                ),
                *children,
                class_name="w-full max-w-[1080px] mx-auto p-4 pb-8 flex flex-col gap-5",
                # All of it is the tablet's own: no tap here needs the line (device/desk_line.js).
                custom_attrs={"data-alone": ""},
                **gone,
            ),
            scrolls=True,
        ),
    )


TRIP_AND_FLOW = (*trips.TRIP_PAGES, *FLOW_PAGES)


def _back() -> rx.Component:
    return go(
        icon("chevron-left", 20),
        rx.el.span(t("trip.all")),
        to="/chuyen",
        class_name="self-start inline-flex items-center gap-1 min-h-[44px] pr-3 text-tea font-semibold no-underline",
    )


def _steps(asked: Any, here: str) -> rx.Component:
    return rx.el.nav(
        *[
            go(
                icon(icon_name, 20, class_name="hidden sm:block"),
                rx.el.span(t(f"trip.step.{key}")),
                to=address + asked,
                custom_attrs={"aria-current": "page"} if key == here else {},
                class_name=(
                    "flex-1 inline-flex items-center justify-center gap-2 min-h-[48px] px-2 rounded-button text-ink-2 "
                    "font-semibold no-underline hover:bg-grey-bg aria-[current=page]:bg-tea-bg "
                    "aria-[current=page]:text-tea text-sm sm:text-base"
                ),
            )
            for icon_name, key, address in _STEPS
        ],
        aria_label=t("trip.step.label"),
        class_name="flex gap-1 border border-line rounded-card bg-card p-1",
    )


def trip_status(status: Any) -> Any:
    """How a trip stands."""
    return rx.match(
        status,
        ("under_way", pill(t("trip.status.under_way"), "sky", "footprints")),
        ("closed", pill(t("trip.status.closed"), "tea", "check")),
        ("cancelled", pill(t("trip.status.cancelled"), "grey", "x")),
        pill(t("trip.status.planned"), "amber", "calendar-days"),
    )


def entry_state(state: Any) -> Any:
    """Where a deed stands: always colour and word."""
    tones = {
        "open": ("amber", "pencil"),
        "here": ("amber", "inbox"),
        "waiting": ("amber", "inbox"),
        "sending": ("sky", "send"),
        "parked": ("seal", "triangle-alert"),
        "lost": ("grey", "trash-2"),
        "announced": ("amber", "hourglass"),
        "arriving": ("sky", "send"),
        "arrived": ("tea", "check"),
        "whole": ("tea", "check"),
    }
    return rx.match(
        state,
        *[(key, pill(t(f"trip.state.{key}"), tone, icon_name)) for key, (tone, icon_name) in tones.items()],
        rx.fragment(),
    )


def trouble(problem: Any, retry: Any = None) -> rx.Component:
    """What went wrong with the server: no line, nobody signed in, or its own words."""
    again = [button(t("trip.retry"), tone="plain", icon_name="refresh-cw", on_click=retry)] if retry is not None else []
    return rx.el.div(
        rx.match(
            problem,
            ("", rx.fragment()),
            (
                "offline",
                notice(t("trip.offline"), *again, tone="amber", icon_name="cloud-off", role="none"),
            ),
            (
                "sign_in",
                notice(
                    t("trip.signed_out"),
                    rx.el.p(t("trip.signed_out_hint")),
                    sign_in_link(),
                    tone="amber",
                    icon_name="lock",
                    role="none",
                ),
            ),
            notice(problem, tone="seal", icon_name="triangle-alert", role="none"),
        ),
        role="alert",
        class_name="empty:hidden",
    )


def sign_in_link() -> rx.Component:
    """To the sign-in and back; a full load, because the session is the browser's."""
    return rx.el.a(
        t("sign_in.submit"),
        href="/dang-nhap?next=/chuyen",
        class_name="inline-flex items-center min-h-[44px] font-semibold text-tea underline",
    )


def trip_way_back() -> rx.Component:
    """On a dossier's last page: back to the desk in the hamlet where it was begun."""
    return rx.cond(
        trips.BACK != "",
        go_button(t("trip.way_back"), trips.BACK, icon_name="users", class_name="w-full"),
    )
