"""Following a dossier: by the secret of its QR, or by number and two things known; the open page changes by itself."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from sothuhoso.i18n.catalog import error_text, text
from tests.browser.desk import ask_supplement, open_from_list, receive
from tests.browsing import PHONE
from tests.rest import Device, sending
from tests.samples.people import MAI


@pytest.fixture
def sent(app, office):
    return Device(app.url).send(sending(unit=office.unit))


@pytest.fixture
def page(open_page):
    return open_page("/theo-doi", **PHONE)


def look_up(page, number, last_four="0017", year="1999"):
    page.get_by_label(text("follow.number"), exact=True).fill(number)
    page.get_by_label(text("follow.last_four"), exact=True).fill(last_four)
    page.get_by_label(text("follow.birth_year"), exact=True).fill(year)
    page.get_by_role("button", name=text("follow.look"), exact=True).click()


def path_of(sent):
    return sent.follow_url[sent.follow_url.index("/theo-doi") :]


def test_the_open_page_changes_by_itself_and_gives_the_form(open_page, desk, sent):
    page = open_page(path_of(sent), **PHONE)
    status = page.locator("#status")
    expect(status).to_contain_text(text("follow.status.1"))
    receive(open_from_list(desk, sent))
    expect(status).to_contain_text(text("follow.status.2"))
    expect(page.locator("#due")).to_contain_text(re.compile(r"\d+/\d+"))
    with page.expect_download() as download:
        page.get_by_role("button", name=text("follow.download", name=text("follow.form_01"))).click()
    assert download.value.suggested_filename == f"{sent.number}-01.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def test_a_supplement_says_what_to_bring(open_page, desk, sent):
    page = open_page(path_of(sent), **PHONE)
    expect(page.locator("#status")).to_contain_text(text("follow.status.1"))
    ask_supplement(open_from_list(desk, sent), "Bản chính giấy chứng sinh\nVăn bản ủy quyền")
    expect(page.locator("#status")).to_contain_text(text("follow.status.5"))
    for item in ("Bản chính giấy chứng sinh", "Văn bản ủy quyền"):
        expect(page.get_by_text(item, exact=True).first).to_be_visible()


def test_by_number_and_two_things_known(page, sent):
    look_up(page, sent.number, MAI.id_number[-4:], "1999")
    expect(page.get_by_text(sent.number)).to_be_visible()
    expect(page.get_by_text(text("follow.forms"))).to_have_count(0)
    expect(page.get_by_text(MAI.full_name)).to_have_count(0)
    page.get_by_role("button", name=text("follow.another")).click()
    expect(page.get_by_role("button", name=text("follow.look"), exact=True)).to_be_visible()


@pytest.mark.parametrize(("last_four", "year"), [("0018", "1999"), ("0017", "1998"), ("", ""), ("xxxx", "yyyy")])
def test_a_stranger_with_only_the_number_learns_nothing(page, sent, last_four, year):
    page.locator("form").evaluate("(form) => { form.noValidate = true; }")
    look_up(page, sent.number, last_four, year)
    key = "follow.unknown" if last_four else "follow.need_all"
    expect(page.get_by_role("alert")).to_have_text(error_text(key))
    expect(page.get_by_text(sent.number)).to_have_count(0)


def test_an_unknown_code_says_so_and_leaves_the_form(open_page):
    page = open_page(f"/theo-doi#{'A' * 22}", **PHONE)
    expect(page.get_by_role("alert")).to_have_text(error_text("follow.unknown_code"))
    expect(page.get_by_role("button", name=text("follow.look"), exact=True)).to_be_visible()


def test_the_secret_is_in_no_request(open_page, sent):
    page = open_page("", **PHONE)
    seen = []
    page.on("request", lambda request: seen.append(request.url))
    page.goto(path_of(sent))
    expect(page.locator("#status")).to_contain_text(text("follow.status.1"))
    assert not [url for url in seen if sent.secret in url.partition("#")[0]]


def test_while_photos_still_arrive(open_page, app, office):
    making = sending(unit=office.unit)
    Device(app.url).announce(making).raise_for_status()
    page = open_page(f"/theo-doi#{making.secret}", **PHONE)
    expect(page.get_by_text(text("follow.arriving", n=len(making.photos)))).to_be_visible()
    for content in making.photos:
        Device(app.url).photo(making, content).raise_for_status()
    expect(page.locator("#status")).to_contain_text(text("follow.status.1"))
