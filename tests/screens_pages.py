"""Pictures of pages that the phone doubts: warned of and kept for a reason, refused, and the place ringed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Locator, Page, expect

from sothuhoso.i18n.catalog import text
from tests.browser.citizen import PAPER
from tests.browser.walker import Walker, file
from tests.samples import papers
from tests.samples.people import PA
from tests.samples.photo import Shot, as_file, photograph

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.screens import Album

SIZE = (2160, 2880)


def pages(album: Album, open_page: Callable[..., Page]) -> None:
    """One paper on one phone: a blurred page, one too far away, one under a lamp."""
    person = Walker(open_page).begin("2.000815", "/thu-tuc?ma=2.000815&xa=05725")
    person.say_who().to_papers()
    spoilt = ({"blur": 7}, {"share": 0.72}, {"glare": 0.12, "light": 0.8})
    for number, how in enumerate(spoilt, 1):
        photo = photograph(papers.declaration(PA), Shot(**{"size": SIZE, "seed": 4, "share": 0.9, **how}))
        person.add_files(PAPER, file(f"{number}.jpg", as_file(photo)))
        expect(person.pages(PAPER)).to_have_count(number)
    doubts = person.pages(PAPER).get_by_role("paragraph")
    expect(doubts.filter(has_text=text("page.reason.glare"))).to_be_visible(timeout=30_000)
    _show(album, person, "phone-page-refused", person.pages(PAPER).first)
    _show(album, person, "phone-page-warned", person.pages(PAPER).nth(1))
    person.button("papers.look", n=3).click()
    expect(person.page.get_by_role("dialog").locator("ellipse")).to_be_visible()
    album.take(person.page, "phone-page-ringed")
    person.button("nav.close").click()


def _show(album: Album, person: Walker, name: str, what: Locator) -> None:
    """With the middle of what it is about in view."""
    what.evaluate("element => element.scrollIntoView({ block: 'center' })")
    person.page.evaluate("document.activeElement?.blur()")
    album.take(person.page, name)
