"""A trip to the hamlets, against the production application: planned, taken along, worked without a server, sent."""

from __future__ import annotations

import io
import re
from uuid import UUID

import pypdf
import pytest
from PIL import Image
from playwright.sync_api import expect

from sothuhoso.db.queries import dossiers, submissions
from sothuhoso.db.queries import trips as rows
from sothuhoso.i18n.catalog import error_text, text
from tests.browser.citizen import Citizen, picture
from tests.browser.test_capture import AWAY
from tests.browser.travellers import COPY, HAMLETS, Tablet, planned, received, today
from tests.browsing import (
    DESK,
    PHONE,
    UNITS_OF_DEMO,
    Office,
    axe,
    in_looks,
    opened,
    pages_in,
    session_of,
    sign_in,
    spare_unit,
    until,
)
from tests.production import production

pytestmark = pytest.mark.installed


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


# --- the whole of it -----------------------------------------------------------------------------------------------


def test_planned_taken_along_worked_without_a_server_and_sent(watch, request, browser):
    watch.allow(AWAY)
    with production(demo=False) as own, opened(own) as house, pages_in(browser, own, watch, request) as open_page:
        office = Office(own, house, UNITS_OF_DEMO[0])
        lead, clerk = office.account("outreach", "Triệu Văn Páo"), office.account("clerk", "Nông Thị Huệ")
        result = received(office, clerk)

        planner = open_page("", **DESK)
        sign_in(planner, lead)
        trip = _plan(planner)
        tablet = Tablet(open_page, own, clerk)
        tablet.page.goto("/chuyen")
        tablet.page.get_by_role("link", name=text("trip.step.prepare")).click()
        expect(tablet.page.get_by_text(result.number)).to_be_visible()
        expect(tablet.page.get_by_text("0191••••0017")).to_be_visible()
        expect(tablet.check("clock")).to_contain_text(text("trip.why.clock.ok"))
        expect(tablet.check("catalogue")).to_contain_text(text("trip.prepare.ok"))
        tablet.page.wait_for_timeout(4000)  # the code of the next pages comes when this one rests

        own.kill()
        _three_people(tablet, result.number)
        tablet.step("summary")
        expect(tablet.page.locator("#sum-people")).to_have_text("3")
        expect(tablet.page.locator("#sum-served")).to_have_text("2")
        expect(tablet.words("trip.summary.not_yet", n=3)).to_be_visible()
        expect(tablet.words("trip.summary.from_here")).to_be_visible()

        own.start()
        expect(tablet.words("trip.summary.all_here")).to_be_visible(timeout=60_000)
        assert [(entry.kind, entry.series, entry.queue) for entry in entries(house, trip)] == [
            ("dossier", "A", 1),
            ("handover", "A", 2),
            ("turned_away", "A", 3),
        ]
        _what_arrived(house, trip)
        _closed_and_printed(planner, result.number)

        tablet.page.goto("/chuyen")
        expect(tablet.words("trip.status.closed")).to_be_visible()
        tablet.page.wait_for_timeout(500)
        assert tablet.kept("trips") == tablet.kept("entries") == []  # names stay no longer than they are needed


def _plan(page) -> str:
    """The lead makes the trip, from the desk's rail; answers its id."""
    page.get_by_role("link", name=text("trip.place")).click()
    page.get_by_role("link", name=text("trip.make")).click()
    page.get_by_label(text("trip.plan.name")).fill("Lũng Luông")
    page.locator("#plan-day").fill(today())
    page.locator("#plan-hamlets").fill(f"{HAMLETS[0]}, {HAMLETS[1]}")
    page.get_by_role("button", name=text("trip.plan.add"), exact=True).click()
    page.get_by_label("Nông Thị Huệ").check()
    page.get_by_label(text("trip.plan.find")).fill("sao y")
    page.get_by_label(re.compile("Chứng thực bản sao")).first.check()
    page.get_by_role("button", name=text("trip.plan.save")).click()
    expect(page.get_by_role("heading", level=2, name="Lũng Luông")).to_be_visible()
    address = page.get_by_role("link", name=text("trip.step.summary")).get_attribute("href")
    return address.partition("c=")[2]


