"""A page is answered at once under the address people write, and nothing else is touched."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from sothuhoso.guards.addresses import Addresses


@pytest.fixture
def client():
    seen = Starlette(routes=[Route("/{rest:path}", lambda request: PlainTextResponse(str(request.url)))])
    return TestClient(Addresses(seen, pages={"/", "/cua-toi", "/ho-so/ai", ""}), base_url="http://x")


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("/cua-toi", "/cua-toi/"),
        ("/ho-so/ai?hs=1", "/ho-so/ai/?hs=1"),
        ("/cua-toi/", "/cua-toi/"),
        ("/", "/"),
        ("/api/health", "/api/health"),
        ("/cua-toi.html", "/cua-toi.html"),
    ],
)
def test_only_a_page_without_its_slash_is_another_one(client, asked, shown):
    answer = client.get(asked, follow_redirects=False)
    assert (answer.status_code, answer.text) == (200, f"http://x{shown}")
