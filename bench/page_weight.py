"""What a first visit to each page transfers, fonts included: the goal is 150 KB for every page of the citizen.

    python bench/page_weight.py [--url http://127.0.0.1:8000] [--limit 150] [--files] [--quick]

Without ``--url`` it starts the production application on its own data. Each page is opened in a fresh headless Chromium
(no cache); the figures are bytes on the wire with their headers (KB = 1,000 bytes), as the browser counts them. "ahead"
is what the page asks for once it is at rest (device/rest.js), for the next steps; what the service worker fetches then
is not the page's and not counted. Exit 0: the goal holds.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright

from tests.production import production

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KB = 1000
#: The desk is for signed-in people on tablets with a line; the goal is for the citizen's phone.
NOT_CITIZENS = ("/ban", "/chuyen", "/khoa", "/dang-nhap", "/404", "404")
SAMPLES = {"[code]": "1.001193", "[ma]": "1.001193", "[id]": "1.001193"}
QUICK = ("/",)
REST_MS = 4000
#: When the page came to rest, in seconds of the wall's clock; 0 while it has not.
_REST = """() => {
  const [mark] = performance.getEntriesByName("sothuhoso:rest");
  return mark ? (performance.timeOrigin + mark.startTime) / 1000 : 0;
}"""


@dataclass
class Weight:
    """Bytes on the wire for one page."""

    first: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    ahead: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def first_kb(self) -> float:
        return sum(self.first.values()) / KB


def citizens_pages() -> list[str]:
    """The addresses of the citizen's pages, as the build knows them, names filled in with a sample."""
    routes = json.loads((ROOT / ".web" / "routes.json").read_text("utf-8"))
    paths = [f"/{route.strip('/')}".replace("/index", "/") for route in routes]
    open_to_all = [path for path in paths if not path.startswith(NOT_CITIZENS)]
    return sorted({_filled(path) for path in open_to_all})


def _filled(path: str) -> str:
    return "/".join(SAMPLES.get(part, part) for part in path.split("/"))


def weigh(browser: Browser, url: str) -> Weight:
    """Open one page as somebody who has never been here."""
    weight = Weight()
    asked: dict[str, tuple[str, float]] = {}
    arrived: list[tuple[str, int]] = []
    context = browser.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.requestWillBeSent", lambda e: asked.update({e["requestId"]: (e["request"]["url"], e["wallTime"])}))
    wire.on("Network.loadingFinished", lambda e: arrived.append((e["requestId"], int(e["encodedDataLength"]))))
    page.goto(url, wait_until="networkidle")
    while not (rest := page.evaluate(_REST)):
        page.wait_for_timeout(100)
    page.wait_for_timeout(REST_MS)
    for request, size in arrived:
        address, at = asked.get(request, ("?", 0))
        (weight.first if at < rest else weight.ahead)[urlsplit(address).path] += size
    context.close()
    return weight


def main() -> int:
    """Weigh every page; answer the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a running server, instead of one of our own")
    parser.add_argument("--limit", type=float, default=150, help="KB that a citizen's page may weigh")
    parser.add_argument("--files", action="store_true", help="list every file of every page")
    parser.add_argument("--quick", action="store_true", help="the first page only")
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        url = given.url or stack.enter_context(production(demo=False)).url
        pages = [*QUICK] if given.quick else citizens_pages()
        player = stack.enter_context(sync_playwright())
        chromium = player.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        weights = {path: weigh(chromium, url + path) for path in pages}
    for path, weight in weights.items():
        print(f"{weight.first_kb:8.1f} KB first  {sum(weight.ahead.values()) / KB:6.1f} KB ahead  {path}")
        for when, files in (("first", weight.first), ("ahead", weight.ahead)) if given.files else ():
            for name, size in sorted(files.items(), key=lambda item: -item[1]):
                print(f"      {when} {size / KB:8.1f} KB  {name}")
    heaviest = max(weights, key=lambda path: weights[path].first_kb)
    worst = weights[heaviest].first_kb
    print(f"page_weight pages={len(weights)} heaviest={heaviest} first_load_kb={worst:.2f} limit_kb={given.limit:.0f}")
    return 0 if worst <= given.limit else 1


if __name__ == "__main__":
    sys.exit(main())
