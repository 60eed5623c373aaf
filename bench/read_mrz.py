"""How many machine-readable zones are read from photos of card backs, how fast, and whether any digit is wrong.

``python bench/read_mrz.py FOLDER... [--goal PERCENT] [--only WORD]``: a folder holds photos and a manifest.json, a list
of ``{"file", "mrz", "scene", "condition"}`` (``python -m tests.samples.scenes`` draws one). Runs in this process, one
photo at a time. read: all check digits held and lines 1 and 2 are as printed; wrong: they held and the lines are not;
name: line 3 is as printed, and left out where it was not sure. Exit 0 when none is wrong and at least PERCENT (default
95) are read.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sothuhoso.imaging import mrz, ocr
from sothuhoso.imaging.decode import grey


def main() -> int:
    """Read them all, say how it went."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--goal", type=float, default=95, help="per cent that must be read")
    parser.add_argument("--only", default="", help="photos with this in their name")
    asked = parser.parse_args()
    if not ocr.installed():
        print("tesseract is not installed (Debian: tesseract-ocr)")
        return 1
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    times: list[float] = []
    for folder in asked.folders:
        for photo in json.loads((folder / "manifest.json").read_text()):
            if photo.get("mrz") and asked.only in photo["file"]:
                outcome, name, took = _read(folder / photo["file"], photo["mrz"])
                times.append(took)
                for group in ("all", photo.get("scene", ""), photo.get("condition", "")):
                    counts[group].update((outcome, name))
                if outcome != "read" or name != "name":
                    print(f"{photo['file']:40} {outcome:6} {name:10} {took:6.0f} ms")
    return _print(counts, sorted(times), asked.goal)


def _read(path: Path, printed: str) -> tuple[str, str, float]:
    content = path.read_bytes()
    started = time.perf_counter()
    found = mrz.read(grey(content))
    took = (time.perf_counter() - started) * 1000
    if not found:
        return "none", "no name", took
    *digits, name = found[0].text.splitlines()
    outcome = "read" if len(found) == 1 and digits == printed.splitlines()[:2] else "wrong"
    right = name == printed.splitlines()[2]
    return outcome, "name" if right else "no name" if not name.strip("<") else "wrong name", took


def _print(counts: dict[str, Counter[str]], times: list[float], goal: float) -> int:
    if not times:
        print("no photo of machine-readable lines in these folders")
        return 1
    for group, seen in counts.items():
        total = seen["read"] + seen["wrong"] + seen["none"]
        names = f"names {seen['name']}, wrong {seen['wrong name']}"
        print(f"{group:12} {seen['read']} of {total} read, {seen['wrong']} wrong; {names}")
    seen, total = counts["all"], len(times)
    share = 100 * seen["read"] / total
    print(f"machine's load meanwhile {os.getloadavg()[0]:.1f}")
    counted = f"read {seen['read']} | wrong {seen['wrong']} | none {seen['none']} | names {seen['name']}"
    timed = f"median {times[total // 2]:.0f} ms | p95 {times[int(total * 0.95)]:.0f} ms | slowest {times[-1]:.0f} ms"
    print(f"photos {total} | {counted} | wrong names {seen['wrong name']} | {share:.1f} % read | {timed}")
    return 0 if not seen["wrong"] and share >= goal else 1


if __name__ == "__main__":
    sys.exit(main())
