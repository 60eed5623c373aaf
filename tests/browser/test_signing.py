"""A name written on the screen: strokes, second thoughts, what changes afterwards, and who cannot sign."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from sothuhoso.db.queries import audit, dossiers
from sothuhoso.db.tables import DossierRow
from sothuhoso.i18n.catalog import text
from tests.browser.citizen import Citizen, picture
from tests.browser.counter import Tablet
from tests.browser.desk import panel, rows
from tests.browsing import PHONE, axe, session_of


@pytest.fixture
def tablet(open_page, app, office):
    return Tablet(open_page, office.unit, session_of(app, office.account()))


def signature_of(house, number):
    with house.look() as uow:
        row = uow.session.exec(select(DossierRow).where(DossierRow.number == number)).one()
        return row, dossiers.signature(uow.session, row.id)


def ink(tablet) -> int:
    """How many dark dots are on the pad."""
    return tablet.pad.evaluate(
        """(canvas) => {
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          let dark = 0;
          for (let i = 0; i < data.length; i += 4) if (data[i] < 128) dark += 1;
          return dark;
        }"""
    )


def test_strokes_can_be_taken_back(tablet):
    tablet.to_the_review().open_pad()
    done, undo = tablet.button("signing.done"), tablet.button("signing.undo")
    expect(done).to_be_disabled()
    tablet.stroke(0.3)
    tablet.page.wait_for_timeout(100)
    one = ink(tablet)
    tablet.stroke(0.7)
    tablet.page.wait_for_timeout(100)
    assert ink(tablet) > one > 100
    undo.click()
    tablet.page.wait_for_timeout(100)
    assert ink(tablet) == one
    tablet.button("signing.clear").click()
    expect(done).to_be_disabled()
    tablet.page.wait_for_timeout(100)
    assert ink(tablet) == 0


def test_a_slip_of_the_finger_is_no_name(tablet):
    tablet.to_the_review().open_pad()
    tablet.page.mouse.click(*_middle(tablet))
    tablet.button("signing.done").click()
    expect(tablet.words("signing.problem.little")).to_be_visible()
    assert tablet.kept("drafts")[-1].get("signature") is None


def _middle(tablet):
    box = tablet.pad.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_finger_writes_too(open_page, app, office):
    tablet = Tablet(open_page, office.unit, session_of(app, office.account()), **PHONE)
    tablet.to_the_review().open_pad()
    x, y = _middle(tablet)
    wire = tablet.page.context.new_cdp_session(tablet.page)
    wire.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x - 60, "y": y}]})
    for n in range(20):
        point = {"x": x - 60 + 6 * n, "y": y + (n % 5) * 8}
        wire.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    wire.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    tablet.button("signing.done").click()
    expect(tablet.page.get_by_role("img", name=text("signing.alt"))).to_be_visible()


def test_it_is_kept_over_a_reload_and_sent_like_a_photo(tablet, house):
    tablet.to_the_review().sign()
    tablet.page.reload()
    expect(tablet.page.get_by_role("img", name=text("signing.alt"))).to_be_visible()
    kept = tablet.kept("drafts")[-1]["signature"]
    tablet.agree().send()
    row, signed = signature_of(house, tablet.number())
    assert signed.received_sha256 == kept["page"]["sha256"]
    assert signed.width > 300
    assert row.number


def test_what_is_changed_afterwards_is_signed_again(tablet):
    tablet.to_the_review().sign()
    page = tablet.page
    page.get_by_role("link", name=text("review.edit_papers")).click()
    tablet.add(picture(5))
    expect(tablet.pages()).to_have_count(2)
    tablet.to_review()
    expect(tablet.words("signing.outdated")).to_be_visible()
    expect(page.get_by_role("img", name=text("signing.alt"))).to_have_count(0)
    tablet.sign()
    expect(tablet.words("signing.outdated")).to_have_count(0)


def test_the_unit_may_change_after_signing(tablet):
    tablet.to_the_review().sign()
    tablet.button("review.unit_change").click()
    tablet.choose_unit()
    expect(tablet.page.get_by_role("img", name=text("signing.alt"))).to_be_visible()


def test_a_signature_can_be_taken_away(tablet, house):
    tablet.to_the_review().sign()
    tablet.button("signing.remove").click()
    expect(tablet.button("signing.open")).to_be_visible()
    tablet.send()
    _, signed = signature_of(house, tablet.number())
    assert signed is None


def test_who_cannot_sign_says_why(tablet, house):
    """By keyboard alone: the pad is no wall."""
    tablet.to_the_review()
    page = tablet.page
    tablet.button("signing.cannot").press("Enter")
    page.locator("#unsigned-fingerprint").check()
    page.get_by_label(text("signing.why"), exact=True).fill("Bác không biết chữ")
    tablet.send()
    number = tablet.number()
    _, signed = signature_of(house, number)
    assert (signed.how, signed.reason) == ("fingerprint", "Bác không biết chữ")
    page.goto("/ban")
    rows(page).filter(has_text=number).click()
    expect(panel(page).get_by_text(text("receipt.signed.fingerprint"))).to_be_visible()
    expect(panel(page).get_by_text("Bác không biết chữ")).to_be_visible()


def test_from_the_pad_to_paper_and_back(tablet):
    tablet.to_the_review().open_pad()
    tablet.page.get_by_role("dialog").get_by_role("button", name=text("signing.cannot")).click()
    tablet.page.locator("#unsigned-paper").check()
    tablet.button("signing.back").click()
    tablet.sign()
    assert tablet.kept("drafts")[-1]["unsigned"] is None


def test_the_desk_shows_it_on_request_and_writes_that_down(tablet, house):
    tablet.to_the_review().sign().send()
    number = tablet.number()
    row, _ = signature_of(house, number)
    page = tablet.page
    page.goto("/ban")
    rows(page).filter(has_text=number).click()
    part = panel(page)
    expect(part.get_by_text(text("signature.note"))).to_be_visible()
    assert _looks(house, row) == 0
    part.get_by_role("button", name=text("signature.show")).click()
    image = part.get_by_role("img", name=text("signature.alt", name="Hoàng Thị Mai"))
    expect(image).to_be_visible()
    image.evaluate("picture => picture.decode()")
    assert image.evaluate("picture => picture.naturalWidth") > 300
    assert _looks(house, row) == 1


def _looks(house, row) -> int:
    with house.look() as uow:
        return len(audit.of_object(uow.session, "signature", str(row.id)))


def test_on_a_phone_of_ones_own_it_is_offered_and_not_asked_for(open_page):
    citizen = Citizen(open_page)
    citizen.ready_to_send()
    expect(citizen.button("signing.open")).to_be_hidden()
    citizen.page.get_by_text(text("signing.optional")).click()
    expect(citizen.button("signing.open")).to_be_visible()
    citizen.send()
    citizen.number()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_stands_in_anybodys_way(open_page, app, office, dark):
    tablet = Tablet(open_page, office.unit, session_of(app, office.account()), dark=dark)
    tablet.to_the_review()
    assert axe(tablet.page) == []
    tablet.open_pad().stroke()
    assert axe(tablet.page) == []
    tablet.button("signing.done").click()
    expect(tablet.page.get_by_role("img", name=text("signing.alt"))).to_be_visible()
    assert axe(tablet.page) == []
    tablet.button("signing.remove").click()
    tablet.button("signing.cannot").click()
    tablet.page.locator("#unsigned-paper").check()
    assert axe(tablet.page) == []
