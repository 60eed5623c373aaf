"""How fast the desk answers while it is full: 300 open screens, 100 events a second, 5 dossiers a second of 3 photos.

    python bench/desk_load.py [--seconds 60] [--quick] [--goal 500] [--url http://127.0.0.1:8000]

It starts the production application on a port and data of its own (``--url``: one that runs with the demo; then its
processor time is not known). Sixty clerks at twenty desks search, filter, open dossiers and turn their pages; 240
citizens look at their follow-up pages. Phones send whole dossiers to these desks meanwhile: pages of five megapixels,
each another one, and again after a pause when they are told to wait, as the phone's outbox does. All of it is sent at
its time, whether or not earlier answers are there; papers become PDF/A in the background, as they do where people work.

The time of an event is from sending it to the delta that answers it; of a submission from the manifest to the receipt
that says "whole". Exit 0: nothing failed, and 95 of 100 events were answered within the goal. The goal is half a
second: a touch that is answered later is repeated.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import io
import itertools
import os
import random
import sys
import time
import uuid
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import aiohttp
import httpx
from PIL import Image, ImageDraw

from bench.processes import Usage
from sothuhoso.seeds.demo import accounts_of_demo
from sothuhoso.state.desk import Desk
from sothuhoso.state.desk_dossier import DeskDossier
from sothuhoso.state.follow import Follow
from tests.browsing import Office, opened, session_of
from tests.production import Production, production
from tests.samples import papers, photo
from tests.screen_socket import Delta, Screen, says
from tests.services.making import SINGLE, Sending, photographed, sha

if TYPE_CHECKING:
    pass

PAGE = (1944, 2592)  # five megapixels
CLERKS, DESKS, CITIZENS = 60, 20, 240
PHOTOS = 3  # of each dossier
AT_ONCE = 20  # screens opened together
BEFORE = 30  # dossiers that each desk has already
PATIENCE, AGAIN = 60.0, 3.0  # seconds until a submission has failed; until a phone tries again
WORDS = ("hoang", "ly van", "mai", "nguyen thi", "SH-0", "", "khong co ai")


@dataclass
class Figures:
    """What was measured. Times in seconds."""

    events: list[float] = field(default_factory=list)
    submissions: list[float] = field(default_factory=list)
    photos: list[float] = field(default_factory=list)
    waits: int = 0
    failures: list[str] = field(default_factory=list)
    refreshes: int = 0


@dataclass
class Bench:
    """One run against one server."""

    url: str
    seconds: float
    pages: list[bytes]
    cookies: list[tuple[str, str]]  # (unit, cookie) of every clerk
    usage: Usage
    events: float = 100.0  # a second, of all screens together
    dossiers: float = 5.0  # a second
    figures: Figures = field(default_factory=Figures)
    known: list[tuple[str, str, str]] = field(default_factory=list)  # (unit, dossier, secret)

    async def run(self) -> float:
        """Fill the desks, open all screens, then load them; answers how long the loaded part took."""
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(self.url, connector=connector, timeout=aiohttp.ClientTimeout(90)) as http:
            await self._fill(http)
            screens = await self._open(http)
            print(f"{len(screens)} screens are open; the load begins")
            began = time.monotonic()
            self.usage.begin()
            tasks = [asyncio.create_task(self._use(*one, index)) for index, one in enumerate(screens)]
            tasks.append(asyncio.create_task(self._send_all(http, began)))
            await asyncio.gather(*tasks)
            took = time.monotonic() - began
            self.usage.end()
            self.figures.refreshes = sum(screen.heard for screen, _ in screens)
            await asyncio.gather(*(screen.close() for screen, _ in screens))
        return took

    async def _fill(self, http: aiohttp.ClientSession) -> None:
        for unit in {unit for unit, _ in self.cookies}:
            for _ in range(BEFORE):
                made = Sending(procedure=SINGLE, unit=unit, subject=None, photos=(), components=[], **_fresh())
                async with http.put(f"/api/submissions/{made.id}", json=made.manifest) as answer:
                    answer.raise_for_status()
                self.known.append((unit, str(made.id), made.secret))

    async def _open(self, http: aiohttp.ClientSession) -> list[tuple[Screen, str]]:
        clerks = [(Screen(self.url, "/ban", cookie), unit) for unit, cookie in self.cookies]
        citizens = [(Screen(self.url, "/theo-doi", f"device={uuid.uuid4()}"), "") for _ in range(CITIZENS)]
        screens = clerks + citizens
        for at in range(0, len(screens), AT_ONCE):
            await asyncio.gather(*(screen.open(http) for screen, _ in screens[at : at + AT_ONCE]))
        return screens

    async def _use(self, screen: Screen, unit: str, index: int) -> None:
        """One person: an event every three seconds or so, at fixed times."""
        every = (CLERKS + CITIZENS) / self.events
        own = [one for one in self.known if one[0] == unit] or self.known
        dice = random.Random(index)
        began, pending = time.monotonic(), set()
        at = dice.uniform(0, every)
        while at < self.seconds:
            await asyncio.sleep(max(0.0, began + at - time.monotonic()))
            pending.add(asyncio.create_task(self._event(screen, dice, own, clerk=bool(unit))))
            at += every
        await asyncio.gather(*pending)

    async def _event(self, screen: Screen, dice: random.Random, own: list[Any], *, clerk: bool) -> None:
        handler, payload, answer = _clerks_event(dice, own) if clerk else _citizens_event(dice, own)
        if handler is DeskDossier.load:
            screen.path = f"/ban?hs={payload.pop('opens')}"
        started = time.monotonic()
        try:
            await screen.ask(handler, payload, answer)
        except (TimeoutError, OSError) as problem:
            self.figures.failures.append(f"event {type(problem).__name__}")
        else:
            self.figures.events.append(time.monotonic() - started)

    async def _send_all(self, http: aiohttp.ClientSession, began: float) -> None:
        units = itertools.cycle(sorted({unit for unit, _ in self.cookies}))
        pending = []
        for number in range(int(self.seconds * self.dossiers)):
            await asyncio.sleep(max(0.0, began + number / self.dossiers - time.monotonic()))
            pages = self.pages[number * PHOTOS : (number + 1) * PHOTOS]
            pending.append(asyncio.create_task(self._send(http, next(units), pages)))
        await asyncio.gather(*pending)

    async def _send(self, http: aiohttp.ClientSession, unit: str, pages: list[bytes]) -> None:
        """One dossier, as the phone's outbox sends it."""
        first, *rest = pages
        papers_ = [photographed("giay_chung_sinh", first), photographed("to_khai_khai_sinh", *rest)]
        made = Sending(photos=tuple(pages), unit=unit, components=papers_, **_fresh())
        started = time.monotonic()
        try:
            async with asyncio.timeout(PATIENCE):
                said = await self._put(http, f"/api/submissions/{made.id}", json=made.manifest)
                for page in pages:
                    at = time.monotonic()
                    address = f"/api/submissions/{made.id}/photos/{sha(page)}"
                    said = await self._put(http, address, data=page, headers={"Authorization": f"Draft {made.secret}"})
                    self.figures.photos.append(time.monotonic() - at)
        except (TimeoutError, aiohttp.ClientError) as problem:
            self.figures.failures.append(f"submission {type(problem).__name__}")
            return
        if said.get("state") == "whole":
            self.figures.submissions.append(time.monotonic() - started)
        else:
            self.figures.failures.append(f"submission {said.get('key', said.get('state'))}")

    async def _put(self, http: aiohttp.ClientSession, address: str, **what: Any) -> dict[str, Any]:
        while True:
            async with http.put(address, **what) as answer:
                if answer.status != 503:
                    return await answer.json()
            self.figures.waits += 1
            await asyncio.sleep(AGAIN)


