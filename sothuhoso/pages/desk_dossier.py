"""One dossier at the desk: the paper is the largest thing; person, papers and decision beside it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, button, empty_state, icon_button, link_button, notice, pill
from sothuhoso.components.clock_note import clock_note
from sothuhoso.components.person_facts import person_fields, warning_line
from sothuhoso.components.status import status_pill
from sothuhoso.device import viewer
from sothuhoso.device.format import moment
from sothuhoso.device.words import pick, t, t_by
from sothuhoso.domain.verification import Way
from sothuhoso.pages import desk_decisions, desk_page, desk_papers
from sothuhoso.services.dossier_views import AnswerView, FormView, PersonView
from sothuhoso.services.search_views import BoxView
from sothuhoso.state.desk_dossier import DeskDossier
from sothuhoso.state.desk_page import DeskPage

_DOSSIER: Any = DeskDossier.dossier
_MAT = "mat"
#: What needs no server goes on with a dead line (desk_line.js).
_ALONE = {"data-alone": ""}


def panel() -> rx.Component:
    """The open dossier, or what to do while none is open."""
    return rx.cond(
        DeskDossier.shown,
        rx.el.div(
            _head(),
            rx.cond(
                DeskPage.page,
                desk_page.editor(),
                rx.el.div(_viewer(), _side(), class_name="flex-1 min-h-0 flex flex-col md:flex-row gap-4 px-4 pb-4"),
            ),
            desk_decisions.dialogs(),
            class_name="flex flex-col flex-1 min-h-0",
        ),
        rx.cond(
            DeskDossier.absent,
            empty_state(
                "folder-x",
                t("desk.not_here"),
                t("desk.not_here_hint"),
                button(t("desk.back_to_list"), tone="plain", on_click=DeskDossier.close),
            ),
            rx.el.div(
                empty_state("folder-open", t("desk.pick_one"), t("desk.pick_one_hint")),
                class_name="m-auto max-w-[420px]",
            ),
        ),
    )


def _head() -> rx.Component:
    return rx.el.header(
        rx.cond(
            DeskPage.page,
            rx.fragment(),
            icon_button("arrow-left", t("desk.back_to_list"), on_click=DeskDossier.close, class_name="xl:hidden"),
        ),
        rx.el.div(
            rx.el.h2(pick(_DOSSIER.procedure_name, _DOSSIER.procedure_name_en), class_name="text-xl font-semibold"),
            rx.el.p(
                rx.el.span(_DOSSIER.number, class_name="number"),
                " · ",
                t("dossier.submitted", at=moment(_DOSSIER.submitted_at, "datetime")),
                " · ",
                rx.cond(_DOSSIER.channel == "counter", t("desk.from_counter"), t("desk.from_phone")),
                class_name="text-sm text-ink-2",
            ),
            rx.cond(
                _DOSSIER.provisional_number != "",
                rx.el.p(
                    t("signature.provisional", number=_DOSSIER.provisional_number),
                    class_name="text-sm font-semibold text-amber",
                ),
            ),
            rx.cond(
                _DOSSIER.due_at != "",
                rx.el.p(
                    t("dossier.due_at", at=moment(_DOSSIER.due_at, "weekday")),
                    class_name=rx.cond(
                        _DOSSIER.due_state == "overdue", "text-sm font-semibold text-seal", "text-sm font-semibold"
                    ),
                ),
            ),
            class_name="flex-1 min-w-0",
        ),
        rx.el.div(
            status_pill(_DOSSIER.status),
            rx.cond(DeskDossier.holder != "", pill(t("desk.held_by", name=DeskDossier.holder), "sky", "eye")),
            class_name="flex flex-col items-end gap-1",
        ),
        class_name="flex items-start gap-3 p-4",
    )


def _viewer() -> rx.Component:
    return rx.el.section(
        rx.cond(
            DeskDossier.page_count > 0,
            rx.fragment(
                rx.el.div(
                    rx.cond(DeskDossier.marked, _clean(), _photo()),
                    id=_MAT,
                    tab_index=0,
                    role="group",
                    aria_label=t("dossier.viewer"),
                    on_mount=viewer.open_on(_MAT),
                    on_unmount=viewer.CLOSE,
                    class_name="flex-1 min-h-0 overflow-auto flex p-3",
                ),
                _tools(),
                rx.foreach(_DOSSIER.components, desk_page.version_of),
            ),
            empty_state("image-off", t("dossier.no_pages"), ""),
        ),
        aria_label=t("dossier.viewer"),
        class_name=(
            "bg-mat border border-line rounded-card flex flex-col h-[62dvh] shrink-0 md:h-auto md:shrink md:flex-[1.4] "
            "min-w-0 relative"
        ),
    )


def _photo() -> rx.Component:
    return rx.el.img(
        src=DeskDossier.page.full_url,
        alt=t("dossier.page_alt", at=DeskDossier.at + 1, name=_DOSSIER.number),
        custom_attrs={"style": viewer.page_style(DeskDossier.page.width, DeskDossier.page.height)},
        class_name="m-auto block shadow-md bg-white transition-transform duration-150",
        key=DeskDossier.page.id,
    )


def _clean() -> rx.Component:
    """The clean page, and over it what was found on it; the marks are the page's business, not the picture's."""
    hit: Any = DeskDossier.hit
    return rx.el.div(
        viewer.SheetPicture.create(
            src=hit.picture_url,
            alt=t("search.clean_alt", n=hit.page, name=pick(hit.paper_name, hit.paper_name_en)),
            on_error=DeskDossier.picture_failed,
            class_name="block size-full",
        ),
        rx.foreach(hit.boxes, _mark),
        custom_attrs={"style": viewer.sheet_style(), "data-clean": ""},
        class_name="relative m-auto shadow-md bg-white transition-transform duration-150",
        key=hit.id,
    )


def _mark(box: BoxView) -> rx.Component:
    return rx.el.span(
        aria_hidden="true",
        custom_attrs={"style": viewer.box_style(box), "data-mark": ""},
        class_name="absolute pointer-events-none",
    )


def _tools() -> rx.Component:
    last = DeskDossier.page_count - 1
    return rx.el.div(
        icon_button(
            "chevron-left",
            t("dossier.page_previous"),
            on_click=[DeskDossier.step(-1), viewer.FIT],
            disabled=DeskDossier.at <= 0,
            custom_attrs={"data-key": "ArrowLeft"},
        ),
        icon_button(
            "zoom-out", t("dossier.zoom_out"), on_click=viewer.ZOOM_OUT, custom_attrs={"data-key": "-", **_ALONE}
        ),
        icon_button("zoom-in", t("dossier.zoom_in"), on_click=viewer.ZOOM_IN, custom_attrs={"data-key": "+", **_ALONE}),
        icon_button("rotate-cw", t("dossier.turn"), on_click=viewer.TURN, custom_attrs={"data-key": "r", **_ALONE}),
        icon_button("maximize", t("dossier.fit"), on_click=viewer.FIT, custom_attrs={"data-key": "0", **_ALONE}),
        icon_button(
            "chevron-right",
            t("dossier.page_next"),
            on_click=[DeskDossier.step(1), viewer.FIT],
            disabled=DeskDossier.at >= last,
            custom_attrs={"data-key": "ArrowRight"},
        ),
        rx.cond(
            DeskDossier.marked,
            button(
                t("search.photo"),
                tone="quiet",
                icon_name="camera",
                on_click=DeskDossier.show_photo,
                class_name="min-h-[44px] text-sm !px-2",
            ),
        ),
        rx.cond(
            DeskDossier.page.photo & _DOSSIER.actions.contains("dossier.compare"), desk_page.opener(DeskDossier.page)
        ),
        rx.el.span(
            t("dossier.page_at", at=DeskDossier.at + 1, n=DeskDossier.page_count),
            aria_live="polite",
            class_name="px-2 text-sm whitespace-nowrap",
        ),
        class_name=(
            "flex items-center justify-center flex-wrap self-center mb-3 bg-card border border-line rounded-button "
            "shadow-sm"
        ),
    )


def _side() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            clock_note(_DOSSIER.clock_minutes),
            _others(),
            _person(_DOSSIER.persons[0]),
            desk_papers.section(),
            rx.foreach(_DOSSIER.persons[1:], _person),
            _answers(),
            _signature(),
            _forms(),
            _history(),
            class_name="flex flex-col gap-3 md:overflow-auto md:flex-1 min-h-0",
        ),
        desk_decisions.actions(),
        class_name="flex flex-col gap-3 flex-1 min-w-0 md:min-w-[300px] md:max-w-[420px] min-h-0",
    )


def _others() -> rx.Component:
    """The same person has asked for the same thing before, and it is not done."""
    return rx.cond(
        _DOSSIER.others.length() > 0,
        notice(
            t("dossier.others"),
            rx.el.ul(
                rx.foreach(
                    _DOSSIER.others,
                    lambda other: rx.el.li(
                        rx.el.a(
                            other.number,
                            href=f"/ban?hs={other.id}",
                            class_name="number text-tea min-h-[44px] inline-flex items-center",
                        ),
                        " · ",
                        t_by("status", other.status),
                        key=other.id,
                    ),
                ),
                class_name="list-none m-0 p-0",
            ),
            tone="amber",
            icon_name="files",
            role="note",
        ),
    )


def _person(person: PersonView) -> rx.Component:
    whole: Any = DeskDossier.whole_id[person.slot]
    return rx.el.section(
        rx.el.div(
            rx.el.h3(t_by("dossier.slot", person.slot), class_name="font-semibold"),
            rx.cond(
                person.has_id_number & _DOSSIER.actions.contains("dossier.view_id") & ~whole.bool(),
                button(
                    t("dossier.show_id"),
                    tone="quiet",
                    icon_name="eye",
                    class_name="min-h-[44px] -my-2 text-sm !px-2",
                    on_click=DeskDossier.show_id(person.slot),
                    title=t("dossier.show_id_note"),
                ),
            ),
            class_name="flex items-center justify-between gap-2 mb-1",
        ),
        person_fields(person.fields, whole),
        rx.cond(
            person.from_card & (person.verified.how == ""),
            rx.el.p(t("dossier.from_card_note"), class_name="text-xs text-sky mt-1 mb-0"),
        ),
        rx.foreach(person.warnings, warning_line),
        rx.cond(person.has_id_number, _verified(person)),
        class_name=CARD,
    )


def _verified(person: PersonView) -> rx.Component:
    """How it was made sure who this is, or the ways to do so. A card that was photographed proves nothing."""
    verified = person.verified
    may = _DOSSIER.actions.contains("identity.verify")
    done = rx.el.div(
        pill(t_by("verified.how", verified.how), "tea", "shield-check"),
        rx.el.p(verified.by, " · ", moment(verified.at, "datetime"), class_name="text-sm text-ink-2 m-0 basis-full"),
        rx.cond(
            may,
            button(
                t("verified.take_back"),
                tone="quiet",
                class_name="min-h-[44px] text-sm !px-2",
                on_click=DeskDossier.verify(person.slot, ""),
            ),
        ),
        class_name="flex flex-wrap items-center gap-2",
    )
    ways = rx.el.details(
        rx.el.summary(
            pill(t("verified.not_yet"), "amber", "shield-alert"),
            rx.cond(may, rx.el.span(t("verified.record"), class_name="text-sm font-semibold text-tea underline")),
            class_name="flex flex-wrap items-center gap-2 min-h-[44px] cursor-pointer list-none",
        ),
        rx.cond(
            may,
            rx.el.div(
                rx.el.p(t("verified.hint"), class_name="text-sm text-ink-2 m-0"),
                *[
                    button(
                        t(f"verified.how.{way}"),
                        tone="plain",
                        class_name="w-full !justify-start text-left py-2",
                        on_click=DeskDossier.verify(person.slot, str(way)),
                        disabled=DeskDossier.busy,
                    )
                    for way in Way
                ],
                class_name="flex flex-col gap-2 pt-1",
            ),
        ),
    )
    return rx.el.div(rx.cond(verified.how != "", done, ways), class_name="border-t border-line mt-2 pt-2")


def _answers() -> rx.Component:
    return rx.cond(
        _DOSSIER.answers.length() > 0,
        rx.el.section(
            rx.el.h3(t("dossier.answers"), class_name="font-semibold mb-1"),
            rx.el.dl(rx.foreach(_DOSSIER.answers, _answer), class_name="m-0"),
            class_name=CARD,
        ),
    )


def _answer(answer: AnswerView) -> rx.Component:
    return rx.el.div(
        rx.el.dt(pick(answer.question, answer.question_en), class_name="text-sm text-ink-2 flex-1"),
        rx.el.dd(rx.cond(answer.value, t("dossier.yes"), t("dossier.no")), class_name="m-0 font-semibold"),
        class_name="flex gap-3 py-1",
    )


def _signature() -> rx.Component:
    """The name written on the screen, which is no chữ ký số, or what was done instead."""
    signed: Any = _DOSSIER.signature
    return rx.cond(
        signed.how != "",
        rx.el.section(
            rx.el.h3(t("signature.title"), class_name="font-semibold mb-1"),
            rx.cond(
                signed.how == "screen",
                _signed(signed),
                rx.fragment(
                    rx.el.p(t_by("receipt.signed", signed.how), class_name="font-semibold"),
                    rx.cond(signed.reason != "", rx.el.p(t("signature.why", reason=signed.reason))),
                ),
            ),
            class_name=CARD,
        ),
    )


def _signed(signed: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(t("signature.by", name=signed.name, at=moment(signed.at, "datetime"))),
        rx.el.p(t("signature.note"), class_name="text-sm text-ink-2"),
        rx.cond(
            DeskDossier.signature_shown,
            rx.el.img(
                src=signed.full_url,
                alt=t("signature.alt", name=signed.name),
                class_name="max-w-full max-h-[160px] self-start bg-white border border-line rounded-[10px] p-2",
            ),
            button(
                t("signature.show"),
                tone="plain",
                icon_name="eye",
                on_click=DeskDossier.show_signature,
                title=t("signature.show_note"),
                class_name="self-start min-h-[44px] text-sm",
            ),
        ),
        class_name="flex flex-col gap-2",
    )


def _forms() -> rx.Component:
    return rx.cond(
        _DOSSIER.forms.length() > 0,
        rx.el.section(
            rx.el.h3(t("dossier.forms"), class_name="font-semibold mb-1"),
            rx.el.ul(rx.foreach(_DOSSIER.forms, _form), class_name="list-none m-0 p-0 flex flex-col gap-2"),
            class_name=CARD,
        ),
    )


def _form(form: FormView) -> rx.Component:
    return rx.el.li(
        link_button(
            rx.el.span(
                t_by("dossier.form_name", form.form),
                " · ",
                t("dossier.form_number", serial=form.serial, year=form.year),
            ),
            form.pdf_url,
            tone="plain",
            icon_name="printer",
            target="_blank",
            rel="noopener",
            class_name="w-full text-sm min-h-[44px]",
        ),
    )


def _history() -> rx.Component:
    return rx.el.section(
        rx.el.h3(t("dossier.history"), class_name="font-semibold mb-1"),
        rx.el.ol(rx.foreach(_DOSSIER.history, _event), class_name="list-none m-0 p-0"),
        class_name=CARD,
    )


def _event(event: Any) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.el.span(t_by("dossier.action", event.action), class_name="font-semibold"),
            rx.cond(event.actor_name != "", rx.el.span(" · ", event.actor_name)),
        ),
        rx.el.p(moment(event.at, "datetime"), class_name="text-sm text-ink-2"),
        rx.cond(event.reason != "", rx.el.p(event.reason, class_name="text-sm")),
        rx.cond(
            event.asked.length() > 0,
            rx.el.ul(rx.foreach(event.asked, rx.el.li), class_name="text-sm my-0 pl-5"),
        ),
        class_name="py-2 border-b border-line last:border-0",
    )
