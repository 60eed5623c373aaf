"""The Reflex plugin that makes the built pages an app: pages finished, manifest, icons, service worker.

It runs after Vite and before Reflex compresses the output, over what was really built.
"""

from __future__ import annotations

import json
from pathlib import Path

from reflex_base.plugins import Plugin

from sothuhoso import fonts
from sothuhoso.guards.headers import CSP_HASHES
from sothuhoso.pwa import icons, manifest, worker
from sothuhoso.pwa.pages import compress, finish, inline_script_hashes, write_addresses, write_words
from sothuhoso.settings import WEB

_MODULES = WEB / "node_modules"
#: What Reflex's own compressor leaves alone but compresses well.
_ALSO_COMPRESS = (".wasm", ".webmanifest")


class PwaPlugin(Plugin):
    """Finishes the static output."""

    def post_build(self, **context: object) -> None:
        """Write what belongs to the app into ``context["static_dir"]``; the worker last, it lists all the rest."""
        static = Path(str(context["static_dir"]))
        fonts.write(_MODULES, static / "fonts")
        write_words(static / "words")
        write_addresses(static / "addresses")
        finish(static)
        CSP_HASHES.write_text(json.dumps(inline_script_hashes(static), indent=1), "utf-8")
        icons.write(static / "icons")
        manifest.write(static)
        worker.write(static, _MODULES)
        for file in (f for f in static.rglob("*") if f.suffix in _ALSO_COMPRESS):
            compress(file)
