"""A phone's photo of a flat thing: on a table, slanted, in bad light, saved as phones save it."""

import io
from dataclasses import dataclass

import numpy as np
from PIL import ExifTags, Image, ImageFilter

TWELVE_MEGAPIXELS = (3024, 4032)
PLACE = {1: "N", 2: (21.0, 45.0, 12.0), 3: "E", 4: (106.0, 1.0, 30.0)}  # what must never leave the phone
# how a camera held otherwise stores the picture: what undoes the turning that the tag asks for
_STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@dataclass(frozen=True, slots=True)
class Shot:
    """How a photo is taken. Lengths in pixels, ``share`` of the frame's width, ``turn`` in degrees."""

    size: tuple[int, int] = TWELVE_MEGAPIXELS
    share: float = 0.7
    turn: float = 0.0
    slant: float = 0.04  # how far the corners move, of the thing's width
    blur: float = 0.0
    noise: float = 2.0
    light: float = 1.0
    glare: float = 0.0  # radius of a white spot, of the thing's width
    seed: int = 1
    motion: float = 0.0  # how far the hand moved while the shutter was open
    heading: float = 0.0  # in which direction, in degrees


def photograph(thing: Image.Image, shot: Shot | None = None) -> Image.Image:
    """The thing lying on a table, as the sensor sees it."""
    shot = shot or Shot()
    random = np.random.default_rng(shot.seed)
    frame = _table(shot, random)
    corners = _corners(thing, shot, random)
    frame = _laid(frame, thing, corners)
    if shot.blur:
        frame = frame.filter(ImageFilter.GaussianBlur(shot.blur))
    if shot.motion:
        frame = _shaken(frame, shot)
    return _sensed(frame, corners, shot, random)


def as_file(image: Image.Image, kind: str = "JPEG", *, orientation: int = 1, place: bool = False, **options) -> bytes:
    """The bytes a phone saves: stored turned as ``orientation`` says, with the place where it was taken if asked."""
    exif = Image.Exif()
    if orientation != 1:
        exif[ExifTags.Base.Orientation] = orientation
        if kind != "HEIF":  # the HEIC writer turns by a property of its own
            image = image.transpose(_STORED[orientation])
    if place:
        exif[ExifTags.Base.Make] = "May anh mau"
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(PLACE)
    out = io.BytesIO()
    image.save(out, kind, **({"exif": exif.tobytes()} if orientation != 1 or place else {}), **options)
    return out.getvalue()


def _table(shot: Shot, random: np.random.Generator) -> Image.Image:
    grain = random.integers(96, 128, (shot.size[1] // 400 + 2, shot.size[0] // 24 + 2), dtype=np.uint8)
    wood = Image.fromarray(grain).resize(shot.size, Image.Resampling.BICUBIC)
    return Image.merge("RGB", [wood.point(lambda v, k=k: v * k) for k in (1.05, 0.86, 0.68)])


def _corners(thing: Image.Image, shot: Shot, random: np.random.Generator) -> np.ndarray:
    """Where the thing's corners fall in the frame: top left, top right, bottom right, bottom left."""
    width = shot.size[0] * shot.share
    height = width * thing.height / thing.width
    flat = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * (width / 2, height / 2)
    angle = np.deg2rad(shot.turn)
    turning = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    wobble = random.uniform(-shot.slant, shot.slant, (4, 2)) * width
    return flat @ turning + wobble + np.array(shot.size) / 2


def _laid(frame: Image.Image, thing: Image.Image, corners: np.ndarray) -> Image.Image:
    known = ((0, 0), (thing.width, 0), (thing.width, thing.height), (0, thing.height))
    rows, values = [], []
    for (x, y), (u, v) in zip(corners, known, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    plane = tuple(np.linalg.solve(np.array(rows), np.array(values)))
    share = float(np.linalg.norm(corners[1] - corners[0])) / thing.width
    source = thing.filter(ImageFilter.GaussianBlur(0.45 / share)) if share < 1 else thing  # a lens has no aliasing
    layer = source.convert("RGBA").transform(frame.size, Image.Transform.PERSPECTIVE, plane, Image.Resampling.BICUBIC)
    frame.paste(layer, mask=layer.getchannel("A"))
    return frame


def _shaken(frame: Image.Image, shot: Shot) -> Image.Image:
    """The mean of the frame moved step by step along a line."""
    steps = max(2, round(shot.motion) + 1)
    angle = np.deg2rad(shot.heading)
    sums = np.zeros((frame.height, frame.width, 3), np.float32)
    for step in np.linspace(-shot.motion / 2, shot.motion / 2, steps):
        across, down = round(float(step * np.cos(angle))), round(float(step * np.sin(angle)))
        sums += np.roll(np.asarray(frame), (down, across), (0, 1))
    return Image.fromarray((sums / steps).astype(np.uint8))


def _sensed(frame: Image.Image, corners: np.ndarray, shot: Shot, random: np.random.Generator) -> Image.Image:
    """Light falling off, a reflection, and the noise of the sensor (rougher in the dark)."""
    pixels = np.asarray(frame, dtype=np.float32) * np.float32(shot.light)
    rows = np.linspace(1.06, 0.82, frame.height, dtype=np.float32)[:, None, None]
    pixels = pixels * rows
    if shot.glare:
        y, x = np.ogrid[: frame.height, : frame.width]
        centre = corners[1] * 0.8 + corners[3] * 0.2  # near the code's corner
        radius = shot.glare * np.linalg.norm(corners[1] - corners[0])
        spot = np.exp(-((x - centre[0]) ** 2 + (y - centre[1]) ** 2) / (2 * radius**2)).astype(np.float32)
        pixels += 400 * spot[:, :, None]
    if shot.noise:
        pixels += random.standard_normal(pixels.shape, dtype=np.float32) * np.float32(shot.noise)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
