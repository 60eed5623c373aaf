"""The language of an answer: chosen by the person (cookie ``lang``), else asked for by the browser, else Vietnamese."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from sothuhoso.i18n.catalog import DEFAULT, LANGUAGES


def language(request: HTTPConnection) -> str:
    """``vi`` or ``en``."""
    chosen = request.cookies.get("lang", "")
    if chosen in LANGUAGES:
        return chosen
    wanted = request.headers.get("accept-language", "").split(",")
    names = [part.split(";")[0].strip().lower()[:2] for part in wanted]
    return next((name for name in names if name in LANGUAGES), DEFAULT)
