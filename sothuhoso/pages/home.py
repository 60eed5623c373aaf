"""The first page: placeholder until the citizen's pages stand."""

from __future__ import annotations

import reflex as rx


def page() -> rx.Component:
    """The page's heading alone."""
    return rx.el.main(rx.el.h1("sothuhoso", class_name="text-2xl font-semibold p-4"))
