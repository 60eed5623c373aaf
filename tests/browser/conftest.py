"""The pages of the production application in a real Chromium; one server for the whole session."""

from tests.browser.desk import birth, desk, device  # noqa: F401 - pytest finds fixtures and hooks here
from tests.browsing import (  # noqa: F401
    app,
    browser,
    house,
    office,
    open_page,
    playwright_,
    pytest_runtest_makereport,
    watch,
)
