"""What the service worker keeps: every part of the app, by content where the name tells nothing, and no more."""

import hashlib

import pytest

from sothuhoso.pwa import worker

FILES = {
    "assets/base-AAAA.js": "base",
    "assets/manifest-1a2b3c4d.js": "window.__reactRouterManifest={}",
    "assets/manifest-BBBB.js": "the device's own module of that name",
    "assets/base-AAAA.js.br": "sidecar",
    "assets/reader-CCCC.wasm": "wasm",
    "fonts/a-1.woff2": "font",
    "fonts/a-LICENSE.txt": "licence",
    "voice/vi/hello.mp3": "sound",
    "words/en.json": "{}",
    "icon.svg": "<svg/>",
    "icons/app-192.png": "png",
    "screens/home.webp": "webp",
    "voice/index.json": "{}",
    "addresses/table.json": "{}",
    "manifest.webmanifest": "{}",
    "theme.css": "in the pages already",
    "external/sothuhoso/device/binding/base.js": "source",
    "index.html": "<p>home",
    "cua-toi/index.html": "<p>mine",
    "cua-toi.html": "<p>mine",
    "404.html": "<p>fallback",
    "__spa-fallback.html": "<p>fallback",
}


@pytest.fixture
def static(tmp_path):
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    return tmp_path


def test_the_shell_is_every_part_of_the_app(static):
    assert set(worker.kept(static)["shell"]) == {
        "/",
        "/cua-toi/",
        "/__spa-fallback.html",
        "/assets/base-AAAA.js",
        "/assets/manifest-1a2b3c4d.js",
        "/assets/manifest-BBBB.js",
        "/fonts/a-1.woff2",
        "/words/en.json",
        "/icon.svg",
    }


def test_what_is_big_comes_later(static):
    assert set(worker.kept(static)["large"]) == {
        "/addresses/table.json",
        "/assets/reader-CCCC.wasm",
        "/voice/index.json",
        "/voice/vi/hello.mp3",
    }


def test_a_name_with_a_hash_needs_no_revision_and_others_have_their_contents(static):
    kept = worker.kept(static)
    assert kept["shell"]["/assets/base-AAAA.js"] == kept["large"]["/assets/reader-CCCC.wasm"] == ""
    assert kept["large"]["/voice/vi/hello.mp3"] == hashlib.sha256(b"sound").hexdigest()[:16]
    assert kept["shell"]["/"].startswith(hashlib.sha256(b"<p>home").hexdigest()[:16])


def test_another_policy_is_another_page(static, monkeypatch):
    before = worker.pages(static)["/"]
    monkeypatch.setattr(worker, "content_security_policy", lambda _: "default-src 'none'")
    after = worker.pages(static)["/"]
    assert before != after
    assert before.partition(".")[0] == after.partition(".")[0]


def test_the_version_is_the_one_the_pages_know(static):
    assert worker.version(static) == "1a2b3c4d"


def test_a_worker_that_cannot_be_bundled_stops_the_build(static, tmp_path):
    with pytest.raises(worker.WorkerError):
        worker.write(static, tmp_path / "no-modules")
