"""Which voice reads the screen: the sounds that came along, the device's own, none; and in which language."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.form import choice
from sothuhoso.components.speaker import speaker_with_word
from sothuhoso.device import voice
from sothuhoso.device.words import t


def _way(key: str, word: str) -> rx.Component:
    label, hint = t(f"voice.{word}"), t(f"voice.{word}_hint")
    return choice("voice", word, label, key == voice.BY, voice.choose_voice(key), hint=hint)


def _spoken(language: Any) -> rx.Component:
    chosen = language.code == voice.SPOKEN
    return choice("spoken", language.code, language.name, chosen, voice.choose_spoken(language.code))


def voice_settings() -> rx.Component:
    """A part of the settings. What the device cannot do is said, not offered."""
    ways = [_way("", "files"), rx.cond(voice.OWN, _way("device", "device")), _way("off", "off")]
    languages = rx.el.fieldset(
        rx.el.legend(t("voice.spoken"), class_name="mb-2"),
        rx.el.div(rx.foreach(voice.LANGUAGES, _spoken), class_name="grid grid-cols-2 gap-2"),
    )
    return rx.fragment(
        rx.el.fieldset(
            rx.el.legend(t("voice.heading"), class_name="mb-2"),
            rx.el.div(*ways, class_name="grid grid-cols-1 sm:grid-cols-3 gap-2"),
            rx.cond(voice.OWN, rx.fragment(), rx.el.p(t("voice.no_device"), class_name="text-sm text-ink-2 mt-2")),
        ),
        rx.cond(voice.SEVERAL, languages),
        speaker_with_word(voice.say("mine"), t("voice.try")),
    )
