"""Pages through real worker processes: the same answers, hostile bytes refused by name, a lost worker costs one job."""

import io
import os
import signal
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import pdfa
from PIL import Image

from sothuhoso.domain.errors import DomainError, Invalid, TooLarge, WrongKind
from sothuhoso.domain.papers import PaperSize
from sothuhoso.imaging import ocr, page
from sothuhoso.imaging.pool import PAGE_LIMITS, WorkerPool
from sothuhoso.imaging.workers import PooledPageMaker
from sothuhoso.settings import read_settings
from tests.imaging import files
from tests.samples import notes
from tests.samples.photo import as_file

needs_tesseract = pytest.mark.skipif(not ocr.installed(), reason="tesseract is not installed (Debian: tesseract-ocr)")

SETTINGS = replace(read_settings({}), max_photo_bytes=2 * 1024 * 1024)
ONE = replace(PAGE_LIMITS, workers=1, waiting=4, patience=60, seconds=60)
LINES = ("Kính gửi: Ủy ban nhân dân xã Thần Sa", "Người viết: Nguyễn Thị Mẫu")
CORNERS = ((150.0, 100.0), (900.0, 120.0), (880.0, 1200.0), (140.0, 1180.0))


@contextmanager
def opened(limits=ONE):
    pool = WorkerPool(limits)
    try:
        yield pool, PooledPageMaker(pool, SETTINGS)
    finally:
        pool.close()


@pytest.fixture(scope="module")
def pool():
    made = WorkerPool(ONE)
    yield made
    made.close()


@pytest.fixture(scope="module")
def pages(pool):
    """The one worker is there already: whichever test comes first, it can tell whether it is the same afterwards."""
    made = PooledPageMaker(pool, SETTINGS)
    made.check(as_file(Image.new("RGB", (64, 64), "white")), PaperSize.A4)
    assert worker_of(pool)
    return made


@pytest.fixture(scope="module")
def note() -> bytes:
    return notes.photo(*LINES, place=True)


@pytest.fixture(scope="module")
def sheet(pages, note) -> bytes:
    return pages.make(note, PaperSize.A5, read=False).sheet


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as file:
        return " ".join(" ".join(one.get_textpage().get_text_bounded().split()) for one in file)


def size_of(content: bytes) -> tuple[float, float]:
    with pypdfium2.PdfDocument(content) as file:
        return file[0].get_size()


@pytest.mark.parametrize("corners", [None, CORNERS])
def test_a_worker_judges_as_the_function_does(pages, note, corners):
    seen, judged = (look(note, PaperSize.A5, corners=corners) for look in (pages.check, page.check))
    assert seen.verdict == judged.verdict
    assert [(one.key, one.verdict, one.box) for one in seen.reasons] == [
        (one.key, one.verdict, one.box) for one in judged.reasons
    ]
    assert seen.corners == judged.corners
    assert (seen.dpi, seen.measured) == (judged.dpi, judged.measured)


def test_a_reason_with_a_place_keeps_it(pages):
    """A photo that ends in the middle of the print."""
    with Image.open(io.BytesIO(notes.photo(*[LINES[0]] * 12))) as photo:
        cut = as_file(photo.crop((0, 0, 600, photo.height)))
    wide = ((100.0, 50.0), (900.0, 50.0), (900.0, 1400.0), (100.0, 1400.0))
    seen, judged = (look(cut, PaperSize.A5, corners=wide) for look in (pages.check, page.check))
    boxes = [one.box for one in seen.reasons if one.box]
    assert boxes == [one.box for one in judged.reasons if one.box]
    assert boxes
    assert isinstance(boxes[0], tuple)


def test_the_limit_of_pixels_is_the_settings_one(pool, note):
    small = PooledPageMaker(pool, replace(SETTINGS, max_photo_pixels=100_000))
    for look in (small.check, small.make):
        with pytest.raises(TooLarge, match=r"image\.too_many_pixels"):
            look(note, PaperSize.A5)


@needs_tesseract
def test_a_worker_makes_what_the_function_makes(pages, note):
    made, known = (make(note, PaperSize.A5) for make in (pages.make, page.make))
    assert made.text == known.text.text
    assert "Nguyễn Thị Mẫu" in made.text
    assert made.words == known.words
    assert (made.dpi, made.turned) == (known.dpi, known.turned)
    assert text_of(made.sheet) == " ".join(known.text.text.split())
    assert pdfa.validate_written(io.BytesIO(made.sheet), "2b").passed
    assert b"May anh mau" not in made.sheet


