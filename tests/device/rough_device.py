"""Runs ``interleavings.mjs``: the device's own sending in Node, against a running server, over a line that breaks."""

from __future__ import annotations

import base64
import json
import subprocess
from pathlib import Path
from typing import Any

from tests.browser.waiting import noisy, thumb_of
from tests.device.node import NODE

_SCRIPT = Path(__file__).with_name("interleavings.mjs")
#: Bytes of the photos that dossiers are made of: some go in one request, most in pieces.
_SIZES = (6, 9, 14, 20, 27, 31, 34, 38, 43, 48, 54, 60, 66, 72, 80, 90)


def let_loose(server: str, *, rounds: int, seed: int, unit: str, session: str, minutes: float = 60) -> dict[str, Any]:
    """``{"submissions": […], "counts": {…}}``: what became of each dossier, and how often what happened."""
    photos = [noisy(seed * 1000 + n, size * 1000) for n, size in enumerate(_SIZES)]
    given = {
        "server": server,
        "seed": seed,
        "rounds": rounds,
        "unit": unit,
        "session": session,
        "photos": [
            {"content": _text(one), "thumb": _text(thumb_of(one)) if n % 5 else ""} for n, one in enumerate(photos)
        ],
    }
    done = subprocess.run(
        [NODE, "--no-warnings", _SCRIPT],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
        timeout=minutes * 60,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)


def wrong_ones(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Those of which the device does not have exactly one number and a receipt that names every photo."""
    return [
        one
        for one in found["submissions"]
        if one.get("problem") or one.get("left") or len(one.get("numbers", [])) != 1 or not one.get("named")
    ]


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
