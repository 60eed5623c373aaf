"""What the desk's tests do again and again: an office of their own, dossiers at it, and the clerk's moves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from sothuhoso.db.queries import dossiers
from sothuhoso.domain.dossier_status import Status
from sothuhoso.i18n.catalog import text
from tests.browsing import session_of
from tests.rest import Device, Sent, drawn_papers, sending
from tests.services.making import SINGLE

if TYPE_CHECKING:
    from sothuhoso.services.container import Container
    from tests.browsing import Office
    from tests.production import Production
    from tests.services.making import Sending

NAME = "Hoàng Thị Mai"


@pytest.fixture
def device(app: Production) -> Device:
    """Somebody's phone, speaking REST."""
    return Device(app.url)


@pytest.fixture
def birth(office: Office, device: Device) -> Sent:
    """A dossier with three pages at this office."""
    return device.send(sending(unit=office.unit, photos=drawn_papers()))


@pytest.fixture
def desk(office: Office, app: Production, open_page: Any) -> Page:
    """The desk of a clerk of this office."""
    return open_page("/ban", sid=session_of(app, office.account()))


def short(office: Office, **facts: Any) -> Sending:
    """The shortest dossier there is, for this office."""
    return sending(unit=office.unit, procedure=SINGLE, subject=None, photos=(), components=[], **facts)


def rows(page: Page) -> Locator:
    """The lines of the list."""
    return page.locator("[data-row]")


def open_from_list(page: Page, sent: Sent) -> Page:
    """Click the dossier's line; the dossier is there afterwards."""
    page.locator(f"[data-row][href$='{sent.id}']").click()
    expect(panel(page).get_by_text(sent.number)).to_be_visible()
    return page


def panel(page: Page) -> Locator:
    """The open dossier, beside (or instead of) the list."""
    # What is on its way to the desk is a part of the list.
    return page.locator("xpath=//main//section[not(ancestor::section)]").nth(1)


def dialog(page: Page) -> Locator:
    """The question that is open."""
    return page.get_by_role("dialog")


def ask(page: Page, action: str) -> Locator:
    """Open the question before a decision: ``receive`` | ``supplement`` | ``refuse``."""
    page.get_by_role("button", name=text(f"dossier.{action}"), exact=True).click()
    expect(dialog(page)).to_be_visible()
    return dialog(page)


def receive(page: Page) -> None:
    """Receive the open dossier, through the question."""
    ask(page, "receive").get_by_role("button", name=re.compile(f"^{text('dossier.receive')} ·")).click()
    expect(dialog(page)).to_have_count(0)


def ask_supplement(page: Page, items: str = "Bản chính giấy chứng sinh") -> Locator:
    """Fill in and send the request for supplements; answers its question, which may still be open."""
    asked = ask(page, "supplement")
    asked.get_by_label(text("dossier.supplement_items")).fill(items)
    asked.get_by_label(text("dossier.supplement_reason"), exact=True).fill("Ảnh thiếu dấu của trạm y tế")
    asked.get_by_role("button", name=text("dossier.supplement_send")).click()
    return asked


def status_of(house: Container, sent: Sent) -> Status:
    """The status as the database has it."""
    with house.look() as uow:
        row = dossiers.get(uow.session, UUID(sent.id))
        assert row is not None
        return Status(row.status)
