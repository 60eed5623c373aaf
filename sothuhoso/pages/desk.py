"""The desk: its list on the left, the dossier that is open on the right; on a narrow screen one after the other."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from sothuhoso.components.basic import button, empty_state, icon, link_button, spinner
from sothuhoso.components.desk_frame import desk_frame, line_pill, status_line
from sothuhoso.components.status import due_word, status_pill
from sothuhoso.device.format import moment
from sothuhoso.device.typed import TypedInput
from sothuhoso.device.words import pick, t
from sothuhoso.pages import desk_arriving, desk_dossier, desk_search
from sothuhoso.services.views import DeskRow, ProcedureCount
from sothuhoso.state.desk import Desk
from sothuhoso.state.desk_arriving import DeskArriving
from sothuhoso.state.desk_dossier import DeskDossier
from sothuhoso.state.paper_search import DeskPapers
from sothuhoso.state.session import Session

_SELECT = "min-h-[44px] flex-1 min-w-0 rounded-button border bg-card text-ink px-3 text-sm"
_STATUS: Any = Desk.status
_DOSSIER: Any = DeskDossier.dossier
_UNDER_WAY = ~DeskDossier.shown & ~DeskDossier.absent & (DeskArriving.shown | DeskArriving.absent)
_OPEN = DeskDossier.shown | DeskDossier.absent | DeskArriving.shown | DeskArriving.absent


def page() -> rx.Component:
    """List and dossier."""
    return desk_frame(
        "desk",
        Desk.who,
        # One h1 in every width: where a dossier covers the list, its title is not drawn.
        rx.el.h1(t("desk.title"), class_name="visually-hidden"),
        status_line(Session.notice, Session.dismiss),
        rx.el.div(
            rx.el.section(
                _head(),
                _where(),
                rx.cond(
                    DeskPapers.within,
                    desk_search.panel(),
                    rx.fragment(_filters(), desk_arriving.lines(), _list()),
                ),
                aria_label=t("desk.list"),
                class_name=rx.cond(
                    _OPEN,
                    "hidden xl:flex flex-col xl:w-[372px] shrink-0 border-r border-line min-h-0",
                    "flex flex-col flex-1 xl:flex-none xl:w-[372px] shrink-0 border-r border-line min-h-0",
                ),
            ),
            rx.el.section(
                rx.cond(_UNDER_WAY, desk_arriving.panel(), desk_dossier.panel()),
                class_name=rx.cond(_OPEN, "flex flex-col flex-1 min-w-0", "hidden xl:flex flex-col flex-1 min-w-0"),
            ),
            class_name="flex-1 flex min-h-0",
        ),
        travels=Desk.travels,
    )


def _head() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h2(t("desk.title"), class_name="text-xl font-semibold"),
            line_pill(),
            class_name="flex items-center justify-between gap-2",
        ),
        rx.el.p(Desk.who, rx.cond(Desk.unit_name != "", " · " + Desk.unit_name, ""), class_name="text-sm text-ink-2"),
        rx.cond(Desk.role == "outreach", rx.el.p(t("desk.helper"), class_name="text-sm text-amber font-semibold")),
        class_name="p-4 pb-2 flex flex-col gap-1",
    )


def _where() -> rx.Component:
    """What is searched: dossiers, or what is written on their papers. For those who may look at papers."""
    return rx.cond(
        Desk.unit_code != "",
        rx.el.div(
            _place("folder", t("search.dossiers"), within=False),
            _place("file-search", t("search.within"), within=True),
            role="group",
            aria_label=t("search.where"),
            class_name="mx-3 mb-2 grid grid-cols-2 gap-1 p-1 rounded-button bg-grey-bg border border-line",
        ),
    )


_PLACE = (
    "min-h-[44px] rounded-[10px] px-2 text-sm font-semibold border-0 cursor-pointer "
    "inline-flex items-center justify-center gap-2 "
)


def _place(icon_name: str, label: Any, *, within: bool) -> rx.Component:
    return rx.el.button(
        icon(icon_name, 18),
        rx.el.span(label),
        type="button",
        on_click=DeskPapers.switch(within),
        custom_attrs={"aria-pressed": DeskPapers.within == within},
        class_name=rx.cond(DeskPapers.within == within, _PLACE + "bg-card text-tea shadow-sm", _PLACE + "text-ink"),
    )


def _filters() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            icon("search", 20, class_name="absolute left-4 top-4 text-ink-2"),
            TypedInput.create(
                id="desk-search",
                type="search",
                aria_label=t("desk.search"),
                placeholder=t("desk.search"),
                value=Desk.text,
                on_change=Desk.search.debounce(250),
                custom_attrs={"data-key": "/"},
                class_name="w-full min-h-[52px] rounded-button border bg-card text-ink pl-12 pr-3 text-base",
            ),
            class_name="relative",
        ),
        rx.el.div(
            _quick(1, t("desk.quick_new", n=Desk.count_new)),
            _quick(5, t("desk.quick_supplement", n=Desk.count_supplement)),
            _quick(2, t("desk.quick_received", n=Desk.count_received)),
            class_name="flex gap-1.5 flex-wrap",
        ),
        rx.el.div(
            rx.el.select(
                rx.el.option(t("desk.all_status"), value="0"),
                *[rx.el.option(t(f"status.{n}"), value=str(n)) for n in range(1, 11)],
                value=_STATUS.to(str),
                on_change=Desk.filter_status,
                aria_label=t("desk.filter_status"),
                class_name=_SELECT,
            ),
            rx.el.select(
                rx.el.option(t("desk.all_procedures"), value=""),
                rx.foreach(Desk.procedures, _procedure_option),
                value=Desk.procedure,
                on_change=Desk.filter_procedure,
                aria_label=t("desk.filter_procedure"),
                class_name=_SELECT,
            ),
            class_name="flex gap-2",
        ),
        class_name="px-4 pb-3 flex flex-col gap-2 border-b border-line",
    )


def _quick(status: int, label: Any) -> rx.Component:
    chosen = Desk.status == status
    return rx.el.button(
        label,
        type="button",
        on_click=Desk.filter_status(rx.cond(chosen, "0", str(status))),
        custom_attrs={"aria-pressed": chosen},
        class_name=(
            "min-h-[44px] rounded-full px-3 text-sm font-semibold border border-line bg-card text-ink cursor-pointer "
            "aria-pressed:bg-tea aria-pressed:text-on-tea aria-pressed:border-tea"
        ),
    )


def _procedure_option(procedure: ProcedureCount) -> rx.Component:
    return rx.el.option(pick(procedure.name, procedure.name_en), value=procedure.code)


def _list() -> rx.Component:
    filtered = (Desk.text != "") | (Desk.status != 0) | (Desk.procedure != "")
    return rx.el.div(
        rx.cond(
            Desk.ready,
            rx.cond(
                Desk.refused,
                empty_state("lock", t("desk.refused"), t("desk.refused_hint")),
                _found(filtered),
            ),
            spinner(t("desk.loading")),
        ),
        _pager(),
        aria_live="polite",
        class_name="flex-1 overflow-auto min-h-0",
    )


def _found(filtered: Any) -> rx.Component:
    return rx.cond(
        Desk.total > 0,
        rx.el.ul(rx.foreach(Desk.rows, _row), class_name="list-none m-0 p-0"),
        rx.cond(
            filtered,
            empty_state(
                "search-x",
                t("desk.nothing_found"),
                t("desk.nothing_found_hint"),
                button(t("desk.clear"), tone="plain", on_click=Desk.clear),
            ),
            empty_state(
                "inbox",
                t("desk.empty"),
                t("desk.empty_hint"),
                link_button(t("desk.counter"), "/?kenh=quay", tone="plain", icon_name="scan-line"),
            ),
        ),
    )


def _row(row: DeskRow) -> rx.Component:
    here = _DOSSIER.id == row.id
    return rx.el.li(
        ReactRouterLink.create(
            rx.el.span(
                rx.el.span(row.owner_name, class_name="font-semibold truncate"),
                status_pill(row.status),
                class_name="flex items-center justify-between gap-2",
            ),
            rx.el.span(
                rx.el.span(pick(row.procedure_name, row.procedure_name_en), class_name="truncate"),
                due_word(row.due_state, row.due_at),
                class_name="flex items-center justify-between gap-2 text-sm text-ink-2",
            ),
            rx.el.span(
                rx.el.span(row.number, class_name="number"),
                rx.el.span(moment(row.submitted_at, "age"), class_name="whitespace-nowrap"),
                class_name="flex items-center justify-between gap-2 text-xs text-ink-2",
            ),
            rx.cond(
                row.provisional_number != "",
                rx.el.span(
                    t("signature.provisional", number=row.provisional_number),
                    class_name="text-xs text-amber font-semibold",
                ),
            ),
            rx.cond(
                (row.missing > 0) | _held_by_another(row),
                rx.el.span(
                    rx.cond(row.missing > 0, rx.el.span(t("desk.missing", n=row.missing), class_name="text-amber")),
                    rx.cond(
                        _held_by_another(row),
                        rx.el.span(t("desk.held_by", name=row.holder_name), class_name="text-sky"),
                    ),
                    class_name="flex gap-3 text-xs font-semibold",
                ),
            ),
            to=f"/ban?hs={row.id}",
            class_name=(
                "flex flex-col gap-0.5 px-4 py-3 min-h-[72px] no-underline text-ink border-l-4 border-transparent "
                "hover:bg-grey-bg aria-[current=true]:bg-tea-bg aria-[current=true]:border-tea"
            ),
            custom_attrs={"data-row": "", "aria-current": rx.cond(here, "true", "false")},
        ),
        class_name="border-b border-line",
        key=row.id,
    )


def _held_by_another(row: DeskRow) -> Any:
    return (row.holder_name != "") & (row.holder_name != Desk.who)


def _pager() -> rx.Component:
    return rx.cond(
        Desk.ready & (Desk.total > 0),
        rx.el.div(
            rx.el.span(t("desk.total", n=Desk.total), class_name="text-sm text-ink-2"),
            rx.cond(
                Desk.pages > 1,
                rx.el.nav(
                    _turn("chevron-left", t("desk.previous"), -1, Desk.page <= 1),
                    rx.el.span(t("desk.page_of", page=Desk.page, pages=Desk.pages), class_name="text-sm"),
                    _turn("chevron-right", t("desk.next"), 1, Desk.page >= Desk.pages),
                    aria_label=t("desk.page_of", page=Desk.page, pages=Desk.pages),
                    class_name="flex items-center gap-2",
                ),
            ),
            class_name="flex items-center justify-between gap-2 p-4",
        ),
    )


def _turn(icon_name: str, label: Any, by: int, disabled: Any) -> rx.Component:
    return rx.el.button(
        icon(icon_name),
        rx.el.span(label, class_name="visually-hidden"),
        type="button",
        disabled=disabled,
        on_click=Desk.turn_page(by),
        class_name=(
            "size-11 inline-flex items-center justify-center rounded-button border border-line bg-card text-ink "
            "disabled:opacity-40"
        ),
    )
