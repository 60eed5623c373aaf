"""Axe finds nothing on the desk's pages in any state, in light and in dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sothuhoso.i18n.catalog import text
from tests.browser.desk import ask, ask_supplement, dialog, open_from_list, receive, rows, short
from tests.browsing import PHONE, TABLET, axe_in, session_of

UPRIGHT = {"viewport": {"width": 820, "height": 1180}}


@pytest.fixture
def at_desk(office, app, open_page):
    """The desk of this office."""

    def make(path="/ban", role="clerk", **options):
        return open_page(path, sid=session_of(app, office.account(role)), **options)

    return make


def test_sign_in(open_page, watch):
    watch.allow("status of 401")
    page = open_page("/dang-nhap")
    assert axe_in(page) == []
    page.get_by_label(text("sign_in.username")).fill("khong-co-ai")
    page.get_by_label(text("sign_in.password")).fill("không phải mật khẩu")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).not_to_be_empty()
    assert axe_in(page) == []


def test_the_list(at_desk, device, office):
    page = at_desk()
    expect(page.get_by_text(text("desk.empty"), exact=True)).to_be_visible()
    assert axe_in(page) == []
    for _ in range(21):
        device.send(short(office))
    expect(rows(page)).to_have_count(20)
    assert axe_in(page) == []
    page.get_by_label(text("desk.search")).fill("không ai tên thế")
    expect(page.get_by_text(text("desk.nothing_found"), exact=True)).to_be_visible()
    assert axe_in(page) == []


@pytest.mark.parametrize(
    "size", [PHONE, TABLET, {"viewport": {"width": 820, "height": 1180}}], ids=["360", "1024", "820"]
)
def test_a_dossier(at_desk, birth, size):
    page = at_desk(f"/ban?hs={birth.id}", **size)
    expect(page.locator("#mat img")).to_be_visible()
    assert axe_in(page) == []
    receive(page)
    assert axe_in(page) == []


@pytest.mark.parametrize("question", ["receive", "supplement", "refuse"])
def test_questions(at_desk, birth, question):
    page = at_desk()
    open_from_list(page, birth)
    ask(page, question)
    assert axe_in(page) == []


def test_the_warning_of_a_second_supplement(at_desk, birth):
    page = at_desk()
    open_from_list(page, birth)
    ask_supplement(page)
    expect(dialog(page)).to_have_count(0)
    receive(page)
    asked = ask_supplement(page)
    expect(asked.get_by_text(text("dossier.second_title"))).to_be_visible()
    assert axe_in(page) == []


def test_what_is_not_here_and_what_is_not_theirs(at_desk):
    page = at_desk("/ban?hs=none-such")
    expect(page.get_by_text(text("desk.not_here"), exact=True)).to_be_visible()
    assert axe_in(page) == []
    page = at_desk(role="admin")
    expect(page.get_by_text(text("desk.refused"), exact=True)).to_be_visible()
    assert axe_in(page) == []
