"""A draft goes from one device to another with no line between them, and becomes one dossier whoever sends it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlmodel import func, select

from sothuhoso.db.tables import DossierRow
from sothuhoso.i18n.catalog import text
from tests.browser.citizen import UNIT, Citizen, picture
from tests.browser.handing import CHILD, PAPER, Giver, Taker, filmed, new_giver
from tests.browser.pair import eventually
from tests.browser.walker import with_camera
from tests.browsing import DESK, PHONE, TABLET, axe, pages_in, session_of
from tests.samples.drawing import code as drawn
from tests.samples.people import MAI

pytestmark = pytest.mark.installed

AWAY = r"net::ERR_"
NOT_THERE = "404"  # a dossier that the server does not know yet
SLOW = 3  # codes a second: slow enough to stop halfway
PHOTOS = [picture(number) for number in (1, 2, 3)]


@pytest.fixture
def count(house):
    """How many dossiers there are more than when the test began."""

    def now() -> int:
        with house.look() as uow:
            return uow.session.exec(select(func.count()).select_from(DossierRow)).one()

    before = now()
    return lambda: now() - before


@pytest.fixture
def seeing(playwright_, app, watch, request, tmp_path):
    """Opens a device whose camera sees these pictures: ``seeing(frames, **PHONE)``."""
    closing = []

    def make(frames, kind=Taker, **options):
        film = filmed(tmp_path / f"film-{len(closing)}.y4m", frames, rate=SLOW)
        browsers = with_camera(playwright_, film)
        browser = browsers.__enter__()
        pages = pages_in(browser, app, watch, request)
        closing.extend((pages, browsers))
        return kind(pages.__enter__(), **options)

    yield make
    for context in sorted(closing, key=lambda one: closing.index(one) // 2, reverse=True):
        context.__exit__(None, None, None)


def line(device, up):
    if not up:  # the code of the next pages comes when this one rests
        ahead = device.page.locator("link[rel=modulepreload][href*='cua-toi']")
        expect(ahead.first).to_be_attached(timeout=60_000)
        device.page.wait_for_load_state("networkidle")
    device.page.context.set_offline(not up)


def sha_of(device):
    (draft,) = device.kept("drafts")
    return {page["sha256"] for one in draft["components"].values() for page in one.get("pages", [])}


def send(device):
    device.agree().send()
    return device


def at_mine(device):
    device.page.goto("/cua-toi")
    expect(device.heading("mine.heading")).to_be_visible()
    return device


def by_codes(giver, seeing):
    """The giver's screen before another device's camera, neither of them with a line; answers the other device."""
    line(giver, up=False)
    giver.show()
    frames = giver.frames(24)
    assert len(frames) >= 16
    assert axe(giver.page) == []
    taker = seeing(frames).open()
    # The reader comes with the first look; afterwards no line is needed.
    dialog = taker.page.get_by_role("dialog")
    taker.button("receive.scan").click()
    expect(dialog.get_by_role("progressbar")).to_be_visible(timeout=30_000)
    dialog.get_by_role("button", name=text("camera.stop"), exact=True).click()
    assert taker.kept("drafts") == []
    line(taker, up=False)
    taker.button("receive.scan").click()
    expect(dialog.get_by_role("progressbar")).to_be_visible(timeout=30_000)
    assert axe(taker.page) == []  # of the dialog, or of what comes after it: the codes do not wait
    return taker.came()


def test_by_codes_without_a_line_and_the_giver_brings_the_photos(app, open_page, seeing, watch, count):
    watch.allow(AWAY)
    watch.allow(NOT_THERE)
    giver = new_giver(open_page, *PHOTOS)
    assert axe(giver.page) == []
    taker = by_codes(giver, seeing)
    expect(taker.page.locator("#check")).to_contain_text(giver.check())
    expect(taker.page.get_by_text(text("receive.away", n=3))).to_be_visible()
    assert axe(taker.page) == []
    (given,), (taken,) = giver.kept("drafts"), taker.kept("drafts")
    same = ("id", "secret", "procedure", "unit", "persons", "components", "answers", "submitter", "createdAt")
    assert {name: taken[name] for name in same} == {name: given[name] for name in same}
    rows = taker.kept("photos")
    assert {row["sha256"] for row in rows} == sha_of(giver)
    assert not any(row["blob"] for row in rows)

    giver.handed_on()
    assert giver.kept("drafts")[0]["status"] == "handed"
    giver.page.get_by_role("link", name=text("give.to_mine")).click()
    expect(giver.page.get_by_role("heading", name=text("mine.handed"))).to_be_visible()

    # The taker is told whose the full photos are, and cannot send yet.
    taker.go()
    line(taker, up=True)
    send(taker)
    needed = taker.page.get_by_text(text("needed.elsewhere", name="3"))
    expect(needed).to_be_visible()
    assert taker.kept("outbox") == []
    needed.click()
    sees_the_small_pictures(taker)

    # The line is back at the giver's: it brings what only it has.
    line(giver, up=True)
    at_mine(giver)
    giver.wait_kept(lambda: len(giver.kept("drafts")[0]["handed"]["delivered"]) == 3)
    taker.to_review()
    number = send(taker).number()
    assert count() == 1
    at_mine(giver)
    expect(giver.page.get_by_text(number)).to_be_visible(timeout=30_000)
    (left,) = giver.kept("drafts")
    assert (left["status"], left["persons"]["owner"], giver.kept("photos")) == ("sent", {}, [])


def sees_the_small_pictures(taker):
    expect(taker.heading("papers.heading")).to_be_visible()
    expect(taker.page.get_by_text(text("papers.away")).first).to_be_visible()
    assert axe(taker.page) == []
    taker.page.locator(f"article[aria-labelledby='paper-{PAPER}'] ol button").first.click()
    expect(taker.page.locator("dialog[open] img")).to_be_visible()
    taker.page.keyboard.press("Escape")


def test_by_a_file_with_the_photos_and_both_may_send(app, open_page, tmp_path, watch, count):
    watch.allow(AWAY)
    watch.allow(NOT_THERE)
    giver = new_giver(open_page, *PHOTOS)
    line(giver, up=False)
    path = tmp_path / "ho-so.sothuhoso"
    code = giver.make_file(path)
    assert axe(giver.page) == []
    raw = path.read_bytes()
    assert not any(
        secret.encode() in raw for secret in (MAI.full_name, MAI.id_number, giver.kept("drafts")[0]["secret"])
    )
    giver.handed_on()

    taker = Taker(open_page, **TABLET).open()
    taker.choose(path)  # the module that opens it comes with the line; nothing else does
    expect(taker.page.locator("#file-code")).to_be_focused()
    line(taker, up=False)
    taker.page.locator("#file-code").fill("12")
    taker.button("receive.open").click()
    expect(taker.page.get_by_text(text("receive.wrong.twelve"))).to_be_visible()
    taker.page.locator("#file-code").fill("0000 0000 0000")
    taker.button("receive.open").click()
    expect(taker.page.get_by_text(text("receive.wrong.wrong_code"))).to_be_visible(timeout=30_000)
    assert axe(taker.page) == []
    taker.page.locator("#file-code").fill(code)
    taker.button("receive.open").click()
    taker.came()
    assert taker.kept("drafts")[0]["secret"] == giver.kept("drafts")[0]["secret"]
    rows = {row["sha256"]: row["blob"] for row in taker.kept("photos")}
    assert rows == {row["sha256"]: row["blob"] for row in giver.kept("photos")}

    # Taken back with a warning; both send the same, and it is one dossier.
    giver.button("give.back").click()
    expect(giver.words("give.back_hint")).to_be_visible()
    giver.button("give.back_yes").click()
    expect(giver.button("give.show")).to_be_visible()
    for device in (giver, taker):
        line(device, up=True)
        device.page.goto(f"/ho-so/xem-lai?hs={device.kept('drafts')[0]['id']}")
        expect(device.heading("review.heading")).to_be_visible()
        send(device)
    assert giver.number() == taker.number()
    assert count() == 1


def test_the_file_brings_the_photos_that_the_codes_left(app, open_page, seeing, tmp_path, watch, count):
    giver = new_giver(open_page, *PHOTOS)
    giver.show()
    frames = giver.frames(20)
    giver.page.get_by_role("dialog").get_by_role("button", name=text("give.stop")).click()
    path = tmp_path / "ho-so.sothuhoso"
    code = giver.make_file(path)
    taker = seeing(frames).open()
    taker.button("receive.scan").click()
    taker.came()
    # Written on meanwhile: what is here stays, and the photos that it names come in all the same.
    taker.page.goto(f"/ho-so/ai?hs={taker.kept('drafts')[0]['id']}")
    taker.page.locator("#owner-phone").fill("0912000111")
    taker.wait_kept(lambda: "phone" in taker.kept("drafts")[0]["persons"]["owner"])
    taker.open().open_file(path, code)
    expect(taker.page.get_by_role("heading", name=text("receive.asking"))).to_be_visible(timeout=30_000)
    assert axe(taker.page) == []
    taker.button("receive.mine").click()
    taker.came("kept")
    expect(taker.page.get_by_text(text("receive.away_hint"))).to_have_count(0)
    (draft,) = taker.kept("drafts")
    assert draft["persons"]["owner"]["phone"]["value"] == "0912000111"
    assert all(row["blob"] for row in taker.kept("photos"))
    taker.go() if draft["step"] == "xem-lai" else taker.page.goto(f"/ho-so/xem-lai?hs={draft['id']}")
    send(taker)
    assert taker.number()
    assert count() == 1


def test_nothing_here_is_written_over_unasked(app, open_page, tmp_path, watch):
    giver = new_giver(open_page, *PHOTOS)
    path = tmp_path / "ho-so.sothuhoso"
    code = giver.make_file(path)
    taker = Taker(open_page).open().open_file(path, code).came()
    taker.open().open_file(path, code).came("same")
    assert len(taker.kept("drafts")) == 1

    (mine,) = taker.kept("drafts")
    taker.page.goto(f"/ho-so/ai?hs={mine['id']}")
    taker.page.locator("#owner-full_name").fill("Người Khác")
    taker.wait_kept(lambda: taker.kept("drafts")[0]["persons"]["owner"]["full_name"]["value"] == "Người Khác")
    taker.open().open_file(path, code)
    taker.button("receive.both").click()
    taker.came("both")
    drafts = taker.kept("drafts")
    assert {one["persons"]["owner"]["full_name"]["value"] for one in drafts} == {"Người Khác", MAI.full_name}
    assert len({one["id"] for one in drafts}) == len({one["secret"] for one in drafts}) == 2
    assert len(taker.kept("photos")) == 6

    taker.open().open_file(path, code)
    taker.button("receive.theirs").click()
    taker.came("replaced")
    assert {one["persons"]["owner"]["full_name"]["value"] for one in taker.kept("drafts")} == {MAI.full_name}


def test_what_was_given_away_comes_back_changed(app, open_page, tmp_path, watch):
    watch.allow(NOT_THERE)
    giver = new_giver(open_page, *PHOTOS)
    path = tmp_path / "ho-so.sothuhoso"
    code = giver.make_file(path)
    giver.handed_on()
    # On a step's page the copy that stayed says where it went, and takes nothing.
    giver.page.goto(f"/ho-so/ai?hs={giver.draft_id}")
    expect(giver.page.get_by_text(text("flow.handed"))).to_be_visible()
    expect(giver.page.locator("#owner-phone")).to_have_count(0)

    other = Taker(open_page).open().open_file(path, code).came()
    other.page.goto(f"/ho-so/ai?hs={other.kept('drafts')[0]['id']}")
    other.page.locator("#owner-phone").fill("0912000111")
    other.wait_kept(lambda: "phone" in other.kept("drafts")[0]["persons"]["owner"])
    back = Giver.__new__(Giver)
    back.page = other.page
    back.page.goto(f"/ho-so/chuyen?hs={other.kept('drafts')[0]['id']}")
    code = back.make_file(path)
    back.handed_on()

    home = Taker.__new__(Taker)
    home.page = giver.page
    home.open().open_file(path, code)
    home.button("receive.returned").click()
    home.came("replaced")
    (draft,) = home.kept("drafts")
    assert (draft["status"], draft["handed"], draft["persons"]["owner"]["phone"]["value"]) == (
        "draft",
        None,
        "0912000111",
    )
    assert all(row["blob"] for row in home.kept("photos"))


def test_files_that_are_none_say_so_and_leave_nothing(app, open_page, tmp_path, watch):
    giver = new_giver(open_page, *PHOTOS)
    path = tmp_path / "ho-so.sothuhoso"
    code = giver.make_file(path)
    raw = path.read_bytes()
    taker = Taker(open_page).open()
    for name, content, key in (
        ("anh.jpg", PHOTOS[0], "not_ours"),
        ("rong.sothuhoso", b"", "not_ours"),
        ("mai-sau.sothuhoso", raw[:9] + b"\x02" + raw[10:], "newer"),
    ):
        bad = tmp_path / name
        bad.write_bytes(content)
        taker.choose(bad)
        expect(taker.page.get_by_text(text(f"receive.refused.{key}"))).to_be_visible()
    assert axe(taker.page) == []
    for content, key in ((raw[:-4], "cut_off"), (raw[:-4] + bytes(4), "damaged")):
        bad = tmp_path / "hong.sothuhoso"
        bad.write_bytes(content)
        taker.open().open_file(bad, code)
        expect(taker.page.get_by_text(text(f"receive.refused.{key}"))).to_be_visible(timeout=30_000)
    assert (taker.kept("drafts"), taker.kept("photos")) == ([], [])


def test_another_code_before_the_camera_says_what_to_show(app, seeing, watch):
    taker = seeing([drawn("https://example.org/", 600)]).open()
    taker.button("receive.scan").click()
    expect(taker.page.get_by_text(text("camera.hint.not_handed"))).to_be_visible(timeout=30_000)
    assert axe(taker.page) == []
    taker.page.get_by_role("dialog").get_by_role("button", name=text("nav.close")).click()
    expect(taker.page.get_by_role("dialog")).to_have_count(0)
    assert taker.kept("drafts") == []


def test_the_counters_page_leads_to_receiving(app, open_page):
    page = open_page("/?kenh=quay", sid=session_of(app, "canbo.thansa"), **DESK)
    page.get_by_role("link", name=text("home.receive")).click()
    expect(page.get_by_role("heading", level=1, name=text("receive.heading"))).to_be_visible()
    assert axe(page) == []


def test_the_tablet_scans_the_code_on_the_phone(app, open_page, seeing, watch):
    phone = Citizen(open_page).begin("1.004873", f"/thu-tuc?ma=1.004873&xa={UNIT}").say_who()
    phone.button("shared.invite").click()
    phone.button("shared.get_code").click()
    shown = phone.page.locator("#share-code")
    expect(shown).to_be_visible()
    digits = shown.inner_text().replace(" ", "")
    other = drawn("Chỉ là mấy chữ", 600)
    held = drawn(f"https://mot-cua.example/ban/cung-lam#{digits}", 600)
    tablet = seeing([other] * 16 + [held] * 40, Citizen, sid=session_of(app, "canbo.thansa"), **TABLET)
    page = tablet.page
    page.goto("/ban/cung-lam")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    tablet.button("shared.entry.scan").click()
    expect(page.get_by_text(text("camera.hint.not_join"))).to_be_visible(timeout=30_000)
    assert axe(page) == []
    page.wait_for_url(re.compile("/ho-so/ai"), timeout=30_000)
    expect(page.locator("#owner-full_name")).to_have_value(MAI.full_name)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_draft_worked_on_together_is_not_handed_on(app, open_page):
    giver = Giver(open_page, **PHONE)
    giver.begin("1.004873", f"/thu-tuc?ma=1.004873&xa={UNIT}").say_who()
    giver.button("shared.invite").click()
    giver.button("shared.get_code").click()
    expect(giver.page.locator("#share-code")).to_be_visible()
    eventually(lambda: all(kept["shared"] for kept in giver.kept("drafts")))
    giver.page.goto(f"/ho-so/chuyen?hs={giver.draft_id}")
    expect(giver.page.get_by_text(text("give.shared"))).to_be_visible()
    expect(giver.button("give.show")).to_have_count(0)


def test_the_person_is_named_and_the_pages_counted(app, open_page, tmp_path):
    giver = new_giver(open_page, *PHOTOS)
    expect(giver.page.get_by_text(text("give.which_of", name=CHILD))).to_be_visible()
    path = tmp_path / "ho-so.sothuhoso"
    code = giver.make_file(path)
    taker = Taker(open_page).open().open_file(path, code).came()
    expect(taker.page.get_by_text(text("receive.pages", n=3))).to_be_visible()
