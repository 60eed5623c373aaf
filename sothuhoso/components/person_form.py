"""The form of one person: read the card, or type. Bound to the device; each value shows where it came from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, button, icon, link_button, notice, spinner
from sothuhoso.components.camera import card_problem
from sothuhoso.components.drawing import drawing
from sothuhoso.components.form import choice, field_warning, text_area, text_field
from sothuhoso.components.layout import subheading
from sothuhoso.components.person_facts import origin_mark
from sothuhoso.components.shared_field import held_mark, shared_field
from sothuhoso.device import people
from sothuhoso.device.route import FilePicker
from sothuhoso.device.words import t, t_by

#: field → further attributes of its input: what keyboard, what the browser may fill in
_INPUTS: dict[str, dict[str, Any]] = {
    "full_name": {"auto_complete": "name", "custom_attrs": {"autocapitalize": "words"}},
    "id_number": {"input_mode": "numeric", "auto_complete": "off"},
    "old_id_number": {"input_mode": "numeric", "auto_complete": "off"},
    "birth_date": {"auto_complete": "bday", "custom_attrs": {"inputmode": "text"}},
    "address": {"auto_complete": "street-address"},
    "issue_date": {"auto_complete": "off"},
    "phone": {"type": "tel", "auto_complete": "tel"},
    "email": {"type": "email", "auto_complete": "email"},
}
_HINTS = {"id_number": "field.id_hint", "birth_date": "field.date_hint", "phone": "field.phone_hint"}
_LONGEST = 300
_OF_CARD = ("differs_from_card", "card_sides_differ")
#: field → what can be odd about it (domain/identity, device/card_compare, device/people_view)
DOUBTS = {
    "full_name": ("name_differs_from_card", "card_sides_differ"),
    "id_number": (
        *("id_not_12_digits", "id_province_unknown", "id_year_future"),
        *("same_person_open", "same_person_at_desk"),
        *_OF_CARD,
    ),
    "birth_date": (
        *("id_year_differs", "date_impossible", "date_future", "owner_under_14", "under_age_of_procedure"),
        *_OF_CARD,
    ),
    "sex": ("id_sex_differs", *_OF_CARD),
    "issue_date": ("date_impossible", "date_future", "issued_before_birth", "card_expired"),
}
_ON_CARDS = ("id_number", "old_id_number", "full_name", "birth_date", "sex", "address", "issue_date")

OWNER_FIELDS = ("full_name", "id_number", "birth_date", "sex", "address", "phone")
OWNER_MORE = ("old_id_number", "issue_date", "email")
SUBMITTER_FIELDS = ("full_name", "id_number", "birth_date", "address", "phone")
SUBJECT_FIELDS = ("full_name", "id_number", "birth_date", "sex", "address")


def _mark(slot: str, field: str) -> rx.Component:
    return origin_mark(people.origin(slot, field))


def _address_today(slot: str) -> rx.Component:
    """The card may name a commune that is no more: today's is offered, and asked where it may be several."""
    today = people.value(slot, "address_today")
    asked = people.offered(slot)
    taken = rx.el.div(
        icon("map-pin", 18, class_name="text-tea mt-0.5"),
        rx.el.p(t("address.today", place=today), class_name="flex-1 min-w-0 m-0"),
        rx.el.button(
            t("address.drop"),
            type="button",
            on_click=people.drop_address(slot),
            class_name="min-h-[44px] px-2 bg-transparent border-0 text-tea font-semibold underline cursor-pointer",
        ),
        class_name="flex items-start gap-2 text-sm",
    )
    offer = rx.el.div(
        rx.el.p(t_by("address.ask", asked), class_name="text-sm font-semibold m-0"),
        rx.foreach(
            people.offered_units(slot),
            lambda unit: rx.el.button(
                rx.el.span(unit.place, class_name="font-semibold"),
                rx.el.span(t("address.code", code=unit.code), class_name="number text-sm text-ink-2"),
                type="button",
                on_click=people.take_address(slot, unit.code),
                class_name=(
                    "flex flex-wrap items-center justify-between gap-x-3 min-h-[48px] px-4 py-2 rounded-button border "
                    "border-tea bg-card text-ink text-left cursor-pointer hover:bg-tea-bg"
                ),
                key=unit.code,
            ),
        ),
        class_name="flex flex-col gap-2 rounded-card bg-sky-bg p-3",
    )
    return rx.el.div(rx.cond(today != "", taken, rx.cond(asked != "", offer)), role="status")


