"""Files that people bring: kept byte for byte, page by page at the desk, and what is hostile is refused by name."""

import hashlib
import io
import os
import signal
import threading
from dataclasses import replace
from uuid import UUID, uuid4

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from sothuhoso.db.queries import audit, submissions
from sothuhoso.db.queries import paper_files as paper_rows
from sothuhoso.db.tables import DossierPageRow
from sothuhoso.domain.errors import Invalid, NotFound, TooLarge, WrongKind
from sothuhoso.domain.names import fold
from sothuhoso.domain.policy import ANONYMOUS
from sothuhoso.imaging.pool import DOCUMENT_LIMITS, WorkerPool
from sothuhoso.imaging.workers import PooledDocumentReader
from sothuhoso.services import arriving, brought_files, dossier_view, housekeeping, intake, paper_files, paper_search
from tests.imaging.test_document_workers import worker_of
from tests.samples import brought
from tests.samples.drawing import font
from tests.services.making import Sending, absent, arrived, page, photo, photographed, refused, sha

A5_AT_150 = (874, 1240)


def scan(words: str, size=A5_AT_150) -> Image.Image:
    sheet = Image.new("L", size, 250)
    for line in range(6):
        ImageDraw.Draw(sheet).text((60, 90 + 110 * line), words, font=font(52, serif=True), fill=20)
    return sheet


@pytest.fixture(scope="module")
def signed() -> bytes:
    return brought.signed(brought.pdf_of(3))


@pytest.fixture(scope="module")
def tiff() -> bytes:
    sheets = [scan(words).convert("1", dither=Image.Dither.NONE) for words in ("Giấy khai sinh", "Trang thứ hai")]
    return brought.tiff_of(*sheets)


def given(key: str, *contents: bytes) -> dict:
    """A component of these files, photos among them."""
    one = photographed(key)
    one["pages"] = [_page(content) for content in contents]
    return one


def _page(content: bytes) -> dict:
    heads = {b"%PDF": "application/pdf", b"II*\0": "image/tiff"}
    return page(content) | {"media_type": heads.get(content[:4], "image/jpeg"), "laid": None, "doubts": None}


def sending(*contents: bytes, **facts) -> Sending:
    """A dossier whose first paper is these."""
    components = [given("giay_chung_sinh", *contents), absent("to_khai_khai_sinh")]
    return Sending(photos=contents, components=components, format=3, **facts)


def brought_in(c, *contents: bytes):
    return arrived(c, photos=contents, components=sending(*contents).components, format=3)


def first_paper(c, clerk, dossier):
    return dossier_view.open_dossier(c, clerk, dossier.id).components[0]


def test_a_signed_pdf_is_kept_byte_for_byte_and_tells_what_its_signature_says(c, clerk, signed):
    dossier = brought_in(c, signed)
    paper = first_paper(c, clerk, dossier)
    assert [one.position for one in paper.pages] == [0, 1, 2]
    (file,) = paper.brought
    assert (file.kind, file.first, file.last, file.pages) == ("pdf", 1, 3, 3)
    (signature,) = file.signatures
    assert (signature.says, signature.signer, signature.issuer) == ("intact", brought.SIGNER, brought.ISSUER)
    assert signature.at
    for one in paper.pages:
        kept = paper_files.original(c, clerk, dossier.id, UUID(one.id))
        assert (kept.content, kept.media_type, kept.foreign) == (signed, "application/pdf", True)
    assert kept.name == f"{dossier.number}_01_giay_chung_sinh_goc_1.pdf"
    with c.look() as uow:
        assert [e.action for e in audit.of_object(uow.session, "original", paper.pages[0].id)] == ["page.view"]


def test_at_rest_it_is_sealed(c, signed):
    brought_in(c, signed)
    for path in c.settings.data_dir.rglob("*"):
        if path.is_file():
            assert brought.ISSUER.encode("utf-16-be") not in path.read_bytes()
            assert b"%PDF-" not in path.read_bytes()


