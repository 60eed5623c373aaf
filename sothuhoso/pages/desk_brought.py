"""Files that were brought along, at the desk: what they are, the file as it came, and what each signature says."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import icon
from sothuhoso.device.format import moment
from sothuhoso.device.words import t, t_by
from sothuhoso.domain.brought import Says

_TONES = {
    Says.INTACT: ("badge-check", "text-tea"),
    Says.ADDED: ("badge-check", "text-tea"),
    Says.CHANGED_AFTER: ("triangle-alert", "text-amber"),
    Says.BROKEN: ("circle-x", "text-seal"),
    Says.UNREADABLE: ("circle-alert", "text-amber"),
}


def files(paper: Any, name: Any) -> rx.Component:
    """The files among a paper's pages."""
    return rx.cond(
        paper.brought.length() > 0,
        rx.el.ul(
            rx.foreach(paper.brought, lambda file: _file(file, name)),
            class_name="list-none m-0 p-0 flex flex-col gap-2 py-1",
        ),
    )


def _file(file: Any, name: Any) -> rx.Component:
    kind = rx.cond(file.kind == "pdf", "PDF", "TIFF")
    return rx.el.li(
        rx.el.p(
            rx.cond(
                file.pages == 1,
                t("brought.file_one", kind=kind, first=file.first, size=file.kilobytes),
                t("brought.file", kind=kind, first=file.first, last=file.last, size=file.kilobytes),
            ),
            class_name="text-sm",
        ),
        rx.el.a(
            icon("download", 20),
            t("brought.original"),
            href=file.url,
            download=True,
            aria_label=t("brought.original_of", name=name, first=file.first),
            class_name="inline-flex items-center gap-2 min-h-[44px] text-tea font-semibold",
        ),
        rx.cond(
            file.signatures.length() > 0,
            rx.fragment(
                rx.el.ul(rx.foreach(file.signatures, _signature), class_name="list-none m-0 p-0 flex flex-col gap-2"),
                rx.el.p(t("brought.trust_unchecked"), class_name="text-sm text-ink-2"),
            ),
            rx.cond(file.kind == "pdf", rx.el.p(t("brought.unsigned"), class_name="text-sm text-ink-2"), rx.fragment()),
        ),
        custom_attrs={"data-brought": file.kind},
        class_name="border-l-4 border-line px-3 flex flex-col gap-1",
    )


def _signature(one: Any) -> rx.Component:
    mark = rx.match(
        one.says,
        *[(str(says), icon(name, 20, class_name=tone)) for says, (name, tone) in _TONES.items()],
        icon("circle-alert", 20, class_name="text-amber"),
    )
    return rx.el.li(
        rx.el.span(mark, class_name="shrink-0 pt-0.5"),
        rx.el.div(
            rx.el.p(
                rx.cond(one.signer != "", t("brought.signer", name=one.signer), t("brought.no_signer")),
                class_name="font-semibold break-words",
            ),
            rx.el.p(t_by("brought.says", one.says, only=tuple(map(str, Says)))),
            rx.cond(one.issuer != "", rx.el.p(t("brought.issuer", name=one.issuer), class_name="text-ink-2")),
            rx.cond(
                one.at != "",
                rx.el.p(t("brought.claimed", at=moment(one.at, "datetime")), class_name="text-ink-2"),
            ),
            class_name="min-w-0 flex-1 text-sm",
        ),
        class_name="flex items-start gap-2",
    )
