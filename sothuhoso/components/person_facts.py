"""What is known of a person, to be read: each value with where it came from, and what is odd about it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import icon, pill
from sothuhoso.device.words import t_by
from sothuhoso.services.dossier_views import FieldView
from sothuhoso.services.views import WarningView

#: origin → tone of its mark. Always a word too.
_TONES = {"qr": "sky", "mrz": "sky", "ocr": "amber", "earlier": "tea"}
_MARK = "inline-flex items-center gap-1 rounded-full px-2 py-1 text-[13px] font-semibold whitespace-nowrap"


def origin_mark(origin: Any, **props: Any) -> Any:
    """Where a value in a form came from, until it is edited; what was typed carries none."""
    tone = rx.match(origin, ("ocr", "bg-amber-bg text-amber"), ("earlier", "bg-tea-bg text-tea"), "bg-sky-bg text-sky")
    shape = props.pop("class_name", "")
    words = rx.el.span(icon("scan-line", 14), t_by("origin", origin), class_name=f"{_MARK} {shape} {tone}", **props)
    return rx.cond(origin != "typed", words)


def person_fields(fields: Any, whole: Any = "") -> rx.Component:
    """The fields of a person, ``whole`` in the place of the masked number where it may be seen."""
    return rx.el.dl(rx.foreach(fields, lambda field: _field(field, whole)), class_name="m-0")


def warning_line(warning: WarningView) -> rx.Component:
    """One finding of ``domain.identity``."""
    return rx.el.p(
        icon("triangle-alert", 16),
        rx.el.span(t_by("warnings", warning.key, warning.facts)),
        class_name="flex gap-2 items-start text-sm text-amber font-semibold pt-2",
    )


def _field(field: FieldView, whole: Any) -> rx.Component:
    value = rx.match(
        field.key,
        ("sex", t_by("dossier.sex", field.value)),
        ("id_number", rx.cond(whole, whole, field.value)),
        field.value,
    )
    tones = [(key, _short(field, tone)) for key, tone in _TONES.items()]
    return rx.el.div(
        rx.el.dt(t_by("dossier.field", field.key), class_name="text-ink-2 text-sm w-[104px] shrink-0 pt-0.5"),
        rx.el.dd(
            rx.el.span(value, class_name="font-semibold"),
            rx.match(field.origin, *tones, _short(field, "grey")),
            class_name="m-0 flex flex-wrap items-center gap-x-2 gap-y-1 min-w-0 flex-1",
        ),
        class_name="flex gap-2 py-1 border-b border-line last:border-0",
    )


def _short(field: FieldView, tone: str) -> rx.Component:
    origin = field.origin
    return pill(t_by("origin_short", origin), tone, class_name="!text-xs !px-2 !py-0", title=t_by("origin", origin))
