"""Random sequences in a real Chromium: cuts, lost answers, reloads, tabs, taps, clocks, ended sessions, full disks.

Each round is one dossier on a profile of its own: half of them are drafts that somebody sends from the review with two
taps, the others wait in the outbox already. Whatever happened, the line is good in the end and somebody signs in
again; then there must be exactly one dossier with every photo by its hash, and the device must have let go of it.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error, Page, expect
from sqlmodel import select

from sothuhoso.db.queries import dossiers, submissions
from sothuhoso.db.tables import DossierRow
from sothuhoso.i18n.catalog import text
from tests.browser.waiting import Waiting, put_rows, several
from tests.browsing import PHONE
from tests.proxy import Mode, Proxy

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from playwright.sync_api import Browser, BrowserContext, CDPSession

    from sothuhoso.services.container import Container

STEPS = 10
_PATIENCE = 90_000
_HOUR = 3_600_000
_TINY = 2_000_000  # bytes a full disk has


@dataclass
class Rough:
    """One round. ``happened`` counts what was done to it; ``wrong`` says in words what is not as it must be."""

    browser: Browser
    line: Proxy
    house: Container
    session: str
    seed: int
    happened: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def go(self) -> Rough:
        """Do it."""
        self.dice = random.Random(self.seed)
        (one,) = several(1, self.dice.randint(1, 4), self.dice.choice((20_000, 60_000, 110_000)), seed=self.seed)
        if self.dice.random() < 0.3:
            one.channel = "counter"
        self.one, self.drafted = one, self.dice.random() < 0.5
        context = self.browser.new_context(
            **PHONE, base_url=self.line.url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", reduced_motion="reduce"
        )
        try:
            context.set_default_timeout(15_000)
            self._live(context)
        finally:
            self.line.mode = Mode.PASS
            self.line.lose = _never
            self.line.shape()
            context.close()
        self._judge()
        return self

    # --- what happens

    def _live(self, context: BrowserContext) -> None:
        self._sign_in(context)
        self.pages = [context.new_page()]
        page = self.pages[0]
        page.goto("/cua-toi")
        expect(page.get_by_text(text("mine.empty")).first).to_be_visible()
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        _put(page, self.one, drafted=self.drafted)
        cdp = context.new_cdp_session(page)
        page.goto(f"/ho-so/xem-lai?hs={self.one.id}" if self.drafted else "/cho-gui")
        self.line.shape(rate=60_000, latency=0.1)
        self._tap_twice(page)
        for _ in range(STEPS):
            what = self.dice.choice(list(_DOING))
            self.happened[what] += 1
            _DOING[what](self, context, cdp)
            self._look().wait_for_timeout(self.dice.randint(50, 1200))
        self._well_again(context, cdp)

    def _tap_twice(self, page: Page) -> None:
        """Somebody who sees nothing happen taps again; a draft is sent by it."""
        if self.drafted:
            page.get_by_label(text("review.read")).check()
        key = "review.send" if self.drafted else "outbox.send_now"
        tapped = page.get_by_role("button", name=text(key), exact=True).first
        expect(tapped).to_be_visible()
        self.happened["double tap"] += 1
        tapped.evaluate("(button) => { button.click(); button.click(); }")
        if self.drafted:
            page.wait_for_url("**/ho-so/xong**")  # where one sees that it was taken

    def _look(self) -> Page:
        return self.pages[-1]

    def _tell(self, script: str, argument: Any) -> None:
        """Run it in the page that is looked at; one that is just being opened over a dead line is let be."""
        self._look().locator("body").evaluate(f"(_body, given) => ({script})(given)", argument, timeout=2000)

    def _reload(self, _context: BrowserContext, _cdp: CDPSession) -> None:
        _calm(lambda: self._look().reload(wait_until="commit"))

    def _second_tab(self, context: BrowserContext, _cdp: CDPSession) -> None:
        if len(self.pages) > 2:
            self.pages.pop().close()
        self.pages.append(context.new_page())
        _calm(lambda: self._look().goto("/cho-gui", wait_until="commit"))

    def _cut(self, *_: Any) -> None:
        self.line.cut()

    def _lose(self, *_: Any) -> None:
        self.line.lose = (
            (lambda request: " /api/" in request and self.dice.random() < 0.5) if self.dice.random() < 0.6 else _never
        )

    def _hole(self, *_: Any) -> None:
        self.line.mode = self.dice.choice((Mode.HOLE, Mode.REFUSE, Mode.PASS))

    def _clock(self, *_: Any) -> None:
        """The device's clock is set: by hours, in either direction."""
        by = self.dice.randint(-4, 4) * _HOUR
        script = "(by) => { const Was = window.DateWas ??= Date.now; Date.now = () => Was.call(Date) + by; }"
        _calm(lambda: self._tell(script, by))

    def _sign_out(self, context: BrowserContext, _cdp: CDPSession) -> None:
        context.clear_cookies(name="sid")

    def _full(self, _context: BrowserContext, cdp: CDPSession) -> None:
        size = _TINY if self.dice.random() < 0.5 else None
        asked = {"origin": self.line.url} | ({"quotaSize": size} if size else {})
        cdp.send("Storage.overrideQuotaForOrigin", asked)

    def _wake(self, *_: Any) -> None:
        """Somebody taps "send now", twice."""
        script = """(words) => {
          const button = [...document.querySelectorAll("button")].find((one) => one.textContent.trim() === words);
          button?.click();
          button?.click();
        }"""
        for key in ("outbox.send_now", "sent.try_now", "review.send"):
            _calm(lambda key=key: self._tell(script, text(key)))

    def _sign_in(self, context: BrowserContext) -> None:
        cookie: Any = {"name": "sid", "value": self.session, "url": self.line.url, "httpOnly": True}
        cookies: Any = [{**cookie, "sameSite": "Strict"}]
        context.add_cookies(cookies)

    # --- the end of it

    def _well_again(self, context: BrowserContext, cdp: CDPSession) -> None:
        self.line.mode = Mode.PASS
        self.line.lose = _never
        self.line.shape()
        cdp.send("Storage.overrideQuotaForOrigin", {"origin": self.line.url})
        self._sign_in(context)
        for page in self.pages[1:]:
            page.close()
        page = self.pages[0]
        if self.drafted and _status(page, self.one.id, self.line.url) == "draft":
            # The disk was full when they sent it: it is a draft still, and they send it now.
            page.goto(f"/ho-so/xem-lai?hs={self.one.id}")
            page.get_by_label(text("review.read")).check()
            page.get_by_role("button", name=text("review.send"), exact=True).click()
            page.wait_for_url("**/ho-so/xong**")
        page.goto("/cho-gui")
        empty = page.get_by_text(text("outbox.all_sent")).or_(page.get_by_text(text("outbox.empty"), exact=True))
        try:
            expect(empty.first).to_be_visible(timeout=_PATIENCE)
        except AssertionError:
            self.wrong.append(f"left: {page.locator('main').inner_text()[:400]}")

    def _judge(self) -> None:
        with self.house.look() as uow:
            mine: UUID | None = next((row for row in _ids(uow) if str(row) == self.one.id), None)
            if mine is None:
                self.wrong.append("no dossier")
                return
            pages = sorted(page.received_sha256 for page in dossiers.pages(uow.session, mine))
            if pages != sorted(self.one.hashes):
                self.wrong.append(f"{len(pages)} photos of {len(self.one.hashes)}")
            if submissions.conflicts(uow.session, mine):
                self.wrong.append("another content under the same name")


