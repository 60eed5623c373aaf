"""The frame of the desk's screens: the rail of places, the line where the server speaks, the keyboard."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from sothuhoso.components.app import update_bar
from sothuhoso.components.basic import icon, icon_button, pill
from sothuhoso.components.leaving import leaving_sheet
from sothuhoso.device import desk_line, keys, lock, sign_in
from sothuhoso.device.desk_rail import RailRoom
from sothuhoso.device.trips import TripsAtWork
from sothuhoso.device.words import pick, t

_PLACE = (
    "flex flex-col items-center justify-center gap-1 min-h-[60px] px-0.5 lg:px-1 py-2 text-xs font-semibold "
    "text-center no-underline text-on-rail rounded-button hover:bg-rail-2 aria-[current=page]:bg-rail-2 flex-1 "
    "lg:flex-none cursor-pointer"
)


def place(name: str, label: Any, href: str, *, current: bool = False, client_side: bool = True) -> rx.Component:
    """One place of the rail: icon and word."""
    link = ReactRouterLink.create if client_side else rx.el.a
    return link(
        icon(name, 22),
        rx.el.span(label),
        href=href,
        class_name=_PLACE,
        custom_attrs={"aria-current": "page"} if current else {},
    )


def rail(here: str, who: Any, travels: Any) -> rx.Component:
    """Left on wide screens, below on narrow ones. ``travels``: whether this person may go on trips."""
    return rx.el.nav(
        place("folder", t("desk.dossiers"), "/ban", current=here == "desk"),
        place("scan-line", t("desk.counter"), "/?kenh=quay", client_side=False),
        place("users", t("desk.together"), "/ban/cung-lam", current=here == "together"),
        place("hash", t("numbers.place"), "/ban/so", current=here == "numbers"),
        rx.cond(travels, place("footprints", t("trip.place"), "/chuyen", current=here == "trips")),
        place("tablet-smartphone", t("tablets.place"), "/ban/may", current=here == "tablets"),
        rx.el.div(class_name="hidden lg:block flex-1"),
        rx.cond(
            lock.SHARED,
            rx.el.button(
                icon("lock", 22),
                rx.el.span(t("tablets.lock")),
                type="button",
                on_click=lock.LOCK_NOW,
                class_name=f"{_PLACE} bg-transparent border-0",
            ),
        ),
        rx.el.button(
            icon("log-out", 22),
            rx.el.span(t("desk.sign_out")),
            type="button",
            on_click=sign_in.SIGN_OUT,
            title=t("desk.signed_in_as", name=who),
            class_name=f"{_PLACE} bg-transparent border-0",
        ),
        id="rail",
        aria_label=t("desk.navigation"),
        class_name=(
            "bg-rail flex lg:flex-col gap-0.5 lg:gap-1 px-1 py-2 lg:p-2 lg:w-[92px] shrink-0 order-last lg:order-first "
            # on a phone the places may be wider than the screen: they are moved, not the page
            "max-w-[100vw] overflow-x-auto lg:overflow-x-visible sticky bottom-0 lg:top-0 lg:h-dvh z-20"
        ),
    )


def status_line(notice: Any, dismiss: Any) -> rx.Component:
    """Where the server speaks; always in the page, so that readers hear it change."""
    return rx.el.div(
        rx.cond(
            notice.vi != "",
            rx.el.div(
                icon("triangle-alert", 20),
                rx.el.span(pick(notice.vi, notice.en), class_name="flex-1"),
                icon_button("x", t("dossier.cancel"), on_click=dismiss),
                class_name="flex items-center gap-3 bg-amber-bg text-amber font-semibold rounded-card px-4 py-1 m-3",
            ),
        ),
        role="status",
    )


def line_pill() -> rx.Component:
    """One pill for the line: the server answers, answers badly, does not, or the screen is being joined to it again."""
    return rx.el.div(
        rx.match(
            desk_line.STATE,
            ("offline", pill(t("desk.offline"), "amber", "wifi-off")),
            ("weak", pill(t("desk_line.weak"), "amber", "cloud-alert")),
            ("joining", pill(t("desk_line.joining"), "sky", "loader-circle")),
            rx.cond(
                rx.State.is_hydrated,
                pill(t("desk.online"), "tea", "wifi"),
                pill(t("desk_line.joining"), "sky", "loader-circle"),
            ),
        ),
        rx.cond(
            desk_line.CONTACT != "",
            rx.el.span(t("line.contact", at=desk_line.CONTACT), class_name="text-xs text-ink-2 leading-none"),
        ),
        role="status",
        class_name="shrink-0 flex flex-col items-end gap-1",
    )


def line_notice() -> rx.Component:
    """What became of a click that met a dead line; always in the page, so that readers hear it."""
    return rx.el.div(
        rx.cond(
            desk_line.SAID != "",
            rx.el.div(
                icon("wifi-off", 20),
                rx.el.span(
                    rx.match(
                        desk_line.SAID,
                        ("blocked", t("desk_line.blocked")),
                        ("lost", t("desk_line.lost")),
                        t("desk_line.back"),
                    ),
                    class_name="flex-1",
                ),
                icon_button("x", t("desk_line.dismiss"), on_click=desk_line.DISMISS, custom_attrs={"data-alone": ""}),
                class_name="flex items-center gap-3 bg-amber-bg text-amber font-semibold rounded-card px-4 py-1 m-3",
            ),
        ),
        role="status",
        class_name="empty:hidden",
    )


def desk_frame(here: str, who: Any, *children: Any, travels: Any = True, scrolls: bool = False) -> rx.Component:
    """Rail and main part; keys are heard while the screen is there. ``scrolls``: the main part as a whole does."""
    return rx.el.div(
        TripsAtWork.create(),
        rail(here, who, travels),
        RailRoom.create(),
        update_bar(),
        rx.el.main(
            line_notice(),
            *children,
            class_name=f"flex-1 min-w-0 min-h-0 flex flex-col {'overflow-auto' if scrolls else ''}".strip(),
        ),
        leaving_sheet(),
        class_name="flex flex-col lg:flex-row min-h-dvh md:h-dvh bg-paper text-ink",
        on_mount=[keys.LISTEN, desk_line.WATCH],
        on_unmount=[keys.FORGET, desk_line.LEAVE],
    )


def modal(dialog_id: str, title: Any, *children: Any, on_cancel: Any) -> rx.Component:
    """A question that must be answered first; the browser traps the focus, Escape means cancel."""
    return rx.el.dialog(
        rx.el.div(
            rx.el.div(
                rx.el.h2(title, id=f"{dialog_id}-title", class_name="text-xl font-semibold flex-1"),
                icon_button("x", t("dossier.cancel"), on_click=on_cancel, custom_attrs={"data-cancel": ""}),
                class_name="flex items-start gap-3",
            ),
            line_notice(),
            *children,
            class_name="flex flex-col gap-4 p-5",
        ),
        id=dialog_id,
        aria_labelledby=f"{dialog_id}-title",
        class_name=(
            "m-auto w-[min(560px,calc(100vw-24px))] max-h-[90dvh] overflow-auto rounded-card bg-card text-ink p-0 "
            "border border-line backdrop:bg-black/50"
        ),
        on_mount=keys.open_dialog(dialog_id),
        on_unmount=keys.RETURN_FOCUS,
    )
