"""Taking up a draft from another device, with no line between them: scan its codes, or open its file."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, button, icon, notice, progress_bar
from sothuhoso.components.camera import scanner
from sothuhoso.components.form import plain_form
from sothuhoso.components.layout import citizen_page, go_button, heading, subheading
from sothuhoso.components.person_form import FILE_BUTTON
from sothuhoso.device import hand_over
from sothuhoso.device.hand_over import receiving
from sothuhoso.device.route import FilePicker
from sothuhoso.device.words import t, t_by


def page() -> rx.Component:
    """What is shown depends on how far it is."""
    return citizen_page(
        "mine",
        heading(t("receive.heading")),
        rx.el.div(
            rx.match(
                receiving("stage"),
                ("code", _code()),
                ("opening", _opening()),
                ("asking", _asking()),
                ("done", _done()),
                ("problem", rx.fragment(_problem(), _ways())),
                rx.fragment(rx.el.p(t("receive.hint"), class_name="text-ink-2"), _ways()),
            ),
            aria_live="polite",
            class_name="flex flex-col gap-5",
        ),
        scanner(t("camera.handed"), t("camera.aim_handed")),
        enter=hand_over.ENTER_RECEIVE,
    )


def _way(icon_name: str, title: Any, hint: Any, action: rx.Component) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            icon(icon_name, 28, class_name="text-tea mt-0.5"),
            rx.el.div(subheading(title), rx.el.p(hint), class_name="flex-1 min-w-0"),
            class_name="flex gap-3",
        ),
        action,
        class_name=f"{CARD} flex flex-col gap-3",
    )


def _ways() -> rx.Component:
    return rx.fragment(
        _way(
            "scan-line",
            t("receive.codes"),
            t("receive.codes_hint"),
            button(t("receive.scan"), icon_name="scan-line", on_click=hand_over.SCAN, class_name="w-full"),
        ),
        _way(
            "file-lock",
            t("receive.file"),
            t("receive.file_hint"),
            FilePicker.create(
                icon("folder-open"),
                rx.el.span(t("receive.choose")),
                id="handed-file",
                accept="",  # no browser knows the ending of our files
                pick=hand_over.CHOOSE_FILE,
                class_name=FILE_BUTTON + " w-full",
            ),
        ),
    )


def _problem() -> rx.Component:
    return notice(t_by("receive.refused", receiving("problem")), tone="seal", icon_name="circle-alert", role="alert")


def _code() -> rx.Component:
    return plain_form(
        rx.el.label(t("receive.code"), html_for="file-code", class_name="font-semibold"),
        rx.el.p(t("receive.code_hint"), id="file-code-hint", class_name="text-sm text-ink-2"),
        rx.el.input(
            id="file-code",
            value=receiving("code"),
            on_change=hand_over.SET_CODE,
            input_mode="numeric",
            auto_complete="off",
            max_length=20,
            aria_describedby="file-code-hint file-code-problem",
            class_name=(
                "number w-full rounded-button border bg-card text-ink px-4 min-h-[64px] text-[26px] text-center "
                "tracking-[0.08em] focus-visible:border-tea"
            ),
        ),
        rx.el.div(
            rx.cond(
                receiving("wrong") != "",
                rx.el.p(
                    t_by("receive.wrong", receiving("wrong")),
                    class_name="bg-seal-bg text-seal font-semibold rounded-button p-3",
                ),
            ),
            id="file-code-problem",
            role="alert",
        ),
        button(t("receive.open"), type="submit", class_name="w-full"),
        button(t("receive.again"), tone="quiet", on_click=hand_over.AGAIN, class_name="w-full"),
        on_submit=hand_over.OPEN_FILE,
        class_name=f"{CARD} flex flex-col gap-3",
    )


def _opening() -> rx.Component:
    words = t("receive.opening")
    return rx.el.div(
        rx.el.p(words, class_name="text-ink-2"),
        progress_bar(receiving("percent", int), words),
        class_name=f"{CARD} flex flex-col gap-2",
    )


def _summary() -> rx.Component:
    return rx.el.div(
        rx.el.p(receiving("procedure"), class_name="font-semibold"),
        rx.cond(receiving("person") != "", rx.el.p(t("mine.for_person", name=receiving("person")))),
        rx.el.p(t("receive.pages", n=receiving("pages", int)), class_name="text-sm text-ink-2"),
    )


def _done() -> rx.Component:
    return rx.fragment(
        rx.el.section(
            rx.el.div(
                icon("circle-check", 28, class_name="text-tea"),
                rx.el.h2(t_by("receive.outcome", receiving("outcome")), class_name="text-lg font-semibold flex-1"),
                class_name="flex gap-3 items-center",
            ),
            _summary(),
            rx.cond(
                receiving("check") != "",
                rx.el.p(t("receive.check", check=receiving("check")), id="check", class_name="font-semibold"),
            ),
            rx.cond(
                receiving("away", int) > 0,
                notice(
                    t("receive.away", n=receiving("away", int)),
                    rx.el.p(t("receive.away_hint")),
                    tone="amber",
                    icon_name="images",
                    role="none",
                ),
            ),
            class_name=f"{CARD} flex flex-col gap-3",
        ),
        go_button(t("receive.go"), receiving("address")),
        button(t("receive.another"), tone="quiet", on_click=hand_over.AGAIN),
    )


def _asking() -> rx.Component:
    """Nothing is written over unasked: both stay, unless somebody says otherwise. What was given away comes back."""
    theirs = hand_over.answer("theirs")
    both = rx.el.div(
        button(t("receive.both"), on_click=hand_over.answer("both"), class_name="w-full"),
        rx.el.p(t("receive.both_hint"), class_name="text-sm text-ink-2"),
        class_name="flex flex-col gap-1",
    )
    returned = rx.el.div(
        rx.el.p(t("receive.returned_hint")),
        button(t("receive.returned"), on_click=theirs, class_name="w-full"),
        class_name="flex flex-col gap-2",
    )
    return rx.el.section(
        rx.el.h2(t("receive.asking"), class_name="text-lg font-semibold"),
        _summary(),
        rx.el.p(t("receive.asking_hint", at=receiving("hereAt"))),
        rx.match(
            receiving("hereStatus"),
            ("handed", rx.fragment(returned, both)),
            ("shared", both),
            rx.fragment(both, button(t("receive.theirs"), tone="seal", on_click=theirs, class_name="w-full")),
        ),
        button(t("receive.mine"), tone="plain", on_click=hand_over.answer("mine"), class_name="w-full"),
        class_name=f"{CARD} flex flex-col gap-3",
    )
