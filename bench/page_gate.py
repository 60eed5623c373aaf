"""The gate of a page before the camera, on a cheap phone: how often it says something, and what its script weighs.

    python bench/page_gate.py [--slowed 6] [--seconds 10]

A fake camera shows a drawn page (the production build, Chromium, its CPU slowed as Lighthouse's throttling does); each
look at a frame moves the outline over the picture, and those moves are counted. The weight is that of the gate's own
chunks as they travel (gzip). Goals: 5 looks a second, 30 KB. Exit 0: both hold.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright

from sothuhoso.i18n.catalog import text
from tests.browser.citizen import PAPER, Citizen
from tests.browser.walker import with_camera
from tests.production import production
from tests.samples import film, papers
from tests.samples.people import PA
from tests.samples.photo import Shot, photograph

OFTEN, HEAVY = 5.0, 30.0
SIZE = (1080, 1440)
PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "vi-VN", "permissions": ["camera"], "has_touch": True}
_CHUNKS = ("page_frames-", "page_outline-", "page_seen-", "page_look-", "page_gate-", "page_still-")
_COUNT = """
(milliseconds) => new Promise((done) => {
  let looks = 0;
  const moves = (changes) => changes.filter((one) => one.attributeName === "viewBox").length;
  const watcher = new MutationObserver((changes) => (looks += moves(changes)));
  watcher.observe(document.querySelector("dialog svg:has(> polygon)"), { attributes: true });
  setTimeout(() => { watcher.disconnect(); done((looks * 1000) / milliseconds); }, milliseconds);
})
"""


def weight() -> float:
    """KB of the gate's chunks."""
    folder = ROOT / ".web" / "build" / "client" / "assets"
    return sum(one.stat().st_size for one in folder.glob("page_*.js.gz") if one.name.startswith(_CHUNKS)) / 1024


def looks_a_second(slowed: float, seconds: float) -> float:
    """Looks at the live picture a second."""
    with tempfile.TemporaryDirectory() as folder, production(demo=False) as app, sync_playwright() as playwright:
        page_there = photograph(papers.declaration(PA), Shot(size=SIZE, share=0.85, seed=4))
        camera = film.mjpeg(Path(folder) / "film.mjpeg", [page_there] * 2)
        with with_camera(playwright, camera) as browser:
            context = browser.new_context(base_url=app.url, **PHONE)
            page = context.new_page()
            citizen = Citizen(lambda *_, **__: page).begin().say_who().to_papers()
            page.locator(f"button[aria-describedby='paper-{PAPER}']").click()
            citizen.page.get_by_role("dialog").get_by_role("button", name=text("camera.auto_on")).click()
            page.locator("dialog svg polygon[points]").wait_for(state="attached")
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
            page.wait_for_timeout(2000)
            return float(page.evaluate(_COUNT, seconds * 1000))


def main() -> int:
    """Both figures, in one line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--slowed", type=float, default=6)
    arguments.add_argument("--seconds", type=float, default=10)
    asked = arguments.parse_args()
    often, heavy = looks_a_second(asked.slowed, asked.seconds), weight()
    load = os.getloadavg()[0]
    print(f"page_gate slowed={asked.slowed:g} looks_a_second={often:.1f} script_kb={heavy:.1f} load={load:.1f}")
    return int(often < OFTEN or heavy > HEAVY or heavy == 0)


if __name__ == "__main__":
    sys.exit(main())