def _three_people(tablet: Tablet, number: str) -> None:
    """One dossier, one hand-over, one turned away, all without a server."""
    tablet.sit_down().give(3)
    tablet.call(1).do("dossier")
    tablet.page.get_by_role("button", name=re.compile("Chứng thực bản sao")).first.click()
    citizen = Citizen(lambda *_, **__: tablet.page)
    expect(citizen.heading("who.heading")).to_be_visible()
    citizen.say_who().to_papers().add(picture(1), picture(2))
    expect(citizen.pages()).to_have_count(2)
    citizen.to_review().agree().send()
    expect(citizen.heading("sent.waiting")).to_be_visible()
    tablet.page.get_by_role("link", name=text("trip.way_back")).click()
    tablet.called(1)
    expect(tablet.state_of("sending")).to_be_visible()
    tablet.button("trip.desk.served_next").click()
    tablet.called(2).hand_over(number)
    tablet.button("trip.desk.served_next").click()
    tablet.called(3).turn_away()
    tablet.button("trip.desk.served_last").click()
    expect(tablet.words("trip.desk.idle")).to_be_visible()


def _what_arrived(house, trip: str) -> None:
    (entry, *_) = entries(house, trip)
    with house.look() as uow:
        row = dossiers.get(uow.session, entry.submission_id)
        assert submissions.get(uow.session, entry.submission_id).state == "whole"
        assert (row.channel, len(dossiers.pages(uow.session, row.id))) == ("counter", 2)
        handed = entries(house, trip)[1]
        assert handed.signature_sha256
        name = Image.open(io.BytesIO(house.files.get(handed.signature_sha256))).convert("L")
        assert 100 < name.width <= 600
        assert name.getextrema()[0] < 100, "ink"
        assert [(one.series, one.waiting) for one in rows.tablets(uow.session, UUID(trip))] == [("A", 0)]


def _closed_and_printed(page, number: str) -> None:
    """The lead sees it all, closes the trip and prints its report."""
    page.get_by_role("link", name=text("trip.step.summary")).click()
    expect(page.locator("#sum-people")).to_have_text("3")
    page.get_by_role("button", name=text("trip.summary.signed_of", name="Lý Thị Mây")).click()
    image = page.get_by_role("img", name=text("signature.alt", name="Lý Thị Mây"))
    expect(image).to_be_visible()
    assert image.evaluate("async (picture) => { await picture.decode(); return picture.naturalWidth; }") > 100
    page.get_by_role("button", name=text("trip.summary.close"), exact=True).click()
    page.locator("#trip-remarks").fill("Đường vào Hạ Sơn Dao lầy.")
    page.get_by_role("button", name=text("trip.summary.close_do"), exact=True).last.click()
    expect(page.get_by_text(text("trip.status.closed"))).to_be_visible()
    address = page.get_by_role("link", name=text("trip.summary.print")).get_attribute("href")
    answer = page.context.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(answer.body())).pages
    said = " ".join(" ".join(one.extract_text() for one in pages).split())
    for part in ("3 Người đã đón tiếp", "2 Người đã được phục vụ", "1 Người phải hẹn lại", f"{COPY} ", number):
        assert part in said, part
    assert any(one.images for one in pages), "the name that was written"
    for part in ("Lý Thị Mây", "Triệu Mùi Phấy", "– Giấy chứng sinh", "0191••••0017", "Đường vào Hạ Sơn Dao lầy."):
        assert part in said, part


# --- numbers -------------------------------------------------------------------------------------------------------


def test_two_tabs_give_no_number_twice(tablet):
    first = tablet.page
    second = first.context.new_page()
    second.goto(first.url)
    give = text("trip.desk.give")
    expect(second.get_by_role("button", name=give)).to_be_visible()
    tap = f"""async () => {{
      const button = [...document.querySelectorAll("button")].find((one) => one.textContent.includes({give!r}));
      for (let n = 0; n < 25; n++) {{ button.click(); await new Promise((go) => setTimeout(go, n % 4)); }}
    }}"""
    for page in (first, second):
        page.evaluate(f"void ({tap})()")
    until(first, lambda: tablet.given == 50)
    (row,) = tablet.kept("trips")
    numbers = [ticket["number"] for ticket in row["queues"][row["hamlet"]]]
    assert sorted(numbers) == list(range(1, 51))
    expect(second.get_by_text(text("trip.desk.counts", waiting=50, served=0, skipped=0))).to_be_visible()
    expect(first.get_by_text(text("trip.desk.counts", waiting=50, served=0, skipped=0))).to_be_visible()


