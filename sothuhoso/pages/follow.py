"""The follow-up page: where the dossier is, in words; it changes by itself."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import CARD, button, icon, notice, spinner
from sothuhoso.components.form import text_field
from sothuhoso.components.layout import citizen_page, heading, subheading
from sothuhoso.device import follow as here
from sothuhoso.device import sending
from sothuhoso.device.format import moment
from sothuhoso.device.words import pick, t, t_by
from sothuhoso.state.follow import Follow

_TONES = {1: "sky", 2: "tea", 3: "seal", 4: "tea", 5: "amber", 6: "amber", 7: "grey", 8: "seal", 9: "tea", 10: "tea"}
_ICONS = {
    1: "inbox",
    2: "circle-check",
    3: "circle-x",
    4: "loader",
    5: "circle-alert",
    6: "banknote",
    7: "undo-2",
    8: "circle-x",
    9: "party-popper",
    10: "check-check",
}
_GREY = "grey"


def _status() -> rx.Component:
    """The status large, in words; read out when it changes."""
    view: Any = Follow.view

    def one(status: int) -> rx.Component:
        tone = _TONES[status]
        color = "bg-grey-bg text-ink-2" if tone == _GREY else f"bg-{tone}-bg text-{tone}"
        return rx.el.div(
            icon(_ICONS[status], 28),
            rx.el.p(t(f"follow.status.{status}"), class_name="text-lg font-semibold leading-snug flex-1"),
            class_name=f"flex items-center gap-3 rounded-card p-4 {color}",
        )

    return rx.el.div(
        rx.match(view.status, *[(status, one(status)) for status in _TONES], rx.fragment()),
        role="status",
        id="status",
    )


def _due() -> rx.Component:
    view: Any = Follow.view
    late = view.due_state == "overdue"
    return rx.cond(
        (view.due_at != "") & (view.status != 10),  # noqa: PLR2004 - the result was returned
        rx.el.section(
            icon("calendar-clock", 24, class_name=rx.cond(late, "text-seal", "text-tea")),
            rx.el.div(
                rx.el.h2(
                    t("follow.due", at=moment(view.due_at, "weekday")),
                    id="due",
                    class_name="font-semibold leading-snug",
                ),
                rx.cond(
                    late,
                    rx.fragment(
                        rx.el.p(t("follow.overdue"), class_name="text-seal font-semibold"),
                        rx.el.p(t("follow.overdue_hint", unit=view.unit_name), class_name="text-ink-2"),
                    ),
                    rx.el.p(t("follow.due_hint", unit=view.unit_name), class_name="text-ink-2"),
                ),
                class_name="flex-1 min-w-0",
            ),
            class_name=f"{CARD} flex gap-3",
        ),
    )


def _bullets(items: Any) -> rx.Component:
    return rx.el.ul(
        rx.foreach(items, lambda item: rx.el.li(item, class_name="font-semibold")), class_name="list-disc pl-5"
    )


def _supplement() -> rx.Component:
    view: Any = Follow.view
    return rx.cond(
        view.supplement_items.length() > 0,
        rx.el.section(
            subheading(t("follow.supplement")),
            rx.el.p(t("follow.supplement_hint", unit=view.unit_name)),
            _bullets(view.supplement_items),
            rx.cond(
                view.supplement_reason != "",
                rx.el.p(t("follow.reason", reason=view.supplement_reason), class_name="text-ink-2"),
            ),
            class_name="rounded-card bg-amber-bg text-ink p-4 flex flex-col gap-2",
        ),
    )


def _to_bring() -> rx.Component:
    view: Any = Follow.view
    return rx.cond(
        view.missing_components.length() > 0,
        rx.el.section(
            subheading(t("follow.to_bring")),
            rx.el.ul(
                rx.foreach(view.missing_components, lambda paper: rx.el.li(pick(paper.name, paper.name_en))),
                class_name="list-disc pl-5",
            ),
            class_name=f"{CARD} flex flex-col gap-2",
        ),
    )


def _form(form: Any) -> rx.Component:
    name: Any = rx.match(form.form, ("01", t("follow.form_01")), ("02", t("follow.form_02")), t("follow.form_03"))
    return rx.el.li(
        button(
            rx.cond(form.id == here.BUSY, t("follow.downloading"), t("follow.download", name=name)),
            tone="plain",
            icon_name="download",
            on_click=here.download(form.id, Follow.view.number + "-" + form.form),
            class_name="w-full",
        ),
        rx.cond(
            form.id == here.FAILED,
            rx.el.p(t("follow.download_failed"), role="alert", class_name="text-seal font-semibold"),
        ),
        class_name="flex flex-col gap-1",
    )


def _forms() -> rx.Component:
    forms: Any = Follow.view.forms
    return rx.cond(
        forms.length() > 0,
        rx.el.section(
            subheading(t("follow.forms")),
            rx.el.ul(rx.foreach(forms, _form), class_name="flex flex-col gap-2"),
            class_name="flex flex-col gap-3",
        ),
    )


def _items(event: Any) -> Any:
    """``event.items`` would be the framework's own method of an object."""
    return rx.Var(f'{event!s}["items"]', _var_type=list[str], _var_data=event._get_all_var_data()).to(list[str])  # noqa: SLF001


