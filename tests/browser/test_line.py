"""The pill tells the truth: over a line that swallows, is slow, loses answers; and at the desk no click vanishes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from sothuhoso.i18n.catalog import text
from tests.browsing import DESK, PHONE, session_of
from tests.proxy import Mode, Proxy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Locator

    from tests.browsing import Office, Watch
    from tests.production import Production

pytestmark = pytest.mark.installed

#: What the issue promises, and a little for the browser to draw it.
NOTICED = 10_500


@pytest.fixture
def line(app: Production, watch: Watch) -> Iterator[Proxy]:
    """A line to the application that can be made bad."""
    watch.allow(r"net::ERR_|WebSocket connection|Failed to load|fetching the script")
    with Proxy(app.port) as made:
        yield made


@pytest.fixture
def phone(line: Proxy, open_page: Callable[..., Page]) -> Page:
    """The first page on a phone, over that line."""
    page = open_page("", **PHONE)
    page.goto(line.url)
    expect(page.get_by_role("link", name="Khai sinh", exact=True)).to_be_visible()
    expect(_pill(page, "line.online")).to_be_visible()
    return page


@pytest.fixture
def desk(line: Proxy, app: Production, office: Office, open_page: Callable[..., Page]) -> Page:
    """A clerk's desk, over that line."""
    page = open_page("", **DESK)
    cookie: Any = {"name": "sid", "value": session_of(app, office.account()), "url": line.url, "httpOnly": True}
    page.context.add_cookies([{**cookie, "sameSite": "Strict"}])
    page.goto(f"{line.url}/ban")
    expect(_pill(page, "desk.online")).to_be_visible()
    page.wait_for_timeout(1000)
    return page


def _pill(page: Page, key: str) -> Locator:
    return page.get_by_role("status").get_by_text(text(key), exact=True)


def _said(page: Page, key: str) -> Locator:
    return page.get_by_role("status").get_by_text(text(f"desk_line.{key}"))


def _new(page: Page) -> Locator:
    return page.get_by_role("button", name=text("desk.quick_new", n=0))


# --- the citizen's pill --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [Mode.HOLE, Mode.REFUSE])
def test_a_dead_line_is_noticed_within_ten_seconds_and_its_return_too(phone, line, mode):
    phone.wait_for_timeout(6000)  # between two questions
    line.mode = mode
    expect(_pill(phone, "line.offline")).to_be_visible(timeout=NOTICED)
    contact = phone.get_by_role("status").get_by_text(text("line.contact", at=""))
    expect(contact).to_be_visible()
    line.mode = Mode.PASS
    expect(_pill(phone, "line.online")).to_be_visible(timeout=NOTICED)
    expect(contact).to_have_count(0)


def test_a_slow_line_is_called_weak(phone, line):
    line.shape(latency=2.2)
    expect(_pill(phone, "line.weak")).to_be_visible(timeout=20_000)
    line.shape()
    expect(_pill(phone, "line.online")).to_be_visible(timeout=40_000)


def test_lost_answers_make_a_weak_line_and_no_dead_one(phone, line):
    questions = []

    def two_of_three(request: str) -> bool:
        """A browser itself asks again where a connection it had used before was reset."""
        questions.append(request)
        return len(questions) % 3 != 0

    phone.evaluate("""() => {
      window.heard = [];
      addEventListener("offline", () => window.heard.push("offline"));
    }""")
    line.lose = two_of_three
    expect(_pill(phone, "line.weak")).to_be_visible(timeout=20_000)
    phone.wait_for_timeout(12_000)
    assert phone.evaluate("window.heard") == []
    line.lose = lambda _: False
    expect(_pill(phone, "line.online")).to_be_visible(timeout=40_000)


def test_the_browsers_own_word_is_passed_on_once(phone):
    """Said twice, the socket's new try, begun at the first word, is shut by the second and nobody hears of it."""
    phone.evaluate("window.heard = 0; addEventListener('offline', () => window.heard++)")
    phone.context.set_offline(True)
    expect(_pill(phone, "line.offline")).to_be_visible()
    assert phone.evaluate("window.heard") == 1
    phone.context.set_offline(False)
    expect(_pill(phone, "line.online")).to_be_visible()


def test_an_idle_page_asks_little(phone, line):
    asked = []
    phone.on("request", lambda request: "/api/ping" in request.url and asked.append(time.monotonic()))
    phone.wait_for_timeout(21_000)
    assert 2 <= len(asked) <= 5


# --- the desk ------------------------------------------------------------------------------------------------------


def test_a_click_into_a_line_that_just_died_is_named_and_not_called_done(desk, line):
    line.mode = Mode.HOLE
    _new(desk).click()
    expect(_said(desk, "lost")).to_be_visible(timeout=NOTICED)
    expect(_pill(desk, "desk.offline")).to_be_visible()
    expect(_new(desk)).to_have_attribute("aria-pressed", "false")
    line.mode = Mode.PASS
    expect(_pill(desk, "desk.online")).to_be_visible(timeout=20_000)
    expect(_said(desk, "back")).to_be_visible()
    expect(_new(desk)).to_have_attribute("aria-pressed", "false")
    _new(desk).click()
    expect(_new(desk)).to_have_attribute("aria-pressed", "true")
    desk.get_by_role("button", name=text("desk_line.dismiss")).click()
    expect(_said(desk, "back")).to_have_count(0)


def test_a_click_on_a_dead_line_is_not_taken_and_says_so(desk, line):
    line.mode = Mode.HOLE
    expect(_pill(desk, "desk.offline")).to_be_visible(timeout=NOTICED)
    _new(desk).click()
    expect(_said(desk, "blocked")).to_be_visible()
    desk.get_by_role("button", name=text("desk_line.dismiss")).click()
    expect(_said(desk, "blocked")).to_have_count(0)
    desk.keyboard.press("/")
    desk.keyboard.type("mai")
    expect(desk.locator("#desk-search")).to_have_value("mai")
    line.mode = Mode.PASS
    expect(_pill(desk, "desk.online")).to_be_visible(timeout=20_000)
    expect(_new(desk)).to_have_attribute("aria-pressed", "false")
    expect(desk.locator("#desk-search")).to_have_value("mai")


def test_the_desk_comes_back_by_itself_after_the_line_refused(desk, line):
    line.mode = Mode.REFUSE
    expect(_pill(desk, "desk.offline")).to_be_visible(timeout=NOTICED)
    line.mode = Mode.PASS
    expect(_pill(desk, "desk.online")).to_be_visible(timeout=20_000)
    _new(desk).click()
    expect(_new(desk)).to_have_attribute("aria-pressed", "true")
