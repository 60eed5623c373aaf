"""One dossier's whole way in a real Chromium: a phone with a camera and a tablet, open side by side.

What the person photographs is drawn by the project; where the shared photos lie beside it, they go the same way.
"""

from __future__ import annotations

import io
import json
import re

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect
from pypdf import PdfReader

from sothuhoso.i18n.catalog import error_text, text
from sothuhoso.settings import ROOT
from tests.browser.citizen import BIRTH
from tests.browser.desk import panel, receive, rows
from tests.browser.walker import Walker, card_film, file, shot, with_camera
from tests.browsing import PHONE, TABLET, row_counts, session_of
from tests.samples import cards, papers, photo
from tests.samples.people import DUONG, MAI, PA

PHOTOS = ROOT.parent / "shared" / "data" / "photos"
WORDS, PROCEDURE = "lam khai sinh cho con", "Đăng ký khai sinh"
CHILD = "Lý Thị Mây"


@pytest.fixture(scope="session")
def camera(playwright_, tmp_path_factory):
    """A Chromium whose camera sees Pá's card."""
    with with_camera(playwright_, card_film(tmp_path_factory.mktemp("film") / "card.y4m", PA)) as started:
        yield started


@pytest.fixture
def tablet(open_here, app):
    """The clerk's desk, open before anything is sent."""
    page = open_here("/ban", sid=session_of(app, "canbo.thansa"), **TABLET)
    expect(page.get_by_text(text("desk.online"))).to_be_visible()
    return page


@pytest.fixture
def person(open_here):
    """Somebody with a phone, at the first page."""
    walker = Walker(open_here)
    walker.page.goto("/")
    return walker


def test_from_the_camera_to_the_receipt_in_hand(app, house, tablet, person, open_here):
    find_the_procedure(person)
    say_who_they_are(person)
    photograph_the_papers(person)
    number = send_it_once(person, house)

    line = rows(tablet).filter(has_text=number)
    expect(line).to_be_visible()  # nobody reloaded
    expect(line).to_contain_text(PA.full_name)
    person.follow()
    expect(person.status).to_contain_text(text("follow.status.1"))
    other = follow_by_number(open_here, number)

    line.click()
    compare_every_page(tablet)
    receive(tablet)
    expect(panel(tablet).get_by_text(text("status_short.2")).first).to_be_visible()

    expect(person.status).to_contain_text(text("follow.status.2"))  # by itself
    expect(person.page.locator("#due")).to_be_visible()
    expect(other.locator("#status")).to_contain_text(text("follow.status.2"))
    assert person.page.evaluate("performance.getEntriesByType('navigation').length") == 1
    both_hold_the_receipt(tablet, person, number)


@pytest.mark.skipif(not PHOTOS.is_dir(), reason=f"no shared photos beside this project: {PHOTOS}")
@pytest.mark.parametrize("card", ["mid_2021_good_0.jpg", "mid_2024_good_0.jpg"])
def test_the_same_way_with_photos_of_a_phone(tablet, person, card):
    """Cards and papers photographed at 12 megapixels, by files that the project did not draw."""
    person.begin(BIRTH)
    person.for_whom("same").photo_of_card("owner", file(card, (PHOTOS / "cards" / card).read_bytes()))
    told = next(
        one["text"] for one in json.loads((PHOTOS / "cards" / "manifest.json").read_text()) if one["file"] == card
    )
    number, _, name, *_ = told.split("|")
    assert person.field("owner", "id_number").input_value() == number
    assert person.field("owner", "full_name").input_value() == name
    person.field("subject", "full_name").fill(CHILD)
    person.to_papers()
    pages = [file(one.name, one.read_bytes()) for one in sorted((PHOTOS / "pages").glob("*12_0.jpg"))[:4]]
    person.add_files("giay_chung_sinh", pages[0])
    person.add_files("to_khai_khai_sinh", *pages[1:])
    expect(person.pages("to_khai_khai_sinh")).to_have_count(len(pages) - 1, timeout=60_000)
    person.to_review().choose_unit().agree().send()
    line = rows(tablet).filter(has_text=person.number())
    expect(line).to_contain_text(name)
    person.follow()
    line.click()
    expect(tablet.get_by_text(text("dossier.page_at", at=1, n=len(pages)))).to_be_visible()
    receive(tablet)
    expect(person.status).to_contain_text(text("follow.status.2"))


