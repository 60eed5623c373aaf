"""Every answer carries the security headers, and each kind of file the right cache rule."""

import json
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from sothuhoso.guards.headers import SecurityHeaders, content_security_policy, inline_script_sources


def _client(**options) -> TestClient:
    routes = [
        Route("/", lambda _: HTMLResponse("<p>")),
        Route("/named/{name}", lambda _: HTMLResponse("<p>")),
        Route("/assets/a-1234.js", lambda _: PlainTextResponse("1")),
        Route("/sw.js", lambda _: PlainTextResponse("1", media_type="text/javascript")),
        Route("/api/thing", lambda _: JSONResponse({})),
        Route("/api/photo", lambda _: Response(b"x", headers={"cache-control": "private, max-age=60"})),
    ]
    return TestClient(SecurityHeaders(Starlette(routes=routes), **options))


def test_every_answer_is_guarded():
    client = _client()
    for path in ("/", "/assets/a-1234.js", "/api/thing", "/nothing"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_a_page_obeys_more():
    headers = _client(script_sources={"/": ["'sha256-abc='"], "": ["'sha256-other='"]}).get("/").headers
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"
    assert "camera=(self)" in headers["permissions-policy"]
    assert "'sha256-abc='" in headers["content-security-policy"]
    assert "'sha256-other='" not in headers["content-security-policy"]


def test_a_page_without_an_address_of_its_own_gets_the_fallbacks_policy():
    client = _client(script_sources={"/": ["'sha256-abc='"], "": ["'sha256-other='"]})
    policy = client.get("/named/4711").headers["content-security-policy"]
    assert "'sha256-other='" in policy
    assert "'sha256-abc='" not in policy


def test_the_worker_lives_under_a_policy_of_its_own_and_is_asked_for_anew():
    headers = _client().get("/sw.js").headers
    assert headers["content-security-policy"] == "default-src 'none'; script-src 'self'; connect-src 'self'"
    assert headers["cache-control"] == "no-cache"
    assert "service-worker-allowed" not in headers


def test_policy_lets_nothing_foreign_in():
    directives = dict(part.split(" ", 1) for part in content_security_policy(()).split("; "))
    assert directives["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert directives["frame-ancestors"] == "'none'"
    assert directives["object-src"] == directives["base-uri"] == "'none'"
    assert directives["connect-src"] == directives["default-src"] == "'self'"


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("/", "no-cache"),
        ("/assets/a-1234.js", "public, max-age=31536000, immutable"),
        ("/assets/gone.js", "no-cache"),
        ("/api/thing", "no-store"),
        ("/api/photo", "private, max-age=60"),
    ],
)
def test_cache_rules(path: str, rule: str):
    assert _client().get(path).headers["cache-control"] == rule


def test_files_that_never_change_are_not_asked_for_again():
    answer = Route("/assets/b.js", lambda _: PlainTextResponse("1", headers={"etag": "x", "last-modified": "y"}))
    page = Route("/theme.css", lambda _: PlainTextResponse("1", headers={"etag": "x"}))
    client = TestClient(SecurityHeaders(Starlette(routes=[answer, page])))
    assert not {"etag", "last-modified"} & set(client.get("/assets/b.js").headers)
    assert client.get("/theme.css").headers["etag"] == "x"


def test_https_is_promised_only_over_https():
    assert "strict-transport-security" not in _client().get("/").headers
    assert "max-age=31536000" in _client(https=True).get("/").headers["strict-transport-security"]


def test_hashes_are_read_from_the_build(tmp_path: Path):
    file = tmp_path / "hashes.json"
    assert inline_script_sources(file) == {}
    file.write_text(json.dumps({"/": ["'sha256-x='"]}))
    assert inline_script_sources(file) == {"/": ["'sha256-x='"]}
