"""The desk's list as clerks use it: signing in and out, dossiers that arrive by themselves, filters, search, pages."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from sothuhoso.i18n.catalog import error_text, text
from tests.browser.desk import NAME, open_from_list, receive, rows, short
from tests.browsing import AT_DESK, PASSWORD, TO_SIGN_IN
from tests.rest import sending
from tests.services.making import COPY, MAI, SINGLE, said

PA = said(full_name="Lý Văn Pá", id_number="019205000123")


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
    page.wait_for_url(AT_DESK)
    expect(page.get_by_role("heading", level=1)).to_have_text(text("desk.title"))
    expect(page.get_by_text(text("desk.online"))).to_be_visible()


def test_who_is_not_signed_in_is_sent_to_sign_in_and_comes_back(office, birth, open_page):
    page = open_page(f"/ban?hs={birth.id}")
    page.wait_for_url(TO_SIGN_IN)
    page.get_by_label(text("sign_in.username")).fill(office.account())
    page.get_by_label(text("sign_in.password")).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/ban/?.hs={birth.id}$"))
    expect(page.locator("#mat img")).to_be_visible()


def test_signing_out_ends_every_open_screen_at_its_next_event(office, birth, desk):
    other = desk.context.new_page()
    other.goto(f"/ban?hs={birth.id}")
    expect(other.locator("#mat img")).to_be_visible()
    desk.get_by_role("button", name=text("desk.sign_out")).click()
    desk.wait_for_url(re.compile("/dang-nhap/?$"))
    other.get_by_role("button", name=text("dossier.receive"), exact=True).click()
    other.wait_for_url(TO_SIGN_IN)
    desk.goto("/ban")
    desk.wait_for_url(TO_SIGN_IN)


# --- the list ------------------------------------------------------------------------------------------------------


def test_a_new_dossier_appears_by_itself(office, desk, device):
    expect(desk.get_by_text(text("desk.empty"), exact=True)).to_be_visible()
    sent = device.send(short(office))
    expect(rows(desk)).to_have_count(1)
    expect(rows(desk)).to_contain_text([sent.number])
    expect(desk.get_by_role("button", name=text("desk.quick_new", n=1))).to_be_visible()
    device.send(short(office, owner=PA))
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
    copy = device.send(sending(unit=office.unit, procedure=COPY, subject=None, photos=(), components=[]))
    expect(rows(desk)).to_have_count(2)
    open_from_list(desk, kept)
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
    device.send(short(office, owner=PA))
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


def test_what_is_typed_by_hand_stands_letter_by_letter(office, desk, device):
    """The server hears of a field a moment later; until then its own value must not take the letters away."""
    device.send(short(office))
    expect(rows(desk)).to_have_count(1)
    search = desk.get_by_label(text("desk.search"))
    search.press_sequentially("không ai tên thế", delay=40)
    expect(search).to_have_value("không ai tên thế")
    expect(desk.get_by_text(text("desk.nothing_found"), exact=True)).to_be_visible()
    desk.get_by_role("button", name=text("desk.clear")).click()
    expect(search).to_have_value("")
    expect(rows(desk)).to_have_count(1)


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
