"""Every picture becomes plain sRGB or grey."""

import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from sothuhoso.imaging import colour
from tests.imaging import files


def profiled(image: Image.Image, profile: bytes) -> Image.Image:
    out = io.BytesIO()
    image.save(out, "PNG", icc_profile=profile)
    return Image.open(out)


@pytest.mark.parametrize("shade", [(200, 100, 50), (40, 180, 90), (120, 120, 120), (255, 255, 255), (90, 40, 160)])
def test_display_p3_becomes_what_it_looks_like(shade):
    image = profiled(Image.new("RGB", (8, 8), shade), files.display_p3())
    assert not colour.is_srgb(image)
    seen = np.array(colour.to_plain(image).getpixel((4, 4)))
    assert np.abs(seen - files.p3_in_srgb(shade)).max() <= 2


def test_srgb_is_left_alone():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = profiled(Image.new("RGB", (8, 8), (200, 100, 50)), profile)
    assert colour.is_srgb(image)
    assert colour.to_plain(image).getpixel((4, 4)) == (200, 100, 50)


@pytest.mark.parametrize("profile", [b"broken", bytes(200), files.display_p3()[:150]])
def test_a_broken_profile_counts_as_none(profile):
    image = Image.new("RGB", (8, 8), (200, 100, 50))
    image.info["icc_profile"] = profile
    assert colour.to_plain(image).getpixel((4, 4)) == (200, 100, 50)


def test_a_profile_for_other_channels_counts_as_none():
    image = Image.new("L", (8, 8), 77)
    image.info["icc_profile"] = files.display_p3()
    assert colour.to_plain(image).getpixel((4, 4)) == 77


def test_see_through_parts_become_white():
    image = Image.new("RGBA", (8, 8), (0, 0, 0, 0))
    assert colour.to_plain(image).getpixel((4, 4)) == (255, 255, 255)
    assert colour.to_grey(image).getpixel((4, 4)) == 255


def test_a_palette_keeps_its_colours():
    image = files.corners().convert("P", palette=Image.Palette.ADAPTIVE)
    assert files.seen_corners(colour.to_plain(image)) == files.CORNERS


def test_sixteen_bits_become_eight():
    image = Image.fromarray(np.array([[0, 32768, 65535]], dtype=np.uint16))
    assert [colour.to_plain(image).getpixel((x, 0)) for x in range(3)] == [0, 128, 255]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "I", "F", "I;16"])
def test_every_mode_ends_plain(mode):
    image = Image.new(mode, (8, 8))
    assert colour.to_plain(image).mode in {"L", "RGB"}
    assert colour.to_grey(image).mode == "L"
