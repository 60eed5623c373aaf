"""How fast one side of a shared draft sees what the other types: from the letter to the frame that shows it.

    python bench/shared_draft.py [--rounds 40] [--pairs 4]

Starts the production application on its own data and ``pairs`` phones and tablets in a headless Chromium; one pair is
measured, the others type all the while. Both pages read the clock of this machine. "photo" is from choosing a file on
the phone to its small picture on the tablet. It prints and decides nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import expect, sync_playwright

from tests.browser.pair import PAPER, PAPERS, Device, Pair
from tests.browsing import chromium
from tests.production import production
from tests.services.making import photo

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

FIELD = "owner-address"
#: Remembers when the field first shows the text that is waited for.
WATCH = """([id, text]) => {
  window.seen = new Promise((done) => {
    const look = () => (document.getElementById(id).value === text ? done(Date.now()) : requestAnimationFrame(look));
    look();
  });
}"""
TYPE = """([id, text]) => {
  const box = document.getElementById(id);
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(box, text);
  const now = Date.now();
  box.dispatchEvent(new Event("input", { bubbles: true }));
  return now;
}"""


def opener(browser: Browser, url: str) -> Callable[..., Page]:
    """Makes pages in contexts of their own, as the tests' fixture does."""

    def make(path: str = "", *, sid: str = "", **shape: Any) -> Page:
        context = browser.new_context(base_url=url, locale="vi-VN", **shape)
        if sid:
            context.add_cookies([{"name": "sid", "value": sid, "url": url, "httpOnly": True, "sameSite": "Strict"}])
        page = context.new_page()
        if path:
            page.goto(path)
        return page

    return make


def typed(here: Device, there: Device, text: str) -> float:
    """Milliseconds from the letter here to the frame there."""
    there.page.evaluate(WATCH, [FIELD, text])
    began = here.page.evaluate(TYPE, [FIELD, text])
    return there.page.evaluate("() => window.seen") - began


def photographed(pair: Pair, number: int) -> float:
    """Milliseconds from a chosen file on the phone to its small picture on the tablet."""
    before = pair.tablet.page.locator("article li img").count()
    content = {"name": "trang.jpg", "mimeType": "image/jpeg", "buffer": photo(number)}
    began = time.perf_counter()
    pair.phone.page.locator(f"#files-{PAPER}").set_input_files([content])
    expect(pair.tablet.page.locator("article li img")).to_have_count(before + 1)
    return (time.perf_counter() - began) * 1000


def told(name: str, values: list[float]) -> str:
    """One line of figures."""
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return (
        f"{name:18} n={len(values)} p50={statistics.median(values):.0f} ms p95={p95:.0f} ms worst={ordered[-1]:.0f} ms"
    )


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40, help="changes in each direction")
    parser.add_argument("--pairs", type=int, default=1, help="pairs that type at the same time")
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        app = stack.enter_context(production())
        player = stack.enter_context(sync_playwright())
        make = opener(stack.enter_context(chromium(player)), app.url)
        clerks = ("canbo.thansa", "phutrach.thansa", "luudong.thansa")
        pairs = [Pair(app, make, clerks[n % len(clerks)]).together() for n in range(given.pairs)]
        pair = pairs[0]
        to_tablet, to_phone = [], []
        for n in range(given.rounds):
            for other in pairs[1:]:
                other.phone.page.evaluate(TYPE, [FIELD, f"Xóm {n}"])
            to_tablet.append(typed(pair.phone, pair.tablet, f"Xóm Hạ {n}"))
            to_phone.append(typed(pair.tablet, pair.phone, f"Xóm Thượng {n}"))
        pair.phone.go(PAPERS)
        pair.tablet.go(PAPERS)
        photos = [photographed(pair, 100 + n) for n in range(6)]
    print(told("phone to tablet", to_tablet))
    print(told("tablet to phone", to_phone))
    print(told("photo to tablet", photos))
    print(f"shared_draft pairs={given.pairs} p50_ms={statistics.median([*to_tablet, *to_phone]):.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
