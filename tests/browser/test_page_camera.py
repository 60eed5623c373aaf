"""Pages before the camera and chosen from the gallery: taken by itself, doubted with reason and place, kept or not."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sothuhoso.i18n.catalog import text
from tests.browser.citizen import PAPER, SINGLE, Citizen
from tests.browser.counter import Tablet
from tests.browser.walker import with_camera
from tests.browsing import axe, pages_in, session_of
from tests.samples import film, papers
from tests.samples.people import MAI, PA
from tests.samples.photo import Shot, as_file, photograph

SIZE = (2160, 2880)  # a page in it has more than 200 dots an inch


def page_photo(person=PA, **how):
    return photograph(papers.declaration(person), Shot(**{"size": SIZE, "share": 0.9, "seed": 4, **how}))


@pytest.fixture(scope="module")
def blurred():
    return as_file(page_photo(blur=7))


@pytest.fixture(scope="module")
def far():
    """A little too far away: 150 to 199 dots an inch."""
    return as_file(page_photo(share=0.72))


@pytest.fixture
def filmed(playwright_, app, watch, request, tmp_path):
    """Opens the papers' page on a phone whose camera looks at a page."""
    opened = []

    def at(photo):
        camera = film.mjpeg(tmp_path / "film.mjpeg", [photo] * 2, quality=90)
        browser = with_camera(playwright_, camera)
        pages = pages_in(browser.__enter__(), app, watch, request)
        opened.append((browser, pages))
        return Citizen(pages.__enter__()).begin().say_who().to_papers()

    yield at
    for browser, pages in opened:
        pages.__exit__(None, None, None)
        browser.__exit__(None, None, None)


def open_camera(citizen):
    citizen.page.locator(f"button[aria-describedby='paper-{PAPER}']").click()
    return citizen.page.get_by_role("dialog")


def doubts(citizen, key):
    return citizen.pages().get_by_text(text(f"page.reason.{key}"))


# --- the live picture ----------------------------------------------------------------------------------------------


def test_a_page_that_lies_well_is_taken_by_itself_and_once(filmed):
    citizen = filmed(page_photo(noise=1.0))
    dialog = open_camera(citizen)
    expect(dialog.get_by_text(text("camera.next", n=1))).to_be_visible(timeout=30_000)
    assert axe(citizen.page) == []
    citizen.page.wait_for_timeout(2500)
    dialog.get_by_role("button", name=text("camera.done")).click()
    expect(citizen.pages()).to_have_count(1)


def test_by_itself_can_be_switched_off_and_the_device_remembers(filmed):
    citizen = filmed(page_photo(noise=1.0))
    dialog = open_camera(citizen)
    dialog.get_by_role("button", name=text("camera.auto_on")).click()
    expect(dialog.get_by_text(text("camera.press"))).to_be_visible(timeout=30_000)
    dialog.get_by_role("button", name=text("camera.done")).click()
    expect(citizen.pages()).to_have_count(0)
    dialog = open_camera(citizen)
    expect(dialog.get_by_role("button", name=text("camera.auto_off"))).to_be_visible()
    expect(dialog.get_by_text(text("camera.press"))).to_be_visible(timeout=30_000)
    dialog.get_by_role("button", name=text("camera.shutter"), exact=True).click()
    expect(dialog.get_by_text(text("camera.next", n=1))).to_be_visible(timeout=30_000)


def test_a_blurred_page_is_shown_and_the_next_shot_takes_its_place(filmed):
    citizen = filmed(page_photo(blur=7))
    dialog = open_camera(citizen)
    expect(dialog.get_by_text(text("camera.page.focus"))).to_be_visible(timeout=30_000)
    for _ in range(2):
        dialog.get_by_role("button", name=text("camera.shutter"), exact=True).click()
        expect(dialog.get_by_role("alert")).to_contain_text(text("page.reason.blurred"), timeout=30_000)
        assert axe(citizen.page) == []
        dialog.get_by_role("button", name=text("camera.take_again")).click()
    dialog.get_by_role("button", name=text("camera.done")).click()
    expect(citizen.pages()).to_have_count(1)
    expect(doubts(citizen, "blurred")).to_be_visible()


# --- what becomes of a doubted page --------------------------------------------------------------------------------


