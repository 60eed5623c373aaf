"""Cards of both generations before a phone's camera, with a line and without; and what becomes of what they say."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from sothuhoso.i18n.catalog import text
from tests.browser.citizen import SINGLE, picture
from tests.browser.desk import rows
from tests.browser.walker import FRAME, Walker, with_camera
from tests.browsing import TABLET, session_of
from tests.samples import cards, film, mrz
from tests.samples.people import DUONG, EVERYONE, MAI, PA
from tests.samples.photo import Shot, photograph

CARDS = {"2021": cards.front_2021, "2024": cards.back_2024}
AWAY = r"net::ERR_|Failed to (load|fetch)"


class Lens:
    """What the fake camera sees: the file is read anew each time the camera opens."""

    def __init__(self, path):
        self.path = path

    def sees(self, generation, person):
        shots = (Shot(size=FRAME, share=0.72, seed=seed, slant=0.008) for seed in range(2))
        made = film.y4m(self.path.with_suffix(".new"), (photograph(CARDS[generation](person), shot) for shot in shots))
        made.replace(self.path)


@pytest.fixture(scope="module")
def lens(tmp_path_factory):
    lens = Lens(tmp_path_factory.mktemp("film") / "card.y4m")
    lens.sees("2021", PA)
    return lens


@pytest.fixture(scope="module")
def camera(playwright_, lens):
    with with_camera(playwright_, lens.path) as started:
        yield started


@pytest.fixture
def person(open_here):
    return Walker(open_here)


@pytest.mark.parametrize("line", ["online", "off"])
def test_three_cards_of_each_generation(person, lens, watch, line):
    person.begin()
    page = person.page
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    if line == "off":
        lens.sees("2021", MAI)
        person.scan_card("owner")  # the reader comes with the first card; from then on it is the phone's
        watch.allow(AWAY)
        page.context.set_offline(True)
    for generation in CARDS:
        for shown in EVERYONE:
            page.locator("#owner-full_name").fill("")
            page.locator("#owner-id_number").fill("")
            lens.sees(generation, shown)
            person.scan_card("owner")
            expect(person.field("owner", "full_name")).to_have_value(shown.full_name)
            for field in ("id_number", "address"):
                expect(person.field("owner", field)).to_have_value(getattr(shown, field))
            day = shown.birth_date
            expect(person.field("owner", "birth_date")).to_have_value(f"{day[:2]}/{day[2:4]}/{day[4:]}")
            expect(person.person("owner").get_by_role("radio", name=shown.sex, exact=True)).to_be_checked()
            expect(person.person("owner").get_by_text(text("origin.qr")).first).to_be_visible()


def test_from_the_lens_to_the_verified_person(app, person, open_here, lens):
    """Marks, warnings, today's address, and a clerk who writes down how it was made sure who this is."""
    lens.sees("2021", MAI)
    person.begin(SINGLE).for_whom("same").scan_card("owner")
    owner, page = person.person("owner"), person.page
    expect(owner.get_by_text(text("origin.qr"))).to_have_count(7)  # the old number and the day of issue under "more"

    # The commune on the card is no more: today's is offered with its code, and taken by a tap.
    expect(owner.get_by_text(text("address.ask.certain"))).to_be_visible()
    owner.get_by_role("button", name=re.compile(r"Võ Nhai.*Thái Nguyên")).click()
    today = "Xóm Mỏ Gà, xã Võ Nhai, tỉnh Thái Nguyên (05716)"
    expect(owner.get_by_text(text("address.today", place=today))).to_be_visible()
    expect(person.field("owner", "address")).to_have_value(MAI.address)

    # Warned, not blocked: the card ended at 25, and the name is not the card's.
    page.get_by_text(text("who.more")).click()
    expect(page.locator("#owner-issue_date-warning")).to_have_text(text("warnings.card_expired", age=25))
    person.field("owner", "full_name").fill("Hoàng Thị Mây")
    expect(page.locator("#owner-full_name-warning")).to_have_text(text("warnings.name_differs_from_card"))
    expect(owner.get_by_text(text("origin.qr"))).to_have_count(6)  # the name is typed now
    person.field("owner", "full_name").fill("HOÀNG THỊ  MAI")
    expect(page.locator("#owner-full_name-warning")).to_have_text("")

    person.to_papers().add(picture())
    expect(person.pages()).to_have_count(1)
    person.to_review()
    expect(page.get_by_text(text("origin.qr")).first).to_be_visible()
    number = person.choose_unit().agree().send().number()

    tablet = open_here("/ban", sid=session_of(app, "canbo.thansa"), **TABLET)
    rows(tablet).filter(has_text=number).click()
    named = tablet.locator("section").filter(has_text="HOÀNG THỊ MAI")
    who = named.filter(has_text=text("verified.record")).last
    expect(who.get_by_text(text("verified.not_yet"), exact=True)).to_be_visible()
    for key in ("qr", "typed"):
        expect(who.get_by_text(text(f"origin_short.{key}"), exact=True).first).to_be_visible()
    expect(who).to_contain_text("xã Võ Nhai")
    who.get_by_text(text("verified.record")).click()
    who.get_by_role("button", name=text("verified.how.card_seen")).click()
    expect(tablet.get_by_text(text("verified.how.card_seen")).first).to_be_visible()
    expect(tablet.get_by_text(text("verified.not_yet"), exact=True)).to_have_count(0)


def test_one_side_says_what_the_other_does_not(person, lens):
    """A card whose code was made for somebody else: both sides are held against each other."""
    forged = replace(DUONG, birth_date="01061959")
    lens.sees("2024", forged)
    person.begin().scan_card("owner")
    page = person.page
    page.get_by_text(text("card.typed")).first.click()
    page.locator("#owner-card-text").fill(mrz.td1(DUONG))
    person.button("card.typed_read").click()
    expect(page.locator("#owner-birth_date-warning")).to_have_text(text("warnings.card_sides_differ"))
    person.for_whom("same").to_papers()
