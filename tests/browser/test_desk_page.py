"""A page put right at the desk: wrong corners dragged by mouse and keys, saved, made anew; nothing is lost unasked."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from uuid import UUID

import httpx
import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from sothuhoso.db.queries import dossiers
from sothuhoso.domain.policy import Actor, Role
from sothuhoso.i18n.catalog import text
from sothuhoso.services import comparing, page_laid
from tests.browser.desk import dialog, open_from_list, panel, short
from tests.browsing import PHONE, TABLET, Office, axe_in, make_papers, session_of, until
from tests.rest import Device, sending
from tests.samples import papers
from tests.samples.people import PA
from tests.samples.photo import Shot, as_file, photograph
from tests.services.making import photographed

if TYPE_CHECKING:
    from sothuhoso.services.container import Container
    from tests.production import Production
    from tests.rest import Sent

WRONG = [[0.2, 0.2], [0.8, 0.2], [0.8, 0.5], [0.2, 0.5]]


@pytest.fixture(scope="module")
def page_photo() -> bytes:
    return as_file(photograph(papers.declaration(PA), Shot(size=(1440, 1920), share=0.9, seed=4)), "JPEG", quality=88)


@pytest.fixture
def wrong(office: Office, device: Device, house: Container, page_photo: bytes) -> Sent:
    """A dossier whose one page was cut wrongly on the phone, and made so."""
    given = photographed("giay_chung_sinh", page_photo)
    laid = {"paper": "A4", "corners": WRONG, "turn": 0, "note": False}
    given["pages"][0] |= {"laid": laid, "doubts": None}
    sent = device.send(sending(unit=office.unit, photos=(page_photo,), components=[given], format=3))
    make_papers(house, sent.number)
    return sent


def pages_of(house: Container, sent: Sent) -> Any:
    with house.look() as uow:
        return dossiers.pages(uow.session, UUID(sent.id))


def editor(page: Page) -> Locator:
    return page.get_by_role("region", name=text("lay.title", n=1))


def corner(page: Page, which: str) -> Locator:
    return editor(page).get_by_role("button", name=text(f"edit.{which}"))


def named(page: Page, key: str) -> Locator:
    return editor(page).get_by_role("button", name=text(key), exact=True)


def open_editor(page: Page) -> Page:
    panel(page).get_by_role("button", name=text("lay.open")).click()
    expect(corner(page, "top_left")).to_be_visible()
    return page


def drag(page: Page, which: str, share: tuple[float, float]) -> None:
    """Move a corner to a place in the photo with the mouse."""
    box, at = (
        editor(page).get_by_role("img", name=text("edit.photo")).bounding_box(),
        corner(page, which).bounding_box(),
    )
    page.mouse.move(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + share[0] * box["width"], box["y"] + share[1] * box["height"], steps=6)
    page.mouse.up()


def test_wrong_corners_are_put_right_and_the_paper_becomes_its_next_version(desk, wrong, house, app, office):
    open_from_list(desk, wrong)
    sid = session_of(app, office.account())
    ask = f"{app.url}/api/dossiers/{wrong.id}/pages/{pages_of(house, wrong)[0].id}/clean.jpg"
    before = Image.open(io.BytesIO(httpx.get(ask, cookies={"sid": sid}).content))
    open_editor(desk)
    expect(editor(desk).get_by_role("heading", name=text("lay.title", n=1))).to_be_focused()
    expect(named(desk, "lay.save")).to_be_disabled()
    assert axe_in(desk) == []
    drag(desk, "bottom_right", (0.93, 0.95))
    expect(named(desk, "lay.save")).to_be_enabled()
    handle = corner(desk, "top_left")
    handle.focus()
    for key in ("Shift+ArrowLeft", "Shift+ArrowLeft", "ArrowUp"):
        desk.keyboard.press(key)
    desk.locator("#size-A5").focus()
    desk.keyboard.press("Space")
    named(desk, "edit.turn").click()
    named(desk, "lay.save").focus()
    desk.keyboard.press("Enter")
    expect(editor(desk)).to_have_count(0)
    expect(panel(desk).get_by_text(text("dossier.pdf_waiting"))).to_be_visible()
    expect(panel(desk).get_by_text(text("lay.remaking", n=2))).to_be_in_viewport()  # beside the page, not far below
    expect(panel(desk).get_by_role("button", name=text("lay.open"))).to_be_focused()
    laid = pages_of(house, wrong)[0].laid
    assert (laid["paper"], laid["turn"]) == ("A5", 90)
    assert laid["corners"][0] == [pytest.approx(0.16, abs=0.001), pytest.approx(0.198, abs=0.001)]
    assert laid["corners"][2] == [pytest.approx(0.93, abs=0.01), pytest.approx(0.95, abs=0.01)]
    assert laid["corners"][1] == WRONG[1]
    assert httpx.get(ask, cookies={"sid": sid}).status_code == 404  # what is there is not passed off as the new cut
    make_papers(house, wrong.number)
    desk.reload()  # the worker of this test is another process; that the screen follows is test_desk_papers'
    now = panel(desk).get_by_role("link", name=text("dossier.pdf_open", name="").strip())
    expect(now).to_contain_text(text("dossier.pdf_version", n=2))
    earlier = panel(desk).get_by_role("link", name=text("dossier.pdf_earlier_open", n=1, name="").strip())
    expect(earlier).to_have_count(1)
    expect(panel(desk).get_by_role("link", name=text("lay.remade", n=2))).to_be_in_viewport()
    assert axe_in(desk) == []
    sizes = [_sides(app, sid, link.get_attribute("href")) for link in (earlier, now)]
    assert [sorted(one) for one in sizes] == [[210, 297], [148, 210]]
    after = Image.open(io.BytesIO(httpx.get(ask, cookies={"sid": sid}).content))
    assert after.size != before.size
    assert httpx.get(app.url + earlier.get_attribute("href")).status_code == 401


def _sides(app: Production, sid: str, address: str) -> tuple[int, int]:
    answer = httpx.get(app.url + address, cookies={"sid": sid})
    assert answer.headers["content-type"] == "application/pdf"
    with pypdfium2.PdfDocument(answer.content) as file:
        wide, high = file[0].get_size()
    return round(wide / 72 * 25.4), round(high / 72 * 25.4)


def test_as_found_and_the_photo_is_looked_at_once(desk, wrong, house):
    open_from_list(desk, wrong)
    asked = []
    desk.on("request", lambda request: "size=full" in request.url and asked.append(request.url))
    open_editor(desk)
    named(desk, "lay.as_found").click()
    expect(named(desk, "lay.as_found")).to_be_disabled()
    expect(editor(desk).get_by_text(text("lay.machine"))).to_be_visible()
    assert len(asked) == 1
    named(desk, "lay.save").click()
    expect(editor(desk)).to_have_count(0)
    make_papers(house, wrong.number)
    assert pages_of(house, wrong)[0].laid == {}
    desk.reload()
    open_editor(desk)
    found = corner(desk, "bottom_right").get_attribute("aria-label")
    assert found != f"{text('edit.bottom_right')}: 80 %, 50 %"
    expect(editor(desk).get_by_role("img", name=text("edit.result"))).to_be_visible()


def test_leaving_asks_while_something_is_not_saved(desk, wrong, device, office, house):
    other = device.send(short(office))
    open_from_list(desk, wrong)
    address = desk.url
    open_editor(desk)
    named(desk, "lay.leave").click()  # nothing to lose: nobody asks
    expect(editor(desk)).to_have_count(0)
    open_editor(desk)
    desk.locator("#size-ID1").check()
    for leave in (
        lambda: named(desk, "lay.leave").click(),
        lambda: desk.locator(f"[data-row][href$='{other.id}']").click(),
        desk.go_back,
    ):
        leave()
        expect(dialog(desk).get_by_text(text("lay.unsaved"))).to_be_visible()
        assert desk.url == address
        assert axe_in(desk) == []
        dialog(desk).get_by_role("button", name=text("lay.stay")).click()
        expect(dialog(desk)).to_have_count(0)
        expect(desk.locator("#size-ID1")).to_be_checked()
    desk.locator(f"[data-row][href$='{other.id}']").click()
    dialog(desk).get_by_role("button", name=text("lay.discard")).click()
    expect(panel(desk).get_by_text(other.number)).to_be_visible()
    expect(editor(desk)).to_have_count(0)
    open_from_list(desk, wrong)
    open_editor(desk)
    expect(desk.locator("#size-A4")).to_be_checked()
    desk.locator("#size-ID1").check()
    named(desk, "lay.leave").click()
    dialog(desk).get_by_role("button", name=text("lay.discard")).click()
    expect(editor(desk)).to_have_count(0)
    assert pages_of(house, wrong)[0].laid["paper"] == "A4"


def test_somebody_else_was_faster(desk, wrong, house, office):
    open_from_list(desk, wrong)
    open_editor(desk)
    desk.locator("#size-ID1").check()
    them = Actor(None, "Người khác", Role.CLERK, office.unit)
    page_id = pages_of(house, wrong)[0].id
    seen = comparing.mark_compared(
        house, them, UUID(wrong.id), pages_of(house, wrong)[0].component_id, compared=True, version=1
    )
    theirs = {"paper": "A5", "corners": None, "turn": 180, "note": False}
    page_laid.lay_again(house, them, UUID(wrong.id), page_id, laid=theirs, version=seen.version)
    named(desk, "lay.save").click()
    expect(editor(desk).get_by_role("alert")).to_contain_text(
        text("errors.dossier.changed", time="").split("{")[0][:30]
    )
    expect(desk.locator("#size-A5")).to_be_checked()  # as it is now
    expect(named(desk, "lay.save")).to_be_disabled()
    assert axe_in(desk) == []


def test_who_may_not_and_what_was_not_photographed(open_page, app, office, wrong):
    page = open_page(f"/ban?hs={wrong.id}", sid=session_of(app, office.account("outreach")))
    expect(page.locator("#mat img")).to_be_visible()
    expect(page.get_by_role("button", name=text("lay.open"))).to_have_count(0)


@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
def test_on_smaller_screens(open_page, app, office, wrong, size, house):
    page = open_page(f"/ban?hs={wrong.id}", sid=session_of(app, office.account()), **size)
    open_editor(page)
    assert axe_in(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= size["viewport"]["width"]
    box = named(page, "lay.save").bounding_box()  # in reach from the start, above the rail
    middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    at = page.evaluate("([x, y]) => document.elementFromPoint(x, y)?.closest('button')?.textContent", middle)
    assert at == text("lay.save")
    corner(page, "top_left").focus()
    page.keyboard.press("Shift+ArrowLeft")
    named(page, "lay.save").click()
    expect(editor(page)).to_have_count(0)
    until(page, lambda: pages_of(house, wrong)[0].laid["corners"][0][0] < 0.2)
