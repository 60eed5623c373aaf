"""Where a flat or bent sheet on a table falls in a phone's photo: a camera with one lens, in millimetres and pixels."""

from dataclasses import dataclass

import cv2
import numpy as np

cv2.setNumThreads(1)  # the same time wherever it runs

Pixels = np.ndarray
_STEP = 8  # bent sheets are followed at every eighth pixel: they bend slowly


@dataclass(frozen=True, slots=True)
class Pose:
    """How the phone is held. ``share`` of the frame's width that the page takes, angles in degrees."""

    share: float
    turn: float = 0.0
    tilt: float = 0.0  # the far end is the photo's upper end
    yaw: float = 0.0
    place: tuple[float, float] = (0.5, 0.5)  # in what room is left


@dataclass(frozen=True, slots=True)
class Bend:
    """A sheet that does not lie flat: a hump in the middle, or one side that stands up."""

    height: float  # millimetres
    across: bool  # bent along its width; else along its length
    hump: bool

    def lift(self, spots: Pixels, sides: tuple[float, float]) -> Pixels:
        """How high the sheet is at these places."""
        axis = 0 if self.across else 1
        part = np.clip(spots[..., axis] / sides[axis], -0.6, 0.6)
        return self.height * (1 - 4 * part**2 if self.hump else (part + 0.5) ** 2)

    def light(self, count: int) -> Pixels:
        """How bright the sheet is along its bent side: what turns from the lamp is darker."""
        part = np.linspace(-0.5, 0.5, count, dtype=np.float32)
        slope = -8 * part if self.hump else 2 * (part + 0.5)
        return 1 - np.float32(self.height / 160) * np.abs(slope)


@dataclass(frozen=True, slots=True)
class View:
    """From millimetres (x right, y down, z up from the table, all from the page's middle) to pixels of the photo."""

    matrix: Pixels  # 3 × 4
    size: tuple[int, int]

    @property
    def flat(self) -> Pixels:
        """The plane of the table alone."""
        return self.matrix[:, [0, 1, 3]]

    def seen(self, spots: Pixels, lift: Pixels | float = 0.0) -> Pixels:
        """Where places on the table, or ``lift`` above it, are in the photo."""
        high = np.broadcast_to(np.asarray(lift, dtype=np.float64), spots.shape[:-1])
        ends = np.stack((spots[..., 0], spots[..., 1], high, np.ones_like(high)), axis=-1) @ self.matrix.T
        return ends[..., :2] / ends[..., 2:]

    def ground(self, pixels: Pixels) -> Pixels:
        """What place on the table is seen at these pixels."""
        ends = np.concatenate((pixels, np.ones_like(pixels[..., :1])), axis=-1) @ np.linalg.inv(self.flat).T
        return ends[..., :2] / ends[..., 2:]

    def moved(self, across: float, down: float) -> "View":
        """The same with everything shifted in the photo."""
        shift = np.array([[1, 0, across], [0, 1, down], [0, 0, 1]])
        return View(shift @ self.matrix, self.size)


def corners(sides: tuple[float, float]) -> Pixels:
    """Top left, top right, bottom right, bottom left of a sheet, in millimetres."""
    return np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * sides / 2


def view(sides: tuple[float, float], size: tuple[int, int], pose: Pose) -> View:
    """The phone goes so far away that the page takes its share of the photo, and is never too high for it."""
    distance = sides[0] / pose.share
    for _ in range(6):
        extent = np.ptp(_view(size, pose, distance).seen(corners(sides)), axis=0) / size
        distance *= float(max(extent[0] / pose.share, extent[1] / 0.985))
    made = _view(size, pose, distance)
    spots = made.seen(corners(sides))
    room = np.array(size) - np.ptp(spots, axis=0)
    across, down = room * pose.place - spots.min(axis=0)
    return made.moved(across, down)


def laid(table: Pixels, sheet: Pixels, seen: View, sides: tuple[float, float], bend: Bend | None = None) -> Pixels:
    """The photo of the table with the sheet on it and the thin shadow that every sheet throws."""
    if bend is not None:
        light = bend.light(sheet.shape[1 if bend.across else 0])
        light = light[None, :, None] if bend.across else light[:, None, None]
        sheet = np.clip(sheet * light, 0, 255).astype(np.uint8)
    opaque = cv2.merge([*cv2.split(sheet), np.full(sheet.shape[:2], 255, np.uint8)])
    if bend is None:
        flags = cv2.INTER_CUBIC
        layer = cv2.warpPerspective(opaque, seen.flat @ _millimetres(sheet, sides), seen.size, flags=flags)
    else:
        layer = _bent(opaque, seen, sides, bend)
    return _on(table, layer)