def _clerks_event(dice: random.Random, own: list[Any]) -> tuple[Any, dict[str, Any], Any]:
    """A handler, what it is told, and how its answer is known: by vars that no refresh of the list touches."""
    match dice.choices(("search", "status", "procedure", "open", "page"), (3, 2, 1, 3, 3))[0]:
        case "search":
            words = dice.choice(WORDS)
            return Desk.search, {"text": words}, says("text", words)
        case "status":
            status = dice.choice((0, 0, 1, 2, 5))
            return Desk.filter_status, {"status": str(status)}, says("status", status)
        case "procedure":
            code = dice.choice(("", "", SINGLE))
            return Desk.filter_procedure, {"code": code}, says("procedure", code)
        case "open":
            wanted = dice.choice(own)[1]
            return DeskDossier.load, {"opens": wanted}, lambda delta: _dossier(delta) == wanted
    return DeskDossier.show_page, {"index": 0}, says("at")


def _dossier(delta: Delta) -> str:
    """The id of the dossier that a delta brings."""
    shown = [part["dossier_rx_state_"] for part in delta.values() if part.get("dossier_rx_state_")]
    return shown[0]["id"] if shown else ""


def _citizens_event(dice: random.Random, own: list[Any]) -> tuple[Any, dict[str, Any], Any]:
    return Follow.open, {"address": f"/theo-doi#{dice.choice(own)[2]}"}, says("opened")


def _fresh() -> dict[str, Any]:
    return {"captured_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}.000Z", "secret": f"{uuid.uuid4().hex[:22]}"}


# --- what is sent --------------------------------------------------------------------------------------------------


def drawn_pages(amount: int) -> list[bytes]:
    """So many different pages as a phone's camera takes them; drawn before the clock runs."""
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(_page, range(amount), chunksize=25))


_bases: list[Image.Image] = []


def _page(number: int) -> bytes:
    if not _bases:
        things = (papers.birth_notice(), papers.declaration())
        _bases.extend(
            photo.photograph(thing, photo.Shot(size=PAGE, share=0.94, slant=0.02, noise=5)) for thing in things
        )
    page = _bases[number % 2].copy()
    ImageDraw.Draw(page).text((200, 60 + number % 900), f"{number}", fill=(20, 30, 90), font_size=60)
    out = io.BytesIO()
    page.save(out, "JPEG", quality=85)
    return out.getvalue()


