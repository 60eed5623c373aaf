"""What is noted of a paper at the desk: each suggestion beside a cut-out of its page, to be confirmed or corrected."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import button, icon, icon_button, pill
from sothuhoso.components.paper_hits import problem_line
from sothuhoso.device import keys, viewer
from sothuhoso.device.format import moment
from sothuhoso.device.typed import TypedInput
from sothuhoso.device.words import t, t_by
from sothuhoso.domain.paper_fields import PaperField
from sothuhoso.services.paper_field_views import PaperFieldView, SuggestedView
from sothuhoso.state.desk_dossier import DeskDossier
from sothuhoso.state.paper_fields import PaperFields

_DOSSIER: Any = DeskDossier.dossier
_SUGGESTED: Any = PaperFields.suggested
_SMALL = "min-h-[44px] text-sm !px-3"
_FIELD = "w-full min-h-[44px] rounded-button border bg-card text-ink px-3 text-base"
_WHICH, _VALUE = "paper-field-which", "paper-field-value"
#: Laid on the mat, the page stands above on a narrow screen.
_TO_MAT = (viewer.FIT, viewer.come_to("mat"))


def section(paper: Any, name: Any) -> rx.Component:
    """Beneath a paper whose pages were read: what was noted, and what may be."""
    may = _DOSSIER.actions.contains("dossier.compare")
    here = PaperFields.paper == paper.id
    opener = rx.el.button(
        icon("clipboard-list", 20),
        rx.el.span(t("paper_field.title")),
        rx.cond(here, icon("chevron-up", 16), icon("chevron-down", 16)),
        type="button",
        on_click=PaperFields.toggle(paper.id),
        aria_label=t("paper_field.open", name=name),
        custom_attrs={"aria-expanded": rx.cond(here, "true", "false")},
        class_name=(
            "inline-flex items-center gap-2 min-h-[44px] bg-transparent border-0 p-0 text-tea font-semibold "
            "cursor-pointer"
        ),
    )
    return rx.cond(
        paper.read > 0,
        rx.el.div(
            rx.cond(
                paper.fields.length() > 0,
                rx.el.ul(
                    rx.foreach(paper.fields, lambda one: _noted(paper, one, may)),
                    aria_label=t("paper_field.noted_of", name=name),
                    class_name="list-none m-0 p-0",
                ),
            ),
            rx.cond(may, opener),
            rx.cond(may & here, _panel(name)),
            custom_attrs={"data-answers": ""},
            class_name="flex flex-col gap-1",
        ),
    )


def _panel(name: Any) -> rx.Component:
    return rx.el.div(
        problem_line(PaperFields.problem),
        rx.cond(
            _SUGGESTED.length() > 0,
            rx.fragment(
                rx.el.p(t("paper_field.hint"), class_name="m-0 text-sm text-ink-2"),
                rx.el.ul(
                    rx.foreach(_SUGGESTED, _suggestion),
                    aria_label=t("paper_field.suggested_of", name=name),
                    class_name="list-none m-0 p-0 flex flex-col gap-3",
                ),
            ),
            rx.el.p(t("paper_field.nothing"), class_name="m-0 text-sm text-ink-2"),
        ),
        _by_hand(),
        class_name="flex flex-col gap-3 pb-2",
    )


def _label(field: Any) -> Any:
    return t_by("paper_field.name", field)


# --- suggested -----------------------------------------------------------------------------------------------------


def _suggestion(one: SuggestedView) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(_label(one.field), class_name="text-sm text-ink-2 flex-1"),
            rx.cond(one.clear, rx.fragment(), pill(t("paper_field.unclear"), "amber")),
            class_name="flex items-center gap-2",
        ),
        _cut_out(one),
        rx.cond(PaperFields.editing == one.id, _editor(one.field), _question(one)),
        key=one.id,
        custom_attrs={"data-suggested": one.field},
        class_name="flex flex-col gap-2 border border-line rounded-button p-3 bg-card",
    )


def _cut_out(one: SuggestedView) -> rx.Component:
    """The place itself, so that the eye compares word and picture; a click shows the whole page."""
    return rx.el.button(
        viewer.CutOut.create(
            src=one.place.picture_url,
            alt="",
            missing=t("paper_field.no_picture"),
            place=one.place.around,
            marks=one.place.marks,
        ),
        type="button",
        on_click=[PaperFields.look(PaperFields.paper, one.id), *_TO_MAT],
        aria_label=t("paper_field.look", field=_label(one.field), n=one.place.page),
        class_name=(
            "block w-full p-0 bg-white text-left border border-line rounded-[10px] overflow-hidden cursor-pointer"
        ),
    )


def _question(one: SuggestedView) -> rx.Component:
    facts: dict[str, Any] = {"field": _label(one.field), "value": one.value}
    return rx.fragment(
        rx.el.p(one.value, class_name="m-0 font-semibold break-words"),
        rx.cond(one.other, rx.el.p(t("paper_field.other_name"), class_name="m-0 text-sm text-ink-2")),
        rx.el.div(
            button(
                t("paper_field.right"),
                icon_name="check",
                on_click=[PaperFields.confirm(one.id), keys.GO_ON],
                aria_label=t("paper_field.right_of", **facts),
                custom_attrs={"data-answer": ""},
                class_name=_SMALL,
            ),
            button(
                t("paper_field.edit"),
                tone="plain",
                on_click=PaperFields.edit(PaperFields.paper, one.id),
                aria_label=t("paper_field.edit_of", **facts),
                class_name=_SMALL,
            ),
            button(
                t("paper_field.skip"),
                tone="quiet",
                on_click=[PaperFields.set_aside(one.id), keys.GO_ON],
                aria_label=t("paper_field.skip_of", **facts),
                class_name=_SMALL,
            ),
            class_name="flex flex-wrap gap-2",
        ),
    )


def _editor(field: Any) -> rx.Component:
    return rx.el.form(
        rx.el.label(
            rx.el.span(t_by("paper_field.write", field), class_name="text-sm text-ink-2"),
            TypedInput.create(
                name="value",
                value=PaperFields.text,
                auto_focus=True,
                auto_complete="off",
                max_length=300,
                class_name=_FIELD,
            ),
            class_name="flex flex-col gap-1",
        ),
        rx.el.div(
            button(t("paper_field.save"), type="submit", class_name=_SMALL),
            button(
                t("paper_field.cancel"),
                tone="quiet",
                on_click=[PaperFields.cancel, keys.GO_ON],
                class_name=_SMALL,
            ),
            class_name="flex flex-wrap gap-2",
        ),
        on_submit=[PaperFields.save, keys.GO_ON],
        class_name="flex flex-col gap-2",
    )


# --- noted ---------------------------------------------------------------------------------------------------------


def _noted(paper: Any, one: PaperFieldView, may: Any) -> rx.Component:
    here = (PaperFields.paper == paper.id) & (PaperFields.editing == one.id)
    line = rx.el.div(
        rx.el.div(
            rx.el.p(
                rx.el.span(_label(one.field), ": ", class_name="text-ink-2"),
                rx.cond(
                    one.origin == "absent",
                    rx.el.span(t("paper_field.absent"), class_name="text-ink-2"),
                    rx.el.span(one.value, class_name="font-semibold break-words"),
                ),
                class_name="m-0 text-sm",
            ),
            rx.el.p(
                t_by("paper_field.origin", one.origin),
                " · ",
                one.by,
                " · ",
                moment(one.at, "datetime"),
                class_name="m-0 text-xs text-ink-2",
            ),
            class_name="flex-1 min-w-0",
        ),
        rx.cond(
            one.place.page_id != "",
            icon_button(
                "scan-eye",
                t("paper_field.look", field=_label(one.field), n=one.place.page),
                on_click=[PaperFields.look(paper.id, one.id), *_TO_MAT],
            ),
        ),
        rx.cond(
            may,
            icon_button(
                "pencil",
                t("paper_field.edit_of", field=_label(one.field), value=one.value),
                on_click=PaperFields.edit(paper.id, one.id),
            ),
        ),
        class_name="flex items-center gap-1",
    )
    return rx.el.li(
        rx.cond(here, _editor(one.field), line),
        key=one.id,
        custom_attrs={"data-noted": one.field},
        class_name="py-1",
    )


# --- by hand -------------------------------------------------------------------------------------------------------


def _by_hand() -> rx.Component:
    """What the machine did not find."""
    return rx.el.details(
        rx.el.summary(
            t("paper_field.by_hand"),
            class_name="min-h-[44px] flex items-center text-sm font-semibold text-tea cursor-pointer list-none",
        ),
        rx.el.form(
            rx.el.label(t("paper_field.which"), html_for=_WHICH, class_name="text-sm text-ink-2"),
            rx.el.select(
                *[rx.el.option(t(f"paper_field.name.{field}"), value=str(field)) for field in PaperField],
                id=_WHICH,
                name="field",
                class_name=_FIELD,
            ),
            rx.el.label(t("paper_field.value"), html_for=_VALUE, class_name="text-sm text-ink-2"),
            rx.el.input(id=_VALUE, name="value", auto_complete="off", max_length=300, class_name=_FIELD),
            button(t("paper_field.save"), type="submit", tone="plain", class_name=f"{_SMALL} self-start"),
            on_submit=PaperFields.add,
            reset_on_submit=True,
            class_name="flex flex-col gap-2",
        ),
    )
