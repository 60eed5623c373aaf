"""Numbers taken beforehand, and the receipt they make possible: with no line, in two tabs, used up, expired, forged."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect
from pypdf import PdfReader
from sqlmodel import select

from sothuhoso.db.queries import dossiers
from sothuhoso.db.tables import DossierRow
from sothuhoso.i18n.catalog import text
from tests.browser.citizen import SINGLE, UNIT, Citizen, picture
from tests.browser.counter import BLOCK, LOCAL, Tablet
from tests.browser.desk import panel, rows
from tests.browser.test_capture import AWAY
from tests.browsing import PHONE, Office, axe, opened, pages_in, session_of, sign_in
from tests.production import production

pytestmark = pytest.mark.installed

OTHER_UNIT = "05716"
_MM = 25.4 / 72  # PDF points


@pytest.fixture
def tablet(open_page, app, office):
    return Tablet(open_page, office.unit, session_of(app, office.account("outreach")))


@pytest.fixture
def away(tablet, watch):
    """The submissions do not get through; lifted by calling it."""
    watch.allow(AWAY)
    watch.allow("net::ERR_FAILED")
    tablet.page.context.route("**/api/submissions/**", lambda route: route.abort())
    return lambda: tablet.page.context.unroute("**/api/submissions/**")


def dossier(house, number):
    with house.look() as uow:
        return uow.session.exec(select(DossierRow).where(DossierRow.number == number)).one()


# --- the whole way with the server dead ----------------------------------------------------------------------------


def test_with_the_server_dead_a_whole_intake_ends_in_a_receipt_and_arrives_under_its_number(watch, request, browser):
    watch.allow(AWAY)
    with production(demo=False) as own, opened(own) as house, pages_in(browser, own, watch, request) as open_page:
        clerk = Office(own, house, UNIT).account("outreach")
        tablet = Tablet(open_page, UNIT)
        page = tablet.page
        sign_in(page, clerk)
        page.get_by_role("link", name=text("numbers.place")).click()
        expect(tablet.heading("numbers.heading")).to_be_visible()
        tablet.take_numbers(10)
        page.get_by_role("link", name=text("desk.counter")).click()
        expect(tablet.words("home.counter")).to_be_visible()
        page.wait_for_timeout(5000)  # the code of what may come next is fetched when the page rests
        own.kill()

        page.get_by_label(text("home.search")).fill("sao y ban chinh")
        page.get_by_role("link", name=re.compile("Chứng thực bản sao")).first.click()
        tablet.button("procedure.begin").click()
        tablet.say_who().to_papers().add(picture(3))
        tablet.to_review()
        if page.locator("#unit-query").count():
            tablet.choose_unit()
        tablet.agree().sign().send()
        number = tablet.receipt()
        assert BLOCK.fullmatch(number)
        expect(page.get_by_text("H. T. Mai").first).to_be_visible()
        expect(tablet.words("receipt.not_yet").first).to_be_visible()
        expect(page.get_by_text(text("numbers.stock", n=9))).to_be_visible()
        secret = tablet.kept("drafts")[0]["secret"]
        assert codes_of(page.locator("main svg[role=img]").first.screenshot()) == [f"{own.url}/theo-doi#{secret}"]

        own.start()
        assert tablet.number() == number
        row = dossier(house, number)
        assert (row.channel, row.provisional_number) == ("counter", None)
        with house.look() as uow:
            signed = dossiers.signature(uow.session, row.id)
        assert signed is not None
        assert (signed.how, signed.signer, signed.media_type) == ("screen", "owner", "image/png")
        assert house.files.has(signed.file_sha256)
        assert tablet.kept("photos") == []
        expect(page.get_by_role("button", name=text("receipt.print"))).to_be_visible()


# --- a number is one dossier's -------------------------------------------------------------------------------------


def test_two_tabs_never_take_one_number(tablet, away):
    tablet.take_numbers(10)
    other = Tablet(lambda *_, **__: tablet.page.context.new_page(), tablet.unit)
    given = []
    for _ in range(2):
        for one in (tablet, other):
            one.to_the_review()
        for one in (tablet, other):  # both at once: no waiting between the taps
            one.page.evaluate(
                "(name) => [...document.querySelectorAll('button')].find((b) => b.innerText.trim() === name).click()",
                text("review.send"),
            )
        given += [tablet.receipt(), other.receipt()]
    assert all(BLOCK.fullmatch(number) for number in given)
    assert len(set(given)) == 4
    assert [block["next"] - block["first"] for block in tablet.blocks()] == [4]


def test_a_dossier_that_is_sent_again_keeps_its_number(tablet, watch, house):
    watch.allow("status of 422")
    tablet.take_numbers(10)
    tablet.to_the_review()
    refusal = {"key": "submission.name_missing", "facts": {}, "message": "Thiếu họ tên"}
    tablet.page.route("**/api/submissions/**", lambda route: route.fulfill(status=422, json=refusal), times=1)
    tablet.send()
    expect(tablet.heading("sent.parked")).to_be_visible()
    number = tablet.receipt()
    tablet.button("sent.correct").click()
    expect(tablet.heading("review.heading")).to_be_visible()
    tablet.agree().send()
    assert tablet.number() == number
    assert tablet.blocks()[0]["next"] == tablet.blocks()[0]["first"] + 1
    assert dossier(house, number).provisional_number is None


def test_an_id_that_is_taken_goes_with_the_same_number_and_a_new_code(tablet, watch, house):
    """The other id has another secret: what was handed out first opens nothing, and the screen says so."""
    watch.allow("status of 409")
    tablet.take_numbers(10)
    tablet.to_the_review()
    conflict = {"key": "submission.conflict", "facts": {}, "message": ""}
    tablet.page.route("**/api/submissions/**", lambda route: route.fulfill(status=409, json=conflict), times=1)
    tablet.send()
    number = tablet.receipt()
    tablet.button("sent.as_new").click()
    assert tablet.number() == number
    expect(tablet.words("receipt.renewed").first).to_be_visible()


# --- no number to give ---------------------------------------------------------------------------------------------


def test_a_used_up_block_leaves_a_code_and_says_so(tablet, away, watch):
    watch.allow("net::ERR_FAILED")
    tablet.take_numbers(1)
    tablet.page.context.route("**/api/numbers", lambda route: route.abort())
    tablet.to_the_review().send()
    assert BLOCK.fullmatch(tablet.receipt())
    tablet.to_the_review().send()
    assert LOCAL.fullmatch(tablet.receipt())
    expect(tablet.words("receipt.local_hint").first).to_be_visible()
    expect(tablet.words("numbers.stock_none").first).to_be_visible()
    away()
    tablet.button("sent.try_now").click()
    assert re.fullmatch(r"SH-\d{5}-\d{6}-\d{4}", tablet.number())


def test_an_expired_block_gives_no_number(tablet, away, watch):
    watch.allow("net::ERR_FAILED")
    tablet.take_numbers(10)
    tablet.page.context.route("**/api/numbers", lambda route: route.abort())
    tablet.change_blocks(expires_at=f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}")
    tablet.to_the_review().send()
    assert LOCAL.fullmatch(tablet.receipt())
    tablet.page.goto("/ban/so")
    expect(tablet.page.get_by_text(text("numbers.standing.expired"), exact=True)).to_be_visible()
    expect(tablet.page.get_by_text(text("numbers.left", n=0), exact=True)).to_be_visible()


def test_a_block_of_another_unit_gives_no_number(tablet, away):
    tablet.take_numbers(10)
    tablet.unit = OTHER_UNIT
    tablet.to_the_review().send()
    assert LOCAL.fullmatch(tablet.receipt())
    assert tablet.blocks()[0]["next"] == tablet.blocks()[0]["first"]


def test_a_forged_number_costs_nobody_the_dossier(tablet, house):
    tablet.take_numbers(10)
    tablet.change_blocks(first=901, next=901, last=910)
    tablet.to_the_review().send()
    number = tablet.number()
    row = dossier(house, number)
    assert row.provisional_number is not None
    assert row.provisional_number.endswith("A0901")
    expect(tablet.page.get_by_text(text("receipt.other", other=row.provisional_number))).to_be_visible()

    page = tablet.page
    page.goto("/ban")
    page.get_by_label(text("desk.search")).fill(row.provisional_number.replace("-", " ").lower())
    expect(rows(page)).to_have_count(1)
    rows(page).click()
    expect(panel(page).get_by_text(text("signature.provisional", number=row.provisional_number))).to_be_visible()


def test_the_person_follows_by_the_number_on_the_paper(tablet, open_page, house):
    tablet.take_numbers(10)
    tablet.change_blocks(first=901, next=901, last=910)
    tablet.to_the_review().send()
    number = tablet.number()
    on_paper = dossier(house, number).provisional_number
    page = open_page("/theo-doi", **PHONE)
    for field, value in (("number", on_paper), ("last_four", "0017"), ("birth_year", "1999")):
        page.locator(f"#{field}").fill(value)
    page.get_by_role("button", name=text("follow.look"), exact=True).click()
    expect(page.get_by_text(number, exact=True)).to_be_visible()
    expect(page.get_by_text(text("signature.provisional", number=on_paper))).to_be_visible()


def test_a_phone_of_ones_own_has_a_code_until_the_number_comes(open_page, watch, house):
    watch.allow(r"net::ERR_FAILED")
    citizen = Citizen(open_page)
    page = citizen.page
    citizen.ready_to_send()
    page.route("**/api/submissions/**", lambda route: route.abort())
    citizen.send()
    code = page.locator("#receipt-number")
    expect(code).to_have_text(LOCAL)
    expect(citizen.words("receipt.local_hint")).to_be_visible()
    receipt = page.get_by_role("region", name=text("receipt.heading"))
    with page.expect_response(re.compile(r"/voice/vi/receipt\.mp3$")):
        receipt.get_by_role("button", name=text("voice.listen")).click()
    expect(page.get_by_role("button", name=text("receipt.print"))).to_have_count(0)
    local = code.inner_text()
    page.unroute("**/api/submissions/**")
    # it may go by itself before anybody presses
    citizen.button("sent.try_now").evaluate_all("found => found.forEach((one) => one.click())")
    number = citizen.number()
    with house.look() as uow:
        (found,) = dossiers.by_number(uow.session, local, 4)
    assert found.number == number


# --- more in time --------------------------------------------------------------------------------------------------


def test_more_come_by_themselves_before_they_run_out(tablet):
    tablet.take_numbers(5)
    for given in range(5):
        tablet.to_the_review().send()
        assert BLOCK.fullmatch(tablet.number()), given
    tablet.wait_kept(lambda: len(tablet.blocks()) == 2)
    first, second = tablet.blocks()
    assert (first["next"], second["first"], second["last"]) == (first["last"] + 1, 6, 10)


def test_an_answer_that_is_lost_costs_no_numbers(tablet, watch):
    watch.allow("net::ERR_FAILED")
    lost = []

    def lose(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort()

    tablet.page.route("**/api/numbers", lose)
    tablet.page.goto("/ban/so")
    tablet.button("numbers.take").click()
    expect(tablet.words("numbers.offline")).to_be_visible()
    tablet.button("numbers.take").click()
    expect(tablet.words("numbers.taken")).to_be_visible()
    assert lost == [201]
    assert [(block["first"], block["last"]) for block in tablet.blocks()] == [(1, 50)]


def test_whose_session_has_ended_signs_in_again(tablet, watch):
    watch.allow("status of 401")
    ended = {"key": "access.sign_in", "facts": {}, "message": ""}
    tablet.page.route("**/api/numbers", lambda route: route.fulfill(status=401, json=ended), times=1)
    tablet.page.goto("/ban/so")
    tablet.button("numbers.take").click()
    expect(tablet.words("numbers.sign_in").first).to_be_visible()
    link = tablet.page.get_by_role("link", name=text("numbers.sign_in_link"))
    assert link.get_attribute("href") == "/dang-nhap?next=/ban/so"
    tablet.button("numbers.take").click()
    expect(tablet.words("numbers.taken")).to_be_visible()


# --- on paper ------------------------------------------------------------------------------------------------------


def codes_of(image: bytes) -> list[str]:
    """What a reader makes of a picture."""
    return [code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(image)))]


@pytest.mark.parametrize(("paper", "width"), [("58", 58), ("80", 80), ("A4", 210)])
def test_the_receipt_on_paper(tablet, away, paper, width):
    tablet.take_numbers(10)
    tablet.to_the_review().sign().send()
    number = tablet.receipt()
    page = tablet.page
    page.locator(f"label[for=paper-{paper}]").click()
    page.wait_for_timeout(300)
    pdf = page.pdf(prefer_css_page_size=True)
    (sheet,) = PdfReader(io.BytesIO(pdf)).pages
    assert float(sheet.mediabox.width) * _MM == pytest.approx(width, abs=0.5)
    words = " ".join(sheet.extract_text().split())
    for said in (number, "H. T. Mai", text("receipt.not_yet"), text("receipt.printed.waiting")):
        assert said in words
    assert text("nav.home") not in words  # the page around it stays on the screen
    # As the head of a small printer lays it down: 203 dots to the inch, black or white.
    raster = pypdfium2.PdfDocument(pdf)[0].render(scale=203 / 72).to_pil().convert("1")
    secret = tablet.kept("drafts")[-1]["secret"]
    assert [code.text for code in zxingcpp.read_barcodes(raster.convert("L"))] == [
        f"{page.url.partition('/ho-so')[0]}/theo-doi#{secret}"
    ]
    # Nothing is lost at the edges that no printing head reaches.
    edge = round(raster.width * (4.4 if paper == "58" else 3.4) / width)
    dark = raster.point(lambda dot: 255 - dot).convert("L").getbbox()
    assert dark is not None
    assert dark[0] >= edge
    assert dark[2] <= raster.width - edge
    assert dark[3] < raster.height


def test_the_paper_of_the_printer_is_remembered(tablet, away):
    tablet.take_numbers(10)
    tablet.to_the_review().send()
    tablet.page.locator("label[for=paper-80]").click()
    tablet.page.reload()
    expect(tablet.page.locator("#paper-80")).to_be_checked()


def test_the_button_prints(tablet, away):
    tablet.page.add_init_script("window.print = () => { window.printed = (window.printed ?? 0) + 1; };")
    tablet.take_numbers(10)
    tablet.to_the_review().send()
    tablet.button("receipt.print").click()
    assert tablet.page.evaluate("window.printed") == 1


# --- for everybody -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_stands_in_anybodys_way(open_page, app, office, watch, dark):
    watch.allow("net::ERR_FAILED")
    tablet = Tablet(open_page, office.unit, session_of(app, office.account()), dark=dark)
    tablet.page.goto("/ban/so")
    expect(tablet.words("numbers.none")).to_be_visible()
    assert axe(tablet.page) == []
    tablet.take_numbers(5)
    assert axe(tablet.page) == []
    tablet.page.route("**/api/submissions/**", lambda route: route.abort())
    tablet.to_the_review().send()
    tablet.receipt()
    assert axe(tablet.page) == []
    _touchable(tablet.page)


def _touchable(page):
    small = page.evaluate(
        """() => [...document.querySelectorAll('main button, main a, main label')]
        .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 43.5).map((e) => e.innerText)"""
    )
    assert small == []


def test_the_number_of_a_dossier_is_found_by_its_id(house, tablet):
    """So that nothing of this rests on what the screen says alone."""
    tablet.take_numbers(3)
    tablet.to_the_review().send()
    number = tablet.number()
    with house.look() as uow:
        row = dossiers.get(uow.session, UUID(tablet.kept("drafts")[-1]["receipt"]["id"]))
    assert row is not None
    assert row.number == number
    assert row.procedure_code == SINGLE
