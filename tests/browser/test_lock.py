"""A shared tablet, against the production application: sealed stores, wrong PINs, the desk's key, revoking."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from sothuhoso.db.queries import dossiers
from sothuhoso.db.tables import DossierRow
from sothuhoso.i18n.catalog import text
from tests.browser import travellers
from tests.browser.citizen import picture
from tests.browser.locking import AT_LOCK, JPEG, OTHER_PIN, PIN, WRONG, SharedTablet
from tests.browsing import CHROMIUM, DESK, FLAGS, TABLET, Office, session_of, spare_unit, until
from tests.proxy import Mode, Proxy
from tests.samples.people import MAI, PA

pytestmark = pytest.mark.installed

AWAY = r"net::ERR_|WebSocket connection|Failed to load"
PHOTOS = (picture(1), picture(2))
NO_ROWS = b"|0=|1="


@pytest.fixture(scope="module")
def office(app, house):
    """One unit for all tests of this file; each has people and a tablet of its own."""
    return Office(app, house, spare_unit(app, house))


@pytest.fixture
def clerk(office):
    return office.account("clerk", "Nông Thị Huệ")


@pytest.fixture
def head(office):
    return office.account("head", "Triệu Văn Páo")


@pytest.fixture
def tablet(open_page, office, clerk):
    return SharedTablet(open_page, office, clerk)


@pytest.fixture
def timed(open_page, office, clerk, watch):
    """A tablet whose clock is moved while somebody works and something waits: the worker's cannot be moved with it."""
    watch.allow("reading 'addEventListener'")  # what Playwright leaves in the worker's place
    return SharedTablet(open_page, office, clerk, service_workers="block")


@pytest.fixture
def far(open_page, office, clerk, line):
    """A tablet on a line that can be made bad."""
    return SharedTablet(open_page, office, clerk, line.url)


@pytest.fixture
def away(tablet, watch):
    """No dossier gets through; lifted by calling it."""
    return cut_off(tablet, watch)


def cut_off(tablet, watch):
    watch.allow(AWAY)
    tablet.page.context.route("**/api/submissions/**", lambda route: route.abort())
    return lambda: tablet.page.context.unroute("**/api/submissions/**")


@pytest.fixture
def line(app, watch):
    """A line to the application that can be made bad."""
    watch.allow(AWAY)
    with Proxy(app.port) as made:
        yield made


@pytest.fixture
def desk(open_page, app, head):
    """The head's page of tablets, opened when it is wanted."""

    def look():
        page = open_page("/ban/may", sid=session_of(app, head), **DESK)
        expect(page.get_by_role("heading", name=text("tablets.unit"))).to_be_visible()
        return page

    return look


def swallow(tablet, line):
    """From now on the line takes everything and gives nothing."""
    tablet.page.wait_for_timeout(4000)  # the code of the lock and the catalogue come when the page rests
    tablet.wait_kept(lambda: tablet.kept("catalogue") != [])
    line.mode = Mode.HOLE


def in_clear(disk, *persons):
    """Where on the disk somebody's name, number or photo can be read."""
    sought = [part.encode() for person in persons for part in (person.full_name, person.id_number)]
    return sorted({place for place, content in disk.items() for one in (*sought, *JPEG) if one in content})


def arrived(house, number):
    """The dossier as the desk has it, and the hashes of its photos."""
    with house.look() as uow:
        row = uow.session.exec(select(DossierRow).where(DossierRow.number == number)).one()
        return row, sorted(page.received_sha256 for page in dossiers.pages(uow.session, row.id))


# --- what lies on the disk -----------------------------------------------------------------------------------------


def test_what_was_in_clear_is_sealed_by_the_first_pin_and_so_is_all_that_follows(tablet):
    tablet.draft(*PHOTOS)
    assert in_clear(tablet.disk(), MAI) == ["sothuhoso/drafts", "sothuhoso/photos"]  # so that the look finds it

    tablet.share("Máy bảng 1")
    tablet.draft(picture(3), name=PA.full_name, number=PA.id_number)
    disk = tablet.disk()
    assert in_clear(disk, MAI, PA) == []
    assert tablet.counts()["drafts"] == 2
    assert tablet.counts()["photos"] == 3
    assert b"extractable=true" not in b"".join(disk.values())


