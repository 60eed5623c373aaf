"""What is on its way to the desk: lines above the list, and one of them opened, to look at and nothing more."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from sothuhoso.components.basic import (
    CARD,
    button,
    empty_state,
    icon,
    icon_button,
    link_button,
    notice,
    pill,
    progress_bar,
)
from sothuhoso.components.clock_note import clock_note
from sothuhoso.components.person_facts import person_fields, warning_line
from sothuhoso.device.format import moment
from sothuhoso.device.words import pick, t, t_by
from sothuhoso.services.arriving_views import ArrivingPhoto, ArrivingRow
from sothuhoso.services.dossier_views import PersonView
from sothuhoso.state.desk_arriving import DeskArriving

_OPEN: Any = DeskArriving.opened
_ROWS: Any = DeskArriving.rows


# --- above the list ------------------------------------------------------------------------------------------------


def lines() -> rx.Component:
    """Those under way; nothing where there are none."""
    return rx.cond(
        DeskArriving.total > 0,
        rx.el.section(
            rx.el.h3(
                icon("cloud-download", 18),
                rx.el.span(t("arriving.count", n=DeskArriving.total)),
                class_name="flex items-center gap-2 px-4 pt-3 pb-1 text-sm font-semibold text-sky",
            ),
            rx.el.p(t("arriving.hint"), class_name="px-4 pb-2 text-xs text-ink-2"),
            rx.el.ul(rx.foreach(_ROWS, _line), class_name="list-none m-0 p-0"),
            rx.cond(
                DeskArriving.total > _ROWS.length(),
                rx.el.p(
                    t("arriving.more", n=DeskArriving.total - _ROWS.length()),
                    class_name="px-4 py-2 text-xs text-ink-2",
                ),
            ),
            aria_label=t("arriving.heading"),
            class_name="bg-sky-bg border-b border-line max-h-[38dvh] overflow-auto shrink-0",
        ),
    )


def _line(row: ArrivingRow) -> rx.Component:
    here = _OPEN.id == row.id
    return rx.el.li(
        ReactRouterLink.create(
            rx.el.span(
                rx.el.span(row.owner_name, class_name="font-semibold truncate"),
                pill(t("arriving.photos", n=row.photos_here, all=row.photos), "sky"),
                class_name="flex items-center justify-between gap-2",
            ),
            rx.el.span(
                rx.el.span(pick(row.procedure_name, row.procedure_name_en), class_name="truncate"),
                rx.el.span(t("arriving.contact_short", at=moment(row.seen_at, "age")), class_name="whitespace-nowrap"),
                class_name="flex items-center justify-between gap-2 text-xs text-ink-2",
            ),
            to=f"/ban?den={row.id}",
            class_name=(
                "flex flex-col gap-0.5 px-4 py-2 min-h-[56px] justify-center no-underline text-ink border-l-4 "
                "border-transparent hover:bg-grey-bg aria-[current=true]:bg-card aria-[current=true]:border-sky"
            ),
            custom_attrs={"data-arriving": "", "aria-current": rx.cond(here, "true", "false")},
        ),
        class_name="border-t border-line",
        key=row.id,
    )


# --- opened --------------------------------------------------------------------------------------------------------


def panel() -> rx.Component:
    """One that is under way: what was written, small pictures, how far it is; or that there is none here."""
    return rx.cond(
        DeskArriving.shown,
        _opened(),
        empty_state(
            "folder-x",
            t("desk.not_here"),
            t("desk.not_here_hint"),
            button(t("desk.back_to_list"), tone="plain", on_click=DeskArriving.close),
        ),
    )


def _opened() -> rx.Component:
    return rx.el.div(
        _head(),
        rx.el.div(
            rx.cond(_OPEN.whole, _whole(), _not_yet()),
            clock_note(_OPEN.clock_minutes),
            rx.foreach(_OPEN.persons, _person),
            rx.el.section(
                rx.el.h3(t("dossier.papers"), class_name="font-semibold mb-1"),
                rx.el.ul(rx.foreach(_OPEN.papers, _paper), class_name="list-none m-0 p-0"),
                class_name=CARD,
            ),
            class_name="flex flex-col gap-3 overflow-auto px-4 pb-4 max-w-[820px]",
        ),
        class_name="flex flex-col flex-1 min-h-0",
    )


def _head() -> rx.Component:
    return rx.el.header(
        icon_button("arrow-left", t("desk.back_to_list"), on_click=DeskArriving.close, class_name="xl:hidden"),
        rx.el.div(
            rx.el.h2(pick(_OPEN.procedure_name, _OPEN.procedure_name_en), class_name="text-xl font-semibold"),
            rx.el.p(
                t("arriving.announced", at=moment(_OPEN.announced_at, "datetime")),
                " · ",
                rx.cond(_OPEN.channel == "counter", t("desk.from_counter"), t("desk.from_phone")),
                class_name="text-sm text-ink-2",
            ),
            rx.el.p(
                t("arriving.contact", at=moment(_OPEN.seen_at, "age")), class_name="text-sm text-ink-2", aria_live="off"
            ),
            class_name="flex-1 min-w-0",
        ),
        pill(t("arriving.pill"), "sky", "cloud-download"),
        class_name="flex items-start gap-3 p-4",
    )


def _not_yet() -> rx.Component:
    words = t("arriving.photos", n=_OPEN.photos_here, all=_OPEN.photos)
    return rx.el.div(
        notice(
            t("arriving.not_yet"), rx.el.p(t("arriving.not_yet_hint")), tone="sky", icon_name="hourglass", role="note"
        ),
        rx.el.div(
            progress_bar(100 * _OPEN.photos_here / _OPEN.photos, words),
            rx.el.p(words, class_name="text-sm text-ink-2"),
            role="status",
            class_name="flex flex-col gap-1",
        ),
        class_name="flex flex-col gap-3",
    )


def _whole() -> rx.Component:
    return notice(
        t("arriving.whole"),
        rx.el.p(t("arriving.whole_hint")),
        link_button(t("arriving.open"), f"/ban?hs={_OPEN.id}", class_name="self-start mt-2"),
        tone="tea",
        icon_name="circle-check",
    )


def _person(person: PersonView) -> rx.Component:
    return rx.el.section(
        rx.el.h3(t_by("dossier.slot", person.slot), class_name="font-semibold mb-1"),
        person_fields(person.fields),
        rx.cond(person.from_card, rx.el.p(t("dossier.from_card_note"), class_name="text-xs text-sky mt-1 mb-0")),
        rx.foreach(person.warnings, warning_line),
        class_name=CARD,
    )


def _paper(paper: Any) -> rx.Component:
    name = pick(paper.name, paper.name_en)
    return rx.el.li(
        rx.el.div(
            rx.el.span(name, class_name="flex-1 font-semibold"),
            rx.match(
                paper.state,
                ("shown", pill(t("dossier.state_shown"))),
                ("number", pill(t("dossier.state_number"))),
                ("none", pill(t("dossier.state_none"), "amber")),
                ("classified", pill(t("dossier.state_classified"), "seal")),
                rx.fragment(),
            ),
            class_name="flex items-center gap-2",
        ),
        rx.cond(paper.number != "", rx.el.p(paper.number, class_name="number text-sm")),
        rx.cond(
            paper.state == "none",
            rx.el.p(t("dossier.will_bring", reason=paper.reason), class_name="text-sm text-amber"),
        ),
        rx.cond(
            paper.photos.length() > 0,
            rx.el.ul(
                rx.foreach(paper.photos, lambda photo: _photo(photo, name)),
                class_name="list-none m-0 p-0 pt-2 flex flex-wrap gap-3",
            ),
        ),
        class_name="py-3 border-b border-line last:border-0",
        key=paper.key,
    )


def _photo(photo: ArrivingPhoto, name: Any) -> rx.Component:
    box = "w-[132px] h-[176px] rounded-[10px] border border-line bg-mat"
    return rx.el.li(
        rx.cond(
            photo.thumb_url != "",
            rx.el.img(
                src=photo.thumb_url,
                alt=t("arriving.picture", n=photo.number, name=name),
                loading="lazy",
                class_name=f"{box} object-contain block",
            ),
            rx.el.div(
                rx.cond(photo.file != "", icon("file-text", 24), icon("image-off", 24)),
                rx.el.span(
                    rx.cond(
                        photo.file != "",
                        t("arriving.file", kind=photo.file, n=photo.number),
                        t("arriving.no_picture", n=photo.number),
                    ),
                    class_name="text-xs text-center px-2",
                ),
                class_name=f"{box} flex flex-col items-center justify-center gap-2 text-ink-2",
            ),
        ),
        rx.el.p(
            rx.cond(
                photo.here,
                rx.fragment(icon("circle-check", 14), rx.el.span(t("arriving.here"))),
                rx.fragment(
                    icon("hourglass", 14),
                    rx.el.span(
                        rx.cond(photo.thumb_url != "", t("arriving.preview"), t("arriving.under_way")),
                    ),
                ),
            ),
            class_name="flex items-center gap-1 text-xs text-ink-2 pt-1",
        ),
    )