def _event(event: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(class_name="absolute -left-[7px] top-1.5 size-3 rounded-full bg-tea border-2 border-card"),
        rx.el.p(t_by("follow.status", event.status), class_name="font-semibold leading-snug"),
        rx.el.p(moment(event.at, "datetime"), class_name="text-sm text-ink-2"),
        rx.cond(event.reason != "", rx.el.p(t("follow.reason", reason=event.reason))),
        rx.foreach(_items(event), lambda item: rx.el.p("– ", item)),
        class_name="relative pl-5 pb-4 last:pb-0",
    )


def _history() -> rx.Component:
    return rx.el.section(
        subheading(t("follow.history")),
        rx.el.ol(rx.foreach(Follow.view.history, _event), class_name="border-l-2 border-line ml-1.5"),
        class_name=f"{CARD} flex flex-col gap-3",
    )


def _dossier() -> rx.Component:
    view: Any = Follow.view
    whole = rx.fragment(
        _status(),
        rx.el.div(
            rx.el.p(pick(view.procedure_name, view.procedure_name_en), class_name="font-semibold"),
            rx.el.p(view.number, class_name="number"),
            rx.cond(
                view.provisional_number != "",
                rx.el.p(t("signature.provisional", number=view.provisional_number), class_name="text-sm text-amber"),
            ),
            rx.el.p(
                t("follow.submitted", at=moment(view.submitted_at, "datetime")),
                " · ",
                view.unit_name,
                class_name="text-ink-2",
            ),
            class_name="flex flex-col gap-1",
        ),
        _due(),
        _supplement(),
        _to_bring(),
        _forms(),
        _history(),
    )
    arriving = notice(
        t("follow.arriving", n=view.missing_photos), rx.el.p(t("follow.arriving_hint")), tone="amber", icon_name="inbox"
    )
    return rx.fragment(
        rx.cond(view.state == "arriving", arriving, whole),
        rx.el.p(t("follow.live"), class_name="text-sm text-ink-2 text-center"),
        button(t("follow.another"), tone="quiet", on_click=Follow.leave),
    )


def _known() -> rx.Component:
    return rx.cond(
        here.KNOWN.length() > 0,
        rx.el.section(
            subheading(t("follow.known")),
            rx.el.ul(
                rx.foreach(
                    here.KNOWN,
                    lambda known: rx.el.li(
                        rx.el.a(
                            rx.el.span(known.number, class_name="number flex-1 min-w-0"),
                            icon("chevron-right", 22, class_name="text-ink-2"),
                            href=known.path,
                            on_click=Follow.open(known.path),
                            class_name=(
                                f"{CARD} flex items-center gap-3 min-h-[56px] no-underline text-ink hover:border-tea"
                            ),
                        )
                    ),
                ),
                class_name="flex flex-col gap-2",
            ),
            class_name="flex flex-col gap-3",
        ),
    )


def _look_up() -> rx.Component:
    def plain(field: str, **props: Any) -> rx.Component:
        return text_field(field, t(f"follow.{field}"), None, None, name=field, required=True, **props)

    return rx.fragment(
        rx.cond(
            Follow.problem.vi != "",
            notice(pick(Follow.problem.vi, Follow.problem.en), tone="amber", icon_name="triangle-alert", role="alert"),
        ),
        rx.el.p(t("follow.by_qr"), class_name="text-ink-2"),
        _known(),
        rx.el.form(
            subheading(t("follow.by_number")),
            rx.el.p(t("follow.by_number_hint"), class_name="text-ink-2"),
            plain(
                "number",
                hint=t("follow.number_hint"),
                default_value=here.NUMBER,
                auto_complete="off",
                max_length=60,
            ),
            rx.el.div(
                plain("last_four", input_mode="numeric", auto_complete="off", max_length=4),
                plain("birth_year", input_mode="numeric", auto_complete="off", max_length=4),
                class_name="grid grid-cols-1 min-[420px]:grid-cols-2 gap-4",
            ),
            rx.cond(
                sending.LINE == "offline",
                notice(t("follow.offline"), tone="amber", icon_name="cloud-off", role="note"),
            ),
            button(t("follow.look"), type="submit", icon_name="search", class_name="w-full"),
            on_submit=Follow.look_up,
            class_name=f"{CARD} flex flex-col gap-4",
        ),
    )


def _looking() -> rx.Component:
    return rx.fragment(
        spinner(t("follow.looking")),
        rx.cond(
            sending.LINE == "offline",
            notice(t("follow.offline"), tone="amber", icon_name="cloud-off", role="note"),
        ),
    )


def page() -> rx.Component:
    """Follow a dossier."""
    return rx.fragment(
        citizen_page(
            "follow",
            heading(t("follow.heading")),
            rx.cond(
                Follow.view.state != "",
                _dossier(),
                # Whoever came without a secret may begin to type before the server is heard.
                rx.cond(here.ASKED & ~Follow.opened, _looking(), _look_up()),
            ),
            enter=here.ENTER,
        ),
        on_mount=Follow.open(rx.Var("window.location.hash").to(str)),
    )
