"""Axe finds nothing on the lock's page and on the page of tablets in any state, in light and in dark."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from sothuhoso.i18n.catalog import text
from tests.browser.locking import AT_LOCK, OTHER_PIN, PIN, WRONG, SharedTablet
from tests.browser.test_lock import AWAY
from tests.browsing import LOOKS, PHONE, Office, axe_in, session_of, spare_unit


@pytest.fixture(scope="module")
def office(app, house):
    """One unit for all tests of this file."""
    return Office(app, house, spare_unit(app, house))


@pytest.fixture
def tablet(open_page, office):
    """A shared tablet of the head's own, so that the page of tablets shows all it has."""
    return SharedTablet(open_page, office, office.account("head", "Triệu Văn Páo"), **PHONE)


def test_the_lock(tablet, watch, office):
    watch.allow(AWAY)
    page = tablet.page
    page.goto("/khoa")
    expect(page.get_by_role("heading", name=text("lock.none"))).to_be_visible()
    assert axe_in(page, LOOKS) == []
    page.goto("/khoa?viec=dat&ve=/ban/may")
    expect(page.get_by_label(text("lock.label"))).to_be_visible()
    assert axe_in(page, LOOKS) == []
    page.get_by_label(text("lock.label")).fill("Máy bảng 21")
    tablet.entry.fill("123456")
    tablet.button("lock.go_on").click()
    expect(page.get_by_role("alert")).to_contain_text(text("lock.problem.row"))
    assert axe_in(page, LOOKS) == []
    tablet.choose_pin(PIN)
    expect(page).not_to_have_url(AT_LOCK)

    page.context.route("**/api/submissions/**", lambda route: route.abort())
    tablet.hand_in()
    page.goto("/khoa?viec=doi")
    expect(page.get_by_role("heading", name=text("lock.old", name="Triệu Văn Páo"))).to_be_visible()
    assert axe_in(page, LOOKS) == []
    tablet.lock()
    expect(tablet.words("lock.waits", n=1)).to_be_visible()
    assert axe_in(page, LOOKS) == []
    tablet.button("lock.forgot").click()
    expect(page.get_by_role("heading", name=text("lock.forgot_title"))).to_be_visible()
    assert axe_in(page, LOOKS) == []
    page.get_by_role("link", name=text("lock.forgot_sign_in")).click()
    expect(page.get_by_label(text("sign_in.username"))).to_be_visible()
    tablet.password(office.account("clerk", "Lý Thị Mảy"))
    expect(page.get_by_role("heading", name=text("lock.new", name="Lý Thị Mảy"))).to_be_visible()
    tablet.choose_pin(OTHER_PIN)
    expect(page).not_to_have_url(AT_LOCK)
    tablet.lock()
    expect(page.get_by_role("heading", name=text("lock.choose"))).to_be_visible()
    assert axe_in(page, LOOKS) == []
    page.get_by_role("button", name="Triệu Văn Páo").click()
    tablet.wrong(left=9).wrong(left=8)
    tablet.enter(WRONG)
    expect(page.get_by_role("alert")).to_contain_text(re.compile(r"Chờ \d+ giây"))
    assert axe_in(page, LOOKS) == []


def test_shut_and_revoked(tablet, watch, app, office, open_page):
    watch.allow(AWAY)
    page, label = tablet.page, "Máy bảng 22"
    tablet.share(label)
    page.context.route("**/api/submissions/**", lambda route: route.abort())
    page.context.route("**/api/recovery**", lambda route: route.abort())
    tablet.hand_in()
    tablet.lock()
    tablet.ten_wrong()
    expect(tablet.exactly("lock.no_line")).to_be_visible()
    assert axe_in(page, LOOKS) == []
    with page.expect_download():
        tablet.button("lock.save_file").click()
    expect(tablet.exactly("lock.saved")).to_be_visible()
    assert axe_in(page, LOOKS) == []

    head = open_page("/ban/may", sid=session_of(app, office.account("head", "Nông Văn Hải")), **PHONE)
    row = head.get_by_role("listitem").filter(has=head.get_by_role("heading", name=label))
    row.get_by_role("button", name=text("tablets.revoke")).click()
    expect(head.get_by_role("dialog")).to_be_visible()
    assert axe_in(head, LOOKS) == []
    head.get_by_role("dialog").get_by_role("button", name=text("tablets.revoke_yes")).click()
    expect(row).to_contain_text(text("tablets.state.revoked"))
    assert axe_in(head, LOOKS) == []

    tablet.page.clock.fast_forward(61_000)
    expect(tablet.exactly("lock.revoked_waiting")).to_be_visible()
    assert axe_in(page, LOOKS) == []
    page.context.unroute("**/api/recovery**")
    tablet.page.clock.fast_forward(61_000)
    expect(tablet.exactly("lock.wiped")).to_be_visible()
    assert axe_in(page, LOOKS) == []

    head.reload()
    bundle = head.get_by_role("listitem").filter(has=head.get_by_role("heading", name=f"{label} ·"))
    bundle.get_by_role("button", name=text("tablets.open")).click()
    expect(head.get_by_role("dialog")).to_contain_text(text("tablets.recovered.whole"))
    assert axe_in(head, LOOKS) == []
    head.get_by_role("dialog").get_by_role("button", name=text("tablets.close")).click()
    assert axe_in(head, LOOKS) == []


def test_the_page_of_tablets(tablet, watch):
    watch.allow(AWAY)
    page = tablet.page
    page.goto("/ban/may")
    expect(page.get_by_role("heading", name=text("tablets.unit"))).to_be_visible()
    assert axe_in(page, LOOKS) == []
    tablet.share("Máy của tôi")
    expect(page.get_by_role("heading", name=text("tablets.unit"))).to_be_visible()
    assert axe_in(page, LOOKS) == []
    tablet.button("tablets.remove").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert axe_in(page, LOOKS) == []
    page.get_by_role("dialog").get_by_role("button", name=text("tablets.keep")).click()
    page.context.route("**/api/submissions/**", lambda route: route.abort())
    tablet.draft()
    page.goto("/ban/may")
    tablet.button("desk.sign_out").click()
    expect(page.get_by_role("dialog")).to_contain_text(text("leaving.drafts", n=1))
    assert axe_in(page, LOOKS) == []
    page.get_by_role("dialog").get_by_role("button", name=text("leaving.stay")).click()
    page.context.route("**/api/devices", lambda route: route.abort())
    page.reload()
    expect(page.get_by_text(text("tablets.failed"))).to_be_visible()
    assert axe_in(page, LOOKS) == []
