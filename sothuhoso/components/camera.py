"""The live camera over the whole screen: picture, what to do, shutter; and the gallery as the equal second way.

``camera`` takes papers and cards, ``scanner`` reads the codes that another device shows.
"""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import icon, icon_button, progress_bar
from sothuhoso.components.drawing import drawing
from sothuhoso.components.speaker import speaker
from sothuhoso.device import page_seen, papers
from sothuhoso.device.route import FilePicker, Modal, Viewfinder
from sothuhoso.device.voice import say
from sothuhoso.device.words import t, t_by

_DARK = "bg-[#101714] text-[#eef3ef]"
_HINT = (
    "absolute left-1/2 -translate-x-1/2 top-3 w-[max-content] max-w-[calc(100%-24px)] rounded-full px-4 py-2 "
    "text-center font-semibold"
)
_BAD = f"{_HINT} bg-[#fff1d0] text-[#5f3e00] rounded-[16px]"
_GOOD = f"{_HINT} bg-[#0e5b46] text-white"
_MIDDLE = "absolute inset-0 flex flex-col items-center justify-center gap-3 text-center p-6"


def camera() -> rx.Component:
    """For cards. Closed until somebody asks for it."""
    return _screen(t("camera.card"), _about_card(), _bottom(), ("camera.denied_hint", "camera.none_hint"))


def paper_camera() -> rx.Component:
    """For papers: the page's outline, what to change, and what is wrong with the page just taken."""
    title = t("camera.paper", name=papers.CAMERA_NAME)
    return _screen(
        title,
        _about_paper(),
        rx.cond(page_seen.DOUBTED, rx.fragment(), _bottom()),
        ("camera.denied_hint", "camera.none_hint"),
        over=page_seen.PageOutline.create(class_name="absolute inset-0 size-full pointer-events-none"),
        instead_of_picture=rx.cond(page_seen.DOUBTED, _doubted()),
        tools=_auto(),
    )


_TOOL = (
    "min-h-[44px] px-3 rounded-full font-semibold cursor-pointer border border-white/40 focus-visible:!outline-white "
    "whitespace-nowrap "
)


def _auto() -> rx.Component:
    """Whether a page that lies well is taken by itself."""
    return rx.el.button(
        rx.el.span(rx.cond(page_seen.AUTO, t("camera.auto_on"), t("camera.auto_off")), class_name="text-sm"),
        type="button",
        on_click=page_seen.SWITCH_AUTO,
        aria_pressed=rx.cond(page_seen.AUTO, "true", "false"),
        class_name=rx.cond(page_seen.AUTO, _TOOL + "bg-[#0e5b46]", _TOOL + "hover:bg-white/10"),
    )


def _doubted() -> rx.Component:
    """The page just taken, with rings where something is wrong, and the two ways on."""
    words = rx.el.ul(
        rx.foreach(
            page_seen.DOUBTS,
            lambda key: rx.el.li(t_by("page.reason", key, only=page_seen.REASONS)),
        ),
        class_name="flex flex-col gap-1 font-semibold",
    )
    return rx.el.div(
        page_seen.RingedPhoto.create(
            src=page_seen.ADDRESS,
            width=page_seen.WIDTH,
            height=page_seen.HEIGHT,
            boxes=page_seen.BOXES,
            label=t("camera.doubted_photo"),
            class_name="flex-1 min-h-0 w-full bg-black",
        ),
        rx.el.div(
            rx.el.div(words, role="alert"),
            rx.el.div(
                rx.el.button(
                    icon("camera"),
                    t("camera.take_again"),
                    type="button",
                    auto_focus=True,
                    on_click=page_seen.TAKE_AGAIN,
                    class_name=f"{_CHOICE} bg-[#0e5b46] text-white",
                ),
                rx.el.button(
                    rx.cond(page_seen.REFUSED, t("camera.later"), t("camera.leave")),
                    type="button",
                    on_click=page_seen.LEAVE_IT,
                    class_name=f"{_CHOICE} border border-line",
                ),
                class_name="flex flex-wrap gap-2",
            ),
            class_name="flex flex-col gap-3 p-4 bg-[#fff1d0] text-[#5f3e00]",
        ),
        class_name="absolute inset-0 flex flex-col bg-[#101714]",
    )


