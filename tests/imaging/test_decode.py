"""The door: upright, whole, without anything but the picture, or refused by name."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from sothuhoso.domain.errors import DomainError, Invalid, TooLarge
from sothuhoso.imaging.decode import MAX_SIDE, clean, grey
from tests.imaging import files
from tests.samples.photo import as_file

KINDS = ("JPEG", "PNG", "WEBP", "HEIF")
COPIED = ("JPEG", "PNG", "WEBP")
TRACES = (b"May anh mau", b"Exif", b"http://ns.adobe.com", b"ICC_PROFILE", b"iCCP", b"eXIf", b"Display P3")


def assert_only_a_picture(content: bytes) -> None:
    assert not [trace for trace in TRACES if trace in content]
    image = files.opened(content)
    image.load()
    assert not dict(image.getexif())
    assert "icc_profile" not in image.info


@pytest.mark.parametrize("kind", COPIED)
def test_a_bare_upright_photo_keeps_its_bytes(kind):
    content = as_file(files.corners(), kind)
    image = clean(content)
    assert image.content == content
    assert not image.changed
    assert image.media_type == f"image/{kind.lower()}"
    assert (image.width, image.height) == (96, 64)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_way_of_holding_the_phone_comes_out_upright(kind, orientation):
    image = clean(as_file(files.corners(), kind, orientation=orientation))
    shown = files.opened(image.content)
    turned = kind == "HEIF" and orientation > 1  # the writer of HEIC turns the picture itself
    assert (image.width, image.height) == shown.size
    assert_only_a_picture(image.content)
    if not turned:
        assert shown.size == (96, 64)
        assert files.seen_corners(shown) == files.CORNERS
        assert files.seen_corners(files.opened(image.thumbnail)) == files.CORNERS


@pytest.mark.parametrize(
    ("orientation", "size", "order"),
    [
        (3, (96, 64), (3, 2, 1, 0)),
        (6, (64, 96), (2, 0, 3, 1)),
        (8, (64, 96), (1, 3, 0, 2)),
        (2, (96, 64), (1, 0, 3, 2)),
    ],
)
def test_a_heic_is_shown_as_its_own_property_says(orientation, size, order):
    image = clean(as_file(files.corners(), "HEIF", orientation=orientation))
    assert (image.width, image.height) == size
    assert files.seen_corners(files.opened(image.content)) == tuple(files.CORNERS[index] for index in order)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("orientation", [1, 6])
def test_the_place_where_it_was_taken_is_gone(kind, orientation):
    content = as_file(files.corners(), kind, orientation=orientation, place=True)
    assert b"May anh mau" in content
    image = clean(content)
    assert image.changed
    assert_only_a_picture(image.content)
    assert_only_a_picture(image.thumbnail)


@pytest.mark.parametrize("kind", COPIED)
def test_taking_metadata_away_costs_no_quality(kind):
    content = as_file(files.corners(), kind, place=True)
    assert np.array_equal(np.asarray(files.opened(clean(content).content)), np.asarray(files.opened(content)))


@pytest.mark.parametrize("kind", KINDS)
def test_display_p3_becomes_srgb(kind):
    shade = (200, 100, 50)
    image = clean(as_file(Image.new("RGB", (64, 64), shade), kind, icc_profile=files.display_p3(), quality=95))
    seen = np.array(files.opened(image.content).convert("RGB").getpixel((32, 32)))
    assert np.abs(seen - files.p3_in_srgb(shade)).max() <= 4
    assert_only_a_picture(image.content)


def test_heic_becomes_jpeg():
    image = clean(as_file(files.corners(), "HEIF"))
    assert image.media_type == "image/jpeg"
    assert image.changed
    assert files.opened(image.content).format == "JPEG"


@pytest.mark.parametrize("orientation", [1, 6])
def test_twelve_megapixels(orientation):
    whole = files.corners((4032, 3024))
    image = clean(as_file(whole, "JPEG", orientation=orientation, quality=85))
    thumbnail = files.opened(image.thumbnail)
    assert (image.width, image.height) == (4032, 3024)
    assert thumbnail.format == "JPEG"
    assert thumbnail.size == (320, 240)
    assert files.seen_corners(thumbnail) == files.CORNERS


def test_a_small_photo_is_not_blown_up():
    assert files.opened(clean(as_file(files.corners(), "PNG")).thumbnail).size == (96, 64)


def test_only_the_first_of_several_pictures_is_kept():
    out = io.BytesIO()
    files.corners().save(out, "WEBP", save_all=True, append_images=[Image.new("RGB", (96, 64), "white")], duration=50)
    image = clean(out.getvalue())
    shown = files.opened(image.content)
    assert getattr(shown, "n_frames", 1) == 1
    assert files.seen_corners(shown) == files.CORNERS


def test_printing_colours_are_drawn_anew():
    out = io.BytesIO()
    files.corners().convert("CMYK").save(out, "JPEG")
    image = clean(out.getvalue())
    assert files.opened(image.content).mode == "RGB"


def test_a_photo_with_damaged_exif_is_still_a_photo():
    content = as_file(files.corners(), "JPEG", place=True).replace(b"Exif\0\0MM", b"Exif\0\0XX")
    image = clean(content)
    assert_only_a_picture(image.content)
    assert files.seen_corners(files.opened(image.content)) == files.CORNERS


def test_more_pixels_than_the_limit_are_refused_by_the_header():
    for content in (files.png_claiming(60_000, 60_000), files.png_claiming(60_000, 1), files.bomb()):
        with pytest.raises(TooLarge) as caught:
            clean(content)
        assert caught.value.key == "image.too_many_pixels"
        assert caught.value.facts == {"limit": 50_000_000, "megapixels": 50}


@pytest.mark.parametrize("kind", KINDS)
def test_the_limit_of_pixels_is_exact(kind):
    content = as_file(files.corners(), kind)
    assert clean(content, max_pixels=96 * 64).width == 96
    with pytest.raises(TooLarge, match=r"image\.too_many_pixels"):
        clean(content, max_pixels=96 * 64 - 1)


def test_a_strip_longer_than_a_browser_draws_is_refused():
    with pytest.raises(TooLarge, match=r"image\.too_many_pixels"):
        clean(as_file(Image.new("L", (MAX_SIDE + 1, 1)), "PNG"))


def test_twenty_six_megabytes_are_refused():
    with pytest.raises(TooLarge, match=r"image\.too_many_bytes"):
        clean(as_file(files.corners(), "JPEG").ljust(26 * 1024 * 1024, b"\0"))


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"<svg/>", b"GIF89a", b"II*\0", b"not an image", b"\xff\xd8\xff"]
)
def test_what_is_no_photo_is_refused_by_both(content):
    for look in (clean, grey):
        with pytest.raises(DomainError):
            look(content)


@given(st.data())
def test_a_photo_cut_anywhere_is_refused(data):
    content = files.every_kind()[data.draw(st.sampled_from(KINDS))]
    with pytest.raises(DomainError) as caught:
        clean(content[: data.draw(st.integers(0, len(content) - 1))])
    assert caught.value.key in {"image.truncated", "image.not_an_image", "image.empty"}


def test_a_large_jpeg_cut_in_half_is_called_cut_off():
    content = as_file(Image.effect_noise((1200, 900), 60), "JPEG")
    with pytest.raises(Invalid, match=r"image\.truncated"):
        clean(content[: len(content) // 2])


@given(st.sampled_from(KINDS), st.lists(st.tuples(st.integers(0, 3000), st.binary(max_size=6)), min_size=1, max_size=8))
def test_damaged_photos_are_cleaned_or_refused(kind, damages):
    content = bytearray(as_file(files.corners(), kind, orientation=6, place=True))
    for at, other in damages:
        content[at : at + len(other)] = other
    try:
        image = clean(bytes(content))
        grey(bytes(content))
    except DomainError:
        return
    assert files.opened(image.content).size == (image.width, image.height)
    assert b"May anh mau" not in image.content


@given(
    st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x40\0\0\0WEBP", b"\0\0\0\x18ftypheic"]),
    st.binary(),
)
def test_random_bytes_never_raise_anything_but_a_refusal(head, rest):
    with pytest.raises(DomainError):
        clean(head + rest)


def test_grey_is_upright_and_one_byte_a_pixel():
    for kind in KINDS:
        image = grey(as_file(files.corners(), kind, orientation=6))
        assert image.mode == "L"
        if kind != "HEIF":
            assert image.size == (96, 64)
            assert abs(image.getpixel((80, 50)) - files.corners().convert("L").getpixel((80, 50))) < 8
