"""The app module: what Reflex imports. It puts pages, API, guards and the live hub together and decides nothing."""

from __future__ import annotations

import reflex as rx

from sothuhoso.pages import routes

app = rx.App(html_lang="vi", toaster=None, app_wraps={})
routes.register(app)
