"""A citizen's phone in a real browser: the moves that the capture flow's tests make again and again."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from typing import Any

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from sothuhoso.i18n.catalog import text
from tests.browsing import PHONE, until
from tests.samples.people import MAI

#: the shortest procedure and the one paper it must have; one about a child, with questions
SINGLE, PAPER, BIRTH = "2.000815", "ban_chinh", "1.001193"
UNIT, UNIT_NAME = "05725", "Thần Sa"


def picture(number: int = 1, size: tuple[int, int] = (900, 1200)) -> bytes:
    """A JPEG, another one for every number. It has no edges: the phone finds no page in it, and refuses nothing."""
    colour = (number * 37 % 256, number * 91 % 256, 90)
    shade = Image.linear_gradient("L").resize(size)
    image = Image.composite(Image.new("RGB", size, (250, 248, 240)), Image.new("RGB", size, colour), shade)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()


def press_shutter(camera: Locator) -> None:
    """One page by the open camera's button; what is doubted of it stays so."""
    camera.get_by_role("button", name=text("camera.shutter"), exact=True).click()
    leave = camera.get_by_role("button", name=re.compile(f"^({text('camera.leave')}|{text('camera.later')})$"))
    taken = camera.get_by_text(re.compile(f"^{text('camera.next', n=1).split('1')[0]}"))
    expect(leave.or_(taken).first).to_be_visible(timeout=30_000)
    if leave.is_visible():
        leave.click()


class Citizen:
    """One phone with one page; sentences are found by their keys."""

    def __init__(self, open_page: Callable[..., Page], **options: Any) -> None:
        self.page = open_page("", **{**PHONE, **options})

    def heading(self, key: str) -> Locator:
        return self.page.get_by_role("heading", level=1, name=text(key))

    def button(self, key: str, **facts: Any) -> Locator:
        return self.page.get_by_role("button", name=text(key, **facts), exact=True)

    def words(self, key: str, **facts: Any) -> Locator:
        return self.page.get_by_text(text(key, **facts))

    # --- the steps

    def begin(self, code: str = SINGLE, address: str = "") -> Citizen:
        """From a procedure's page into the first step."""
        self.page.goto(address or f"/thu-tuc?ma={code}")
        self.button("procedure.begin").click()
        expect(self.heading("who.heading")).to_be_visible()
        return self

    def say_who(self, name: str = MAI.full_name, number: str = MAI.id_number) -> Citizen:
        """For myself, typed, and on to the papers."""
        self.page.get_by_label(text("who.same")).check()
        self.page.locator("#owner-full_name").fill(name)
        self.page.locator("#owner-id_number").fill(number)
        return self

    def to_papers(self) -> Citizen:
        self.button("who.to_papers").click()
        expect(self.heading("papers.heading")).to_be_visible()
        return self

    def add(self, *contents: bytes, paper: str = PAPER, name: str = "giay.jpg", kind: str = "image/jpeg") -> Citizen:
        """Choose photos for a paper."""
        files = [{"name": name, "mimeType": kind, "buffer": content} for content in contents]
        self.page.locator(f"#files-{paper}").set_input_files(files)
        return self

    def pages(self, paper: str = PAPER) -> Locator:
        return self.page.locator(f"article[aria-labelledby='paper-{paper}'] ol > li")

    def to_review(self) -> Citizen:
        self.page.get_by_role("button", name=re.compile(text("papers.to_review"))).click()
        expect(self.heading("review.heading")).to_be_visible()
        return self

    def choose_unit(self, typed: str = "than sa", name: str = UNIT_NAME) -> Citizen:
        self.page.locator("#unit-query").fill(typed)
        self.page.get_by_role("button", name=re.compile(f"{name}$")).click()
        return self

    def agree(self) -> Citizen:
        self.page.get_by_label(text("review.read")).check()
        return self

    def send(self) -> Citizen:
        self.button("review.send").click()
        return self

    def number(self) -> str:
        """The dossier's number, once it has arrived."""
        shown = self.page.locator("#number")
        expect(shown).to_be_visible(timeout=30_000)
        return shown.inner_text()

    def ready_to_send(self, *contents: bytes) -> Citizen:
        """Everything up to the button that sends."""
        self.begin().say_who().to_papers().add(*(contents or (picture(),)))
        expect(self.pages()).to_have_count(len(contents) or 1)
        return self.to_review().choose_unit().agree()

    # --- what the device keeps

    @property
    def draft_id(self) -> str:
        return self.page.url.partition("hs=")[2]

    def kept(self, store: str) -> list[dict[str, Any]]:
        """All rows of a store in the phone's database; photos as their facts."""
        return json.loads(self.page.evaluate(_KEPT, store))

    def wait_kept(self, true: Callable[[], bool]) -> None:
        """Until the device has kept something."""
        until(self.page, true)


_KEPT = """
(store) => new Promise((done, failed) => {
  const opening = indexedDB.open("sothuhoso");
  opening.onerror = failed;
  opening.onsuccess = () => {
    const asked = opening.result.transaction(store).objectStore(store).getAll();
    asked.onerror = failed;
    asked.onsuccess = async () => {
      const letters = async (blob) =>
        [...new Uint8Array(await blob.arrayBuffer())].map((b) => String.fromCharCode(b)).join("");
      const plain = await Promise.all(asked.result.map(async (row) => row.blob
        ? { ...row, thumb: Boolean(row.thumb), blob: await letters(row.blob) }
        : row));
      opening.result.close();
      done(JSON.stringify(plain));
    };
  };
})
"""
