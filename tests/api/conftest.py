"""The REST door over a real container: real tables, real files, real photos."""

import pytest
from starlette.testclient import TestClient

from sothuhoso.api import create_api
from sothuhoso.domain.policy import Role
from tests.conftest import UNIT

ORIGIN = "http://127.0.0.1:8000"


@pytest.fixture
def api(c):
    return create_api(c)


@pytest.fixture
def client(api):
    """A browser without a session."""
    return TestClient(api, base_url=ORIGIN)


@pytest.fixture
def desk(api, make_actor):
    """A browser in which a clerk of the unit is signed in."""
    make_actor("canbo", Role.CLERK, UNIT)
    browser = TestClient(api, base_url=ORIGIN)
    answer = browser.post("/api/session", json={"username": "canbo", "password": "mật khẩu của canbo"})
    assert answer.status_code == 200
    return browser
