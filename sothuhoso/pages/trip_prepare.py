"""Before a trip: the tablet takes it along, and what is needed out there is looked at."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, button, empty_state, icon, notice, pill, spinner
from sothuhoso.components.form import plain_form, text_field
from sothuhoso.components.layout import go_button, subheading
from sothuhoso.components.trip_frame import sign_in_link, trip_page, trouble
from sothuhoso.device import trip_checks as checks
from sothuhoso.device.trip_checks import ready
from sothuhoso.device.words import t, t_by

_ICONS = {
    "pack": "package",
    "catalogue": "book-open",
    "numbers": "hash",
    "app": "app-window",
    "camera": "camera",
    "storage": "hard-drive",
    "battery": "battery-medium",
    "clock": "clock",
}


def page() -> rx.Component:
    """Take along, look at, put right."""
    return trip_page(
        rx.cond(ready("name") != "", ready("name"), t("trip.prepare.heading")),
        rx.match(
            ready("status"),
            ("loading", spinner(t("trip.loading"))),
            ("failed", empty_state("triangle-alert", t("trip.no_storage"), t("trip.no_storage_hint"))),
            rx.cond(ready("packed", bool), _packed(), _nothing()),
        ),
        enter=checks.ENTER,
        asked=ready("asked"),
        here="prepare",
    )


def _nothing() -> rx.Component:
    """Not on this tablet yet: it is being fetched, or why it cannot be."""
    return rx.cond(
        ready("packing", bool),
        spinner(t("trip.prepare.packing")),
        rx.match(
            ready("problem"),
            (
                "sign_in",
                empty_state("lock", t("trip.signed_out"), t("trip.signed_out_hint"), sign_in_link()),
            ),
            (
                "offline",
                empty_state("cloud-off", t("trip.prepare.none"), t("trip.prepare.none_hint"), _take(t("trip.retry"))),
            ),
            ("", spinner(t("trip.loading"))),
            empty_state(
                "file-question", t("trip.prepare.refused"), ready("problem"), go_button(t("trip.all"), "/chuyen")
            ),
        ),
    )


def _take(label: Any) -> rx.Component:
    return button(
        label, tone="plain", icon_name="download", on_click=checks.TAKE_ALONG, disabled=ready("packing", bool)
    )


def _packed() -> rx.Component:
    return rx.fragment(
        _verdict(),
        trouble(ready("problem")),
        rx.el.section(
            rx.el.div(
                subheading(t("trip.prepare.checks"), class_name="flex-1"),
                button(t("trip.prepare.again"), tone="quiet", icon_name="refresh-cw", on_click=checks.CHECK),
                class_name="flex items-center gap-2 flex-wrap",
            ),
            rx.cond(
                ready("checking", bool),
                spinner(t("trip.prepare.checking")),
                rx.el.ul(rx.foreach(checks.CHECKS, _check), class_name="grid gap-2 lg:grid-cols-2"),
            ),
            class_name="flex flex-col gap-3",
        ),
        _dossiers(),
    )


def _verdict() -> rx.Component:
    attention = ready("attention", int)
    return rx.el.div(
        rx.cond(
            attention > 0,
            notice(
                t("trip.prepare.attention", n=attention),
                rx.el.p(t("trip.prepare.attention_hint")),
                tone="amber",
                icon_name="triangle-alert",
                role="none",
            ),
            rx.cond(
                checks.CHECKS.length() > 0,
                notice(
                    t("trip.prepare.ready"),
                    rx.el.p(t("trip.prepare.ready_hint", series=ready("series"))),
                    tone="tea",
                    icon_name="check",
                    role="none",
                ),
            ),
        ),
        role="status",
        class_name="empty:hidden",
    )


def _check(check: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.match(check.key, *[(key, icon(name, 22)) for key, name in _ICONS.items()], icon("circle", 22)),
            class_name="text-ink-2 pt-0.5",
        ),
        rx.el.div(
            rx.el.div(
                rx.el.h3(t_by("trip.check", check.key), class_name="font-semibold flex-1 min-w-0"),
                rx.match(
                    check.state,
                    ("ok", pill(t("trip.prepare.ok"), "tea", "check")),
                    ("attention", pill(t("trip.prepare.look"), "amber", "triangle-alert")),
                    pill(t("trip.prepare.unknown"), "grey", "circle-help"),
                ),
                class_name="flex items-start gap-2 flex-wrap",
            ),
            rx.el.p(t_by("trip.why", check.why, check.facts), class_name="text-sm text-ink-2"),
            _cure(check),
            class_name="flex-1 min-w-0 flex flex-col gap-1",
        ),
        key=check.key,
        class_name=f"{CARD} flex gap-3",
    )


def _cure(check: Any) -> rx.Component:
    """What can be done about it, where something can."""
    small = {"tone": "plain", "class_name": "self-start mt-1 !min-h-[44px]"}
    cures: Any = rx.match(
        check.key,
        (
            "pack",
            button(
                rx.cond(ready("packing", bool), t("trip.prepare.packing"), t("trip.prepare.take_again")),
                icon_name="download",
                on_click=checks.TAKE_ALONG,
                disabled=ready("packing", bool),
                **small,
            ),
        ),
        (
            "catalogue",
            button(t("trip.prepare.take_again"), icon_name="download", on_click=checks.TAKE_ALONG, **small),
        ),
        ("camera", button(t("trip.prepare.try_camera"), icon_name="camera", on_click=checks.TRY_CAMERA, **small)),
        (
            "numbers",
            button(t("trip.prepare.more_numbers"), icon_name="hash", on_click=checks.MORE_NUMBERS, **small),
        ),
        rx.fragment(),
    )
    return rx.cond(check.state == "attention", cures)


# --- the dossiers that go along ------------------------------------------------------------------------------------


def _dossiers() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            subheading(t("trip.prepare.dossiers"), class_name="flex-1"),
            _take(rx.cond(ready("packing", bool), t("trip.prepare.packing"), t("trip.prepare.take_again"))),
            class_name="flex items-center gap-2 flex-wrap",
        ),
        rx.el.p(t("trip.prepare.dossiers_hint"), class_name="text-ink-2"),
        rx.cond(ready("mayChange", bool), _add()),
        rx.cond(
            checks.DOSSIERS.length() > 0,
            rx.el.ul(rx.foreach(checks.DOSSIERS, _dossier), class_name="grid gap-2 lg:grid-cols-2"),
            rx.el.p(t("trip.prepare.no_dossiers"), class_name=f"{CARD} text-ink-2"),
        ),
        class_name="flex flex-col gap-3",
    )


def _add() -> rx.Component:
    return plain_form(
        text_field(
            "trip-number",
            t("trip.prepare.add"),
            ready("number"),
            checks.SET_NUMBER,
            hint=t("trip.prepare.add_hint"),
            auto_complete="off",
        ),
        button(t("trip.prepare.add_do"), tone="plain", type="submit", icon_name="plus"),
        on_submit=checks.CHOOSE_TYPED,
        class_name="grid gap-2 sm:grid-cols-[1fr_auto] items-end max-w-[560px]",
    )


def _dossier(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(
                rx.el.span(one.name, class_name="font-semibold"),
                rx.cond(one.masked != "", rx.el.span(" · ", one.masked, class_name="number text-sm text-ink-2")),
            ),
            rx.el.p(one.procedure, class_name="text-sm"),
            rx.el.p(
                rx.el.span(one.number, class_name="number"),
                rx.cond(one.hamlet != "", " · " + one.hamlet, rx.cond(one.address != "", " · " + one.address, "")),
                class_name="text-sm text-ink-2",
            ),
            rx.el.div(
                rx.cond(one.left, pill(t("trip.prepare.left"), "grey", "house")),
                rx.cond(one.due, pill(t("trip.prepare.due", day=one.dueAt), "sky", "gift")),
                rx.cond(one.missing > 0, pill(t("desk.missing", n=one.missing), "amber", "file-x")),
                class_name="flex flex-wrap gap-1.5 empty:hidden pt-1",
            ),
            class_name="flex-1 min-w-0",
        ),
        rx.cond(
            ready("mayChange", bool),
            rx.cond(
                one.left,
                button(
                    t("trip.prepare.take"),
                    tone="quiet",
                    disabled=one.busy,
                    aria_label=t("trip.prepare.take_of", name=one.name),
                    on_click=checks.choose(one.number, taken=True),
                ),
                button(
                    t("trip.prepare.leave"),
                    tone="quiet",
                    disabled=one.busy,
                    aria_label=t("trip.prepare.leave_of", name=one.name),
                    on_click=checks.choose(one.number, taken=False),
                ),
            ),
        ),
        key=one.id,
        class_name=rx.cond(one.left, f"{CARD} flex items-center gap-2 opacity-70", f"{CARD} flex items-center gap-2"),
    )
