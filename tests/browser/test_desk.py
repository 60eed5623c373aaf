"""The desk as clerks use it: a live list, one dossier, decisions; with mouse, with keys, two at once, signed out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from sothuhoso.db.queries import audit, dossiers
from sothuhoso.domain.dossier_status import Status
from sothuhoso.domain.policy import ANONYMOUS, Actor, Role
from sothuhoso.i18n.catalog import error_text, text
from sothuhoso.services import decisions
from tests.browsing import PASSWORD, TABLET, axe, session_of, sign_in
from tests.rest import Device, drawn_papers, sending
from tests.services.making import COPY, MAI, SINGLE, absent, said

NAME = "Hoàng Thị Mai"


@pytest.fixture
def device(app):
    return Device(app.url)


@pytest.fixture
def birth(office, device):
    """A dossier with three pages at this office."""
    return device.send(sending(unit=office.unit, photos=drawn_papers()))


@pytest.fixture
def desk(office, app, open_page):
    """The desk of a clerk of this office."""
    return open_page("/ban", sid=session_of(app, office.account()))


def short(office, **facts):
    """The shortest dossier."""
    return sending(unit=office.unit, procedure=SINGLE, subject=None, photos=(), components=[], **facts)


def rows(page):
    return page.locator("[data-row]")


def opened(page, sent):
    """Open the dossier from the list; its papers are there afterwards."""
    page.locator(f"[data-row][href$='{sent.id}']").click()
    expect(page.get_by_role("button", name=text("desk.back_to_list")).or_(dossier(page)).last).to_be_visible()
    return page


def dossier(page):
    """The heading of the open dossier."""
    return page.get_by_role("heading", level=2).first


def ask(page, action):
    page.get_by_role("button", name=text(f"dossier.{action}"), exact=True).click()
    return page.get_by_role("dialog")


def status_of(house, sent):
    with house.look() as uow:
        return Status(dossiers.get(uow.session, sent.id).status)


def receive(page):
    """Receive the open dossier, through the question."""
    dialog = ask(page, "receive")
    dialog.get_by_role("button", name=re.compile(f"^{text('dossier.receive')} ·")).click()
    expect(dialog).to_have_count(0)


def supplement(page, items="Bản chính giấy chứng sinh", reason="Ảnh thiếu dấu của trạm y tế"):
    dialog = ask(page, "supplement")
    dialog.get_by_label(text("dossier.supplement_items")).fill(items)
    dialog.get_by_label(text("dossier.supplement_reason")).fill(reason)
    dialog.get_by_role("button", name=text("dossier.supplement_send")).click()
    return dialog


# --- signing in and out --------------------------------------------------------------------------------------------


def test_a_wrong_password_is_told_and_the_right_one_opens_the_desk(office, open_page, watch):
    watch.allow("status of 401")
    username = office.account()
    page = open_page("/dang-nhap")
    page.get_by_label(text("sign_in.username")).fill(username)
    page.get_by_label(text("sign_in.password")).fill("không phải mật khẩu này")
    page.get_by_role("button", name=text("sign_in.submit")).click()
    expect(page.get_by_role("alert")).to_have_text(error_text("account.wrong", "vi"))
    page.get_by_label(text("sign_in.password")).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/ban")
    expect(page.get_by_role("heading", level=1)).to_have_text(text("desk.title"))
    expect(page.get_by_text(text("desk.online"))).to_be_visible()


def test_who_is_not_signed_in_is_sent_to_sign_in_and_comes_back(office, birth, open_page):
    page = open_page(f"/ban?hs={birth.id}")
    page.wait_for_url("**/dang-nhap?next=**")
    page.get_by_label(text("sign_in.username")).fill(office.account())
    page.get_by_label(text("sign_in.password")).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/ban?hs={birth.id}")
    expect(page.locator("#mat img")).to_be_visible()


def test_signing_out_ends_every_open_screen_at_its_next_event(office, birth, desk):
    other = desk.context.new_page()
    other.goto(f"/ban?hs={birth.id}")
    expect(other.locator("#mat img")).to_be_visible()
    desk.get_by_role("button", name=text("desk.sign_out")).click()
    desk.wait_for_url("**/dang-nhap")
    other.get_by_role("button", name=text("dossier.receive"), exact=True).click()
    other.wait_for_url("**/dang-nhap?next=**")
    desk.goto("/ban")
    desk.wait_for_url("**/dang-nhap?next=**")


# --- the list ------------------------------------------------------------------------------------------------------


def test_a_new_dossier_appears_by_itself(office, desk, device):
    expect(desk.get_by_text(text("desk.empty"), exact=True)).to_be_visible()
    sent = device.send(short(office))
    expect(rows(desk)).to_have_count(1)
    expect(rows(desk)).to_contain_text([sent.number])
    expect(desk.get_by_role("button", name=text("desk.quick_new", n=1))).to_be_visible()
    device.send(short(office, owner=said(full_name="Lý Văn Pá", id_number="019205000123")))
    expect(rows(desk)).to_have_count(2)
    expect(rows(desk).first).to_contain_text("Lý Văn Pá")


def test_a_dossier_that_came_while_the_line_was_cut_is_there_when_it_is_back(office, desk, device, watch):
    watch.allow("ERR_INTERNET_DISCONNECTED|WebSocket|Failed to fetch")
    expect(desk.get_by_text(text("desk.empty"), exact=True)).to_be_visible()
    desk.context.set_offline(True)
    desk.evaluate("dispatchEvent(new Event('offline'))")
    device.send(short(office))
    desk.context.set_offline(False)
    desk.evaluate("dispatchEvent(new Event('online'))")
    expect(rows(desk)).to_have_count(1, timeout=40_000)


def test_filters_by_status_and_procedure(office, desk, device):
    kept = device.send(short(office))
    copy = device.send(sending(unit=office.unit, procedure=COPY, subject=None, photos=(), components=[absent("to_khai_ban_sao")]))
    expect(rows(desk)).to_have_count(2)
    opened(desk, kept)
    receive(desk)
    received = desk.get_by_role("button", name=text("desk.quick_received", n=1))
    received.click()
    expect(rows(desk)).to_have_count(1)
    expect(rows(desk)).to_contain_text([kept.number])
    received.click()
    expect(rows(desk)).to_have_count(2)
    desk.get_by_label(text("desk.filter_status")).select_option("1")
    expect(rows(desk)).to_contain_text([copy.number])
    desk.get_by_label(text("desk.filter_procedure")).select_option(SINGLE)
    expect(desk.get_by_text(text("desk.nothing_found"), exact=True)).to_be_visible()
    desk.get_by_role("button", name=text("desk.clear")).click()
    expect(rows(desk)).to_have_count(2)


def test_finds_names_without_accents_and_numbers(office, desk, device):
    mai = device.send(short(office))
    device.send(short(office, owner=said(full_name="Lý Văn Pá", id_number="019205000123")))
    expect(rows(desk)).to_have_count(2)
    search = desk.get_by_label(text("desk.search"))
    for words, found in (("hoang mai", NAME), ("ly van", "Lý Văn Pá"), (mai.number[-4:], NAME), (MAI, NAME)):
        search.fill(words)
        expect(rows(desk)).to_have_count(1)
        expect(rows(desk)).to_contain_text([found])
    search.fill("không ai tên thế")
    expect(desk.get_by_text(text("desk.nothing_found"), exact=True)).to_be_visible()
    search.fill("")
    expect(rows(desk)).to_have_count(2)


def test_turns_pages(office, desk, device):
    for _ in range(23):
        device.send(short(office))
    expect(rows(desk)).to_have_count(20)
    expect(desk.get_by_text(text("desk.total", n=23))).to_be_visible()
    desk.get_by_role("button", name=text("desk.next"), exact=True).click()
    expect(rows(desk)).to_have_count(3)
    expect(desk.get_by_text(text("desk.page_of", page=2, pages=2))).to_be_visible()
    expect(desk.get_by_role("button", name=text("desk.next"), exact=True)).to_be_disabled()
    desk.get_by_role("button", name=text("desk.previous"), exact=True).click()
    expect(rows(desk)).to_have_count(20)


# --- one dossier ---------------------------------------------------------------------------------------------------


def test_shows_the_person_and_the_papers_large(birth, desk):
    opened(desk, birth)
    side = desk.locator("main")
    for shown in (NAME, "0191••••0017", "15/02/1999", birth.number, "Giấy chứng sinh"):
        expect(side.get_by_text(shown).first).to_be_visible()
    image = desk.locator("#mat img")
    expect(image).to_be_visible()
    assert image.evaluate("i => i.decode().then(() => i.naturalWidth)") == 1654
    box = image.bounding_box()
    assert box["height"] > 300


def test_zooms_turns_and_goes_on_with_buttons(birth, desk):
    opened(desk, birth)
    image = desk.locator("#mat img")
    expect(image).to_be_visible()
    whole = image.bounding_box()
    desk.get_by_role("button", name=text("dossier.zoom_in")).click()
    expect.poll = None
    wider = lambda: image.bounding_box()["width"] > whole["width"] * 1.4  # noqa: E731
    wait_for(desk, wider)
    desk.get_by_role("button", name=text("dossier.zoom_out")).click()
    wait_for(desk, lambda: abs(image.bounding_box()["width"] - whole["width"]) < 2)
    desk.get_by_role("button", name=text("dossier.turn")).click()
    wait_for(desk, lambda: image.bounding_box()["width"] > image.bounding_box()["height"])
    desk.get_by_role("button", name=text("dossier.fit")).click()
    wait_for(desk, lambda: image.bounding_box() == whole)
    desk.get_by_role("button", name=text("dossier.page_next")).click()
    expect(desk.get_by_text(text("dossier.page_at", at=2, n=3))).to_be_visible()
    desk.get_by_role("button", name="Giấy chứng sinh", exact=True).click()
    expect(desk.get_by_text(text("dossier.page_at", at=1, n=3))).to_be_visible()


def wait_for(page, true):
    """Until something measured on the page is so."""
    for _ in range(60):
        if true():
            return
        page.wait_for_timeout(50)
    assert true()
