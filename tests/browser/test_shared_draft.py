"""Two devices on one draft, against the production application: a phone and a tablet in a real browser."""

import pytest
from playwright.sync_api import expect
from sqlmodel import func, select

from sothuhoso.db.tables import DossierRow
from sothuhoso.i18n.catalog import error_text, text
from sothuhoso.seeds.demo import accounts_of_demo
from tests.browser.citizen import picture
from tests.browser.pair import (
    CLERK,
    CLERK_NAME,
    OWNER,
    PAPER,
    PAPERS,
    REVIEW,
    SENT,
    WHO,
    Pair,
    eventually,
)
from tests.browsing import axe

pytestmark = pytest.mark.installed

CARD = f"article[aria-labelledby='paper-{PAPER}']"


@pytest.fixture
def pair(app, open_page):
    return Pair(app, open_page)


@pytest.fixture
def count(house):
    """How many dossiers there are more than when the test began."""

    def now() -> int:
        with house.look() as uow:
            return uow.session.exec(select(func.count()).select_from(DossierRow)).one()

    before = now()
    return lambda: now() - before


def add_photo(device, number):
    content = {"name": f"trang-{number}.jpg", "mimeType": "image/jpeg", "buffer": picture(number)}
    device.page.locator(f"#files-{PAPER}").set_input_files([content])


def thumbs(device):
    return device.page.locator(f"{CARD} li img")


def number_of(device):
    shown = device.page.locator("#number")
    expect(shown).to_be_visible(timeout=30_000)
    return shown.inner_text()


def send(device):
    device.page.locator("#notice-read").check()
    device.button("review.send").click()


def test_both_see_what_either_types_and_who_holds_a_field(pair):
    phone, tablet = pair.together().phone, pair.tablet
    expect(phone.says("shared.with_clerk", name=CLERK_NAME)).to_be_visible()
    expect(tablet.says("shared.with_citizen")).to_be_visible()
    tablet.shows("owner-id_number", "019199000017")
    expect(tablet.page.get_by_label(text("who.same"))).to_be_checked()

    tablet.type("owner-phone", "0912 000 111")
    phone.shows("owner-phone", "0912 000 111")
    # The clerk's cursor is still there: the phone says so and lets nobody write over the clerk's letters.
    expect(phone.says("shared.clerk_writes")).to_be_visible()
    expect(phone.page.locator("#owner-phone")).to_have_attribute("readonly", "")
    assert axe(phone.page) == []
    tablet.page.locator("#owner-address").click()
    expect(phone.page.locator("#owner-phone")).not_to_have_attribute("readonly", "")
    expect(phone.page.locator("#owner-address")).to_have_attribute("readonly", "")

    phone.type("owner-full_name", "Hoàng Thị Mây")
    tablet.shows("owner-full_name", "Hoàng Thị Mây")
    expect(tablet.says("shared.citizen_writes")).to_be_visible()
    # Nothing is held for ever, even under a cursor that nobody moves.
    expect(tablet.says("shared.citizen_writes")).to_be_hidden()
    assert axe(tablet.page) == []


def test_pages_appear_on_the_other_side_and_the_clerk_sends_one_dossier(pair, count):
    phone, tablet = pair.together().phone, pair.tablet
    phone.go(PAPERS)
    tablet.go(PAPERS)
    add_photo(phone, 11)
    expect(thumbs(tablet)).to_have_count(1)
    add_photo(tablet, 12)
    expect(thumbs(phone)).to_have_count(2)
    # The whole of the phone's page, on the tablet.
    tablet.page.locator(f"{CARD} li button").first.click()
    expect(tablet.page.locator("dialog[open] img")).to_be_visible()
    tablet.page.keyboard.press("Escape")
    # The order too.
    first = thumbs(phone).first.get_attribute("src")
    tablet.button("papers.earlier", n=2).click()
    expect(thumbs(phone).nth(1)).to_have_attribute("src", first)
    tablet.button("papers.remove", n=2).click()
    expect(thumbs(phone)).to_have_count(1)
    tablet.button("papers.undo").click()
    expect(thumbs(phone)).to_have_count(2)

    tablet.go(REVIEW)
    expect(tablet.page.get_by_text(OWNER)).to_be_visible()
    assert axe(tablet.page) == []
    send(tablet)
    tablet.at(SENT)
    number = number_of(tablet)
    phone.at(SENT)
    assert number_of(phone) == number
    assert count() == 1
    assert axe(phone.page) == []
    assert axe(tablet.page) == []


