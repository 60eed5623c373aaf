"""Files lose what is not the picture, and nothing of the picture."""

import io
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from sothuhoso.domain.errors import Invalid
from sothuhoso.imaging.containers import bare
from sothuhoso.imaging.kinds import Kind
from tests.imaging import files
from tests.samples.photo import as_file

COPIED = (Kind.JPEG, Kind.PNG, Kind.WEBP)
SECRET = b"Trong nha ong Lu"


def pixels(content: bytes) -> np.ndarray:
    return np.asarray(files.opened(content))


@pytest.mark.parametrize("kind", COPIED)
def test_a_bare_file_stays_byte_for_byte(kind):
    content = as_file(files.corners(), kind)
    assert bare(content, kind) == content


@pytest.mark.parametrize(
    "options", [{"progressive": True}, {"restart_marker_rows": 1}, {"subsampling": 0}, {"dpi": (300, 300)}]
)
def test_all_ways_of_writing_a_jpeg_stay(options):
    content = as_file(files.corners(), "JPEG", **options)
    assert bare(content, Kind.JPEG) == content


@pytest.mark.parametrize("kind", COPIED)
def test_metadata_goes_and_every_pixel_stays(kind):
    content = as_file(files.corners(), kind, xmp=SECRET, icc_profile=files.display_p3(), place=True)
    assert b"May anh mau" in content
    left = bare(content, kind)
    for trace in (SECRET, b"May anh mau", b"Display P3", b"iCCP", b"eXIf", b"EXIF", b"Exif"):
        assert trace not in left
    assert np.array_equal(pixels(left), pixels(content))


def test_a_comment_and_a_second_picture_go_from_a_jpeg():
    out = io.BytesIO()
    files.corners().save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (96, 64))], comment=SECRET)
    content = out.getvalue() + SECRET
    assert content.count(b"\xff\xd8\xff") == 2
    left = bare(content, Kind.JPEG)
    assert left.count(b"\xff\xd8\xff") == 1
    assert SECRET not in left
    assert np.array_equal(pixels(left), pixels(content))


def test_texts_behind_the_picture_go_from_a_png():
    info = PngImagePlugin.PngInfo()
    info.add_text("Where", SECRET.decode())
    content = as_file(files.corners(), "PNG", pnginfo=info)
    content = content[:-12] + files.png_chunk(b"tEXt", b"After\0" + SECRET) + content[-12:] + SECRET
    left = bare(content, Kind.PNG)
    assert SECRET not in left
    assert left == as_file(files.corners(), "PNG")


def test_a_see_through_webp_stays_see_through():
    image = files.corners().convert("RGBA")
    image.putalpha(120)
    content = as_file(image, "WEBP", xmp=SECRET)
    left = bare(content, Kind.WEBP)
    assert SECRET not in left
    assert np.array_equal(pixels(left), pixels(content))
    assert bare(left, Kind.WEBP) == left


@given(st.data())
def test_a_file_that_ends_early_is_refused(data):
    kind = data.draw(st.sampled_from(COPIED))
    content = as_file(files.corners(), kind)
    end = data.draw(st.integers(0, len(content) - 1))
    with pytest.raises(Invalid, match=r"image\.truncated"):
        bare(content[:end], kind)


@given(st.binary(max_size=200), st.sampled_from(COPIED))
def test_any_bytes_end_in_a_file_or_a_refusal(rest, kind):
    head = as_file(files.corners(), kind)[:12]
    try:
        left = bare(head + rest, kind)
    except Invalid:
        return
    assert len(left) <= len(head + rest)


def test_a_webp_whose_parts_reach_beyond_it_is_refused():
    content = b"RIFF" + struct.pack("<I", 12) + b"WEBPVP8 " + struct.pack("<I", 4096)
    with pytest.raises(Invalid, match=r"image\.truncated"):
        bare(content, Kind.WEBP)