def test_of_whoever_is_signed_in_the_device_keeps_no_more_than_the_lock_shows(tablet, watch):
    watch.allow(AWAY)
    tablet.page.goto("/chuyen")  # where the device remembers for itself who it is
    expect(tablet.page.get_by_role("heading", level=1)).to_be_visible()
    assert b"signed_in" in tablet.disk()["sothuhoso/meta"]
    tablet.share("Máy bảng 2")
    tablet.page.goto("/chuyen")
    expect(tablet.page.get_by_role("heading", level=1)).to_be_visible()
    tablet.page.wait_for_timeout(1000)
    meta = tablet.disk()["sothuhoso/meta"]
    # The lock's page offers the names of the desk's people; nothing else says who they are.
    assert meta.count("Nông Thị Huệ".encode()) == 1
    assert b"|username=" not in meta
    tablet.lock().idle(10).unlock()
    tablet.page.context.route("**/api/trips", lambda route: route.abort())
    tablet.page.goto("/chuyen")
    expect(tablet.page.get_by_role("heading", level=1)).to_be_visible()
    expect(tablet.page.get_by_text(text("trip.signed_out"))).to_have_count(0)


# --- locking and unlocking -----------------------------------------------------------------------------------------


def test_idle_it_locks_and_the_right_pin_brings_the_work_back(tablet):
    tablet.share("Máy bảng 3").draft(*PHOTOS)
    address = tablet.page.url
    tablet.idle(4)
    expect(tablet.heading("papers.heading")).to_be_visible()
    tablet.idle(1.5).is_locked()
    with tablet.page.expect_response(re.compile(r"/voice/vi/pin\.mp3$")):
        tablet.button("voice.listen").click()
    expect(tablet.page.get_by_text(MAI.full_name)).to_have_count(0)
    tablet.wrong(left=9).wrong(left=8)
    for digit in PIN:
        tablet.page.get_by_role("button", name=digit, exact=True).click()
    tablet.button("lock.open").click()
    expect(tablet.heading("papers.heading")).to_be_visible()
    assert tablet.page.url == address
    expect(tablet.pages()).to_have_count(2)
    tablet.idle(6).is_locked()
    tablet.page.go_back()
    tablet.is_locked()
    expect(tablet.page.locator("#owner-full_name")).to_have_count(0)
    tablet.unlock()
    expect(tablet.page.locator("#owner-full_name")).to_have_value(MAI.full_name)


def test_a_touch_keeps_it_open_and_the_chosen_minutes_count(tablet):
    tablet.share("Máy bảng 4")
    tablet.page.get_by_label(text("tablets.minutes", n=1), exact=True).check()
    tablet.wait_kept(lambda: any(isinstance(row, dict) and row.get("idle") == 1 for row in tablet.kept("meta")))
    tablet.draft()
    for _ in range(3):
        tablet.idle(0.8)
        tablet.page.mouse.click(5, 5)
    expect(tablet.heading("papers.heading")).to_be_visible()
    tablet.idle(1.1).is_locked()


def test_after_some_wrong_ones_one_has_to_wait(tablet):
    tablet.share("Máy bảng 5").lock()
    tablet.wrong(left=9).wrong(left=8)
    tablet.enter(WRONG)
    expect(tablet.page.get_by_role("alert")).to_contain_text(text("lock.wrong", left=7))
    expect(tablet.page.get_by_role("alert")).to_contain_text(re.compile(r"Chờ [1-5] giây"))
    expect(tablet.button("lock.open")).to_be_disabled()
    tablet.page.reload()  # waits no less for it
    expect(tablet.page.get_by_role("alert")).to_contain_text(re.compile(r"Chờ [1-5] giây"))
    tablet.page.clock.fast_forward(6000)
    tablet.unlock()
    tablet.lock().enter(WRONG)
    expect(tablet.page.get_by_role("alert")).to_contain_text(text("lock.wrong", left=9))


