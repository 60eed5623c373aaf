"""The table of pages: which address shows which page. The app module calls ``register`` once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sothuhoso.pages import home

if TYPE_CHECKING:
    import reflex as rx


def register(app: rx.App) -> None:
    """Add every page to the app."""
    app.add_page(home.page, route="/", title="Sổ thủ hồ sơ")
