"""A citizen's phone and a clerk's tablet in one real browser, each with a context of its own, working on one draft."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from sothuhoso.i18n.catalog import text
from tests.browsing import PHONE, TABLET, session_of
from tests.production import Production

CLERK, CLERK_NAME, UNIT = "canbo.thansa", "Nông Thị Huệ", "05725"
PROCEDURE, PAPER = "1.004873", "to_khai_xac_nhan_hon_nhan"
WHO, PAPERS, REVIEW, SENT = "/ho-so/ai", "/ho-so/giay-to", "/ho-so/xem-lai", "/ho-so/xong"
OWNER = "Hoàng Thị Mai"


@dataclass
class Device:
    """One device with one page."""

    page: Page

    def at(self, path: str) -> None:
        """Wait until this page is shown."""
        self.page.wait_for_url(re.compile(re.escape(path)))

    def go(self, path: str) -> None:
        """Open another step of the same draft with a full load."""
        self.page.goto(f"{path}?hs={self.draft}")

    @property
    def draft(self) -> str:
        return self.page.url.partition("hs=")[2]

    def type(self, field_id: str, letters: str) -> None:
        """As a person does: into the field, over what stands there, letter by letter."""
        box = self.page.locator(f"#{field_id}")
        box.click()
        box.press("Control+a")
        box.press_sequentially(letters, delay=15)

    def shows(self, field_id: str, value: str, seconds: float = 20) -> None:
        """The field has this value before long."""
        expect(self.page.locator(f"#{field_id}")).to_have_value(value, timeout=seconds * 1000)

    def button(self, key: str, **facts: Any) -> Locator:
        """The button with these words."""
        return self.page.get_by_role("button", name=text(key, **facts), exact=True)

    def says(self, key: str, **facts: Any) -> Locator:
        """These words on the page."""
        return self.page.get_by_text(text(key, **facts))


class Pair:
    """Both of them, from nothing to the moment they share a draft. ``open_page`` makes a page in a new context."""

    def __init__(self, app: Production, open_page: Callable[..., Page], clerk: str = CLERK) -> None:
        self.app, self.open_page = app, open_page
        self.phone, self.tablet = Device(open_page("", **PHONE)), self.clerk(clerk)

    def clerk(self, username: str) -> Device:
        """A tablet with this account signed in, nobody for an empty name."""
        return Device(self.open_page("", sid=session_of(self.app, username) if username else "", **TABLET))

    def begin(self) -> None:
        """The phone begins a dossier and types a name and a number."""
        page = self.phone.page
        page.goto(f"/thu-tuc?ma={PROCEDURE}&xa={UNIT}")
        self.phone.button("procedure.begin").click()
        self.phone.at(WHO)
        page.get_by_label(text("who.same")).check()
        page.locator("#owner-full_name").fill(OWNER)
        page.locator("#owner-id_number").fill("019199000017")

    def share(self) -> str:
        """The phone asks for a code."""
        self.phone.button("shared.invite").click()
        self.phone.button("shared.get_code").click()
        shown = self.phone.page.locator("#share-code")
        expect(shown).to_be_visible()
        return shown.inner_text().replace(" ", "")

    def join(self, code: str, device: Device | None = None) -> None:
        """A tablet types the code."""
        at = device or self.tablet
        at.page.goto("/ban/cung-lam")
        expect(at.page.get_by_role("heading", level=1)).to_be_visible()
        at.page.locator("#code").fill(code)
        at.button("shared.entry.join").click()

    def together(self) -> Pair:
        """Everything up to two devices that show the same fields."""
        self.begin()
        self.join(self.share())
        self.tablet.at(WHO)
        self.tablet.shows("owner-full_name", OWNER)
        self.phone.button("shared.go_on").click()
        return self


def eventually(true: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something that is neither on one page nor in its network."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
