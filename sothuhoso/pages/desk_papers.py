"""The papers of a dossier at the desk: held against the original, as PDF/A, what is doubted and noted of them."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, button, icon, pill
from sothuhoso.device import viewer
from sothuhoso.device.format import moment
from sothuhoso.device.page_seen import KEPT_FOR
from sothuhoso.device.words import pick, t, t_by
from sothuhoso.pages import desk_brought, desk_paper_fields, desk_search
from sothuhoso.services.dossier_views import ComponentView
from sothuhoso.state.desk_dossier import DeskDossier

_DOSSIER: Any = DeskDossier.dossier
#: What can stand against a paper's file.
_PROBLEMS = (
    *("ocr.missing", "ocr.too_slow", "ocr.failed", "pdf.not_archivable", "image.too_heavy", "image.busy"),
    *("image.truncated", "file.unknown", "vault.unreadable", "database.busy"),
    *("document.too_heavy", "document.broken"),
)


def section() -> rx.Component:
    """The papers in the procedure's order."""
    return rx.el.section(
        rx.el.h3(t("dossier.papers"), class_name="font-semibold mb-1"),
        desk_search.in_dossier(),
        rx.el.ul(rx.foreach(_DOSSIER.components, _paper), class_name="list-none m-0 p-0"),
        class_name=CARD,
    )


def _paper(paper: Any) -> rx.Component:
    name = pick(paper.name, paper.name_en)
    may_tick = _DOSSIER.actions.contains("dossier.compare") & (paper.state == "photographed")
    tick = rx.el.label(
        rx.el.input(
            type="checkbox",
            checked=paper.compared,
            on_change=lambda checked: DeskDossier.compare(paper.id, checked.to(bool)),
            aria_label=t("dossier.compare", name=name),
            class_name="size-6 accent-tea",
        ),
        class_name="size-11 flex items-center justify-center shrink-0 cursor-pointer -ml-2",
    )
    here = DeskDossier.paper == paper.id
    line = rx.el.div(
        rx.cond(
            may_tick,
            tick,
            rx.el.span(_paper_icon(paper), class_name="size-11 flex items-center justify-center -ml-2 text-ink-2"),
        ),
        rx.el.div(
            rx.cond(
                paper.pages.length() > 0,
                rx.el.button(
                    name,
                    type="button",
                    on_click=[DeskDossier.show_component(paper.id), viewer.FIT],
                    custom_attrs={"aria-current": rx.cond(here, "true", "false")},
                    class_name=(
                        "text-left bg-transparent border-0 p-0 min-h-[44px] text-ink underline decoration-line "
                        "underline-offset-4 cursor-pointer aria-[current=true]:font-semibold "
                        "aria-[current=true]:text-tea"
                    ),
                ),
                rx.el.span(name, class_name="min-h-[44px] flex items-center"),
            ),
            rx.cond(paper.number != "", rx.el.p(paper.number, class_name="number text-sm")),
            rx.cond(
                paper.missing, rx.el.p(t("dossier.will_bring", reason=paper.reason), class_name="text-sm text-amber")
            ),
            class_name="flex-1 min-w-0",
        ),
        _paper_state(paper),
        class_name="flex items-center gap-2",
    )
    made = rx.el.div(
        desk_brought.files(paper, name),
        _file(paper, name),
        rx.foreach(paper.file.earlier, lambda earlier: _earlier(earlier, name)),
        rx.foreach(paper.pages, _doubt),
        class_name="pl-12 empty:hidden",
    )
    return rx.el.li(
        line, made, desk_paper_fields.section(paper, name), class_name="py-1 border-b border-line last:border-0"
    )


def _file(paper: Any, name: Any) -> Any:
    """The paper as the archive keeps it, or how far that is, or what stands against it."""
    link = rx.el.a(
        icon("file-text", 20),
        t("dossier.pdf", size=paper.file.kilobytes),
        rx.cond(paper.file.version > 1, rx.fragment(" · ", t("dossier.pdf_version", n=paper.file.version))),
        href=paper.file.url,
        target="_blank",
        rel="noopener",
        aria_label=t("dossier.pdf_open", name=name),
        class_name="inline-flex items-center gap-2 min-h-[44px] text-tea font-semibold",
    )
    failed = rx.el.div(
        rx.el.p(t_by("errors", paper.file.problem, only=_PROBLEMS), class_name="text-sm text-amber"),
        _make(paper, t("dossier.pdf_again")),
        role="status",
    )
    return rx.match(
        paper.file.state,
        ("ready", rx.cond(paper.file.foreign, _note(t("brought.is_file")), link)),
        ("waiting", _note(t("dossier.pdf_waiting"))),
        ("working", _note(t("dossier.pdf_working", done=paper.file.done, of=paper.file.of))),
        ("failed", failed),
        rx.cond(paper.pages.length() > 0, _make(paper, t("dossier.pdf_make")), rx.fragment()),
    )


def _earlier(version: Any, name: Any) -> rx.Component:
    """A file of the paper from before a page of it was put right."""
    return rx.el.a(
        t("dossier.pdf_earlier", n=version.version, at=moment(version.made_at, "datetime")),
        href=version.url,
        target="_blank",
        rel="noopener",
        aria_label=t("dossier.pdf_earlier_open", n=version.version, name=name),
        class_name="flex items-center min-h-[44px] text-sm text-tea underline",
        key=version.url,
    )


def _note(words: Any) -> rx.Component:
    return rx.el.p(words, class_name="text-sm text-ink-2")


def _make(paper: Any, words: Any) -> rx.Component:
    return rx.cond(
        _DOSSIER.actions.contains("dossier.compare"),
        button(words, tone="quiet", icon_name="refresh-cw", on_click=DeskDossier.make_file(paper.id)),
        rx.fragment(),
    )


def _doubt(page: Any) -> rx.Component:
    """What the photo of a page is doubted for, and why it was kept; a person with the paper at hand decides."""
    return rx.fragment(
        rx.cond(
            page.reason != "",
            rx.el.p(
                t("dossier.page_doubted", n=page.position + 1),
                " ",
                t_by("page.reason", page.reason),
                class_name="text-sm text-amber",
            ),
        ),
        rx.cond(
            page.kept != "",
            rx.el.p(
                t("dossier.page_kept", n=page.position + 1, why=t_by("papers.kept", page.kept, only=KEPT_FOR)),
                class_name="text-sm",
            ),
        ),
        rx.cond(page.note, rx.el.p(t("dossier.page_note", n=page.position + 1), class_name="text-sm text-ink-2")),
    )


def _paper_icon(paper: ComponentView) -> Any:
    return rx.match(
        paper.state,
        ("shown", icon("eye", 20)),
        ("number", icon("hash", 20)),
        ("none", icon("clock", 20)),
        ("classified", icon("shield-alert", 20)),
        rx.cond(paper.compared, icon("check", 20), icon("file-image", 20)),
    )


def _paper_state(paper: ComponentView) -> Any:
    return rx.match(
        paper.state,
        ("shown", pill(t("dossier.state_shown"))),
        ("number", pill(t("dossier.state_number"))),
        ("none", pill(t("dossier.state_none"), "amber")),
        ("classified", pill(t("dossier.state_classified"), "seal")),
        rx.cond(paper.compared, pill(t("dossier.compared"), "tea"), pill(t("dossier.not_compared"), "amber")),
    )