_CHOICE = (
    "inline-flex flex-1 items-center justify-center gap-2 min-h-[52px] px-4 rounded-button font-semibold "
    "cursor-pointer whitespace-nowrap"
)


def scanner(title: Any, aim: Any) -> rx.Component:
    """For the codes of another device: nothing to press, what was read of many shows as a bar."""
    said = rx.cond(
        papers.CAMERA_PERCENT > 0,
        _good(t("camera.received", percent=papers.CAMERA_PERCENT)),
        rx.cond(papers.CAMERA_HINT != "", _bad(t_by("camera.hint", papers.CAMERA_HINT)), _good(aim)),
    )
    bar = rx.cond(
        papers.CAMERA_PERCENT > 0,
        progress_bar(papers.CAMERA_PERCENT, t("camera.received", percent=papers.CAMERA_PERCENT)),
    )
    below = rx.el.div(
        rx.el.div(bar, class_name="flex-1"),
        _done(t("camera.stop")),
        class_name="flex items-center gap-4 px-5 py-4 pb-[max(16px,env(safe-area-inset-bottom))]",
    )
    return _screen(title, said, below, ("camera.other_way", "camera.other_way"))


#: what can be said of typed lines; the rest of domain/mrz's keys comes to the same for whoever types (card.js)
_ZONE = ("not_found", "check_digits", "passport", "not_vietnamese")


def card_problem(key: Any, message: Any, zone: Any = None) -> Any:
    """What is wrong with the code that was held up, or typed lines (``zone``): by key, else in the server's words."""
    of_code = rx.cond(key != "", t_by("errors.qr", key), message)
    return of_code if zone is None else rx.cond(zone != "", t_by("errors.mrz", zone, only=_ZONE), of_code)


def _screen(
    title: Any,
    said: Any,
    bottom: rx.Component,
    instead: tuple[str, str],
    *,
    over: rx.Component | None = None,
    instead_of_picture: Any = None,
    tools: rx.Component | None = None,
) -> rx.Component:
    """``instead``: keys of what to do where the camera is forbidden, and where there is none.

    ``over`` is drawn over the live picture, ``instead_of_picture`` covers it, ``tools`` stand beside the light.
    """
    picture = _picture(said, *instead, over=over, cover=instead_of_picture)
    return Modal.create(
        rx.el.div(_top(title, tools), picture, bottom, class_name=f"flex flex-col h-dvh w-full {_DARK}"),
        open=papers.CAMERA_OPEN,
        label=title,
        on_close=papers.CLOSE_CAMERA,
        class_name="p-0 m-0 border-0 max-w-none max-h-none w-screen h-dvh bg-[#101714]",
    )


def _top(title: Any, tools: rx.Component | None = None) -> rx.Component:
    light = rx.cond(papers.CAMERA_LIGHT == "on", t("camera.light_off"), t("camera.light_on"))
    return rx.el.div(
        icon_button("x", t("nav.close"), on_click=papers.CLOSE_CAMERA, class_name="!text-inherit hover:!bg-white/10"),
        rx.el.h2(title, class_name="flex-1 min-w-0 font-semibold leading-tight line-clamp-2"),
        tools or rx.fragment(),
        rx.cond(
            papers.CAMERA_LIGHT != "none",
            icon_button("zap", light, on_click=papers.LIGHT, class_name="!text-inherit hover:!bg-white/10"),
        ),
        rx.cond(
            papers.CAMERA_ZOOM > 0,
            rx.el.button(
                rx.cond(papers.CAMERA_ZOOM > 1, "2×", "1×"),
                type="button",
                on_click=papers.ZOOM,
                aria_label=rx.cond(papers.CAMERA_ZOOM > 1, t("camera.zoom_out"), t("camera.zoom_in")),
                class_name=(
                    "min-w-[44px] min-h-[44px] rounded-full font-semibold cursor-pointer hover:bg-white/10 "
                    "focus-visible:!outline-white"
                ),
            ),
        ),
        speaker(rx.cond(papers.CAMERA_PURPOSE == "card", say("camera_card"), say("camera_paper")), ""),
        class_name="flex items-center gap-2 px-2 py-2 min-h-[60px]",
    )