def test_with_the_line_swallowed_it_opens_and_stays_locked_over_a_reload(far, line):
    tablet = far.share("Máy bảng 6").draft(*PHOTOS)
    address = tablet.page.url
    swallow(tablet, line)
    tablet.idle(6).is_locked()
    tablet.page.reload()
    tablet.is_locked()
    tablet.enter(WRONG)
    expect(tablet.page.get_by_role("alert")).to_contain_text(text("lock.wrong", left=9))
    tablet.unlock()
    expect(tablet.heading("papers.heading")).to_be_visible()
    assert tablet.page.url == address
    expect(tablet.pages()).to_have_count(2)


def test_a_browser_that_was_closed_comes_back_locked(playwright_, tmp_path, office, clerk, watch, line):
    def browser():
        context = playwright_.chromium.launch_persistent_context(
            tmp_path / "profile",
            executable_path=CHROMIUM,
            args=list(FLAGS),
            base_url=line.url,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **TABLET,
        )
        context.set_default_timeout(15_000)
        watch.hear(context.pages[0])
        return context

    context = browser()
    tablet = SharedTablet(lambda *_, **__: context.pages[0], office, clerk, line.url)
    tablet.share("Máy bảng 7").draft(*PHOTOS)
    address = tablet.page.url
    tablet.page.reload()  # what a person does without thinking asks for no PIN
    expect(tablet.pages()).to_have_count(2)
    second = context.new_page()
    second.goto(address)
    expect(second.get_by_role("heading", level=1, name=text("papers.heading"))).to_be_visible()
    second.close()
    tablet.page.wait_for_timeout(4000)
    context.close()

    line.mode = Mode.HOLE
    context = browser()
    tablet.page = context.pages[0]
    tablet.page.goto(address)
    tablet.is_locked()
    assert in_clear(tablet.disk(), MAI) == []
    tablet.unlock()
    expect(tablet.heading("papers.heading")).to_be_visible()
    expect(tablet.pages()).to_have_count(2)
    context.close()


# --- what waits while it is locked ---------------------------------------------------------------------------------


def test_the_lock_says_what_is_sent_after_unlocking_and_it_is(tablet, away, house):
    tablet.share("Máy bảng 8").hand_in(*PHOTOS)
    hashes, address = tablet.sealed_hashes(), tablet.page.url
    tablet.lock()
    expect(tablet.words("lock.waits", n=1)).to_be_visible()
    away()
    tablet.page.wait_for_timeout(3000)
    assert tablet.counts()["outbox"] == 1
    tablet.unlock()
    tablet.page.goto(address)
    number = tablet.number()
    assert arrived(house, number)[1] == hashes
    assert len(hashes) == 2
    assert (tablet.counts()["outbox"], tablet.counts()["bodies"]) == (0, 0)
    tablet.idle(6).is_locked()
    expect(tablet.page.get_by_role("note")).to_have_count(0)


# --- two people ----------------------------------------------------------------------------------------------------


def test_two_clerks_see_nothing_of_each_other(tablet, away, office):
    tablet.share("Máy bảng 9").draft(*PHOTOS)
    tablet.hand_in(picture(3))
    tablet.lock()
    second = office.account("clerk", "Lý Thị Mảy")
    tablet.page.get_by_role("link", name=text("lock.someone_else")).click()
    tablet.password(second)
    expect(tablet.page.get_by_role("heading", name=text("lock.new", name="Lý Thị Mảy"))).to_be_visible()
    tablet.choose_pin(OTHER_PIN)
    expect(tablet.page).not_to_have_url(AT_LOCK)
    tablet.page.goto("/cua-toi")
    expect(tablet.words("mine.empty")).to_be_visible()
    expect(tablet.page.get_by_text(MAI.full_name)).to_have_count(0)
    tablet.draft(picture(4), name=PA.full_name, number=PA.id_number)
    assert len(tablet.databases()) == 3

    tablet.lock()
    expect(tablet.page.get_by_role("heading", name=text("lock.choose"))).to_be_visible()
    tablet.page.get_by_role("button", name="Nông Thị Huệ").click()
    tablet.enter(OTHER_PIN)
    expect(tablet.page.get_by_role("alert")).to_contain_text(text("lock.wrong", left=9))
    tablet.unlock()
    tablet.page.goto("/cua-toi")
    expect(tablet.page.locator("main article, main li").first).to_be_visible()
    expect(tablet.page.get_by_text(re.compile(PA.full_name))).to_have_count(0)
    away()
    assert tablet.page.evaluate("document.cookie").count("holder=") == 1


