"""Searching on papers at the desk: in the open dossier and over all, by keyboard too, the hit marked on the page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from sothuhoso.db.tables import AuditRow
from sothuhoso.i18n.catalog import text
from tests.browser.desk import open_from_list, panel
from tests.browser.reading import HIGH, WIDE, read
from tests.browsing import PHONE, axe_in, session_of
from tests.rest import Device, Sent, sending
from tests.samples.drawing import font

if TYPE_CHECKING:
    from sothuhoso.services.container import Container
    from tests.samples.laid import Placed

SAID = (
    "GIẤY CHỨNG SINH\nHọ và tên mẹ: Hoàng Thị Mai\nSố CCCD: 019199000017\nNơi ở: xóm Khuổi Mèo, xã Thần Sa",
    "TỜ KHAI ĐĂNG KÝ KHAI SINH\nHọ tên trẻ: Hoàng Thị Mây\nQuê quán: xã Thần Sa",
    "TỜ KHAI (trang hai)\nTôi cam đoan những lời khai trên là đúng sự thật",
)


def written(said: str) -> list[Placed]:
    """Where the words of these lines stand on a page."""
    words: list[Placed] = []
    face = font(40, serif=True)
    for row, line in enumerate(said.splitlines()):
        at, top = 120.0, 160 + 110 * row
        for word in line.split():
            long = face.getlength(word)
            words.append((word, at / WIDE, top / HIGH, long / WIDE, 46 / HIGH))
            at += long + 14
    return words


@pytest.fixture
def birth_read(birth: Sent, house: Container) -> Sent:
    read(house, birth, [written(said) for said in SAID])
    return birth


def field(page: Page, key: str) -> Any:
    return page.get_by_label(text(f"search.{key}"), exact=True)


def clean(page: Page) -> Any:
    """The clean page on the mat, once its picture is here."""
    picture = page.locator("[data-clean] img")
    expect(picture).to_be_visible()
    page.wait_for_function("() => document.querySelector('[data-clean] img')?.naturalWidth > 0")
    return picture


def lies_on(mark: Any, picture: Any, share: tuple[float, float]) -> None:
    """The mark is where the word is."""
    one, page = mark.bounding_box(), picture.bounding_box()
    left, top = (one["x"] - page["x"]) / page["width"], (one["y"] - page["y"]) / page["height"]
    assert (left, top) == pytest.approx(share, abs=0.01)


def test_in_the_open_dossier(desk, birth_read):
    open_from_list(desk, birth_read)
    asked = field(desk, "dossier_field")
    asked.fill("khuoi meo")
    asked.press("Enter")
    hits = panel(desk).locator("[data-hit]")
    expect(hits).to_have_count(1)
    expect(hits.locator("mark")).to_have_text(["Khuổi Mèo,"])
    assert "019199" not in panel(desk).inner_text()
    asked.press("ArrowDown")
    expect(hits.first).to_be_focused()
    desk.keyboard.press("Enter")
    picture = clean(desk)
    marks = desk.locator("[data-mark]")
    expect(marks).to_have_count(2)
    at = next(word for word in written(SAID[0]) if word[0] == "Khuổi")
    lies_on(marks.first, picture, (at[1], at[2]))
    assert axe_in(desk) == []
    desk.get_by_role("button", name=text("search.photo")).click()
    expect(desk.locator("#mat > img")).to_be_visible()
    hits.first.focus()
    desk.keyboard.press("Escape")
    expect(hits).to_have_count(0)
    expect(asked).to_have_value("")
    expect(asked).to_be_focused()


def test_accents_and_nothing_found_and_a_persons_number(desk, birth_read):
    open_from_list(desk, birth_read)
    asked, hits = field(desk, "dossier_field"), panel(desk).locator("[data-hit]")
    asked.fill("máy")
    asked.press("Enter")
    expect(hits).to_have_count(1)  # Mây, accents ignored
    accents = desk.get_by_role("switch", name=text("search.exact"))
    accents.click()
    expect(accents).to_be_checked()
    expect(hits).to_have_count(0)
    expect(desk.get_by_text(text("search.nothing"))).to_be_visible()
    assert axe_in(desk) == []
    asked.fill("019199000017")
    asked.press("Enter")
    expect(desk.get_by_role("alert").filter(has_text=text("errors.search.number"))).to_be_visible()


def test_over_the_desk_a_hit_opens_its_dossier_at_that_page(desk, birth_read, office):
    Device(office.app.url).send(sending(unit=office.unit, photos=(), components=[], procedure="1.004873", subject=None))
    desk.get_by_role("button", name=text("search.within")).click()
    expect(desk.get_by_text(text("search.start_hint"))).to_be_visible()
    assert axe_in(desk) == []
    desk.keyboard.press("/")
    asked = field(desk, "desk_field")
    asked.fill('"cam đoan"')
    asked.press("Enter")
    hits = desk.locator("[data-row]")
    expect(hits).to_have_count(1)
    expect(hits).to_contain_text(birth_read.number)
    assert axe_in(desk) == []
    asked.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(panel(desk).get_by_text(birth_read.number)).to_be_visible()
    clean(desk)
    expect(desk.locator("[data-mark]")).to_have_count(2)
    expect(panel(desk).get_by_text(text("dossier.page_at", at=3, n=3))).to_be_visible()
    assert "cam" not in desk.url
    desk.keyboard.press("Escape")
    expect(hits).to_have_count(0)  # what was asked is taken away before the next is asked
    asked.fill("thần sa")
    asked.press("Enter")
    expect(hits).to_have_count(2)
    hits.first.click()  # the dossier is open already
    expect(panel(desk).get_by_text(text("dossier.page_at", at=2, n=3))).to_be_visible()
    clean(desk)


def test_what_was_asked_is_nowhere_in_the_audit(desk, birth_read, house):
    open_from_list(desk, birth_read)
    field(desk, "dossier_field").fill("khuổi mèo")
    field(desk, "dossier_field").press("Enter")
    expect(panel(desk).locator("[data-hit]")).to_have_count(1)
    with house.look() as uow:
        rows = uow.session.exec(select(AuditRow).where(AuditRow.object_id == birth_read.id)).all()
    assert "paper.search" in [row.action for row in rows]
    assert "khu" not in json.dumps([row.facts for row in rows])


def test_on_a_phone(open_page, app, office, birth_read):
    page = open_page("/ban", sid=session_of(app, office.account()), **PHONE)
    page.get_by_role("button", name=text("search.within")).click()
    field(page, "desk_field").fill("thần sa")
    field(page, "desk_field").press("Enter")
    hits = page.locator("[data-hit]")
    expect(hits).to_have_count(2)
    assert axe_in(page) == []
    hits.first.click()
    clean(page)
    expect(page.locator("[data-mark]").first).to_be_visible()
    assert axe_in(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