def _doubt(slot: str, field: str) -> Any:
    if field not in DOUBTS:
        return None
    return t_by("warnings", people.odd(slot, field), people.odd_facts(slot, field), only=DOUBTS[field])


def person_field(slot: str, field: str) -> rx.Component:
    """One field with its mark and its doubt."""
    if field == "sex":
        return _sex(slot)
    if field == "address":
        return rx.el.div(_plain_field(slot, field), _address_today(slot), class_name="flex flex-col gap-2")
    return _plain_field(slot, field)


def _plain_field(slot: str, field: str) -> rx.Component:
    path = f"persons.{slot}.{field}"
    # An address is longer than a line of a phone: all of it must be seen.
    shape = {"rows": 2} if field == "address" else {"warning": _doubt(slot, field)}
    return shared_field(
        path,
        text_area if field == "address" else text_field,
        f"{slot}-{field}",
        t(f"field.{field}"),
        people.value(slot, field),
        people.set_field(slot, field),
        hint=t(_HINTS[field]) if field in _HINTS else None,
        mark=rx.fragment(_mark(slot, field), held_mark(path)),
        max_length=_LONGEST,
        **shape,
        **_INPUTS[field],
    )


def _sex(slot: str) -> rx.Component:
    field_id = f"{slot}-sex"
    value = people.value(slot, "sex")
    return rx.el.fieldset(
        rx.el.legend(
            rx.el.span(t("field.sex"), class_name="font-semibold"),
            _mark(slot, "sex"),
            class_name="flex items-center justify-between gap-2 flex-wrap w-full mb-1.5",
        ),
        rx.el.div(
            *[
                choice(field_id, key, t(f"field.{key}"), value == key, people.choose(slot, "sex", key))
                for key in ("male", "female")
            ],
            class_name="grid grid-cols-2 gap-2",
        ),
        field_warning(field_id, _doubt(slot, "sex")),
    )


def card_reader(slot: str) -> rx.Component:
    """Fill in by the card's code: the live camera, or a photo; both lead to the same place."""
    return rx.el.div(
        rx.el.div(
            drawing("card", "w-[88px]"),
            rx.el.div(
                rx.el.h3(t("who.fill_by_card"), class_name="font-semibold"),
                rx.el.p(t("who.fill_hint"), class_name="text-sm text-ink-2"),
                class_name="min-w-0",
            ),
            class_name="flex gap-3",
        ),
        rx.el.div(
            button(
                t("who.scan"),
                icon_name="scan-line",
                on_click=people.scan_card(slot),
                class_name="flex-1 whitespace-nowrap !px-3",
            ),
            FilePicker.create(
                icon("image"),
                rx.el.span(t("who.choose_photo")),
                id=f"{slot}-card-file",
                pick=people.card_file(slot),
                class_name=FILE_BUTTON + " flex-1",
            ),
            class_name="flex flex-wrap gap-2",
        ),
        _earlier(slot),
        _typed(slot),
        rx.el.div(_outcome(slot), role="status"),
        class_name="rounded-card bg-tea-bg p-4 flex flex-col gap-3",
    )


FILE_BUTTON = (
    "inline-flex items-center justify-center gap-2 rounded-button px-2 min-h-[52px] text-base font-semibold "
    "cursor-pointer "
    "whitespace-nowrap bg-card text-tea border border-tea hover:bg-tea-bg text-center has-[:focus-visible]:outline-3 "
    "has-[:focus-visible]:outline-tea-2 has-[:focus-visible]:outline-offset-2"
)


def _folded(words: Any, *inside: rx.Component) -> rx.Component:
    """What few need, behind its words."""
    return rx.el.details(
        rx.el.summary(
            icon("plus", 18),
            rx.el.span(words),
            class_name="flex items-center gap-2 min-h-[44px] text-tea font-semibold cursor-pointer list-none",
        ),
        *inside,
    )


def _typed(slot: str) -> rx.Component:
    """Scanners that act as keyboards, and who copies the lines of the card's back."""
    return _folded(
        t("card.typed"),
        rx.el.div(
            text_area(
                f"{slot}-card-text",
                t("card.typed_label"),
                people.card(slot, "typed"),
                people.type_card(slot),
                hint=t("card.typed_hint"),
                auto_complete="off",
                spell_check=False,
                custom_attrs={"autocapitalize": "off"},
            ),
            button(
                t("card.typed_read"),
                tone="plain",
                on_click=people.read_typed(slot),
                disabled=people.card(slot, "typed") == "",
            ),
            class_name="flex flex-col gap-2 pt-1",
        ),
    )


