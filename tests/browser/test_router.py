"""Going from page to page: the router that stands in for react-router does what people and the pages expect of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from sothuhoso.i18n.catalog import text
from tests.browsing import PHONE, until

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browsing import Watch

MINE = re.compile(r"/cua-toi/?$")
HOME = re.compile(r"127\.0\.0\.1:\d+/$")


@pytest.fixture
def home(open_page: Callable[..., Page]) -> Page:
    """The first page, marked so that a full load would be noticed."""
    page = open_page("/", **PHONE)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.evaluate("window.marked = true")
    return page


def _to_mine(page: Page) -> Any:
    return page.locator("a[href='/cua-toi']").first


def _marked(page: Page) -> bool:
    return page.evaluate("window.marked === true")


def test_a_link_changes_page_address_and_title_without_a_load(home: Page):
    _to_mine(home).click()
    home.wait_for_url(MINE)
    expect(home).to_have_title(re.compile(re.escape(text("title.mine"))))
    assert _marked(home)


def test_back_and_forward(home: Page):
    _to_mine(home).click()
    home.wait_for_url(MINE)
    home.go_back()
    home.wait_for_url(HOME)
    expect(home).to_have_title(re.compile(re.escape(text("title.home"))))
    home.go_forward()
    home.wait_for_url(MINE)
    assert _marked(home)


def test_going_back_and_forward_finds_the_places_where_one_was(home: Page):
    home.add_style_tag(content="body { min-height: 3000px }")
    home.evaluate("scrollTo(0, 300)")
    _to_mine(home).dispatch_event("click")
    _expect_place(home, "title.mine", 0)
    home.evaluate("scrollTo(0, 200)")
    home.go_back()
    _expect_place(home, "title.home", 300)
    home.go_forward()
    _expect_place(home, "title.mine", 200)


def _expect_place(page: Page, title: str, scrolled: int) -> None:
    """The page with this title is on the screen, this far down. The address changes first, then what is drawn."""
    expect(page).to_have_title(re.compile(re.escape(text(title))))
    assert abs(page.evaluate("scrollY") - scrolled) < 40


def test_a_link_in_a_new_tab_is_the_browsers_business(home: Page):
    with home.context.expect_page() as opened:
        _to_mine(home).click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_url(MINE)
    assert HOME.search(home.url)


def test_every_page_can_be_the_first(open_page: Callable[..., Page]):
    page = open_page("/cua-toi", **PHONE)
    expect(page).to_have_title(re.compile(re.escape(text("title.mine"))))
    page.goto("/thu-tuc?ma=1.001193")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_an_unknown_address_says_so(open_page: Callable[..., Page], watch: Watch):
    watch.allow("404")
    page = open_page("/khong-co/trang-nay", **PHONE)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.installed
def test_with_no_line_the_page_stays_and_fetched_pages_open(home: Page, watch: Watch):
    watch.allow("Failed to load|ERR_INTERNET_DISCONNECTED|error loading dynamically")
    home.wait_for_timeout(3000)  # the next pages' code is fetched at rest
    home.context.set_offline(True)
    _to_mine(home).click()
    home.wait_for_url(MINE)
    assert _marked(home)
    home.context.set_offline(False)


def test_code_that_cannot_be_fetched_is_said_and_nothing_is_lost(open_page: Callable[..., Page], watch: Watch):
    watch.allow("Failed to load|net::ERR")
    page = open_page("/", **PHONE)
    page.route(re.compile(r"/assets/.*cua-toi|/api/ping"), lambda route: route.abort())
    page.evaluate("addEventListener('sothuhoso:unreachable', (e) => { window.unreachable = e.detail })")
    _to_mine(page).click()
    page.wait_for_timeout(1000)
    assert HOME.search(page.url)
    assert MINE.search(page.evaluate("window.unreachable"))


def test_the_light_of_the_day_changes_while_the_page_is_open(home: Page):
    root = "[document.documentElement.className, getComputedStyle(document.documentElement).colorScheme]"
    assert home.evaluate(root) == ["light", "light"]
    until(home, lambda: home.evaluate("performance.getEntriesByName('sothuhoso:rest').length"))
    home.wait_for_timeout(500)
    for light in ("dark", "light", "dark"):
        home.emulate_media(color_scheme=light)
        until(home, lambda light=light: home.evaluate(root) == [light, light], 10)
