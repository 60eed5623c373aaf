"""How many ID cards the reader reads from photos, how fast, and whether any is read wrongly.

``python bench/read_cards.py FOLDER [--goal PERCENT]``: the folder holds photos and a manifest.json, a list of
``{"file", "text", "condition"}``. Runs in this process, one photo at a time. Exit 0 when no card is read wrongly and
at least PERCENT (default 75) are read.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sothuhoso.domain.errors import DomainError
from sothuhoso.imaging import barcodes
from sothuhoso.imaging.decode import grey


@dataclass(frozen=True)
class Result:
    """What became of one photo."""

    condition: str
    outcome: str
    milliseconds: float


def main() -> int:
    """Read them all, say how it went."""
    asked = _arguments()
    photos = json.loads((asked.folder / "manifest.json").read_text())
    results = [_read(asked.folder / photo["file"], photo) for photo in photos]
    if not results:
        print(f"{asked.folder}: manifest.json names no photo")
        return 1
    _print_conditions(results)
    return _print_figures(results, asked.goal)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--goal", type=float, default=75, help="per cent of photos that must be read")
    return parser.parse_args()


def _read(path: Path, photo: dict[str, str]) -> Result:
    content = path.read_bytes()
    started = time.perf_counter()
    try:
        texts = [code.text for code in barcodes.read(grey(content))]
    except DomainError as error:
        print(f"{path.name}: {error.key}")
        texts = []
    took = (time.perf_counter() - started) * 1000
    outcome = "none" if not texts else "right" if texts == [photo["text"]] else "wrong"
    print(f"{path.name:40} {outcome:6} {took:6.0f} ms")
    return Result(photo.get("condition", ""), outcome, took)


def _print_conditions(results: list[Result]) -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for result in results:
        counts[result.condition][result.outcome] += 1
    for condition, outcomes in sorted(counts.items()):
        print(f"{condition:12} {outcomes['right']} of {outcomes.total()} right, {outcomes['wrong']} wrong")


def _print_figures(results: list[Result], goal: float) -> int:
    outcomes = Counter(result.outcome for result in results)
    times = sorted(result.milliseconds for result in results)
    share = 100 * outcomes["right"] / len(results)
    print(f"machine's load meanwhile {os.getloadavg()[0]:.1f}; peers, on other card photos of 12 MP:")
    print("zxing-cpp alone 68.5 %, pyzbar alone 38.9 %")
    counted = " | ".join(f"{name} {outcomes[name]}" for name in ("right", "wrong", "none"))
    timed = f"median {times[len(times) // 2]:.0f} ms | slowest {times[-1]:.0f} ms"
    print(f"photos {len(results)} | {counted} | {share:.1f} % right | {timed}")
    return 0 if not outcomes["wrong"] and share >= goal else 1


if __name__ == "__main__":
    sys.exit(main())