_DOING: dict[str, Callable[..., None]] = {
    "cut": Rough._cut,
    "answers lost": Rough._lose,
    "hole": Rough._hole,
    "reload": Rough._reload,
    "second tab": Rough._second_tab,
    "double tap again": Rough._wake,
    "clock jump": Rough._clock,
    "session ended": Rough._sign_out,
    "disk full": Rough._full,
}


def _never(_request: str) -> bool:
    return False


def _calm(do: Callable[[], Any]) -> None:
    """A page over a dead line may not open; that is one of the things that happen."""
    try:
        do()
    except Error as error:
        if "Target" in str(error) and "closed" in str(error):
            raise


def _ids(uow: Any) -> list[UUID]:
    return list(uow.session.exec(select(DossierRow.id)).all())


def _put(page: Page, one: Waiting, *, drafted: bool) -> None:
    """On the device as capturing left it: waiting, or a whole draft at the review."""
    rows = one.rows()
    if drafted:
        (draft,) = rows["drafts"]
        (paper,) = one.manifest["components"]
        paper["pages"] = [{**kept, "name": ""} for kept in paper["pages"]]
        draft |= {"status": "draft", "components": {paper["key"]: paper}}
        rows["outbox"] = []
    put_rows(page, rows)


def _status(page: Page, draft: str, origin: str) -> str:
    if not page.url.startswith(origin):
        page.goto("/cua-toi")
    return page.evaluate(_STATUS, draft)


_STATUS = """
(id) => new Promise((done, failed) => {
  const opening = indexedDB.open("sothuhoso");
  opening.onerror = failed;
  opening.onsuccess = () => {
    const asked = opening.result.transaction("drafts").objectStore("drafts").get(id);
    asked.onsuccess = () => (opening.result.close(), done(asked.result?.status ?? ""));
  };
})
"""
