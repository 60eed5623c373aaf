"""How Python pages are bound to the device's own store: reading is a Var over a hook, writing a direct call.

Nothing here passes through the server: a bound field answers with no line at all (docs/architecture.md, device state).
"""

from __future__ import annotations

from typing import Any, TypeVar

import reflex as rx
from reflex.utils.imports import ImportVar
from reflex.vars import VarData
from reflex.vars.function import FunctionStringVar

T = TypeVar("T")
#: npm packages that the store's modules import; Vite bundles them.
PACKAGES = {"idb@8.0.3": [ImportVar(tag=None, render=False)]}


def module(file: str) -> str:
    """Make a JavaScript module beside this file part of the build; the import path is answered."""
    return rx.asset(file, shared=True, _stack_level=2).importable_path


def reader(library: str, hook: str, name: str) -> VarData:
    """What a Var needs so that ``name`` is the snapshot of the store's ``hook``."""
    return VarData(imports={library: [ImportVar(tag=hook)], **PACKAGES}, hooks={f"const {name} = {hook}()": None})


def read(data: VarData, expression: str, kind: type[Any] = str) -> Any:
    """A typed Var over the store's snapshot, e.g. ``read(DEVICE, "device.draft.step", int)``."""
    return rx.Var(expression, _var_type=kind, _var_data=data).to(kind)


def call(library: str, arrow: str, *names: str) -> FunctionStringVar:
    """An event trigger that calls the store at once, outside the event queue.

    ``arrow`` is a JavaScript arrow function over the imported ``names``; Vars may be put into it as text.
    """
    imports = {library: [ImportVar(tag=name) for name in names], **PACKAGES}
    return FunctionStringVar.create(arrow, _var_data=VarData(imports=imports))
