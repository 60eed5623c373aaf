"""How many ID cards the page reads by itself in Chromium, with no server to ask, how fast, and whether any wrongly.

    python bench/scan_in_browser.py [FOLDER…] [--goal 75] [--quick]

Without folders: cards that the project draws (both generations, near and far, blurred, dark, slanted), and the photos
of ../shared/data/photos/cards where they are. A folder holds photos and a manifest.json, a list of ``{"file", "text",
"condition"}``. Each photo is chosen in the page as a person does, with the server's reader cut off; what stands in the
fields afterwards is compared with what the card says. The milliseconds are those of the page: from the choice to the
filled fields, opening a 12-megapixel JPEG included. Exit 0: none is read wrongly and at least the goal's per cent are
read.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright

from sothuhoso.domain.id_qr import read_card_text
from sothuhoso.i18n.catalog import text
from tests.production import production
from tests.samples import cards, photo
from tests.samples.people import EVERYONE

if TYPE_CHECKING:
    from playwright.sync_api import Page

SHARED = ROOT.parent / "shared" / "data" / "photos" / "cards"
FIELDS = ("full_name", "id_number", "old_id_number", "birth_date", "address", "issue_date")
SHOTS = {
    "near": photo.Shot(share=0.9),
    "middle": photo.Shot(share=0.6),
    "far": photo.Shot(share=0.36),
    "blurred": photo.Shot(share=0.6, blur=2.2),
    "dark": photo.Shot(share=0.6, light=0.25, noise=9),
    "slanted": photo.Shot(share=0.6, slant=0.1, turn=24),
}
QUICK = ("near", "far")
LONGEST = 60_000

#: Remembers what the card's message says, and when: the page's own clock, without the driver's.
_WATCH = """
(words) => {
  const box = document.querySelector("section[aria-labelledby='owner-title'] > div [role=status]");
  window.benchCard = { began: 0, took: 0, said: "" };
  document.querySelector("#owner-card-file").addEventListener("change", () => {
    window.benchCard = { began: performance.now(), took: 0, said: "" };
  }, true);
  new MutationObserver(() => {
    const said = box.innerText;
    if (!said || said.includes(words.reading) || window.benchCard.said) return;
    window.benchCard.took = performance.now() - window.benchCard.began;
    window.benchCard.said = said;
  }).observe(box, { subtree: true, childList: true, characterData: true });
}
"""


@dataclass(frozen=True)
class Result:
    """What became of one photo."""

    condition: str
    outcome: str
    milliseconds: float


def drawn(folder: Path, *, quick: bool) -> list[dict[str, str]]:
    """Photos of the project's own cards, written into the folder; their manifest."""
    made = []
    for person in EVERYONE[:1] if quick else EVERYONE:
        for side, draw, said in (
            ("2021", cards.front_2021, person.text_2021),
            ("2024", cards.back_2024, person.text_2024),
        ):
            for condition, shot in SHOTS.items():
                if quick and condition not in QUICK:
                    continue
                name = f"{side}-{condition}-{person.id_number}.jpg"
                (folder / name).write_bytes(photo.as_file(photo.photograph(draw(person), shot), quality=90))
                made.append({"file": name, "text": said, "condition": condition})
    (folder / "manifest.json").write_text(json.dumps(made))
    return made


def opened(page: Page, url: str) -> None:
    """The page that asks who it is, with every field in sight and the server's reader out of reach."""
    page.route("**/api/card", lambda route: route.abort())
    page.goto(f"{url}/thu-tuc?ma=2.000815")
    page.get_by_role("button", name=text("procedure.begin"), exact=True).click()
    page.locator("details summary").last.click()  # the fields that few need
    page.evaluate(_WATCH, {"reading": text("card.reading")})


def read(page: Page, file: Path, wanted: dict[str, str]) -> Result:
    """Choose one photo; what was filled in is right, wrong or none."""
    for field in FIELDS:
        page.locator(f"#owner-{field}").fill("")
    page.locator("#owner-card-file").set_input_files(file)
    for _ in range(LONGEST // 25):
        said: dict[str, Any] = page.evaluate("window.benchCard")
        if said["said"]:
            break
        page.wait_for_timeout(25)
    else:
        return Result(wanted["condition"], "none", LONGEST)
    filled = {field: page.locator(f"#owner-{field}").input_value() for field in FIELDS}
    card = read_card_text(wanted["text"]).identity
    assert card is not None
    true = {field: value for field, value in asdict(card).items() if field in FIELDS}
    outcome = "none" if not any(filled.values()) else "right" if filled == true else "wrong"
    print(f"{file.name:40} {outcome:6} {said['took']:6.0f} ms")
    return Result(wanted["condition"], outcome, said["took"])


def main() -> int:
    """Read them all, say how it went."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--goal", type=float, default=75, help="per cent of photos that must be read")
    parser.add_argument("--quick", action="store_true", help="a few of them")
    given = parser.parse_args()
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as made, production(demo=False) as app, sync_playwright() as player:
        folders = given.folders
        if not folders:
            drawn(Path(made), quick=given.quick)
            folders = [Path(made), *([SHARED] if SHARED.exists() else [])]
        chromium = player.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 360, "height": 740})
        opened(page, app.url)
        for folder in folders:
            manifest = json.loads((folder / "manifest.json").read_text())
            results += [read(page, folder / one["file"], one) for one in manifest]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for result in results:
        counts[result.condition][result.outcome] += 1
    for condition, outcomes in sorted(counts.items()):
        print(f"{condition:12} {outcomes['right']} of {outcomes.total()} right, {outcomes['wrong']} wrong")
    return _figures(results, given.goal)


def _figures(results: list[Result], goal: float) -> int:
    outcomes = Counter(result.outcome for result in results)
    times = sorted(result.milliseconds for result in results)
    share = 100 * outcomes["right"] / len(results)
    print(f"machine's load meanwhile {os.getloadavg()[0]:.1f}")
    print(
        f"scan_in_browser photos={len(results)} right={outcomes['right']} wrong={outcomes['wrong']} "
        f"none={outcomes['none']} right_percent={share:.1f} goal_percent={goal:.0f} "
        f"median_ms={times[len(times) // 2]:.0f} slowest_ms={times[-1]:.0f}"
    )
    return 0 if not outcomes["wrong"] and share >= goal else 1


if __name__ == "__main__":
    sys.exit(main())
