"""The pictures of the steps, one drawn file each, and the element that shows one. A missing one fails the build."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import reflex as rx

_HERE = Path(__file__).parent
PICTURES = frozenset(file.stem for file in _HERE.glob("*.svg"))


def _expose() -> str:
    for file in _HERE.glob("*.svg"):
        rx.asset(file.name, shared=True)  # drawing.js finds them beside itself
    return rx.asset("drawing.js", shared=True).importable_path


# In a thread of its own, as in binding.py: the framework looks through the whole stack for each file.
with ThreadPoolExecutor(1) as _thread:
    _LIBRARY = _thread.submit(_expose).result()


class Drawing(rx.Component):
    """One picture, for eyes only."""

    library = _LIBRARY
    tag = "Drawing"
    name: rx.Var[str]


def picture(name: str) -> str:
    """The name, where there is such a picture. ``KeyError`` where not."""
    if name not in PICTURES:
        raise KeyError(name)
    return name
