"""Signing on the screen: the part of the review, and the pad. Who cannot sign says how it was done instead."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import button, icon_button, notice
from sothuhoso.components.form import choice, text_area
from sothuhoso.components.speaker import speaker
from sothuhoso.device import flow, signing
from sothuhoso.device.route import Modal
from sothuhoso.device.signing import SignHere
from sothuhoso.device.voice import say
from sothuhoso.device.words import t, t_by

_HOWS = ("paper", "fingerprint", "nothing")
_SIGNERS = ("submitter", "owner")


def signing_part() -> rx.Component:
    """At the counter it stands open; on somebody's own phone it is there for who wants it."""
    return rx.fragment(
        rx.el.div(_outdated(), role="status", class_name="empty:hidden"),
        rx.cond(
            flow.COUNTER | signing.SIGNED | signing.OTHER,
            _stated(),
            rx.el.details(
                rx.el.summary(
                    t("signing.optional"),
                    class_name="text-tea font-semibold min-h-[44px] flex items-center cursor-pointer",
                ),
                rx.el.div(_stated(), class_name="pt-2"),
            ),
        ),
    )


def _outdated() -> rx.Component:
    return rx.cond(
        signing.OUTDATED,
        notice(
            t("signing.outdated"),
            rx.el.p(t("signing.outdated_hint")),
            tone="amber",
            icon_name="pen-off",
            role="none",
        ),
    )


def _stated() -> rx.Component:
    return rx.cond(signing.SIGNED, _signed(), rx.cond(signing.OTHER, _otherwise(), _unsigned()))


def _unsigned() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("signing.hint"), class_name="text-ink-2"),
        button(t("signing.open"), tone="plain", icon_name="pen-line", on_click=signing.OPEN_PAD, class_name="w-full"),
        button(t("signing.cannot"), tone="quiet", on_click=signing.OTHERWISE, class_name="w-full !min-h-[44px]"),
        class_name="flex flex-col gap-2",
    )


def signed_picture(picture: Any, *words: rx.Component, sign: Any, remove: Any) -> rx.Component:
    """A name as it was written, ``words`` about it, and the two ways back: sign again, take it away."""
    return rx.el.div(
        rx.cond(
            picture != "",
            rx.el.img(
                src=picture,
                alt=t("signing.alt"),
                class_name="self-center max-w-full max-h-[120px] bg-white rounded-[10px] border border-line p-2",
            ),
        ),
        *words,
        rx.el.div(
            button(
                t("signing.again"), tone="plain", icon_name="pen-line", on_click=sign, class_name="flex-1 !min-h-[44px]"
            ),
            button(t("signing.remove"), tone="quiet", on_click=remove, class_name="flex-1 !min-h-[44px]"),
            class_name="flex gap-2",
        ),
        class_name="flex flex-col gap-2",
    )


def _signed() -> rx.Component:
    return signed_picture(
        signing.PICTURE,
        rx.el.p(
            t("signing.signed", who=t_by("signing.signer", signing.SIGNER), at=signing.AT),
            class_name="font-semibold",
        ),
        rx.el.p(t("signing.not_digital"), class_name="text-sm text-ink-2"),
        sign=signing.OPEN_PAD,
        remove=signing.REMOVE,
    )


def _otherwise() -> rx.Component:
    options = [
        choice("unsigned", how, t(f"signing.how_key.{how}"), how == signing.HOW, signing.set_how(how)) for how in _HOWS
    ]
    return rx.el.div(
        rx.el.fieldset(
            rx.el.legend(t("signing.how"), class_name="mb-2 font-semibold"),
            rx.el.div(*options, class_name="flex flex-col gap-2"),
        ),
        rx.cond(
            signing.HOW != "",
            text_area(
                "unsigned-why",
                t("signing.why"),
                signing.WHY,
                signing.SET_WHY,
                hint=t("signing.why_hint"),
                rows=2,
                max_length=300,
            ),
        ),
        button(
            t("signing.back"),
            tone="quiet",
            icon_name="undo-2",
            on_click=signing.set_how(""),
            class_name="self-start !min-h-[44px]",
        ),
        class_name="flex flex-col gap-3",
    )


def pad(*, draft: bool = True, about: Any = "") -> rx.Component:
    """The pad over the page: as much room for the hand as there is.

    ``draft``: it is the open draft that is signed; otherwise ``about`` says what is.
    """
    cannot = button(t("signing.cannot"), tone="quiet", on_click=signing.OTHERWISE, class_name="flex-1 !min-h-[44px]")
    return Modal.create(
        rx.el.div(
            rx.el.div(
                rx.el.h2(t("signing.pad_title"), class_name="flex-1 text-lg font-semibold"),
                speaker(say("sign"), "text-tea"),
                icon_button("x", t("nav.close"), on_click=signing.CLOSE_PAD),
                class_name="flex items-center gap-2",
            ),
            rx.cond(signing.TWO, _who()),
            *([] if draft else [rx.el.p(about, class_name="text-ink-2")]),
            SignHere.create(
                label=t("signing.pad"),
                class_name=(
                    "block w-full h-[min(46dvh,320px)] rounded-card bg-white border-2 border-line cursor-crosshair "
                    "select-none"
                ),
            ),
            rx.el.div(_problem(), role="status", class_name="empty:hidden"),
            _tools(),
            rx.el.div(
                *([cannot] if draft else []),
                button(
                    rx.cond(signing.BUSY, t("signing.keeping"), t("signing.done")),
                    icon_name="check",
                    on_click=signing.KEEP,
                    disabled=(signing.STROKES == 0) | signing.BUSY,
                    class_name="flex-1",
                ),
                class_name="flex flex-col-reverse sm:flex-row gap-2",
            ),
            class_name="flex flex-col gap-3 p-4",
        ),
        open=signing.OPEN,
        label=t("signing.pad_title"),
        on_close=signing.CLOSE_PAD,
        class_name=(
            "m-auto p-0 w-[min(820px,calc(100vw-16px))] max-h-[98dvh] overflow-auto rounded-card bg-card text-ink "
            "border border-line backdrop:bg-black/50"
        ),
    )


def _who() -> rx.Component:
    options = [
        choice("signer", who, t(f"signing.signer.{who}"), who == signing.SIGNER, signing.choose_signer(who))
        for who in _SIGNERS
    ]
    return rx.el.fieldset(
        rx.el.legend(t("signing.who"), class_name="mb-2 font-semibold"),
        rx.el.div(*options, class_name="grid grid-cols-1 sm:grid-cols-2 gap-2"),
    )


def _problem() -> rx.Component:
    return rx.cond(
        signing.PROBLEM != "",
        rx.el.p(
            t_by("signing.problem", signing.PROBLEM),
            class_name="bg-seal-bg text-seal font-semibold rounded-button p-3",
        ),
    )


def _tools() -> rx.Component:
    nothing = signing.STROKES == 0

    def tool(label: Any, icon_name: str, trigger: Any) -> rx.Component:
        return button(
            label,
            tone="plain",
            icon_name=icon_name,
            on_click=trigger,
            disabled=nothing,
            class_name="flex-1 !px-2 !min-h-[44px] whitespace-nowrap",
        )

    return rx.el.div(
        tool(t("signing.undo"), "undo-2", signing.UNDO),
        tool(t("signing.clear"), "eraser", signing.CLEAR),
        class_name="flex gap-2",
    )
