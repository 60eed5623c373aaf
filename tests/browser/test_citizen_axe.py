"""Axe finds nothing on the citizen's pages in any state, in light and in dark; nothing is wider than the phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from sothuhoso.i18n.catalog import text
from tests.browser.citizen import BIRTH, PAPER, SINGLE, Citizen, picture
from tests.browsing import LOOKS, axe, in_looks
from tests.rest import Device, drawn_papers, sending


@pytest.fixture
def phone(open_page):
    return Citizen(open_page)


def fine(citizen):
    """No violation, one h1, nothing cut off at the side: on a phone in the dark, in a wide window in light."""
    page = citizen.page
    for _ in in_looks(page, LOOKS):
        assert axe(page) == []
        assert page.get_by_role("heading", level=1).count() == 1
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert _cut(page) == []


def _cut(page):
    """Words that do not fit into what they stand in."""
    return page.evaluate(
        """() => [...document.querySelectorAll("main *, header *, nav *")]
          .filter((e) => e.children.length === 0 && e.textContent.trim() && !e.closest(".visually-hidden"))
          .filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline")
          .map((e) => e.textContent.trim().slice(0, 60))"""
    )


def test_home_in_its_states(phone):
    page = phone.page
    page.goto("/")
    search = page.get_by_label(text("home.search"))
    expect(page.get_by_role("link", name="Khai sinh", exact=True)).to_be_visible()
    fine(phone)
    search.fill("mai tang")
    expect(page.get_by_role("link", name=re.compile("mai táng", re.IGNORECASE)).first).to_be_visible()
    fine(phone)
    search.fill("xyzzy")
    expect(phone.words("home.nothing").first).to_be_visible()
    fine(phone)
    page.goto("/?linh-vuc=ho_tich")
    expect(page.get_by_role("heading", level=2, name="Hộ tịch")).to_be_visible()
    fine(phone)


def test_home_before_and_without_the_catalogue(phone, watch):
    watch.allow("net::ERR_")
    phone.page.route("**/api/catalogue", lambda route: route.abort())
    phone.page.goto("/")
    expect(phone.words("home.failed").first).to_be_visible()
    fine(phone)
    phone.page.unroute("**/api/catalogue")
    phone.button("home.again").click()
    expect(phone.page.get_by_role("link", name="Khai sinh", exact=True)).to_be_visible()


def test_a_procedure(phone):
    phone.page.goto(f"/thu-tuc?ma={BIRTH}")
    expect(phone.button("procedure.begin")).to_be_visible()
    fine(phone)
    phone.page.locator("summary").click()
    fine(phone)
    phone.page.goto("/thu-tuc?ma=9.999999")
    expect(phone.words("procedure.unknown").first).to_be_visible()
    fine(phone)


def test_who(phone):
    page = phone.begin(BIRTH).page
    fine(phone)
    phone.button("who.to_papers").click()
    page.get_by_label(text("who.other")).check()
    page.locator("#owner-birth_date").fill("31/02/1999")
    page.locator("#owner-id_number").fill("12")
    page.locator("details summary").first.click()
    expect(page.locator("#submitter-full_name")).to_be_visible()
    fine(phone)


def test_papers(phone):
    page = phone.begin(BIRTH).say_who().page
    page.locator("#subject-full_name").fill("Hoàng Thị Mây")
    phone.to_papers()
    fine(phone)
    phone.add(picture(1), picture(2), b"GIF89a", paper="giay_chung_sinh", name="trang đầu.jpg")
    expect(phone.pages("giay_chung_sinh")).to_have_count(2)
    expect(phone.words("photo.refused.gif", name="trang đầu.jpg")).to_be_visible()
    page.get_by_role("button", name=text("papers.remove", n=1), exact=True).click()
    expect(phone.words("papers.undo")).to_be_visible()
    fine(phone)
    page.get_by_role("button", name=text("papers.look", n=1), exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    fine(phone)


def test_without_a_paper(phone):
    phone.begin().say_who().to_papers()
    phone.button("papers.no_paper").click()
    expect(phone.page.locator(f"#reason-{PAPER}")).to_be_visible()
    fine(phone)


def test_the_camera_that_is_not_there(phone):
    phone.begin().say_who().to_papers()
    phone.page.locator(f"button[aria-describedby='paper-{PAPER}']").click()
    expect(phone.page.get_by_role("dialog").get_by_text(text("camera.none"))).to_be_visible()
    fine(phone)


def test_review_and_sent(phone, watch):
    watch.allow("net::ERR_")
    phone.begin().say_who().to_papers().add(picture())
    expect(phone.pages()).to_have_count(1)
    phone.to_review()
    fine(phone)
    phone.send()
    expect(phone.page.locator("#needed")).to_be_visible()
    fine(phone)
    phone.choose_unit().agree()
    fine(phone)
    phone.page.route("**/api/submissions/**", lambda route: route.abort())
    phone.send()
    expect(phone.heading("sent.waiting")).to_be_visible()
    fine(phone)
    phone.page.goto("/cua-toi")
    expect(phone.button("sent.try_now")).to_be_visible()
    fine(phone)
    phone.page.unroute("**/api/submissions/**")
    # The outbox may have tried by itself meanwhile, and the button be gone with what it stood for.
    see = phone.page.get_by_role("link", name=text("mine.see"), exact=True)
    expect(phone.button("sent.try_now").or_(see)).to_be_visible()
    phone.page.evaluate(
        "(words) => [...document.querySelectorAll('button')].find((b) => b.textContent === words)?.click()",
        text("sent.try_now"),
    )
    expect(see).to_be_visible(timeout=30_000)
    phone.page.get_by_role("link", name=text("mine.see"), exact=True).click()
    phone.number()
    expect(phone.page.get_by_role("img", name=re.compile("QR"))).to_be_visible()
    fine(phone)


def test_what_needs_the_person(phone, watch):
    watch.allow("status of 409")
    phone.ready_to_send()
    refused = {"key": "submission.conflict", "facts": {}, "message": "…"}
    phone.page.route("**/api/submissions/**", lambda route: route.fulfill(status=409, json=refused))
    phone.send()
    expect(phone.heading("sent.parked")).to_be_visible()
    fine(phone)
    phone.page.goto("/cua-toi")
    expect(phone.button("sent.as_new")).to_be_visible()
    fine(phone)


def test_mine(phone):
    page = phone.page
    page.goto("/cua-toi")
    expect(phone.words("mine.empty").first).to_be_visible()
    fine(phone)
    phone.begin().say_who()
    page.goto("/cua-toi")
    page.get_by_role("button", name=re.compile("^Xóa hồ sơ")).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    fine(phone)


def test_follow(phone, app, office):
    page = phone.page
    page.goto("/theo-doi")
    expect(page.get_by_role("button", name=text("follow.look"), exact=True)).to_be_visible()
    fine(phone)
    sent = Device(app.url).send(sending(unit=office.unit, photos=drawn_papers()))
    page.goto("/")
    page.goto(sent.follow_url[sent.follow_url.index("/theo-doi") :])
    expect(page.locator("#status")).to_contain_text(text("follow.status.1"))
    fine(phone)


def test_what_cannot_be_opened(phone):
    phone.page.goto("/ho-so/ai?hs=00000000-0000-4000-8000-000000000000")
    expect(phone.words("flow.gone").first).to_be_visible()
    fine(phone)


def test_another_tab_has_it(phone):
    first = phone.begin(SINGLE).page
    second = first.context.new_page()
    second.goto(first.url)
    expect(second.get_by_text(text("flow.elsewhere"))).to_be_visible()
    phone.page = second
    fine(phone)


def test_handing_over(phone):
    page = phone.ready_to_send(picture(1)).page
    page.get_by_role("link", name=text("review.give")).click()
    expect(phone.heading("give.heading")).to_be_visible()
    fine(phone)
    phone.button("give.show").click()
    expect(page.locator("#film canvas")).to_be_visible()
    fine(phone)
    phone.button("give.larger").click()
    expect(phone.button("give.smaller")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name=text("give.done")).click()
    expect(phone.words("give.given_hint")).to_be_visible()
    fine(phone)
    phone.button("give.not_yet").click()
    page.get_by_role("dialog").get_by_role("button", name=text("give.stop")).click()
    phone.button("give.make").click()
    expect(page.locator("#file-code-shown")).to_be_visible(timeout=30_000)
    fine(phone)
    phone.button("give.done").click()
    phone.button("give.given_yes").click()
    expect(phone.button("give.back")).to_be_visible()
    fine(phone)


def test_receiving_before_anything_came(phone):
    page = phone.page
    page.goto("/nhan-ho-so")
    expect(phone.button("receive.scan")).to_be_visible()
    fine(phone)
    page.locator("#handed-file").set_input_files([{"name": "x.bin", "mimeType": "", "buffer": b"x" * 99}])
    expect(phone.words("receive.refused.not_ours")).to_be_visible()
    fine(phone)
    phone.button("receive.scan").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(text("camera.none")).or_(dialog.get_by_text(text("camera.denied"))).first).to_be_visible()
    fine(phone)