def test_who_is_not_there_is_passed_over_and_called_again(tablet):
    tablet.give(2).call(1)
    tablet.button("trip.desk.absent").click()
    tablet.called(2)
    tablet.button("trip.desk.served_last").click()
    expect(tablet.words("trip.desk.counts", waiting=0, served=1, skipped=1)).to_be_visible()
    tablet.page.get_by_role("button", name=text("trip.desk.call_skipped", number="A 1")).click()
    tablet.called(1)


def test_each_hamlet_counts_for_itself_and_a_reload_finds_everything(tablet):
    tablet.give(2)
    with tablet.page.expect_response(re.compile(r"/voice/vi/queue\.mp3$")):
        tablet.button("voice.listen").click()
    tablet.call(1).note()
    tablet.page.get_by_label(text("trip.desk.hamlet")).select_option(label=HAMLETS[1])
    expect(tablet.words("trip.desk.counts", waiting=0, served=0, skipped=0)).to_be_visible()
    tablet.give(1)
    tablet.page.reload()
    expect(tablet.words("trip.desk.counts", waiting=1, served=0, skipped=0)).to_be_visible()
    tablet.page.get_by_label(text("trip.desk.hamlet")).select_option(label=HAMLETS[0])
    tablet.called(1)
    expect(tablet.words("trip.desk.done")).to_be_visible()


# --- sending -------------------------------------------------------------------------------------------------------


def test_a_note_arrives_and_its_words_leave_the_tablet(tablet, house, trip):
    tablet.give().call(1).note("Hỏi về trợ cấp hưu trí xã hội")
    (kept,) = tablet.wait_entries("arrived")
    assert kept["text"] == kept["person"] == ""
    expect(tablet.state_of("arrived")).to_be_visible()
    (entry,) = entries(house, trip)
    assert str(entry.id) == kept["id"]


def test_a_lost_answer_and_two_taps_make_no_second_entry(tablet, house, trip, watch):
    watch.allow(r"net::ERR_")
    lost = []

    def lose(route):
        if not lost:
            lost.append(route.fetch().status)  # it arrives, the answer does not
            route.abort()
        else:
            route.continue_()

    tablet.page.route("**/entries/**", lose)
    tablet.give().call(1).do("note")
    tablet.page.locator("#trip-text").fill("Ghi một lần")
    tablet.button("trip.desk.note_keep").evaluate("(button) => { button.click(); button.click(); button.click(); }")
    tablet.wait_entries("arrived")
    assert lost == [201]
    assert len(entries(house, trip)) == 1


def test_two_tabs_send_each_thing_once(tablet, house, trip):
    second = tablet.page.context.new_page()
    second.goto(tablet.page.url)
    expect(second.get_by_role("button", name=text("trip.desk.give"))).to_be_visible()
    tablet.give().call(1)
    for number in range(4):
        tablet.note(f"Ghi chú {number}")
    tablet.wait_entries(*["arrived"] * 4)
    assert len(entries(house, trip)) == 4


def test_closed_in_the_middle_it_is_sent_at_the_next_opening(tablet, house, trip, watch):
    watch.allow(r"net::ERR_|Failed to fetch|WebSocket connection|fetching the script")
    context = tablet.page.context
    context.set_offline(True)  # the service worker's requests too: it sends what a closed page left
    tablet.give().call(1).note("Đóng máy giữa chừng")
    tablet.page.close()
    assert entries(house, trip) == []
    context.set_offline(False)
    page = context.new_page()
    page.goto("/")  # any page of ours, once it has come to rest
    until(page, lambda: entries(house, trip))
    assert len(entries(house, trip)) == 1


