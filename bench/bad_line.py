"""Forty dossiers over a line as in the hills: slow, late, cut every 20 s, half of the answers lost, things killed.

    python bench/bad_line.py [--quick] [--dossiers 40] [--photos 6] [--size 55000] [--seed 1]

Starts the production application on its own data, a proxy before it (``tests/proxy.py``: 100 kbit/s each way, 800 ms,
every connection reset every 20 s, half of all answers under ``/api/`` replaced by a reset) and a headless Chromium with
a profile of its own. The dossiers are put into the device's database in one go, then the outbox page is opened and
nobody touches anything. On the way the browser is killed (-9) five times and opened again with the same profile, the
server is killed (-9) three times. Goal: every dossier once, every photo by its hash, and bytes sent (all that came
through the proxy to the server, headers and pings included) at most 1.10 times the content (texts, small pictures,
photos). An installed app has its pages on the device: while the browser opens them the line is a good one, and those
bytes are told apart (``pages_kb``). Exit 0: the goal holds.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Error, sync_playwright
from sqlmodel import func, select

from bench.processes import processes
from sothuhoso.db.tables import (
    DossierPageRow,
    DossierRow,
    SubmissionConflictRow,
    SubmissionPhotoRow,
    SubmissionRow,
    SubmissionThumbnailRow,
)
from tests.browser.waiting import Waiting, put_on, several, thumb_of
from tests.browsing import CHROMIUM, FLAGS, PHONE, opened
from tests.production import Production, production
from tests.proxy import Proxy

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from sothuhoso.services.container import Container

RATE, LATENCY = 12_500, 0.8
GOAL, QUICK_GOAL = 1.10, 1.25
"""Two dossiers do not spread what two kills cost."""


def _never(_request: str) -> bool:
    return False


@dataclass
class Phone:
    """A browser with a profile of its own that can be killed and opened again."""

    driver: Any
    line: Proxy
    profile: Path
    lose: Callable[[str], bool]
    pages: int = 0  # bytes sent for opening pages
    context: BrowserContext | None = None
    page: Page | None = None

    def open(self, path: str) -> Page:
        """Start it, with whatever the profile kept, and go there; from then on the line is bad."""
        self.line.shape()
        self.line.lose = _never
        before = self.line.sent
        self.context = self.driver.chromium.launch_persistent_context(
            str(self.profile),
            executable_path=CHROMIUM,
            args=list(FLAGS),
            base_url=self.line.url,
            locale="vi-VN",
            **PHONE,
        )
        self.page = self.context.pages[0] if self.context.pages else self.context.new_page()
        self.page.goto(path, wait_until="commit", timeout=60_000)
        self.page.wait_for_selector("main h1", timeout=60_000)
        self.pages += self.line.sent - before
        self.line.shape(rate=RATE, latency=LATENCY)
        self.line.lose = self.lose
        return self.page

    def kill(self) -> None:
        """End all of its processes at once, as a flat battery does."""
        mine = [pid for pid, one in processes().items() if str(self.profile) in one.name]
        for pid in mine:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.close()

    def close(self) -> None:
        """Let go of what the driver still holds."""
        if self.context:
            with contextlib.suppress(Error):
                self.context.close()
        self.context = self.page = None


@dataclass
class Count:
    """What the server has."""

    dossiers: int
    photos: int
    submissions: int


@dataclass
class Run:
    """The plan of what breaks when, as shares of the photos that have arrived."""

    app: Production
    line: Proxy
    phone: Phone
    house: Container
    waiting: list[Waiting]
    every: float
    browser_kills: list[float]
    server_kills: list[float]
    limit: float
    cuts: int = 0
    killed: dict[str, int] = field(default_factory=lambda: {"browser": 0, "server": 0})

    def go(self) -> bool:
        """Until everything is there; answers whether it came to that."""
        began = cut_at = told = time.monotonic()
        total = sum(len(one.photos) for one in self.waiting)
        while time.monotonic() - began < self.limit:
            time.sleep(0.2)
            now, count = time.monotonic(), counted(self.house)
            if count.dossiers >= len(self.waiting) and self._empty():
                return True
            if now - cut_at > self.every:
                self.cuts += 1 if self.line.cut() else 0
                cut_at = now
            self._break(count.photos / total)
            if now - told > 30:
                told = now
                here = f"{count.submissions} texts, {count.photos} photos, {count.dossiers} dossiers"
                line = f"{self.line.sent / 1000:.0f} KB sent, {self.line.lost} answers lost, {self.cuts} cuts"
                print(f"{now - began:6.0f} s  {here}, {line}", flush=True)
        return False

    def _break(self, share: float) -> None:
        if self.browser_kills and share >= self.browser_kills[0]:
            self.browser_kills.pop(0)
            self.killed["browser"] += 1
            self.phone.kill()
            self.phone.open("/cho-gui")
        if self.server_kills and share >= self.server_kills[0]:
            self.server_kills.pop(0)
            self.killed["server"] += 1
            self.app.kill()
            time.sleep(2)
            self.app.start()

    def _empty(self) -> bool:
        """Whether the device has let go of everything: it does so only with the receipt in hand."""
        assert self.phone.page
        with contextlib.suppress(Error):
            return json.loads(self.phone.page.evaluate(_LEFT)) == [0, 0, len(self.waiting)]
        return False


_LEFT = """
() => new Promise((done, failed) => {
  const opening = indexedDB.open("sothuhoso");
  opening.onerror = failed;
  opening.onsuccess = async () => {
    const all = opening.result.transaction(["outbox", "photos", "drafts"]);
    const ask = (request) => new Promise((told) => (request.onsuccess = () => told(request.result)));
    const outbox = await ask(all.objectStore("outbox").count());
    const photos = await ask(all.objectStore("photos").count());
    const drafts = await ask(all.objectStore("drafts").getAll());
    opening.result.close();
    done(JSON.stringify([outbox, photos, drafts.filter((draft) => draft.status === "sent").length]));
  };
})
"""


def counted(house: Container) -> Count:
    """How many rows there are."""
    with house.look() as uow:

        def many(table: Any) -> int:
            return uow.session.exec(select(func.count()).select_from(table)).one()

        return Count(many(DossierRow), many(SubmissionPhotoRow), many(SubmissionRow))


def judged(house: Container, waiting: list[Waiting]) -> dict[str, int]:
    """What is wrong with what arrived, counted: nothing may be lost, doubled, mixed up or left behind."""
    wrong = {"lost": 0, "doubled": 0, "photos_missing": 0, "left_behind": 0}
    with house.look() as uow:
        rows = {str(row.id): row for row in uow.session.exec(select(DossierRow)).all()}
        pages = uow.session.exec(select(DossierPageRow)).all()
        conflicts = len(uow.session.exec(select(SubmissionConflictRow)).all())
        thumbs = len(uow.session.exec(select(SubmissionThumbnailRow)).all())
    for one in waiting:
        wrong["lost"] += one.id not in rows
        here = sorted(page.received_sha256 for page in pages if str(page.dossier_id) == one.id)
        wrong["photos_missing"] += len(set(one.hashes) - set(here))
        wrong["doubled"] += len(here) - len(set(here))
    wrong["doubled"] += len(set(rows) - {one.id for one in waiting}) + conflicts
    parts = house.settings.data_dir / "parts"
    wrong["left_behind"] = thumbs + sum(1 for path in parts.rglob("*") if path.is_file())
    return wrong


def content_of(waiting: list[Waiting]) -> int:
    """Bytes of what has to be said: texts, small pictures, photos."""
    texts = sum(len(json.dumps(one.manifest, ensure_ascii=False, separators=(",", ":")).encode()) for one in waiting)
    return texts + sum(len(content) + len(thumb_of(content)) for one in waiting for content in one.photos)


def main() -> int:
    """Send them; answer the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three small dossiers, one kill of each kind")
    parser.add_argument("--dossiers", type=int, default=40)
    parser.add_argument("--photos", type=int, default=6)
    parser.add_argument("--size", type=int, default=55_000, help="bytes of a photo, roughly")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=40, help="give up after so long")
    given = parser.parse_args()
    if given.quick:
        given.dossiers, given.photos, given.size, given.minutes = 2, 2, 50_000, 3
    coin = random.Random(given.seed)
    waiting = several(given.dossiers, given.photos, given.size, given.seed)
    content = content_of(waiting)
    profile = Path(tempfile.mkdtemp(prefix="sothuhoso-phone-"))
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, profile, ignore_errors=True)
        app = stack.enter_context(production(demo=False))
        house = stack.enter_context(opened(app))
        line = stack.enter_context(Proxy(app.port))
        phone = Phone(
            stack.enter_context(sync_playwright()),
            line,
            profile,
            lambda request: " /api/" in request and coin.random() < 0.5,
        )
        stack.callback(phone.close)
        put_on(phone.open("/cua-toi"), waiting)
        phone.page.wait_for_timeout(3000)  # the pages' code has come ahead
        phone.close()
        before, began, phone.pages = line.sent, time.monotonic(), 0
        phone.open("/cho-gui")
        run = Run(
            app,
            line,
            phone,
            house,
            waiting,
            every=20,
            browser_kills=[0.25] if given.quick else [n / 6 for n in range(1, 6)],
            server_kills=[0.5] if given.quick else [0.25, 0.5, 0.75],
            limit=given.minutes * 60,
        )
        done = run.go()
        took, sent, count = time.monotonic() - began, line.sent - before - phone.pages, counted(house)
        wrong = judged(house, waiting)
        if not done:
            print(f"not finished; still on the device: {phone.page and phone.page.evaluate(_LEFT)}")
    ratio, goal = sent / content, QUICK_GOAL if given.quick else GOAL
    print(
        f"bad_line dossiers={count.dossiers}/{given.dossiers} "
        f"photos={given.dossiers * given.photos - wrong['photos_missing']}/{given.dossiers * given.photos} "
        f"lost={wrong['lost']} doubled={wrong['doubled']} left_behind={wrong['left_behind']} "
        f"sent_kb={sent / 1000:.0f} content_kb={content / 1000:.0f} ratio={ratio:.3f} goal={goal} "
        f"pages_kb={phone.pages / 1000:.0f} "
        f"cuts={run.cuts} answers_lost={line.lost} browser_killed={run.killed['browser']} "
        f"server_killed={run.killed['server']} minutes={took / 60:.1f}"
    )
    return 0 if done and not any(wrong.values()) and ratio <= goal else 1


if __name__ == "__main__":
    sys.exit(main())