def test_a_paper_that_is_one_pdf_has_it_as_its_file_and_can_be_searched(c, clerk, signed):
    dossier = brought_in(c, signed)
    assert paper_files.work_one(c)
    paper = first_paper(c, clerk, dossier)
    assert (paper.file.state, paper.file.done, paper.file.of) == ("ready", 3, 3)
    made = paper_files.paper_pdf(c, clerk, dossier.id, UUID(paper.id))
    assert made.content == signed
    assert made.foreign
    hits = paper_search.in_dossier(c, clerk, dossier.id, '"Trang 1"').hits
    assert [hit.page for hit in hits] == [2]
    (box,) = [hit.boxes[0] for hit in hits]
    assert 0.1 < box.left < 0.14
    assert 0.12 < box.top < 0.18
    clean = paper_files.clean_page(c, clerk, dossier.id, UUID(hits[0].id))
    assert clean.media_type == "image/jpeg"


def test_a_scan_without_letters_is_read_and_stays_as_it_is(c, clerk):
    content = brought.scan_of(scan("Giấy chứng sinh"))
    dossier = brought_in(c, content)
    assert paper_files.work_one(c)
    paper = first_paper(c, clerk, dossier)
    assert paper_files.paper_pdf(c, clerk, dossier.id, UUID(paper.id)).content == content
    assert [hit.page for hit in paper_search.in_dossier(c, clerk, dossier.id, "chứng sinh").hits] == [1]


@pytest.mark.parametrize(
    ("words", "dpi", "reason"),
    [
        ("Giấy chứng sinh", 110, "scan_too_coarse"),
        ("Giấy chứng sinh", 160, "scan_coarse"),
        ("Giấy chứng sinh", 200, ""),
        ("", 200, "blank"),
    ],
)
def test_a_scan_is_judged_too_and_the_desk_is_told(c, clerk, words, dpi, reason):
    size = round(148 / 25.4 * dpi), round(210 / 25.4 * dpi)
    dossier = brought_in(c, brought.scan_of(scan(words, (1166, 1654)).resize(size), dpi=dpi))
    assert paper_files.work_one(c)
    (told,) = first_paper(c, clerk, dossier).pages
    assert told.reason == reason


def test_what_a_program_wrote_is_not_judged(c, clerk):
    """Few words on a page are its own affair."""
    dossier = brought_in(c, brought.pdf_of(1))
    assert paper_files.work_one(c)
    assert [one.reason for one in first_paper(c, clerk, dossier).pages] == [""]


def test_a_tiff_becomes_a_pdf_of_its_real_size_and_its_original_stays(c, clerk, tiff):
    dossier = brought_in(c, tiff)
    assert paper_files.work_one(c)
    paper = first_paper(c, clerk, dossier)
    assert paper.brought[0].kind == "tiff"
    made = paper_files.paper_pdf(c, clerk, dossier.id, UUID(paper.id))
    assert not made.foreign
    with pikepdf.open(io.BytesIO(made.content)) as file, file.open_metadata() as told:
        assert told["pdfaid:part"] == "2"
    with pypdfium2.PdfDocument(made.content) as file:
        sizes = [tuple(round(side / 72 * 25.4) for side in one.get_size()) for one in file]
        texts = [fold(one.get_textpage().get_text_bounded()) for one in file]
    assert sizes == [(148, 210), (148, 210)]
    assert fold("Giấy khai sinh") in texts[0]
    assert fold("Trang thứ hai") in texts[1]
    kept = paper_files.original(c, clerk, dossier.id, UUID(paper.pages[1].id))
    assert (kept.content, kept.name) == (tiff, f"{dossier.number}_01_giay_chung_sinh_goc_1.tif")


