"""The Reflex plugin that finishes the built pages: CSP hashes, fonts, compressed sidecars.

It runs after Vite and before Reflex compresses the output; manifest, icons and service worker belong here too.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import brotli
from reflex_base.plugins import Plugin

from sothuhoso import fonts
from sothuhoso.guards.headers import CSP_HASHES
from sothuhoso.i18n.catalog import DEFAULT, LANGUAGES, words
from sothuhoso.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.+?)</script>", re.DOTALL)
_CONTEXT = re.compile(r"<script>window\.__reactRouterContext = .*?</script>", re.DOTALL)
_STREAM = re.compile(r'(<script type="module" async="">.*?</script>).*?(</body>)', re.DOTALL)
#: What Reflex's own compressor leaves alone but compresses well.
_ALSO_COMPRESS = (".wasm", ".webmanifest")


class PwaPlugin(Plugin):
    """Finishes the static output."""

    def post_build(self, **context: object) -> None:
        """Write the CSP hashes and the sidecars of ``context["static_dir"]``."""
        static = Path(str(context["static_dir"]))
        fonts.write(ROOT / ".web" / "node_modules", static / "fonts")
        write_words(static / "words")
        for page in static.rglob("*.html"):
            page.write_text(without_stream(page.read_text("utf-8")), "utf-8")
        CSP_HASHES.write_text(json.dumps(inline_script_hashes(static), indent=1), "utf-8")
        for file in _files(static, _ALSO_COMPRESS):
            compress(file)


def write_words(folder: Path) -> None:
    """The other languages, fetched by a device that reads one (Vietnamese is compiled into the pages)."""
    folder.mkdir(exist_ok=True)
    for lang in LANGUAGES:
        if lang != DEFAULT:
            (folder / f"{lang}.json").write_text(json.dumps(words(lang), ensure_ascii=False), "utf-8")


def without_stream(page: str) -> str:
    """The page without the scripts that stream loader data to react-router: our router knows none (``frontend``).

    Raises ``LookupError`` where a page looks otherwise than react-router writes it.
    """
    lean, contexts = _CONTEXT.subn("", page)
    lean, streams = _STREAM.subn(r"\1\2", lean)
    if contexts != 1 or streams != 1:
        raise LookupError("react-router writes its pages otherwise: see pwa.without_stream")
    return lean


def inline_script_hashes(static: Path) -> dict[str, list[str]]:
    """Address of each page (``""``: every other one) → CSP sources (``'sha256-…'``) of its inline scripts."""
    return {_address(static, page): _hashes(page.read_text("utf-8")) for page in static.rglob("*.html")}


def _address(static: Path, page: Path) -> str:
    name = str(page.relative_to(static).with_suffix("")).removesuffix("index").strip("/")
    return "" if name == "__spa-fallback" else f"/{name}"


def _hashes(page: str) -> list[str]:
    found = {hashlib.sha256(script.encode()).digest() for script in _INLINE_SCRIPT.findall(page)}
    return sorted(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in found)


def compress(file: Path) -> None:
    """Write ``file.br`` and ``file.gz`` beside it; the server prefers them."""
    raw = file.read_bytes()
    file.with_name(file.name + ".br").write_bytes(brotli.compress(raw))
    file.with_name(file.name + ".gz").write_bytes(gzip.compress(raw, 9))


def _files(folder: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    return (f for f in folder.rglob("*") if f.suffix in suffixes)