def test_a_password_typed_over_an_open_tablet_closes_the_first_persons_part(tablet, office):
    tablet.share("Máy bảng 10").draft(*PHOTOS)
    second = office.account("clerk", "Lý Thị Mảy")
    tablet.page.goto("/dang-nhap")
    tablet.password(second)
    expect(tablet.page.get_by_role("heading", name=text("lock.new", name="Lý Thị Mảy"))).to_be_visible()
    tablet.choose_pin(OTHER_PIN)
    expect(tablet.page).not_to_have_url(AT_LOCK)
    tablet.page.goto("/cua-toi")
    expect(tablet.words("mine.empty")).to_be_visible()


# --- ten wrong PINs ------------------------------------------------------------------------------------------------


def test_after_ten_wrong_pins_the_desk_has_it_before_it_is_deleted(far, line, desk, house):
    tablet = far.share("Máy bảng 11")
    swallow(tablet, line)
    hashes = tablet.hand_in(*PHOTOS).sealed_hashes()
    tablet.lock().ten_wrong()
    expect(tablet.exactly("lock.no_line")).to_be_visible()
    expect(tablet.words("lock.kept", dossiers=1, drafts=0)).to_be_visible()
    tablet.page.reload()
    expect(tablet.words("lock.kept", dossiers=1, drafts=0)).to_be_visible()
    assert (tablet.counts()["outbox"], tablet.sealed_hashes()) == (1, hashes)

    line.mode = Mode.PASS
    tablet.page.clock.fast_forward(61_000)  # by itself, as it says
    expect(tablet.exactly("lock.done")).to_be_visible()
    assert tablet.databases() == ["sothuhoso"]

    page = desk()
    row = page.get_by_role("listitem").filter(has_text="Máy bảng 11").filter(has_text=text("tablets.reason.pin"))
    expect(row).to_contain_text(text("tablets.inside", dossiers=1, drafts=0))
    row.get_by_role("button", name=text("tablets.open")).click()
    opened = page.get_by_role("dialog")
    expect(opened).to_contain_text(text("tablets.recovered.whole"))
    number = opened.locator(".number").inner_text()
    assert arrived(house, number)[1] == hashes
    assert len(hashes) == 2


def test_a_shut_part_goes_to_the_desk_while_somebody_else_works(timed, watch, desk, office):
    tablet = timed
    cut_off(tablet, watch)
    tablet.share("Máy bảng 12").hand_in(*PHOTOS)
    tablet.lock()
    tablet.page.get_by_role("link", name=text("lock.someone_else")).click()
    tablet.password(office.account("clerk", "Lý Thị Mảy"))
    tablet.choose_pin(OTHER_PIN)
    expect(tablet.page).not_to_have_url(AT_LOCK)
    tablet.lock()
    tablet.page.context.route("**/api/recovery**", lambda route: route.abort())
    tablet.page.get_by_role("button", name="Nông Thị Huệ").click()
    tablet.ten_wrong()
    expect(tablet.exactly("lock.no_line")).to_be_visible()
    tablet.button("lock.not_me").click()
    tablet.page.get_by_role("button", name="Lý Thị Mảy").click()
    tablet.unlock(OTHER_PIN)
    tablet.draft(picture(5), name=PA.full_name, number=PA.id_number)

    tablet.page.context.unroute("**/api/recovery**")
    tablet.page.clock.fast_forward(61_000)
    until(tablet.page, lambda: len(tablet.databases()) == 2)
    expect(tablet.heading("papers.heading")).to_be_visible()  # and is not thrown out for it
    expect(tablet.pages()).to_have_count(1)
    expect(desk().get_by_role("heading", name="Máy bảng 12 · Nông Thị Huệ")).to_be_visible()