def test_a_refusal_is_told_and_kept(tablet, house, trip, watch):
    watch.allow("status of 409")
    message = error_text("trip.entry_conflict")
    said = {"key": "trip.entry_conflict", "facts": {}, "message": message}
    tablet.page.route("**/entries/**", lambda route: route.fulfill(status=409, json=said))
    tablet.give().call(1).note()
    tablet.wait_entries("parked")
    expect(tablet.page.get_by_text(message)).to_be_visible()
    tablet.page.unroute("**/entries/**")
    tablet.step("summary")
    tablet.button("sent.try_now").click()
    expect(tablet.words("trip.summary.all_here")).to_be_visible()
    assert len(entries(house, trip)) == 1


def test_whose_session_ended_signs_in_and_it_goes_on(tablet, house, trip, clerk, watch):
    watch.allow("status of 401")
    tablet.page.context.clear_cookies()
    tablet.give().call(1).note()
    tablet.wait_entries("parked")
    tablet.step("summary")
    expect(tablet.words("trip.signed_out").first).to_be_visible()
    sign_in(tablet.page, clerk)
    until(tablet.page, lambda: entries(house, trip))
    assert len(entries(house, trip)) == 1


def test_a_dossier_deleted_before_it_was_sent_can_be_taken_off(tablet, house, trip):
    tablet.give().call(1).do("dossier")
    tablet.page.get_by_role("button", name="Đăng ký khai sinh lưu động").click()
    expect(tablet.page.get_by_role("heading", level=1, name=text("who.heading"))).to_be_visible()
    tablet.page.goto("/cua-toi")
    tablet.page.get_by_role("button", name=re.compile("^" + text("mine.delete_of", name=""))).click()
    tablet.button("mine.delete_yes").click()
    until(tablet.page, lambda: tablet.kept("drafts") == [])
    tablet.sit_down(trip).called(1)
    expect(tablet.state_of("lost")).to_be_visible()
    tablet.button("trip.desk.forget").click()
    expect(tablet.words("trip.desk.done")).to_have_count(0)
    assert tablet.kept("entries") == []
    assert entries(house, trip) == []


# --- getting ready -------------------------------------------------------------------------------------------------


def test_a_clock_that_is_off_is_shown(app, open_page, clerk, trip):
    tablet = Tablet(open_page, app, clerk)
    tablet.page.route(
        "**/api/ping",
        lambda route: route.fulfill(
            status=204, headers={"Date": tablet.page.evaluate("new Date(Date.now() - 6.2 * 60000).toUTCString()")}
        ),
    )
    tablet.prepare(trip)
    expect(tablet.check("clock")).to_contain_text(text("trip.why.clock.fast", minutes=6))
    expect(tablet.check("clock")).to_contain_text(text("trip.prepare.look"))


def test_what_the_tablet_lacks_is_said_with_what_to_do(app, open_page, clerk, trip):
    tablet = Tablet(open_page, app, clerk).prepare(trip)
    expect(tablet.check("camera")).to_contain_text(text("trip.why.camera.none"))
    expect(tablet.check("numbers")).to_contain_text(text("trip.prepare.look"))
    expect(tablet.check("catalogue")).to_contain_text("thủ tục")
    expect(tablet.check("storage")).to_contain_text("GB")
    expect(tablet.words("trip.prepare.attention_hint")).to_be_visible()


def test_numbers_are_fetched_where_the_tablet_has_none(app, open_page, clerk, trip):
    tablet = Tablet(open_page, app, clerk).prepare(trip)
    expect(tablet.check("numbers")).to_contain_text(text("trip.why.numbers.none"))
    tablet.button("trip.prepare.more_numbers").click()
    expect(tablet.check("numbers")).to_contain_text(text("trip.prepare.ok"))
    expect(tablet.check("numbers")).not_to_contain_text(text("trip.why.numbers.none"))


