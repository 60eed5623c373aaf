"""Reading a card with its surprises: two people in one photo, other codes, a hand-held scanner, typed lines."""

from __future__ import annotations

import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from sothuhoso.i18n.catalog import error_text, text
from tests.browser.citizen import Citizen
from tests.browser.walker import with_camera
from tests.browsing import axe, pages_in, sign_in
from tests.rest import Device, sending
from tests.samples import cards, drawing, film
from tests.samples.people import MAI, PA
from tests.samples.photo import Shot, as_file, photograph
from tests.services.making import SINGLE

LINES = "IDVNM1990000173019199000017<<5\n9902152F3902150VNM<<<<<<<<<<<2\nHOANG<<THI<MAI<<<<<<<<<<<<<<<<"
COUNTED = "1.001193"
SECRET = "AbC-123_xyz"


@pytest.fixture
def citizen(open_page):
    return Citizen(open_page).begin()


def held_up(citizen, image):
    file = {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": as_file(image)}
    citizen.page.locator("#owner-card-file").set_input_files([file])
    return citizen


def owner(citizen):
    """What is kept of the owner, once it is."""
    citizen.page.wait_for_timeout(300)
    draft = next(one for one in citizen.kept("drafts") if one["id"] == citizen.draft_id)
    return {field: (one["value"], one["origin"]) for field, one in draft["persons"]["owner"].items()}


def typed(citizen, words):
    """As a hand-held scanner types: fast, with a line break at the end."""
    page = citizen.page
    if not page.locator("#owner-card-text").is_visible():
        page.get_by_text(text("card.typed")).first.click()
    page.locator("#owner-card-text").click()
    page.keyboard.insert_text(words)
    page.keyboard.press("Enter")
    return citizen


def side_by_side(*images):
    size = (sum(one.width + 40 for one in images), max(one.height for one in images))
    wide = Image.new("RGB", size, "white")
    at = 0
    for one in images:
        wide.paste(one, (at, 0))
        at += one.width + 40
    return wide


# --- codes ---------------------------------------------------------------------------------------------------------


def test_two_people_in_one_photo_it_asks_whose(citizen):
    held_up(citizen, side_by_side(cards.front_2021(MAI), cards.front_2021(PA)))
    expect(citizen.words("card.several")).to_be_visible(timeout=30_000)
    assert owner(citizen) == {}
    assert axe(citizen.page) == []
    citizen.page.get_by_role("button", name=PA.full_name).click()
    expect(citizen.page.locator("#owner-full_name")).to_have_value(PA.full_name)
    assert {origin for _, origin in owner(citizen).values()} == {"qr"}
    expect(citizen.words("card.several")).to_have_count(0)


def test_the_code_of_a_dossier_leads_to_it_and_never_elsewhere(citizen, app):
    held_up(citizen, drawing.code(f"https://somewhere.example/theo-doi#{SECRET}", 800))
    link = citizen.page.get_by_role("link", name=text("card.open_dossier"))
    expect(link).to_be_visible(timeout=30_000)
    assert link.get_attribute("href") == f"/theo-doi#{SECRET}"
    assert owner(citizen) == {}


def test_a_stickers_number_is_filled_in_where_dossiers_are_looked_up(citizen):
    held_up(citizen, drawing.code("SH-05725-261123-0017", 800))
    link = citizen.page.get_by_role("link", name=text("card.open_dossier"))
    expect(link).to_be_visible(timeout=30_000)
    assert link.get_attribute("href") == "/theo-doi"  # a number goes into no address
    link.click()
    expect(citizen.page.locator("#number")).to_have_value("SH-05725-261123-0017")
    expect(citizen.page.locator("#last_four")).to_have_value("")


def test_a_health_insurance_card_is_named_with_its_number(citizen):
    name = "Hoàng Thị Mai".encode().hex()
    held_up(citizen, drawing.code(f"GD4010123456789|{name}|15/02/1999|2|", 800))
    expect(citizen.page.get_by_text(error_text("qr.bhyt"))).to_be_visible(timeout=30_000)
    expect(citizen.words("card.bhyt_number", number="GD4010123456789")).to_be_visible()
    assert owner(citizen) == {}


# --- typed ---------------------------------------------------------------------------------------------------------


def test_a_hand_held_scanner_fills_in(citizen):
    typed(citizen, MAI.text_2021)
    expect(citizen.page.locator("#owner-full_name")).to_have_value(MAI.full_name)
    expect(citizen.page.locator("#owner-card-text")).to_have_value("")
    assert owner(citizen)["address"] == (MAI.address, "qr")


def test_of_another_persons_card_nothing_stays_but_what_was_typed(citizen):
    """Pá has no old number: Mai's must not become his, nor her address of today."""
    typed(citizen, MAI.text_2021)
    expect(citizen.page.locator("#owner-full_name")).to_have_value(MAI.full_name)
    citizen.page.get_by_role("button", name=re.compile("mã 05716")).click()
    citizen.page.locator("#owner-phone").fill("0912 000 333")
    citizen.wait_kept(lambda: {"address_today", "phone"} <= set(owner(citizen)))
    typed(citizen, PA.text_2021)
    expect(citizen.page.locator("#owner-full_name")).to_have_value(PA.full_name)
    said = {field: value for field, (value, _) in owner(citizen).items() if value}
    assert said["id_number"] == PA.id_number
    assert said["phone"] == "0912 000 333"
    assert said.keys().isdisjoint({"old_id_number", "address_today"})
    typed(citizen, LINES)
    expect(citizen.page.locator("#owner-full_name")).to_have_value("HOANG THI MAI")
    assert {field for field, (value, _) in owner(citizen).items() if value} == {
        *("full_name", "id_number", "birth_date", "sex", "phone"),
    }


@pytest.mark.parametrize(
    "spoilt",
    [
        "01919900001|091234567|Ho?ng Th? Mai|150219|N?|X?m M? G?, Ph? Th??ng|10052021",
        "Hoangf Thij Mai 15021999 Nuwx",
    ],
)
def test_what_an_input_method_has_spoilt_is_said_and_not_filled_in(citizen, spoilt):
    typed(citizen, spoilt)
    expect(citizen.page.get_by_text(error_text("qr.typed_garbled"))).to_be_visible()
    assert owner(citizen) == {}


def test_the_lines_of_the_back_fill_in_and_leave_the_accents(citizen):
    typed(citizen, MAI.text_2021)
    expect(citizen.page.locator("#owner-full_name")).to_have_value(MAI.full_name)
    typed(citizen, LINES)
    expect(citizen.page.locator("#owner-card-text")).to_have_value("")
    assert owner(citizen)["full_name"] == (MAI.full_name, "qr")
    expect(citizen.page.get_by_text(text("warnings.card_sides_differ"))).to_have_count(0)


def test_lines_alone_are_marked_and_ask_for_the_accents(citizen):
    typed(citizen, LINES)
    expect(citizen.page.locator("#owner-full_name")).to_have_value("HOANG THI MAI")
    expect(citizen.words("card.bare")).to_be_visible()
    assert owner(citizen)["birth_date"] == ("15/02/1999", "mrz")
    expect(citizen.page.get_by_text(text("origin.mrz")).first).to_be_visible()
    citizen.page.locator("#owner-full_name").fill(MAI.full_name)
    assert owner(citizen)["full_name"] == (MAI.full_name, "typed")
    expect(citizen.page.get_by_text(text("warnings.name_differs_from_card"))).to_have_count(0)
    citizen.page.locator("#owner-full_name").fill("Hoàng Thị Lan")
    expect(citizen.page.get_by_text(text("warnings.name_differs_from_card"))).to_be_visible()
    citizen.page.reload()
    expect(citizen.page.get_by_text(text("warnings.name_differs_from_card"))).to_be_visible()


def test_two_cards_that_do_not_belong_together_are_noticed(citizen):
    typed(citizen, MAI.text_2021.replace("15021999", "16021999"))
    expect(citizen.page.locator("#owner-full_name")).to_have_value(MAI.full_name)
    typed(citizen, LINES)
    expect(citizen.page.get_by_text(text("warnings.card_sides_differ"))).to_be_visible()
    assert axe(citizen.page) == []


def test_a_wrong_character_in_the_lines_fills_in_nothing(citizen):
    typed(citizen, LINES.replace("9902152", "9902162"))
    expect(citizen.page.get_by_text(error_text("mrz.check_digits"))).to_be_visible()
    assert owner(citizen) == {}


# --- warned --------------------------------------------------------------------------------------------------------


def test_the_card_has_ended_and_the_same_person_is_in_another_draft(citizen):
    citizen.page.locator("#owner-id_number").fill(MAI.id_number)
    citizen.wait_kept(lambda: citizen.kept("drafts")[-1]["persons"]["owner"].get("id_number"))
    citizen.begin()
    expect(citizen.page.get_by_text(text("warnings.same_person_open"))).to_have_count(0)
    typed(citizen, MAI.text_2021)
    expect(citizen.page.get_by_text(text("warnings.same_person_open"))).to_be_visible()
    citizen.page.get_by_text(text("who.more")).click()
    expect(citizen.page.get_by_text(text("warnings.card_expired", age=25))).to_be_visible()
    citizen.page.get_by_label(text("who.same")).check()
    citizen.to_papers()  # warned, not blocked


def test_somebody_of_another_dossier_need_not_be_typed_again(citizen):
    typed(citizen, MAI.text_2021)
    expect(citizen.page.locator("#owner-full_name")).to_have_value(MAI.full_name)
    citizen.wait_kept(lambda: len(owner(citizen)) > 5)
    citizen.begin(COUNTED)
    page = citizen.page
    page.get_by_text(text("who.earlier")).first.click()
    assert axe(page) == []
    page.get_by_role("button", name=f"{MAI.full_name} …0017 · 15/02/1999").click()
    expect(page.locator("#owner-address")).to_have_value(MAI.address)
    expect(page.get_by_text(text("origin.earlier")).first).to_be_visible()
    expect(page.get_by_text(text("who.earlier"))).to_have_count(0)
    citizen.wait_kept(lambda: owner(citizen).get("full_name") == (MAI.full_name, "earlier"))
    page.locator("#owner-full_name").fill("Hoàng Thị Mai Lan")
    citizen.wait_kept(lambda: owner(citizen)["full_name"][1] == "typed")


def test_at_a_counter_nobody_is_shown_who_was_there_before(citizen):
    typed(citizen, MAI.text_2021)
    expect(citizen.page.locator("#owner-full_name")).to_have_value(MAI.full_name)
    citizen.wait_kept(lambda: len(owner(citizen)) > 5)
    citizen.begin(address=f"/thu-tuc?ma={COUNTED}&kenh=quay")
    typed(citizen, PA.text_2021)  # the list of this device has come by now
    expect(citizen.page.locator("#owner-full_name")).to_have_value(PA.full_name)
    citizen.page.locator("#owner-full_name").fill("")
    expect(citizen.page.get_by_text(text("who.earlier"))).to_have_count(0)


def test_who_takes_in_one_more_is_told_of_the_one_that_is_open(citizen, app, office):
    open_one = Device(app.url).send(sending(unit=office.unit, procedure=SINGLE, subject=None, photos=(), components=[]))
    page = citizen.page
    citizen.page.locator("#owner-id_number").fill(MAI.id_number)
    page.wait_for_timeout(1000)
    assert page.locator("#owner-id_number-warning").inner_text() == ""  # a citizen is told of nobody's
    sign_in(page, office.account())
    citizen.begin(address=f"/thu-tuc?ma={SINGLE}&kenh=quay")
    page.locator("#owner-id_number").fill(MAI.id_number)
    told = text("warnings.same_person_at_desk", numbers=open_one.number)
    expect(page.locator("#owner-id_number-warning")).to_have_text(told)
    page.locator("#owner-id_number").fill(PA.id_number)
    expect(page.locator("#owner-id_number-warning")).to_have_text("")


# --- the live picture ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shot", "advice"),
    [
        (Shot(size=(1920, 1080), share=0.6, light=0.06), "dark"),
        (Shot(size=(1920, 1080), share=0.16), "closer"),
    ],
    ids=["dark", "far"],
)
def test_while_nothing_is_read_it_says_what_to_change(playwright_, app, watch, request, tmp_path, shot, advice):
    camera = film.y4m(tmp_path / "film.y4m", [photograph(cards.front_2021(MAI), shot)] * 2)
    with with_camera(playwright_, camera) as browser, pages_in(browser, app, watch, request) as open_page:
        citizen = Citizen(open_page).begin()
        citizen.button("who.scan").click()
        dialog = citizen.page.get_by_role("dialog")
        expect(dialog.get_by_text(text(f"camera.hint.{advice}"))).to_be_visible()
        assert axe(citizen.page) == []
        dialog.get_by_role("button", name=text("camera.done")).click()
        assert owner(citizen) == {}
