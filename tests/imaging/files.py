"""Files that photos are mistaken for, and small true ones with something special about them."""

import io
import struct
import zlib

import numpy as np
from PIL import Image

from sothuhoso.imaging import decode  # noqa: F401 - teaches Pillow HEIC, also when a test file runs alone
from tests.samples.photo import as_file

CORNERS = ((200, 30, 30), (30, 160, 60), (40, 60, 200), (240, 200, 40))  # top left, top right, bottom left and right
# Display P3 to the profile's connection space (columns: red, green, blue), and the same for sRGB
P3 = np.array([[0.51512, 0.29198, 0.15710], [0.24120, 0.69225, 0.06657], [-0.00105, 0.04189, 0.78407]])
SRGB = np.array([[0.43607, 0.38515, 0.14307], [0.22249, 0.71687, 0.06061], [0.01392, 0.09708, 0.71410]])
GAMMA = 2.2


def corners(size: tuple[int, int] = (96, 64)) -> Image.Image:
    """A picture that tells which way is up: one colour in each quarter."""
    image = Image.new("RGB", size)
    half = (size[0] // 2, size[1] // 2)
    for index, colour in enumerate(CORNERS):
        image.paste(colour, (index % 2 * half[0], index // 2 * half[1], size[0], size[1]))
        if index == 2:  # the last quarter is not to be painted over
            image.paste(CORNERS[3], (half[0], half[1], size[0], size[1]))
    return image


def seen_corners(image: Image.Image) -> tuple[tuple[int, int, int], ...]:
    """The pure colour that each quarter of a picture comes nearest to."""
    small = image.convert("RGB")
    places = [(small.width * x // 4, small.height * y // 4) for y in (1, 3) for x in (1, 3)]
    return tuple(min(CORNERS, key=lambda c, at=at: _apart(c, small.getpixel(at))) for at in places)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def every_kind() -> dict[str, bytes]:
    """A small photo of each kind that is taken, without metadata."""
    return {kind: as_file(corners(), kind) for kind in ("JPEG", "PNG", "WEBP", "HEIF")}


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header promises a huge picture."""
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb() -> bytes:
    """A whole PNG of 81 megapixels in about ten kilobytes."""
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG", optimize=True)
    return out.getvalue()


def display_p3() -> bytes:
    """A colour profile as phones write it: three primaries and a gamma (ICC.1:2001-04)."""
    numbers = {name: _xyz(P3[:, column]) for column, name in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))}
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(GAMMA * 256)) + bytes(2)
    name = b"Display P3\0"
    description = b"desc" + bytes(4) + struct.pack(">I", len(name)) + name + bytes(79)
    tags = numbers | {b"wtpt": _xyz((0.9642, 1.0, 0.8249)), b"desc": description, b"cprt": b"text" + bytes(8)}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    table, body, start = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for tag, data in tags.items():
        padded = data + bytes(-len(data) % 4)
        table += tag + struct.pack(">II", start + len(body), len(data))
        body += padded
    head = struct.pack(">I4sI4s4s4s", start + len(body), bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    head += bytes(12) + b"acsp" + bytes(28) + struct.pack(">3i", 63190, 65536, 54061) + bytes(48)
    return head + table + body


def p3_in_srgb(colour: tuple[int, int, int]) -> np.ndarray:
    """What a Display P3 colour is in sRGB, computed apart from the colour engine."""
    light = np.linalg.inv(SRGB) @ P3 @ (np.array(colour) / 255) ** GAMMA
    light = np.clip(light, 0, 1)
    return 255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def _xyz(values) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(value * 65536) for value in values))


def _apart(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
