"""What is done at the desk in the hamlet for the number that is called: each deed has its panel."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, button, icon, pill
from sothuhoso.components.form import checkbox, choice, select_field, text_area, text_field
from sothuhoso.components.signing import signed_picture
from sothuhoso.components.status import status_pill
from sothuhoso.device import trip_desk
from sothuhoso.device.trip_desk import desk
from sothuhoso.device.words import t

_REASONS = ("paper_missing", "person_missing", "not_ours", "no_time", "other")
_HOWS = ("paper", "fingerprint")
_BUSY: Any = desk("busy", bool)
_PROBLEM: Any = desk("problem")


def _panel(*children: Any) -> rx.Component:
    return rx.el.div(
        *children,
        rx.el.div(
            rx.match(
                _PROBLEM,
                ("", rx.fragment()),
                ("full", _said(t("flow.full"))),
                ("insecure", _said(t("procedure.insecure"))),
                ("dossier", _said(t("trip.need.dossier"))),
                ("signer", _said(t("trip.need.signer"))),
                ("signature", _said(t("trip.need.signature"))),
                ("witness", _said(t("trip.need.witness"))),
                ("text", _said(t("trip.need.text"))),
                ("reason", _said(t("trip.need.reason"))),
                _said(_PROBLEM),
            ),
            role="alert",
            class_name="empty:hidden",
        ),
        class_name=f"{CARD} flex flex-col gap-4",
    )


def _said(words: Any) -> rx.Component:
    return rx.el.p(words, class_name="bg-seal-bg text-seal font-semibold rounded-button p-3")


def _keep(label: Any, action: Any) -> rx.Component:
    return rx.el.div(
        button(label, icon_name="check", disabled=_BUSY, on_click=action, class_name="flex-1"),
        button(t("trip.desk.put_away"), tone="plain", on_click=trip_desk.CLOSE),
        class_name="flex gap-2",
    )


def dossier() -> rx.Component:
    """A dossier in the flow everybody uses: what the trip is for first, any other by its name."""
    return _panel(
        rx.el.ul(rx.foreach(trip_desk.OFFERED, _procedure), class_name="grid gap-2 sm:grid-cols-2"),
        text_field(
            "trip-query",
            t("trip.desk.other"),
            desk("query"),
            trip_desk.setter("Query"),
            type="search",
            auto_complete="off",
        ),
        rx.el.ul(rx.foreach(trip_desk.FOUND, _procedure), class_name="grid gap-2 sm:grid-cols-2 empty:hidden"),
    )


def _procedure(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(one.name, class_name="flex-1 min-w-0 leading-snug"),
            icon("chevron-right", 20),
            type="button",
            disabled=_BUSY,
            on_click=trip_desk.begin(one.id),
            class_name=(
                "w-full flex items-center gap-2 min-h-[56px] px-4 py-2 rounded-button border border-tea bg-card "
                "text-tea font-semibold text-left hover:bg-tea-bg cursor-pointer"
            ),
        ),
        key=one.id,
    )


def _search() -> rx.Component:
    """Among the dossiers that came along; also without the marks over the letters."""
    return text_field(
        "trip-dossier",
        t("trip.desk.find_result"),
        desk("query"),
        trip_desk.setter("Query"),
        type="search",
        auto_complete="off",
    )


def lookup() -> rx.Component:
    """Who asks how their dossier stands: what the tablet knew of it when it was packed."""
    return _panel(
        _search(),
        rx.cond(
            trip_desk.RESULTS.length() > 0,
            rx.el.ul(rx.foreach(trip_desk.RESULTS, _standing), class_name="flex flex-col gap-2"),
            rx.el.p(t("trip.desk.nothing_found"), class_name="text-ink-2"),
        ),
        _more(),
        rx.el.p(t("trip.desk.as_packed", at=desk("packedAt")), class_name="text-sm text-ink-2"),
        button(t("trip.desk.close"), tone="plain", on_click=trip_desk.CLOSE, class_name="self-start"),
    )


def _more() -> rx.Component:
    more: Any = desk("more", int)
    return rx.cond(more > 0, rx.el.p(t("trip.desk.more", n=more), class_name="text-sm text-ink-2"))


def _standing(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            one.name,
            rx.cond(one.masked != "", rx.el.span(" · ", one.masked, class_name="number text-sm font-normal")),
            class_name="font-semibold",
        ),
        rx.el.p(one.procedure, class_name="text-sm"),
        rx.el.p(
            rx.el.span(one.number, class_name="number"),
            rx.cond(one.address != "", " · " + one.address, ""),
            class_name="text-sm text-ink-2",
        ),
        rx.el.div(
            status_pill(one.status),
            rx.cond(one.dueAt != "", pill(t("trip.prepare.due", day=one.dueAt), "sky", "gift")),
            class_name="flex flex-wrap gap-1.5 pt-1",
        ),
        rx.cond(one.missing != "", rx.el.p(t("trip.desk.lacks", papers=one.missing), class_name="text-sm pt-1")),
        key=one.id,
        class_name="px-4 py-3 rounded-button border border-line bg-card",
    )


def handover() -> rx.Component:
    """A result is handed over: which, to whom, and how that is attested."""
    return _panel(
        _search(),
        rx.cond(
            trip_desk.RESULTS.length() > 0,
            rx.el.ul(
                rx.foreach(trip_desk.RESULTS, _result), class_name="flex flex-col gap-2 max-h-[320px] overflow-auto"
            ),
            rx.el.p(t("trip.desk.no_result"), class_name="text-ink-2"),
        ),
        _more(),
        text_field(
            "trip-signer",
            t("trip.desk.signer"),
            desk("signer"),
            trip_desk.setter("Signer"),
            hint=t("trip.desk.signer_hint"),
            max_length=300,
            auto_complete="off",
        ),
        _signature(),
        _text("trip.desk.handover_text"),
        _keep(t("trip.desk.handover_keep"), trip_desk.HAND_OVER),
    )


def _signature() -> rx.Component:
    signed: Any = desk("signature")
    return rx.cond(
        signed != "",
        signed_picture(signed, sign=trip_desk.SIGN, remove=trip_desk.UNSIGN),
        rx.el.div(
            rx.el.div(
                rx.cond(
                    desk("outdated", bool),
                    rx.el.p(
                        t("trip.desk.outdated"), class_name="bg-amber-bg text-amber font-semibold rounded-button p-3"
                    ),
                ),
                role="status",
                class_name="empty:hidden",
            ),
            button(
                t("trip.desk.sign"),
                tone="plain",
                icon_name="pen-line",
                on_click=trip_desk.SIGN,
                id="trip-signature",
                class_name="w-full",
            ),
            rx.el.fieldset(
                rx.el.legend(t("trip.desk.cannot"), class_name="text-sm text-ink-2 pb-1.5"),
                rx.el.div(
                    *[
                        choice("trip-how", how, t(f"trip.how.{how}"), desk("how") == how, trip_desk.set_how(how))
                        for how in _HOWS
                    ],
                    class_name="grid gap-2 sm:grid-cols-2",
                ),
            ),
            rx.cond(
                desk("how") == "fingerprint",
                text_field(
                    "trip-witness",
                    t("trip.desk.witness"),
                    desk("witness"),
                    trip_desk.setter("Witness"),
                    hint=t("trip.desk.witness_hint"),
                    max_length=300,
                    auto_complete="off",
                ),
            ),
            class_name="flex flex-col gap-3",
        ),
    )


def _result(one: Any) -> rx.Component:
    chosen = desk("dossier") == one.id
    return rx.el.li(
        rx.el.button(
            rx.el.span(
                rx.el.span(
                    one.name,
                    rx.cond(one.masked != "", rx.el.span(" · ", one.masked, class_name="number text-sm font-normal")),
                    class_name="block font-semibold",
                ),
                rx.el.span(one.procedure, class_name="block text-sm"),
                rx.el.span(one.number, class_name="block text-sm number"),
                rx.cond(
                    one.due,
                    rx.el.span(pill(t("trip.prepare.due", day=one.dueAt), "sky", "gift"), class_name="block pt-1"),
                ),
                class_name="flex-1 min-w-0 text-left",
            ),
            rx.cond(chosen, icon("check", 22)),
            type="button",
            custom_attrs={"aria-pressed": chosen},
            on_click=trip_desk.set_dossier(one.id),
            class_name=(
                "w-full flex items-center gap-2 min-h-[56px] px-4 py-2 rounded-button border border-line bg-card "
                "text-ink hover:border-tea cursor-pointer aria-pressed:border-tea aria-pressed:bg-tea-bg"
            ),
        ),
        key=one.id,
    )


def note() -> rx.Component:
    """Something worth keeping, with or without a name."""
    return _panel(_who(), _text("trip.desk.note_text"), _keep(t("trip.desk.note_keep"), trip_desk.NOTE))


def turned_away() -> rx.Component:
    """Nothing could be done yet: why, what is missing, and whether they come again."""
    return _panel(
        _who(),
        rx.el.fieldset(
            rx.el.legend(t("trip.desk.why"), class_name="font-semibold mb-2"),
            rx.el.div(
                *[
                    choice(
                        "trip-reason",
                        reason,
                        t(f"trip.reason.{reason}"),
                        desk("reason") == reason,
                        trip_desk.set_reason(reason),
                    )
                    for reason in _REASONS
                ],
                id="trip-reason",
                tab_index=-1,
                class_name="grid gap-2 sm:grid-cols-2 outline-none",
            ),
        ),
        select_field(
            "trip-procedure",
            t("trip.desk.matter"),
            desk("procedure"),
            trip_desk.setter("Procedure"),
            rx.fragment(
                rx.el.option(t("trip.desk.matter_none"), value=""),
                rx.foreach(trip_desk.OFFERED, lambda one: rx.el.option(one.name, value=one.id)),
            ),
        ),
        rx.cond(
            (desk("reason") == "paper_missing") & (trip_desk.PAPERS.length() > 0),
            rx.el.fieldset(
                rx.el.legend(t("trip.desk.which"), class_name="font-semibold"),
                rx.foreach(
                    trip_desk.PAPERS,
                    lambda one: rx.el.div(
                        checkbox("paper-" + one.id, one.name, one.chosen, trip_desk.toggle_paper(one.id)), key=one.id
                    ),
                ),
            ),
        ),
        _text("trip.desk.away_text"),
        rx.el.div(
            checkbox("trip-again", t("trip.desk.again"), desk("comesAgain", bool), trip_desk.COMES_AGAIN),
            rx.el.p(
                rx.cond(
                    desk("comesBack") != "",
                    t("trip.desk.back", day=desk("comesBack")),
                    t("trip.desk.back_unknown"),
                ),
                class_name="text-sm text-ink-2 pl-8",
            ),
        ),
        _keep(t("trip.desk.away_keep"), trip_desk.TURN_AWAY),
    )


def _who() -> rx.Component:
    return text_field(
        "trip-person",
        t("trip.desk.person"),
        desk("person"),
        trip_desk.setter("Person"),
        max_length=300,
        auto_complete="off",
    )


def _text(label: str) -> rx.Component:
    return text_area("trip-text", t(label), desk("text"), trip_desk.setter("Text"), rows=2, max_length=1000)
