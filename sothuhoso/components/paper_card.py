"""A card for each paper: what it is, how it stands, its pages, and what can be done about it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, ICON_BUTTON, button, icon, icon_button, notice, pill, progress_bar
from sothuhoso.components.form import text_area, text_field
from sothuhoso.components.layout import go
from sothuhoso.components.person_form import FILE_BUTTON
from sothuhoso.components.shared_field import held_mark, shared_field
from sothuhoso.device import page_seen, papers
from sothuhoso.device.route import FilePicker
from sothuhoso.device.words import t, t_by

_TONES = {
    "photographed": "tea",
    "retake": "seal",
    "note": "amber",
    "classified": "seal",
    "number": "tea",
    "later": "amber",
    "shown": "grey",
    "spared": "grey",
    "optional": "grey",
    "choice": "grey",
}


#: What a file chooser offers for a paper; what it is the first bytes tell.
_FILES = "image/*,application/pdf,.pdf,.tif,.tiff"


def state_pill(paper: Any) -> Any:
    """How a paper stands: colour and word."""
    marks = {
        "photographed": "check",
        "retake": "camera",
        "note": "camera",
        "classified": "shield-alert",
        "number": "check",
        "later": "clock",
    }
    photos = paper.count - paper.files
    words = {key: t(f"paper_state.{key}", n=photos) for key in _TONES}
    files = t("paper_state.files", n=paper.files)
    both = rx.cond(photos > 0, rx.fragment(words["photographed"], ", ", files), files)
    words["photographed"] = rx.cond(paper.files > 0, both, words["photographed"])
    return rx.match(
        paper.state,
        *[(key, pill(words[key], tone, marks.get(key, ""))) for key, tone in _TONES.items()],
        pill(t("paper_state.open"), "amber"),
    )


def paper_title(paper: Any) -> rx.Component:
    """Name, form and note."""
    return rx.el.div(
        rx.el.div(
            rx.el.h3(
                paper.name, id="paper-" + paper.key.to(str), class_name="font-semibold leading-snug flex-1 min-w-0"
            ),
            state_pill(paper),
            class_name="flex items-start gap-3",
        ),
        rx.cond(paper.form != "", rx.el.p(t("procedure.form", form=paper.form), class_name="text-sm text-ink-2")),
        rx.cond(paper.note != "", rx.el.p(paper.note, class_name="text-ink-2")),
        class_name="flex flex-col gap-1",
    )


def _page_row(paper: Any, page: Any) -> rx.Component:
    """One page: its picture, and what can be done with it, by thumb or by keyboard."""
    return rx.el.li(
        rx.el.button(
            rx.cond(
                page.thumb != "",
                rx.el.img(src=page.thumb, alt="", class_name="size-full object-cover"),
                rx.el.span(
                    rx.cond(page.file != "", page.file, icon("image", 24)),
                    class_name="flex size-full items-center justify-center text-ink-2 font-semibold",
                ),
            ),
            rx.el.span(t("papers.look", n=page.number), class_name="visually-hidden"),
            type="button",
            on_click=papers.look_at(paper.key, page.id),
            class_name=(
                "w-[52px] h-[66px] shrink-0 rounded-[10px] border border-line bg-mat overflow-hidden cursor-pointer"
            ),
        ),
        rx.el.div(
            rx.el.p(
                rx.cond(
                    page.file != "",
                    t("papers.file", kind=page.file, size=page.size),
                    t("papers.page", n=page.number),
                ),
                class_name="font-semibold",
            ),
            rx.cond(page.note, rx.el.p(t("papers.note"), class_name="text-sm text-ink-2")),
            rx.cond(page.lone, rx.el.p(t("edit.note_next"), class_name="text-sm text-amber font-semibold")),
            rx.cond(
                page.away,
                rx.el.p(t("papers.away"), class_name="text-sm text-amber font-semibold"),
                rx.cond(
                    (page.thumb == "") & (page.file == ""),
                    rx.el.p(t("papers.no_picture"), class_name="text-sm text-ink-2"),
                ),
            ),
            rx.el.div(
                icon_button(
                    "arrow-up",
                    t("papers.earlier", n=page.number),
                    on_click=papers.move(paper.key, page.id, -1),
                    disabled=page.first,
                ),
                icon_button(
                    "arrow-down",
                    t("papers.later", n=page.number),
                    on_click=papers.move(paper.key, page.id, 1),
                    disabled=page.last,
                ),
                rx.cond(
                    page.file != "",
                    _other_file(paper, page),
                    rx.fragment(
                        icon_button(
                            "camera", t("papers.retake", n=page.number), on_click=papers.retake(paper.key, page.id)
                        ),
                        go(
                            icon("pen-line", 22),
                            rx.el.span(t("papers.edit", n=page.number), class_name="visually-hidden"),
                            to=page.edit,
                            custom_attrs={"title": t("papers.edit", n=page.number)},
                            class_name=ICON_BUTTON,
                        ),
                    ),
                ),
                icon_button("trash-2", t("papers.remove", n=page.number), on_click=papers.remove(paper.key, page.id)),
                class_name="flex flex-wrap -ml-2.5",
            ),
            class_name="min-w-0 flex-1",
        ),
        rx.cond(page.told != "", rx.el.p(page.told, class_name=_DOUBTS + "border-line text-seal")),
        rx.cond(page.doubts.length() > 0, _doubts(page)),
        class_name="flex flex-wrap items-center gap-3",
    )


def _other_file(paper: Any, page: Any) -> rx.Component:
    return FilePicker.create(
        icon("images", 22),
        rx.el.span(t("papers.other_file", n=page.number), class_name="visually-hidden"),
        id="file-" + page.id.to(str),
        pick=papers.replace_file(paper.key, page.id),
        accept=_FILES,
        class_name=(
            "inline-flex items-center justify-center min-w-[44px] min-h-[44px] rounded-button text-ink "
            "hover:bg-grey-bg cursor-pointer has-[:focus-visible]:outline-3 has-[:focus-visible]:outline-tea-2"
        ),
    )


def _doubts(page: Any) -> rx.Component:
    """What is wrong with a page, and for what reason it may stay."""
    why = t_by("papers.kept", page.kept, only=page_seen.KEPT_FOR)
    undo = button(t("papers.kept.undo"), tone="quiet", on_click=page_seen.keep_for(page.sha256, ""), class_name=_SMALL)
    kept = rx.el.div(
        rx.el.p(t("papers.kept.done", why=why), class_name="text-sm text-ink-2 flex-1"),
        undo,
        class_name="flex flex-wrap items-center gap-2",
    )
    open_ = rx.fragment(
        rx.foreach(
            page.doubts,
            lambda key: rx.el.p(t_by("page.reason", key, only=page_seen.REASONS), class_name="text-sm"),
        ),
        rx.cond(
            page.refused,
            rx.cond(
                page.counter,
                _keep(page, "original"),
                rx.el.p(t("papers.kept.refused"), class_name="text-sm font-semibold"),
            ),
            rx.el.div(
                rx.el.p(t("papers.kept.label"), class_name="text-sm text-ink-2 w-full"),
                *[_keep(page, why) for why in page_seen.KEPT_FOR if why != "original"],
                class_name="flex flex-wrap gap-2",
            ),
        ),
    )
    return rx.el.div(
        rx.cond(page.kept != "", kept, open_),
        class_name=rx.cond(
            page.kept != "",
            _DOUBTS + "border-line",
            rx.cond(page.refused, _DOUBTS + "border-line text-seal", _DOUBTS + "border-line text-amber"),
        ),
    )


def _keep(page: Any, why: str) -> rx.Component:
    return button(
        t(f"papers.kept.{why}"), tone="plain", on_click=page_seen.keep_for(page.sha256, why), class_name=_SMALL
    )


_SMALL = "!min-h-[44px] !px-3 !py-1 text-sm"
_DOUBTS = "w-full flex flex-col gap-2 border-l-4 px-3 "


def _pages(paper: Any) -> rx.Component:
    return rx.cond(
        paper.taken,
        rx.el.ol(rx.foreach(paper.pages, lambda page: _page_row(paper, page)), class_name="flex flex-col gap-2"),
    )


def _work(paper: Any) -> rx.Component:
    """Progress while photos are worked on, and why a file was not taken."""
    words = t("papers.working", n=paper.step, all=paper.of)
    return rx.el.div(
        rx.cond(
            paper.working,
            rx.el.div(
                rx.el.p(words, class_name="text-sm text-ink-2"),
                progress_bar(paper.done, words),
                class_name="flex flex-col gap-1",
            ),
        ),
        rx.foreach(
            paper.refused,
            lambda problem: notice(
                t_by("photo.refused", problem.key, problem.facts),
                tone="seal",
                icon_name="image-off",
                role="none",
                class_name="mt-2",
            ),
        ),
        role="status",
    )


def _take(paper: Any) -> rx.Component:
    """The camera and the gallery, side by side."""
    first = ~paper.taken
    return rx.el.div(
        rx.el.button(
            icon("camera"),
            rx.el.span(rx.cond(first, t("papers.shoot"), t("papers.shoot_more"))),
            type="button",
            on_click=papers.shoot(paper.key),
            aria_describedby="paper-" + paper.key.to(str),
            class_name=rx.cond(paper.state == "open", _SHOOT_FIRST, _SHOOT),
        ),
        FilePicker.create(
            icon("images"),
            rx.el.span(rx.cond(first, t("papers.choose_file"), t("papers.choose_more"))),
            id="files-" + paper.key.to(str),
            pick=papers.add_files(paper.key),
            multiple=True,
            accept=_FILES,
            class_name=FILE_BUTTON + " flex-1",
        ),
        class_name="flex flex-wrap gap-2",
    )


_BASE = (
    "inline-flex items-center justify-center gap-2 rounded-button px-2 whitespace-nowrap min-h-[52px] "
    "font-semibold cursor-pointer flex-1 border border-tea "
)
_SHOOT_FIRST = _BASE + "bg-tea text-on-tea hover:bg-tea-2"
_SHOOT = _BASE + "bg-card text-tea hover:bg-tea-bg"


def _have_paper(paper: Any, words: str = "have_paper") -> rx.Component:
    undo = papers.set_state(paper.key, "")
    return button(t(f"papers.{words}"), tone="quiet", icon_name="undo-2", on_click=undo, class_name="self-start")


def _choose_instead(paper: Any, state: str, label: Any) -> rx.Component:
    choose = papers.set_state(paper.key, state)
    return button(label, tone="quiet", on_click=choose, class_name="!px-2 !min-h-[44px]")


def _instead(paper: Any) -> rx.Component:
    """Without a photo: it comes later, or its number is enough."""
    return rx.cond(paper.taken, rx.el.div(_classify(paper), class_name="-my-1 -mx-2"), _other_ways(paper))


def _classify(paper: Any) -> rx.Component:
    label = t("papers.classified")
    return button(label, tone="quiet", on_click=papers.classify(paper.key), class_name="!px-2 !min-h-[44px]")


def _other_ways(paper: Any) -> Any:
    later = shared_field(
        _path(paper, "reason"),
        text_area,
        "reason-" + paper.key.to(str),
        t("papers.reason"),
        paper.reason,
        papers.set_reason(paper.key),
        hint=t("papers.reason_hint"),
        mark=held_mark(_path(paper, "reason")),
        rows=2,
        max_length=300,
    )
    by_number = _number_field(paper, t("papers.by_number_hint"))
    return rx.match(
        paper.wants,
        ("none", rx.el.div(later, _have_paper(paper), class_name="flex flex-col gap-2")),
        (
            "classified",
            rx.el.div(
                rx.el.p(t("papers.secret")), _have_paper(paper, "not_classified"), class_name="flex flex-col gap-2"
            ),
        ),
        ("number", rx.el.div(by_number, _have_paper(paper), class_name="flex flex-col gap-2")),
        rx.el.div(
            rx.cond(paper.required, _choose_instead(paper, "none", t("papers.no_paper"))),
            rx.cond(paper.byNumber, _choose_instead(paper, "number", t("papers.by_number"))),
            _classify(paper),
            class_name="flex flex-wrap gap-x-2 -my-1 -mx-2 empty:hidden",
        ),
    )


def _path(paper: Any, part: str) -> Any:
    return "components." + paper.key.to(str) + f".{part}"


def _number_field(paper: Any, hint: Any) -> rx.Component:
    return shared_field(
        _path(paper, "number"),
        text_field,
        "number-" + paper.key.to(str),
        t("papers.number"),
        paper.number,
        papers.set_number(paper.key),
        hint=hint,
        mark=held_mark(_path(paper, "number")),
        max_length=100,
        auto_complete="off",
    )


def paper_card(paper: Any) -> rx.Component:
    """A paper to hand in, or a number to give."""
    body = rx.cond(
        paper.kind == "number",
        _number_field(paper, None),
        rx.fragment(
            _pages(paper),
            _work(paper),
            rx.cond((paper.wants == "") | paper.taken, _take(paper)),
            _instead(paper),
        ),
    )
    return rx.el.article(
        paper_title(paper),
        rx.cond(
            paper.state == "spared",
            rx.el.details(
                rx.el.summary(
                    t("papers.shoot_anyway"),
                    class_name="text-tea font-semibold min-h-[44px] flex items-center cursor-pointer",
                ),
                rx.el.div(body, class_name="flex flex-col gap-3"),
            ),
            body,
        ),
        aria_labelledby="paper-" + paper.key.to(str),
        class_name=f"{CARD} flex flex-col gap-3",
    )


def shown_row(paper: Any) -> rx.Component:
    """A paper that is only shown at the desk."""
    return rx.el.li(
        icon("eye", 20, class_name="text-ink-2 mt-0.5"),
        rx.el.div(
            rx.el.p(
                paper.name,
                rx.cond(paper.required, "", rx.el.span(" (", t("procedure.optional"), ")", class_name="text-ink-2")),
                class_name="font-semibold",
            ),
            rx.cond(paper.note != "", rx.el.p(paper.note, class_name="text-ink-2")),
        ),
        class_name="flex gap-3",
    )
