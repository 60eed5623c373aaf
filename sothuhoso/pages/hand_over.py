"""A draft to another device, with no line between them: a film of codes on the screen, or a file with all photos."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, button, icon, icon_button, notice, progress_bar, spinner
from sothuhoso.components.layout import framed_page, go_button, heading, step_gone, subheading
from sothuhoso.components.question import ANSWER, question
from sothuhoso.components.speaker import speaker
from sothuhoso.device import flow, hand_over
from sothuhoso.device.hand_over import giving
from sothuhoso.device.route import Film, Modal
from sothuhoso.device.voice import say
from sothuhoso.device.words import t, t_by

#: Always light, in the dark theme too: a camera reads dark on white.
_FILM = "p-0 m-0 border-0 max-w-none max-h-none w-screen h-dvh bg-white text-[#1b2a25] [--tea:#0e5b46] [--line:#dce3dd]"


def page() -> rx.Component:
    """The two ways, and how it stands afterwards."""
    ready = rx.fragment(
        heading(t("give.heading")),
        rx.el.p(
            rx.cond(giving("person") != "", t("give.which_of", name=giving("person")), t("give.which")),
            class_name="text-ink-2",
        ),
        rx.cond(
            flow.HANDED,
            _handed(),
            rx.cond(
                flow.OPEN & flow.MINE,
                rx.cond(
                    giving("shared", bool),
                    notice(t("give.shared"), icon_name="users"),
                    rx.fragment(_by_codes(), _by_file()),
                ),
                rx.cond(
                    flow.OPEN,
                    notice(
                        t("flow.elsewhere"),
                        button(t("flow.take_over"), tone="plain", on_click=flow.TAKE_OVER, class_name="mt-2"),
                        tone="amber",
                        icon_name="app-window",
                    ),
                    notice(t("give.sent"), icon_name="lock"),
                ),
            ),
        ),
        _problem(),
    )
    body = rx.match(
        flow.STATUS,
        ("ready", ready),
        ("expired", ready),
        ("gone", step_gone("file-question", "gone")),
        ("failed", step_gone("triangle-alert", "failed")),
        rx.fragment(heading(t("give.heading")), spinner(t("flow.loading"))),
    )
    return framed_page(
        flow.PROCEDURE_NAME,
        "/cua-toi",
        body,
        rx.fragment(),
        enter=hand_over.ENTER_GIVE,
        extra=rx.fragment(_film(), _given_question(), _back_question()),
    )


def _problem() -> rx.Component:
    return rx.el.div(
        rx.cond(
            giving("problem") != "",
            notice(t_by("give.problem", giving("problem")), tone="seal", icon_name="circle-alert", role="none"),
        ),
        role="alert",
    )


def _way(icon_name: str, title: Any, hint: Any, *children: Any) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            icon(icon_name, 28, class_name="text-tea mt-0.5"),
            rx.el.div(subheading(title), rx.el.p(hint), class_name="flex-1 min-w-0"),
            class_name="flex gap-3",
        ),
        *children,
        class_name=f"{CARD} flex flex-col gap-3",
    )


# --- codes ---------------------------------------------------------------------------------------------------------


def _by_codes() -> rx.Component:
    return _way(
        "qr-code",
        t("give.codes"),
        t("give.codes_hint"),
        rx.el.ul(
            rx.el.li(t("give.codes_photos")),
            rx.el.li(t("give.codes_clear")),
            rx.el.li(t("give.codes_flicker")),
            class_name="list-disc pl-5 text-sm text-ink-2 flex flex-col gap-1",
        ),
        button(t("give.show"), icon_name="qr-code", on_click=hand_over.SHOW_CODES, class_name="w-full"),
    )


def _film() -> rx.Component:
    """The codes over the whole screen: nothing else there moves, and the code is as large as it can be."""
    return Modal.create(
        rx.el.div(
            rx.el.div(
                icon_button(
                    "x", t("give.stop"), on_click=hand_over.STOP, class_name="!text-inherit hover:!bg-black/10"
                ),
                rx.el.h2(t("give.point"), class_name="flex-1 min-w-0 font-semibold leading-tight"),
                speaker(say("handover"), "text-inherit"),
                class_name="flex items-center gap-2 px-2 py-1 min-h-[56px]",
            ),
            rx.el.div(
                rx.cond(
                    giving("text") != "",
                    Film.create(label=t("give.film"), class_name="w-[min(100vw,calc(100dvh-270px))] aspect-square"),
                    spinner(t("give.making")),
                ),
                id="film",
                class_name="flex-1 min-h-0 flex items-center justify-center",
            ),
            rx.el.div(
                _progress(), _film_buttons(), class_name="flex flex-col gap-3 px-4 pb-4 max-w-[560px] w-full mx-auto"
            ),
            class_name="flex flex-col h-dvh w-full pb-[env(safe-area-inset-bottom)]",
        ),
        open=giving("way") == "codes",
        label=t("give.codes"),
        on_close=hand_over.STOP,
        class_name=_FILM,
    )


def _progress() -> rx.Component:
    """What was shown, not what was read: the other device says that. Its words do not change at every code."""
    return rx.el.div(
        rx.el.div(
            rx.el.span(
                rx.cond(giving("round", bool), t("give.round"), t("give.first_round")),
                role="status",
                class_name="flex-1",
            ),
            rx.el.span(t("give.shown", n=giving("shown", int), all=giving("count", int)), class_name="text-sm"),
            class_name="flex gap-3 justify-between items-baseline",
        ),
        rx.el.progress(
            value=giving("percent", int), max=100, aria_label=t("give.progress"), class_name="progress w-full h-2"
        ),
        rx.el.p(t("give.check", check=giving("check")), class_name="text-sm"),
        class_name="flex flex-col gap-1",
    )


def _film_buttons() -> rx.Component:
    plain = "flex-1 !bg-white !text-[#0e5b46] !border-[#0e5b46] !px-2"
    return rx.el.div(
        button(
            rx.cond(giving("size") == "small", t("give.larger"), t("give.smaller")),
            tone="plain",
            on_click=hand_over.SWITCH_SIZE,
            class_name=plain,
        ),
        button(
            t("give.done"),
            on_click=hand_over.ASK_GIVEN,
            class_name="flex-[2] !bg-[#0e5b46] !text-white !border-[#0e5b46] !px-2",
        ),
        class_name="flex gap-2",
    )


# --- file ----------------------------------------------------------------------------------------------------------


def _by_file() -> rx.Component:
    made = giving("address") != ""
    return _way(
        "file-lock",
        t("give.file"),
        t("give.file_hint"),
        rx.el.div(
            rx.cond(
                giving("way") == "file",
                rx.cond(made, _made(), _making()),
                button(
                    t("give.make"),
                    tone="plain",
                    icon_name="file-lock",
                    on_click=hand_over.MAKE_FILE,
                    class_name="w-full",
                ),
            ),
            role="status",
        ),
    )


def _making() -> rx.Component:
    words = t("give.packing", done=giving("done", int), all=giving("of", int))
    return rx.el.div(
        rx.el.p(words, class_name="text-sm text-ink-2"),
        progress_bar(giving("percentDone", int), words),
        class_name="flex flex-col gap-1",
    )


def _made() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("give.code"), class_name="font-semibold"),
        rx.el.p(giving("code"), id="file-code-shown", class_name="number text-[30px] leading-tight tracking-[0.06em]"),
        rx.el.p(t("give.code_hint"), class_name="text-sm text-ink-2"),
        rx.cond(
            giving("canShare", bool),
            button(t("give.share"), icon_name="share-2", on_click=hand_over.SHARE_FILE, class_name="w-full"),
        ),
        rx.el.a(
            icon("download"),
            rx.el.span(t("give.download", size=giving("megabytes"))),
            href=giving("address"),
            download=giving("name"),
            class_name=(
                "inline-flex items-center justify-center gap-2 rounded-button px-4 min-h-[52px] font-semibold "
                "no-underline bg-card text-tea border border-tea hover:bg-tea-bg text-center"
            ),
        ),
        button(t("give.done"), on_click=hand_over.ASK_GIVEN, class_name="w-full"),
        class_name="flex flex-col gap-3",
    )


# --- afterwards ----------------------------------------------------------------------------------------------------


def _handed() -> rx.Component:
    return rx.fragment(
        notice(
            t("give.handed", at=giving("at")),
            rx.el.p(t("give.handed_hint")),
            rx.cond((giving("how") == "codes") & (giving("pages", int) > 0), rx.el.p(t("give.handed_photos"))),
            icon_name="smartphone-nfc",
            role="none",
        ),
        button(t("give.back"), tone="plain", icon_name="undo-2", on_click=hand_over.ASK_BACK, class_name="w-full"),
        go_button(t("give.to_mine"), "/cua-toi", tone="quiet"),
    )


def _question(name: str, title: Any, words: Any, yes: Any, on_yes: Any) -> rx.Component:
    return question(
        title,
        *words,
        answers=[
            button(yes, on_click=on_yes, class_name=ANSWER),
            button(t("give.not_yet"), tone="plain", on_click=hand_over.ASK_NOTHING, class_name=ANSWER),
        ],
        asked=giving("asking") == name,
        on_close=hand_over.ASK_NOTHING,
    )


def _given_question() -> rx.Component:
    return _question(
        "given",
        t("give.given_title"),
        [
            rx.el.p(t("give.given_hint")),
            rx.cond(giving("check") != "", rx.el.p(t("give.check", check=giving("check")), class_name="font-semibold")),
        ],
        t("give.given_yes"),
        hand_over.HANDED_ON,
    )


def _back_question() -> rx.Component:
    return _question(
        "back", t("give.back_title"), [rx.el.p(t("give.back_hint"))], t("give.back_yes"), hand_over.TAKE_BACK
    )
