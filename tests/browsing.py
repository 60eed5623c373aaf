"""What every test in a browser needs: the production application, Debian's Chromium, and pages that complain aloud.

A page fails its test on any console error, uncaught error or breach of the content security policy. The fixtures are
taken over by ``tests/browser/conftest.py`` and ``tests/journeys/conftest.py``.
"""

from __future__ import annotations

import itertools
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlalchemy import func, select, update
from sqlmodel import SQLModel, col

from sothuhoso import bootstrap
from sothuhoso.db.tables import DossierRow, PaperFileRow, UnitRow
from sothuhoso.domain.policy import OPERATOR, Role
from sothuhoso.i18n.catalog import text
from sothuhoso.seeds.demo import accounts_of_demo
from sothuhoso.services import accounts, paper_files
from sothuhoso.settings import ROOT, read_settings
from tests.production import Production, production

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from playwright.sync_api import BrowserContext

    from sothuhoso.services.container import Container

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
#: The same engine of the same source without windows, menus and devices: takes half the time.
SHELL = os.environ.get("CHROMIUM_SHELL", "/usr/bin/chromium-headless-shell")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}
TABLET = {"viewport": {"width": 1024, "height": 768}}
DESK = {"viewport": {"width": 1280, "height": 800}}
RESULTS = ROOT / "test-results"
#: The addresses of two pages, with or without the slash that the server puts behind a page's name.
AT_DESK, TO_SIGN_IN = re.compile(r"/ban/?$"), re.compile(r"/dang-nhap/?\?next=")
PASSWORD = "mật khẩu của người thử"

#: A breach of the policy is an event of the page; said aloud it becomes a console error that nobody overlooks.
_TELL_BREACHES = """
addEventListener("securitypolicyviolation", (e) => console.error(`CSP: ${e.violatedDirective} ${e.blockedURI}`));
"""
#: The app is never kept: the page stays as it is in the first seconds of a first visit.
_KEEP_NOTHING = "navigator.serviceWorker && (navigator.serviceWorker.register = () => new Promise(() => {}));"
_usernames = itertools.count(1)
#: Units that a test has had as its own; those where the demo works are nobody's.
_taken: list[str] = []
UNITS_OF_DEMO = ("05725", "05716")

#: Long: three browsers share two cores, and another machine may be half as quick.
expect.set_options(timeout=25_000)


# --- the application -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def app() -> Iterator[Production]:
    """The production application with the demo, once for the whole session."""
    with production(demo=True) as running:
        yield running


@pytest.fixture(scope="session")
def house(app: Production) -> Iterator[Container]:
    """The same database and files, looked at from inside the test's process."""
    with opened(app) as container:
        yield container


@contextmanager
def opened(app: Production) -> Iterator[Container]:
    """A container over the data of a running application."""
    container = bootstrap.build(read_settings({"DATA_DIR": str(app.folder / "data"), "PORT": str(app.port)}))
    try:
        yield container
    finally:
        container.close()


@dataclass(frozen=True)
class Office:
    """A unit of one's own with people in it, so that a test's counts are nobody else's."""

    app: Production
    house: Container
    unit: str

    def account(self, role: str = "clerk", name: str = "Nông Thị Thử") -> str:
        """Make an account of this unit (of none where the role has none); answers its username."""
        username = f"thu.{next(_usernames)}"
        unit = None if role in ("province", "admin") else self.unit
        accounts.create_account(
            self.house,
            OPERATOR,
            username=username,
            display_name=name,
            password=PASSWORD,
            role=Role(role),
            unit_code=unit,
        )
        return username


@pytest.fixture
def office(app: Production, house: Container) -> Office:
    """An office in a unit that no other test and no demo uses."""
    return Office(app, house, spare_unit(app, house))


