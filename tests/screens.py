"""Takes the pictures of ``docs/screens``: each screen in light and dark, on a phone, a tablet and an upright tablet.

    scripts/screens [names…]

Two dossiers go their way in the production application with the demo: one from a phone to the desk, one taken in at the
counter on a tablet. Whatever stands on the way is photographed; with names only those pictures are written.
"""

from __future__ import annotations

import io
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image
from playwright.sync_api import Page, Route, expect, sync_playwright

from sothuhoso.i18n.catalog import text
from sothuhoso.settings import ROOT
from tests.browser.counter import Tablet
from tests.browser.desk import ask, dialog, panel, receive, rows
from tests.browser.handing import Giver, Taker
from tests.browser.walker import Walker, card_film, file, shot, with_camera
from tests.browsing import DESK, PHONE, Office, Watch, opened, pages_in, session_of
from tests.production import production
from tests.samples import papers
from tests.samples.people import MAI, PA
from tests.screens_away import outbox, shared_tablet, trip
from tests.screens_cards import cards
from tests.screens_pages import pages

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = ROOT / "docs" / "screens"
TABLET = {**PHONE, **DESK, "is_mobile": False, "has_touch": False, "device_scale_factor": 1}
UPRIGHT = {"viewport": {"width": 820, "height": 1180}}
QUALITY = 78
MOST_BYTES = 5_000_000


@dataclass
class Album:
    """Writes pictures; ``only`` names those that are wanted, all where it is empty."""

    only: frozenset[str]
    taken: list[str] = field(default_factory=list)

    def take(self, page: Page, name: str) -> None:
        """The page as it stands, in light and in dark."""
        if self.only and name not in self.only:
            return
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(250)
        for look in ("light", "dark"):
            page.emulate_media(color_scheme=look)
            page.wait_for_timeout(120)
            picture = Image.open(io.BytesIO(page.screenshot()))
            picture.convert("RGB").save(FOLDER / f"{name}-{look}.webp", quality=QUALITY, method=6)
        page.emulate_media(color_scheme="light")
        self.taken.append(name)
        print(name)  # noqa: T201


def top(page: Page) -> None:
    """Begin at the top, with nothing in focus."""
    page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")


def way(album: Album, person: Walker, size: str, start: str) -> str:
    """From the search to the number, which is answered."""
    page = person.page
    page.goto(start)
    expect(page.get_by_role("link", name="Hộ tịch")).to_be_visible()
    album.take(page, f"{size}-home")
    person.search("mai táng")
    album.take(page, f"{size}-question")
    person.search("lam khai sinh cho con")
    album.take(page, f"{size}-search")
    person.choose("Đăng ký khai sinh")
    album.take(page, f"{size}-procedure")
    person.start().for_whom("same")
    release = _hold(page, "**/*.wasm")  # while the picture is taken nothing is read
    person.person("owner").get_by_role("button", name=text("who.scan")).click()
    expect(page.get_by_text(text("camera.aim_card"))).to_be_visible()
    album.take(page, f"{size}-camera")
    release()
    expect(person.person("owner").get_by_text(text("card.filled"))).to_be_visible(timeout=30_000)
    person.field("owner", "full_name").scroll_into_view_if_needed()
    album.take(page, f"{size}-who")
    person.field("subject", "full_name").fill("Lý Thị Mây")
    person.to_papers()
    person.add_files("giay_chung_sinh", file("1.jpg", shot(papers.birth_notice(MAI))))
    declaration = (file("2.jpg", shot(papers.declaration(PA))), file("3.jpg", shot(papers.declaration(MAI))))
    person.add_files("to_khai_khai_sinh", *declaration)
    expect(person.pages("to_khai_khai_sinh")).to_have_count(2)
    person.paper("to_khai_khai_sinh").scroll_into_view_if_needed()
    album.take(page, f"{size}-papers")
    person.to_review()
    if page.locator("#unit-query").count():
        person.choose_unit()
    top(page)
    album.take(page, f"{size}-review")
    person.agree().send()
    number = person.number()
    top(page)
    album.take(page, f"{size}-sent")
    return number


def _hold(page: Page, address: str) -> Callable[[], None]:
    """Let requests to this address wait until what is answered here is called."""
    held: list[Route] | None = []

    def wait(request: Route) -> None:
        if held is None:
            request.continue_()
        else:
            held.append(request)

    def release() -> None:
        nonlocal held
        waiting, held = held or [], None
        for request in waiting:
            request.continue_()

    page.route(address, wait)
    return release