def test_the_lead_puts_right_what_goes_along(app, open_page, office, lead, clerk, trip, watch):
    watch.allow("status of 404")
    near, far = received(office, clerk), received(office, clerk, hamlet="Nhà trọ")
    tablet = Tablet(open_page, app, lead).prepare(trip)
    expect(tablet.page.get_by_text(near.number)).to_be_visible()
    expect(tablet.page.get_by_text(far.number)).to_have_count(0)
    tablet.page.locator("#trip-number").fill(far.number.lower())
    tablet.button("trip.prepare.add_do").click()
    expect(tablet.page.get_by_text(far.number)).to_be_visible()
    row = tablet.page.get_by_role("listitem").filter(has_text=near.number)
    row.get_by_role("button").click()
    expect(row).to_contain_text(text("trip.prepare.left"))
    other = Tablet(open_page, app, clerk).prepare(trip)
    expect(other.page.get_by_text(far.number)).to_be_visible()
    expect(other.page.get_by_text(near.number)).to_have_count(0)
    tablet.page.locator("#trip-number").fill("SH-1")
    tablet.button("trip.prepare.add_do").click()
    expect(tablet.page.get_by_text(error_text("dossier.unknown"))).to_be_visible()


def test_a_trip_is_changed_and_called_off(app, open_page, lead, trip):
    tablet = Tablet(open_page, app, lead)
    page = tablet.page
    page.goto("/chuyen")
    page.get_by_role("link", name=text("trip.change")).click()
    expect(page.get_by_label(text("trip.plan.name"))).to_have_value("Lũng Luông")
    page.get_by_label(text("trip.plan.name")).fill("")
    page.get_by_role("button", name=text("trip.plan.save")).click()
    expect(page.get_by_text(error_text("trip.name_missing"))).to_be_visible()
    expect(page.get_by_label(text("trip.plan.name"))).to_be_focused()
    page.get_by_label(text("trip.plan.name")).fill("Hạ Sơn Dao")
    page.get_by_role("button", name=text("trip.plan.drop", name=HAMLETS[0])).click()
    page.get_by_role("button", name=text("trip.plan.save")).click()
    expect(page.get_by_role("heading", level=2, name="Hạ Sơn Dao")).to_be_visible()
    expect(page.get_by_text(HAMLETS[0])).to_have_count(0)
    page.get_by_role("link", name=text("trip.change")).click()
    tablet.button("trip.plan.cancel").click()
    page.get_by_role("dialog").get_by_role("button", name=text("trip.plan.cancel_yes")).click()
    expect(page.get_by_text(text("trip.status.cancelled"))).to_be_visible()


# --- whose tablet it is --------------------------------------------------------------------------------------------


def test_another_person_on_the_same_tablet_does_not_see_the_first_ones_trip(tablet, office, trip, watch):
    watch.allow("status of 403")
    tablet.give().call(1)
    other = office.account("clerk", "Lường Thị Thắm")
    sign_in(tablet.page, other)
    tablet.page.goto("/chuyen")
    expect(tablet.words("trip.empty")).to_be_visible()
    tablet.page.goto(f"/chuyen/ban?c={trip}")
    expect(tablet.words("trip.desk.none").first).to_be_visible()
    tablet.page.goto(f"/chuyen/chuan-bi?c={trip}")
    expect(tablet.page.get_by_text(error_text("trip.not_member"))).to_be_visible()


def test_nobody_signed_in_sees_nothing(open_page, trip, watch):
    watch.allow("status of 401")
    page = open_page("/chuyen", **DESK)
    expect(page.get_by_text(text("trip.signed_out")).first).to_be_visible()
    page.goto(f"/chuyen/tong-ket?c={trip}")
    expect(page.get_by_text(text("trip.signed_out")).first).to_be_visible()


def test_who_sees_no_dossiers_is_offered_no_trips(app, open_page, office):
    page = open_page("/ban", sid=session_of(app, office.account("admin")))
    expect(page.get_by_text(text("desk.refused")).first).to_be_visible()
    expect(page.get_by_role("link", name=text("trip.place"))).to_have_count(0)


# --- how it looks --------------------------------------------------------------------------------------------------


#: language → the looks it is seen in
LOOKED_AT = {"vi": ((PHONE["viewport"], "light"), (DESK["viewport"], "dark")), "en": ((PHONE["viewport"], "dark"),)}


