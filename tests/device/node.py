"""Runs the device's JavaScript where no browser is needed: pure functions, in the environment's own Node."""

from __future__ import annotations

import json
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

NODE = Path(sysconfig.get_path("scripts")) / "node"
_CALLS = Path(__file__).with_name("calls.mjs")
VECTORS = Path(__file__).parent.parent / "vectors"


def vectors(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text("utf-8"))


def told(warnings: list[Any]) -> list[dict[str, str]]:
    """Warnings of either side as the tables have them."""
    plain = [one if isinstance(one, dict) else {"key": one.key, "field": one.field} for one in warnings]
    return [{"key": one["key"], "field": one["field"]} for one in plain]


def run(module: str, function: str, *arguments: list[Any]) -> list[Any]:
    """The results of one function for each list of arguments."""
    calls = [{"module": module, "function": function, "args": given} for given in arguments]
    return script(_CALLS.name, calls)


def script(name: str, calls: list[Any]) -> list[Any]:
    """What a script beside this file answers to these calls."""
    done = subprocess.run(
        [NODE, "--no-warnings", _CALLS.with_name(name)],
        input=json.dumps(calls),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
