"""The light on a photographed page: falling off, warm from a lamp, a hard shadow, a blown-out reflection.

Light is kept at a quarter of the photo's size: it changes slowly, and even a hard shadow has a soft rim.
"""

import cv2
import numpy as np

Pixels = np.ndarray
SHADES = ("edge", "phone", "hand")
_SHARE = 4


def falling_off(size: tuple[int, int], random: np.random.Generator) -> Pixels:
    """What light every photo has: brighter at one end, darker in the corners, white nearly right."""
    across, down = _grid(size)
    angle = random.uniform(0, 2 * np.pi)
    slope = random.uniform(0.05, 0.11) * (across * np.cos(angle) + down * np.sin(angle))
    light = 0.97 + slope - random.uniform(0.04, 0.1) * (across**2 + down**2)
    return light[:, :, None] * random.uniform(0.97, 1.02, 3).astype(np.float32)


def lamp(size: tuple[int, int], random: np.random.Generator) -> Pixels:
    """One warm lamp at the side: the far corner is dim and yellow."""
    across, down = _grid(size)
    angle = random.uniform(0, 2 * np.pi)
    far = np.hypot(across - 1.1 * np.cos(angle), down - 1.3 * np.sin(angle))
    light = 0.34 + 0.78 * np.exp(-((far / random.uniform(1.0, 1.4)) ** 2))
    return light[:, :, None] * np.array((1.06, 0.91, random.uniform(0.6, 0.74)), np.float32)


def shadow(
    size: tuple[int, int], shade: str, centre: Pixels, factor: float, blur: float, random: np.random.Generator
) -> Pixels:
    """A shadow with a sharp rim over part of the page around ``centre`` and over the table.

    ``blur`` is how wide the rim is, in pixels of the photo.
    """
    width, height = (side // _SHARE for side in size)
    mask = np.zeros((height, width), np.uint8)
    for shape in {"edge": _edge, "phone": _phone, "hand": _hand}[shade](width, random):
        points = np.round((shape + centre / _SHARE) * 16).astype(np.int32)
        cv2.fillPoly(mask, [points], 255, cv2.LINE_AA, 4)
    soft = cv2.GaussianBlur(mask, (0, 0), max(0.35, blur / 2.5 / _SHARE)).astype(np.float32) / 255
    cool = np.array((1.0, 1.01, 1.05), np.float32)  # the sky lights a shadow
    return 1 - soft[:, :, None] * (1 - np.float32(factor) * cool)


def lit(photo: Pixels, light: Pixels) -> Pixels:
    """The photo in that light."""
    whole = cv2.resize(light.astype(np.float32), photo.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return cv2.multiply(photo, whole, dtype=cv2.CV_8U)


def glared(photo: Pixels, centre: Pixels, area: float, random: np.random.Generator) -> Pixels:
    """A white spot of ``area`` pixels where nothing can be read, with a haze around it."""
    stretch, turn = random.uniform(1.0, 1.9), random.uniform(0, np.pi)
    reach = np.sqrt(area / np.pi)
    down, across = (np.arange(side // _SHARE, dtype=np.float32) * _SHARE for side in photo.shape[:2])
    right, below = across[None, :] - np.float32(centre[0]), down[:, None] - np.float32(centre[1])
    long = (right * np.cos(turn) + below * np.sin(turn)) / (reach * np.sqrt(stretch))
    short = (below * np.cos(turn) - right * np.sin(turn)) / (reach / np.sqrt(stretch))
    far = np.sqrt(long**2 + short**2)
    spot = 255 / (1 + np.exp((far - 1.02) * 26)) + 20 * np.exp(-((far / 1.7) ** 2))
    white = cv2.resize(np.clip(spot, 0, 255).astype(np.uint8), photo.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return cv2.add(photo, cv2.merge([white] * 3))


def _grid(size: tuple[int, int]) -> tuple[Pixels, Pixels]:
    """From -1 to 1 across and down."""
    across, down = (np.linspace(-1, 1, side // _SHARE, dtype=np.float32) for side in size)
    return across[None, :], down[:, None]


def _turned(points: list[tuple[float, float]], angle: float) -> Pixels:
    turning = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return np.array(points) @ turning


def _edge(width: int, random: np.random.Generator) -> list[Pixels]:
    """All on one side of a line: a person, a cupboard, a window's frame."""
    far = 3.0 * width
    return [_turned([(0, -far), (far, -far), (far, far), (0, far)], random.uniform(0, 2 * np.pi))]


def _phone(width: int, random: np.random.Generator) -> list[Pixels]:
    """The phone itself and the arm that holds it, from the lower edge."""
    half, high = random.uniform(0.16, 0.24) * width, random.uniform(0.3, 0.42) * width
    corner = half * 0.25
    body = [
        (x * (half - corner) + corner * np.cos(a), y * (high - corner) + corner * np.sin(a))
        for x, y, start in ((1, 1, 0), (-1, 1, 90), (-1, -1, 180), (1, -1, 270))
        for a in np.deg2rad(np.linspace(start, start + 90, 8))
    ]
    arm = [(half * 0.3, high * 0.2), (half * 1.5, high * 0.5), (half * 2.6, width * 1.6), (half * 0.9, width * 1.6)]
    angle = random.uniform(-0.6, 0.6)
    return [_turned(body, angle), _turned(arm, angle)]


def _hand(width: int, random: np.random.Generator) -> list[Pixels]:
    """A palm, four fingers and a thumb, the arm from one side."""
    palm = 0.14 * width * random.uniform(0.9, 1.3)
    round_ = np.linspace(0, 2 * np.pi, 40)
    shapes = [[(palm * np.cos(a), 1.15 * palm * np.sin(a)) for a in round_]]
    for index, long in enumerate((1.5, 1.85, 1.95, 1.7)):
        shapes.append(_finger(palm, (index - 1.5) * 0.24 + 0.04, long + 0.9))
    shapes.append(_finger(palm, -1.15, 1.9))
    shapes.append(
        [(-0.6 * palm, 0.5 * palm), (0.6 * palm, 0.5 * palm), (1.1 * palm, 3 * width), (-1.1 * palm, 3 * width)]
    )
    angle = float(random.choice((0.5, 1.2, -0.5, -1.2))) + random.uniform(-0.2, 0.2)
    return [_turned(shape, angle) for shape in shapes]


def _finger(palm: float, angle: float, long: float) -> list[tuple[float, float]]:
    """A stroke with a round end from the palm outwards."""
    thick, reach = palm * 0.2, palm * (long - 0.2)
    tip = [(thick * np.cos(a), -reach - thick * np.sin(a)) for a in np.linspace(0, np.pi, 10)]
    ends = [(thick, 0.0), *tip, (-thick, 0.0)]
    return [(x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle)) for x, y in ends]