def find_the_procedure(person):
    expect(
        person.search("mai táng").get_by_role("heading", name=re.compile(r"\?$"), level=2).first
    ).to_be_visible()  # one question
    for words in ("khai sinh", "KHAI SINH", "khai sinh cho cháu", WORDS):
        expect(person.search(words).get_by_role("link", name=PROCEDURE, exact=True)).to_be_visible()
    person.choose(PROCEDURE)
    main = person.page.locator("main")
    for key in ("procedure.bring", "procedure.time", "procedure.cost", "procedure.result"):
        expect(main.get_by_role("heading", name=text(key))).to_be_visible()
    expect(main).to_contain_text(text("limit.same_day"))
    expect(main).to_contain_text("Giấy khai sinh")
    person.start()


def say_who_they_are(person):
    """The owner by the camera, the one who submits by a photo of the newer card, the child by typing."""
    person.for_whom("other")
    person.scan_card("owner")
    assert person.field("owner", "full_name").input_value() == PA.full_name
    assert person.field("owner", "id_number").input_value() == PA.id_number
    marks = person.person("owner").get_by_text(text("origin.qr"))
    expect(marks).to_have_count(6)  # name, number, birth, sex, address; day of issue under "more"
    person.field("owner", "address").fill("Xóm Khuổi Mèo, Thần Sa, Thái Nguyên")
    expect(marks).to_have_count(5)

    content = shot(cards.back_2024(DUONG), orientation=6, place=True, quality=85)
    person.photo_of_card("submitter", file("IMG_0001.jpg", content))
    assert person.field("submitter", "full_name").input_value() == DUONG.full_name

    person.field("subject", "full_name").fill(CHILD)
    birth = person.field("subject", "birth_date")
    birth.fill("01/01/2090")
    expect(person.page.locator("#subject-birth_date-warning")).to_have_text(text("warnings.date_future"))
    birth.fill("12/11/2026")
    expect(person.page.locator("#subject-birth_date-warning")).to_have_text("")
    person.to_papers()


def photograph_the_papers(person):
    """One page by the camera, the rest from the gallery: on its side with the place in it, PNG, WebP; one is wrong."""
    person.shoot("giay_chung_sinh")
    doubted = person.paper("giay_chung_sinh")
    expect(doubted).to_contain_text(text("papers.kept.refused"))  # what lay there was a card, no page
    doubted.get_by_role("button", name=text("papers.remove", n=1)).click()
    person.add_files("giay_chung_sinh", file("IMG_0001.jpg", shot(papers.birth_notice(), quality=85)))
    expect(person.pages("giay_chung_sinh")).to_have_count(1)
    sideways = shot(papers.declaration(PA), orientation=6, place=True, quality=85)
    second = photo.as_file(papers.declaration(MAI), "PNG")
    third = photo.as_file(papers.birth_notice(), "WEBP", quality=80)
    key = "to_khai_khai_sinh"
    person.add_files(
        key,
        file("IMG_0002.jpg", sideways),
        file("to khai 2.png", second, "image/png"),
        file("don.gif", b"GIF89a not a photo", "image/gif"),
        file("to khai 3.webp", third, "image/webp"),
    )
    expect(person.pages(key)).to_have_count(3)
    expect(person.paper(key)).to_contain_text(text("photo.refused.gif", name="don.gif"))

    person.paper(key).get_by_role("button", name=text("papers.remove", n=3)).click()
    expect(person.pages(key)).to_have_count(2)
    person.page.get_by_role("button", name=text("papers.undo")).click()
    expect(person.pages(key)).to_have_count(3)
    first = person.pages(key).first.locator("img").get_attribute("src")
    person.paper(key).get_by_role("button", name=text("papers.later", n=1)).click()
    expect(person.pages(key).nth(1).locator("img")).to_have_attribute("src", first)
    person.paper(key).get_by_role("button", name=text("papers.earlier", n=2)).click()
    expect(person.pages(key).first.locator("img")).to_have_attribute("src", first)
    if person.paper("van_ban_uy_quyen").count():
        person.bring_later("van_ban_uy_quyen", "Chiều nay mang đến")
    person.to_review()


