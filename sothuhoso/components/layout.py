"""The frames of the citizen's pages: header with the line's pill, the pages at the thumb, the steps of the flow."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from sothuhoso.components.app import update_bar
from sothuhoso.components.basic import button, empty_state, icon, icon_button, notice, pill, spinner
from sothuhoso.components.speaker import speaker
from sothuhoso.components.together import bridge, share_panel, stop_panel, together
from sothuhoso.device import catalogue, flow, lock, sending
from sothuhoso.device.route import FLOW_PAGES, RouteWatch
from sothuhoso.device.words import t

_COLUMN = "w-full max-w-[680px] lg:max-w-[960px] mx-auto px-4"
_BUTTON = (
    "inline-flex items-center justify-center gap-2 rounded-button px-4 min-h-[52px] text-base font-semibold "
    "text-center "
    "no-underline transition-colors "
)
_TONES = {
    "tea": "bg-tea text-on-tea border border-tea hover:bg-tea-2",
    "plain": "bg-card text-tea border border-tea hover:bg-tea-bg",
    "quiet": "text-tea border border-transparent hover:bg-tea-bg",
}
_PLACES = (("house", "home", "/"), ("folder", "mine", "/cua-toi"), ("search-check", "follow", "/theo-doi"))


def go(*children: Any, to: Any, class_name: str = "", **props: Any) -> rx.Component:
    """A link to a page of our own, without a full load: it works with no line."""
    return ReactRouterLink.create(*children, to=to, class_name=class_name, **props)


def go_button(label: Any, to: Any, *, tone: str = "tea", icon_name: str = "", class_name: str = "") -> rx.Component:
    """Such a link, looking like a button."""
    parts = [icon(icon_name)] if icon_name else []
    return go(*parts, rx.el.span(label), to=to, class_name=f"{_BUTTON}{_TONES[tone]} {class_name}")


def line_pill() -> rx.Component:
    """Whether and how well the server can be reached; always in the page, so that readers hear it change."""
    return rx.el.div(
        rx.match(
            sending.LINE,
            ("offline", pill(t("line.offline"), "amber", "cloud-off")),
            ("weak", pill(t("line.weak"), "amber", "cloud-alert")),
            ("sending", pill(t("line.sending"), "sky", "send")),
            pill(t("line.online"), "tea", "wifi"),
        ),
        rx.cond(
            sending.CONTACT != "",
            rx.el.span(t("line.contact", at=sending.CONTACT), class_name="text-xs text-ink-2 leading-none"),
        ),
        role="status",
        class_name="shrink-0 flex flex-col items-end gap-1",
    )


def lock_button() -> rx.Component:
    """On a shared tablet: lock it now."""
    return rx.cond(lock.SHARED, icon_button("lock", t("tablets.lock"), on_click=lock.LOCK_NOW))


def heading(text: Any, class_name: str = "") -> rx.Component:
    """The page's one h1; the reader's focus comes here after a step."""
    return rx.el.h1(text, tab_index=-1, class_name=f"text-2xl font-semibold leading-tight outline-none {class_name}")


def subheading(text: Any, **props: Any) -> rx.Component:
    """A part of the page."""
    return rx.el.h2(text, class_name=f"text-lg font-semibold {props.pop('class_name', '')}", **props)


def _skip() -> rx.Component:
    return rx.el.a(
        t("brand.skip"),
        href="#main",
        class_name=(
            "visually-hidden focus:not-sr-only focus:absolute focus:z-50 focus:top-2 focus:left-2 bg-card text-tea "
            "px-4 py-3 rounded-button"
        ),
    )


def _brand() -> rx.Component:
    return go(
        rx.el.span(
            icon("folder-check", 24),
            class_name="rounded-[12px] bg-tea text-on-tea p-2 shrink-0",
        ),
        rx.el.span(
            rx.el.span(
                rx.match(
                    catalogue.UNIT_KIND,
                    ("xa", t("brand.xa", unit=catalogue.UNIT)),
                    ("phuong", t("brand.phuong", unit=catalogue.UNIT)),
                    t("brand.somewhere"),
                ),
                class_name="block font-semibold leading-tight text-balance",
            ),
            rx.el.span(t("brand.province"), class_name="block text-sm text-ink-2 leading-tight"),
            class_name="min-w-0",
        ),
        to="/",
        class_name="flex items-center gap-2 min-w-0 flex-1 no-underline text-ink min-h-[44px]",
    )


def _place(name: str, key: str, address: str, here: str) -> rx.Component:
    current = {"aria-current": "page"} if key == here else {}
    return go(
        icon(name, 22),
        rx.el.span(t(f"nav.{key}")),
        to=address,
        custom_attrs=current,
        class_name=(
            "flex-1 sm:flex-none flex flex-col sm:flex-row items-center justify-center gap-1 sm:gap-2 "
            "min-h-[56px] px-3 "
            "text-sm text-ink-2 no-underline aria-[current=page]:text-tea aria-[current=page]:font-semibold "
            "hover:text-tea"
        ),
    )


def _places(here: str) -> rx.Component:
    return rx.el.nav(
        rx.el.div(
            *[_place(*place, here) for place in _PLACES],
            class_name="flex sm:justify-center sm:gap-6 max-w-[680px] mx-auto",
        ),
        aria_label=t("nav.label"),
        class_name="sticky bottom-0 bg-card border-t border-line z-10 pb-[env(safe-area-inset-bottom)]",
    )


def _given(part: Any) -> list[Any]:
    return [] if part is None else [part]


def citizen_page(here: str, *children: Any, enter: Any = None, voice: Any = None) -> rx.Component:
    """A page outside the steps: home, mine, follow, what was sent. ``voice``: its speaker button."""
    return rx.el.div(
        RouteWatch.create(enter=enter, ahead=list(FLOW_PAGES)) if enter is not None else RouteWatch.create(ahead=[]),
        _skip(),
        update_bar(),
        rx.el.header(
            rx.el.div(
                _brand(),
                line_pill(),
                *_given(voice),
                lock_button(),
                class_name=f"{_COLUMN} flex items-center gap-1.5 py-3",
            ),
        ),
        rx.el.main(*children, id="main", class_name=f"{_COLUMN} flex-1 flex flex-col gap-5 pb-8"),
        _places(here),
        class_name="min-h-dvh flex flex-col bg-paper text-ink",
    )


# --- the steps -----------------------------------------------------------------------------------------------------


def _bars(step: int) -> rx.Component:
    bars = [
        rx.el.span(class_name=f"h-1.5 flex-1 rounded-full {'bg-tea' if n <= step else 'bg-line'}") for n in range(1, 5)
    ]
    return rx.el.div(
        rx.el.div(*bars, class_name="flex gap-1.5", aria_hidden="true"),
        rx.el.p(t("flow.step", n=step), class_name="visually-hidden"),
        class_name=_COLUMN,
    )


#: Beside the pill and the speaker little room is left on a phone.
_TITLE = "flex-1 min-w-0 font-semibold text-sm sm:text-base leading-tight line-clamp-3"


def _step_header(title: Any, back: Any, step: int, voice: Any) -> rx.Component:
    return rx.el.header(
        rx.el.div(
            go(
                icon("chevron-left", 26),
                rx.el.span(t("nav.back"), class_name="visually-hidden"),
                to=back,
                class_name=(
                    "inline-flex items-center justify-center size-[44px] -ml-2 rounded-button text-ink "
                    "hover:bg-grey-bg shrink-0"
                ),
            ),
            rx.el.p(title, class_name=_TITLE),
            line_pill(),
            *_given(voice),
            lock_button(),
            class_name=f"{_COLUMN} flex items-center gap-2 py-2",
        ),
        *([_bars(step)] if step else []),
        class_name="bg-paper pt-1 pb-1 sticky top-0 z-10",
    )


def actions(*children: Any) -> rx.Component:
    """The one thing to do, at the thumb."""
    return rx.el.footer(
        rx.el.div(*children, class_name=f"{_COLUMN} flex flex-col gap-2"),
        class_name="sticky bottom-0 bg-paper border-t border-line pt-3 pb-[max(12px,env(safe-area-inset-bottom))] z-10",
    )


def framed_page(
    title: Any, back: Any, body: Any, bottom: Any, *, enter: Any, step: int = 0, extra: Any = None, voice: Any = None
) -> rx.Component:
    """A page with a way back and one action: a procedure, a step. ``voice``: its speaker button."""
    return rx.el.div(
        RouteWatch.create(enter=enter, ahead=list(FLOW_PAGES)),
        _skip(),
        update_bar(),
        _step_header(title, back, step, voice),
        rx.el.main(body, id="main", class_name=f"{_COLUMN} flex-1 flex flex-col gap-5 pt-3 pb-8"),
        bottom,
        *([extra] if extra is not None else []),
        class_name="min-h-dvh flex flex-col bg-paper text-ink",
    )


def saved_line() -> rx.Component:
    """Whether what was entered is kept; read out when it changes."""
    return rx.el.div(
        rx.match(
            flow.SAVED,
            (
                "full",
                notice(t("flow.full"), rx.el.p(t("flow.full_hint")), tone="seal", icon_name="hard-drive", role="alert"),
            ),
            ("saving", rx.el.p(t("flow.saving"), class_name="text-sm text-ink-2 text-center")),
            rx.el.p(
                icon("check", 16),
                rx.el.span(t("flow.saved", at=flow.SAVED_AT)),
                class_name="flex items-center justify-center gap-1.5 text-sm text-ink-2",
            ),
        ),
        role="status",
    )


def elsewhere() -> rx.Component:
    """That another tab holds the draft, and how to go on here."""
    return rx.cond(
        flow.MINE,
        rx.fragment(),
        notice(
            t("flow.elsewhere"),
            rx.el.p(t("flow.elsewhere_hint")),
            button(t("flow.take_over"), tone="plain", on_click=flow.TAKE_OVER, class_name="mt-2 self-start"),
            tone="amber",
            icon_name="app-window",
            role="alert",
        ),
    )


def step_gone(icon_name: str, key: str) -> rx.Component:
    """Why a dossier cannot be opened, and the way home."""
    return rx.fragment(
        heading(t(f"flow.{key}"), "visually-hidden"),
        empty_state(icon_name, t(f"flow.{key}"), t(f"flow.{key}_hint"), go_button(t("flow.home"), "/")),
    )


def step_page(
    step: int, title: Any, *children: Any, back: Any, bottom: Any, enter: Any, extra: Any = None, say: Any
) -> rx.Component:
    """A step of the flow over the open draft, and what there is instead when it cannot be opened.

    ``say``: whose sentence the speaker says while the step can be worked on.
    """
    ready = rx.fragment(
        rx.el.div(
            heading(title),
            rx.cond(flow.COUNTER, pill(t("flow.counter"), "sky", "scan-line")),
            class_name="flex items-start justify-between gap-3 flex-wrap",
        ),
        elsewhere(),
        rx.cond(flow.OPEN & flow.MINE, together()),
        rx.cond(
            flow.OPEN,
            rx.el.fieldset(
                *children,
                disabled=~flow.MINE,
                class_name="flex flex-col gap-5 min-w-0 disabled:opacity-70",
            ),
            rx.cond(
                flow.HANDED,
                rx.fragment(
                    notice(t("flow.handed"), rx.el.p(t("flow.handed_hint")), icon_name="smartphone-nfc"),
                    go_button(t("flow.see_handed"), "/ho-so/chuyen" + flow.ASKED),
                ),
                rx.fragment(
                    notice(t("flow.sent_already"), icon_name="lock"),
                    go_button(t("flow.see_sent"), "/ho-so/xong" + flow.ASKED),
                ),
            ),
        ),
    )
    body = rx.match(
        flow.STATUS,
        ("ready", ready),
        ("gone", step_gone("file-question", "gone")),
        ("failed", step_gone("triangle-alert", "failed")),
        ("expired", step_gone("calendar-x", "expired")),
        rx.fragment(heading(title), spinner(t("flow.loading"))),
    )
    foot = rx.cond((flow.STATUS == "ready") & flow.OPEN & flow.MINE, bottom)
    voice = rx.cond((flow.STATUS == "ready") & flow.OPEN, speaker(say))
    beside = rx.fragment(bridge(), share_panel(), stop_panel(), *([extra] if extra is not None else []))
    return framed_page(flow.PROCEDURE_NAME, back, body, foot, enter=enter, step=step, extra=beside, voice=voice)
