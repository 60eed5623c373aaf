"""A paper of three pages, one of them spoilt, from the phone's camera to the archive's PDF and a word found in it.

On a phone: taken by itself, refused and taken again, put in order, a corner dragged; then at the clerk's tablet.
"""

from __future__ import annotations

import io

import pypdfium2
import pytest
from playwright.sync_api import expect

from sothuhoso.domain.names import fold
from sothuhoso.i18n.catalog import text
from tests.browser.citizen import PAPER
from tests.browser.desk import panel, rows
from tests.browser.walker import Walker, file, with_camera
from tests.browsing import TABLET, make_papers, session_of, until
from tests.samples import film, papers
from tests.samples.people import DUONG, MAI, PA
from tests.samples.photo import Shot, as_file, photograph

SIZE = (2160, 2880)  # a page in it has more than 200 dots an inch
FIRST, SECOND, THIRD = PA, MAI, DUONG


def page_photo(person, **how):
    return photograph(papers.declaration(person), Shot(**{"size": SIZE, "share": 0.9, "seed": 4, "noise": 1.0, **how}))


@pytest.fixture(scope="session")
def camera(playwright_, tmp_path_factory):
    """A Chromium whose camera sees a page that lies well."""
    picture = film.mjpeg(tmp_path_factory.mktemp("film") / "page.mjpeg", [page_photo(FIRST)] * 2, quality=90)
    with with_camera(playwright_, picture) as started:
        yield started


@pytest.fixture
def tablet(open_here, app):
    """The clerk's desk, open before anything is sent."""
    page = open_here("/ban", sid=session_of(app, "canbo.thansa"), **TABLET)
    expect(page.get_by_text(text("desk.online"))).to_be_visible()
    return page


def test_three_pages_and_a_spoilt_one(open_here, tablet, house):
    person = Walker(open_here)
    person.begin("2.000815", "/thu-tuc?ma=2.000815&xa=05725").say_who().to_papers()
    taken_by_itself(person)
    spoilt_and_taken_again(person)
    in_order(person)
    a_corner_dragged(person)
    person.to_review().agree().send()
    number = person.number()
    make_papers(house, number)
    paper = the_archives_pdf(tablet, number)
    assert [fold(who.full_name) in fold(page) for who, page in zip((FIRST, SECOND, THIRD), paper, strict=True)] == [
        True,
        True,
        True,
    ]
    a_word_is_found(tablet)


def draft(person):
    return person.kept("drafts")[-1]


def taken_by_itself(person):
    """The gate: the page lies well, so nobody presses."""
    person.page.locator(f"button[aria-describedby='paper-{PAPER}']").click()
    dialog = person.page.get_by_role("dialog")
    expect(dialog.get_by_text(text("camera.next", n=1))).to_be_visible(timeout=30_000)
    dialog.get_by_role("button", name=text("camera.done")).click()
    expect(person.pages(PAPER)).to_have_count(1)


def spoilt_and_taken_again(person):
    """A shaken page is refused with its reason and holds up the paper; a better one takes its place."""
    person.add_files(
        PAPER, file("3.jpg", as_file(page_photo(THIRD))), file("hong.jpg", as_file(page_photo(SECOND, blur=7)))
    )
    expect(person.pages(PAPER)).to_have_count(3)
    refused = person.pages(PAPER).nth(2).get_by_text(text("page.reason.blurred"))
    expect(refused).to_be_visible(timeout=30_000)
    expect(person.words("paper_state.retake")).to_be_visible()
    person.button("papers.remove", n=3).click()
    person.add_files(PAPER, file("2.jpg", as_file(page_photo(SECOND))))
    expect(person.pages(PAPER)).to_have_count(3)
    until(person.page, lambda: len(draft(person).get("seen", {})) == 4)  # the refused one is known by its hash
    expect(person.words("paper_state.photographed", n=3)).to_be_visible()


def in_order(person):
    before = draft(person)["components"][PAPER]["pages"]
    person.button("papers.earlier", n=3).click()
    ids = [one["id"] for one in before]
    until(
        person.page,
        lambda: [one["id"] for one in draft(person)["components"][PAPER]["pages"]] == [ids[0], ids[2], ids[1]],
    )


def a_corner_dragged(person):
    """By finger, and back: what was said is kept, and the page stays a good one."""
    page = person.page
    page.get_by_role("link", name=text("papers.edit", n=2)).click()
    handle = page.get_by_role("button", name=text("edit.top_left"))
    expect(handle).to_be_visible()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 3, y - 3, steps=4)
    page.mouse.up()
    until(page, lambda: bool(draft(person).get("laid")))
    expect(page.get_by_text(text("edit.good"))).to_be_visible(timeout=15_000)
    person.button("edit.done").click()
    expect(person.heading("papers.heading")).to_be_visible()


def the_archives_pdf(tablet, number):
    """Opens the dossier at the desk, waits for its PDF/A; answers the text of each page."""
    row = rows(tablet).filter(has_text=number)
    expect(row).to_be_visible(timeout=20_000)
    row.click()
    link = panel(tablet).get_by_role("link", name=text("dossier.pdf_open", name="").strip()[:6])
    expect(link.first).to_be_visible(timeout=20_000)
    answer = tablet.request.get(link.first.get_attribute("href"))
    assert answer.ok
    with pypdfium2.PdfDocument(io.BytesIO(answer.body())) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


def a_word_is_found(tablet):
    asked = tablet.get_by_label(text("search.dossier_field"), exact=True)
    asked.fill(fold(SECOND.full_name))
    asked.press("Enter")
    hits = panel(tablet).locator("[data-hit]")
    expect(hits).to_have_count(1)
    hits.first.click()
    expect(tablet.locator("[data-mark]").first).to_be_visible(timeout=15_000)