def send_it_once(person, house):
    """Nothing goes before the notice is read; a double tap makes one dossier."""
    review = person.page.locator("main")
    for shown in (PA.full_name, DUONG.full_name, CHILD, text("review.pages", n=3)):
        expect(review.get_by_text(shown).first).to_be_visible()
    person.choose_unit().send()
    expect(review.get_by_text(text("needed.notice"))).to_be_visible()
    person.agree()
    before = row_counts(house)["dossier"]
    person.button("review.send").dblclick()
    number = person.number()
    assert row_counts(house)["dossier"] == before + 1
    expect(person.page.get_by_role("img", name=text("sent.qr_alt", number=number))).to_be_visible()
    return number


def follow_by_number(open_here, number):
    """Somebody who knows the number, four digits and a year follows it; the number alone tells nothing."""
    page = open_here("/theo-doi", **PHONE)
    fill = {"number": number, "last_four": "0000", "birth_year": "2005"}
    for name, value in fill.items():
        page.locator(f"#{name}").fill(value)
    page.get_by_role("button", name=text("follow.look")).click()
    expect(page.get_by_role("alert")).to_contain_text(error_text("follow.unknown", "vi"))
    expect(page.get_by_text(PROCEDURE)).to_have_count(0)
    for name, value in {**fill, "last_four": PA.id_number[-4:]}.items():
        page.locator(f"#{name}").fill(value)
    page.get_by_role("button", name=text("follow.look")).click()
    expect(page.locator("#status")).to_contain_text(text("follow.status.1"))
    expect(page.locator("main")).not_to_contain_text(PA.full_name)
    return page


def compare_every_page(tablet):
    """All pages large enough, upright, without place; every paper ticked."""
    image = tablet.locator("#mat img")
    expect(image).to_be_visible()
    total = int(tablet.get_by_text(re.compile(r"^Trang 1 / \d+$")).inner_text().rpartition(" ")[2])
    assert total == 4
    for at in range(1, total + 1):
        expect(tablet.get_by_text(text("dossier.page_at", at=at, n=total))).to_be_visible()
        seen = tablet.request.get(image.get_attribute("src"))
        kept = Image.open(io.BytesIO(seen.body()))
        assert kept.getexif() == {}
        assert at == 1 or kept.height > kept.width
        if at < total:
            tablet.keyboard.press("ArrowRight")
    boxes = tablet.get_by_role("checkbox")
    for nth in range(boxes.count()):
        boxes.nth(nth).click()
        expect(boxes.nth(nth)).to_be_checked()
    expect(panel(tablet).get_by_text(text("dossier.not_compared"))).to_have_count(0)


def both_hold_the_receipt(tablet, person, number):
    """The same form, printed at the desk and fetched by the phone; its QR opens the follow-up page."""
    link = tablet.get_by_role("link", name=text("dossier.print_form.01"))
    at_desk = tablet.request.get(link.get_attribute("href"))
    assert at_desk.headers["content-type"] == "application/pdf"
    name = text("follow.form_01")
    with person.page.expect_download() as downloading:
        person.page.get_by_role("button", name=text("follow.download", name=name)).click()
    at_home = downloading.value.path().read_bytes()
    address = person.page.evaluate("location.href")
    for content in (at_desk.body(), at_home):
        assert number in words_of(content)
        assert PA.full_name in words_of(content)
        assert address in codes_of(content)


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def codes_of(pdf: bytes) -> list[str]:
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=4).to_pil()
    return [code.text for code in zxingcpp.read_barcodes(image)]
