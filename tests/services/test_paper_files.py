"""Papers become PDF/A: the order comes with the dossier, survives its worker, and the file is for the desk alone."""

import io
import os
import signal
import threading
import time
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from uuid import UUID, uuid4

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from sothuhoso.db.queries import audit
from sothuhoso.db.queries import paper_files as paper_rows
from sothuhoso.domain.errors import Invalid, NotFound, Unavailable
from sothuhoso.domain.file_names import paper_file_name
from sothuhoso.domain.names import fold
from sothuhoso.imaging.pool import PAGE_LIMITS, WorkerPool
from sothuhoso.imaging.workers import PooledPageMaker
from sothuhoso.services import dossier_view, paper_files, paper_work
from tests.samples.drawing import font
from tests.services.making import absent, arrived, photographed, refused

WORDS = ("Giấy chứng sinh", "Tờ khai khai sinh", "Trang thứ hai")


@lru_cache
def paper(words: str) -> bytes:
    """A small photo of a sheet on a dark table, with a few large words on it."""
    table = Image.new("RGB", (900, 1200), (60, 50, 46))
    sheet = Image.new("RGB", (760, 1075), (250, 249, 245))
    for line in range(6):
        ImageDraw.Draw(sheet).text((60, 90 + 110 * line), words, font=font(52, serif=True), fill=(20, 20, 24))
    table.paste(sheet, (70, 62))
    out = io.BytesIO()
    table.save(out, "JPEG", quality=92)
    return out.getvalue()


@pytest.fixture
def dossier(c):
    first, second, third = (paper(words) for words in WORDS)
    given = [photographed("giay_chung_sinh", first), photographed("to_khai_khai_sinh", second, third)]
    return arrived(c, photos=(first, second, third), components=given)


def files_of(c, clerk, dossier):
    return [paper.file for paper in dossier_view.open_dossier(c, clerk, dossier.id).components if paper.pages]


def test_an_order_comes_with_each_photographed_paper(c, clerk, dossier):
    assert [(file.state, file.done, file.of, file.url) for file in files_of(c, clerk, dossier)] == [
        ("waiting", 0, 1, ""),
        ("waiting", 0, 2, ""),
    ]
    without = arrived(c, photos=(), components=[absent("giay_chung_sinh")])
    assert {paper.file.state for paper in dossier_view.open_dossier(c, clerk, without.id).components} == {"none"}


def test_worked_off_papers_are_pdf_a_in_order_and_can_be_searched(c, clerk, dossier):
    assert paper_files.work_one(c)
    assert paper_files.work_one(c)
    assert not paper_files.work_one(c)
    views = dossier_view.open_dossier(c, clerk, dossier.id).components[:2]
    assert [(view.file.state, view.file.done) for view in views] == [("ready", 1), ("ready", 2)]
    made = paper_files.paper_pdf(c, clerk, dossier.id, UUID(views[1].id))
    assert made.name == paper_file_name(dossier.number, 2, "to_khai_khai_sinh", 1)
    with pikepdf.open(io.BytesIO(made.content)) as file, file.open_metadata() as told:
        assert told["pdfaid:part"] == "2"
        assert told["dc:title"] == f"{views[1].name} – {dossier.number}"
    with pypdfium2.PdfDocument(made.content) as file:
        texts = [page.get_textpage().get_text_bounded() for page in file]
    assert [fold(words) in fold(text) for words, text in zip(WORDS[1:], texts, strict=True)] == [True, True]
    with c.look() as uow:
        looked = [entry.action for entry in audit.of_object(uow.session, "paper_file", views[1].id)]
    assert looked == ["page.view"]


def test_what_is_doubted_of_a_page_stands_beside_it(c, clerk, dossier):
    paper_files.work_one(c)
    page = dossier_view.open_dossier(c, clerk, dossier.id).components[0].pages[0]
    assert page.reason == "too_far"  # a photo of a million pixels


class Dying:
    """Makes the first page of a paper and is gone at the second, as a killed server is."""

    def __init__(self, pages) -> None:
        self.pages, self.made = pages, 0

    def check(self, *given, **more):
        return self.pages.check(*given, **more)

    def make(self, *given, **more):
        self.made += 1
        if self.made == 2:
            raise KeyboardInterrupt
        return self.pages.make(*given, **more)

    def bind(self, *given, **more):
        return self.pages.bind(*given, **more)


