"""The Reflex plugin for what goes *into* the browser's part before Vite builds it.

It puts the small modules of this folder in the place of large ones of the framework (docs/decisions/0009), and corrects
Reflex's template of the event loop. Each correction is checked against the text it replaces, so that an upgrade of
Reflex fails the build by name instead of silently losing the cure.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reflex_base.constants import Templates
from reflex_base.plugins import Plugin

from sothuhoso import fonts
from sothuhoso.frontend.cures import (
    CONTEXT,
    CONTEXT_REGISTRY,
    DOCUMENT,
    STATE,
    VITE_CONFIG,
    cured,
    without_direct_eval,
    without_dynamic_components,
)
from sothuhoso.i18n.catalog import LANGUAGES, text

if TYPE_CHECKING:
    from collections.abc import Mapping

_HERE = Path(__file__).parent
_LEAN = ("router.js", "styles.js", "cookies.js", "merge.js", "unused.js")
_ENDPOINTS = {
    "PING": "http://localhost/ping",
    "EVENT": "ws://localhost/_event",
    "UPLOAD": "http://localhost/_upload",
    "AUTH_CODESPACE": "http://localhost/auth-codespace",
    "HEALTH": "http://localhost/_health",
    "ALL_ROUTES": "http://localhost/_all_routes",
}


class FrontendPlugin(Plugin):
    """Makes the framework's browser part lean and keeps it right."""

    def pre_compile(self, **context: Any) -> None:
        context["add_save_task"](_files)
        context["add_modify_task"]("vite.config.js", lambda text: cured(text, VITE_CONFIG))
        context["add_modify_task"]("utils/context.jsx", lambda text: cured(text, CONTEXT))
        context["add_modify_task"]("app/root.jsx", without_dynamic_components)
        context["add_modify_task"]("app/_document.js", lambda text: cured(text, DOCUMENT))

    def get_frontend_development_dependencies(self, **context: Any) -> list[str]:
        """The font's package: ``pwa`` makes our files of it."""
        del context
        return [fonts.PACKAGE]

    def provides_entry_client(self) -> bool:
        return True

    def update_env_json(self, **context: Any) -> dict[str, Any]:
        """No port and no host in the build: the same pages serve under every address."""
        del context
        return dict(_ENDPOINTS)


def _files() -> list[tuple[str, str]]:
    ours = [(f"lean/{name}", (_HERE / name).read_text("utf-8")) for name in _LEAN]
    return [
        *ours,
        ("lean/words.js", _words()),
        ("sothuhoso.vite.js", (_HERE / "vite.js").read_text("utf-8")),
        ("app/entry.client.js", _entry()),
        ("utils/state.js", without_direct_eval(_template("utils/state.js", STATE))),
        ("utils/context-registry.js", _template("utils/context-registry.js", CONTEXT_REGISTRY)),
    ]


def _entry() -> str:
    """Where a page begins; the device's modules are where the binding put them."""
    from sothuhoso.device import binding  # noqa: PLC0415 - the framework's configuration is being read when we are imported

    folder = binding.module("base.js").removesuffix("/base.js")
    return (_HERE / "entry.client.js").read_text("utf-8").replace("$device", folder)


def _template(name: str, cures: Mapping[str, tuple[str, str]]) -> str:
    return cured((Path(Templates.Dirs.WEB_TEMPLATE) / name).read_text("utf-8"), cures)


def _words() -> str:
    """What the last resort says when a page breaks while it is drawn."""
    said = {
        lang: {name: text(f"page.broken.{name}", lang) for name in ("title", "text", "again")} for lang in LANGUAGES
    }
    return f"export default {json.dumps(said, ensure_ascii=False)};\n"
