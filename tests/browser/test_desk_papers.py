"""Papers as PDF/A at the desk: made while the clerk looks, opened by a link, and what is doubted is said."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import httpx
import pikepdf
import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from sothuhoso.i18n.catalog import text
from tests.browser.desk import open_from_list, panel
from tests.browsing import Office, axe, opened, pages_in, session_of
from tests.production import production
from tests.rest import Device, drawn_papers, sending
from tests.samples import papers
from tests.samples.people import PA
from tests.samples.photo import Shot, as_file, photograph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.production import Production

SECONDS = 120_000


@pytest.fixture(scope="module")
def making() -> Iterator[Production]:
    """A server that makes papers, as the one that people run does."""
    with production(demo=False, MAKE_PAPERS="1") as app:
        yield app


@pytest.fixture
def at_desk(making: Production, browser: Any, watch: Any, request: Any) -> Iterator[tuple[Page, Office, str]]:
    """A clerk's open desk, the office, and the session's cookie."""
    with opened(making) as house, pages_in(browser, making, watch, request) as open_page:
        office = Office(making, house, "05725")
        sid = session_of(making, office.account())
        yield open_page("/ban", sid=sid), office, sid


def test_a_paper_is_ready_while_the_clerk_looks_and_opens_as_pdf_a(making, at_desk):
    page, office, sid = at_desk
    sent = Device(making.url).send(sending(unit=office.unit, photos=drawn_papers()))
    open_from_list(page, sent)
    links = panel(page).locator("a[href$='.pdf']")
    expect(links).to_have_count(2, timeout=SECONDS)  # nobody reloads: the screen follows
    expect(links.first).to_contain_text("PDF/A")
    assert axe(page) == []
    answer = httpx.get(making.url + links.last.get_attribute("href"), cookies={"sid": sid})
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "private, no-store"
    assert f"{sent.number}_02_to_khai_khai_sinh_V1.pdf" in answer.headers["content-disposition"]
    with pikepdf.open(io.BytesIO(answer.content)) as file, file.open_metadata() as told:
        assert told["pdfaid:part"] == "2"
        assert len(file.pages) == 2
    with pypdfium2.PdfDocument(answer.content) as file:
        said = " ".join(one.get_textpage().get_text_bounded() for one in file)
    assert PA.full_name in said
    nobody = httpx.get(making.url + links.last.get_attribute("href"))
    assert nobody.status_code == 401


def test_a_page_that_cannot_be_read_is_named_beside_its_paper(making, at_desk):
    page, office, _ = at_desk
    shot = Shot(share=0.8, blur=9, seed=4)
    blurred = as_file(photograph(papers.declaration(PA), shot), "JPEG", quality=88)
    first, second, _ = drawn_papers()
    sent = Device(making.url).send(sending(unit=office.unit, photos=(first, second, blurred)))
    open_from_list(page, sent)
    expect(panel(page).get_by_text(text("page.reason.blurred"))).to_be_visible(timeout=SECONDS)
    expect(panel(page).get_by_text(text("dossier.page_doubted", n=2))).to_be_visible()