def spare_unit(app: Production, house: Container) -> str:
    """A unit that no other test of this process and no demo uses."""
    units = [unit["code"] for unit in httpx.get(f"{app.url}/api/catalogue").json()["units"]]
    spare = [code for code in units if code not in (*UNITS_OF_DEMO, *_taken)] or _founded(house, len(units))
    _taken.append(spare[0])
    return spare[0]


def _founded(house: Container, count: int) -> list[str]:
    """More units, once each of the province's has had its test."""
    new = [UnitRow(code=f"{90_000 + n}", name=f"Thử {n}", kind="xa", province_code="19") for n in range(count)]
    codes = [unit.code for unit in new]
    with house.work() as uow:
        uow.session.add_all(new)
        uow.commit()
    return codes


def session_of(app: Production, username: str, password: str = "") -> str:
    """Sign in by REST; answers the session cookie's value."""
    known = password or (PASSWORD if username.startswith("thu.") else accounts_of_demo()[0])
    answer = httpx.post(f"{app.url}/api/session", json={"username": username, "password": known})
    answer.raise_for_status()
    return answer.cookies["sid"]


# --- the browser ---------------------------------------------------------------------------------------------------


_drivers: list[Any] = []


@pytest.fixture(scope="session")
def playwright_() -> Iterator[Any]:
    """Playwright itself: one for the process, whichever of our folders asks (it bears no second one beside it)."""
    if _drivers:
        yield _drivers[0]
        return
    with sync_playwright() as driver:
        _drivers.append(driver)
        yield driver
        _drivers.clear()


@pytest.fixture(scope="session")
def browser(playwright_: Any) -> Iterator[Browser]:
    """One Chromium's engine; cameras, profiles that outlive it and journeys have the whole of it."""
    with chromium(playwright_, program=SHELL) as started:
        yield started


@contextmanager
def chromium(driver: Any, *flags: str, program: str = CHROMIUM) -> Iterator[Browser]:
    """Debian's Chromium with these flags besides ours."""
    started = driver.chromium.launch(executable_path=program, args=[*FLAGS, *flags])
    try:
        yield started
    finally:
        started.close()


@dataclass
class Watch:
    """What the pages of one test complained about; ``allow`` names what a test provokes on purpose."""

    complaints: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, pattern: str) -> None:
        """Complaints that match this expression are meant."""
        self.allowed.append(pattern)

    def hear(self, page: Page) -> None:
        """Listen to a page."""
        page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))

    @property
    def left(self) -> list[str]:
        return [said for said in self.complaints if not any(re.search(known, said) for known in self.allowed)]


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Ends a test with a failure when one of its pages complained."""
    watching = Watch()
    yield watching
    assert watching.left == [], watching.left


@pytest.fixture
def open_page(request: Any, browser: Browser, app: Production, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Opens pages in contexts of their own: ``open_page("/ban", sid=…, **DESK)``."""
    with pages_in(browser, app, watch, request) as make:
        yield make


@contextmanager
def pages_in(browser: Browser, app: Production, watch: Watch, request: Any = None) -> Iterator[Callable[..., Page]]:
    """The same for another browser; keeps a picture of every page when the test failed.

    The service worker keeps the whole app at every first visit, two thirds of what opening a page costs: it works in
    the tests marked ``installed`` and in the journeys.
    """
    contexts: list[BrowserContext] = []
    keeps = request is None or request.node.get_closest_marker("installed") is not None

    def make(path: str = "/", *, sid: str = "", dark: bool = False, **options: Any) -> Page:
        context = browser.new_context(
            **{**DESK, **options},
            base_url=app.url,
            locale=options.get("locale", "vi-VN"),
            timezone_id="Asia/Ho_Chi_Minh",
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(25_000)
        context.add_init_script(_TELL_BREACHES + ("" if keeps else _KEEP_NOTHING))
        if sid:
            context.add_cookies([{"name": "sid", "value": sid, "url": app.url, "httpOnly": True, "sameSite": "Strict"}])
        page = context.new_page()
        watch.hear(page)
        if path:
            page.goto(path)
        return page

    try:
        yield make
    finally:
        if request is not None and getattr(request.node, "failed", False):
            _keep_pictures(request.node.name, contexts)
        for context in contexts:
            context.close()


def _keep_pictures(name: str, contexts: list[BrowserContext]) -> None:
    RESULTS.mkdir(exist_ok=True)
    plain = re.sub(r"\W+", "-", name)
    for number, page in enumerate(page for context in contexts for page in context.pages):
        page.screenshot(path=RESULTS / f"{plain}-{number}.png", full_page=True)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: Any) -> Iterator[None]:
    """Tells the fixtures whether the test failed."""
    outcome: Any = yield
    if outcome.get_result().when == "call" and outcome.get_result().failed:
        item.failed = True


