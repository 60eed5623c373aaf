"""The table of pages: which address shows which page. The app module calls ``register`` once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sothuhoso.i18n.catalog import text
from sothuhoso.pages import desk, home, sign_in
from sothuhoso.state.desk import Desk
from sothuhoso.state.desk_dossier import DeskDossier

if TYPE_CHECKING:
    import reflex as rx


def register(app: rx.App) -> None:
    """Add every page to the app."""
    app.add_page(home.page, route="/", title=text("title.home"))
    app.add_page(sign_in.page, route="/dang-nhap", title=text("title.sign_in"))
    app.add_page(desk.page, route="/ban", title=text("title.desk"), on_load=[Desk.load, DeskDossier.load])
