"""How Python pages are bound to the device's own store: reading is a Var over a hook, writing a direct call.

Nothing here passes through the server: a bound field answers with no line at all (docs/architecture.md, device state).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import reflex as rx
from reflex.utils.imports import ImportVar
from reflex.vars import VarData
from reflex.vars.function import FunctionStringVar
from reflex_base.vars.base import LiteralVar

_HERE = Path(__file__).parent
#: npm packages that the store's modules import; Vite bundles them.
PACKAGES = {
    "idb@8.0.3": [ImportVar(tag=None, render=False)],
    "zxing-wasm@3.1.4": [ImportVar(tag=None, render=False)],
}


def module(file: str) -> str:
    """The import path of a JavaScript module beside this file.

    All of them become part of the build, in one folder, so that they import each other as they do here.
    """
    return _paths()[file]


@cache
def _paths() -> dict[str, str]:
    """Expose every module once.

    In a thread of its own: the framework looks through the whole stack for each file, which is deep while pages are
    being imported, and took half a minute there.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_expose).result()


def _expose() -> dict[str, str]:
    return {script.name: rx.asset(script.name, shared=True).importable_path for script in _HERE.glob("*.js")}


def reader(library: str, hook: str, name: str) -> VarData:
    """What a Var needs so that ``name`` is the snapshot of the store's ``hook``."""
    return VarData(imports={library: [ImportVar(tag=hook)], **PACKAGES}, hooks={f"const {name} = {hook}()": None})


def read(data: VarData, expression: str, kind: type[Any] = str) -> Any:
    """A typed Var over the store's snapshot, e.g. ``read(DEVICE, "device.draft.step", int)``."""
    return rx.Var(expression, _var_type=kind, _var_data=data).to(kind)


def call(library: str, arrow: str, *names: str, uses: tuple[Any, ...] = ()) -> FunctionStringVar:
    """An event trigger that calls the store at once, outside the event queue.

    ``arrow`` is a JavaScript arrow function over the imported ``names``. Vars may be put into it as text; name them in
    ``uses``, so that what they are read from is there where the trigger is drawn.
    """
    imports = {library: [ImportVar(tag=name) for name in names], **PACKAGES}
    read_from = [LiteralVar.create(var)._get_all_var_data() for var in uses]  # noqa: SLF001 - as the framework merges them
    return FunctionStringVar.create(arrow, _var_data=VarData.merge(VarData(imports=imports), *read_from))
