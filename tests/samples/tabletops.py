"""What papers lie on when people photograph them: wood, dark and white desks, tiles, cloth, other papers, clutter."""

from __future__ import annotations

import cv2
import numpy as np

KINDS = ("wood", "dark", "white", "tiles", "cloth", "papers", "clutter")
Pixels = np.ndarray


def tabletop(kind: str, size: tuple[int, int], random: np.random.Generator) -> Pixels:
    """(height, width, 3) float32 of 0…255, drawn at a quarter and enlarged: a table is never sharper than the paper."""
    width, height = size[0] // 4, size[1] // 4
    picture = _DRAWN[kind](width, height, random)
    return cv2.resize(np.clip(picture, 0, 255).astype(np.float32), size, interpolation=cv2.INTER_CUBIC)


def _noise(width: int, height: int, across: int, down: int, random: np.random.Generator) -> Pixels:
    grain = random.standard_normal((height // down + 2, width // across + 2)).astype(np.float32)
    return cv2.resize(grain, (width, height), interpolation=cv2.INTER_CUBIC)[..., None]


def _plain(width: int, height: int, colour: tuple[float, ...]) -> Pixels:
    return np.full((height, width, 3), colour, np.float32)


def _wood(width: int, height: int, random: np.random.Generator) -> Pixels:
    colour = np.array(((150, 108, 70), (112, 78, 52), (190, 150, 104))[int(random.integers(3))], np.float32)
    picture = (
        _plain(width, height, tuple(colour))
        + _noise(width, height, 90, 3, random) * 9
        + _noise(width, height, 30, 1, random) * 5
    )
    for x in range(0, height, int(random.integers(90, 190))):
        picture[x : x + 2] *= 0.45  # between two planks
    if random.random() < 0.5:
        picture = np.ascontiguousarray(cv2.resize(picture.swapaxes(0, 1), (width, height)))
    return picture


def _dark(width: int, height: int, random: np.random.Generator) -> Pixels:
    return (
        _plain(width, height, (46, 44, 48))
        + _noise(width, height, 40, 40, random) * 6
        + _noise(width, height, 2, 2, random) * 3
    )


def _white(width: int, height: int, random: np.random.Generator) -> Pixels:
    level = float(random.uniform(205, 228))
    return _plain(width, height, (level, level - 1, level - 5)) + _noise(width, height, 60, 60, random) * 3


def _tiles(width: int, height: int, random: np.random.Generator) -> Pixels:
    picture = _plain(width, height, (176, 172, 164)) + _noise(width, height, 12, 12, random) * 5
    side = int(random.integers(180, 330))
    x0, y0 = (int(random.integers(side)) for _ in range(2))
    picture[:, x0::side] = picture[:, x0 + 1 :: side][:, : picture[:, x0::side].shape[1]] = 120
    picture[y0::side] = 120
    turned = cv2.getRotationMatrix2D((width / 2, height / 2), float(random.uniform(-12, 12)), 1.25)
    return cv2.warpAffine(picture, turned, (width, height), borderMode=cv2.BORDER_REFLECT)


def _cloth(width: int, height: int, random: np.random.Generator) -> Pixels:
    y, x = np.mgrid[:height, :width].astype(np.float32)
    step = float(random.uniform(14, 34))
    check = (np.sin(x * 6.28 / step) + np.sin(y * 6.28 / step))[..., None]
    base = np.array(((150, 60, 64), (60, 92, 130), (88, 118, 84))[int(random.integers(3))], np.float32)
    return base + check * 26 + _noise(width, height, 3, 3, random) * 5


def _papers(width: int, height: int, random: np.random.Generator) -> Pixels:
    picture = _wood(width, height, random)
    for _ in range(2):
        box = (
            (random.uniform(0, width), random.uniform(0, height)),
            (width * 0.55, height * 0.55),
            random.uniform(-40, 40),
        )
        points = cv2.boxPoints(box).astype(np.int32)
        cv2.fillConvexPoly(picture, points, (226.0, 224.0, 216.0))
        cv2.polylines(picture, [points], True, (120.0, 116.0, 110.0), 1)
    return picture


def _clutter(width: int, height: int, random: np.random.Generator) -> Pixels:
    picture = _dark(width, height, random) if random.random() < 0.5 else _wood(width, height, random)
    for _ in range(5):
        centre, long = (random.uniform(0, width), random.uniform(0, height)), random.uniform(60, 240)
        box = (centre, (long, random.uniform(8, 120)), random.uniform(0, 180))
        cv2.fillConvexPoly(
            picture, cv2.boxPoints(box).astype(np.int32), tuple(float(v) for v in random.uniform(20, 235, 3))
        )
    return picture


_DRAWN = {name: globals()[f"_{name}"] for name in KINDS}
