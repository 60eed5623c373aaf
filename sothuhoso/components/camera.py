"""The live camera over the whole screen: picture, what to do, shutter; and the gallery as the equal second way."""

from __future__ import annotations

import reflex as rx

from sothuhoso.components.basic import icon, icon_button
from sothuhoso.components.drawing import drawing
from sothuhoso.components.speaker import speaker
from sothuhoso.device import papers
from sothuhoso.device.route import FilePicker, Modal, Viewfinder
from sothuhoso.device.voice import say
from sothuhoso.device.words import t, t_by

_DARK = "bg-[#101714] text-[#eef3ef]"
_HINT = (
    "absolute left-1/2 -translate-x-1/2 top-3 w-[max-content] max-w-[calc(100%-24px)] rounded-full px-4 py-2 "
    "text-center font-semibold"
)


def camera() -> rx.Component:
    """Closed until somebody asks for it."""
    return Modal.create(
        rx.el.div(_top(), _picture(), _bottom(), class_name=f"flex flex-col h-dvh w-full {_DARK}"),
        open=papers.CAMERA_OPEN,
        label=_title(),
        on_close=papers.CLOSE_CAMERA,
        class_name="p-0 m-0 border-0 max-w-none max-h-none w-screen h-dvh bg-[#101714]",
    )


def _title() -> rx.Var:
    return rx.cond(papers.CAMERA_PURPOSE == "card", t("camera.card"), t("camera.paper", name=papers.CAMERA_NAME)).to(
        str
    )


def _top() -> rx.Component:
    light = rx.cond(papers.CAMERA_LIGHT == "on", t("camera.light_off"), t("camera.light_on"))
    return rx.el.div(
        icon_button("x", t("nav.close"), on_click=papers.CLOSE_CAMERA, class_name="!text-inherit hover:!bg-white/10"),
        rx.el.h2(_title(), class_name="flex-1 min-w-0 font-semibold leading-tight line-clamp-2"),
        rx.cond(
            papers.CAMERA_LIGHT != "none",
            icon_button("zap", light, on_click=papers.LIGHT, class_name="!text-inherit hover:!bg-white/10"),
        ),
        speaker(rx.cond(papers.CAMERA_PURPOSE == "card", say("camera_card"), say("camera_paper")), ""),
        class_name="flex items-center gap-2 px-2 py-2 min-h-[60px]",
    )


def _picture() -> rx.Component:
    return rx.el.div(
        Viewfinder.create(label=t("camera.picture"), class_name="absolute inset-0 size-full object-contain"),
        rx.match(
            papers.CAMERA_STATUS,
            (
                "starting",
                rx.el.div(
                    icon("loader-circle", 28, class_name="animate-spin"),
                    rx.el.p(t("camera.starting")),
                    class_name=_MIDDLE,
                ),
            ),
            ("denied", _trouble("denied")),
            ("none", _trouble("none")),
            rx.cond(
                papers.CAMERA_PURPOSE == "card",
                rx.el.div(
                    class_name=(
                        "absolute inset-0 m-auto w-[min(72%,420px)] aspect-square rounded-[24px] border-[3px] "
                        "border-[#5fd3a4]"
                    )
                ),
            ),
        ),
        _shown(),
        rx.el.div(_message(), role="status"),
        class_name="relative flex-1 min-h-0 mx-3 rounded-[20px] overflow-hidden bg-black",
    )


def _shown() -> rx.Component:
    """How to hold it, drawn, until it is done once."""
    how = rx.cond(papers.CAMERA_PURPOSE == "card", drawing("hold", _SMALL), drawing("papers", _SMALL))
    first = (papers.CAMERA_STATUS == "live") & (papers.CAMERA_SHOTS == 0)
    return rx.cond(
        first, rx.el.div(how, class_name="on-black absolute left-3 bottom-3 rounded-[16px] bg-[#101714] p-2")
    )


_SMALL = "w-[88px]"
_MIDDLE = "absolute inset-0 flex flex-col items-center justify-center gap-3 text-center p-6"


def _trouble(key: str) -> rx.Component:
    return rx.el.div(
        icon("camera-off", 36),
        rx.el.p(t(f"camera.{key}"), class_name="text-lg font-semibold"),
        rx.el.p(t(f"camera.{key}_hint")),
        class_name=_MIDDLE,
    )


def _message() -> rx.Component:
    """What to do, or what went wrong."""
    bad = f"{_HINT} bg-[#fff1d0] text-[#5f3e00] rounded-[16px]"
    good = f"{_HINT} bg-[#0e5b46] text-white"
    return rx.cond(
        papers.CAMERA_PROBLEM != "",
        rx.el.p(t_by("photo.refused", papers.CAMERA_PROBLEM, papers.CAMERA_FACTS), class_name=bad),
        rx.cond(
            papers.CAMERA_STATUS == "live",
            rx.cond(
                papers.CAMERA_PURPOSE == "paper",
                rx.el.p(
                    rx.cond(papers.CAMERA_SHOTS > 0, t("camera.taken", n=papers.CAMERA_SHOTS), t("camera.aim_paper")),
                    class_name=good,
                ),
                rx.match(
                    papers.CARD_STATUS,
                    ("offline", rx.el.p(t("card.offline"), class_name=bad)),
                    ("problem", rx.el.p(papers.CARD_MESSAGE, class_name=bad)),
                    ("reading", rx.el.p(t("card.reading"), class_name=good)),
                    rx.el.p(t("camera.aim_card"), class_name=good),
                ),
            ),
        ),
    )


def _bottom() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.cond(
                papers.CAMERA_LAST != "",
                rx.el.img(
                    src=papers.CAMERA_LAST,
                    alt="",
                    class_name="size-[56px] object-cover rounded-[12px] border border-white/40",
                ),
                FilePicker.create(
                    icon("image", 24),
                    rx.el.span(t("papers.choose"), class_name="text-sm"),
                    id="camera-files",
                    pick=papers.CAMERA_FILES,
                    multiple=papers.CAMERA_PURPOSE == "paper",
                    class_name=(
                        "inline-flex flex-col items-center gap-1 min-h-[56px] min-w-[72px] justify-center "
                        "cursor-pointer rounded-[12px] hover:bg-white/10 has-[:focus-visible]:outline-3 "
                        "has-[:focus-visible]:outline-white"
                    ),
                ),
            ),
            class_name="flex-1 flex justify-start",
        ),
        rx.el.button(
            rx.el.span(class_name="block size-[58px] rounded-full bg-white"),
            rx.el.span(t("camera.shutter"), class_name="visually-hidden"),
            type="button",
            on_click=papers.SHUTTER,
            disabled=(papers.CAMERA_STATUS != "live") | papers.CAMERA_BUSY,
            class_name=(
                "rounded-full border-[4px] border-white p-1.5 cursor-pointer disabled:opacity-40 "
                "focus-visible:!outline-white"
            ),
        ),
        rx.el.div(
            rx.el.button(
                t("camera.done"),
                type="button",
                on_click=papers.CLOSE_CAMERA,
                class_name=(
                    "min-h-[52px] min-w-[72px] px-3 font-semibold rounded-[12px] cursor-pointer "
                    "hover:bg-white/10 focus-visible:!outline-white"
                ),
            ),
            class_name="flex-1 flex justify-end",
        ),
        class_name="flex items-center px-5 py-4 pb-[max(16px,env(safe-area-inset-bottom))]",
    )