def _picture(said: Any, denied: str, none: str, *, over: rx.Component | None = None, cover: Any = None) -> rx.Component:
    """What the camera sees; a square for a code, and what to do or what went wrong."""
    square = "absolute inset-0 m-auto w-[min(72%,420px)] aspect-square rounded-[24px] border-[3px] border-[#5fd3a4]"
    return rx.el.div(
        Viewfinder.create(label=t("camera.picture"), class_name="absolute inset-0 size-full object-contain"),
        over or rx.fragment(),
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
            ("denied", _trouble(t("camera.denied"), t(denied))),
            ("none", _trouble(t("camera.none"), t(none))),
            rx.cond(papers.CAMERA_PURPOSE != "paper", rx.el.div(class_name=square)),
        ),
        rx.el.div(
            rx.cond(
                papers.CAMERA_PROBLEM != "",
                _bad(t_by("photo.refused", papers.CAMERA_PROBLEM, papers.CAMERA_FACTS)),
                rx.cond(papers.CAMERA_STATUS == "live", said),
            ),
            role="status",
        ),
        _shown(),
        rx.fragment() if cover is None else cover,
        class_name="relative flex-1 min-h-0 mx-3 rounded-[20px] overflow-hidden bg-black",
    )


def _shown() -> rx.Component:
    """How to hold it, drawn, until it is done once."""
    how = rx.match(
        papers.CAMERA_PURPOSE,
        ("card", drawing("hold", _SMALL)),
        ("paper", drawing("papers", _SMALL)),
        rx.fragment(),
    )
    first = (papers.CAMERA_STATUS == "live") & (papers.CAMERA_SHOTS == 0)
    unsaid = (papers.CAMERA_HINT == "") | (papers.CAMERA_HINT == "none")  # it would cover the page that is there
    shown = first & unsaid & ((papers.CAMERA_PURPOSE == "card") | (papers.CAMERA_PURPOSE == "paper"))
    return rx.cond(
        shown, rx.el.div(how, class_name="on-black absolute left-3 bottom-3 rounded-[16px] bg-[#101714] p-2")
    )


_SMALL = "w-[88px]"


def _trouble(what: Any, instead: Any) -> rx.Component:
    return rx.el.div(
        icon("camera-off", 36),
        rx.el.p(what, class_name="text-lg font-semibold"),
        rx.el.p(instead),
        class_name=_MIDDLE,
    )


def _good(words: Any) -> rx.Component:
    return rx.el.p(words, class_name=_GOOD)


def _bad(words: Any) -> rx.Component:
    return rx.el.p(words, class_name=_BAD)


def _about_paper() -> Any:
    """What to change first; where all is well, how many pages there are."""
    well = (papers.CAMERA_HINT == "good") | (papers.CAMERA_HINT == "next")
    taken = t("camera.taken", n=papers.CAMERA_SHOTS)
    return rx.cond(
        papers.CAMERA_HINT == "",
        _good(
            rx.cond(
                papers.CAMERA_SHOTS > 0, taken, rx.cond(page_seen.AUTO, t("camera.aim_auto"), t("camera.aim_paper"))
            )
        ),
        rx.cond(
            well,
            _good(
                rx.cond(
                    papers.CAMERA_HINT == "next",
                    t("camera.next", n=papers.CAMERA_SHOTS),
                    rx.cond(page_seen.AUTO, t("camera.hold"), t("camera.press")),
                )
            ),
            _bad(t_by("camera.page", papers.CAMERA_HINT)),
        ),
    )


def _about_card() -> Any:
    return rx.match(
        papers.CARD_STATUS,
        ("offline", _bad(t("card.offline"))),
        ("unseen", _bad(t("card.unseen"))),
        ("problem", _bad(card_problem(papers.CARD_PROBLEM, papers.CARD_MESSAGE))),
        ("reading", _good(t("card.reading"))),
        rx.cond(papers.CAMERA_HINT != "", _bad(t_by("camera.hint", papers.CAMERA_HINT)), _good(t("camera.aim_card"))),
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
        rx.el.div(_done(t("camera.done")), class_name="flex-1 flex justify-end"),
        class_name="flex items-center px-5 py-4 pb-[max(16px,env(safe-area-inset-bottom))]",
    )


def _done(words: Any) -> rx.Component:
    return rx.el.button(
        words,
        type="button",
        on_click=papers.CLOSE_CAMERA,
        class_name=(
            "min-h-[52px] min-w-[72px] px-3 font-semibold rounded-[12px] cursor-pointer "
            "hover:bg-white/10 focus-visible:!outline-white"
        ),
    )
