"""The receipt handed out while the dossier waits on the device: on the screen, and as a printer gets it.

Saved here, sent, arrived and received are four different things; the receipt says which of them it is.
"""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, button, icon, notice, pill
from sothuhoso.components.form import choice
from sothuhoso.components.layout import subheading
from sothuhoso.components.speaker import speaker
from sothuhoso.device import flow, numbers, receipt, sending
from sothuhoso.device.receipt import PAPERS, Sheet
from sothuhoso.device.route import Code
from sothuhoso.device.voice import say
from sothuhoso.device.words import t, t_by

_STEPS = ("saved", "sent", "arrived", "received")
#: how far a dossier is in each state of its sending: a mark for each of the steps
_MARKS = {
    "waiting": ("done", "wait", "not", "not"),
    "sending": ("done", "now", "not", "not"),
    "parked": ("done", "wait", "not", "not"),
    "arrived": ("done", "done", "done", "wait"),
}
_LOOKS = {
    "done": ("tea", "check"),
    "now": ("sky", "send"),
    "wait": ("amber", "clock"),
    "not": ("grey", "circle-dashed"),
}


def receipt_card() -> rx.Component:
    """What the person takes along, large enough to be photographed off the screen."""
    return rx.el.section(
        rx.el.h2(t("receipt.heading"), id="receipt-title", class_name="visually-hidden"),
        _code("w-[200px] h-[200px] rounded-[12px] self-center"),
        rx.el.div(
            rx.el.p(rx.cond(receipt.LOCAL, t("receipt.local"), t("receipt.number")), class_name="text-sm text-ink-2"),
            rx.el.p(receipt.NUMBER, id="receipt-number", class_name="number text-xl break-all"),
            rx.el.p(rx.cond(receipt.LOCAL, t("receipt.local_hint"), t("receipt.number_hint")), class_name="text-ink-2"),
            class_name="text-center flex flex-col gap-1",
        ),
        rx.el.div(
            rx.el.p(t("receipt.qr_hint"), class_name="text-ink-2 text-center"),
            speaker(say("receipt"), "text-tea"),
            class_name="flex flex-col items-center gap-1",
        ),
        rx.el.dl(
            _fact(t("receipt.procedure"), flow.PROCEDURE_NAME),
            _fact(t("receipt.person"), receipt.NAME),
            _fact(t("receipt.at"), receipt.AT, " (", t("receipt.clock"), ")"),
            _fact(t("receipt.taken"), _papers(receipt.TAKEN, t("receipt.taken_none"))),
            _fact(t("receipt.bring"), _papers(receipt.BRING, t("receipt.bring_none"))),
            rx.cond(receipt.SIGNED != "", _fact(t("receipt.signature"), t_by("receipt.signed", receipt.SIGNED))),
            class_name="flex flex-col",
        ),
        rx.cond(flow.COUNTER, rx.fragment(), rx.el.p(t("sent.next_bring"), class_name="font-semibold")),
        notice(
            t("receipt.not_yet"),
            rx.el.p(t("receipt.not_yet_hint")),
            tone="amber",
            icon_name="stamp",
            role="note",
        ),
        aria_labelledby="receipt-title",
        class_name=f"{CARD} flex flex-col gap-4 !py-6",
    )


def _code(class_name: str) -> rx.Component:
    return Code.create(text=receipt.QR, label=t("receipt.qr_alt", number=receipt.NUMBER), class_name=class_name)


def _fact(name: Any, *value: Any) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="text-sm text-ink-2"),
        rx.el.dd(*value, class_name="font-semibold break-words"),
        class_name="py-2 border-b border-line last:border-0",
    )


def _papers(papers: Any, nothing: Any) -> Any:
    return rx.cond(papers.length() > 0, rx.el.ul(rx.foreach(papers, lambda one: rx.el.li(*_paper(one)))), nothing)


def _paper(paper: Any) -> tuple[Any, ...]:
    how = rx.match(
        paper.state,
        ("photographed", _given(paper)),
        ("number", t("receipt.by_number")),
        "",
    )
    return paper.name, rx.cond(how != "", rx.el.span(" (", how, ")", class_name="font-normal"))


def _given(paper: Any) -> Any:
    """Photographed pages, and files brought along, each by their number."""
    files = t("paper_state.files", n=paper.files)
    photos = t("receipt.pages", n=paper.count - paper.files)
    both = rx.cond(paper.count > paper.files, photos.to(str) + ", " + files.to(str), files)
    return rx.cond(paper.files > 0, both, t("receipt.pages", n=paper.count))


def where_it_is(state: str) -> rx.Component:
    """The four steps, each with its word."""
    return rx.el.section(
        subheading(t("receipt.where")),
        rx.el.ol(
            *[_step(step, mark) for step, mark in zip(_STEPS, _MARKS[state], strict=True)],
            class_name="flex flex-col",
        ),
        class_name=f"{CARD} flex flex-col gap-1",
    )