def test_what_is_asked_for_reaches_the_worker(pages, note):
    upright, turned, plain, part = (
        pages.make(note, PaperSize.A5, read=False, **asked)
        for asked in ({"turn": 0}, {"turn": 90}, {"turn": 0, "compact": False}, {"turn": 0, "corners": CORNERS})
    )
    assert (upright.turned, turned.turned) == (0, 90)
    assert size_of(turned.sheet) == pytest.approx(size_of(upright.sheet)[::-1])
    with pikepdf.open(io.BytesIO(plain.sheet)) as one, pikepdf.open(io.BytesIO(upright.sheet)) as layered:
        assert [len(file.pages[0].Resources.XObject) for file in (one, layered)] == [1, 1]
        assert b"CCITTFaxDecode" in upright.sheet
        assert b"CCITTFaxDecode" not in plain.sheet
    assert part.dpi < upright.dpi
    assert part.sheet != upright.sheet


def test_sheets_are_bound_in_their_order(pages, note, sheet):
    card = pages.make(note, PaperSize.ID1, read=False).sheet
    bound = pages.bind([card, sheet, sheet], title="Đơn đề nghị & trích lục")
    with pikepdf.open(io.BytesIO(bound)) as file:
        assert str(file.docinfo.Title) == "Đơn đề nghị & trích lục"
        widths = [round(float(one.MediaBox[2])) for one in file.pages]
    assert widths == [153, 419, 419]
    assert pdfa.validate_written(io.BytesIO(bound), "2b").passed


@pytest.mark.parametrize(
    ("content", "error", "key"),
    [
        (b"", Invalid, "image.empty"),
        (b"%PDF-1.7", WrongKind, "image.pdf"),
        (b"<svg/>", WrongKind, "image.svg"),
        (b"hello", WrongKind, "image.not_an_image"),
        (as_file(files.corners(), "JPEG")[:-300], Invalid, "image.truncated"),
        (files.png_claiming(60_000, 60_000), TooLarge, "image.too_many_pixels"),
        (files.bomb(), TooLarge, "image.too_many_pixels"),
        (b"\xff\xd8\xff".ljust(3 * 1024 * 1024), TooLarge, "image.too_many_bytes"),
    ],
)
def test_what_is_no_photo_is_refused_by_name(pages, content, error, key):
    for look in (pages.check, pages.make):
        with pytest.raises(error) as caught:
            look(content, PaperSize.A4)
        assert caught.value.key == key


def test_what_is_no_photo_costs_no_worker():
    with opened() as (pool, pages):
        for look in (pages.check, pages.make):
            with pytest.raises(WrongKind):
                look(b"%PDF-1.7", PaperSize.A4)
        assert list(pool._free.queue) == [None]


@given(st.binary(max_size=300), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\1\0WEBPVP8 "]))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_cost_a_worker_its_life(pool, pages, content, start):
    before = worker_of(pool)
    with suppress(DomainError):
        pages.make(start + content, PaperSize.A4, read=False)
    assert worker_of(pool) == before


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (7, 5)])
def test_a_tiny_photo_costs_no_worker_its_life(pool, pages, size):
    before = worker_of(pool)
    assert pages.make(as_file(Image.new("RGB", size, "white")), PaperSize.A4, read=False).sheet.startswith(b"%PDF")
    assert worker_of(pool) == before


def test_a_worker_killed_in_the_middle_costs_its_job_only(pool, pages, note, sheet):
    with Image.open(io.BytesIO(note)) as photo:
        large = as_file(photo.resize((2700, 3600)), quality=60)  # seconds of work
    victim, caught = worker_of(pool), []

    def ask() -> None:
        try:
            pages.make(large, PaperSize.A4)
        except DomainError as error:
            caught.append(error)

    began = computed(victim)
    job = threading.Thread(target=ask)
    job.start()
    until(lambda: computed(victim) > began + 0.1)  # it is at work on this job
    os.kill(victim, signal.SIGKILL)
    job.join()
    (error,) = caught
    assert isinstance(error, TooLarge)
    assert error.key == "image.too_heavy"
    assert text_of(pages.make(note, PaperSize.A5, read=False).sheet) == text_of(sheet)
    assert worker_of(pool) != victim


def test_memory_is_bounded():
    huge = as_file(Image.new("L", (6900, 7000)), quality=10)
    with opened(replace(ONE, memory=600 * 1024 * 1024)) as (_, pages), pytest.raises(TooLarge) as caught:
        pages.make(huge, PaperSize.A4, read=False)
    assert caught.value.key == "image.too_heavy"


def worker_of(pool: WorkerPool) -> int:
    """The process of the one worker; 0 where there is none yet."""
    (worker,) = pool._free.queue
    return worker.process.pid if worker else 0


def computed(process: int) -> float:
    """Seconds that a process has computed, without its children."""
    told = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def until(reached) -> None:
    ends = time.monotonic() + 30
    while not reached() and time.monotonic() < ends:
        time.sleep(0.01)
    assert reached()
