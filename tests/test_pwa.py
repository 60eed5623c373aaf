"""What happens to the built pages: hashes of inline scripts, sidecars, the other languages."""

import base64
import gzip
import hashlib
import json

import brotli
import pytest

from sothuhoso import pwa
from sothuhoso.i18n.catalog import words


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_every_inline_script_is_hashed_for_its_page(tmp_path):
    (tmp_path / "a").mkdir()
    scripts = '<script>one()</script><script src="/x.js"></script><script type="module">two()\n</script>'
    (tmp_path / "index.html").write_text(scripts)
    (tmp_path / "a" / "index.html").write_text("<script>ba('đ')</script>")
    (tmp_path / "__spa-fallback.html").write_text("<script>three()</script>")
    assert pwa.inline_script_hashes(tmp_path) == {
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
    assert pwa.without_stream(page) == (
        "<body><main>m</main><script>scroll()</script>"
        '<script type="module" async="">import("/assets/entry.js");</script></body></html>'
    )
    with pytest.raises(LookupError):
        pwa.without_stream("<body></body>")


def test_sidecars_hold_the_same(tmp_path):
    file = tmp_path / "reader.wasm"
    file.write_bytes(b"wasm" * 1000)
    pwa.compress(file)
    assert brotli.decompress((tmp_path / "reader.wasm.br").read_bytes()) == file.read_bytes()
    assert gzip.decompress((tmp_path / "reader.wasm.gz").read_bytes()) == file.read_bytes()


def test_other_languages_are_files(tmp_path):
    pwa.write_words(tmp_path / "words")
    assert [f.name for f in (tmp_path / "words").iterdir()] == ["en.json"]
    assert json.loads((tmp_path / "words" / "en.json").read_text("utf-8")) == words("en")
