"""How long a typical draft takes from screen to camera, and how many codes, when 0, 20 and 40 % of them are missed.

    python bench/hand_over.py [--seconds 10] [--quick]

In Chromium, against the production application: one device fills in a birth with three photographed papers and shows
its codes; pictures of its screen become the film that another one's camera sees, some of them blanked, at the rate at
which the page shows them. "codes" is what passed before the camera until all of it was there, "seconds" from the first
look to "received", the reader's start included. Each is the middle of three takings (one with --quick). Exit 0: with
none missed it takes at most the goal's seconds, and with two fifths missed at most twice as long.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import expect, sync_playwright

from sothuhoso.i18n.catalog import text
from tests.browser.handing import Giver, Taker, filmed
from tests.browser.walker import shot, with_camera
from tests.browsing import Watch, chromium, pages_in
from tests.production import production
from tests.samples import papers
from tests.samples.people import MAI, PA

if TYPE_CHECKING:
    from PIL import Image

    from tests.production import Production

RATE = 8  # codes a second, as device/giving shows them
MISSED = (0.0, 0.2, 0.4)
FRAMES, QUICK_FRAMES = 64, 36  # pictures of the screen
SLOWER = 2.0


@dataclass(frozen=True)
class Taking:
    """One transfer."""

    seconds: float
    codes: int


def shown(driver: Any, app: Production, frames: int) -> tuple[list[Image.Image], int]:
    """Pictures of the giver's screen, and how many blocks there are."""
    with chromium(driver) as browser, pages_in(browser, app, Watch()) as open_page:
        giver = Giver(open_page)
        photos = (papers.birth_notice(MAI), papers.declaration(PA), papers.declaration(MAI))
        giver.draft(*[shot(paper, quality=85) for paper in photos]).open_giving().show()
        said = giver.page.get_by_text(text("give.shown", n="N", all="").split("N")[1].rstrip(")"))
        count = int(said.inner_text().rstrip(")").split()[-1])
        return giver.frames(frames), count


def taken(driver: Any, app: Production, codes: list[Image.Image], missed: float, seed: int) -> Taking:
    """Let another device look at the film until it has everything."""
    chance = random.Random(seed)
    film = [None if chance.random() < missed else code for code in codes]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        browser = stack.enter_context(with_camera(driver, filmed(Path(folder) / "film.y4m", film, rate=RATE)))
        open_page = stack.enter_context(pages_in(browser, app, Watch()))
        taker = Taker(open_page).open()
        taker.button("receive.scan").click()
        expect(taker.page.get_by_text(text("camera.aim_handed"))).to_be_visible()
        began = time.perf_counter()
        expect(taker.page.locator("#check")).to_be_visible(timeout=120_000)
        seconds = time.perf_counter() - began
    return Taking(seconds, round(seconds * RATE))


def main() -> int:
    """Give, take three times over, say how long."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10, help="goal with no code missed")
    parser.add_argument("--quick", action="store_true", help="one taking each")
    given = parser.parse_args()
    middle: dict[float, Taking] = {}
    with production(demo=False) as app, sync_playwright() as driver:
        codes, count = shown(driver, app, QUICK_FRAMES if given.quick else FRAMES)
        print(f"blocks {count}, different codes filmed {len(codes)}, {RATE} a second")
        for missed in MISSED:
            takings = [taken(driver, app, codes, missed, seed) for seed in range(1 if given.quick else 3)]
            for one in takings:
                print(f"missed {missed:4.0%}: {one.seconds:5.1f} s, {one.codes} codes")
            seconds = statistics.median(one.seconds for one in takings)
            middle[missed] = Taking(seconds, round(seconds * RATE))
    print(f"machine's load meanwhile {os.getloadavg()[0]:.1f}")
    figures = " ".join(
        f"seconds_{missed * 100:.0f}={one.seconds:.1f} codes_{missed * 100:.0f}={one.codes}"
        for missed, one in middle.items()
    )
    print(f"hand_over blocks={count} rate={RATE} {figures} goal_seconds={given.seconds:.0f}")
    held = middle[0.0].seconds <= given.seconds and middle[MISSED[-1]].seconds <= SLOWER * given.seconds
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
