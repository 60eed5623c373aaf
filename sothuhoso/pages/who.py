"""Step 2: who is it? The card fills in, typing always works; three persons may differ."""

from __future__ import annotations

import reflex as rx

from sothuhoso.components.basic import button
from sothuhoso.components.camera import camera
from sothuhoso.components.form import choice
from sothuhoso.components.layout import actions, saved_line, step_page
from sothuhoso.components.needed import needed_list
from sothuhoso.components.person_form import OWNER_FIELDS, SUBJECT_FIELDS, SUBMITTER_FIELDS, person_form
from sothuhoso.device import flow, people, shared_draft
from sothuhoso.device.voice import say
from sothuhoso.device.words import t, t_by

#: what can be missing of persons (device/rules.js)
_NEEDED = ("for_whom", "owner_name", "owner_number", "number_shape", "submitter_name", "subject_name")


def _for_whom() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("who.for_whom"), class_name="text-lg font-semibold mb-2"),
        rx.el.div(
            *[
                choice(
                    "submitter",
                    key,
                    t(f"who.{key}"),
                    key == people.FOR_WHOM,
                    people.set_submitter(key),
                    hint=t(f"who.{key}_hint"),
                )
                for key in ("same", "other")
            ],
            class_name="grid grid-cols-1 sm:grid-cols-2 gap-2",
        ),
    )


def page() -> rx.Component:
    """Who applies."""
    subject = rx.cond(
        people.SUBJECT_LABEL != "",
        person_form("subject", t("who.subject"), people.SUBJECT_LABEL, SUBJECT_FIELDS, wanted=people.SUBJECT_FIELDS),
    )
    submitter = rx.cond(people.FOR_WHOM == "other", person_form("submitter", t("who.submitter"), "", SUBMITTER_FIELDS))
    return step_page(
        2,
        t("who.heading"),
        needed_list(
            people.NEEDED,
            lambda item: t_by("needed", item.key, only=_NEEDED),
            lambda item: people.go_to_field(item.slot, item.field),
        ),
        _for_whom(),
        person_form("owner", t("who.owner"), people.OWNER_LABEL, OWNER_FIELDS, more=True),
        subject,
        submitter,
        saved_line(),
        back=rx.cond(shared_draft.CLERK, "/ban/cung-lam", "/thu-tuc?ma=" + flow.CODE.to(str)),
        bottom=actions(button(t("who.to_papers"), on_click=flow.LEAVE_PERSONS, class_name="w-full")),
        enter=people.ENTER,
        extra=camera(),
        say=rx.cond(people.NEEDED.length() > 0, say("missing"), say("who")),
    )
