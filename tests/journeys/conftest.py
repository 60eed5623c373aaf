"""Whole ways through the production application in the whole of Chromium, from the camera to the printed form."""

import pytest

from tests.browsing import (  # noqa: F401 - pytest finds fixtures and hooks here
    app,
    chromium,
    house,
    office,
    open_page,
    pages_in,
    playwright_,
    pytest_runtest_makereport,
    watch,
)


def pytest_itemcollected(item):
    """Nothing is left out of a journey."""
    item.add_marker("installed")


@pytest.fixture(scope="session")
def browser(playwright_):  # noqa: F811 - asks for the fixture imported above, as pytest wants it
    """One Chromium without a camera."""
    with chromium(playwright_) as started:
        yield started


@pytest.fixture
def open_here(request, camera, app, watch):  # noqa: F811 - as above
    """Opens pages in the browser of the module's ``camera``."""
    with pages_in(camera, app, watch, request) as make:
        yield make
