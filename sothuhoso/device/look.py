"""Light, dark, or as the device has it: the framework's own colour mode, set by a direct call."""

from __future__ import annotations

import reflex as rx
from reflex.utils.imports import ImportVar
from reflex.vars import VarData
from reflex.vars.function import FunctionStringVar

_CONTEXT = {"$/utils/context": [ImportVar(tag="ColorModeContext")], "react": [ImportVar(tag="useContext")]}
_READ = VarData(imports=_CONTEXT, hooks={"const { rawColorMode } = useContext(ColorModeContext)": None})
_WRITE = VarData(imports=_CONTEXT, hooks={"const { setColorMode } = useContext(ColorModeContext)": None})

#: system | light | dark
LOOK = rx.Var("rawColorMode", _var_type=str, _var_data=_READ).to(str)


def set_look(mode: str) -> FunctionStringVar:
    """Trigger: system | light | dark."""
    return FunctionStringVar.create(f"() => setColorMode('{mode}')", _var_data=_WRITE)
