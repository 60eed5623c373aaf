"""Phone photos of papers on a desk: distance, slant, light, shadow, blur, shake, glare, curl, screens, and what is cut off.

``python -m tests.samples.snapshots FOLDER [--first 1] [--last 4] [--only WORD]`` writes JPEGs, the ``.txt`` beside each,
and manifest.json: file, condition, the page's corners ``quad`` in pixels (they may lie beyond the frame; ``null`` where
there is no page), ``paper``, ``surface``, ``cut`` where text is missing.
"""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from tests.samples.sheets import Sheet, sheet
from tests.samples.tabletops import KINDS, tabletop

TWELVE, FIVE = (3024, 4032), (1944, 2592)
#: condition → what differs from a good photo
CONDITIONS: dict[str, dict[str, float]] = {
    "good12": {},
    "good5": {"five": 1},
    "far12": {"share": 0.62},
    "tiny12": {"share": 0.36},
    "tilt12": {"slant": 0.11},
    "turned12": {"turn": 14},
    "dark12": {"light": 0.26, "noise": 11},
    "night12": {"light": 0.12, "noise": 16},
    "shadow12": {"shadow": 0.5},
    "lamp12": {"lamp": 1},
    "blur2": {"blur": 2.0},
    "blur4": {"blur": 4.0},
    "blur6": {"blur": 6.0},
    "blur9": {"blur": 9.0},
    "blur14": {"blur": 14.0},
    "shake6": {"shake": 6},
    "shake14": {"shake": 14},
    "shake24": {"shake": 24},
    "shake40": {"shake": 40},
    "glare1": {"glare": 0.012},
    "glare4": {"glare": 0.05},
    "glare10": {"glare": 0.12},
    "jpeg12": {"quality": 28},
    "curl12": {"curl": 0.012},
    "half12": {"half_blur": 10.0},
    "sideways12": {"turn": 90},
    "upside12": {"turn": 180},
    "cut12": {"cut": 1},
    "screen12": {"screen": 1},
    "blank12": {"blank": 1},
    "none12": {"none": 1},
}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One photo."""

    condition: str
    seed: int

    @property
    def name(self) -> str:
        return f"{self.condition}_{self.seed}.jpg"

    @property
    def _asked(self) -> dict[str, float]:
        return CONDITIONS[self.condition]

    @property
    def _random(self) -> np.random.Generator:
        return np.random.default_rng([self.seed, list(CONDITIONS).index(self.condition)])

    @property
    def surface(self) -> str:
        return KINDS[(self.seed + list(CONDITIONS).index(self.condition)) % len(KINDS)]

    def sheet(self) -> Sheet:
        drawn = sheet(self.seed)
        if self._asked.get("blank"):
            return Sheet(Image.new("RGB", drawn.image.size, (250, 249, 245)), "", "A4")
        return drawn

    def corners(self, drawn: Sheet) -> np.ndarray | None:
        """Top left, top right, bottom right, bottom left of the page, as it stands on its feet."""
        asked, random = self._asked, self._random
        if asked.get("none"):
            return None
        size = np.array(FIVE if asked.get("five") else TWELVE, float)
        width = size[0] * asked.get("share", random.uniform(0.8, 0.93))
        height = width * drawn.image.height / drawn.image.width
        turn = asked.get("turn", 0) * (1 if random.random() < 0.5 or asked.get("turn", 0) >= 90 else -1)
        turn += random.uniform(-4, 4)
        if abs(turn) % 180 > 45:
            width, height = width * 0.68, height * 0.68  # the long side lies along the frame's short one
        if abs(asked.get("turn", 0)) in range(5, 45):
            width, height = width * 0.8, height * 0.8
        flat = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * (width / 2, height / 2)
        angle = np.deg2rad(turn)
        flat = flat @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        slant = asked.get("slant", 0.03)
        flat += random.uniform(-slant, slant, (4, 2)) * width
        if asked.get("cut"):
            flat += np.array([(size[0] - width) / 2 + width * 0.12, 0]) * random.choice((-1, 1))
        else:
            flat += random.uniform(-0.02, 0.02, 2) * size
        return flat + size / 2

    def content(self) -> bytes:
        """The photo as the phone saves it."""
        drawn = self.sheet()
        picture = self._sensed(*self._laid(drawn))
        out = io.BytesIO()
        Image.fromarray(picture).save(out, "JPEG", quality=int(self._asked.get("quality", 90)))
        return out.getvalue()

    def holds(self, drawn: Sheet) -> dict[str, object]:
        corners = self.corners(drawn)
        told = {"file": self.name, "condition": self.condition, "seed": self.seed, "surface": self.surface}
        quad = None if corners is None else corners.round(1).tolist()
        return told | {"quad": quad, "paper": drawn.paper, "cut": bool(self._asked.get("cut"))}

    def _laid(self, drawn: Sheet) -> tuple[np.ndarray, np.ndarray | None]:
        asked, random = self._asked, np.random.default_rng([self.seed, 77])
        size = FIVE if asked.get("five") else TWELVE
        frame = tabletop(self.surface, size, random)
        corners = self.corners(drawn)
        if corners is None:
            return frame, None
        page = np.asarray(drawn.image)
        if asked.get("screen"):
            page = _on_screen(page)
        known = np.array([[0, 0], [page.shape[1], 0], [page.shape[1], page.shape[0]], [0, page.shape[0]]], np.float32)
        scale = float(np.linalg.norm(corners[1] - corners[0])) / page.shape[1]
        if scale < 1:
            page = cv2.GaussianBlur(page, (0, 0), 0.45 / scale)
        plane = cv2.getPerspectiveTransform(known, corners.astype(np.float32))
        mask = np.full(page.shape[:2], 255, np.uint8)
        if asked.get("curl"):
            x, y = _curled(size, plane, page.shape, asked["curl"])
            laid = cv2.remap(page, x, y, cv2.INTER_LINEAR)
            covered = cv2.remap(mask, x, y, cv2.INTER_LINEAR)
        else:
            laid = cv2.warpPerspective(page, plane, size, flags=cv2.INTER_LINEAR)
            covered = cv2.warpPerspective(mask, plane, size, flags=cv2.INTER_LINEAR)
        shade = cv2.GaussianBlur(covered, (0, 0), size[0] / 130).astype(np.float32)[..., None] / 255
        frame = frame * (1 - 0.35 * np.roll(shade, (size[0] // 260, size[0] // 300), (0, 1)))  # the paper's own shadow
        share = covered.astype(np.float32)[..., None] / 255
        return frame * (1 - share) + laid * share, corners

    def _sensed(self, frame: np.ndarray, corners: np.ndarray | None) -> np.ndarray:
        asked, random = self._asked, np.random.default_rng([self.seed, 78])
        height, width = frame.shape[:2]
        y, x = np.mgrid[:height, :width].astype(np.float32)
        angle = random.uniform(0, 6.28)
        ramp = ((x / width - 0.5) * np.cos(angle) + (y / height - 0.5) * np.sin(angle))[..., None]
        frame = frame * (0.94 + random.uniform(0.05, 0.22) * ramp)
        if asked.get("lamp"):
            far = np.hypot(x - width * random.uniform(0, 1), y - height * random.uniform(0, 1))[..., None] / height
            frame = frame * np.exp(-1.1 * far) * np.array((1.15, 1.0, 0.78), np.float32) * 1.25
        if asked.get("shadow"):
            frame = frame * _shadow(width, height, asked["shadow"], random)
        if asked.get("glare") and corners is not None:
            frame = frame + _glare(x, y, corners, asked["glare"], random)
        if asked.get("blur"):
            frame = cv2.filter2D(frame, -1, _disc(asked["blur"]))
        if asked.get("half_blur"):
            soft = cv2.filter2D(frame, -1, _disc(asked["half_blur"]))
            share = np.clip((y / height - 0.45) * 5, 0, 1)[..., None]
            frame = frame * (1 - share) + soft * share
        if asked.get("shake"):
            frame = cv2.filter2D(frame, -1, _shake(int(asked["shake"]), random.uniform(0, 180)))
        frame = frame * asked.get("light", 1.0)
        noise = asked.get("noise", 2.0)
        frame = (
            frame + cv2.GaussianBlur(random.standard_normal(frame.shape, dtype=np.float32) * noise, (0, 0), 0.7) * 1.6
        )
        return np.clip(frame, 0, 255).astype(np.uint8)


def _disc(radius: float) -> np.ndarray:
    side = int(np.ceil(radius)) * 2 + 1
    y, x = np.mgrid[:side, :side] - side // 2
    kernel = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
    return kernel / kernel.sum()


def _shake(length: int, heading: float) -> np.ndarray:
    kernel = np.zeros((length * 2 + 1, length * 2 + 1), np.float32)
    far = np.array((np.cos(np.deg2rad(heading)), np.sin(np.deg2rad(heading)))) * length / 2
    start, end = (tuple(int(round(v)) for v in np.array((length, length)) + side * far) for side in (-1, 1))
    cv2.line(kernel, start, end, 1.0, 1, cv2.LINE_AA)
    return kernel / kernel.sum()


def _shadow(width: int, height: int, factor: float, random: np.random.Generator) -> np.ndarray:
    """Of a hand, a telephone or a window's edge: hard or soft."""
    mask = np.zeros((height // 4, width // 4), np.float32)
    if random.random() < 0.5:
        box = (
            (random.uniform(0, width / 4), random.uniform(0, height / 4)),
            (width / 7, height / 5),
            random.uniform(0, 180),
        )
        cv2.fillConvexPoly(mask, cv2.boxPoints(box).astype(np.int32), 1.0)
    else:
        angle, y, x = random.uniform(0, 6.28), *np.mgrid[: height // 4, : width // 4]
        mask[
            (x - width / 8) * np.cos(angle) + (y - height / 8) * np.sin(angle) > random.uniform(-width / 20, width / 12)
        ] = 1
    mask = cv2.GaussianBlur(mask, (0, 0), float(random.uniform(1, 8)))
    return (1 - (1 - factor * random.uniform(0.75, 1.2)) * cv2.resize(mask, (width, height)))[..., None]


def _glare(x: np.ndarray, y: np.ndarray, corners: np.ndarray, share: float, random: np.random.Generator) -> np.ndarray:
    """A lamp mirrored in the paper: ``share`` of the page blown out."""
    inside = corners.mean(0) + (corners[0] - corners.mean(0)) * random.uniform(-0.5, 0.6)
    area = cv2.contourArea(corners.astype(np.float32)) * share
    radius = np.sqrt(area / np.pi)
    far = np.hypot(x - inside[0], (y - inside[1]) * random.uniform(0.7, 1.4)) / radius
    return (330 * np.clip(1.35 - far, 0, 1) ** 0.7)[..., None]


def _curled(
    size: tuple[int, int], plane: np.ndarray, page: tuple[int, ...], bow: float
) -> tuple[np.ndarray, np.ndarray]:
    """Where each pixel of the frame is on a page whose middle bows out."""
    x, y = np.meshgrid(np.arange(size[0], dtype=np.float32), np.arange(size[1], dtype=np.float32))
    back = np.linalg.inv(plane)
    z = back[2, 0] * x + back[2, 1] * y + back[2, 2]
    u = (back[0, 0] * x + back[0, 1] * y + back[0, 2]) / z
    v = (back[1, 0] * x + back[1, 1] * y + back[1, 2]) / z
    return u.astype(np.float32), (v + np.sin(np.pi * np.clip(u / page[1], 0, 1)) * bow * page[0]).astype(np.float32)


def _on_screen(page: np.ndarray) -> np.ndarray:
    """As a monitor shows it: coarse dots, each of three colours, cool light."""
    rows, columns = page.shape[0] // 3, page.shape[1] // 3
    small = cv2.resize(page, (columns // 2, rows // 2), interpolation=cv2.INTER_AREA)
    dots = cv2.resize(small, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_NEAREST).astype(np.float32)
    stripes = np.ones_like(dots) * 0.72
    for channel in range(3):
        stripes[:, channel * 2 :: 6, channel] = 1.35
        stripes[:, channel * 2 + 1 :: 6, channel] = 1.35
    stripes[::6] *= 0.6
    return np.clip(dots * stripes * (0.92, 0.98, 1.06), 0, 255).astype(np.uint8)


def snapshots(seeds: range, only: str = "") -> Iterator[Snapshot]:
    """Each condition once for each seed."""
    yield from (Snapshot(name, seed) for seed in seeds for name in CONDITIONS if only in name)


def main() -> None:
    """Draw them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--last", type=int, default=4)
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    told = []
    for one in snapshots(range(asked.first, asked.last + 1), asked.only):
        drawn = one.sheet()
        (asked.folder / one.name).write_bytes(one.content())
        (asked.folder / one.name).with_suffix(".txt").write_text(drawn.text, "utf-8")
        told.append(one.holds(drawn))
    (asked.folder / "manifest.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
