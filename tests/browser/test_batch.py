"""A scanner's batch at the counter: cut, given out, put in and taken out again, sent; and what a citizen sees of it."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from sothuhoso.db.queries import dossiers
from sothuhoso.db.tables import DossierComponentRow, DossierRow
from sothuhoso.i18n.catalog import error_text, text
from tests.browser.citizen import BIRTH, UNIT, Citizen, picture
from tests.browser.counter import Tablet
from tests.browser.desk import panel
from tests.browsing import LOOKS, PHONE, Office, axe_in, session_of
from tests.samples import batch, brought

if TYPE_CHECKING:
    from playwright.sync_api import Locator

NOTICE, DECLARATION = "giay_chung_sinh", "to_khai_khai_sinh"
STICKER = "SH-05725-261123-0017"
PDF = "application/pdf"
SPLIT = "/api/documents/split"


@pytest.fixture
def sid(app, house):
    return session_of(app, Office(app, house, UNIT).account())


@pytest.fixture
def counter(open_page, sid):
    """A clerk's tablet with a child's birth, at the papers."""
    tablet = Tablet(open_page, UNIT, sid)
    tablet.begin(address=f"/thu-tuc?ma={BIRTH}&kenh=quay&xa={UNIT}").say_who()
    tablet.page.locator("#subject-full_name").fill("Hoàng Thị Mây")
    tablet.to_papers()
    return tablet


@pytest.fixture(scope="module")
def both_sides():
    """A declaration on both sides, a separator, a notice, and a paper with the sticker of another dossier."""
    return brought.scan_of(
        *(batch.sheet("TỜ KHAI ĐĂNG KÝ KHAI SINH"), batch.sheet("Người khai ký tên")),
        *(batch.separator(), batch.blank()),
        *(batch.sheet("GIẤY CHỨNG SINH"), batch.blank()),
        *(batch.sheet("ĐƠN", sticker=STICKER), batch.blank()),
    )


@pytest.fixture(scope="module")
def signed():
    with ThreadPoolExecutor(1) as apart:  # pyHanko wants a loop of its own, and the browser has one here
        return apart.submit(brought.signed, brought.pdf_of(3)).result()


def to_batch(citizen: Citizen) -> Citizen:
    citizen.page.get_by_role("link", name=text("batch.enter")).click()
    expect(citizen.heading("batch.heading")).to_be_visible()
    expect(citizen.button("batch.split")).to_be_disabled()
    return citizen


def choose(citizen: Citizen, content: bytes, name: str = "scan 0001.pdf", kind: str = PDF) -> None:
    citizen.page.locator("#batch-file").set_input_files({"name": name, "mimeType": kind, "buffer": content})


def split(citizen: Citizen) -> None:
    citizen.button("batch.split").click()
    expect(citizen.page.locator("#found")).to_be_focused(timeout=60_000)


def paper(citizen: Citizen, number: int) -> Locator:
    return citizen.page.locator(f"#batch-{number - 1}")


def given(citizen: Citizen, component: str) -> list[dict]:
    return citizen.kept("drafts")[-1]["components"].get(component, {}).get("pages", [])


def fine(citizen: Citizen) -> None:
    assert axe_in(citizen.page, LOOKS) == []
    assert citizen.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_from_the_scanner_to_the_desk(counter, app, house, open_page, sid, both_sides):
    to_batch(counter)
    fine(counter)
    choose(counter, both_sides)
    counter.page.get_by_label(text("batch.two_sides")).check()
    split(counter)
    expect(counter.page.locator("#found")).to_have_text(text("batch.found", count=3, pages=8))
    expect(counter.words("batch.separators", n=2)).to_be_visible()
    expect(counter.words("batch.backs", n=2)).to_be_visible()
    expect(counter.words("batch.more", count=3, free=2)).to_be_visible()
    expect(counter.words("batch.foreign", code=STICKER)).to_be_visible()
    expect(counter.page.get_by_role("img", name=text("batch.picture", n=1))).to_be_visible()
    for number in (1, 2, 3):  # a scanner's order says nothing of what a paper is: a person does
        expect(paper(counter, number)).to_have_value("")
    fine(counter)
    counter.button("batch.put").click()
    expect(paper(counter, 1)).to_be_focused()
    expect(counter.words("batch.unsaid", n=3)).to_be_visible()
    for number, component in ((1, DECLARATION), (2, NOTICE), (3, DECLARATION)):
        paper(counter, number).select_option(component)
    assert (given(counter, DECLARATION), given(counter, NOTICE)) == ([], [])  # nothing of the draft has changed

    counter.button("batch.put").click()
    expect(counter.page.locator("#done")).to_be_focused()
    expect(counter.words("batch.done", n=3)).to_be_visible()
    fine(counter)
    counter.wait_kept(lambda: (len(given(counter, DECLARATION)), len(given(counter, NOTICE))) == (2, 1))
    counter.button("batch.undo").click()
    counter.wait_kept(lambda: (given(counter, DECLARATION), given(counter, NOTICE)) == ([], []))
    expect(paper(counter, 3)).to_have_value(DECLARATION)  # what was said stays said
    counter.button("batch.put").click()
    expect(counter.page.locator("#done")).to_be_focused()
    counter.page.get_by_role("link", name=text("batch.back")).click()
    expect(counter.heading("papers.heading")).to_be_visible()
    expect(counter.pages(DECLARATION)).to_have_count(2)
    expect(counter.pages(NOTICE)).to_have_count(1)

    contents = {one["sha256"]: bytes(map(ord, one["blob"])) for one in counter.kept("photos")}
    sent = [contents[page["sha256"]] for page in (*given(counter, DECLARATION), *given(counter, NOTICE))]
    counter.to_review().agree().send()
    number = counter.number()
    with house.look() as uow:
        dossier = uow.session.exec(select(DossierRow).where(DossierRow.number == number)).one()
        keys = {
            row.id: row.key
            for row in uow.session.exec(
                select(DossierComponentRow).where(DossierComponentRow.dossier_id == dossier.id)
            ).all()
        }
        pages = dossiers.pages(uow.session, dossier.id)
    arrived = {key: [page for page in pages if keys[page.component_id] == key] for key in (DECLARATION, NOTICE)}
    assert [page.file_page for page in arrived[DECLARATION]] == [0, 1, 0]  # two files, in their order
    assert [page.file_page for page in arrived[NOTICE]] == [0]
    both = [arrived[DECLARATION][0], arrived[DECLARATION][2], arrived[NOTICE][0]]
    assert [house.files.get(page.file_sha256) for page in both] == sent
    desk = open_page(f"/ban?hs={dossier.id}", sid=sid)
    expect(panel(desk).get_by_role("link", name=re.compile(text("brought.original")))).to_have_count(3)
    expect(desk.get_by_text(text("dossier.page_at", at=1, n=4))).to_be_visible()


def test_a_signed_file_is_taken_whole(counter, signed, watch):
    watch.allow("status of 422")
    to_batch(counter)
    choose(counter, signed, "giay ky so.pdf")
    counter.button("batch.split").click()
    expect(counter.page.get_by_text(error_text("document.signed_whole"))).to_be_visible(timeout=30_000)
    fine(counter)
    counter.button("batch.whole").click()
    expect(counter.page.locator("#found")).to_have_text(text("batch.found_whole"))
    paper(counter, 1).select_option(DECLARATION)
    counter.button("batch.put").click()
    expect(counter.page.locator("#done")).to_be_focused()
    (page,) = given(counter, DECLARATION)
    (kept,) = [one for one in counter.kept("photos") if one["sha256"] == page["sha256"]]
    assert bytes(map(ord, kept["blob"])) == signed


def test_without_a_line_it_is_said_and_the_choice_stays(counter, both_sides, watch):
    watch.allow(r"net::ERR_|WebSocket connection|Failed to load")
    to_batch(counter)
    choose(counter, both_sides)
    two = counter.page.get_by_label(text("batch.two_sides"))
    two.check()
    counter.page.context.set_offline(True)
    expect(counter.words("batch.no_line")).to_be_visible()
    counter.button("batch.split").click()
    expect(counter.words("batch.problem.offline")).to_be_visible()
    expect(counter.button("batch.whole")).to_be_visible()
    expect(two).to_be_checked()
    expect(counter.page.get_by_text("scan 0001.pdf")).to_be_visible()
    fine(counter)
    counter.page.context.set_offline(False)
    split(counter)
    expect(paper(counter, 3)).to_be_visible()


def test_what_is_no_batch_is_told_before_it_is_sent_and_it_can_be_stopped(counter, both_sides):
    asked = []
    counter.page.on("request", lambda request: SPLIT in request.url and asked.append(request))
    counter.page.route(f"**{SPLIT}", lambda _route: None)  # never answered
    to_batch(counter)
    choose(counter, b"GIF89a" + bytes(40), "a.pdf")
    expect(counter.words("batch.problem.kind")).to_be_visible()
    expect(counter.button("batch.split")).to_be_disabled()
    choose(counter, both_sides)
    expect(counter.words("batch.problem.kind")).to_have_count(0)
    counter.button("batch.split").press("Enter")
    expect(counter.button("batch.stop")).to_be_visible()
    fine(counter)
    counter.button("batch.stop").press("Enter")
    expect(counter.button("batch.split")).to_be_focused()
    assert len(asked) == 1
    counter.page.unroute(f"**{SPLIT}")


def test_a_classified_paper_takes_none_and_one_left_out_is_not_put_in(counter, both_sides):
    card = counter.page.locator(f"article[aria-labelledby='paper-{DECLARATION}']")
    card.get_by_role("button", name=text("papers.classified")).click()
    to_batch(counter)
    choose(counter, both_sides)
    split(counter)  # as one side: the blank sheets cut
    options = paper(counter, 1).locator("option")
    assert DECLARATION not in options.evaluate_all("(all) => all.map((one) => one.value)")
    for number in (1, 2, 3):
        paper(counter, number).select_option("-")
    counter.button("batch.put").click()
    expect(counter.words("batch.done_none")).to_be_visible()
    assert given(counter, NOTICE) == []


def test_all_of_them_are_put_in_or_none(counter):
    to_batch(counter)
    twice = [batch.sheet("TỜ KHAI ĐĂNG KÝ KHAI SINH") for _ in range(2)]
    choose(counter, brought.scan_of(twice[0], batch.separator(), twice[1]))
    split(counter)
    for number in (1, 2):
        paper(counter, number).select_option(DECLARATION)
    counter.button("batch.put").click()
    expect(counter.words("batch.not_put", n=2)).to_be_visible()
    expect(counter.words("photo.refused.twice")).to_be_visible()
    counter.wait_kept(lambda: given(counter, DECLARATION) == [])
    fine(counter)
    expect(paper(counter, 1)).to_have_value(DECLARATION)
    paper(counter, 2).select_option("-")
    expect(counter.words("photo.refused.twice")).to_have_count(0)
    counter.button("batch.put").click()
    expect(counter.words("batch.done", n=1)).to_be_visible()
    counter.wait_kept(lambda: len(given(counter, DECLARATION)) == 1)


def test_a_paper_that_is_too_heavy_is_left_out_and_fewer_papers_than_needed_are_told(counter):
    """As the server would answer for a batch of 26 MB in one paper."""
    told = {"pages": 1, "separators": [], "backs": [], "papers": [{"pages": [1], "code": "", "kind": PDF}]}
    parts = (
        ('name="batch"', "application/json", json.dumps(told).encode()),
        ('name="paper"; filename="001"', PDF, b"%PDF-" + bytes(26 << 20)),
        ('name="picture"; filename="001.jpg"', "image/jpeg", picture()),
    )
    head = "--x\r\nContent-Disposition: form-data; {}\r\nContent-Type: {}\r\n\r\n"
    body = (
        b"".join(head.format(name, kind).encode() + content + b"\r\n" for name, kind, content in parts) + b"--x--\r\n"
    )
    answer = {"status": 200, "content_type": "multipart/form-data; boundary=x", "body": body}
    counter.page.route(f"**{SPLIT}", lambda route: route.fulfill(**answer))
    to_batch(counter)
    choose(counter, brought.pdf_of(1))
    split(counter)
    expect(counter.words("batch.heavy", size="26 MB", limit=25)).to_be_visible()
    expect(paper(counter, 1)).to_have_count(0)
    expect(counter.words("batch.less", count=1, free=2)).to_be_visible()
    fine(counter)
    counter.button("batch.put").click()
    expect(counter.words("batch.done_none")).to_be_visible()


def test_on_a_phone_the_paper_that_is_asked_for_is_not_under_the_bar(counter, both_sides):
    counter.page.set_viewport_size(PHONE["viewport"])
    to_batch(counter)
    choose(counter, both_sides)
    split(counter)
    expect(paper(counter, 3)).to_be_visible()
    counter.page.evaluate("scrollTo(0, 0)")
    counter.button("batch.put").click()
    expect(paper(counter, 1)).to_be_focused()
    seen = """(field) => {
      const { left, bottom } = field.getBoundingClientRect();
      return document.elementFromPoint(left + 20, bottom - 4) === field;
    }"""
    assert paper(counter, 1).evaluate(seen)


def test_the_separator_sheet_is_at_hand(counter):
    to_batch(counter)
    link = counter.page.get_by_role("link", name=text("batch.sheet"))
    answer = counter.page.request.get(link.get_attribute("href"))
    assert (answer.status, answer.headers["content-type"]) == (200, PDF)


def test_a_citizen_sees_nothing_of_it_and_is_refused(open_page, watch):
    watch.allow("status of 401")
    citizen = Citizen(open_page, **PHONE).begin().say_who().to_papers()
    expect(citizen.page.get_by_role("link", name=text("batch.enter"))).to_have_count(0)
    citizen.page.goto(f"/ho-so/xap?hs={citizen.draft_id}")
    expect(citizen.words("batch.clerks")).to_be_visible()
    expect(citizen.page.locator("#batch-file")).to_have_count(0)
    fine(citizen)
    asking = """async () => {
      const answer = await fetch("/api/documents/split", { method: "POST", body: "%PDF-" });
      return [answer.status, (await answer.json()).key];
    }"""
    assert citizen.page.evaluate(asking) == [401, "access.sign_in"]


def test_whoever_begins_at_the_counter_without_signing_in_is_told(open_page, both_sides, watch):
    watch.allow("status of 401")
    stranger = Citizen(open_page).begin(address=f"/thu-tuc?ma={BIRTH}&kenh=quay").say_who()
    stranger.page.locator("#subject-full_name").fill("Hoàng Thị Mây")
    to_batch(stranger.to_papers())
    choose(stranger, both_sides)
    stranger.button("batch.split").click()
    expect(stranger.page.get_by_text(error_text("access.sign_in"))).to_be_visible()
    expect(stranger.page.get_by_text("scan 0001.pdf")).to_be_visible()
