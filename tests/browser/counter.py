"""A clerk's tablet at the counter or on a trip: numbers taken beforehand, a dossier taken in, a name written."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Locator, expect

from sothuhoso.i18n.catalog import text
from tests.browser.citizen import SINGLE, Citizen, picture
from tests.browsing import TABLET

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

BLOCK = re.compile(r"SH-\d{5}-\d{6}-A\d{4}")
LOCAL = re.compile(r"TM-\d{4}-\d{4}")


class Tablet(Citizen):
    """A tablet that somebody of this unit is signed in on."""

    def __init__(self, open_page: Callable[..., Page], unit: str, sid: str = "", **options: Any) -> None:
        super().__init__(open_page, sid=sid, **{**TABLET, **options})
        self.unit = unit

    def take_numbers(self, count: int, device: str = "Máy bảng 2") -> Tablet:
        """On the page of numbers."""
        self.page.goto("/ban/so")
        self.page.get_by_label(text("numbers.count"), exact=True).fill(str(count))
        self.page.get_by_label(text("numbers.device"), exact=True).fill(device)
        self.button("numbers.take").click()
        expect(self.words("numbers.taken")).to_be_visible()
        return self

    def to_the_review(self) -> Tablet:
        """A dossier with one page, as far as the button that sends."""
        self.begin(address=f"/thu-tuc?ma={SINGLE}&kenh=quay&xa={self.unit}")
        self.say_who().to_papers().add(picture())
        expect(self.pages()).to_have_count(1)
        self.to_review().agree()
        return self

    # --- the pad

    @property
    def pad(self) -> Locator:
        return self.page.get_by_role("img", name=text("signing.pad"))

    def open_pad(self) -> Tablet:
        self.button("signing.open").click()
        expect(self.pad).to_be_visible()
        self.page.wait_for_timeout(300)  # its code comes when it is wanted
        return self

    def stroke(self, low: float = 0.5, points: int = 40) -> Tablet:
        """A wave across the pad."""
        box = self.pad.bounding_box()
        assert box is not None
        mouse = self.page.mouse
        mouse.move(box["x"] + 0.2 * box["width"], box["y"] + low * box["height"])
        mouse.down()
        for n in range(points):
            down = low + 0.15 * math.sin(n / 4)
            mouse.move(box["x"] + (0.2 + 0.5 * n / points) * box["width"], box["y"] + down * box["height"])
        mouse.up()
        return self

    def sign(self) -> Tablet:
        """Two strokes, and done."""
        self.open_pad().stroke(0.4).stroke(0.7)
        self.button("signing.done").click()
        expect(self.page.get_by_role("img", name=text("signing.alt"))).to_be_visible()
        self.wait_kept(
            lambda: bool(self.kept("drafts")[-1].get("signature"))
        )  # on the screen first, on the disk behind it
        return self

    # --- the receipt

    @property
    def receipt_number(self) -> Locator:
        return self.page.locator("#receipt-number")

    def receipt(self) -> str:
        """The number (or code) on the receipt that is handed out."""
        expect(self.receipt_number).to_be_visible()
        return self.receipt_number.inner_text()

    def change_blocks(self, **facts: Any) -> None:
        """Change what this tablet believes about its blocks of numbers."""
        self.page.evaluate(_CHANGE, json.dumps(facts))

    def blocks(self) -> list[dict[str, Any]]:
        """The blocks that are here, the oldest first."""
        return sorted((row for row in self.kept("numbers") if "first" in row), key=lambda row: row["first"])


_CHANGE = """
(facts) => new Promise((done, failed) => {
  const opening = indexedDB.open("sothuhoso");
  opening.onerror = failed;
  opening.onsuccess = () => {
    const change = opening.result.transaction("numbers", "readwrite");
    const store = change.objectStore("numbers");
    store.getAll().onsuccess = ({ target }) =>
      target.result.filter((row) => row.first).forEach((row) => store.put({ ...row, ...JSON.parse(facts) }));
    change.oncomplete = () => { opening.result.close(); done(); };
    change.onerror = failed;
  };
})
"""
