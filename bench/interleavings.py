"""Whatever happens on the way: a thousand random sequences against the API, fifty in a real browser.

    python bench/interleavings.py [--quick] [--rounds 1000] [--browser 50] [--seed 1]

At the API the device's own sending code runs in Node (``tests/device/interleavings.mjs``): cut, retry, second tab,
reload, clock jump, ended session, full disk, in any order. In the browser (``tests/browser/rough_browser.py``) the
application itself is opened, tapped twice, reloaded, opened in more tabs, over a line that is cut, swallows and loses
answers, with its clock set, its session ended and its disk full. Goal: exactly one dossier each, every photo by its
hash, nothing left on the device or among the server's unfinished pieces. Exit 0: the goal holds.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright

from sothuhoso.db.queries import dossiers, submissions
from tests.browser.rough_browser import Rough
from tests.browsing import chromium, opened, session_of
from tests.device.rough_device import let_loose, wrong_ones
from tests.production import Production, production
from tests.proxy import Proxy

if TYPE_CHECKING:
    from sothuhoso.services.container import Container

UNIT, CLERK, BATCH = "05725", "canbo.thansa", 100


def _judged(house: Container, found: dict[str, Any]) -> list[str]:
    """What is not as it must be, in words."""
    wrong = [f"{one['id']}: {one}" for one in wrong_ones(found)]
    with house.look() as uow:
        for one in found["submissions"]:
            row = dossiers.get(uow.session, UUID(one["id"]))
            if row is None or [row.number] != one["numbers"]:
                wrong.append(f"{one['id']}: no dossier, or another number")
                continue
            pages = sorted(page.received_sha256 for page in dossiers.pages(uow.session, row.id))
            if pages != sorted(one["promised"]):
                wrong.append(f"{one['id']}: {len(pages)} photos of {len(one['promised'])}")
            if submissions.conflicts(uow.session, row.id) or submissions.thumbnails(uow.session, row.id):
                wrong.append(f"{one['id']}: something was left behind")
    return wrong


def at_the_api(rounds: int, seed: int) -> tuple[int, list[str], Counter[str]]:
    """So many sequences; a new application for each hundred, so that the database is none of the reasons."""
    done, wrong, happened = 0, [], Counter[str]()
    while done < rounds:
        with production(demo=True, TRUSTED_PROXY_HOPS="1") as app, opened(app) as house:
            session = session_of(app, CLERK)
            many = min(BATCH, rounds - done)
            found = let_loose(app.url, rounds=many, seed=seed + done, unit=UNIT, session=session)
            wrong += _judged(house, found)
            wrong += [f"left among the pieces: {path.name}" for path in (app.folder / "data" / "parts").iterdir()]
            happened += Counter(found["counts"])
            done += len(found["submissions"])
        print(f"api {done} of {rounds}, {len(wrong)} wrong", flush=True)
    return done, wrong, happened


def _in_one_browser(app: Production, rounds: int, seed: int) -> tuple[int, list[str], Counter[str]]:
    done, wrong, happened = 0, [], Counter[str]()
    with opened(app) as house, sync_playwright() as driver, chromium(driver) as browser:
        session = session_of(app, CLERK)
        for number in range(rounds):
            with Proxy(app.port) as line:
                rough = Rough(browser, line, house, session, seed * 1000 + number).go()
            wrong += [f"browser {rough.seed}: {one}" for one in rough.wrong]
            happened += rough.happened
            done += 1
            if done % 5 == 0:
                print(f"browser {done} of {rounds}, {len(wrong)} wrong", flush=True)
    return done, wrong, happened


def in_the_browser(rounds: int, seed: int) -> tuple[int, list[str], Counter[str]]:
    """So many in Chromium, one after the other."""
    with production(demo=True) as app:
        return _in_one_browser(app, rounds, seed)


def main() -> int:
    """Let them loose; answer the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fifty and two")
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--browser", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.quick:
        given.rounds, given.browser = 50, 2
    began = time.monotonic()
    many, wrong, happened = at_the_api(given.rounds, given.seed)
    seen, more, there = in_the_browser(given.browser, given.seed)
    for one in (*wrong, *more):
        print(one)
    print("api: " + ", ".join(f"{what} {n}" for what, n in happened.most_common()))
    print("browser: " + ", ".join(f"{what} {n}" for what, n in there.most_common()))
    print(
        f"interleavings api={many}/{given.rounds} api_wrong={len(wrong)} browser={seen}/{given.browser} "
        f"browser_wrong={len(more)} minutes={(time.monotonic() - began) / 60:.1f}"
    )
    return 0 if (many, seen) == (given.rounds, given.browser) and not wrong and not more else 1


if __name__ == "__main__":
    sys.exit(main())
