"""Trips to hamlets: those of whoever is signed in, and planning one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx
from reflex.vars.function import FunctionStringVar

from sothuhoso.components.basic import CARD, button, empty_state, icon, icon_button, notice, pill, spinner
from sothuhoso.components.form import field_frame, plain_form, text_field
from sothuhoso.components.layout import go, go_button, subheading
from sothuhoso.components.question import ANSWER, question
from sothuhoso.components.trip_frame import sign_in_link, trip_page, trip_status, trouble
from sothuhoso.device import trips
from sothuhoso.device.words import t, t_by

_PLANNING: Any = trips.listed("planning", bool)
_CHANGING: Any = trips.plan("change", bool)


def page() -> rx.Component:
    """The list, or the plan."""
    title = rx.cond(_PLANNING, rx.cond(_CHANGING, t("trip.plan.change"), t("trip.plan.new")), t("trip.heading"))
    return trip_page(title, rx.cond(_PLANNING, _plan(), _list()), enter=trips.ENTER)


# --- the list ------------------------------------------------------------------------------------------------------


def _list() -> Any:
    return rx.match(
        trips.listed("status"),
        (
            "ready",
            rx.cond(
                trips.listed("signedOut", bool),
                empty_state("lock", t("trip.signed_out"), t("trip.signed_out_hint"), sign_in_link()),
                rx.fragment(_head(), _trips()),
            ),
        ),
        spinner(t("trip.loading")),
    )


def _head() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("trip.hint"), class_name="text-ink-2 -mt-2"),
        rx.el.div(
            rx.cond(
                trips.listed("offline", bool),
                notice(
                    t("trip.list_offline"),
                    rx.el.p(t("trip.list_offline_hint")),
                    tone="amber",
                    icon_name="cloud-off",
                    role="none",
                ),
            ),
            role="status",
            class_name="empty:hidden",
        ),
        rx.cond(
            trips.listed("mayMake", bool),
            go_button(t("trip.make"), "/chuyen?lap=moi", icon_name="plus", class_name="self-start"),
        ),
    )


def _trips() -> rx.Component:
    return rx.cond(
        trips.TRIPS.length() > 0,
        rx.el.ul(rx.foreach(trips.TRIPS, _trip), class_name="grid gap-3 lg:grid-cols-2 items-start"),
        empty_state("map", t("trip.empty"), t("trip.empty_hint")),
    )


def _trip(trip: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h2(trip.name, class_name="text-lg font-semibold leading-snug flex-1 min-w-0"),
            trip_status(trip.status),
            class_name="flex items-start gap-3",
        ),
        rx.el.dl(
            _fact("calendar-days", t("trip.day"), trip.day, rx.cond(trip.today, pill(t("trip.today"), "tea"))),
            _fact("map-pin", t("trip.hamlets"), trip.hamlets),
            _fact("users", t("trip.people"), trip.people),
            class_name="flex flex-col gap-1",
        ),
        rx.cond(
            trip.packed,
            rx.el.p(
                icon("check", 16),
                rx.el.span(t("trip.packed", at=trip.packedAt)),
                class_name="flex items-center gap-1.5 text-sm text-ink-2",
            ),
        ),
        rx.cond(trip.waiting > 0, pill(t("trip.waits", n=trip.waiting), "amber", "inbox", class_name="self-start")),
        rx.el.div(
            rx.cond(
                trip.open,
                rx.cond(
                    trip.packed,
                    rx.fragment(
                        go_button(t("trip.step.desk"), "/chuyen/ban" + trip.asked, icon_name="users"),
                        go_button(t("trip.step.prepare"), "/chuyen/chuan-bi" + trip.asked, tone="plain"),
                    ),
                    go_button(t("trip.step.prepare"), "/chuyen/chuan-bi" + trip.asked, icon_name="list-checks"),
                ),
            ),
            go_button(t("trip.step.summary"), "/chuyen/tong-ket" + trip.asked, tone="plain"),
            rx.cond(trip.mayChange, go_button(t("trip.change"), trip.change, tone="quiet", icon_name="pencil")),
            class_name="flex flex-wrap gap-2",
        ),
        class_name=f"{CARD} flex flex-col gap-3",
        key=trip.id,
    )


def _fact(icon_name: str, label: Any, value: Any, *more: Any) -> rx.Component:
    return rx.el.div(
        rx.el.dt(icon(icon_name, 18), rx.el.span(label, class_name="visually-hidden"), class_name="text-ink-2 pt-0.5"),
        rx.el.dd(value, *more, class_name="min-w-0 flex items-center gap-2 flex-wrap"),
        class_name="flex items-start gap-2",
    )


# --- the plan ------------------------------------------------------------------------------------------------------


def _plan() -> rx.Component:
    return rx.cond(
        trips.plan("ready", bool),
        rx.el.div(
            _what(),
            _where(),
            _who(),
            _procedures(),
            _problem(),
            rx.el.div(
                button(
                    rx.cond(trips.plan("busy", bool), t("trip.plan.saving"), t("trip.plan.save")),
                    icon_name="check",
                    disabled=trips.plan("busy", bool),
                    on_click=trips.SAVE,
                    class_name="flex-1",
                ),
                go_button(t("trip.plan.leave"), "/chuyen", tone="plain"),
                rx.cond(
                    trips.plan("mayCancel", bool),
                    button(t("trip.plan.cancel"), tone="seal", icon_name="x", on_click=trips.DOUBT),
                ),
                class_name="flex flex-wrap gap-2",
            ),
            _doubt(),
            class_name="flex flex-col gap-5 max-w-[720px]",
        ),
        rx.cond(
            trips.listed("signedOut", bool),
            empty_state("lock", t("trip.signed_out"), t("trip.signed_out_hint"), sign_in_link()),
            rx.cond(
                trips.listed("offline", bool),
                empty_state(
                    "cloud-off",
                    t("trip.plan.offline"),
                    t("trip.plan.offline_hint"),
                    button(t("trip.retry"), tone="plain", icon_name="refresh-cw", on_click=trips.RETRY),
                    go(t("trip.all"), to="/chuyen", class_name="text-tea font-semibold min-h-[44px] content-center"),
                ),
                spinner(t("trip.loading")),
            ),
        ),
    )


def _what() -> rx.Component:
    return rx.el.div(
        text_field(
            "plan-name",
            t("trip.plan.name"),
            trips.plan("name"),
            trips.SET_NAME,
            hint=t("trip.plan.name_hint"),
            max_length=80,
            auto_complete="off",
        ),
        text_field("plan-day", t("trip.day"), trips.plan("day"), trips.SET_DAY, type="date", min=trips.plan("first")),
        class_name="grid gap-4 sm:grid-cols-[1fr_200px]",
    )


def _where() -> rx.Component:
    return rx.el.section(
        subheading(t("trip.hamlets")),
        rx.cond(
            trips.HAMLETS.length() > 0,
            rx.el.ul(
                rx.foreach(
                    trips.HAMLETS,
                    lambda hamlet: rx.el.li(
                        icon("map-pin", 18),
                        rx.el.span(hamlet.name, class_name="flex-1 min-w-0"),
                        icon_button("x", t("trip.plan.drop", name=hamlet.name), on_click=trips.drop_hamlet(hamlet.key)),
                        key=hamlet.key,
                        class_name="flex items-center gap-2 border border-line rounded-button bg-card pl-4",
                    ),
                ),
                class_name="flex flex-col gap-2",
            ),
        ),
        plain_form(
            field_frame(
                "plan-hamlets",
                t("trip.plan.hamlet"),
                rx.el.div(
                    rx.el.input(
                        id="plan-hamlets",
                        value=trips.plan("hamlet"),
                        on_change=trips.SET_HAMLET,
                        max_length=300,
                        auto_complete="off",
                        aria_describedby="plan-hamlets-hint",
                        class_name=(
                            "flex-1 min-w-0 rounded-button border bg-card text-ink px-4 min-h-[52px] text-base"
                        ),
                    ),
                    button(t("trip.plan.add"), tone="plain", type="submit", icon_name="plus"),
                    class_name="flex gap-2",
                ),
                hint=t("trip.plan.hamlet_hint"),
            ),
            on_submit=trips.ADD_HAMLET,
        ),
        class_name="flex flex-col gap-3",
    )


def _who() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("trip.people"), class_name="text-lg font-semibold mb-2"),
        rx.el.div(
            rx.foreach(
                trips.PEOPLE,
                lambda one: _tick(
                    one, trips.toggle_person, hint=rx.cond(one.fixed, t("trip.plan.lead"), t_by("trip.role", one.role))
                ),
            ),
            class_name="grid gap-2 sm:grid-cols-2",
        ),
    )


def _procedures() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(
            t("trip.plan.procedures"), id="plan-procedures", tab_index=-1, class_name="text-lg font-semibold mb-2"
        ),
        rx.el.div(rx.foreach(trips.CHOSEN, lambda one: _tick(one, trips.toggle_procedure)), class_name="grid gap-2"),
        rx.el.div(
            text_field(
                "plan-query",
                t("trip.plan.find"),
                trips.plan("query"),
                trips.SET_QUERY,
                type="search",
                auto_complete="off",
            ),
            rx.el.div(
                rx.foreach(trips.OTHERS, lambda one: _tick(one, trips.toggle_procedure)), class_name="grid gap-2"
            ),
            rx.cond(
                trips.plan("more", int) > 0,
                rx.el.p(t("trip.plan.more", n=trips.plan("more", int)), class_name="text-sm text-ink-2"),
            ),
            class_name="flex flex-col gap-2 mt-4",
        ),
    )


def _tick(one: Any, toggle: Callable[[Any], FunctionStringVar], *, hint: Any = None) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            checked=one.chosen,
            disabled=one.fixed,
            on_change=toggle(one.id),
            class_name="size-6 accent-tea shrink-0",
        ),
        rx.el.span(
            rx.el.span(one.name, class_name="block leading-snug"),
            *([rx.el.span(hint, class_name="block text-sm text-ink-2")] if hint is not None else []),
        ),
        key=one.id,
        class_name=(
            "flex items-center gap-3 min-h-[52px] rounded-button border border-line bg-card px-4 py-2 cursor-pointer "
            "has-[:checked]:border-tea has-[:checked]:bg-tea-bg"
        ),
    )


def _problem() -> rx.Component:
    problem = trips.plan("problem")
    said = rx.match(
        problem,
        ("missing.name", rx.el.p(t("errors.trip.name_missing"))),
        ("missing.day", rx.el.p(t("trip.plan.day_missing"))),
        ("missing.hamlets", rx.el.p(t("errors.trip.hamlets_missing"))),
        ("missing.procedures", rx.el.p(t("errors.trip.procedures_missing"))),
        rx.fragment(),
    )
    ours = problem.startswith("missing.")
    return rx.fragment(
        rx.el.div(
            rx.cond(ours, rx.el.div(said, class_name="bg-seal-bg text-seal font-semibold rounded-card p-3")),
            role="alert",
            class_name="empty:hidden",
        ),
        rx.cond(ours, rx.fragment(), trouble(problem)),
    )


def _doubt() -> rx.Component:
    return question(
        t("trip.plan.cancel_title"),
        rx.el.p(t("trip.plan.cancel_hint")),
        answers=[
            button(t("trip.plan.cancel_no"), tone="plain", on_click=trips.KEEP, class_name=ANSWER),
            button(t("trip.plan.cancel_yes"), tone="seal", on_click=trips.CANCEL, class_name=ANSWER),
        ],
        asked=trips.plan("doubt", bool),
        on_close=trips.KEEP,
    )