def fine(page, lang):
    """No violation, one h1, nothing cut off at the side, nothing too small for a finger."""
    page.wait_for_timeout(200)
    for _ in in_looks(page, LOOKED_AT[lang]):
        assert axe(page) == []
        assert page.get_by_role("heading", level=1).count() == 1
        # A phone that finds the page too wide makes the window wider: compared is what the screen has.
        wide = page.evaluate("Math.max(document.documentElement.scrollWidth, innerWidth)")
        assert wide <= page.viewport_size["width"]
        small = page.evaluate(
            """() => [...document.querySelectorAll("main button, main a, main select, main input")]
              .filter((e) => e.offsetParent && !e.closest("label"))
              .filter((e) => e.getBoundingClientRect().height < 44)
              .map((e) => e.textContent.trim() || e.id)"""
        )
        assert small == []


@pytest.mark.parametrize("lang", LOOKED_AT)
def test_every_screen_is_fine(app, open_page, office, lead, clerk, trip, lang):
    received(office, clerk)
    tablet = Tablet(open_page, app, lead, **PHONE)
    page = tablet.page
    page.evaluate(f"localStorage.setItem('sothuhoso.lang', '{lang}')")
    page.goto("/chuyen")
    expect(page.get_by_role("heading", level=2, name="Lũng Luông")).to_be_visible()
    fine(page, lang)
    page.goto("/chuyen?lap=moi")
    expect(page.locator("#plan-name")).to_be_visible()
    fine(page, lang)
    page.goto(f"/chuyen/chuan-bi?c={trip}")
    expect(page.get_by_role("heading", name=text("trip.check.clock", lang))).to_be_visible()
    fine(page, lang)
    page.goto(f"/chuyen/ban?c={trip}")
    expect(page.get_by_role("button", name=text("trip.desk.give", lang))).to_be_visible()
    fine(page, lang)
    page.get_by_role("button", name=text("trip.desk.give", lang)).click()
    page.get_by_role("button", name=text("trip.desk.call", lang, number="A 1"), exact=True).first.click()
    for key in ("dossier", "lookup", "handover", "turned_away", "note"):
        page.get_by_role("button", name=text(f"trip.do.{key}", lang), exact=True).click()
        fine(page, lang)
        if key == "handover":
            _handed_over_is_fine(tablet, lang)
    page.locator("#trip-text").fill("Ghi")
    page.get_by_role("button", name=text("trip.desk.note_keep", lang)).click()
    expect(page.get_by_text(text("trip.state.arrived", lang), exact=True)).to_be_visible()
    fine(page, lang)
    page.goto(f"/chuyen/tong-ket?c={trip}")
    expect(page.get_by_text(text("trip.summary.all_here", lang))).to_be_visible()
    page.get_by_role("button", name=text("trip.summary.close", lang), exact=True).click()
    fine(page, lang)


def _handed_over_is_fine(tablet, lang):
    """A fingerprint with its witness, the pad, and the name on the form; nothing is kept."""
    page = tablet.page
    page.locator("#trip-signer").fill("Lý Thị Mây")
    page.get_by_label(text("trip.how.fingerprint", lang)).check()
    fine(page, lang)
    page.get_by_role("button", name=text("trip.desk.handover_keep", lang)).click()
    expect(page.get_by_text(text("trip.need.dossier", lang))).to_be_visible()
    fine(page, lang)
    page.get_by_role("listitem").get_by_role("button").filter(has_text="SH-").first.click()
    page.get_by_role("button", name=text("trip.desk.sign", lang)).click()
    pad = page.get_by_role("img", name=text("signing.pad", lang))
    expect(pad).to_be_visible()
    fine(page, lang)
    pad.click(position={"x": 60, "y": 60})
    pad.drag_to(pad, source_position={"x": 60, "y": 60}, target_position={"x": 220, "y": 90})
    page.get_by_role("dialog").get_by_role("button", name=text("signing.done", lang)).click()
    expect(page.get_by_role("img", name=text("signing.alt", lang))).to_be_visible()
    fine(page, lang)
