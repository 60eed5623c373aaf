"""The icons that the catalogue names. A closed list: an icon by name alone would bring the whole set into the page."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import icon

#: the icons of all fields and of the commonest procedures (a test compares with the reference data)
GLYPHS = (
    "baby", "book-user", "hand-coins", "hard-hat", "heart", "heart-handshake", "house", "map", "medal", "stamp",
    "store", "utensils", "workflow",
)  # fmt: skip


def glyph(name: Any, size: int = 24) -> Any:
    """The icon of a procedure or field; a sheet of paper where it has none."""
    return rx.match(name, *[(known, icon(known, size)) for known in GLYPHS], icon("file-text", size))
