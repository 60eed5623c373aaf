"""The built pages, finished: without the scripts nobody needs, with the hashes of those that may run; sidecars."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import shutil
from pathlib import Path

import brotli

from sothuhoso.i18n.catalog import DEFAULT, LANGUAGES, words
from sothuhoso.settings import ROOT

#: The document of every address that has none of its own (its name without the ending).
FALLBACK = "__spa-fallback"
_ADDRESSES = ROOT / "sothuhoso" / "seeds" / "addresses"
#: Pages that show nothing without the catalogue.
_ASKS_AT_ONCE = {"/", "/thu-tuc"}
_CATALOGUE = (
    'catalogueAsked=fetch("/api/catalogue",{cache:"no-cache",signal:AbortSignal.timeout(30000)});'
    "catalogueAsked.catch(()=>{})"
)
_PAGES_HEAD = "window.__reactRouterManifest="
_PAGES = re.compile(rf"{re.escape(_PAGES_HEAD)}(\{{.+\}});?\s*", re.DOTALL)
_ASKED_OF_ROUTE = {"id", "path", "module", "imports"}
_OWN_PART = re.compile(r'href="/[^"?#]*(#[^"]+)"')
_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.+?)</script>", re.DOTALL)
_CONTEXT = re.compile(r"<script>window\.__reactRouterContext = .*?</script>", re.DOTALL)
_STREAM = re.compile(r'(<script type="module" async="">.*?</script>).*?(</body>)', re.DOTALL)


def lean_manifest(script: str) -> str:
    """The list of pages without what our router does not ask (``frontend/router.js``); every page waits for it.

    Raises ``LookupError`` where react-router writes it otherwise.
    """
    found = _PAGES.fullmatch(script)
    if not found:
        raise LookupError("react-router writes its manifest otherwise: see pwa.lean_manifest")
    told = json.loads(found[1])
    for route in told["routes"].values():
        for name in [*route]:
            if name not in _ASKED_OF_ROUTE:
                del route[name]
    return f"{_PAGES_HEAD}{json.dumps(told, separators=(',', ':'))};"


def write_words(folder: Path) -> None:
    """The other languages, fetched by a device that reads one (Vietnamese is compiled into the pages)."""
    folder.mkdir(exist_ok=True)
    for lang in LANGUAGES:
        if lang != DEFAULT:
            (folder / f"{lang}.json").write_text(json.dumps(words(lang), ensure_ascii=False), "utf-8")


def write_addresses(folder: Path) -> None:
    """The table by which a device finds today's unit of an old address, with the licence of its data."""
    folder.mkdir(exist_ok=True)
    for name in ("table.json", "LICENSE.txt"):
        shutil.copyfile(_ADDRESSES / name, folder / name)


def without_stream(page: str) -> str:
    """The page without the scripts that stream loader data to react-router: our router knows none (``frontend``).

    Raises ``LookupError`` where a page looks otherwise than react-router writes it.
    """
    lean, contexts = _CONTEXT.subn("", page)
    lean, streams = _STREAM.subn(r"\1\2", lean)
    if contexts != 1 or streams != 1:
        raise LookupError("react-router writes its pages otherwise: see pwa.without_stream")
    return lean


def finish(static: Path) -> None:
    """Make every page ready to be the first thing a phone on a bad line gets."""
    sheet = stylesheet(static)
    for page in static.rglob("*.html"):
        lean = within_itself(without_stream(page.read_text("utf-8")))
        whole = with_styles(words_first(lean), sheet.name, sheet.read_text("utf-8"))
        page.write_text(with_catalogue(whole) if address(static, page) in _ASKS_AT_ONCE else whole, "utf-8")
    sheet.unlink()
    for script in (static / "assets").glob("manifest-*.js"):
        if (told := script.read_text("utf-8")).startswith(_PAGES_HEAD):
            script.write_text(lean_manifest(told), "utf-8")


def within_itself(page: str) -> str:
    """The page whose links to its own parts name the part alone: addresses end with a slash or none, or have a query.

    React-router writes ``/cua-toi/#main`` for ``#main``.
    """
    return _OWN_PART.sub(r'href="\1"', page)


def words_first(page: str) -> str:
    """The page whose code gives way: on a thin line its words and their fonts come before what makes them answer."""
    return page.replace('<link rel="modulepreload" ', '<link rel="modulepreload" fetchpriority="low" ')


def stylesheet(static: Path) -> Path:
    """The one stylesheet of the build."""
    (sheet,) = (static / "assets").glob("*.css")
    return sheet


def with_styles(page: str, name: str, styles: str) -> str:
    """The page with its styles in it: seven KB more, but a turn of the line earlier on the screen.

    Raises ``LookupError`` where the page does not link them as Reflex does.
    """
    lean, hints = re.subn(f'<link as="style" href="/assets/{re.escape(name)}" rel="preload"/>', "", page)
    link = f'<link href="/assets/{name}" rel="stylesheet" type="text/css"/>'
    if hints != 1 or lean.count(link) != 1:
        raise LookupError("Reflex links its styles otherwise: see pwa.with_styles")
    return lean.replace(link, f"<style>{styles.strip()}</style>")


def with_catalogue(page: str) -> str:
    """The page asks for the catalogue while its own code is still on the way; ``catalogue.js`` takes the answer."""
    return page.replace("</head>", f"<script>{_CATALOGUE}</script></head>", 1)


def inline_script_hashes(static: Path) -> dict[str, list[str]]:
    """Address of each page (``""``: every other one) → CSP sources (``'sha256-…'``) of its inline scripts."""
    return {address(static, page): _hashes(page.read_text("utf-8")) for page in static.rglob("*.html")}


def address(static: Path, page: Path) -> str:
    """Where a page's file is shown: ``/cua-toi``; ``""`` for the fallback."""
    name = str(page.relative_to(static).with_suffix("")).removesuffix("index").strip("/")
    return "" if name == FALLBACK else f"/{name}"


def _hashes(page: str) -> list[str]:
    found = {hashlib.sha256(script.encode()).digest() for script in _INLINE_SCRIPT.findall(page)}
    return sorted(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in found)


def compress(file: Path) -> None:
    """Write ``file.br`` and ``file.gz`` beside it; the server prefers them."""
    raw = file.read_bytes()
    file.with_name(file.name + ".br").write_bytes(brotli.compress(raw))
    file.with_name(file.name + ".gz").write_bytes(gzip.compress(raw, 9))
