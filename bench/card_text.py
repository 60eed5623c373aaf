"""Whether the text of an ID card comes back letter by letter, whatever Vietnamese name and address stands in it.

``python bench/card_text.py [--count 4000] [--seed 1]`` draws codes of invented people's cards, seven and eleven fields
in turn, and lets each engine read each. Garbled: another text than was drawn; unread: none. Exit 0 when neither engine
garbles any and the cascade reads all.
"""

import argparse
import os
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
from PIL import Image
from pyzbar import pyzbar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sothuhoso.imaging import barcodes
from sothuhoso.imaging.engines import zbar_qr, zxing
from sothuhoso.imaging.regions import View
from tests.samples.drawing import code
from tests.samples.people import somebody

SIDE = 420  # pixels


def pyzbar_alone(image: Image.Image) -> list[str]:
    """What pyzbar gives as it comes."""
    try:
        return [found.data.decode("utf-8", "replace") for found in pyzbar.decode(image)]
    except ValueError:
        return []


ENGINES = {
    "zxing": lambda image: [found.text for found in zxing(View(image))],
    "zbar": lambda image: [found.text for found in zbar_qr(View(image))],
    "cascade": lambda image: [found.text for found in barcodes.read(image)],
    "pyzbar": pyzbar_alone,
}


def main() -> int:
    """Draw and read them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    random = np.random.default_rng(asked.seed)
    outcomes: dict[str, Counter[str]] = {name: Counter() for name in ENGINES}
    started = time.perf_counter()
    for index in range(asked.count):
        person = somebody(random)
        text = person.text_2024 if index % 2 else person.text_2021
        image = code(text, SIDE, border=4).convert("L")
        for name, engine in ENGINES.items():
            texts = engine(image)
            outcomes[name]["right" if texts == [text] else "garbled" if texts else "unread"] += 1
    print(
        f"machine's load meanwhile {os.getloadavg()[0]:.1f}; {time.perf_counter() - started:.0f} s; pyzbar as it comes"
    )
    print(" | ".join(f"{name} garbled {seen['garbled']}, unread {seen['unread']}" for name, seen in outcomes.items()))
    ours = [outcomes[name] for name in ("zxing", "zbar", "cascade")]
    return 1 if any(seen["garbled"] for seen in ours) or outcomes["cascade"]["unread"] else 0


if __name__ == "__main__":
    sys.exit(main())