def test_with_no_line_the_file_is_the_other_way_to_the_desk(tablet, away, desk, house, tmp_path):
    tablet.share("Máy bảng 13").hand_in(*PHOTOS)
    hashes = tablet.sealed_hashes()
    tablet.lock()
    tablet.page.context.route("**/api/recovery**", lambda route: route.abort())
    tablet.ten_wrong()
    with tablet.page.expect_download() as saving:
        tablet.button("lock.save_file").click()
    kept = tmp_path / saving.value.suggested_filename
    saving.value.save_as(kept)
    assert kept.suffix == ".khoa"
    assert in_clear({"file": kept.read_bytes()}, MAI) == []
    assert tablet.counts()["outbox"] == 1  # until somebody says that the file is there
    tablet.button("lock.saved_yes").click()
    expect(tablet.exactly("lock.done")).to_be_visible()
    assert tablet.databases() == ["sothuhoso"]

    page = desk()
    page.locator("#bundle-file").set_input_files(kept)
    expect(page.get_by_text(text("tablets.said.taken"))).to_be_visible()
    row = page.get_by_role("listitem").filter(has_text="Máy bảng 13").filter(has_text=text("tablets.reason.pin"))
    row.get_by_role("button", name=text("tablets.open")).click()
    opened = page.get_by_role("dialog")
    expect(opened).to_contain_text(text("tablets.recovered.whole"))
    assert arrived(house, opened.locator(".number").inner_text())[1] == hashes


def test_who_forgot_the_pin_gets_another_by_the_heads_leave_and_loses_nothing(tablet, desk, clerk):
    tablet.share("Máy bảng 14").draft(*PHOTOS)
    tablet.lock()
    page = desk()
    row = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Máy bảng 14"))
    row.get_by_role("button", name=text("tablets.reset")).click()
    expect(page.get_by_text(text("tablets.said.reset"))).to_be_visible()
    tablet.button("lock.forgot").click()
    tablet.page.get_by_role("link", name=text("lock.forgot_sign_in")).click()
    tablet.password(clerk)
    expect(tablet.page.get_by_role("heading", name=text("lock.new", name="Nông Thị Huệ"))).to_be_visible()
    tablet.choose_pin(OTHER_PIN)
    expect(tablet.page).not_to_have_url(AT_LOCK)
    assert tablet.counts()["drafts"] == 1
    tablet.lock().unlock(OTHER_PIN)


# --- signing out ---------------------------------------------------------------------------------------------------


def test_signing_out_names_what_is_unsent_and_leaves_it_locked(tablet, away):
    tablet.share("Máy bảng 15").draft(*PHOTOS)
    tablet.hand_in(picture(3))
    tablet.page.goto("/ban")
    tablet.button("desk.sign_out").click()
    asked = tablet.page.get_by_role("dialog")
    expect(asked).to_contain_text(text("leaving.dossiers", n=1))
    expect(asked).to_contain_text(text("leaving.drafts", n=1))
    expect(asked).not_to_contain_text(re.compile("chuyến"))
    expect(asked).to_contain_text(text("leaving.locked"))
    asked.get_by_role("button", name=text("leaving.stay")).click()
    expect(asked).to_have_count(0)

    tablet.button("desk.sign_out").click()
    asked.get_by_role("button", name=text("leaving.leave")).click()
    tablet.page.wait_for_url(re.compile("/dang-nhap"))
    assert in_clear(tablet.disk(), MAI) == []
    assert (tablet.counts()["outbox"], tablet.counts()["drafts"]) == (1, 2)
    tablet.page.goto("/cua-toi")
    tablet.is_locked().unlock()
    expect(tablet.page.get_by_text(re.compile(MAI.full_name)).first).to_be_visible()


