"""A scanner's batch at the counter: cut into papers by the server, then given out to the papers of the dossier."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, button, empty_state, icon, link_button, notice, pill, progress_bar, spinner
from sothuhoso.components.form import choice, select_field
from sothuhoso.components.layout import actions, elsewhere, framed_page, go_button, heading, saved_line, step_gone
from sothuhoso.components.person_form import FILE_BUTTON
from sothuhoso.device import batch, flow, sending
from sothuhoso.device.route import FilePicker
from sothuhoso.device.words import t, t_by

_FILES = "application/pdf,.pdf,image/tiff,.tif,.tiff"
_OURS = ("offline", "kind", "too_big")


def page() -> rx.Component:
    """The file, the papers found in it, and the way back."""
    body = rx.match(
        flow.STATUS,
        ("ready", _ready()),
        ("gone", step_gone("file-question", "gone")),
        ("failed", step_gone("triangle-alert", "failed")),
        ("expired", step_gone("calendar-x", "expired")),
        rx.fragment(heading(t("batch.heading"), "visually-hidden"), spinner(t("flow.loading"))),
    )
    foot = rx.cond((flow.STATUS == "ready") & flow.OPEN & flow.MINE & batch.ALLOWED, actions(_action()))
    return framed_page(flow.PROCEDURE_NAME, "/ho-so/giay-to" + flow.ASKED, body, foot, enter=batch.ENTER)


def _ready() -> rx.Component:
    steps = rx.match(
        batch.STATUS,
        ("choose", _file()),
        ("sending", _under_way()),
        ("cutting", _under_way()),
        ("done", _done()),
        _papers(),
    )
    return rx.fragment(
        heading(t("batch.heading")),
        elsewhere(),
        rx.cond(
            flow.OPEN & flow.MINE,
            rx.cond(batch.ALLOWED, rx.fragment(steps, saved_line()), empty_state("user-x", t("batch.clerks"))),
            rx.cond(flow.OPEN, rx.fragment(), notice(t("flow.sent_already"), icon_name="lock")),
        ),
    )


def _action() -> Any:
    """The one thing to do, as far as it is."""
    back = go_button(t("batch.back"), batch.BACK, class_name="w-full")
    split = button(
        t("batch.split"), on_click=batch.SPLIT, disabled=batch.NAME == "", id="batch-split", class_name="w-full"
    )
    put = rx.fragment(
        rx.el.div(
            rx.cond(
                batch.UNSAID > 0,
                rx.el.p(t("batch.unsaid", n=batch.UNSAID), class_name="text-amber font-semibold text-center"),
            ),
            role="status",
        ),
        button(t("batch.put"), on_click=batch.PUT_IN, class_name="w-full"),
    )
    return rx.match(
        batch.STATUS,
        ("choose", split),
        ("found", rx.cond(batch.COUNT > 0, put, back)),
        ("putting", button(t("batch.putting"), disabled=True, class_name="w-full")),
        ("done", back),
        button(t("batch.stop"), tone="plain", on_click=batch.STOP, class_name="w-full"),
    )


# --- the file --------------------------------------------------------------------------------------------------------


def _file() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("batch.about"), class_name="text-ink-2"),
        link_button(
            t("batch.sheet"),
            "/api/documents/separator.pdf",
            tone="quiet",
            icon_name="printer",
            target="_blank",
            class_name="self-start",
        ),
        rx.cond(
            sending.LINE == "offline",
            notice(
                t("batch.no_line"),
                rx.el.p(t("batch.no_line_hint", limit=batch.LIMIT)),
                tone="amber",
                icon_name="cloud-off",
            ),
        ),
        rx.el.div(_problem(), _choosing(), class_name="flex flex-col"),
    )


def _choosing() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.cond(
                batch.NAME != "",
                rx.el.p(t("batch.chosen", name=batch.NAME, size=batch.SIZE), class_name="font-semibold break-words"),
            ),
            role="status",
        ),
        _chooser(rx.cond(batch.NAME != "", t("batch.choose_other"), t("batch.choose"))),
        rx.el.fieldset(
            rx.el.legend(t("batch.sides"), class_name="mb-2 font-semibold"),
            rx.el.div(
                choice("sides", "one", t("batch.one_side"), ~batch.DUPLEX, batch.set_duplex(False)),
                choice("sides", "two", t("batch.two_sides"), batch.DUPLEX, batch.set_duplex(True)),
                class_name="grid gap-2",
            ),
        ),
        class_name=f"{CARD} flex flex-col gap-4",
    )


def _chooser(label: Any) -> rx.Component:
    return FilePicker.create(
        icon("images"), rx.el.span(label), id="batch-file", pick=batch.CHOOSE, accept=_FILES, class_name=FILE_BUTTON
    )


def _problem() -> rx.Component:
    """Why there are no papers, and what can be done with the file all the same."""
    told = t_by("batch.problem", batch.PROBLEM, only=_OURS)
    whole = button(t("batch.whole"), tone="plain", on_click=batch.TAKE_WHOLE, class_name="mt-2 self-start")
    return rx.el.div(
        rx.cond(
            batch.PROBLEM != "",
            notice(
                rx.cond(batch.MESSAGE != "", batch.MESSAGE, told),
                rx.cond(batch.WHOLE, whole),
                tone="seal",
                icon_name="triangle-alert",
                role="none",
                class_name="mb-2",
            ),
        ),
        role="alert",
    )


def _under_way() -> rx.Component:
    words = t("batch.sending", percent=batch.PERCENT)
    return rx.el.div(
        rx.el.p(t("batch.chosen", name=batch.NAME, size=batch.SIZE), class_name="font-semibold break-words"),
        rx.cond(
            batch.STATUS == "sending",
            rx.fragment(rx.el.p(words, class_name="text-ink-2"), progress_bar(batch.PERCENT, words)),
            spinner(t("batch.cutting")),
        ),
        id="batch-way",
        tab_index=-1,
        class_name=f"{CARD} flex flex-col gap-3 outline-none",
    )


# --- the papers ------------------------------------------------------------------------------------------------------


def _papers() -> rx.Component:
    nothing = rx.el.div(
        empty_state("file-question", t("batch.found_none"), t("batch.found_none_hint")), id="found", tab_index=-1
    )
    return rx.fragment(
        rx.cond(
            batch.COUNT > 0, rx.fragment(_told(), rx.el.div(_refused(), _list(), class_name="flex flex-col")), nothing
        ),
        button(t("batch.choose_other"), tone="quiet", on_click=batch.ANOTHER, class_name="self-start"),
    )


def _told() -> rx.Component:
    """How many were found, what was left out, and whether that fits."""
    title = rx.cond(batch.PAGES > 0, t("batch.found", count=batch.COUNT, pages=batch.PAGES), t("batch.found_whole"))
    return rx.el.div(
        rx.el.h2(title, id="found", tab_index=-1, class_name="text-lg font-semibold outline-none"),
        rx.cond(batch.SEPARATORS > 0, rx.el.p(t("batch.separators", n=batch.SEPARATORS), class_name="text-ink-2")),
        rx.cond(batch.BACKS > 0, rx.el.p(t("batch.backs", n=batch.BACKS), class_name="text-ink-2")),
        rx.match(
            batch.BALANCE,
            ("more", _unequal("more")),
            ("less", _unequal("less")),
            rx.fragment(),
        ),
        class_name="flex flex-col gap-3",
    )


def _unequal(how: str) -> rx.Component:
    words = t(f"batch.{how}", count=batch.COUNT, free=batch.FREE)
    return notice(words, tone="amber", icon_name="triangle-alert")


def _refused() -> rx.Component:
    why = t_by("photo.refused", batch.REFUSED, batch.REFUSED_FACTS)
    return rx.el.div(
        rx.cond(
            batch.REFUSED != "",
            notice(
                t("batch.not_put", n=batch.REFUSED_AT),
                rx.el.p(why),
                tone="seal",
                icon_name="triangle-alert",
                role="none",
                class_name="mb-2",
            ),
        ),
        role="alert",
    )


def _list() -> rx.Component:
    return rx.el.fieldset(
        rx.el.ol(rx.foreach(batch.PAPERS, _paper), class_name="flex flex-col gap-3"),
        disabled=batch.STATUS == "putting",
        class_name="min-w-0 disabled:opacity-70",
    )


def _paper(paper: Any) -> rx.Component:
    return rx.el.li(
        rx.cond(
            paper.thumb != "",
            rx.el.img(
                src=paper.thumb,
                alt=t("batch.picture", n=paper.number),
                style={"width": "160px"},
                class_name="shrink-0 self-start rounded-[10px] border border-line bg-mat",
            ),
        ),
        rx.el.div(
            rx.el.h3(t("batch.paper", n=paper.number), class_name="font-semibold"),
            rx.el.p(_where(paper), class_name="text-ink-2"),
            rx.cond(
                paper.foreign,
                rx.el.p(t("batch.foreign", code=paper.code), class_name="text-sm text-amber font-semibold"),
                rx.cond(paper.code != "", pill(t("batch.code", code=paper.code), "sky", class_name="self-start")),
            ),
            style={"flex": "1 1 120px"},
            class_name="flex flex-col gap-2 min-w-0",
        ),
        rx.el.div(
            rx.cond(
                paper.heavy,
                rx.el.p(
                    t("batch.heavy", size=paper.size, limit=batch.LIMIT),
                    class_name="text-sm text-amber font-semibold",
                ),
                _which(paper),
            ),
            style={"flex": "1 1 280px"},  # beside the rest on a tablet, below it on a phone
            class_name="min-w-0",
        ),
        class_name=f"{CARD} flex flex-wrap gap-3",
    )


def _where(paper: Any) -> Any:
    """Its pages in the batch."""
    several = t("batch.pages", n=paper.pages, first=paper.first, last=paper.last)
    counted = rx.cond(paper.pages == 1, t("batch.one_page", first=paper.first), several)
    return rx.cond(paper.pages == 0, t("batch.whole_file", size=paper.size), counted)


def _which(paper: Any) -> rx.Component:
    options = rx.fragment(
        rx.el.option(t("batch.choose_paper"), value="", disabled=True),
        rx.foreach(batch.OPTIONS, _option),
        rx.el.option(t("batch.leave_out"), value="-"),
    )
    return select_field(
        paper.id,
        t("batch.which", n=paper.number),
        paper.pick,
        batch.pick(paper.at),
        options,
        warning=rx.cond(paper.needed, t("batch.say"), ""),
    )


def _option(option: Any) -> rx.Component:
    words = rx.cond(option.pages > 0, t("batch.has", name=option.name, n=option.pages), option.name)
    return rx.el.option(words, value=option.key)


def _done() -> rx.Component:
    done = notice(t("batch.done", n=batch.PUT), tone="tea", icon_name="circle-check", role="none")
    return rx.el.div(
        rx.el.div(
            rx.cond(batch.PUT > 0, done, notice(t("batch.done_none"), role="none")),
            id="done",
            role="status",
            tab_index=-1,
            class_name="outline-none",
        ),
        rx.el.div(
            button(t("batch.undo"), tone="plain", icon_name="undo-2", on_click=batch.UNDO),
            button(t("batch.choose_other"), tone="quiet", on_click=batch.ANOTHER),
            class_name="flex flex-wrap gap-2",
        ),
        class_name="flex flex-col gap-4",
    )
