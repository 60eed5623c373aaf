"""What a lens blurred is sharper afterwards; what is plain stays plain."""

import numpy as np
import pytest
from PIL import Image, ImageFilter

from sothuhoso.imaging import sharpen
from tests.samples import drawing


def out_of_focus(image: Image.Image, radius: int) -> Image.Image:
    """Blurred by a disk, as a lens does it."""
    rows, columns = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    pixels = np.pad(np.asarray(image, dtype=np.float32), radius, mode="edge")
    spots = np.argwhere(rows**2 + columns**2 <= radius**2)
    summed = sum(pixels[y : y + image.height, x : x + image.width] for y, x in spots)
    return Image.fromarray((summed / len(spots)).astype(np.uint8))


def distance(one: Image.Image, other: Image.Image) -> float:
    return float(np.abs(np.asarray(one, dtype=np.float32) - np.asarray(other, dtype=np.float32)).mean())


@pytest.mark.parametrize("radius", [3, 5])
def test_refocusing_brings_the_modules_back(radius):
    code = drawing.code("Hoàng Thị Mai", 400).convert("L")
    blurred = out_of_focus(code, radius)
    assert distance(sharpen.refocused(blurred, radius), code) < distance(blurred, code) * 0.6


def test_calming_takes_noise_away():
    noise = Image.effect_noise((200, 200), 60)
    assert np.asarray(sharpen.calmed(noise, 2)).std() < np.asarray(noise).std() / 3


def test_crisping_steepens_an_edge():
    edge = Image.new("L", (60, 20), 100)
    edge.paste(160, (30, 0, 60, 20))
    soft = edge.filter(ImageFilter.GaussianBlur(2))
    assert np.ptp(np.asarray(sharpen.crisped(soft, 1))[10]) > np.ptp(np.asarray(soft)[10])


@pytest.mark.parametrize(
    "filtered", [lambda i: sharpen.calmed(i, 3), lambda i: sharpen.crisped(i, 3), lambda i: sharpen.refocused(i, 4)]
)
def test_a_plain_picture_stays_plain(filtered):
    plain = Image.new("L", (50, 30), 90)
    assert np.abs(np.asarray(filtered(plain), dtype=int) - 90).max() <= 1
