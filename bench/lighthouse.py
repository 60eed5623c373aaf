"""What Lighthouse says of every page of the citizen on a phone: performance ≥ 95, accessibility and best practices 100.

    python bench/lighthouse.py [--url http://127.0.0.1:8000] [--pages / /cua-toi] [--rounds 3] [--quick]

Lighthouse comes from npm, in this exact version, into ``.lighthouse`` beside the sources (once, a minute); it drives
Debian's Chromium with its own standard phone on a slow line. Each score is the median of the rounds: a machine that is
busy otherwise makes a page look slower than it is, never faster. Whether the app can be installed is asked of the
browser itself. Exit 0: every page has its scores, and it can be installed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright

from bench.page_weight import citizens_pages
from tests.browsing import CHROMIUM, chromium
from tests.production import production

VERSION = "13.5.0"
HOME = ROOT / ".lighthouse"
GOALS = {"performance": 95, "accessibility": 100, "best-practices": 100}
#: A test's window keeps no profile, so nothing can be installed from it; anything else is ours to mend.
NOT_OURS = {"in-incognito"}
_TRIES = 3  # it now and then loses the trace it records
_FLAGS = "--headless=new --no-sandbox --disable-gpu"
_ENVIRONMENT = {
    **os.environ,
    "PATH": sysconfig.get_path("scripts") + os.pathsep + os.environ.get("PATH", ""),
    "CHROME_PATH": CHROMIUM,
}


def program() -> Path:
    """Lighthouse's command, installed where it is missing."""
    command = HOME / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not command.exists():
        HOME.mkdir(exist_ok=True)
        (HOME / "package.json").write_text('{"private": true}', "utf-8")
        install = ["npm", "install", "--save-exact", "--no-audit", "--no-fund", f"lighthouse@{VERSION}"]
        subprocess.run(install, cwd=HOME, env=_ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)
    return command


def report(url: str) -> dict[str, Any]:
    """One run's whole report."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        command = [
            *("node", str(program()), url, "--quiet", "--output=json", f"--output-path={out}"),
            *(f"--only-categories={','.join(GOALS)}", f"--chrome-flags={_FLAGS}", "--no-enable-error-reporting"),
        ]
        for _ in range(_TRIES):
            done = subprocess.run(command, env=_ENVIRONMENT, check=False, cwd=folder, capture_output=True, text=True)
            if done.returncode == 0:
                return json.loads(out.read_text("utf-8"))
        raise RuntimeError(done.stderr)


def scores(reports: list[dict[str, Any]]) -> dict[str, float]:
    """The median of each category, 0–100."""
    return {name: statistics.median(round(100 * r["categories"][name]["score"]) for r in reports) for name in GOALS}


def found_wrong(reports: list[dict[str, Any]]) -> list[str]:
    """The names of audits that took points away."""
    wrong = set()
    for one in reports:
        for category in one["categories"].values():
            weighted = {ref["id"] for ref in category["auditRefs"] if ref["weight"]}
            wrong |= {name for name in weighted if (one["audits"][name]["score"] or 0) < 0.9}
    return sorted(wrong)


def installable(url: str) -> set[str]:
    """What stands against installing, in the browser's words."""
    with sync_playwright() as player, chromium(player) as browser:
        page = browser.new_page()
        page.goto(url)
        page.wait_for_timeout(4000)
        wire = page.context.new_cdp_session(page)
        errors = wire.send("Page.getInstallabilityErrors")["installabilityErrors"]
        return {error["errorId"] for error in errors} - NOT_OURS


def main() -> int:
    """Measure; answer the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a running server, instead of one of our own")
    parser.add_argument("--pages", nargs="*")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="the first page, once")
    parser.add_argument("--keep", type=Path, help="a folder for the whole reports")
    given = parser.parse_args()
    pages, rounds = (["/"], 1) if given.quick else (given.pages or citizens_pages(), given.rounds)
    program()
    worst = dict.fromkeys(GOALS, 100.0)
    with contextlib.ExitStack() as stack:
        url = given.url or stack.enter_context(production(demo=False)).url
        against = installable(url)
        for page in pages:
            reports = [report(url + page) for _ in range(rounds)]
            found = scores(reports)
            worst = {name: min(worst[name], score) for name, score in found.items()}
            print(*(f"{name} {score:3.0f} " for name, score in found.items()), page, *found_wrong(reports), flush=True)
            if given.keep:
                given.keep.mkdir(exist_ok=True)
                name = page.strip("/").replace("/", "-") or "home"
                (given.keep / f"{name}.json").write_text(json.dumps(reports[-1]), "utf-8")
    shutil.rmtree(HOME / ".cache", ignore_errors=True)
    figures = (f"{name.replace('-', '_')}={score:.0f}" for name, score in worst.items())
    load = os.getloadavg()[0]
    print(
        f"lighthouse pages={len(pages)} rounds={rounds} load={load:.1f}",
        *figures,
        f"installable={not against}",
        *against,
    )
    return 0 if not against and all(worst[name] >= goal for name, goal in GOALS.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
