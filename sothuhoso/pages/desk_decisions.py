"""What the clerk decides: receive, ask for supplements, refuse; each asked once more before it is done."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import button, icon, link_button, notice
from sothuhoso.components.desk_frame import modal
from sothuhoso.components.form import text_area, text_field
from sothuhoso.device.desk_rail import ABOVE_IT
from sothuhoso.device.format import moment
from sothuhoso.device.words import pick, t, t_by
from sothuhoso.services.dossier_views import ComponentView
from sothuhoso.state.desk_dossier import DeskDossier

_DOSSIER: Any = DeskDossier.dossier
_HALF = "flex-1 !px-2 whitespace-nowrap"
_DUE: Any = DeskDossier.due


def actions() -> rx.Component:
    """The one action large, the others beside it; what this actor may not do is not drawn."""
    may = _DOSSIER.actions.contains
    return rx.el.div(
        rx.cond(
            DeskDossier.last_form,
            link_button(
                t_by("dossier.print_form", DeskDossier.last_form.form),
                DeskDossier.last_form.pdf_url,
                tone="plain",
                icon_name="printer",
                target="_blank",
                rel="noopener",
            ),
        ),
        rx.cond(
            may("dossier.receive"),
            button(
                t("dossier.receive"),
                icon_name="check",
                on_click=DeskDossier.ask_receive,
                custom_attrs={"data-key": "a"},
            ),
        ),
        rx.el.div(
            rx.cond(
                may("dossier.supplement"),
                button(t("dossier.supplement"), tone="plain", class_name=_HALF, on_click=DeskDossier.ask_supplement),
            ),
            rx.cond(
                may("dossier.refuse"),
                button(t("dossier.refuse"), tone="seal", class_name=_HALF, on_click=DeskDossier.ask_refuse),
            ),
            class_name="flex gap-3",
        ),
        class_name="flex flex-col gap-3 sticky bg-paper pt-1",
        style=ABOVE_IT,
    )


def dialogs() -> Any:
    """The question that is open, if any."""
    return rx.match(
        DeskDossier.dialog,
        ("receive", _receive()),
        ("supplement", _supplement()),
        ("refuse", _refuse()),
        rx.fragment(),
    )


def _receive() -> rx.Component:
    return modal(
        "receive-dialog",
        t("dossier.receive_title"),
        rx.cond(
            _DUE.known,
            rx.el.p(t("dossier.receive_due", at=moment(_DUE.due_at, "weekday")), class_name="text-lg font-semibold"),
            text_field(
                "due-date",
                t("dossier.due_date"),
                DeskDossier.due_date,
                DeskDossier.set_due_date,
                hint=t("dossier.unknown_limit"),
                remote=True,
                type="date",
            ),
        ),
        rx.cond(_DUE.known & ~_DUE.time_limit.confirmed, _remark(t("dossier.unconfirmed_limit"))),
        rx.cond(_DUE.after_cutoff, _remark(t("dossier.after_cutoff"))),
        rx.cond(
            _DOSSIER.compared < _DOSSIER.to_compare,
            _remark(t("dossier.not_all_compared", n=_DOSSIER.to_compare - _DOSSIER.compared)),
        ),
        rx.cond(_DOSSIER.missing > 0, _remark(t("dossier.some_missing", n=_DOSSIER.missing))),
        _trouble(),
        _answer(
            rx.cond(_DUE.known, t("dossier.receive_now", day=moment(_DUE.due_at, "day")), t("dossier.receive")),
            DeskDossier.receive,
            disabled=~_DUE.known & (DeskDossier.due_date == ""),
        ),
        on_cancel=DeskDossier.cancel,
    )


def _supplement() -> rx.Component:
    return modal(
        "supplement-dialog",
        t("dossier.supplement_title"),
        rx.el.p(t("dossier.supplement_once"), class_name="text-ink-2"),
        rx.el.div(rx.foreach(_DOSSIER.components, _offer), class_name="flex flex-wrap gap-2"),
        text_area(
            "supplement-items",
            t("dossier.supplement_items"),
            DeskDossier.items,
            DeskDossier.set_items,
            remote=True,
            rows=4,
        ),
        text_area(
            "supplement-reason",
            t("dossier.supplement_reason"),
            DeskDossier.reason,
            DeskDossier.set_reason,
            remote=True,
        ),
        rx.cond(
            DeskDossier.second,
            notice(
                t("dossier.second_title"),
                rx.el.p(t("dossier.second_hint")),
                tone="amber",
                icon_name="triangle-alert",
                role="alert",
            ),
        ),
        _trouble(),
        _answer(
            rx.cond(DeskDossier.second, t("dossier.second_send"), t("dossier.supplement_send")),
            DeskDossier.supplement,
            disabled=(DeskDossier.items.strip() == "") | (DeskDossier.reason.strip() == ""),
        ),
        on_cancel=DeskDossier.cancel,
    )


def _offer(paper: ComponentView) -> rx.Component:
    return rx.el.button(
        icon("plus", 16),
        pick(paper.name, paper.name_en),
        type="button",
        on_click=DeskDossier.add_item(paper.name),
        class_name=(
            "inline-flex items-center gap-1 min-h-[44px] rounded-full border border-line bg-paper text-ink px-3 "
            "text-sm text-left cursor-pointer"
        ),
    )


def _refuse() -> rx.Component:
    return modal(
        "refuse-dialog",
        t("dossier.refuse_title"),
        rx.el.p(t("dossier.refuse_hint"), class_name="text-ink-2"),
        text_area(
            "refuse-reason",
            t("dossier.refuse_reason"),
            DeskDossier.reason,
            DeskDossier.set_reason,
            remote=True,
        ),
        _trouble(),
        _answer(
            t("dossier.refuse_send"),
            DeskDossier.refuse,
            tone="seal-full",
            disabled=DeskDossier.reason.strip() == "",
        ),
        on_cancel=DeskDossier.cancel,
    )


def _remark(sentence: Any) -> rx.Component:
    return rx.el.p(icon("triangle-alert", 18), rx.el.span(sentence), class_name="flex gap-2 text-amber font-semibold")


def _trouble() -> rx.Component:
    """Why it did not go through, and that somebody else was faster."""
    return rx.el.div(
        rx.cond(
            DeskDossier.problem_vi != "",
            rx.el.p(
                pick(DeskDossier.problem_vi, DeskDossier.problem_en),
                class_name="bg-seal-bg text-seal font-semibold rounded-card p-3",
            ),
        ),
        rx.cond(
            DeskDossier.changed_elsewhere,
            rx.el.p(t("dossier.changed"), class_name="bg-amber-bg text-amber font-semibold rounded-card p-3"),
        ),
        role="alert",
    )


def _answer(label: Any, on_click: Any, *, tone: str = "tea", disabled: Any = False) -> rx.Component:
    return rx.el.div(
        button(t("dossier.cancel"), tone="quiet", on_click=DeskDossier.cancel),
        button(
            rx.cond(DeskDossier.busy, t("dossier.busy"), label),
            tone=tone,
            class_name="flex-1",
            on_click=on_click,
            disabled=DeskDossier.busy | disabled,
            custom_attrs={"data-first": ""},
        ),
        class_name="flex gap-3",
    )
