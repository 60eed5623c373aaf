"""What happens to the built pages: lean, with their styles, hashes of inline scripts, sidecars, other languages."""

import base64
import gzip
import hashlib
import json

import brotli
import pytest

from sothuhoso.i18n.catalog import words
from sothuhoso.pwa import pages
from sothuhoso.seeds import addresses


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_every_inline_script_is_hashed_for_its_page(tmp_path):
    (tmp_path / "a").mkdir()
    scripts = '<script>one()</script><script src="/x.js"></script><script type="module">two()\n</script>'
    (tmp_path / "index.html").write_text(scripts)
    (tmp_path / "a" / "index.html").write_text("<script>ba('đ')</script>")
    (tmp_path / "__spa-fallback.html").write_text("<script>three()</script>")
    assert pages.inline_script_hashes(tmp_path) == {
        "/": sorted([_hash("one()"), _hash("two()\n")]),
        "/a": [_hash("ba('đ')")],
        "": [_hash("three()")],
    }


def test_streaming_scripts_go_and_the_others_stay():
    page = (
        "<body><main>m</main><script>scroll()</script><script>window.__reactRouterContext = {};</script>"
        '<script type="module" async="">import("/assets/entry.js");</script><!--$?--><script>$RC()</script>'
        "</body></html>"
    )
    assert pages.without_stream(page) == (
        "<body><main>m</main><script>scroll()</script>"
        '<script type="module" async="">import("/assets/entry.js");</script></body></html>'
    )
    with pytest.raises(LookupError):
        pages.without_stream("<body></body>")


def test_of_the_list_of_pages_stays_what_our_router_asks():
    route = {"id": "routes/a", "path": "a", "module": "/assets/a.js", "imports": ["/assets/b.js"]}
    more = {"parentId": "root", "index": True, "hasLoader": False, "css": []}
    told = {"entry": {"module": "/assets/e.js"}, "routes": {"routes/a": route | more}, "version": "1"}
    lean = pages.lean_manifest(f"window.__reactRouterManifest={json.dumps(told)};\n")
    assert lean.startswith("window.__reactRouterManifest={")
    assert json.loads(lean.partition("=")[2].rstrip(";")) == told | {"routes": {"routes/a": route}}
    with pytest.raises(LookupError):
        pages.lean_manifest("window.manifest={}")


def test_a_link_to_a_part_of_the_page_stays_in_it_however_the_page_was_asked_for():
    page = '<a href="/cua-toi/#main">s</a><a href="/theo-doi">f</a><a href="https://x.vn/a#b">x</a>'
    assert pages.within_itself(page) == '<a href="#main">s</a><a href="/theo-doi">f</a><a href="https://x.vn/a#b">x</a>'


def test_styles_stand_in_the_page_instead_of_behind_a_turn_of_the_line():
    hint, link = _linked("base-1.css")
    page = f"<head>{hint}<title>t</title>{link}</head>"
    assert (
        pages.with_styles(page, "base-1.css", "p{color:red}\n")
        == "<head><title>t</title><style>p{color:red}</style></head>"
    )
    for otherwise in (f"<head>{link}</head>", f"<head>{hint}</head>", page.replace("base-1", "base-2")):
        with pytest.raises(LookupError):
            pages.with_styles(otherwise, "base-1.css", "")


def _linked(name: str) -> tuple[str, str]:
    hint = f'<link as="style" href="/assets/{name}" rel="preload"/>'
    return hint, f'<link href="/assets/{name}" rel="stylesheet" type="text/css"/>'


def test_only_the_pages_that_need_the_catalogue_ask_for_it_at_once(tmp_path):
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "all.css").write_text("p{}")
    body = '<script>window.__reactRouterContext = {};</script><script type="module" async="">go</script></body>'
    for name in ("index", "thu-tuc/index", "cua-toi/index", "__spa-fallback"):
        page = tmp_path / f"{name}.html"
        page.parent.mkdir(exist_ok=True)
        page.write_text(f"<head>{''.join(_linked('all.css'))}</head><body>{body}")
    pages.finish(tmp_path)
    asking = {f.relative_to(tmp_path).as_posix() for f in tmp_path.rglob("*.html") if "/api/catalogue" in f.read_text()}
    assert asking == {"index.html", "thu-tuc/index.html"}
    assert all("<style>p{}</style>" in page.read_text() for page in tmp_path.rglob("*.html"))
    assert list((tmp_path / "assets").iterdir()) == []


def test_sidecars_hold_the_same(tmp_path):
    file = tmp_path / "reader.wasm"
    file.write_bytes(b"wasm" * 1000)
    pages.compress(file)
    assert brotli.decompress((tmp_path / "reader.wasm.br").read_bytes()) == file.read_bytes()
    assert gzip.decompress((tmp_path / "reader.wasm.gz").read_bytes()) == file.read_bytes()


def test_other_languages_are_files(tmp_path):
    pages.write_words(tmp_path / "words")
    assert [f.name for f in (tmp_path / "words").iterdir()] == ["en.json"]
    assert json.loads((tmp_path / "words" / "en.json").read_text("utf-8")) == words("en")


def test_the_table_of_old_addresses_is_a_file(tmp_path):
    pages.write_addresses(tmp_path / "addresses")
    assert (tmp_path / "addresses" / "table.json").read_bytes() == addresses.FILE.read_bytes()