def test_photos_and_files_go_into_one_file_in_their_order(c, clerk, signed):
    dossier = brought_in(c, photo(1), signed)
    paper = first_paper(c, clerk, dossier)
    assert len(paper.pages) == 4
    assert (paper.brought[0].first, paper.brought[0].last) == (2, 4)
    assert paper_files.work_one(c)
    paper = first_paper(c, clerk, dossier)
    made = paper_files.paper_pdf(c, clerk, dossier.id, UUID(paper.id))
    assert made.content != signed
    with pypdfium2.PdfDocument(made.content) as file:
        assert len(file) == 4
        assert [round(side / 72 * 25.4) for side in file[1].get_size()] == [210, 297]
        assert "Trang" in file[1].get_textpage().get_text_bounded()
    with refused(NotFound, "page.unknown"):  # a photo has no other file
        paper_files.original(c, clerk, dossier.id, UUID(paper.pages[0].id))
    assert paper_files.original(c, clerk, dossier.id, UUID(paper.pages[3].id)).content == signed


def test_the_same_pdf_twice_in_a_paper_is_no_single_pdf(c, clerk, signed):
    components = [given("giay_chung_sinh", signed, signed), absent("to_khai_khai_sinh")]
    whole = Sending(photos=(signed,), components=components, format=3)
    whole.arrive(c)
    paper = dossier_view.open_dossier(c, clerk, whole.id).components[0]
    assert [(one.first, one.last) for one in paper.brought] == [(1, 3), (4, 6)]
    with c.look() as uow:
        assert not brought_files.is_one_pdf(paper_rows.pages(uow.session, UUID(paper.id)))


def test_pages_are_drawn_when_somebody_looks_and_kept(c, clerk, tiff):
    dossier = brought_in(c, tiff)
    paper = first_paper(c, clerk, dossier)
    one = UUID(paper.pages[1].id)
    assert {paper.pages[1].thumb_url[-8:], paper.pages[1].full_url[-8:]} == {"&of=file"}  # it waits where it is drawn
    small = dossier_view.page_image(c, clerk, dossier.id, one, thumbnail=True)
    large = dossier_view.page_image(c, clerk, dossier.id, one, thumbnail=False)
    with Image.open(io.BytesIO(small.content)) as thumbnail, Image.open(io.BytesIO(large.content)) as whole:
        assert max(thumbnail.size) == 320
        assert whole.size == A5_AT_150
        assert (small.media_type, large.media_type) == ("image/jpeg", f"image/{whole.format.lower()}")
    with c.look() as uow:
        row = uow.session.get(DossierPageRow, one)
        assert row is not None
        assert c.files.get(row.drawn_sha256) == large.content
        assert submissions.file_in_use(uow.session, row.drawn_sha256)
    c.files.remove(row.drawn_sha256)  # as a backup without pictures would
    assert dossier_view.page_image(c, clerk, dossier.id, one, thumbnail=False) == large


REFUSED = {
    "document.encrypted": (Invalid, brought.locked),
    "document.broken": (Invalid, lambda: brought.pdf_of(2)[:-40]),
    "document.script": (Invalid, lambda: brought.pdf_of(1, brought.script)),
    "document.attachment": (Invalid, lambda: brought.pdf_of(1, brought.attachment)),
    "document.xfa": (Invalid, lambda: brought.pdf_of(1, brought.xfa)),
    "document.too_many_pages": (TooLarge, lambda: brought.pdf_of(201)),
    "document.page_too_large": (TooLarge, lambda: brought.pdf_of(1, brought.huge_picture)),
    "document.too_heavy": (TooLarge, lambda: brought.pdf_of(1, brought.blown_up(80))),
}


@pytest.mark.parametrize("key", REFUSED)
def test_what_is_refused_is_refused_by_its_key_and_nothing_of_it_is_kept(c, key):
    kind, make = REFUSED[key]
    one = sending(content := make())
    assert one.announce(c).state == "arriving"
    with refused(kind, key):
        one.put(c, content)
    receipt = intake.receipt(c, ANONYMOUS, one.id, one.secret)
    assert (receipt.state, receipt.received, receipt.missing) == ("arriving", [], [sha(content)])
    assert not c.files.has(hashlib.sha256(content).hexdigest())


