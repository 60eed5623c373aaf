"""Two devices in a real browser that hand a draft over with no line between them: for tests and the bench."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from PIL import Image
from playwright.sync_api import expect

from sothuhoso.i18n.catalog import text
from tests.browser.citizen import BIRTH, Citizen
from tests.samples.film import y4m
from tests.samples.people import MAI

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from playwright.sync_api import Page

CHILD = "Lý Thị Mây"
PAPER = "to_khai_khai_sinh"
CAMERA = (1280, 720)
SHOWN = 640  # pixels of the code's side in the camera's picture


class Giver(Citizen):
    """The device that has the draft."""

    def draft(self, *photos: bytes) -> Giver:
        """A birth to register, filled in, looked over but for the notice."""
        self.begin(BIRTH).say_who()
        self.page.locator("#subject-full_name").fill(CHILD)
        self.to_papers()
        for key in ("giay_chung_sinh", PAPER):
            self.add(*photos[:1] if key != PAPER else photos[1:], paper=key)
        expect(self.pages(PAPER)).to_have_count(len(photos) - 1)
        self.to_review().choose_unit()
        return self

    def open_giving(self) -> Giver:
        """From the review to the page that hands over."""
        self.page.get_by_role("link", name=text("review.give")).click()
        expect(self.heading("give.heading")).to_be_visible()
        return self

    def show(self) -> Giver:
        """Let the codes run."""
        self.button("give.show").click()
        expect(self.page.locator("#film canvas")).to_be_visible()
        return self

    def frames(self, count: int) -> list[Image.Image]:
        """Pictures of the screen's code, as different ones as it shows meanwhile."""
        taken: dict[bytes, Image.Image] = {}
        for _ in range(6 * count):
            shot = self.page.locator("#film canvas").screenshot()
            taken.setdefault(shot, Image.open(io.BytesIO(shot)).convert("RGB"))
            if len(taken) == count:
                break
        return list(taken.values())

    def check(self) -> str:
        """The four digits that the other screen shows too."""
        said = self.page.get_by_role("dialog").inner_text()
        found = re.search(text("give.check", check=r"(\d{4})").partition(".")[0], said)
        assert found, said
        return found[1]

    def make_file(self, path: Path) -> str:
        """Make the file and save it there; answers its code."""
        self.button("give.make").click()
        shown = self.page.locator("#file-code-shown")
        expect(shown).to_be_visible(timeout=30_000)
        with self.page.expect_download() as saved:
            self.page.locator("a[download]").click()
        saved.value.save_as(path)
        return shown.inner_text()

    def handed_on(self) -> Giver:
        """The other device says that it has all of it."""
        self.page.get_by_role("button", name=text("give.done")).first.click()
        self.button("give.given_yes").click()
        expect(self.button("give.back")).to_be_visible()
        return self


class Taker(Citizen):
    """The device that takes it up."""

    def open(self) -> Taker:
        self.page.goto("/nhan-ho-so")
        expect(self.heading("receive.heading")).to_be_visible()
        self.wait_kept(lambda: bool(self.kept("catalogue")))
        return self

    def choose(self, path: Path) -> Taker:
        """Choose a file."""
        self.page.locator("#handed-file").set_input_files(path)
        return self

    def open_file(self, path: Path, code: str) -> Taker:
        """Choose a file and type its code."""
        self.choose(path)
        self.page.locator("#file-code").fill(code)
        self.button("receive.open").click()
        return self

    def came(self, outcome: str = "new") -> Taker:
        """It says what became of it."""
        expect(self.page.get_by_role("heading", name=text(f"receive.outcome.{outcome}"))).to_be_visible(timeout=60_000)
        return self

    def go(self) -> Taker:
        self.page.get_by_role("link", name=text("receive.go")).click()
        expect(self.heading("review.heading")).to_be_visible()
        return self


def filmed(path: Path, codes: Iterable[Image.Image | None], *, rate: int = 8) -> Path:
    """A film for the fake camera: each code in turn, as a screen held before it; ``None`` is a missed one."""
    return y4m(path, (_held(code) for code in codes), rate=rate)


def _held(code: Image.Image | None) -> Image.Image:
    frame = Image.new("RGB", CAMERA, (70, 74, 78))
    if code is not None:
        screen = code.resize((SHOWN, SHOWN), Image.Resampling.BILINEAR)
        frame.paste(screen, ((CAMERA[0] - SHOWN) // 2, (CAMERA[1] - SHOWN) // 2))
    return frame


def persons(device: Citizen) -> list[Any]:
    """Who the drafts of this device are about."""
    return [draft["persons"]["owner"].get("full_name", {}).get("value") for draft in device.kept("drafts")]


def new_giver(open_page: Callable[..., Page], *photos: bytes) -> Giver:
    """A device with a whole draft, at the page that hands over."""
    giver = Giver(open_page).draft(*photos).open_giving()
    assert persons(giver) == [MAI.full_name]
    return giver