def test_the_citizen_sends_and_the_tablet_learns_the_number(pair, count):
    phone, tablet = pair.together().phone, pair.tablet
    phone.go(REVIEW)
    send(phone)
    phone.at(SENT)
    tablet.at(SENT)
    assert number_of(tablet) == number_of(phone)
    assert count() == 1
    # The tablet keeps nothing of the person; its way on is the dossier at the desk.
    tablet.page.get_by_role("link", name=text("shared.to_desk")).click()
    expect(tablet.page.get_by_role("definition").filter(has_text=OWNER)).to_be_visible()


def test_both_press_send_at_once_and_there_is_one_dossier(pair, count, watch):
    watch.allow("409")
    phone, tablet = pair.together().phone, pair.tablet
    for device in (phone, tablet):
        device.go(REVIEW)
        device.page.locator("#notice-read").check()
        expect(
            device.says("shared.with_citizen" if device is tablet else "shared.came", name=CLERK_NAME)
        ).to_be_visible()
    for device in (phone, tablet):
        device.page.evaluate("() => setTimeout(() => document.querySelector('button:has(.lucide-send)').click(), 200)")
    assert number_of(phone) == number_of(tablet)
    assert count() == 1


def test_a_code_works_once_and_at_its_own_desk_only(pair, watch):
    watch.allow("404")
    colleague, elsewhere = pair.clerk("phutrach.thansa"), pair.clerk("canbo.vonhai")
    pair.begin()
    code = pair.share()
    assert axe(pair.phone.page) == []
    for device, joins in ((elsewhere, False), (pair.tablet, True), (colleague, False)):
        pair.join(code, device)
        if joins:
            device.at(WHO)
        else:
            expect(device.page.get_by_text(error_text("draft.code_unknown"))).to_be_visible()
            assert axe(device.page) == []


def test_the_qr_opens_the_page_with_the_code_and_signing_in_loses_nothing(app, open_page):
    pair = Pair(app, open_page, clerk="")
    pair.begin()
    code = pair.share()
    expect(pair.phone.page.get_by_role("img", name=text("shared.code_alt"))).to_be_visible()
    tablet = pair.tablet
    tablet.page.goto(f"/ban/cung-lam#{code}")
    tablet.at("/dang-nhap")
    tablet.page.get_by_label(text("sign_in.username")).fill(CLERK)
    tablet.page.get_by_label(text("sign_in.password")).fill(accounts_of_demo()[0])
    tablet.button("sign_in.submit").click()
    tablet.at(WHO)
    tablet.shows("owner-full_name", OWNER)
    assert code not in tablet.page.url


def test_the_server_dies_in_the_middle_and_nothing_typed_is_lost(pair, app, watch):
    watch.allow("ERR_CONNECTION|ERR_EMPTY|WebSocket|Failed to load resource|fetching the script")
    phone, tablet = pair.together().phone, pair.tablet
    app.kill()
    phone.type("owner-phone", "0912 000 333")
    tablet.type("owner-address", "Xóm Hạ, xã Thần Sa")
    mine, theirs = "Hoàng Thị Mơ", "Hoàng Thị Mận"
    phone.type("owner-full_name", mine)
    tablet.type("owner-full_name", theirs)
    expect(phone.says("shared.cut")).to_be_visible()
    app.start()
    tablet.shows("owner-phone", "0912 000 333", 40)
    phone.shows("owner-address", "Xóm Hạ, xã Thần Sa", 40)
    # One field changed on both sides: one text stands on both, the other one is offered to whoever typed it.
    name = {device.page: device.page.locator("#owner-full_name") for device in (phone, tablet)}
    eventually(lambda: name[phone.page].input_value() == name[tablet.page].input_value(), 20)
    stands = name[phone.page].input_value()
    loser, winner, lost = (tablet, phone, theirs) if stands == mine else (phone, tablet, mine)
    assert stands in {mine, theirs}
    expect(loser.says("shared.you_typed")).to_be_visible()
    assert axe(loser.page) == []
    loser.button("shared.use_for", value=lost).click()
    winner.shows("owner-full_name", lost)
    expect(loser.says("shared.you_typed")).to_be_hidden()


