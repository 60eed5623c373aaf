"""The voice that reads the screen, bound: the button, and its settings. A sentence that is missing fails the build."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.vars.function import FunctionStringVar

from sothuhoso.device import binding
from sothuhoso.i18n.voice import steps

_LIBRARY = binding.module("voices.js")
_VOICES = binding.reader(_LIBRARY, "useVoices", "voices")


@dataclass
class Spoken:
    """A language that can be heard."""

    code: str
    name: str


BY: Any = binding.read(_VOICES, "voices.by")  # "" (the sounds that came along) | device | off
SPOKEN: Any = binding.read(_VOICES, "voices.lang")
LANGUAGES: Any = binding.read(_VOICES, "voices.languages", list[Spoken])
SEVERAL: Any = binding.read(_VOICES, "voices.several", bool)
OWN: Any = binding.read(_VOICES, "voices.own", bool)  # whether the device has a Vietnamese voice of its own


class Speaker(rx.Component):
    """The button that says the sentence of ``step``."""

    library = binding.module("speaker.js")
    tag = "Speaker"
    step: rx.Var[str]
    label: rx.Var[str]
    failed: rx.Var[str]


def say(step: str) -> str:
    """The step, where it has its sentence. ``KeyError`` where ``assets/voice`` does not say it."""
    if step not in steps():
        raise KeyError(step)
    return step


def choose_voice(by: str) -> FunctionStringVar:
    """Trigger: the sounds that came along (``""``), the device's own voice, or none."""
    return binding.call(_LIBRARY, f"() => chooseVoice('{by}')", "chooseVoice")


def choose_spoken(code: Any) -> FunctionStringVar:
    """Trigger: the language that is spoken."""
    return binding.call(_LIBRARY, f"() => chooseSpoken({code!s})", "chooseSpoken", uses=(code,))