def clerks_of(app: Production) -> list[tuple[str, str]]:
    """Three people at each of twenty desks, signed in."""
    with opened(app) as house:
        units = [one["code"] for one in httpx.get(f"{app.url}/api/catalogue").json()["units"]][:DESKS]
        offices = [Office(app, house, unit) for unit in units]
        names = [(office.unit, office.account()) for _ in range(CLERKS // DESKS) for office in offices]
    return [(unit, _cookie(session_of(app, name))) for unit, name in names]


def clerks_of_the_demo(url: str) -> list[tuple[str, str]]:
    """The demo's accounts at two desks, each signed in many times."""
    password, accounts = accounts_of_demo()
    people = [one for one in accounts if one.role in ("clerk", "head")]
    return [
        (str(one.unit), _cookie(_sign_in(url, one.username, password)))
        for one, _ in zip(itertools.cycle(people), range(CLERKS), strict=False)
    ]


def _sign_in(url: str, username: str, password: str) -> str:
    answer = httpx.post(f"{url}/api/session", json={"username": username, "password": password}).raise_for_status()
    return answer.cookies["sid"]


def _cookie(sid: str) -> str:
    return f"device={uuid.uuid4()}; sid={sid}"


# --- what came of it -----------------------------------------------------------------------------------------------


def at(share: float, times: list[float]) -> float:
    """A percentile in milliseconds."""
    return 1000 * sorted(times)[min(len(times) - 1, int(share * len(times)))] if times else 0.0


def report(bench: Bench, took: float, goal: float) -> int:
    """Print the figures; answer the exit code."""
    figures, usage = bench.figures, bench.usage
    lines = (("events", figures.events), ("submissions", figures.submissions), ("photos", figures.photos))
    for name, times in lines:
        shares = "  ".join(f"p{100 * share:.0f} {at(share, times):6.0f} ms" for share in (0.5, 0.95, 0.99))
        print(f"{name:12} {len(times):6}  {len(times) / took:6.1f}/s  {shares}")
    print(f"updates heard {figures.refreshes}, told to wait {figures.waits}, failed {len(figures.failures)}")
    for kind in sorted(set(figures.failures)):
        print(f"  {figures.failures.count(kind):5} x {kind}")
    cores, ours = os.cpu_count() or 1, usage.share({os.getpid()})
    print(f"this generator used {ours:.0f} % of a core of the same {cores} cores: what it takes the server lacks")
    if usage.root:
        print(f"server  {usage.share(usage.server):5.0f} % of a core, {usage.memory(usage.server):5.0f} MB")
        print(f"imaging {usage.share(usage.imaging):5.0f} % of a core, {usage.memory(usage.imaging):5.0f} MB, nice 5")
    for share, name in usage.others[:5]:
        print(f"also ran: {share:.0f} % {name[:100]}")
    print(f"load average {os.getloadavg()[0]:.1f}")
    good = not figures.failures and at(0.95, figures.events) <= goal
    print(
        f"desk_load clients={CLERKS + CITIZENS} seconds={bench.seconds:.0f} events={len(figures.events)} "
        f"event_p50_ms={at(0.5, figures.events):.0f} event_p95_ms={at(0.95, figures.events):.0f} "
        f"event_p99_ms={at(0.99, figures.events):.0f} submissions={len(figures.submissions)} "
        f"submission_p50_ms={at(0.5, figures.submissions):.0f} submission_p95_ms={at(0.95, figures.submissions):.0f} "
        f"submission_p99_ms={at(0.99, figures.submissions):.0f} waits={figures.waits} failures={len(figures.failures)} "
        f"server_cpu={usage.share(usage.server):.0f} goal_ms={goal:.0f}"
    )
    return 0 if good else 1


def main() -> int:
    """Load the desk; answer the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", help="a running server with the demo, instead of one of our own")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--quick", action="store_true", help="fifteen seconds")
    parser.add_argument("--events", type=float, default=100, help="a second, of all screens together")
    parser.add_argument("--dossiers", type=float, default=5, help="a second, of all phones together")
    parser.add_argument("--goal", type=float, default=500, help="milliseconds for 95 of 100 events")
    given = parser.parse_args()
    seconds = 15 if given.quick else given.seconds
    pages = drawn_pages(int(seconds * given.dossiers) * PHOTOS)
    print(f"{len(pages)} different pages of {sum(map(len, pages)) / max(1, len(pages)) / 1_000_000:.1f} MB")
    rates = given.events, given.dossiers
    with contextlib.ExitStack() as stack:
        if given.url:
            bench = Bench(given.url, seconds, pages, clerks_of_the_demo(given.url), Usage(), *rates)
        else:
            app = stack.enter_context(production(demo=False, MAKE_PAPERS="1"))
            assert app.process is not None
            bench = Bench(app.url, seconds, pages, clerks_of(app), Usage(app.process.pid), *rates)
        took = asyncio.run(bench.run())
        return report(bench, took, given.goal)


if __name__ == "__main__":
    sys.exit(main())