def test_what_was_typed_too_late_is_named(pair, count, watch):
    watch.allow("ERR_INTERNET_DISCONNECTED|WebSocket|Failed to load resource|fetching the script")
    phone, tablet = pair.together().phone, pair.tablet
    phone.go(REVIEW)
    tablet.page.context.set_offline(True)
    tablet.type("owner-address", "Xóm Kim Sơn")
    expect(tablet.says("shared.cut")).to_be_visible()
    send(phone)
    number = number_of(phone)
    tablet.page.context.set_offline(False)
    tablet.at(SENT)
    assert number_of(tablet) == number
    expect(tablet.says("shared.late")).to_be_visible()
    expect(tablet.page.get_by_text("Xóm Kim Sơn")).to_be_visible()
    assert axe(tablet.page) == []
    assert count() == 1


def test_nobody_sends_while_the_two_are_not_matched(pair, count, watch):
    watch.allow("ERR_INTERNET_DISCONNECTED|WebSocket|Failed to load resource|fetching the script")
    phone = pair.together().phone
    phone.go(REVIEW)
    expect(phone.says("shared.with_clerk", name=CLERK_NAME)).to_be_visible()
    phone.page.context.set_offline(True)
    expect(phone.says("shared.cut")).to_be_visible()
    send(phone)
    expect(phone.says("needed.together")).to_be_visible()
    assert axe(phone.page) == []
    phone.page.context.set_offline(False)
    expect(phone.says("shared.cut")).to_be_hidden(timeout=30_000)
    phone.button("review.send").click()
    number_of(phone)
    assert count() == 1


def test_a_code_that_ran_out_gives_way_to_a_new_one(pair, watch):
    watch.allow("404")
    pair.phone.page.clock.install()
    pair.begin()
    old = pair.share()
    pair.phone.page.clock.fast_forward(301_000)
    expect(pair.phone.says("shared.lapsed")).to_be_visible()
    assert axe(pair.phone.page) == []
    pair.phone.button("shared.new_code").click()
    shown = pair.phone.page.locator("#share-code")
    expect(shown).to_be_visible()
    new = shown.inner_text().replace(" ", "")
    for code, joins in ((old, old == new), (new, True)):
        pair.join(code)
        if not joins:
            expect(pair.tablet.page.get_by_text(error_text("draft.code_unknown"))).to_be_visible()
    pair.tablet.at(WHO)
    pair.tablet.shows("owner-full_name", OWNER)


def test_the_phone_stops_and_the_tablet_keeps_nothing(pair):
    phone, tablet = pair.together().phone, pair.tablet
    phone.button("shared.stop").click()
    expect(phone.says("shared.stop_citizen")).to_be_visible()
    assert axe(phone.page) == []
    phone.page.locator("dialog[open]").get_by_role("button", name=text("shared.stop")).click()
    tablet.at("/ban/cung-lam")
    expect(tablet.says("shared.ended_clerk")).to_be_visible()
    expect(tablet.says("shared.entry.none_hint")).to_be_visible()
    assert axe(tablet.page) == []
    expect(phone.button("shared.invite")).to_be_visible()
    phone.shows("owner-full_name", OWNER)


def test_reloading_goes_on_and_signing_out_leaves_the_draft_to_the_person(pair):
    phone, tablet = pair.together().phone, pair.tablet
    tablet.page.reload()
    tablet.shows("owner-full_name", OWNER)
    phone.page.reload()
    phone.type("owner-phone", "0912 000 555")
    tablet.shows("owner-phone", "0912 000 555")
    tablet.page.goto("/ban/cung-lam")
    expect(tablet.page.get_by_text(OWNER)).to_be_visible()
    tablet.button("desk.sign_out").click()
    tablet.at("/dang-nhap")
    expect(phone.says("shared.ended_citizen")).to_be_visible()
    phone.shows("owner-phone", "0912 000 555")


def test_the_clerk_leaves_and_a_draft_the_person_deletes_is_gone_for_the_clerk_too(pair):
    phone, tablet = pair.together().phone, pair.tablet
    tablet.button("shared.stop").click()
    tablet.page.locator("dialog[open]").get_by_role("button", name=text("shared.stop")).click()
    tablet.at("/ban/cung-lam")
    expect(tablet.says("shared.entry.none_hint")).to_be_visible()
    expect(phone.says("shared.ended_citizen")).to_be_visible()

    pair.join(pair.share())
    tablet.at(WHO)
    tablet.shows("owner-full_name", OWNER)
    phone.page.goto("/cua-toi")
    phone.page.get_by_role("button", name=text("mine.delete")).first.click()
    phone.page.locator("dialog[open]").get_by_role("button", name=text("mine.delete_yes"), exact=True).click()
    tablet.at("/ban/cung-lam")
    expect(tablet.says("shared.ended_clerk")).to_be_visible()