def softened(sheet: Pixels, seen: View, sides: tuple[float, float]) -> Pixels:
    """The sheet without what is finer than a pixel of the photo: a lens does not let it through."""
    edges = seen.seen(corners(sides))
    share = float(np.linalg.norm(edges - np.roll(edges, 1, axis=0), axis=1).sum()) / (2 * sum(sheet.shape[:2]))
    while share < 0.4:
        sheet, share = cv2.resize(sheet, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), share * 2
    return cv2.GaussianBlur(sheet, (0, 0), 0.5 / share) if share < 1.2 else sheet


def _view(size: tuple[int, int], pose: Pose, distance: float) -> View:
    turn, tilt, yaw = np.deg2rad((pose.turn, -pose.tilt, pose.yaw))
    about_z = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    about_x = np.array([[1, 0, 0], [0, np.cos(tilt), -np.sin(tilt)], [0, np.sin(tilt), np.cos(tilt)]])
    about_y = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    turned = about_y @ about_x @ about_z @ np.diag((1, 1, -1))  # up is towards the phone
    lens = np.array([[size[0], 0, size[0] / 2], [0, size[0], size[1] / 2], [0, 0, 1]])  # 26 mm, as phones have
    return View(lens @ np.column_stack((turned, (0, 0, distance))), size)


def _millimetres(sheet: Pixels, sides: tuple[float, float]) -> Pixels:
    """From pixels of the sheet to its millimetres from the middle."""
    across, down = sides[0] / sheet.shape[1], sides[1] / sheet.shape[0]
    return np.array([[across, 0, (across - sides[0]) / 2], [0, down, (down - sides[1]) / 2], [0, 0, 1]])


def _bent(opaque: Pixels, seen: View, sides: tuple[float, float], bend: Bend) -> Pixels:
    """For each pixel the place on the sheet, nearer with each step of the search."""
    across, down = (np.arange(side // _STEP + 1) * _STEP + (_STEP - 1) / 2 for side in seen.size)
    pixels = np.stack(np.meshgrid(across, down), axis=-1)
    flat = seen.ground(pixels)
    spots = flat
    for _ in range(10):
        spots = spots + flat - seen.ground(seen.seen(spots, bend.lift(spots, sides)))
    inverse = np.linalg.inv(_millimetres(opaque, sides))
    places = (spots @ inverse[:2, :2].T + inverse[:2, 2]).astype(np.float32)
    whole = cv2.resize(places, (len(across) * _STEP, len(down) * _STEP), interpolation=cv2.INTER_LINEAR)
    whole = whole[: seen.size[1], : seen.size[0]]
    return cv2.remap(opaque, whole[..., 0], whole[..., 1], cv2.INTER_CUBIC)


def _on(table: Pixels, layer: Pixels) -> Pixels:
    *colours, cover = cv2.split(layer)
    shade = _contact(cover)
    under = cv2.multiply(table, cv2.merge([shade] * 3), scale=1 / 255)
    free = cv2.bitwise_not(cover)
    under = cv2.multiply(under, cv2.merge([free] * 3), scale=1 / 255)
    return cv2.add(under, cv2.merge(colours))


def _contact(cover: Pixels) -> Pixels:
    """Dark close to the edge, and a wider, fainter shadow away from the lamp."""
    height, width = cover.shape
    small = cv2.resize(cover, (width // 4, height // 4), interpolation=cv2.INTER_AREA)
    unit = width / 4 / 756
    away = np.array([[1, 0, 3 * unit], [0, 1, 5 * unit]])
    wide = cv2.GaussianBlur(cv2.warpAffine(small, away, small.shape[::-1]), (0, 0), 7 * unit)
    near = cv2.GaussianBlur(small, (0, 0), 1.4 * unit)
    dark = cv2.addWeighted(wide, 0.30, near, 0.26, 0)
    return cv2.bitwise_not(cv2.resize(dark, (width, height), interpolation=cv2.INTER_LINEAR))
