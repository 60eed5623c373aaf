"""What bytes are is told by the bytes."""

import pytest

from sothuhoso.domain.errors import DomainError, Invalid, TooLarge, WrongKind
from sothuhoso.imaging.kinds import Kind, kind_of
from tests.imaging import files

LIMIT = 1024 * 1024


@pytest.mark.parametrize(("name", "content"), files.every_kind().items())
def test_photos_are_known_by_their_bytes(name, content):
    assert kind_of(content, max_bytes=LIMIT) is Kind(name)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "image.pdf"),
        (b"\n\n%PDF-1.4", "image.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image.svg"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x -->\n<SVG/>", "image.svg"),
        (b"GIF89a\x01\x00\x01\x00", "image.gif"),
        (b"GIF87a", "image.gif"),
        (b"II*\0\x08\0\0\0", "image.tiff"),
        (b"MM\0*\0\0\0\x08", "image.tiff"),
        (b"PK\x03\x04word/document.xml", "image.document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "image.document"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0isommp42", "image.video"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "image.video"),
        (b"\x1a\x45\xdf\xa3\x01", "image.video"),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", "image.kind_not_taken"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", "image.kind_not_taken"),
        (b"BM\x46\0\0\0", "image.kind_not_taken"),
        (b"\xff\x0a\xfa", "image.kind_not_taken"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "image.not_an_image"),
        (b"<!doctype html><img src=x>", "image.not_an_image"),
        ("Đây là chữ".encode(), "image.not_an_image"),
        (b"\0", "image.not_an_image"),
    ],
)
def test_what_is_no_photo_is_refused_by_its_name(content, key):
    with pytest.raises(WrongKind) as caught:
        kind_of(content, max_bytes=LIMIT)
    assert caught.value.key == key


def test_nothing_is_refused_as_nothing():
    with pytest.raises(Invalid, match=r"image\.empty"):
        kind_of(b"", max_bytes=LIMIT)


def test_the_limit_of_bytes_is_named_and_exact():
    jpeg = b"\xff\xd8\xff".ljust(LIMIT, b"\0")
    assert kind_of(jpeg, max_bytes=LIMIT) is Kind.JPEG
    with pytest.raises(TooLarge) as caught:
        kind_of(jpeg + b"\0", max_bytes=LIMIT)
    assert (caught.value.key, caught.value.facts) == ("image.too_many_bytes", {"limit": LIMIT, "megabytes": 1})


def test_a_name_for_the_kind_travels_with_the_refusal():
    with pytest.raises(DomainError) as caught:
        kind_of(b"BM\x46\0", max_bytes=LIMIT)
    assert caught.value.facts == {"kind": "BMP"}


def test_a_photo_cut_within_its_brands_is_not_called_a_video():
    with pytest.raises(WrongKind) as caught:
        kind_of(b"\x00\x00\x00\x18ftypmif9", max_bytes=LIMIT)
    assert caught.value.key == "image.not_an_image"
