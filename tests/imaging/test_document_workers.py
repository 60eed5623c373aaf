"""Files brought along through real worker processes: the same answers, a lost worker is a key and costs one job."""

import io
import os
import signal
import threading
from contextlib import contextmanager
from dataclasses import replace

import pytest
from PIL import Image

from sothuhoso.domain.brought import Says
from sothuhoso.domain.errors import DomainError, Invalid, NotFound, TooLarge, WrongKind
from sothuhoso.imaging import documents
from sothuhoso.imaging.pool import DOCUMENT_LIMITS, WorkerPool
from sothuhoso.imaging.workers import PooledDocumentReader
from sothuhoso.settings import read_settings
from tests.imaging.test_page_workers import computed, until, worker_of
from tests.samples import brought, notes

SETTINGS = read_settings({})
NOTE = notes.note("Kính gửi: Ủy ban nhân dân xã Thần Sa")


@contextmanager
def opened(limits=DOCUMENT_LIMITS):
    pool = WorkerPool(limits)
    try:
        yield pool, PooledDocumentReader(pool, SETTINGS)
    finally:
        pool.close()


@pytest.fixture(scope="module")
def pool():
    with opened() as (made, _):
        yield made


@pytest.fixture(scope="module")
def reader(pool):
    return PooledDocumentReader(pool, SETTINGS)


def test_a_worker_sees_what_the_function_sees(reader):
    for content in (
        brought.pdf_of(2, brought.link),
        brought.scan_of(NOTE),
        brought.tiff_of(NOTE.convert("1"), NOTE.convert("1")),
        brought.signed(brought.pdf_of(1)),
    ):
        assert reader.inspect(content) == documents.inspect(content)


def test_a_signature_comes_through_whole(reader):
    (one,) = reader.inspect(brought.signed(brought.pdf_of(1))).signatures
    assert (one.says, one.signer) == (Says.INTACT, brought.SIGNER)


def test_a_page_comes_as_a_picture(reader):
    content, dpi = reader.picture(brought.tiff_of(NOTE.convert("1")), 0)
    with Image.open(io.BytesIO(content)) as image:
        assert (image.size, dpi) == (NOTE.size, 150)
    with pytest.raises(NotFound, match=r"document\.no_such_page"):
        reader.picture(brought.pdf_of(1), 1)


def test_a_batch_comes_in_papers(reader):
    batch, files, small = reader.split(brought.scan_of(NOTE, Image.new("RGB", notes.SIZE, "white"), NOTE, NOTE))
    assert [paper.pages for paper in batch.papers] == [(0,), (2, 3)]
    assert [len(documents.inspect(file).pages) for file in files] == [1, 2]
    assert batch.separators == (1,)
    for picture in small:
        with Image.open(io.BytesIO(picture)) as image:
            assert (image.format, max(image.size)) == ("JPEG", documents.SMALL_SIDE)
    assert len(small) == 2


def test_what_is_signed_is_told_before_its_pages_are_looked_at(reader):
    with opened(replace(DOCUMENT_LIMITS, seconds=10)) as (_, hurried), pytest.raises(Invalid) as caught:
        hurried.split(brought.signed(brought.pdf_of(120)))  # looked at, each would take a third of a second
    assert caught.value.key == "document.signed_whole"


@pytest.mark.parametrize(
    ("content", "error", "key"),
    [
        (b"", Invalid, "image.empty"),
        (b"GIF89a" + bytes(30), WrongKind, "image.gif"),
        (brought.locked(), Invalid, "document.encrypted"),
        (brought.tiff_in_a_circle(), Invalid, "document.broken"),
        (brought.pdf_of(1, brought.blown_up(100)), TooLarge, "document.too_heavy"),
    ],
)
def test_refusals_come_by_name_and_cost_no_worker(pool, reader, content, error, key):
    reader.inspect(brought.pdf_of(1))
    before = worker_of(pool)
    for ask in (reader.inspect, reader.split):
        with pytest.raises(error) as caught:
            ask(content)
        assert caught.value.key == key
    assert worker_of(pool) == before


def test_what_is_nothing_that_is_taken_costs_no_worker():
    with opened() as (pool, reader):
        for content in (b"hello", b"", b"PK\x03\x04"):
            with pytest.raises(DomainError):
                reader.inspect(content)
        assert worker_of(pool) == 0


def test_a_worker_out_of_time_is_a_key_and_the_next_job_has_another():
    with opened(replace(DOCUMENT_LIMITS, seconds=3)) as (pool, reader):
        reader.inspect(brought.pdf_of(1))
        victim = worker_of(pool)
        os.kill(victim, signal.SIGSTOP)  # how long a batch takes is another thing on each machine
        with pytest.raises(TooLarge) as caught:
            reader.split(brought.scan_of(NOTE))
        assert caught.value.key == "document.too_heavy"
        assert len(reader.inspect(brought.pdf_of(2)).pages) == 2
        assert worker_of(pool) != victim


def test_a_worker_killed_in_the_middle_is_a_key_and_costs_its_job_only(pool, reader):
    reader.inspect(brought.pdf_of(1))
    victim, caught = worker_of(pool), []
    long = brought.scan_of(*[NOTE] * 40)

    def ask() -> None:
        try:
            reader.split(long)
        except DomainError as error:
            caught.append(error.key)

    began = computed(victim)
    job = threading.Thread(target=ask)
    job.start()
    until(lambda: computed(victim) > began + 0.1)
    os.kill(victim, signal.SIGKILL)
    job.join()
    assert caught == ["document.too_heavy"]
    assert len(reader.inspect(brought.pdf_of(2)).pages) == 2
    assert worker_of(pool) != victim


def test_memory_is_bounded():
    content = brought.tiff_of(Image.new("RGB", (6000, 8000)), packed="tiff_lzw")
    with (
        opened(replace(DOCUMENT_LIMITS, memory=600 * 1024 * 1024)) as (_, reader),
        pytest.raises(TooLarge, match=r"document\.too_heavy|image\.too_heavy"),
    ):
        reader.inspect(content)
