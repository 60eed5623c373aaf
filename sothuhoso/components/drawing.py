"""Pictures for whom letters say little: what is asked for, drawn. The words that say the same stand beside them."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.device.pictures import Drawing, picture


def drawing(name: str, width: str = "w-[112px]") -> rx.Component:
    """A picture of ``device/pictures``, four to three. Its room is kept before it comes."""
    return Drawing.create(name=picture(name), class_name=f"block aspect-[4/3] shrink-0 text-ink {width}")


def hint(name: str, words: Any) -> rx.Component:
    """What to do at a step, drawn and in one short sentence."""
    return rx.el.div(
        drawing(name, "w-[88px]"),
        rx.el.p(words, class_name="flex-1 min-w-0"),
        class_name="flex items-center gap-3",
    )
