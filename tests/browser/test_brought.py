"""A phone brings a signed PDF and a photo, without a line; the desk has the file as it was and what its signature says.

A file that the server cannot take comes back with a sentence, and is replaced.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import expect
from sqlmodel import select

from sothuhoso.db.queries import dossiers
from sothuhoso.db.tables import DossierRow
from sothuhoso.i18n.catalog import error_text, text
from tests.browser.citizen import BIRTH, PAPER, Citizen, picture
from tests.browser.desk import panel
from tests.browsing import LOOKS, PHONE, TABLET, Office, axe_in, in_looks, session_of, until
from tests.proxy import Mode, Proxy
from tests.samples import brought

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from sothuhoso.services.container import Container
    from tests.browsing import Watch
    from tests.production import Production

NOTICE, DECLARATION = "giay_chung_sinh", "to_khai_khai_sinh"
PDF = "application/pdf"


@pytest.fixture(scope="module")
def signed() -> bytes:
    with ThreadPoolExecutor(1) as apart:  # pyHanko wants a loop of its own, and the browser has one here
        return apart.submit(brought.signed, brought.pdf_of(3)).result()


@pytest.fixture
def line(app: Production, watch: Watch) -> Iterator[Proxy]:
    watch.allow(r"net::ERR_|Failed to load|WebSocket connection|fetching the script")
    with Proxy(app.port) as made:
        yield made


def dossier_of(house: Container, number: str) -> DossierRow:
    with house.look() as uow:
        return uow.session.exec(select(DossierRow).where(DossierRow.number == number)).one()


@pytest.mark.installed
def test_a_signed_pdf_and_a_photo_without_a_line_and_at_the_desk(line, app, house, open_page, signed):
    citizen = Citizen(open_page).begin(address=f"{line.url}/thu-tuc?ma={BIRTH}").say_who()
    citizen.page.locator("#subject-full_name").fill("Hoàng Thị Mây")
    citizen.to_papers()
    citizen.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    citizen.page.wait_for_timeout(4000)  # what is fetched at rest is here
    line.mode = Mode.REFUSE
    citizen.add(signed, paper=NOTICE, name="chung sinh.pdf", kind=PDF)
    citizen.add(picture(), paper=DECLARATION)
    expect(citizen.pages(NOTICE)).to_have_count(1)
    expect(citizen.pages(DECLARATION)).to_have_count(1)
    row = citizen.pages(NOTICE)
    expect(row).to_contain_text(re.compile(r"Tệp PDF, \d+ KB"))
    expect(citizen.page.locator(f"article[aria-labelledby='paper-{NOTICE}']")).to_contain_text(
        text("paper_state.files", n=1)
    )
    assert [bytes(map(ord, photo["blob"])) for photo in citizen.kept("photos") if photo["media_type"] == PDF] == [
        signed
    ]
    row.get_by_role("button", name=text("papers.look", n=1)).click()
    expect(citizen.page.get_by_role("dialog")).to_contain_text(text("papers.full_unseen"))
    citizen.page.get_by_role("dialog").get_by_role("button", name=text("nav.close")).click()
    assert axe_in(citizen.page) == []
    citizen.to_review().choose_unit().agree().send()
    citizen.wait_kept(lambda: len(citizen.kept("outbox")) == 1)
    line.mode = Mode.PASS
    dossier = dossier_of(house, citizen.number())
    assert citizen.kept("photos") == []

    sid = session_of(app, Office(app, house, dossier.unit_code).account())
    desk = open_page(f"/ban?hs={dossier.id}", sid=sid)
    file = panel(desk).locator("[data-brought='pdf']")
    for sentence in (
        text("brought.signer", name=brought.SIGNER),
        text("brought.issuer", name=brought.ISSUER),
        text("brought.says.intact"),
        text("brought.trust_unchecked"),
    ):
        expect(file).to_contain_text(sentence)
    link = file.get_by_role("link", name=re.compile(text("brought.original")))
    with desk.expect_download() as saving:
        link.click()
    assert saving.value.path().read_bytes() == signed
    answer = httpx.get(app.url + (link.get_attribute("href") or ""), cookies={"sid": sid})
    assert answer.content == signed
    for _ in range(3):
        mat = desk.locator("#mat img")
        until(desk, lambda mat=mat: mat.evaluate("(image) => image.complete && image.naturalWidth > 0"))
        desk.get_by_role("button", name=text("dossier.page_next")).click()
    expect(desk.get_by_text(text("dossier.page_at", at=4, n=4))).to_be_visible()
    assert axe_in(desk, LOOKS) == []
    for _ in in_looks(desk, ((PHONE["viewport"], "light"), (TABLET["viewport"], "dark"))):
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_locked_file_comes_back_with_a_sentence_and_is_replaced(open_page: Callable[..., Page], house, watch):
    watch.allow(r"the server responded with a status of 422")
    citizen = Citizen(open_page).begin().say_who().to_papers()
    citizen.add(picture()).add(brought.locked(), name="khoa.pdf", kind=PDF)
    expect(citizen.pages()).to_have_count(2)
    citizen.to_review().choose_unit().agree().send()
    why = error_text("document.encrypted", "vi")
    expect(citizen.page.get_by_text(why)).to_be_visible(timeout=60_000)
    citizen.button("sent.correct").click()
    expect(citizen.heading("papers.heading")).to_be_visible()
    expect(citizen.pages()).to_have_count(2)
    expect(citizen.pages().nth(1)).to_contain_text(why)
    expect(citizen.pages().nth(0)).not_to_contain_text(why)
    expect(citizen.words("paper_state.retake")).to_be_visible()
    assert axe_in(citizen.page) == []
    good = brought.pdf_of(2)
    other = citizen.pages().nth(1).locator("input[type=file]")
    other.set_input_files({"name": "moi.pdf", "mimeType": PDF, "buffer": good})
    expect(citizen.page.get_by_text(why)).to_have_count(0)
    expect(citizen.pages()).to_have_count(2)
    citizen.to_review().agree().send()
    dossier = dossier_of(house, citizen.number())
    with house.look() as uow:
        pages = dossiers.pages(uow.session, dossier.id)
    assert [page.file_page for page in pages] == [None, 0, 1]
    assert house.files.get(pages[1].file_sha256) == good


def test_what_a_file_is_its_first_bytes_say(open_page):
    citizen = Citizen(open_page).begin().say_who().to_papers()
    citizen.add(brought.tiff_of(brought.sheet_with("MẪU").convert("1")), name="quet.jpg")
    expect(citizen.pages()).to_contain_text(re.compile(r"Tệp TIFF, "))
    citizen.add(b"\n\n%PDF-1.4 of a program that writes before it\n%%EOF\n", name="x.bin", kind="")
    expect(citizen.pages()).to_have_count(2)
    assert [page["media_type"] for page in citizen.kept("photos")].count("image/jpeg") == 0
    assert citizen.page.locator(f"#files-{PAPER}").get_attribute("accept") == (
        "image/*,application/pdf,.pdf,.tif,.tiff"
    )
