"""Pictures of reading an ID card: whose it is, where each value comes from, what is odd, today's address, verified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from sothuhoso.i18n.catalog import text
from tests.browser.citizen import picture
from tests.browser.desk import rows
from tests.browser.walker import Walker, file
from tests.browsing import DESK
from tests.samples import cards as drawn
from tests.samples import mrz
from tests.samples.people import MAI, PA
from tests.samples.photo import as_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.screens import Album

DIVIDED = "Tổ 5, phường Gia Sàng, thành phố Thái Nguyên, tỉnh Thái Nguyên"


def cards(album: Album, open_page: Callable[..., Page], sid: str) -> None:
    """One person's phone, then the clerk who writes down how it was made sure who this is."""
    person = Walker(open_page).begin("2.000815", "/thu-tuc?ma=2.000815&xa=05725")
    page = person.for_whom("same").page
    two = Image.new("RGB", (3500, 1080), "white")
    for at, one in enumerate((drawn.front_2021(MAI), drawn.front_2021(PA))):
        two.paste(one, (at * 1780, 0))
    page.locator("#owner-card-file").set_input_files([file("hai the.jpg", as_file(two))])
    expect(person.words("card.several")).to_be_visible(timeout=30_000)
    _show(album, person, "phone-card-several", person.words("card.several"))

    page.get_by_text(text("card.typed")).first.click()
    page.locator("#owner-card-text").fill(mrz.td1(MAI))
    person.button("card.typed_read").click()
    expect(person.words("card.bare")).to_be_visible()
    _show(album, person, "phone-card-lines", person.words("card.bare"))

    page.locator("#owner-card-text").fill(MAI.text_2021)
    person.button("card.typed_read").click()
    expect(person.field("owner", "full_name")).to_have_value(MAI.full_name)
    page.get_by_text(text("card.typed")).first.click()
    expect(person.words("address.ask.certain")).to_be_visible()
    person.field("owner", "full_name").fill("Hoàng Thị Mây")
    _show(album, person, "phone-card-warned", person.field("owner", "full_name"))
    person.field("owner", "full_name").fill(MAI.full_name)
    person.field("owner", "address").fill(DIVIDED)
    _show(album, person, "phone-address", person.words("address.ask.split"))
    page.locator("section").get_by_role("button", name=" mã ").first.click()

    person.to_papers().add(picture())
    expect(person.pages()).to_have_count(1)
    papers = page.url
    person.begin("1.001193", "/thu-tuc?ma=1.001193&xa=05725")
    page.get_by_text(text("who.earlier")).first.click()
    _show(album, person, "phone-earlier", page.get_by_text(text("who.earlier")).first)

    page.goto(papers)
    expect(person.pages()).to_have_count(1)
    number = person.to_review().agree().send().number()
    desk = open_page("/ban", sid=sid, **DESK)
    rows(desk).filter(has_text=number).click()
    owner = desk.locator("section").filter(has_text=MAI.full_name).filter(has_text=text("verified.record")).last
    owner.get_by_text(text("verified.record")).click()
    owner.get_by_role("button", name=text("verified.how.card_seen")).scroll_into_view_if_needed()
    album.take(desk, "desk-verify")
    owner.get_by_role("button", name=text("verified.how.card_seen")).click()
    expect(desk.get_by_text(text("verified.how.card_seen")).first).to_be_visible()
    album.take(desk, "desk-verified")


def _show(album: Album, person: Walker, name: str, what: Locator) -> None:
    """With this in the middle of the screen."""
    expect(what).to_be_visible()
    what.evaluate("element => element.scrollIntoView({ block: 'center' })")
    album.take(person.page, name)