def desk(album: Album, open_page: Callable[..., Page], sid: str, person: Walker, number: str) -> None:
    """The same dossier at the desk, and what its person sees of it."""
    person.follow()
    tablet = open_page("/ban", sid=sid, **DESK)
    expect(rows(tablet).first).to_be_visible()
    album.take(tablet, "desk-list")
    rows(tablet).filter(has_text=number).click()
    expect(panel(tablet).get_by_text(text("dossier.page_at", at=1, n=3))).to_be_visible()
    _seen(tablet)
    album.take(tablet, "desk-dossier")
    for action in ("supplement", "refuse", "receive"):
        ask(tablet, action)
        album.take(tablet, f"desk-{action}")
        tablet.keyboard.press("Escape")
        expect(dialog(tablet)).to_have_count(0)
    receive(tablet)
    expect(tablet.get_by_role("link", name=text("dossier.print_form.01"))).to_be_visible()
    album.take(tablet, "desk-received")
    upright = open_page("/ban", sid=sid, **UPRIGHT)
    expect(rows(upright).first).to_be_visible()
    album.take(upright, "desk-list-upright")
    rows(upright).filter(has_text=number).click()
    _seen(upright)
    album.take(upright, "desk-dossier-upright")
    expect(person.status).to_contain_text(text("follow.status.2"))
    top(person.page)
    album.take(person.page, "phone-follow")


def _seen(page: Page) -> None:
    image = page.locator("#mat img")
    expect(image).to_be_visible()
    image.evaluate("picture => picture.decode()")


def rest(album: Album, open_page: Callable[..., Page], sid: str, person: Walker) -> None:
    """What stands beside the way."""
    person.page.goto("/cua-toi")
    expect(person.heading("mine.heading")).to_be_visible()
    album.take(person.page, "phone-mine")
    hand_over(album, open_page)
    page = open_page("/theo-doi", **PHONE)
    expect(page.locator("#last_four")).to_be_visible()
    album.take(page, "phone-look-up")
    page = open_page("/dang-nhap", **DESK)
    expect(page.get_by_label(text("sign_in.username"))).to_be_visible()
    album.take(page, "desk-sign-in")
    page = open_page("/ban/cung-lam", sid=sid, **DESK)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    album.take(page, "desk-together")


def hand_over(album: Album, open_page: Callable[..., Page]) -> None:
    """A draft goes to another device, by codes and by a file."""
    photos = (papers.birth_notice(MAI), papers.declaration(PA), papers.declaration(MAI))
    giver = Giver(open_page).draft(*[shot(paper) for paper in photos]).open_giving()
    album.take(giver.page, "phone-give")
    giver.show()
    giver.page.wait_for_timeout(1500)
    album.take(giver.page, "phone-give-codes")
    giver.page.get_by_role("dialog").get_by_role("button", name=text("give.stop")).click()
    with tempfile.TemporaryDirectory() as folder:
        file_made = Path(folder) / "ho-so.sothuhoso"
        code = giver.make_file(file_made)
        taker = Taker(open_page).open()
        album.take(taker.page, "phone-receive")
        taker.open_file(file_made, code).came()
        album.take(taker.page, "phone-received")


def beforehand(album: Album, open_page: Callable[..., Page], sid: str) -> None:
    """Numbers taken along, a name written on the screen, and the receipt while nothing gets through."""
    tablet = Tablet(open_page, "05725", sid, **TABLET)
    page = tablet.page
    tablet.take_numbers(50)
    album.take(page, "desk-numbers")
    tablet.to_the_review().open_pad().stroke(0.4).stroke(0.7)
    album.take(page, "tablet-pad")
    tablet.button("signing.done").click()
    page.route("**/api/submissions/**", lambda route: route.abort())
    tablet.send()
    tablet.receipt()
    top(page)
    album.take(page, "tablet-receipt")
    page.set_viewport_size(PHONE["viewport"])
    album.take(page, "phone-receipt")


def main() -> int:
    """Take the pictures; answer the exit code."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    album = Album(frozenset(sys.argv[1:]))
    with ExitStack() as stack:
        app = stack.enter_context(production(demo=True))
        driver: Any = stack.enter_context(sync_playwright())
        film = card_film(Path(stack.enter_context(tempfile.TemporaryDirectory())) / "card.y4m", PA)
        browser = stack.enter_context(with_camera(driver, film))
        open_page = stack.enter_context(pages_in(browser, app, Watch(), None))
        sid = session_of(app, "canbo.thansa")
        person = Walker(open_page)
        number = way(album, person, "phone", "/?xa=05725")
        desk(album, open_page, sid, person, number)
        way(album, Walker(open_page, sid=sid, **TABLET), "tablet", "/?kenh=quay")
        rest(album, open_page, sid, person)
        beforehand(album, open_page, sid)
        cards(album, open_page, sid)
        pages(album, open_page)
        outbox(album, open_page)
        office = Office(app, stack.enter_context(opened(app)), "05725")
        shared_tablet(album, open_page, office)
        trip(album, open_page, office)
    size = sum(picture.stat().st_size for picture in FOLDER.glob("*.webp"))
    print(f"{len(album.taken)} screens, {size / 1_000_000:.1f} MB in all")  # noqa: T201
    return 0 if size < MOST_BYTES else 1


if __name__ == "__main__":
    sys.exit(main())
