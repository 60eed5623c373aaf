"""Whole ways through the production application, from the camera to the printed form."""

from tests.browsing import (  # noqa: F401 - pytest finds fixtures and hooks here
    app,
    browser,
    house,
    office,
    open_page,
    playwright_,
    pytest_runtest_makereport,
    watch,
)
