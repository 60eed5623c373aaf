"""The doors that services are handed, through real worker processes."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sothuhoso.domain.errors import DomainError, Invalid, TooLarge, WrongKind
from sothuhoso.imaging import decode, ocr
from sothuhoso.imaging.pool import Limits, WorkerPool
from sothuhoso.imaging.workers import PooledCodeReader, PooledImageDoor
from sothuhoso.settings import read_settings
from tests.imaging import files
from tests.samples import cards, mrz, people
from tests.samples.photo import Shot, as_file, photograph

SETTINGS = replace(read_settings({}), max_photo_bytes=2 * 1024 * 1024)


@pytest.fixture(scope="module")
def pool():
    made = WorkerPool(Limits(workers=1, patience=30))
    yield made
    made.close()


@pytest.fixture(scope="module")
def door(pool):
    return PooledImageDoor(pool, SETTINGS)


@pytest.fixture(scope="module")
def reader(pool):
    return PooledCodeReader(pool, SETTINGS)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("place", [False, True])
def test_the_door_answers_as_the_function_does(door, kind, place):
    content = as_file(files.corners(), kind, place=place)
    assert door.clean(content) == decode.clean(content)


def test_untouched_bytes_are_not_sent_back(door):
    content = as_file(files.corners(), "JPEG")
    assert door.clean(content).content is content


@pytest.mark.parametrize(
    ("content", "error", "key"),
    [
        (b"", Invalid, "image.empty"),
        (b"%PDF-1.7", WrongKind, "image.pdf"),
        (b"<svg/>", WrongKind, "image.svg"),
        (b"GIF89a", WrongKind, "image.gif"),
        (b"hello", WrongKind, "image.not_an_image"),
        (as_file(files.corners(), "JPEG")[:-300], Invalid, "image.truncated"),
        (files.png_claiming(60_000, 60_000), TooLarge, "image.too_many_pixels"),
        (files.bomb(), TooLarge, "image.too_many_pixels"),
        (b"\xff\xd8\xff".ljust(3 * 1024 * 1024), TooLarge, "image.too_many_bytes"),
    ],
)
def test_both_doors_refuse_by_name(door, reader, content, error, key):
    for look in (door.clean, reader.read):
        with pytest.raises(error) as caught:
            look(content)
        assert caught.value.key == key


def test_what_is_no_photo_costs_no_worker():
    pool = WorkerPool(Limits(workers=1))
    with pytest.raises(WrongKind):
        PooledImageDoor(pool, SETTINGS).clean(b"%PDF-1.7")
    assert list(pool._free.queue) == [None]


def test_a_card_is_read_from_a_photo_held_sideways(reader):
    card = photograph(cards.front_2021(people.PA), Shot(size=(1500, 2000), turn=8))
    (code,) = reader.read(as_file(card, "JPEG", orientation=6, place=True))
    assert (code.text, code.kind) == (people.PA.text_2021, "qrcode")
    assert len(code.box) == 4
    assert all(isinstance(point, tuple) for point in code.box)


def test_a_photo_without_a_code_reads_as_nothing(reader):
    assert reader.read(as_file(files.corners(), "PNG")) == []
    assert reader.read_card(as_file(files.corners(), "PNG")) == []


@pytest.mark.skipif(not ocr.installed(), reason="tesseract is not installed (Debian: tesseract-ocr)")
def test_lines_are_read_within_the_limits_of_a_worker(reader):
    """tesseract is the worker's child: it may write no file either."""
    card = photograph(cards.back_2021(people.PA), Shot(turn=8))
    (found,) = reader.read_card(as_file(card, "JPEG", orientation=6))
    assert (found.kind, found.text.splitlines()[:2]) == ("mrz", mrz.td1(people.PA).splitlines()[:2])


@given(st.binary(max_size=300))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_make_a_reader_fail(reader, content):
    for start in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"):
        with suppress(DomainError):
            assert reader.read_card(start + content) == []
