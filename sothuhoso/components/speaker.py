"""The speaker button: it says aloud what to do now, for whom letters say little."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.device.voice import Speaker
from sothuhoso.device.words import t

_BUTTON = "inline-flex items-center justify-center min-w-[44px] min-h-[44px] rounded-button cursor-pointer "


def speaker(step: Any, class_name: str = "text-tea -mr-2.5") -> rx.Component:
    """The button for a header. ``step``: ``say("papers")`` of ``device.voice``, or a Var of such names."""
    return Speaker.create(step=step, label=t("voice.listen"), failed=t("voice.failed"), class_name=_BUTTON + class_name)


def speaker_with_word(step: Any, word: Any) -> rx.Component:
    """The same with a word beside it, where there is room."""
    look = "gap-2 px-4 border border-tea text-tea font-semibold"
    return Speaker.create(rx.el.span(word), step=step, label=word, failed=t("voice.failed"), class_name=_BUTTON + look)
