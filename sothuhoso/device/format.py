"""Moments as Vars: ISO text from a view becomes what a person reads, in the desk's zone and the device's language."""

from __future__ import annotations

import json
from typing import Any

import reflex as rx
from reflex.utils.imports import ImportVar
from reflex.vars import VarData
from reflex_base.vars.base import LiteralVar

from sothuhoso.device import binding
from sothuhoso.device.words import LANGUAGE, t

_LIBRARY = binding.module("format.js")
_MOMENT = VarData(imports={_LIBRARY: [ImportVar(tag="moment")]})
#: the sentences a style needs, under ``moment`` in the word list
_SENTENCES = {"age": ("now",), "weekday": ("hour", "minute")}
_NOW = VarData(imports={_LIBRARY: [ImportVar(tag="useNow")]}, hooks={"const now = useNow()": None})


def moment(iso: Any, style: str) -> Any:
    """``style``: date, day, time, datetime, weekday, age. Empty text stays empty."""
    var = LiteralVar.create(iso)
    say = LiteralVar.create({name: t(f"moment.{name}") for name in _SENTENCES.get(style, ())})
    clock = "now" if style == "age" else "0"
    data = VarData.merge(
        _MOMENT,
        *(part._get_all_var_data() for part in (var, say, LANGUAGE)),  # noqa: SLF001 - the framework's way to carry hooks
        *([_NOW] if style == "age" else []),
    )
    expression = f"moment({var!s}, {json.dumps(style)}, {LANGUAGE!s}, {clock}, {say!s})"
    return rx.Var(expression, _var_type=str, _var_data=data).to(str)


_SIZES = binding.module("sizes.js")


def number(value: Any) -> Any:
    """A whole number with its thousands marked: 20.000."""
    var = LiteralVar.create(value)
    data = VarData.merge(
        VarData(imports={_SIZES: [ImportVar(tag="formatNumber")]}),
        var._get_all_var_data(),  # noqa: SLF001
        LANGUAGE._get_all_var_data(),  # noqa: SLF001
    )
    return rx.Var(f"formatNumber({var!s}, {LANGUAGE!s})", _var_type=str, _var_data=data).to(str)
