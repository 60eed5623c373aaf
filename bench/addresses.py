"""How many old communes, written in full, have a certain answer; how fast; how big the table is for a phone.

    python bench/addresses.py [--quick]

Every old commune of the table is asked about in the ways people write it. Goal: none is lost, no certain answer is
another commune's, at most 1 ms each, at most 100 KB by brotli. ``--quick`` takes every tenth. Exit 0: the goal holds.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import brotli

from sothuhoso.domain.address import suggest
from sothuhoso.domain.names import fold
from sothuhoso.seeds import addresses
from tests.seeds.address_places import PLACES, Place

WAYS = {
    "with kinds": lambda place: place.written(),
    "as on a card": lambda place: place.written(bare=True),
    "capitals": lambda place: fold(place.written(bare=True)).upper(),
    "no province": lambda place: place.written(bare=True).rpartition(",")[0],
}


def main() -> int:
    """Measure; answer the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    places = PLACES[::10] if parser.parse_args().quick else PLACES
    start = time.perf_counter()
    table = addresses.table()
    opened = time.perf_counter() - start
    lost = wrong = 0
    slowest = 0.0
    figures = []
    for way, write in WAYS.items():
        start = time.perf_counter()
        found = [(place, suggest(write(place), table)) for place in places]
        each = (time.perf_counter() - start) / len(places)
        certain = [(place, {unit.code for unit in one.candidates}) for place, one in found if one.certain]
        missed = [place for place, one in found if not set(place.codes) <= {unit.code for unit in one.candidates}]
        lost += sum(not is_alone(place, way) for place in missed)
        wrong += sum(codes != set(place.codes) for place, codes in certain)
        slowest = max(slowest, each)
        asked = len(places) - len(certain)
        print(f"{way:22} {len(places):6} communes, {len(certain)} certain, {asked} asked, {each * 1e6:.0f} µs")
        figures.append(f"{way.replace(' ', '_')}={len(certain)}/{len(places)}")
    size = len(brotli.compress(addresses.FILE.read_bytes()))
    print(
        *figures,
        f"lost={lost} wrong={wrong} opened_s={opened:.2f} slowest_us={slowest * 1e6:.0f} brotli={size}",
        f"load={os.getloadavg()[0]:.1f}",
    )
    return int(lost > 0 or wrong > 0 or slowest > 0.001 or size > 100_000)


def is_alone(place: Place, way: str) -> bool:
    """An island without its province is one name: nothing to be certain by."""
    return place.is_island and way == "no province"


if __name__ == "__main__":
    sys.exit(main())
