"""The small parts every screen is made of: buttons, pills, cards, notices, empty states."""

from __future__ import annotations

from typing import Any

import reflex as rx

_BUTTON = (
    "inline-flex items-center justify-center gap-2 rounded-button px-4 min-h-[52px] text-base font-semibold "
    "cursor-pointer transition-colors disabled:cursor-not-allowed disabled:opacity-60 text-center no-underline"
)
_TONES = {
    "tea": "bg-tea text-on-tea border border-tea hover:bg-tea-2",
    "plain": "bg-card text-tea border border-tea hover:bg-tea-bg",
    "quiet": "bg-transparent text-tea border border-transparent hover:bg-tea-bg",
    "seal": "bg-card text-seal border border-seal hover:bg-seal-bg",
    "seal-full": "bg-seal text-paper border border-seal",
}
_PILLS = {
    "tea": "bg-tea-bg text-tea",
    "seal": "bg-seal-bg text-seal",
    "amber": "bg-amber-bg text-amber",
    "sky": "bg-sky-bg text-sky",
    "grey": "bg-grey-bg text-ink-2",
}
ICON_BUTTON = (
    "inline-flex items-center justify-center min-w-[44px] min-h-[44px] rounded-button text-ink "
    "hover:bg-grey-bg cursor-pointer disabled:opacity-40 "
)
CARD = "bg-card border border-line rounded-card p-4"


def icon(name: str, size: int = 20, **props: Any) -> rx.Component:
    """An outlined icon; decoration only, the word stands beside it."""
    return rx.icon(name, size=size, stroke_width=2, aria_hidden="true", flex_shrink="0", **props)


def button(label: Any, *, tone: str = "tea", icon_name: str = "", class_name: str = "", **props: Any) -> rx.Component:
    """A button with its word; ``tone``: tea (the one action), plain, quiet, seal."""
    parts = [icon(icon_name)] if icon_name else []
    return rx.el.button(
        *parts,
        rx.el.span(label),
        type=props.pop("type", "button"),
        class_name=f"{_BUTTON} {_TONES[tone]} {class_name}",
        **props,
    )


def link_button(
    label: Any, href: Any, *, tone: str = "tea", icon_name: str = "", class_name: str = "", **props: Any
) -> rx.Component:
    """A link that looks like a button."""
    parts = [icon(icon_name)] if icon_name else []
    return rx.el.a(*parts, rx.el.span(label), href=href, class_name=f"{_BUTTON} {_TONES[tone]} {class_name}", **props)


def icon_button(name: str, label: Any, **props: Any) -> rx.Component:
    """A square 44 px button whose word is for readers only; use it where space forbids the word."""
    return rx.el.button(
        icon(name, 22),
        rx.el.span(label, class_name="visually-hidden"),
        type="button",
        title=props.pop("title", label),
        class_name=ICON_BUTTON + props.pop("class_name", ""),
        **props,
    )


def pill(label: Any, tone: str = "grey", icon_name: str = "", **props: Any) -> rx.Component:
    """A state: always colour and word."""
    parts = [icon(icon_name, 14)] if icon_name else []
    return rx.el.span(
        *parts,
        rx.el.span(label),
        class_name=(
            "inline-flex items-center gap-1 rounded-full px-3 py-1 text-sm font-semibold whitespace-nowrap "
            f"{_PILLS[tone]} {props.pop('class_name', '')}"
        ),
        **props,
    )


def card(*children: Any, class_name: str = "", **props: Any) -> rx.Component:
    """What can be touched lies on a card."""
    return rx.el.div(*children, class_name=f"{CARD} {class_name}", **props)


def notice(
    title: Any, *body: Any, tone: str = "sky", icon_name: str = "info", role: Any = "status", **props: Any
) -> rx.Component:
    """A message in the page: what happened, what it means, what to do."""
    return rx.el.div(
        icon(icon_name, 22),
        rx.el.div(rx.el.p(title, class_name="font-semibold"), *body, class_name="flex-1 min-w-0 flex flex-col gap-1"),
        role=role,
        class_name=f"flex gap-3 rounded-card p-4 {_PILLS[tone]} {props.pop('class_name', '')}",
        **props,
    )


def empty_state(shown: str | rx.Component, title: Any, hint: Any = None, *actions: Any) -> rx.Component:
    """Nothing here yet: why, and what to do next. ``shown``: an icon's name, or a picture."""
    sign = (
        rx.el.div(icon(shown, 32), class_name="rounded-full bg-tea-bg text-tea p-4")
        if isinstance(shown, str)
        else shown
    )
    return rx.el.div(
        sign,
        rx.el.p(title, class_name="text-lg font-semibold"),
        *([] if hint is None else [rx.el.p(hint, class_name="text-ink-2")]),
        *actions,
        class_name="flex flex-col items-center text-center gap-3 py-10 px-4",
    )


def spinner(label: Any) -> rx.Component:
    """Work under way, in words."""
    return rx.el.div(
        icon("loader-circle", 22, class_name="animate-spin"),
        rx.el.span(label),
        role="status",
        # What comes in its place is another element: reused, it would jump there and grow.
        key="spinner",
        class_name="flex items-center gap-3 text-ink-2 p-4",
    )


def progress_bar(value: Any, label: Any) -> rx.Component:
    """``value`` 0–100; the label is read out."""
    return rx.el.progress(value=value, max=100, aria_label=label, class_name="progress w-full h-2")
