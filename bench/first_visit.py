"""How long a cheap phone on a bad line waits for the first look, and how long for the second one with no line at all.

    python bench/first_visit.py [--pages / /thu-tuc?ma=…] [--rounds 3] [--quick]

First visit: a fresh headless Chromium, 400 kbit/s, 400 ms for each answer, processor ÷ 4 (by the DevTools protocol).
"paint" is the browser's first contentful paint, "usable" the moment when what the page is for stands there and answers
to a tap. Second visit: the same phone, its processor still ÷ 4, once the service worker has what it keeps and nobody
answers ("gone") or the line swallows everything ("hole"). Each figure is the median of the rounds; what the machine did
besides is printed, because it counts in. Exit 0: paint ≤ 1.5 s, usable ≤ 5 s, offline ≤ 1 s on every page.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright

from tests.browsing import PHONE, chromium
from tests.production import production
from tests.proxy import Mode, Proxy

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.production import Production

#: Page → what must stand there.
USABLE = {
    "/": "main a[href^='/thu-tuc']",
    "/thu-tuc?ma=1.001193": "footer button:enabled",
    "/cua-toi": "main a[href='/']",
    "/theo-doi": "main form button",
}
PAINT, FIRST, SECOND = 1.5, 5.0, 1.0
_BYTES, _LATENCY, _SLOWER = 400_000 / 8, 400, 4
_WAIT = 30
_UNASKED = 1500

#: The prerendered page stands there early; it answers to a tap once React has taken the element over.
_WATCH = """(() => {
  const look = () => {
    const found = document.querySelector(SELECTOR);
    if (found && Object.keys(found).some((key) => key.startsWith("__reactProps"))) window.usable = performance.now();
    else requestAnimationFrame(look);
  };
  look();
})();"""
_FIGURES = """() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  return [paint ? paint.startTime : 0, window.usable || 0];
}"""
_KEPT = """async () => {
  const files = await caches.open("app-files");
  return Boolean(navigator.serviceWorker.controller) && (await files.keys()).length;
}"""


@dataclass
class Times:
    """Of one page, in seconds, one per round."""

    paint: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    gone: list[float] = field(default_factory=list)
    hole: list[float] = field(default_factory=list)

    def row(self) -> dict[str, float]:
        """The medians."""
        return {name: statistics.median(values) for name, values in vars(self).items()}


def measure(browser: Browser, app: Production, path: str, times: Times) -> None:
    """One phone: a first visit over the slow line, then two with none."""
    with Proxy(app.port) as line:
        context = browser.new_context(**PHONE, base_url=line.url, locale="vi-VN")
        paint, first = visit(context, path, USABLE[path], slow=True)
        times.paint.append(paint)
        times.first.append(first)
        keep_all(context)
        line.mode = Mode.REFUSE
        times.gone.append(visit(context, path, USABLE[path])[1])
        line.mode = Mode.HOLE
        times.hole.append(visit(context, path, USABLE[path])[1])
        context.close()


def visit(context: BrowserContext, path: str, selector: str, *, slow: bool = False) -> tuple[float, float]:
    """Open the page in a tab of its own; answers first paint and usable, in seconds."""
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
    if slow:
        limits = {"latency": _LATENCY, "downloadThroughput": _BYTES, "uploadThroughput": _BYTES, "offline": False}
        wire.send("Network.enable")
        wire.send("Network.emulateNetworkConditions", limits)
    page.add_init_script(_WATCH.replace("SELECTOR", repr(selector)))
    page.goto(path, wait_until="commit")
    paint, usable = figures(page)
    page.close()
    return paint / 1000, usable / 1000


def figures(page: Page) -> tuple[float, float]:
    """Milliseconds from the start of the navigation. Asked late: each question costs a slowed processor some."""
    page.wait_for_timeout(_UNASKED)
    for _ in range(_WAIT * 10):
        paint, usable = page.evaluate(_FIGURES)
        if paint and usable:
            return paint, usable
        page.wait_for_timeout(100)
    raise TimeoutError(page.url)


def keep_all(context: BrowserContext) -> None:
    """Until the worker is there; on a fast line, that is not what is measured."""
    page = context.new_page()
    page.goto("/cua-toi")
    for _ in range(_WAIT * 10):
        if page.evaluate(_KEPT):
            break
        page.wait_for_timeout(100)
    page.wait_for_timeout(1000)
    page.close()


def main() -> int:
    """Measure; answer the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", nargs="*", default=list(USABLE))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="the first page, once")
    given = parser.parse_args()
    pages, rounds = (["/"], 1) if given.quick else (given.pages, given.rounds)
    all_times = {path: Times() for path in pages}
    with production(demo=False) as app, sync_playwright() as player, chromium(player) as browser:
        for _ in range(rounds):
            for path, times in all_times.items():
                measure(browser, app, path, times)
    rows = {path: times.row() for path, times in all_times.items()}
    for path, row in rows.items():
        print("  ".join(f"{name} {seconds:5.2f} s" for name, seconds in row.items()), "", path)
    worst = {name: max(row[name] for row in rows.values()) for name in ("paint", "first", "gone", "hole")}
    load = os.getloadavg()[0]
    print(
        f"first_visit pages={len(rows)} rounds={rounds} load={load:.1f}", *(f"{n}_s={s:.2f}" for n, s in worst.items())
    )
    met = worst["paint"] <= PAINT and worst["first"] <= FIRST and max(worst["gone"], worst["hole"]) <= SECOND
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