def test_what_a_killed_worker_had_is_taken_up_again_behind_the_pages_that_are_done(c, clerk, clock, dossier):
    paper_files.work_one(c)
    dying = Dying(c.pages)
    with pytest.raises(KeyboardInterrupt):
        paper_files.work_one(replace(c, pages=dying))
    assert files_of(c, clerk, dossier)[1].done == 1
    assert not paper_files.work_one(c)  # the lease is still somebody's
    clock.move(seconds=paper_files.LEASE.total_seconds())
    counting = Dying(c.pages)
    assert paper_files.work_one(replace(c, pages=counting))
    assert counting.made == 1  # the first page was kept
    assert [file.state for file in files_of(c, clerk, dossier)] == ["ready", "ready"]


def parent_of(process: Path) -> int:
    return int((process / "stat").read_text().rsplit(")")[1].split()[1])


def reading() -> int | None:
    """The worker of ours that has a tesseract at work, where there is one."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError, ValueError):
            if (process / "comm").read_text() == "tesseract\n":
                worker = parent_of(process)
                if parent_of(Path(f"/proc/{worker}")) == os.getpid():
                    return worker
    return None


@pytest.fixture
def killing(c):
    """A page maker of its own; the worker process that is first seen reading a page is killed."""
    pool, ended = WorkerPool(PAGE_LIMITS), threading.Event()

    def kill() -> None:
        while not ended.is_set():
            if (worker := reading()) is not None:
                os.kill(worker, signal.SIGKILL)
                return

    thread = threading.Thread(target=kill)
    thread.start()
    yield PooledPageMaker(pool, c.settings)
    ended.set()
    thread.join()
    pool.close()


class Refusing:
    """Nothing can be made, for one reason."""

    def __init__(self, error) -> None:
        self.error = error

    def make(self, *_given, **_more):
        raise self.error


def test_trouble_that_passes_is_tried_again_later_each_time_and_then_said(c, clerk, clock, dossier):
    broken = replace(c, pages=Refusing(Unavailable("ocr.missing")))
    waited = []
    while {file.state for file in files_of(c, clerk, dossier)} != {"failed"}:
        tried = paper_files.work_one(broken) is not None
        waited.append(tried)
        clock.move(seconds=30)
        assert len(waited) < 60
    assert waited.count(True) == 2 * paper_files.TRIES
    assert False in waited  # there were pauses
    assert files_of(c, clerk, dossier)[0].problem == "ocr.missing"


def test_a_photo_that_never_will_do_is_not_tried_again(c, clerk, dossier):
    assert paper_files.work_one(replace(c, pages=Refusing(Invalid("image.truncated"))))
    assert sorted(file.state for file in files_of(c, clerk, dossier)) == ["failed", "waiting"]


def test_a_page_that_kills_every_worker_is_given_up(c, clerk, clock, dossier):
    for _ in range(paper_files.TRIES):
        with pytest.raises(KeyboardInterrupt):
            paper_files.work_one(replace(c, pages=Refusing(KeyboardInterrupt())))
        clock.move(seconds=paper_files.LEASE.total_seconds())
    paper_files.work_one(c)
    assert files_of(c, clerk, dossier)[0].problem == "image.too_heavy"


def test_a_worker_killed_over_a_page_loses_nothing(c, clerk, clock, dossier, killing):
    """The process that reads the page is ended (-9) in the midst of it; the order is taken up again."""
    assert paper_files.work_one(replace(c, pages=killing))
    waiting = files_of(c, clerk, dossier)[0]
    assert (waiting.state, waiting.problem) == ("waiting", "")
    clock.move(seconds=120)
    while paper_files.work_one(c):
        pass
    assert {file.state for file in files_of(c, clerk, dossier)} == {"ready"}


def test_what_failed_is_made_when_somebody_asks_again_and_what_is_ready_stays(c, clerk, dossier):
    paper_files.work_one(replace(c, pages=Refusing(Invalid("image.truncated"))))
    paper_files.work_one(c)
    failed, ready = (paper for paper in dossier_view.open_dossier(c, clerk, dossier.id).components if paper.pages)
    assert (failed.file.state, failed.file.problem, ready.file.state) == ("failed", "image.truncated", "ready")
    for paper in (failed, ready):
        paper_files.make_again(c, clerk, dossier.id, UUID(paper.id))
    assert [file.state for file in files_of(c, clerk, dossier)] == ["waiting", "ready"]
    assert paper_files.work_one(c)
    assert [file.state for file in files_of(c, clerk, dossier)] == ["ready", "ready"]


def test_a_dossier_from_before_there_were_files_gets_one_when_asked_for(c, clerk, dossier):
    paper = dossier_view.open_dossier(c, clerk, dossier.id).components[0]
    with c.work() as uow:
        uow.session.delete(paper_rows.get(uow.session, UUID(paper.id), lock=True))
        uow.commit()
    assert files_of(c, clerk, dossier)[0].state == "none"
    paper_files.make_again(c, clerk, dossier.id, UUID(paper.id))
    assert (files_of(c, clerk, dossier)[0].state, files_of(c, clerk, dossier)[0].of) == ("waiting", 1)
    bare = dossier_view.open_dossier(c, clerk, dossier.id).components[2]
    with refused(NotFound, "paper_file.unknown"):
        paper_files.make_again(c, clerk, dossier.id, UUID(bare.id))


def test_nothing_to_hand_out_yet(c, clerk, dossier):
    component = UUID(dossier_view.open_dossier(c, clerk, dossier.id).components[0].id)
    with refused(NotFound, "paper_file.unknown"):
        paper_files.paper_pdf(c, clerk, dossier.id, component)
    with refused(NotFound, "paper_file.unknown"):
        paper_files.paper_pdf(c, clerk, dossier.id, uuid4())


def test_a_running_server_works_off_what_comes(c, clerk, dossier):
    with paper_work.working(c):
        end = time.monotonic() + 60
        while {file.state for file in files_of(c, clerk, dossier)} != {"ready"} and time.monotonic() < end:
            time.sleep(0.05)
        later = arrived(c)
        while files_of(c, clerk, later)[0].state != "ready" and time.monotonic() < end:
            time.sleep(0.05)
    assert {file.state for file in files_of(c, clerk, dossier)} == {"ready"}
    assert files_of(c, clerk, later)[0].state == "ready"


def test_names_of_files_are_plain():
    assert (
        paper_file_name("H20.05725-260822-0007", 2, "to_khai_khai_sinh", 1)
        == "H20.05725-260822-0007_02_to_khai_khai_sinh_V1.pdf"
    )
    assert paper_file_name("../../etc", 1, "Đơn xin / của ai", 12) == "etc_01_n_xin_c_a_ai_V12.pdf"
    assert paper_file_name("", 1, "", 1) == "ho-so_01_giay_to_V1.pdf"


def _third(c, **about):
    """A dossier of one page, of which this is said (format 3)."""
    content = paper(WORDS[0])
    given = photographed("giay_chung_sinh", content)
    given["pages"][0] |= {"laid": None, "doubts": None} | about
    return arrived(c, photos=(content,), components=[given, absent("to_khai_khai_sinh")], format=3)


def test_where_a_person_set_the_corners_the_page_is_cut_there_in_its_own_size(c, clerk):
    whole = [[0.078, 0.052], [0.922, 0.052], [0.922, 0.947], [0.078, 0.947]]
    laid = {"paper": "A5", "corners": whole, "turn": 90, "note": False}
    dossier = _third(c, laid=laid)
    assert paper_files.work_one(c)
    (view, *_) = dossier_view.open_dossier(c, clerk, dossier.id).components
    made = paper_files.paper_pdf(c, clerk, dossier.id, UUID(view.id))
    with pypdfium2.PdfDocument(made.content) as file:
        width, height = file[0].get_size()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 148)


def test_the_desk_learns_what_was_said_of_a_page(c, clerk):
    doubts = {"verdict": "warn", "reasons": ["far"], "kept": {"why": "old", "at": "2026-11-23T02:40:00Z"}}
    dossier = _third(c, doubts=doubts)
    (view, *_) = dossier_view.open_dossier(c, clerk, dossier.id).components
    (page,) = view.pages
    assert (page.reason, page.kept, page.note) == ("far", "old", False)
