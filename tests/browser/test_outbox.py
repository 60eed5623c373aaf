"""The outbox: every dossier in words, sent when and how the person says, and nothing leaves it before the receipt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from sothuhoso.db.tables import DossierPageRow, DossierRow, SubmissionRow
from sothuhoso.i18n.catalog import error_text, text
from tests.browser.waiting import Waiting, put_on, several
from tests.browsing import DESK, PHONE, axe, session_of, until
from tests.proxy import Mode, Proxy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Locator

    from sothuhoso.services.container import Container
    from tests.browsing import Office, Watch
    from tests.production import Production

pytestmark = pytest.mark.installed

#: The network as Chromium on a phone tells it; on a desk it tells nothing.
_NETWORK = """
Object.assign(navigator.connection, { addEventListener: EventTarget.prototype.addEventListener });
Object.defineProperty(navigator.connection, "type", { get: () => window.networkKind ?? "cellular" });
"""


@pytest.fixture
def line(app: Production, watch: Watch) -> Iterator[Proxy]:
    """A line to the application that can be made bad."""
    watch.allow(r"net::ERR_|Failed to load|WebSocket connection|fetching the script")
    with Proxy(app.port) as made:
        yield made


@pytest.fixture
def phone(line: Proxy, open_page: Callable[..., Page]) -> Page:
    """A phone over that line, with nothing on it."""
    page = open_page("", **PHONE)
    page.goto(f"{line.url}/cua-toi")
    expect(page.get_by_text(text("mine.empty")).first).to_be_visible()
    return page


def opened(
    page: Page, line: Proxy, waiting: list[Waiting], mode: Mode = Mode.REFUSE, *, app_there: bool = True
) -> Page:
    """These wait on the phone, the line is like that, and the outbox is looked at."""
    if app_there:
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    put_on(page, waiting)
    line.mode = mode
    page.goto(f"{line.url}/cho-gui")
    expect(page.get_by_role("heading", level=1, name=text("outbox.heading"))).to_be_visible()
    return page


def rows(page: Page, state: str = "") -> Locator:
    return page.locator(f"[data-outbox='{state}']" if state else "[data-outbox]")


def button(page: Page, key: str, **facts: Any) -> Locator:
    return page.get_by_role("button", name=text(key, **facts), exact=True)


def hashes_at_desk(house: Container, one: Waiting) -> list[str]:
    with house.look() as uow:
        pages = uow.session.exec(select(DossierPageRow)).all()
        return sorted(page.received_sha256 for page in pages if str(page.dossier_id) == one.id)


def arrived(house: Container, one: Waiting) -> bool:
    with house.look() as uow:
        return any(str(row.id) == one.id for row in uow.session.exec(select(DossierRow)).all())


def told(house: Container, one: Waiting) -> bool:
    with house.look() as uow:
        return any(str(row.id) == one.id for row in uow.session.exec(select(SubmissionRow)).all())


# --- what is said --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [Mode.HOLE, Mode.REFUSE])
def test_with_no_line_each_waits_in_words_and_all_go_when_it_is_back(phone, line, house, mode):
    waiting = several(2, 3, 40_000, seed=41)
    opened(phone, line, waiting, mode)
    expect(rows(phone, "waiting")).to_have_count(2)
    size = sum(len(photo) for one in waiting for photo in one.photos)
    shown = phone.get_by_text(re.compile(r"Còn 2 hồ sơ, 6 ảnh, (\d+) KB phải gửi"))
    expect(shown).to_be_visible()
    told_kb = re.findall(r"(\d+) KB", shown.inner_text())
    assert abs(int(told_kb[0]) - size / 1000) < size / 10_000
    expect(phone.get_by_text(text("outbox.held_offline"))).to_be_visible(timeout=15_000)
    expect(phone.get_by_text(text("outbox.untold"))).to_have_count(2)
    button(phone, "outbox.open", n=3).first.click()
    expect(rows(phone).first.get_by_text(text("outbox.photo_waiting"), exact=True)).to_have_count(3)
    line.mode = Mode.PASS
    expect(phone.get_by_text(text("outbox.all_sent"))).to_be_visible(timeout=40_000)
    expect(phone.get_by_text(text("outbox.sent_today"))).to_be_visible()
    for one in waiting:
        assert hashes_at_desk(house, one) == sorted(one.hashes)
    phone.get_by_role("link", name=re.compile(r"đủ 3 ảnh")).first.click()
    expect(phone.locator("#number")).to_be_visible()


def test_on_its_way_each_photo_says_how_far_it_is(phone, line, house):
    (one,) = waiting = several(1, 3, 120_000, seed=42)
    opened(phone, line, waiting)
    line.shape(rate=20_000, latency=0.1)
    line.mode = Mode.PASS
    expect(rows(phone, "sending")).to_have_count(1, timeout=20_000)
    expect(rows(phone).get_by_text(text("outbox.told"))).to_be_visible(timeout=20_000)
    button(phone, "outbox.open", n=3).click()
    expect(rows(phone).get_by_text(re.compile(r"đã gửi \d+ %")).first).to_be_visible(timeout=20_000)
    expect(rows(phone).get_by_text(text("outbox.photo_here")).first).to_be_visible(timeout=30_000)
    expect(rows(phone).get_by_text(re.compile(r"Đang gửi [12]/3"))).to_be_visible()
    line.shape()
    until(phone, lambda: arrived(house, one))
    expect(phone.get_by_text(text("outbox.all_sent"))).to_be_visible()


def test_nothing_leaves_before_the_receipt_names_every_photo(phone, line, house):
    """The server has all of it, and no answer arrives: it stays on the phone, and goes with the first answer."""
    (one,) = waiting = several(1, 2, 30_000, seed=43)
    opened(phone, line, waiting)
    line.lose = lambda request: "/api/submissions/" in request
    line.mode = Mode.PASS
    until(phone, lambda: arrived(house, one) or told(house, one))
    phone.wait_for_timeout(6000)
    expect(rows(phone)).to_have_count(1)
    line.lose = lambda _request: False
    expect(phone.get_by_text(text("outbox.all_sent"))).to_be_visible(timeout=60_000)
    assert hashes_at_desk(house, one) == sorted(one.hashes)


def test_an_empty_one_says_what_would_be_here(phone, line):
    phone.goto(f"{line.url}/cho-gui")
    expect(phone.get_by_text(text("outbox.empty"), exact=True)).to_be_visible()
    phone.get_by_role("link", name=text("outbox.home")).or_(button(phone, "outbox.home")).click()
    expect(phone.get_by_label(text("home.search"))).to_be_visible()


# --- what the person decides ---------------------------------------------------------------------------------------


def test_paused_nothing_goes_not_even_after_opening_the_app_again(phone, line, house):
    waiting = several(2, 1, 20_000, seed=44)
    opened(phone, line, waiting)
    button(phone, "outbox.pause").click()
    expect(phone.get_by_text(text("outbox.held_paused"))).to_be_visible()
    line.mode = Mode.PASS
    phone.reload()
    expect(phone.get_by_text(text("outbox.held_paused"))).to_be_visible()
    phone.wait_for_timeout(4000)
    assert not any(told(house, one) for one in waiting)
    button(phone, "outbox.resume").click()
    expect(phone.get_by_text(text("outbox.all_sent"))).to_be_visible(timeout=30_000)
    assert all(arrived(house, one) for one in waiting)


def test_one_can_wait_while_the_others_go(phone, line, house):
    later, now = waiting = several(2, 1, 20_000, seed=45)
    opened(phone, line, waiting)
    first = rows(phone).first
    first.get_by_role("button", name=text("outbox.pause_one"), exact=True).click()
    expect(rows(phone, "paused")).to_have_count(1)
    line.mode = Mode.PASS
    until(phone, lambda: arrived(house, later) or arrived(house, now))
    phone.wait_for_timeout(2500)
    assert [arrived(house, one) for one in waiting].count(True) == 1
    expect(rows(phone)).to_have_count(1)
    button(phone, "outbox.resume_one").click()
    expect(phone.get_by_text(text("outbox.all_sent"))).to_be_visible(timeout=30_000)
    assert all(arrived(house, one) for one in waiting)


def test_only_on_wifi(phone, line, house):
    (one,) = waiting = several(1, 1, 20_000, seed=46)
    phone.add_init_script(_NETWORK)
    opened(phone, line, waiting)
    expect(phone.get_by_text(text("outbox.network.mobile"))).to_be_visible()
    phone.get_by_label(text("outbox.wifi_only")).check()
    expect(phone.get_by_text(text("outbox.held_wifi"))).to_be_visible()
    line.mode = Mode.PASS
    phone.reload()
    expect(phone.get_by_label(text("outbox.wifi_only"))).to_be_checked()
    phone.wait_for_timeout(3000)
    assert not told(house, one)
    phone.evaluate("() => { window.networkKind = 'wifi'; navigator.connection.dispatchEvent(new Event('change')); }")
    expect(phone.get_by_text(text("outbox.all_sent"))).to_be_visible(timeout=30_000)
    assert arrived(house, one)


def test_where_the_browser_tells_no_network_it_is_said(phone, line):
    opened(phone, line, several(1, 1, 20_000, seed=47))
    expect(phone.get_by_text(text("outbox.wifi_unknown"))).to_be_visible()


def test_what_needs_somebody_says_why_and_the_others_go(phone, line, house):
    """A unit that does not exist is refused by its key; the device keeps the dossier and its photos."""
    good, bad = waiting = several(2, 1, 20_000, seed=48)
    bad.unit = "99999"
    opened(phone, line, waiting, Mode.PASS)
    expect(rows(phone, "parked")).to_have_count(1, timeout=30_000)
    until(phone, lambda: arrived(house, good))
    assert not told(house, bad)
    expect(phone.get_by_text(text("outbox.parked.one"))).to_be_visible()
    expect(rows(phone, "parked").get_by_text(error_text("submission.unit_unknown", unit="99999"))).to_be_visible()
    assert bad.hashes[0] in phone.evaluate(_PHOTOS)


_PHOTOS = """
() => new Promise((done) => {
  const opening = indexedDB.open("sothuhoso");
  opening.onsuccess = () => {
    const asked = opening.result.transaction("photos").objectStore("photos").getAll();
    asked.onsuccess = () => (opening.result.close(), done(asked.result.map((row) => row.sha256)));
  };
})
"""


# --- with no page open ---------------------------------------------------------------------------------------------


def test_the_worker_sends_with_no_page_open(phone, line, house):
    """The browser calls the worker when there is a line (Background Sync); every page of the app is closed by then.

    When it calls is its own affair (minutes later, after a failure), so it is asked to by its tools.
    """
    waiting = several(2, 2, 40_000, seed=49)
    opened(phone, line, waiting)
    expect(rows(phone, "waiting")).to_have_count(2)
    elsewhere = phone.context.new_page()  # a tab of nobody's, to speak to the browser from
    phone.close()
    line.mode = Mode.PASS
    session = phone.context.new_cdp_session(elsewhere)
    registrations: dict[str, dict[str, Any]] = {}
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda said: registrations.update({one["registrationId"]: one for one in said["registrations"]}),
    )
    session.send("ServiceWorker.enable")
    until(elsewhere, lambda: any(one["scopeURL"].startswith(line.url) for one in registrations.values()))
    (here,) = (one for one in registrations.values() if one["scopeURL"].startswith(line.url))
    asked = {"origin": line.url, "registrationId": here["registrationId"], "tag": "outbox", "lastChance": False}
    session.send("ServiceWorker.dispatchSyncEvent", asked)
    until(elsewhere, lambda: all(arrived(house, one) for one in waiting), 40)
    for one in waiting:
        assert hashes_at_desk(house, one) == sorted(one.hashes)
    elsewhere.goto(f"{line.url}/cho-gui")
    expect(elsewhere.get_by_text(text("outbox.all_sent"))).to_be_visible()
    expect(elsewhere.get_by_text(text("outbox.sent_today"))).to_be_visible()


# --- the desk sees it coming ---------------------------------------------------------------------------------------


def test_the_desk_sees_the_dossier_when_its_text_is_there(phone, line, app, office: Office, open_page):
    """Text and small pictures of it while the photos are still on their way; then it becomes a dossier by itself."""
    (one,) = waiting = several(1, 3, 150_000, seed=50, unit=office.unit)
    desk = open_page("/ban", sid=session_of(app, office.account()), **DESK)
    expect(desk.get_by_text(text("desk.online")).first).to_be_visible()
    opened(phone, line, waiting)
    line.shape(rate=12_500, latency=0.4)
    line.mode = Mode.PASS
    coming = desk.locator("[data-arriving]")
    expect(coming).to_have_count(1, timeout=20_000)
    expect(coming.get_by_text(one.name)).to_be_visible()
    expect(desk.locator("[data-row]")).to_have_count(0)
    coming.click()
    expect(desk.get_by_role("img").first).to_be_visible(timeout=40_000)
    assert axe(desk) == []
    assert desk.locator("[data-row]").count() == 0
    line.shape()
    expect(desk.locator("[data-row]")).to_have_count(1, timeout=40_000)
    expect(coming).to_have_count(0)


# --- no violation, in any state ------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", ["dark", "wide"])
def test_every_state_is_readable(line, open_page, look):
    page = open_page("", dark=look == "dark", **(DESK if look == "wide" else PHONE))
    page.goto(f"{line.url}/cua-toi")
    waiting = several(3, 2, 20_000, seed=51)
    problem = {"status": 409, "key": "submission.conflict", "message": error_text("submission.conflict")}
    waiting[0].more = {"state": "parked", "problem": problem}
    waiting[1].more = {"paused": True, "received": waiting[1].hashes[:1], "announced": True}
    opened(page, line, waiting)
    expect(rows(page)).to_have_count(3)
    expect(page.get_by_text(text("outbox.held_offline"))).to_be_visible(timeout=15_000)
    for _ in waiting:
        button(page, "outbox.open", n=2).first.click()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    button(page, "outbox.pause").click()
    expect(page.get_by_text(text("outbox.held_paused"))).to_be_visible()
    assert axe(page) == []
    assert page.get_by_role("heading", level=1).count() == 1
