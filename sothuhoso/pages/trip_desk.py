"""The desk in the hamlet: numbers are given and called; for the number that is called something is done."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, button, empty_state, icon, notice, pill, spinner
from sothuhoso.components.form import checkbox, choice, select_field, text_area, text_field
from sothuhoso.components.layout import go_button, subheading
from sothuhoso.components.signing import pad
from sothuhoso.components.status import status_pill
from sothuhoso.components.trip_frame import entry_state, trip_page
from sothuhoso.device import trip_desk
from sothuhoso.device.trip_desk import desk
from sothuhoso.device.words import t, t_by

_REASONS = ("paper_missing", "person_missing", "not_ours", "no_time", "other")
_HOWS = ("paper", "fingerprint")
_CALLED: Any = desk("called", int)
_BUSY: Any = desk("busy", bool)
_PROBLEM: Any = desk("problem")
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
                        _number(desk("given", int), "text-[44px] leading-none font-semibold"),
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
                ("dossier", _dossier()),
                ("handover", _handover()),
                ("note", _note()),
                ("turned_away", _turned_away()),
                ("lookup", _lookup()),
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


def _dossier() -> rx.Component:
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


def _lookup() -> rx.Component:
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


def _handover() -> rx.Component:
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
        rx.el.div(
            rx.el.img(
                src=signed,
                alt=t("signing.alt"),
                class_name="self-center max-w-full max-h-[120px] bg-white rounded-[10px] border border-line p-2",
            ),
            rx.el.div(
                button(
                    t("signing.again"),
                    tone="plain",
                    icon_name="pen-line",
                    on_click=trip_desk.SIGN,
                    class_name="flex-1 !min-h-[44px]",
                ),
                button(t("signing.remove"), tone="quiet", on_click=trip_desk.UNSIGN, class_name="flex-1 !min-h-[44px]"),
                class_name="flex gap-2",
            ),
            class_name="flex flex-col gap-2",
        ),
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


def _note() -> rx.Component:
    return _panel(_who(), _text("trip.desk.note_text"), _keep(t("trip.desk.note_keep"), trip_desk.NOTE))


def _turned_away() -> rx.Component:
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
