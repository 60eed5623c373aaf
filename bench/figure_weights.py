"""How much each thing seen speaks for a figure (``imaging/figures.py``): fitted to drawn photos, tried on others.

    python bench/figure_weights.py [--first 40] [--last 70]

Draws the photos of these seeds (``tests.samples.page_scenes``, twenty minutes for the usual ones), fits ``WEIGHTS`` and
``_BIAS`` to three of four seeds and prints them, with the share of photos in which they choose the page, for these and
for the fourth. Among all figures of a photo, and none at all, the page is to be the choice (conditional logit, McFadden
1974); where no page is, none is.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import cv2
import numpy as np

from bench.papers import overlap
from sothuhoso.imaging import figures, outline
from sothuhoso.imaging.edges import cues_of
from tests.samples.page_scenes import CONDITIONS, Scene

SIZE = (1512, 2016)
ALIKE = (
    "blur2",
    "blur6",
    "motion6",
    "motion12",
    "motion20",
    "jpeg12",
    "good5",
    "screen12",
    "upside12",
)  # to an outline
KEPT = 4  # every fourth seed is not fitted to
WRONG, RIGHT = 0.93, 0.97  # IoU: a figure counts as the page from here on a little, from there on fully
STEPS, STEP, MODEST = 700, 0.08, 0.01


@dataclass(frozen=True, slots=True)
class Seen:
    """The figures of one photo: what is ``seen`` of each (n, things), and how far it is the page, 0 to 1 (n,)."""

    seed: int
    page: bool
    seen: np.ndarray
    right: np.ndarray


def main() -> None:
    """Fit and tell."""
    given = _arguments()
    cv2.setNumThreads(1)
    photos = [one for one in _photos(range(given.first, given.last + 1)) if len(one.right)]
    fitted = [one for one in photos if one.seed % KEPT]
    weights, bias = _fit(fitted)
    for name, weight in zip(figures.WEIGHTS, weights, strict=True):
        print(f'    "{name}": {weight:.1f},')
    print(f"_BIAS = {bias:.1f}")
    for name, group in (("fitted", fitted), ("others", [one for one in photos if not one.seed % KEPT])):
        chosen = [_chosen(one, weights, bias) for one in group]
        print(f"{name}: {sum(chosen)} of {len(chosen)} right, {100 * np.mean(chosen or [0]):.1f} %")


def _photos(seeds: range) -> Iterator[Seen]:
    for seed in seeds:
        for condition in CONDITIONS:
            if condition not in ALIKE:
                scene = Scene(seed, condition, size=SIZE)
                yield looked_at(scene, outline.shrunk(scene.pixels(), outline.FINE))


def looked_at(scene: Scene, photo: np.ndarray) -> Seen:
    """What the finder would choose from in the scene's photo."""
    small = outline.shrunk(photo, outline.SIDE)
    size = small.shape[1], small.shape[0]
    found, quad = outline.figures_in(cues_of(small)), scene.quad
    if found is None:
        return Seen(scene.seed, quad is not None, np.zeros((0, len(figures.WEIGHTS))), np.zeros(0))
    found = found.only(found.first())
    seen = found.seen()
    right = np.zeros(len(found.corners))
    if quad is not None:
        page = np.array(quad) * (size[0] / SIZE[0])
        right = np.array([overlap(corners, page, size) for corners in found.corners])
    sure = np.clip((right - WRONG) / (RIGHT - WRONG), 0, 1)
    return Seen(scene.seed, quad is not None, np.stack([seen[name] for name in figures.WEIGHTS], 1), sure)


def _fit(photos: list[Seen]) -> tuple[np.ndarray, float]:
    """Weights and bias: the steepest way down (Adam, Kingma and Ba 2015), all photos in each step."""
    everything = np.concatenate([one.seen for one in photos])
    mean, spread = everything.mean(0), everything.std(0) + 1e-6
    most, things = max(len(one.right) for one in photos), everything.shape[1]
    seen, right = np.zeros((len(photos), most, things + 1)), np.zeros((len(photos), most))
    absent = np.full((len(photos), most), -1e9)
    for index, one in enumerate(photos):
        number = len(one.right)
        seen[index, :number] = np.column_stack([(one.seen - mean) / spread, np.ones(number)])
        right[index, :number], absent[index, :number] = one.right, 0
    none = (right.max(1) == 0).astype(float)
    modest = np.append(np.full(things, MODEST), 0)
    weights, drift, size = np.zeros((3, things + 1))
    for step in range(1, STEPS + 1):
        score = seen @ weights + absent
        high = np.maximum(score.max(1), 0)
        odds, odds_none = np.exp(score - high[:, None]), np.exp(-high)
        wanted = (odds * right).sum(1) + odds_none * none
        off = odds / (odds.sum(1) + odds_none)[:, None] - odds * right / wanted[:, None]
        slope = np.einsum("nm,nmd->d", off, seen) / len(photos) + modest * weights
        drift, size = 0.9 * drift + 0.1 * slope, 0.99 * size + 0.01 * slope**2
        pace = STEP if step < 0.65 * STEPS else 0.3 * STEP
        weights = weights - pace * drift / (1 - 0.9**step) / (np.sqrt(size / (1 - 0.99**step)) + 1e-8)
    own = weights[:-1] / spread
    return own, float(weights[-1] - mean @ own)


def _chosen(photo: Seen, weights: np.ndarray, bias: float) -> bool:
    """Whether the page is chosen, or nothing where there is none."""
    score = photo.seen @ weights + bias
    best = int(score.argmax())
    return bool(photo.right[best] > 0 and score[best] > 0) if photo.page else bool(score[best] <= 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--first", type=int, default=40)
    parser.add_argument("--last", type=int, default=70)
    return parser.parse_args()


if __name__ == "__main__":
    main()