def _one_of(seen: Any, choose: Callable[[Any], Any]) -> rx.Component:
    """Buttons with a name each; ``choose`` gets the place in the list."""
    return rx.el.div(
        rx.foreach(
            seen,
            lambda one, index: rx.el.button(
                rx.el.span(one.name, class_name="font-semibold"),
                rx.el.span(
                    one.number,
                    rx.cond((one.number != "") & (one.birth != ""), rx.fragment(" · ")),
                    one.birth,
                    class_name="number text-sm text-ink-2",
                ),
                type="button",
                on_click=choose(index),
                class_name=(
                    "flex flex-col items-start min-h-[52px] px-4 py-2 rounded-button border border-tea bg-card "
                    "cursor-pointer text-ink text-left hover:bg-tea-bg"
                ),
            ),
        ),
        class_name="flex flex-col gap-2 pt-1",
    )


def _earlier(slot: str) -> rx.Component:
    """Whoever stands in another dossier of this device need not be typed again."""
    return rx.cond(
        (people.EARLIER.length() > 0) & (people.value(slot, "full_name") == ""),
        _folded(t("who.earlier"), _one_of(people.EARLIER, lambda index: people.take_person(slot, index))),
    )


def _several(slot: str) -> rx.Component:
    return notice(
        t("card.several"),
        _one_of(people.card(slot, "people", list[people.Seen]), lambda index: people.choose_person(slot, index)),
        tone="amber",
        icon_name="users",
        role="none",
    )


def _trouble(slot: str) -> rx.Component:
    """Why nothing was filled in, and what the code that was held up is good for all the same."""
    refused = t_by(
        "photo.refused", people.card(slot, "refusal?.key"), people.card(slot, "refusal?.facts", dict[str, str])
    )
    number, path = people.card(slot, "number"), people.card(slot, "path")
    problem = card_problem(people.card(slot, "problem"), people.card(slot, "message"), people.card(slot, "zone"))
    return notice(
        rx.match(
            people.card(slot, "status"),
            ("problem", problem),
            ("refused", refused),
            t_by("card", people.card(slot, "status"), only=("unseen", "offline")),
        ),
        rx.cond(number != "", rx.el.p(t("card.bhyt_number", number=number), class_name="number")),
        rx.cond(path != "", rx.el.p(link_button(t("card.open_dossier"), path, tone="plain"))),
        tone="amber",
        icon_name="triangle-alert",
        role="none",
    )


def _outcome(slot: str) -> Any:
    missing = people.card(slot, "missing", list[str])
    names = rx.foreach(
        missing,
        lambda field: rx.el.span(
            t_by("field", field, only=_ON_CARDS), class_name="after:content-[',_'] last:after:content-['']"
        ),
    )
    return rx.match(
        people.card(slot, "status"),
        ("reading", spinner(t("card.reading"))),
        (
            "filled",
            notice(
                t("card.filled"),
                rx.cond(missing.length() > 0, rx.el.p(t("card.missing"), " ", names)),
                rx.cond(people.card(slot, "bare", bool), rx.el.p(t("card.bare"))),
                tone="tea",
                icon_name="circle-check",
                role="none",
                class_name="!bg-card",
            ),
        ),
        ("several", _several(slot)),
        ("", rx.fragment()),
        _trouble(slot),
    )


def _more(slot: str) -> rx.Component:
    return _folded(
        t("who.more"),
        rx.el.div(
            *[person_field(slot, field) for field in OWNER_MORE],
            class_name="grid grid-cols-1 md:grid-cols-2 gap-4 items-start pt-2",
        ),
    )


def person_form(
    slot: str, title: Any, hint: Any, fields: tuple[str, ...], *, more: bool = False, wanted: Any = None
) -> rx.Component:
    """One person. ``wanted`` (a Var of field names) shows only those of ``fields`` that are in it."""
    shown = [
        person_field(slot, field) if wanted is None else rx.cond(wanted.contains(field), person_field(slot, field))
        for field in fields
    ]
    reader = card_reader(slot) if wanted is None else rx.cond(wanted.contains("id_number"), card_reader(slot))
    return rx.el.section(
        rx.el.div(
            subheading(title, id=f"{slot}-title"),
            rx.cond(hint != "", rx.el.p(hint, class_name="text-ink-2")),
        ),
        reader,
        rx.el.div(*shown, class_name="grid grid-cols-1 md:grid-cols-2 gap-4 items-start"),
        *([_more(slot)] if more else []),
        aria_labelledby=f"{slot}-title",
        class_name=f"{CARD} flex flex-col gap-4",
    )