def test_signing_out_sends_first_where_one_wants_it(tablet, away):
    tablet.share("Máy bảng 16").hand_in(*PHOTOS)
    tablet.page.goto("/ban")
    tablet.button("desk.sign_out").click()
    away()
    tablet.page.get_by_role("dialog").get_by_role("button", name=text("leaving.send_first")).click()
    tablet.page.wait_for_url(re.compile("/dang-nhap"))
    assert tablet.counts()["outbox"] == 0


def test_signing_out_counts_what_was_done_on_a_trip(open_page, app, office, clerk, watch):
    watch.allow(AWAY)
    trip = travellers.planned(office, office.account("outreach", "Triệu Văn Páo"), clerk)
    tablet = travellers.Tablet(open_page, app, clerk).prepare(trip).sit_down()
    tablet.page.context.route("**/api/trips/*/entries/*", lambda route: route.abort())
    tablet.give(2).call(1).note()
    tablet.wait_entries("waiting")
    tablet.page.goto("/ban")
    tablet.button("desk.sign_out").click()
    asked = tablet.page.get_by_role("dialog")
    expect(asked).to_contain_text(text("leaving.deeds", n=1))
    expect(asked).not_to_contain_text(re.compile("bản nháp"))
    tablet.page.context.unroute("**/api/trips/*/entries/*")
    asked.get_by_role("button", name=text("leaving.send_first")).click()
    tablet.page.wait_for_url(re.compile("/dang-nhap"))
    tablet.wait_entries("arrived")


def test_with_nothing_unsent_signing_out_asks_nothing(tablet):
    tablet.share("Máy bảng 17")
    tablet.button("desk.sign_out").click()
    tablet.page.wait_for_url(re.compile("/dang-nhap"))
    tablet.page.goto("/ban/may")
    tablet.is_locked()


# --- a lost tablet -------------------------------------------------------------------------------------------------


def test_a_revoked_tablet_hands_over_and_empties_itself_at_its_next_contact(far, line, desk, house):
    tablet = far.share("Máy bảng 18")
    swallow(tablet, line)
    hashes = tablet.hand_in(*PHOTOS).sealed_hashes()
    tablet.draft(picture(3))
    tablet.page.wait_for_timeout(2000)
    page = desk()
    row = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Máy bảng 18"))
    row.get_by_role("button", name=text("tablets.revoke")).click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text(text("tablets.revoke_unsent"))
    asked.get_by_role("button", name=text("tablets.revoke_yes")).click()
    expect(row).to_contain_text(text("tablets.state.revoked"))
    assert tablet.counts()["outbox"] == 1  # of which nobody could tell it yet

    line.mode = Mode.PASS
    tablet.page.clock.fast_forward(61_000)
    expect(tablet.page.get_by_role("heading", name=text("lock.revoked", label="Máy bảng 18"))).to_be_visible()
    expect(tablet.exactly("lock.wiped")).to_be_visible()
    assert tablet.databases() == ["sothuhoso"]
    disk = tablet.disk()
    assert [place for place, content in disk.items() if content != NO_ROWS and "catalogue" not in place] == [
        "sothuhoso/meta"
    ]
    assert in_clear(disk, MAI) == []
    assert b"[key" not in disk["sothuhoso/meta"]
    assert "Nông Thị Huệ".encode() not in disk["sothuhoso/meta"]
    assert tablet.page.evaluate("async () => (await caches.keys()).length") > 0  # the app itself stays
    tablet.page.goto(f"{line.url}/cua-toi")
    expect(tablet.page.get_by_role("heading", name=text("lock.revoked", label="Máy bảng 18"))).to_be_visible()

    page.reload()
    row = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Máy bảng 18", exact=True))
    expect(row).to_contain_text(text("tablets.state.wiped"))
    bundle = page.get_by_role("listitem").filter(has_text=text("tablets.reason.revoked")).filter(has_text="Máy bảng 18")
    expect(bundle).to_contain_text(text("tablets.inside", dossiers=1, drafts=1))
    bundle.get_by_role("button", name=text("tablets.open")).click()
    opened = page.get_by_role("dialog")
    expect(opened).to_contain_text(text("tablets.recovered.whole"))
    assert arrived(house, opened.locator(".number").inner_text())[1] == hashes
