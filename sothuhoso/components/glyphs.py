"""The icons that the catalogue names. A closed list: an icon by name alone would bring the whole set into the page."""

from __future__ import annotations

from typing import Any

import reflex as rx

from sothuhoso.components.basic import icon

#: every `icon` of the reference data's fields and procedures (a test compares)
GLYPHS = (
    "baby", "book-user", "stamp", "house", "heart-handshake", "medal", "hand-coins", "store", "map", "hard-hat", "utensils",
    "workflow", "heart", "file-text",
)  # fmt: skip


def glyph(name: Any, size: int = 24) -> rx.Component:
    """The icon of a procedure or field; a sheet of paper where it has none."""
    return rx.match(name, *[(known, icon(known, size)) for known in GLYPHS], icon("file-text", size))
