"""Pictures of what is there for places without signal: the outbox, the lock of a shared tablet, a trip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from sothuhoso.i18n.catalog import text
from tests.browser import travellers
from tests.browser.locking import SharedTablet
from tests.browser.waiting import put_on, several
from tests.browsing import DESK, PHONE, Office, session_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.screens import Album

LABEL = "Máy bảng Thần Sa 1"


def outbox(album: Album, open_page: Callable[..., Page]) -> None:
    """Three dossiers that wait, one of them for the person; nothing gets through."""
    page = open_page("/cua-toi", **PHONE)
    waiting = several(3, 3, 90_000, seed=3)
    waiting[2].more = {"state": "parked", "problem": {"key": "submission.conflict", "facts": {}}, "attempts": 1}
    page.route("**/api/submissions/**", lambda route: route.abort())
    put_on(page, waiting)
    page.goto("/cho-gui")
    expect(page.locator("[data-outbox='parked']")).to_have_count(1)
    album.take(page, "phone-outbox")
    page.set_viewport_size(DESK["viewport"])
    album.take(page, "tablet-outbox")


def shared_tablet(album: Album, open_page: Callable[..., Page], office: Office) -> None:
    """The PIN's page on a phone and on a tablet, and the head's list of tablets."""
    head = office.account("head", "Triệu Văn Páo")
    tablet = SharedTablet(open_page, office, head, **DESK)
    tablet.page.context.route("**/api/submissions/**", lambda route: route.abort())
    tablet.share(LABEL).hand_in()
    tablet.page.goto("/ban/may")
    expect(tablet.page.get_by_role("heading", name=text("tablets.unit"))).to_be_visible()
    expect(tablet.words("tablets.loading")).to_have_count(0)
    album.take(tablet.page, "desk-tablets")
    tablet.lock()
    expect(tablet.words("lock.waits", n=1)).to_be_visible()
    album.take(tablet.page, "tablet-lock")
    tablet.page.set_viewport_size(PHONE["viewport"])
    album.take(tablet.page, "phone-lock")


def trip(album: Album, open_page: Callable[..., Page], office: Office) -> None:
    """Planned, taken along, worked in the hamlet, and looked at afterwards."""
    lead, clerk = office.account("outreach", "Lý Thị Mảy"), office.account("clerk", "Nông Thị Huệ")
    plan = travellers.planned(office, lead, clerk)
    given = travellers.received(office, clerk)
    tablet = travellers.Tablet(open_page, office.app, clerk, **DESK).prepare(plan)
    _take(album, tablet.page, "tablet-trip-prepare")
    tablet.sit_down().give(4).call(1).hand_over(given.number)
    _take(album, tablet.page, "tablet-trip-desk")
    tablet.page.set_viewport_size(PHONE["viewport"])
    _take(album, tablet.page, "phone-trip-desk")
    tablet.page.set_viewport_size(DESK["viewport"])
    tablet.step("summary")
    expect(tablet.words("trip.summary.all_here")).to_be_visible()
    _take(album, tablet.page, "tablet-trip-summary")
    page = open_page("/chuyen", sid=session_of(office.app, lead), **PHONE)
    expect(page.get_by_role("heading", level=2, name="Lũng Luông")).to_be_visible()
    _take(album, page, "phone-trips")


def _take(album: Album, page: Page, name: str) -> None:
    page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
    album.take(page, name)