def test_a_refused_file_is_replaced_under_a_new_id_and_the_rest_is_taken(c, clerk):
    """As the phone does: what the server knows is let be, and the same draft goes with the other file."""
    bad, good = brought.locked(), brought.pdf_of(1)
    first = sending(photo(1), bad)
    first.announce(c)
    first.put(c, photo(1))
    with refused(Invalid, "document.encrypted"):
        first.put(c, bad)
    second = sending(photo(1), good)
    assert second.arrive(c).state == "whole"
    assert len(dossier_view.open_dossier(c, clerk, second.id).components[0].pages) == 2


def test_all_files_of_a_dossier_together_are_bounded(c):
    files = [brought.pdf_of(150), brought.pdf_of(151), brought.pdf_of(152)]
    one = sending(*files)
    one.announce(c)
    for content in files[:2]:
        one.put(c, content)
    with refused(TooLarge, "document.too_many_in_all"):
        one.put(c, files[2])


def test_a_file_is_no_signature(c):
    content = brought.pdf_of(1)
    one = Sending(signed=content)
    one.announce(c)
    for each in one.photos:
        one.put(c, each)
    with refused(WrongKind, "image.pdf"):
        one.put(c, content)


def test_under_way_a_file_is_here_without_a_picture(c, clerk, signed):
    one = sending(signed, photo(1))
    one.announce(c)
    one.put(c, signed)
    view = arriving.open_arriving(c, clerk, one.id)
    assert [(shown.here, shown.thumb_url, shown.file) for shown in view.papers[0].photos] == [
        (True, "", "PDF"),
        (False, "", ""),
    ]
    with refused(NotFound, "photo.unknown"):
        intake.photo(c, ANONYMOUS, one.id, one.secret, sha256=sha(signed), thumbnail=True)
    assert intake.photo(c, ANONYMOUS, one.id, one.secret, sha256=sha(signed), thumbnail=False).content == signed


def test_an_abandoned_file_goes_and_one_that_is_used_stays(c, clock, clerk, signed):
    other = brought.pdf_of(2)
    dossier = brought_in(c, signed)
    left = sending(other, photo(2))
    left.announce(c)
    left.put(c, other)
    clock.move(days=31)
    housekeeping.purge_expired(c)
    assert not c.files.has(sha(other))
    assert c.files.has(sha(signed))
    paper_files.original(c, clerk, dossier.id, UUID(first_paper(c, clerk, dossier).pages[0].id))


def test_no_page_no_original(c, clerk, signed):
    dossier = brought_in(c, signed)
    with refused(NotFound, "page.unknown"):
        paper_files.original(c, clerk, dossier.id, uuid4())


@pytest.fixture
def doomed(c):
    """A container whose document worker is stuck, and will be killed over the next job."""
    pool = WorkerPool(DOCUMENT_LIMITS)
    reader = PooledDocumentReader(pool, c.settings)
    reader.inspect(brought.pdf_of(1))
    worker = worker_of(pool)
    os.kill(worker, signal.SIGSTOP)
    killing = threading.Timer(2, os.kill, (worker, signal.SIGKILL))
    killing.start()
    yield replace(c, documents=reader)
    killing.join()
    pool.close()


def test_a_worker_killed_over_a_file_costs_that_try_only(c, request):
    content = brought.pdf_of(2)
    one = sending(content)
    one.announce(c)
    doomed = request.getfixturevalue("doomed")
    with refused(TooLarge, "document.too_heavy"):
        one.put(doomed, content)
    assert not c.files.has(sha(content))
    assert one.put(doomed, content).receipt.state == "whole"


def test_a_worker_killed_over_a_page_is_tried_again(c, clerk, clock, signed, request):
    dossier = brought_in(c, signed)
    assert paper_files.work_one(request.getfixturevalue("doomed"))
    paper = first_paper(c, clerk, dossier)
    assert (paper.file.state, paper.file.done) == ("waiting", 0)
    clock.move(minutes=5)
    assert paper_files.work_one(c)
    assert first_paper(c, clerk, dossier).file.state == "ready"
