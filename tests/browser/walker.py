"""A person who goes the whole way, camera included: what journeys and pictures need beyond ``citizen``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from playwright.sync_api import FilePayload, Locator, expect

from sothuhoso.i18n.catalog import text
from tests.browser.citizen import Citizen, press_shutter
from tests.browsing import chromium
from tests.samples import cards, film, photo

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.samples.people import Person

CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
FRAME = (1920, 1080)


def card_film(path: Path, person: Person) -> Path:
    """A film of somebody's hand-held card, for the fake camera."""
    card = cards.front_2021(person)
    shots = (photo.Shot(size=FRAME, share=0.78, seed=seed, slant=0.008) for seed in range(3))
    return film.y4m(path, (photo.photograph(card, shot) for shot in shots))


def with_camera(driver: Any, picture: Path) -> AbstractContextManager[Browser]:
    """A Chromium whose camera sees this film."""
    return chromium(driver, *CAMERA, f"--use-file-for-fake-video-capture={picture}")


def file(name: str, content: bytes, media_type: str = "image/jpeg") -> FilePayload:
    """A file as the gallery hands it over."""
    return {"name": name, "mimeType": media_type, "buffer": content}


def shot(thing: Any, kind: str = "JPEG", **options: Any) -> bytes:
    """A 12-megapixel photo of a flat thing, as a phone saves it."""
    return photo.as_file(photo.photograph(thing, photo.Shot(share=0.9, slant=0.01)), kind, **options)


class Walker(Citizen):
    """One person at one page. Every step ends when the page has come to where it leads."""

    def search(self, words: str) -> Locator:
        """Type into the search; answers what is shown."""
        self.page.get_by_label(text("home.search"), exact=True).fill(words)
        expect(self.page.get_by_role("search").get_by_role("status")).to_have_text(re.compile(r"\d"))
        return self.page.locator("main")

    def choose(self, name: str) -> Walker:
        """Open a procedure of the list, then start."""
        self.page.get_by_role("link", name=name, exact=True).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(name)
        return self

    def start(self) -> Walker:
        """From the procedure's page into the first step."""
        self.button("procedure.begin").click()
        expect(self.heading("who.heading")).to_be_visible()
        return self

    # --- who

    def field(self, slot: str, name: str) -> Locator:
        """One field of a person."""
        return self.page.locator(f"#{slot}-{name}")

    def person(self, slot: str) -> Locator:
        """The part of the page that is about one person."""
        return self.page.locator(f"section[aria-labelledby='{slot}-title']")

    def for_whom(self, key: str) -> Walker:
        """``same`` | ``other``."""
        self.page.locator(f"#submitter-{key}").check()
        return self

    def scan_card(self, slot: str) -> Walker:
        """Hold the card before the camera until it is read."""
        self.person(slot).get_by_role("button", name=text("who.scan")).click()
        return self._filled(slot)

    def photo_of_card(self, slot: str, chosen: FilePayload) -> Walker:
        """Choose a photo of the card."""
        self.page.locator(f"#{slot}-card-file").set_input_files([chosen])
        return self._filled(slot)

    def _filled(self, slot: str) -> Walker:
        expect(self.person(slot).get_by_text(text("card.filled"))).to_be_visible(timeout=30_000)
        return self

    # --- papers

    def paper(self, key: str) -> Locator:
        """The card of one paper."""
        return self.page.locator(f"article[aria-labelledby='paper-{key}']")

    def add_files(self, key: str, *files: FilePayload) -> Walker:
        """Choose photos from the gallery."""
        self.page.locator(f"#files-{key}").set_input_files(list(files))
        return self

    def shoot(self, key: str) -> Walker:
        """One page by the camera."""
        before = self.pages(key).count()
        self.paper(key).get_by_role("button", name=re.compile(f"^{text('papers.shoot')}")).click()
        camera = self.page.get_by_role("dialog")
        press_shutter(camera)
        camera.get_by_role("button", name=text("camera.done")).click()
        expect(self.pages(key)).to_have_count(before + 1)
        return self

    def bring_later(self, key: str, reason: str) -> Walker:
        """The paper is not here yet."""
        self.paper(key).get_by_role("button", name=text("papers.no_paper")).click()
        self.page.locator(f"#reason-{key}").fill(reason)
        return self

    # --- after sending

    @property
    def status(self) -> Locator:
        """How the dossier stands, on the follow-up page."""
        return self.page.locator("#status")

    def follow(self) -> Walker:
        """Open the follow-up page of what was just sent."""
        self.page.get_by_role("link", name=text("sent.follow")).click()
        expect(self.status).to_be_visible()
        return self
