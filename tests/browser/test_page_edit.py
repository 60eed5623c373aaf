"""One page by itself: corners by finger and keys, size and turning, sticky notes; and of classified papers nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlmodel import col, select

from sothuhoso.db.tables import DossierPageRow, DossierRow
from sothuhoso.i18n.catalog import text
from tests.browser.citizen import PAPER, Citizen, picture
from tests.browsing import axe
from tests.samples import papers
from tests.samples.people import PA
from tests.samples.photo import Shot, as_file, photograph

PAGES = select(DossierPageRow).join(DossierRow).order_by(col(DossierRow.submitted_at))


@pytest.fixture(scope="module")
def page_photo():
    return as_file(photograph(papers.declaration(PA), Shot(size=(2160, 2880), share=0.9, seed=4)))


def corner(citizen, which):
    name = text(f"edit.{which}")
    return citizen.page.get_by_role("button", name=name)


def open_editor(citizen, n=1):
    citizen.page.get_by_role("link", name=text("papers.edit", n=n)).click()
    expect(citizen.page.get_by_role("heading", level=1, name=text("edit.heading", n=n))).to_be_visible()
    expect(corner(citizen, "top_left")).to_be_visible()
    return citizen


def draft(citizen):
    return citizen.kept("drafts")[-1]


def laid(citizen):
    return next(iter(draft(citizen).get("laid", {}).values()), None)


def test_corners_are_found_and_dragged_and_the_page_is_looked_at_again(open_page, page_photo):
    citizen = Citizen(open_page).begin().say_who().to_papers().add(page_photo)
    citizen.wait_kept(lambda: draft(citizen).get("seen"))
    found = next(iter(draft(citizen)["seen"].values()))
    open_editor(citizen)
    expect(citizen.words("edit.good")).to_be_visible()
    assert axe(citizen.page) == []
    expect(citizen.button("edit.find")).to_be_disabled()
    # far too small a page: of what is left the dots are fewer than of the whole
    handle = corner(citizen, "bottom_right")
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = citizen.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x - 60, y - 40, steps=6)
    mouse.up()
    citizen.wait_kept(lambda: laid(citizen) is not None)
    said = laid(citizen)["corners"]
    assert said[0] == pytest.approx(found["corners"][0], abs=0.001)
    assert said[2][0] < found["corners"][2][0] - 0.05
    citizen.wait_kept(lambda: next(iter(draft(citizen)["seen"].values()))["corners"] == said)
    citizen.button("edit.find").click()
    citizen.wait_kept(lambda: laid(citizen)["corners"] is None)
    citizen.wait_kept(lambda: next(iter(draft(citizen)["seen"].values()))["corners"] == found["corners"])
    citizen.button("edit.done").click()
    expect(citizen.heading("papers.heading")).to_be_visible()


def test_by_keys_alone_corner_turn_and_size_and_they_arrive(open_page, house, page_photo):
    citizen = Citizen(open_page).begin().say_who().to_papers().add(page_photo)
    citizen.wait_kept(lambda: draft(citizen).get("seen"))
    open_editor(citizen)
    handle = corner(citizen, "top_left")
    handle.focus()
    before = handle.get_attribute("aria-label")
    for _ in range(4):
        citizen.page.keyboard.press("Shift+ArrowRight")
    citizen.page.keyboard.press("ArrowDown")
    expect(handle).not_to_have_attribute("aria-label", before)
    citizen.button("edit.turn").focus()
    for _ in range(2):
        citizen.page.keyboard.press("Enter")
    citizen.page.locator("#size-A5").focus()
    citizen.page.keyboard.press("Space")
    citizen.wait_kept(lambda: (laid(citizen) or {}).get("paper") == "A5")
    said = laid(citizen)
    assert said["turn"] == 180
    citizen.button("edit.done").click()
    citizen.to_review().choose_unit().agree().send()
    citizen.number()
    with house.look() as uow:
        row = uow.session.exec(PAGES).all()[-1]
    assert (row.laid["paper"], row.laid["turn"]) == ("A5", 180)
    assert row.laid["corners"] == [pytest.approx(one) for one in said["corners"]]


def test_the_next_page_is_of_the_same_size_and_a_reload_keeps_it(open_page, page_photo):
    citizen = Citizen(open_page).begin().say_who().to_papers().add(page_photo)
    citizen.wait_kept(lambda: draft(citizen).get("seen"))
    open_editor(citizen)
    citizen.page.locator("#size-ID1").check()
    citizen.wait_kept(lambda: (laid(citizen) or {}).get("paper") == "ID1")
    citizen.page.reload()
    expect(citizen.page.locator("#size-ID1")).to_be_checked()
    citizen.button("edit.done").click()
    citizen.add(picture(3))
    expect(citizen.pages()).to_have_count(2)
    citizen.wait_kept(lambda: len(draft(citizen)["laid"]) == 2)
    assert {one["paper"] for one in draft(citizen)["laid"].values()} == {"ID1"}


def test_a_sticky_note_wants_the_same_page_without_it(open_page):
    citizen = Citizen(open_page).begin().say_who().to_papers().add(picture(1), picture(2))
    expect(citizen.pages()).to_have_count(2)
    open_editor(citizen, 2)
    citizen.page.get_by_label(text("edit.note")).check()
    expect(citizen.words("edit.note_next")).to_be_visible()
    citizen.button("edit.done").click()
    expect(citizen.words("paper_state.note")).to_be_visible()
    expect(citizen.words("papers.note")).to_have_count(1)
    expect(citizen.words("edit.note_next")).to_be_visible()
    title = citizen.page.locator(f"#paper-{PAPER}").bounding_box()
    assert title["width"] > 120  # beside its state it is still read in words, not letters
    citizen.to_review().choose_unit().agree()
    citizen.button("review.send").click()
    missing = citizen.page.locator("#needed").get_by_role("button")
    expect(missing).to_contain_text(text("needed.note", name="").strip())
    missing.click()
    citizen.add(picture(3))
    expect(citizen.pages()).to_have_count(3)
    expect(citizen.words("paper_state.photographed", n=2)).to_be_visible()
    citizen.to_review().agree().send()
    assert citizen.number()


def test_of_a_classified_paper_nothing_is_photographed_and_nothing_stays(open_page):
    citizen = Citizen(open_page).begin().say_who().to_papers().add(picture(1), picture(2))
    expect(citizen.pages()).to_have_count(2)
    card = citizen.page.locator(f"article[aria-labelledby='paper-{PAPER}']")
    card.get_by_role("button", name=text("papers.classified")).click()
    expect(citizen.pages()).to_have_count(0)
    expect(citizen.words("paper_state.classified")).to_be_visible()
    citizen.wait_kept(lambda: citizen.kept("photos") == [])
    expect(citizen.page.locator(f"#files-{PAPER}")).to_have_count(0)
    expect(citizen.button("papers.undo")).to_have_count(0)
    assert axe(citizen.page) == []
    citizen.to_review().choose_unit().agree().send()
    assert citizen.number()


def test_a_page_that_is_no_more_says_so(open_page, page_photo):
    citizen = Citizen(open_page).begin().say_who().to_papers().add(page_photo)
    expect(citizen.pages()).to_have_count(1)
    open_editor(citizen)
    address = citizen.page.url
    citizen.button("edit.done").click()
    citizen.button("papers.remove", n=1).click()
    expect(citizen.pages()).to_have_count(0)
    citizen.page.goto(address)
    expect(citizen.words("edit.gone")).to_be_visible()
    citizen.page.get_by_role("link", name=text("edit.back")).click()
    expect(citizen.heading("papers.heading")).to_be_visible()


def test_in_a_second_tab_nothing_is_changed_before_it_is_taken_over(open_page, page_photo):
    citizen = Citizen(open_page).begin().say_who().to_papers().add(page_photo)
    expect(citizen.pages()).to_have_count(1)
    open_editor(citizen)
    second = citizen.page.context.new_page()
    second.goto(citizen.page.url)
    expect(second.get_by_text(text("flow.elsewhere"), exact=True)).to_be_visible()
    expect(second.get_by_role("button", name=text("edit.top_left"))).to_have_count(0)
    second.get_by_role("button", name=text("flow.take_over")).click()
    expect(second.get_by_role("button", name=text("edit.top_left"))).to_be_visible()


def test_of_a_dossier_that_was_sent_no_page_can_be_changed(open_page, page_photo):
    citizen = Citizen(open_page).begin().say_who().to_papers().add(page_photo)
    expect(citizen.pages()).to_have_count(1)
    open_editor(citizen)
    address = citizen.page.url
    citizen.button("edit.done").click()
    citizen.to_review().choose_unit().agree().send()
    citizen.number()
    citizen.page.goto(address)
    expect(citizen.words("flow.sent_already")).to_be_visible()
    expect(corner(citizen, "top_left")).to_have_count(0)
