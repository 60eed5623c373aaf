"""Form fields with their label, hint, origin mark and warning tied together for eyes and readers alike."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML

from sothuhoso.components.basic import icon
from sothuhoso.device.typed import TypedArea, TypedInput

_INPUT = (
    "w-full rounded-button border bg-card text-ink px-4 min-h-[52px] text-base placeholder:text-ink-2 "
    "focus-visible:border-tea disabled:opacity-60 [&[readonly]]:bg-grey-bg"
)


def field_frame(
    field_id: str, label: Any, control: rx.Component, *, hint: Any = None, mark: Any = None, warning: Any = None
) -> rx.Component:
    """Label above, mark beside it, hint and warning below; ``warning`` is a Var of text, empty = none."""
    parts: list[rx.Component] = [
        rx.el.div(
            rx.el.label(label, html_for=field_id, class_name="font-semibold"),
            *([mark] if mark is not None else []),
            class_name="flex items-center justify-between gap-2 flex-wrap",
        )
    ]
    if hint is not None:
        parts.append(rx.el.p(hint, id=f"{field_id}-hint", class_name="text-sm text-ink-2"))
    parts.append(control)
    if warning is not None:
        parts.append(field_warning(field_id, warning))
    return rx.el.div(*parts, class_name="flex flex-col gap-1.5")


def field_warning(field_id: str, text: Any) -> rx.Component:
    """A doubt beside the field: never a wall."""
    return rx.el.div(
        rx.cond(
            text != "",
            rx.el.p(
                icon("triangle-alert", 16),
                rx.el.span(text),
                class_name="flex gap-2 items-start text-sm text-amber font-semibold pt-1",
            ),
        ),
        id=f"{field_id}-warning",
        aria_live="polite",
    )


def text_field(
    field_id: str,
    label: Any,
    value: Any,
    on_change: Any,
    *,
    hint: Any = None,
    mark: Any = None,
    warning: Any = None,
    remote: bool = False,
    **props: Any,
) -> rx.Component:
    """One line of text; ``remote`` where the value lives on the server."""
    described = " ".join(
        s for s, used in ((f"{field_id}-hint", hint), (f"{field_id}-warning", warning)) if used is not None
    )
    if described:
        props.setdefault("aria_describedby", described)
    make = TypedInput.create if remote else rx.el.input
    control = make(id=field_id, value=value, on_change=on_change, class_name=_INPUT, **props)
    return field_frame(field_id, label, control, hint=hint, mark=mark, warning=warning)


def text_area(
    field_id: str,
    label: Any,
    value: Any,
    on_change: Any,
    *,
    hint: Any = None,
    mark: Any = None,
    remote: bool = False,
    **props: Any,
) -> rx.Component:
    """Several lines of text; ``remote`` where the value lives on the server."""
    make = TypedArea.create if remote else rx.el.textarea
    control = make(
        id=field_id,
        value=value,
        on_change=on_change,
        rows=str(props.pop("rows", 3)),
        class_name=f"{_INPUT} py-3",
        **props,
    )
    return field_frame(field_id, label, control, hint=hint, mark=mark)


def select_field(
    field_id: str,
    label: Any,
    value: Any,
    on_change: Any,
    options: Any,
    *,
    hint: Any = None,
    warning: Any = None,
    **props: Any,
) -> rx.Component:
    """One of a list; ``options`` are ``rx.el.option`` or a foreach of them."""
    control = rx.el.select(options, id=field_id, value=value, on_change=on_change, class_name=_INPUT, **props)
    return field_frame(field_id, label, control, hint=hint, warning=warning)


def choice(group: str, key: str, label: Any, checked: Any, on_change: Any, *, hint: Any = None) -> rx.Component:
    """One answer of a question; the whole row is the target."""
    return rx.el.label(
        rx.el.input(
            type="radio",
            name=group,
            id=f"{group}-{key}",
            checked=checked,
            on_change=on_change,
            class_name="size-6 accent-tea shrink-0",
        ),
        rx.el.span(
            rx.el.span(label, class_name="block"),
            *([rx.el.span(hint, class_name="block text-sm text-ink-2")] if hint is not None else []),
        ),
        html_for=f"{group}-{key}",
        class_name=(
            "flex items-center gap-3 min-h-[52px] rounded-button border border-line bg-card px-4 py-2 cursor-pointer "
            "has-[:checked]:border-tea has-[:checked]:bg-tea-bg"
        ),
    )


def checkbox(field_id: str, label: Any, checked: Any, on_change: Any) -> rx.Component:
    """Something to tick; the whole row is the target."""
    return rx.el.label(
        rx.el.input(
            type="checkbox", id=field_id, checked=checked, on_change=on_change, class_name="size-6 accent-tea shrink-0"
        ),
        rx.el.span(label),
        html_for=field_id,
        class_name="flex items-center gap-3 min-h-[52px] cursor-pointer",
    )


def _browser_event(event: Any) -> list[Any]:
    """The browser's own event, untouched."""
    return [event]


class PlainForm(BaseHTML):
    """A ``<form>`` whose ``on_submit`` gets the browser's own event, for device-bound triggers."""

    tag = "form"
    on_submit: rx.EventHandler[_browser_event]


plain_form = PlainForm.create
