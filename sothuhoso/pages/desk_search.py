"""Searching on papers at the desk: over all of them in the list's place, and in the dossier that is open."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from sothuhoso.components.basic import empty_state, icon_button
from sothuhoso.components.paper_hits import (
    HIT,
    answer,
    close_button,
    excerpt_of,
    hit_list,
    place_of,
    problem_line,
    search_form,
)
from sothuhoso.device import viewer
from sothuhoso.device.words import t
from sothuhoso.services.search_views import PaperHit
from sothuhoso.state.desk_dossier import DeskDossier
from sothuhoso.state.paper_search import DeskPapers, DossierPapers

_DOSSIER: Any = DeskDossier.dossier
_DESK_HITS: Any = DeskPapers.hits
_HITS: Any = DossierPapers.hits
_MINE = DossierPapers.of == _DOSSIER.id
"""What stands in the field is of the dossier that is open."""


# --- over the desk -------------------------------------------------------------------------------------------------


def panel() -> rx.Component:
    """In the place of the list of dossiers."""
    found = rx.fragment(hit_list(_DESK_HITS, _line), _pager())
    return rx.el.div(
        rx.el.div(
            search_form(
                "paper-search",
                t("search.desk_field"),
                DeskPapers.text,
                DeskPapers.exact,
                DeskPapers.busy,
                on_ask=DeskPapers.ask,
                on_exact=DeskPapers.set_exact,
                custom_attrs={"data-key": "/"},
            ),
            problem_line(DeskPapers.problem),
            class_name="px-4 pb-2 flex flex-col gap-1 border-b border-line",
        ),
        rx.el.div(
            answer(
                DeskPapers.busy,
                DeskPapers.asked,
                _DESK_HITS,
                found=found,
                nothing=_nothing(DeskPapers.clear, DeskPapers.page),
                before=empty_state("file-search", t("search.start"), t("search.start_hint")),
            ),
            class_name="flex-1 overflow-auto min-h-0",
        ),
        custom_attrs={"data-hits": ""},
        class_name="flex flex-col flex-1 min-h-0",
    )


def _line(hit: PaperHit) -> rx.Component:
    return ReactRouterLink.create(
        rx.el.span(
            rx.el.span(hit.owner_name, class_name="font-semibold truncate"),
            rx.el.span(hit.number, class_name="number text-xs text-ink-2 whitespace-nowrap"),
            class_name="flex items-baseline justify-between gap-2",
        ),
        rx.el.span(place_of(hit), class_name="text-sm"),
        excerpt_of(hit),
        to=f"/ban?hs={hit.dossier_id}&trang={hit.id}",
        on_click=[DeskPapers.choose(hit.id), viewer.FIT],
        class_name=f"{HIT} px-4",
        custom_attrs={
            "data-row": "",
            "data-hit": "",
            "aria-current": rx.cond(DeskDossier.hit.id == hit.id, "true", "false"),
        },
    )


def _nothing(on_clear: Any, page: Any = 1) -> rx.Component:
    """Nothing was found, or nothing more."""
    return rx.el.div(
        rx.cond(
            page == 1,
            empty_state("search-x", t("search.nothing"), t("search.nothing_hint")),
            empty_state("search-x", t("search.no_more")),
        ),
        rx.el.div(close_button(on_clear), class_name="flex justify-center pb-4"),
    )


def _pager() -> rx.Component:
    return rx.el.nav(
        _turn("chevron-left", t("desk.previous"), -1, DeskPapers.page <= 1),
        rx.el.span(t("search.page", n=DeskPapers.page), class_name="text-sm"),
        _turn("chevron-right", t("desk.next"), 1, ~DeskPapers.more),
        rx.el.span(class_name="flex-1"),
        close_button(DeskPapers.clear),
        aria_label=t("search.pages"),
        class_name="flex items-center gap-2 p-4",
    )


def _turn(icon_name: str, label: Any, by: int, disabled: Any) -> rx.Component:
    return icon_button(icon_name, label, on_click=DeskPapers.turn_page(by), disabled=disabled)


# --- in the open dossier -------------------------------------------------------------------------------------------


def in_dossier() -> rx.Component:
    """The field above the dossier's papers, and what it found."""
    found = rx.el.div(
        rx.el.div(
            rx.el.p(t("search.found", n=_HITS.length()), class_name="m-0 text-sm font-semibold flex-1"),
            close_button(DossierPapers.clear),
            class_name="flex items-center gap-2",
        ),
        rx.el.div(hit_list(_HITS, _hit), class_name="max-h-[320px] overflow-auto"),
        rx.cond(DossierPapers.more, rx.el.p(t("search.narrower"), class_name="m-0 text-sm text-ink-2")),
        _unread(),
    )
    nothing = rx.el.div(
        rx.el.div(
            rx.el.p(t("search.nothing"), class_name="m-0 font-semibold flex-1"),
            close_button(DossierPapers.clear),
            class_name="flex items-center gap-2",
        ),
        rx.el.p(t("search.nothing_hint"), class_name="m-0 text-sm text-ink-2"),
        _unread(),
    )
    return rx.cond(
        _DOSSIER.pages > 0,
        rx.el.div(
            search_form(
                "dossier-search",
                t("search.dossier_field"),
                rx.cond(_MINE, DossierPapers.text, ""),
                DossierPapers.exact,
                DossierPapers.busy,
                on_ask=DossierPapers.ask,
                on_exact=DossierPapers.set_exact,
                key=_DOSSIER.id,
            ),
            rx.cond(
                _MINE,
                rx.fragment(
                    problem_line(DossierPapers.problem),
                    answer(
                        DossierPapers.busy,
                        DossierPapers.asked,
                        _HITS,
                        found=found,
                        nothing=nothing,
                        before=rx.fragment(),
                    ),
                ),
            ),
            custom_attrs={"data-hits": ""},
            class_name="flex flex-col gap-1 pb-2 mb-1 border-b border-line",
        ),
    )


def _hit(hit: PaperHit) -> rx.Component:
    return rx.el.button(
        rx.el.span(place_of(hit), class_name="text-sm font-semibold"),
        excerpt_of(hit),
        type="button",
        on_click=[DossierPapers.choose(hit.id), viewer.FIT, viewer.come_to("mat")],
        class_name=HIT,
        custom_attrs={"data-hit": "", "aria-current": rx.cond(DeskDossier.hit.id == hit.id, "true", "false")},
    )


def _unread() -> rx.Component:
    return rx.cond(
        DossierPapers.unread > 0,
        rx.el.p(t("search.unread", n=DossierPapers.unread), class_name="m-0 text-sm text-amber"),
    )