def _step(step: str, mark: str) -> rx.Component:
    tone, mark_icon = _LOOKS[mark]
    return rx.el.li(
        rx.el.span(t(f"receipt.step.{step}"), class_name="flex-1 font-semibold"),
        pill(t(f"receipt.mark.{mark}"), tone, mark_icon),
        class_name="flex items-center gap-3 min-h-[44px] border-b border-line last:border-0",
    )


def print_part(state: str) -> rx.Component:
    """The button, the paper of this device's printer, and what comes out of it."""
    return rx.el.section(
        button(t("receipt.print"), icon_name="printer", on_click=receipt.PRINT, class_name="w-full"),
        rx.el.fieldset(
            rx.el.legend(t("receipt.paper"), class_name="text-sm text-ink-2 mb-2"),
            rx.el.div(*[_size(paper) for paper in PAPERS], class_name="grid grid-cols-1 sm:grid-cols-3 gap-2"),
        ),
        _sheet(state),
        class_name=f"{CARD} flex flex-col gap-4",
    )


def _size(paper: str) -> rx.Component:
    return choice("paper", paper, t(f"receipt.paper_size.{paper}"), paper == receipt.PAPER, receipt.set_paper(paper))


def _sheet(state: str) -> rx.Component:
    """Black on white, one column, nothing that a roll of 48 mm cannot show."""
    return Sheet.create(
        rx.el.p(_office(), class_name="lead middle"),
        rx.el.h2(t("receipt.title"), class_name="title"),
        _code("code"),
        rx.el.p(rx.cond(receipt.LOCAL, t("receipt.local"), t("receipt.number")), class_name="middle small"),
        rx.el.p(receipt.NUMBER, class_name="count"),
        rx.el.p(t("receipt.qr_hint"), class_name="middle small"),
        rx.cond(receipt.LOCAL, rx.el.p(t("receipt.local_hint"), class_name="middle small")),
        rx.el.div(
            rx.el.p(flow.PROCEDURE_NAME, class_name="lead"),
            rx.el.p(t("receipt.person"), ": ", receipt.NAME),
            rx.el.p(t("receipt.at"), ": ", receipt.AT, " (", t("receipt.clock"), ")"),
            class_name="part",
        ),
        _printed_papers(t("receipt.taken"), receipt.TAKEN, t("receipt.taken_none")),
        _printed_papers(t("receipt.bring"), receipt.BRING, t("receipt.bring_none")),
        rx.cond(receipt.SIGNED != "", rx.el.p(t_by("receipt.signed", receipt.SIGNED), ".", class_name="part")),
        rx.el.div(
            rx.el.p(t("receipt.not_yet"), ".", class_name="lead"),
            rx.el.p(t("receipt.not_yet_hint")),
            rx.el.p(t(f"receipt.printed.{state}"), class_name="small"),
            class_name="part",
        ),
        paper=receipt.PAPER,
    )


def _office() -> Any:
    of_ward = t("brand.phuong", unit=receipt.UNIT)
    return rx.cond(receipt.UNIT_KIND == "phuong", of_ward, t("brand.xa", unit=receipt.UNIT))


def _printed_papers(title: Any, papers: Any, nothing: Any) -> rx.Component:
    return rx.el.div(
        rx.el.h3(title, class_name="lead"),
        _papers(papers, rx.el.p(nothing)),
        class_name="part",
    )


def renewed_notice() -> rx.Component:
    """What was put right goes under another secret: the QR that was handed out opens nothing."""
    return rx.cond(
        receipt.RENEWED,
        notice(
            t("receipt.renewed"),
            rx.el.p(t("receipt.renewed_hint")),
            tone="amber",
            icon_name="qr-code",
            role="alert",
        ),
    )


def other_number_notice() -> rx.Component:
    """The dossier got another number than its receipt."""
    return rx.cond(
        receipt.OTHER != "",
        notice(
            t("receipt.other", other=receipt.OTHER),
            rx.el.p(t("receipt.other_hint", number=sending.sent("number"))),
            tone="amber",
            icon_name="hash",
            role="note",
        ),
    )


def stock_notice() -> rx.Component:
    """How many numbers the tablet has left; a warning where they run out."""
    return rx.cond(
        flow.COUNTER & numbers.STOCKED,
        rx.cond(
            numbers.LOW,
            notice(
                rx.cond(numbers.LEFT > 0, t("numbers.stock_low", n=numbers.LEFT), t("numbers.stock_none")),
                rx.cond(numbers.SIGN_IN, rx.el.p(t("numbers.stock_sign_in"))),
                rx.el.p(t("numbers.stock_hint")),
                rx.el.a(
                    t("numbers.open"), href="/ban/so", class_name="font-semibold min-h-[44px] inline-flex items-center"
                ),
                tone="amber",
                icon_name="hash",
                role="note",
            ),
            rx.el.p(
                icon("hash", 16),
                rx.el.span(t("numbers.stock", n=numbers.LEFT)),
                class_name="flex items-center justify-center gap-1.5 text-sm text-ink-2",
            ),
        ),
    )