# --- what tests do with a page -------------------------------------------------------------------------------------


def until(page: Page, true: Callable[[], Any], seconds: float = 45) -> None:
    """Until something that is measured or kept, not waited for by name, is so."""
    for _ in range(round(seconds * 20)):
        if true():
            return
        page.wait_for_timeout(50)
    assert true()


def sign_in(page: Page, username: str, password: str = "") -> None:
    """Type name and password on the sign-in page; ends on the desk."""
    known = password or (PASSWORD if username.startswith("thu.") else accounts_of_demo()[0])
    page.goto("/dang-nhap")
    page.get_by_label(text("sign_in.username")).fill(username)
    page.get_by_label(text("sign_in.password")).fill(known)
    page.get_by_role("button", name=text("sign_in.submit")).click()
    page.wait_for_url(AT_DESK)
    expect(page.get_by_text(text("desk.online"))).to_be_visible()


def axe(page: Page) -> list[str]:
    """What axe finds wrong with the page as it is now; empty for nothing."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {n['target']} {n['failureSummary']}" for v in found for n in v["nodes"]]


#: Colours do not know the size, nor sizes the colours: two looks see all four.
LOOKS = ((PHONE["viewport"], "dark"), (DESK["viewport"], "light"))
LIGHT_AND_DARK = ((None, "light"), (None, "dark"))


def in_looks(page: Page, looks: Sequence[tuple[Any, Any]]) -> Iterator[None]:
    """The page as it is now, in one look after the other: a window (``None``: as it is) and light or dark.

    Walked once, looked at in all of them; afterwards it has its own window again.
    """
    own = page.viewport_size
    for size, light in looks:
        page.emulate_media(color_scheme=light)
        if size:
            page.set_viewport_size(size)
        until(page, lambda light=light: page.evaluate("document.documentElement.className") == light)
        yield
    if own:
        page.set_viewport_size(own)


def axe_in(page: Page, looks: Sequence[tuple[Any, Any]] = LIGHT_AND_DARK) -> list[str]:
    """What axe finds wrong in any of these looks."""
    return [wrong for _ in in_looks(page, looks) for wrong in axe(page)]


def make_papers(house: Container, number: str) -> None:
    """What a server that makes papers does by itself, for this dossier; what other tests sent waits for another day."""
    now = house.clock.now()
    with house.work() as uow:
        ours = select(DossierRow.id).where(col(DossierRow.number) == number).scalar_subquery()
        others = update(PaperFileRow).where(col(PaperFileRow.dossier_id) != ours)
        uow.session.connection().execute(others.values(next_at=now + timedelta(days=1)))
        uow.commit()
    while paper_files.work_one(house):
        pass


def row_counts(house: Container) -> dict[str, int]:
    """Table → number of rows, as the database has it now."""
    with house.look() as uow:
        connection = uow.session.connection()
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in SQLModel.metadata.sorted_tables
        }


def file_count(app: Production) -> int:
    """How many stored files there are, half-written ones too."""
    return sum(1 for path in (app.folder / "data" / "files").rglob("*") if path.is_file())
