"""Words as Vars: the Vietnamese sentence is compiled into the page, the other language comes by key.

A key missing in ``vi.toml`` fails the build, not the person.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import reflex as rx
from reflex.utils.imports import ImportVar
from reflex.vars import VarData
from reflex.vars.function import FunctionStringVar
from reflex_base.vars.base import LiteralVar

from sothuhoso.device import binding
from sothuhoso.i18n import catalog

_LIBRARY = binding.module("words.js")
_WORDS = VarData(imports={_LIBRARY: [ImportVar(tag="useWords")]}, hooks={"const tr = useWords()": None})
_LANGUAGE = VarData(imports={_LIBRARY: [ImportVar(tag="useLanguage")]}, hooks={"const lang = useLanguage()": None})

#: the device's language code as a Var
LANGUAGE = rx.Var("lang", _var_type=str, _var_data=_LANGUAGE).to(str)


def t(key: str, **facts: Any) -> Any:
    """The sentence ``key`` as a Var; ``facts`` (values or Vars) fill its blanks. ``KeyError`` for an unknown key."""
    sentence = json.dumps(catalog.words(catalog.DEFAULT)[key], ensure_ascii=False)
    if not facts:
        return rx.Var(f"tr({json.dumps(key)}, {sentence})", _var_type=str, _var_data=_WORDS).to(str)
    blanks = LiteralVar.create(facts)
    data = VarData.merge(_WORDS, blanks._get_all_var_data())  # noqa: SLF001 - the framework's own way to carry hooks
    return rx.Var(f"tr({json.dumps(key)}, {sentence}, {blanks!s})", _var_type=str, _var_data=data).to(str)


def t_by(prefix: str, value: Any, facts: Any = None, *, only: Sequence[str] = ()) -> Any:
    """The sentence ``prefix.<value>`` where the value is only known on the screen (a status, a problem's key).

    ``facts`` (a mapping, or a Var of one) fill its blanks. An unknown value gives an empty text. Compiles all sentences
    under ``prefix`` into the page, or ``only`` those that can come: use it for short lists.
    """
    start = f"{prefix}."
    known = {k.removeprefix(start): v for k, v in catalog.words(catalog.DEFAULT).items() if k.startswith(start)}
    if not known or not known.keys() >= set(only):
        raise KeyError(prefix, *only)
    if only:
        known = {key: known[key] for key in only}
    table = json.dumps(known, ensure_ascii=False)
    var, blanks = LiteralVar.create(value), LiteralVar.create(facts if facts is not None else {})
    data = VarData.merge(_WORDS, var._get_all_var_data(), blanks._get_all_var_data())  # noqa: SLF001
    expression = f"tr({json.dumps(start)} + {var!s}, ({table})[{var!s}] ?? '', {blanks!s})"
    return rx.Var(expression, _var_type=str, _var_data=data).to(str)


def pick(vietnamese: Any, english: Any) -> Any:
    """Data that comes in both languages (a procedure's name): the one this device reads."""
    return rx.cond(LANGUAGE == "en", english, vietnamese)


def set_language(code: str) -> FunctionStringVar:
    """Event trigger: switch the language in place."""
    return binding.call(_LIBRARY, f"() => setLanguage({json.dumps(code)})", "setLanguage")
