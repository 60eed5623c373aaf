"""In the hamlet, against the production application: the line swallowed, names written, slips undone, what is kept."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from PIL import Image
from playwright.sync_api import expect

from sothuhoso.db.queries import audit
from sothuhoso.db.queries import trips as rows
from sothuhoso.i18n.catalog import text
from tests.browser.locking import OTHER_PIN, SharedTablet
from tests.browser.travellers import HAMLETS, Tablet, planned, received, today
from tests.browsing import Office, pages_in, spare_unit
from tests.proxy import Mode, Proxy

pytestmark = pytest.mark.installed

AWAY = r"net::ERR_|WebSocket connection|Failed to load"
MONTH = 30 * 24 * 3600_000


@pytest.fixture(scope="module")
def office(app, house):
    """One unit for all tests of this file; each has people and a trip of its own."""
    return Office(app, house, spare_unit(app, house))


@pytest.fixture
def lead(office):
    return office.account("outreach", "Triệu Văn Páo")


@pytest.fixture
def clerk(office):
    return office.account("clerk", "Nông Thị Huệ")


@pytest.fixture
def trip(office, lead, clerk):
    return planned(office, lead, clerk)


@pytest.fixture
def tablet(app, open_page, clerk, trip):
    return Tablet(open_page, app, clerk).prepare(trip).sit_down()


def entries(house, trip):
    with house.look() as uow:
        return rows.entries(uow.session, UUID(trip))


# --- handed over ---------------------------------------------------------------------------------------------------


def test_a_result_is_signed_for_where_the_line_swallows_everything(
    app, house, office, clerk, trip, browser, watch, request
):
    watch.allow(AWAY)
    signed, marked = received(office, clerk), received(office, clerk, name="Lý Văn Pá")
    with (
        Proxy(app.port) as line,
        pages_in(browser, SimpleNamespace(url=line.url), watch, request) as open_page,  # type: ignore[arg-type]
    ):
        tablet = Tablet(open_page, app, clerk).prepare(trip).sit_down()
        tablet.page.wait_for_timeout(4000)  # the app is kept, and the pad
        line.mode = Mode.HOLE
        tablet.give(2).call(1).hand_over(signed.number)
        tablet.button("trip.desk.served_next").click()
        tablet.called(2).with_a_fingerprint(marked.number, "Lý Văn Pá", "Trưởng xóm Triệu Văn Vàng")
        tablet.page.reload()
        tablet.called(2)
        tablet.step("summary")
        expect(tablet.words("trip.summary.not_yet", n=2)).to_be_visible()
        expect(tablet.page.get_by_text("làm chứng: Trưởng xóm Triệu Văn Vàng")).to_be_visible()
        assert _looked_at(tablet) > 100
        assert entries(house, trip) == []

        line.mode = Mode.PASS
        expect(tablet.words("trip.summary.all_here")).to_be_visible(timeout=60_000)
        first, second = sorted(entries(house, trip), key=lambda one: one.queue)
        assert (str(first.dossier_id), str(second.dossier_id)) == (signed.id, marked.id)
        assert second.signature_sha256 is None
        name = Image.open(io.BytesIO(house.files.get(first.signature_sha256))).convert("L")
        assert 100 < name.width <= 600
        assert name.getextrema()[0] < 100, "ink"
        assert [kept["signature"] for kept in tablet.kept("entries")] == ["", ""]

        assert _looked_at(tablet) == name.width
        with house.look() as uow:
            assert [one.action for one in audit.of_object(uow.session, "trip_entry", str(first.id))][
                -1
            ] == "trip.signature"


def _looked_at(tablet) -> int:
    """How wide the signature is that the summary shows."""
    see = tablet.page.get_by_role("button", name=text("trip.summary.signed_of", name="Lý Thị Mây"))
    if see.count():
        see.click()
    image = tablet.page.get_by_role("img", name=text("signature.alt", name="Lý Thị Mây"))
    expect(image).to_be_visible()
    image.evaluate("picture => picture.decode()")
    return image.evaluate("picture => picture.naturalWidth")


def test_whoever_else_or_something_else_is_signed_for_anew(tablet, office, clerk, trip):
    first, second = received(office, clerk), received(office, clerk, name="Lý Văn Pá")
    tablet.prepare(trip)
    tablet.button("trip.prepare.take_again").last.click()
    expect(tablet.page.get_by_text(second.number)).to_be_visible()
    tablet.sit_down().give().call(1).do("handover")
    page = tablet.page
    page.get_by_role("button", name=first.number).click()
    tablet.button("trip.desk.sign").click()
    expect(tablet.words("trip.need.signer")).to_be_visible()
    page.locator("#trip-signer").fill("Lý Thị Mây")
    tablet.sign()
    page.get_by_role("button", name=second.number).click()
    expect(tablet.words("trip.desk.outdated")).to_be_visible()
    expect(page.get_by_role("img", name=text("signing.alt"))).to_have_count(0)
    tablet.sign()
    expect(tablet.words("trip.desk.outdated")).to_have_count(0)
    page.locator("#trip-signer").fill("Lý Thị Mỷ")
    tablet.button("trip.desk.handover_keep").click()
    expect(tablet.words("trip.need.signature")).to_be_visible()
    assert tablet.kept("entries") == []


# --- slips, and questions ------------------------------------------------------------------------------------------


def test_called_by_mistake_and_done_too_early_are_undone(tablet):
    tablet.give(2).call(1)
    tablet.button("trip.desk.wrong").click()
    expect(tablet.words("trip.desk.counts", waiting=2, served=0, skipped=0)).to_be_visible()
    tablet.call(1).button("trip.desk.served_next").click()
    tablet.called(2)
    tablet.page.get_by_text(text("trip.desk.over", n=1)).click()
    tablet.page.get_by_role("button", name=text("trip.desk.call_served", number="A 1")).click()
    tablet.called(1)
    expect(tablet.words("trip.desk.counts", waiting=1, served=0, skipped=0)).to_be_visible()
    tablet.button("trip.desk.wrong").click()
    expect(tablet.words("trip.desk.counts", waiting=1, served=1, skipped=0)).to_be_visible()


def test_who_asks_how_a_dossier_stands_is_told_from_the_pack(app, open_page, office, clerk, trip):
    mine, other, *_ = received(office, clerk), *(received(office, clerk, name="Lý Văn Pá") for _ in range(8))
    tablet = Tablet(open_page, app, clerk).prepare(trip).sit_down().give().call(1).do("lookup")
    more = tablet.page.get_by_text(re.compile(r"Còn \d+ hồ sơ nữa"))
    expect(more).to_be_visible()
    found = tablet.page.get_by_role("listitem").filter(has_text=mine.number)
    tablet.page.locator("#trip-dossier").fill(f"hoang thi mai {mine.number.lower()}")
    expect(found).to_contain_text("Giấy chứng sinh")
    expect(found).to_contain_text(text("status_short.2"))
    expect(tablet.page.get_by_text(other.number)).to_have_count(0)
    expect(more).to_have_count(0)
    tablet.page.locator("#trip-dossier").fill("nobody")
    expect(tablet.words("trip.desk.nothing_found")).to_be_visible()


def test_who_is_sent_home_hears_when_the_next_trip_comes(app, open_page, office, lead, clerk, trip):
    tablet = Tablet(open_page, app, clerk).prepare(trip).sit_down().give().call(1).do("turned_away")
    expect(tablet.words("trip.desk.back_unknown")).to_be_visible()
    later = date.fromisoformat(today()) + timedelta(days=14)
    planned(office, lead, clerk, day=later.isoformat())
    tablet.prepare(trip).button("trip.prepare.take_again").last.click()
    tablet.sit_down().called(1).do("turned_away")
    expect(tablet.words("trip.desk.back", day=f"{later:%d/%m/%Y}")).to_be_visible()


def test_two_tablets_give_numbers_that_nobody_confuses(tablet, app, open_page, lead, trip, house):
    second = Tablet(open_page, app, lead).prepare(trip).sit_down()
    tablet.give().call(1).note("Máy thứ nhất")
    second.button("trip.desk.give").click()
    second.button("trip.desk.call", number="B 1").first.click()
    second.note("Máy thứ hai")
    tablet.wait_entries("arrived")
    second.wait_entries("arrived")
    assert sorted((one.series, one.queue) for one in entries(house, trip)) == [("A", 1), ("B", 1)]
    second.step("summary")
    expect(second.page.locator("#sum-people")).to_have_text("2")
    second.prepare(trip).button("trip.prepare.take_again").last.click()
    expect(second.words("trip.prepare.packing").first).to_have_count(0)
    assert [row["pack"]["series"] for row in second.kept("trips")] == ["B"]


# --- what the tablet keeps -----------------------------------------------------------------------------------------

_LONG_AGO = """
(days) => new Promise((done, failed) => {
  const opening = indexedDB.open("sothuhoso");
  opening.onerror = failed;
  opening.onsuccess = () => {
    const change = opening.result.transaction("trips", "readwrite");
    const store = change.objectStore("trips");
    store.getAll().onsuccess = ({ target }) => target.result.forEach((row) => {
      const inHanoi = Date.now() + 7 * 3600000;
      row.pack.trip.day = new Date(inHanoi - days * 86400000).toISOString().slice(0, 10);
      store.put(row);
    });
    change.oncomplete = () => { opening.result.close(); done(); };
  };
})
"""


def _opened_anew(tablet, address="/ban") -> None:
    """Any page; ends when it has asked which day it is, if it asks at all, and had the time to act on it."""
    tablet.page.goto(address)
    tablet.page.wait_for_timeout(4000)


def test_what_has_arrived_leaves_the_tablet_a_week_after_and_what_has_not_stays(tablet, trip, watch):
    watch.allow(r"net::ERR_")
    tablet.give(2).call(1).note("Đã về")
    tablet.wait_entries("arrived")
    tablet.page.context.route("**/entries/**", lambda route: route.abort())
    tablet.note("Chưa về")
    tablet.page.evaluate(_LONG_AGO, 7)
    _opened_anew(tablet)
    assert len(tablet.kept("entries")) == 2, "still within the week"
    tablet.page.evaluate(_LONG_AGO, 9)
    _opened_anew(tablet)
    assert [(one["state"], one["text"]) for one in tablet.kept("entries")] == [("waiting", "Chưa về")]
    assert len(tablet.kept("trips")) == 1, "its queue, and what waits"
    tablet.page.context.unroute("**/entries/**")
    tablet.page.goto("/ban")
    tablet.wait_entries("arrived")
    _opened_anew(tablet)
    assert tablet.kept("entries") == tablet.kept("trips") == []
    tablet.page.goto(f"/chuyen/ban?c={trip}")
    expect(tablet.words("trip.desk.none").first).to_be_visible()


def test_a_clock_a_month_ahead_makes_the_tablet_forget_nothing(app, open_page, clerk, trip):
    tablet = Tablet(open_page, app, clerk).prepare(trip).sit_down().give()
    tablet.page.clock.install(time=tablet.page.evaluate("Date.now()") / 1000 + MONTH / 1000)
    with tablet.page.expect_response("**/api/ping"):
        tablet.page.goto("/ban")
    tablet.page.wait_for_timeout(4000)
    assert tablet.given == 1


# --- a shared tablet -----------------------------------------------------------------------------------------------


def readable(disk, *names):
    """Where on the disk one of these can be read."""
    return sorted({place for place, content in disk.items() for name in names if name.encode() in content})


def test_on_a_shared_tablet_trips_are_sealed_and_each_person_has_a_letter(
    open_page, office, lead, clerk, trip, house, watch
):
    watch.allow(AWAY)
    result = received(office, clerk)
    tablet = SharedTablet(open_page, office, clerk).share("Máy bảng 31")
    page = tablet.page
    hand = Tablet.on(page).prepare(trip).sit_down()
    page.context.route("**/entries/**", lambda route: route.abort())
    hand.button("trip.desk.give").click()
    hand.call(1).hand_over(result.number, "Lý Thị Mây")
    hand.note("Hỏi về đất rừng")
    assert readable(tablet.disk(), "Lý Thị Mây", "Hỏi về đất rừng", "Hoàng Thị Mai", HAMLETS[0]) == []
    assert tablet.counts()["entries"] == 2
    tablet.idle(6).is_locked()
    expect(page.get_by_text("Hoàng Thị Mai")).to_have_count(0)
    tablet.unlock()
    hand.called(1)
    expect(hand.state_of("waiting")).to_have_count(2)
    page.context.unroute("**/entries/**")
    expect(hand.state_of("arrived")).to_have_count(2, timeout=30_000)
    assert readable(tablet.disk(), "Lý Thị Mây", "Hỏi về đất rừng", "Hoàng Thị Mai", HAMLETS[0]) == []

    tablet.lock()
    page.goto("/dang-nhap")
    tablet.password(lead)
    page.wait_for_url(re.compile(r"/(ban|khoa)"))
    page.goto("/khoa?viec=dat")
    tablet.choose_pin(OTHER_PIN)
    page.wait_for_url(lambda address: "/khoa" not in address)
    hand.prepare(trip).sit_down()
    expect(hand.words("trip.desk.counts", waiting=0, served=0, skipped=0)).to_be_visible()
    hand.button("trip.desk.give").click()
    hand.button("trip.desk.call", number="B 1").first.click()
    hand.note("Người thứ hai")
    expect(hand.state_of("arrived")).to_be_visible(timeout=30_000)
    assert sorted((one.series, one.queue) for one in entries(house, trip)) == [("A", 1), ("A", 1), ("B", 1)]
