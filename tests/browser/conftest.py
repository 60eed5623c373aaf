"""The pages of the production application in a real Chromium; one server for the whole session."""

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