def test_a_page_that_cannot_be_read_holds_up_the_sending_until_it_is_taken_again(open_page, blurred):
    citizen = Citizen(open_page).begin().say_who().to_papers().add(blurred)
    expect(doubts(citizen, "blurred")).to_be_visible(timeout=30_000)
    expect(citizen.words("papers.kept.refused")).to_be_visible()
    expect(citizen.button("papers.kept.original")).to_have_count(0)
    expect(citizen.words("paper_state.retake")).to_be_visible()
    expect(citizen.words("papers.complete")).to_have_count(0)
    assert axe(citizen.page) == []
    citizen.to_review().choose_unit().agree()
    citizen.button("review.send").click()
    missing = citizen.page.locator("#needed").get_by_role("button")
    expect(missing).to_have_count(1)
    expect(missing).to_contain_text(text("needed.retake", name="").strip())
    missing.click()
    expect(citizen.heading("papers.heading")).to_be_visible()
    citizen.button("papers.remove", n=1).click()
    citizen.add(as_file(page_photo(MAI)))
    expect(citizen.pages()).to_have_count(1)
    citizen.wait_kept(lambda: len(citizen.kept("drafts")[-1].get("seen", {})) == 2)
    expect(doubts(citizen, "blurred")).to_have_count(0)
    citizen.to_review().agree().send()
    assert citizen.number()


def test_a_clerk_with_the_original_at_hand_keeps_it(open_page, app, office, blurred):
    tablet = Tablet(open_page, office.unit, session_of(app, office.account()))
    tablet.begin(address=f"/thu-tuc?ma={SINGLE}&kenh=quay&xa={tablet.unit}").say_who().to_papers().add(blurred)
    expect(doubts(tablet, "blurred")).to_be_visible(timeout=30_000)
    tablet.button("papers.kept.original").click()
    kept = text("papers.kept.done", why=text("papers.kept.original"))
    expect(tablet.page.get_by_text(kept)).to_be_visible()
    (seen,) = tablet.kept("drafts")[-1]["seen"].values()
    assert (seen["verdict"], seen["kept"]["why"]) == ("refuse", "original")


def test_a_warned_page_is_kept_for_a_reason_that_can_be_taken_back(open_page, far):
    citizen = Citizen(open_page).begin().say_who().to_papers().add(far)
    expect(doubts(citizen, "far")).to_be_visible(timeout=30_000)
    citizen.button("papers.kept.old").click()
    expect(doubts(citizen, "far")).to_have_count(0)
    citizen.wait_kept(lambda: any(one.get("kept") for one in citizen.kept("drafts")[-1]["seen"].values()))
    citizen.page.reload()
    kept = citizen.page.get_by_text(text("papers.kept.done", why=text("papers.kept.old")))
    expect(kept).to_be_visible()
    citizen.button("papers.kept.undo").click()
    expect(doubts(citizen, "far")).to_be_visible()


def test_photos_of_an_app_that_did_not_look_are_looked_at_when_the_draft_is_opened(open_page, blurred):
    citizen = Citizen(open_page).begin().say_who().to_papers().add(blurred)
    expect(doubts(citizen, "blurred")).to_be_visible(timeout=30_000)
    citizen.page.evaluate(_UNSEEN)
    citizen.page.reload()
    expect(doubts(citizen, "blurred")).to_be_visible(timeout=30_000)


_UNSEEN = """
() => new Promise((done, failed) => {
  const opening = indexedDB.open("sothuhoso");
  opening.onerror = failed;
  opening.onsuccess = () => {
    const change = opening.result.transaction("drafts", "readwrite");
    const store = change.objectStore("drafts");
    store.getAll().onsuccess = ({ target }) => target.result.forEach((draft) => {
      delete draft.seen;
      store.put(draft);
    });
    change.oncomplete = () => { opening.result.close(); done(); };
  };
})
"""


def test_the_place_is_ringed_when_the_page_is_looked_at(open_page):
    shining = as_file(page_photo(glare=0.12, light=0.8))
    citizen = Citizen(open_page).begin().say_who().to_papers().add(shining)
    expect(doubts(citizen, "glare")).to_be_visible(timeout=30_000)
    citizen.button("papers.look", n=1).click()
    expect(citizen.page.get_by_role("dialog").locator("svg ellipse")).to_have_count(1)
