"""What is written is PDF/A-2b that other programs accept: true sizes, text in its place, nothing of the phone."""

import io
import shutil
import subprocess
import unicodedata

import numpy as np
import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import pdfa

from sothuhoso.domain.errors import Unavailable
from sothuhoso.domain.papers import PaperSize
from sothuhoso.imaging import layers, ocr, ocr_page, page, pdf
from sothuhoso.imaging.layers import Layers
from sothuhoso.imaging.page import Made
from tests.samples import notes
from tests.samples.drawing import font

needs_tesseract = pytest.mark.skipif(not ocr.installed(), reason="tesseract is not installed (Debian: tesseract-ocr)")
needs_qpdf = pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed (Debian: qpdf)")

LINES = ("Đơn đề nghị cấp bản sao", "Kính gửi: Ủy ban nhân dân xã Thần Sa", "Người viết: Nguyễn Thị Mẫu")
TITLE = "Đơn đề nghị <cấp> bản sao & trích lục"


@pytest.fixture(scope="module")
def made() -> Made:
    """A photo with the place where it was taken, made ready and read."""
    content = notes.photo(*LINES, place=True)
    assert b"May anh mau" in content
    assert b"Exif" in content
    return page.make(content, PaperSize.A5)


@pytest.fixture(scope="module")
def file(made) -> bytes:
    return pdf.written([made.sheet], title=TITLE)


def sheet(inches: tuple[float, float], words: str = "", grey: int = 255) -> pdf.Sheet:
    """A page of one tone; with words, they are its text layer."""
    text = None
    if words:
        strip = np.asarray(notes.note(words).convert("L").crop((0, 100, 874, 300)))
        text = ocr_page.read(strip, 150, block=True).layer
    return pdf.Sheet(Layers(layers.jpeg(np.full((40, 30, 3), grey, np.uint8), 80)), inches, text)


def texts(content: bytes) -> list[str]:
    """What each page says, as a viewer finds it."""
    with pypdfium2.PdfDocument(content) as opened:
        return [unicodedata.normalize("NFC", one.get_textpage().get_text_bounded()) for one in opened]


def sizes(content: bytes) -> list[tuple[float, float]]:
    with pypdfium2.PdfDocument(content) as opened:
        return [one.get_size() for one in opened]


def assert_archivable(content: bytes) -> None:
    report = pdfa.validate_written(io.BytesIO(content), "2b")
    assert report.passed, report
    with pikepdf.open(io.BytesIO(content)) as opened, opened.open_metadata() as told:
        assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("2", "B")


@needs_tesseract
def test_what_is_written_can_be_archived(file):
    assert_archivable(file)


@needs_tesseract
@needs_qpdf
def test_qpdf_has_nothing_to_say_against_it(file, tmp_path):
    for name, content in (("written", file), ("bound", pdf.bound([file, file], title=TITLE))):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(content)
        done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


@needs_tesseract
def test_title_and_language_are_told(file):
    with pikepdf.open(io.BytesIO(file)) as opened:
        assert str(opened.docinfo.Title) == TITLE
        assert str(opened.Root.Lang) == "vi-VN"
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
        with opened.open_metadata() as told:
            assert told["dc:title"] == TITLE
            assert told["dc:language"] == {"vi-VN"}


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"]), min_size=1, max_size=60))
@settings(max_examples=15)
def test_any_title_is_told_as_it_is(title):
    content = pdf.written([sheet((2.0, 3.0))], title=title)
    with pikepdf.open(io.BytesIO(content)) as opened, opened.open_metadata() as told:
        assert told["dc:title"] == title
        assert str(opened.docinfo.Title) == title


@needs_tesseract
def test_nothing_tells_of_the_phone_and_the_place(file):
    with pikepdf.open(io.BytesIO(file)) as opened:
        streams = [one for one in opened.objects if isinstance(one, pikepdf.Stream)]
        inside = [one.read_raw_bytes() for one in streams]
        inside += [one.read_bytes() for one in streams if one.get("/Filter") == pikepdf.Name.FlateDecode]
        assert dict(opened.docinfo).keys() == {"/Title", "/Creator", "/Producer"}
        assert str(opened.docinfo.Creator) == "Sothuhoso"
    assert len(inside) > 6
    for part in (file, *inside):
        for word in (b"May anh mau", b"Exif", b"GPS"):
            assert word not in part


@pytest.mark.parametrize("paper", list(PaperSize))
@pytest.mark.parametrize("lying", [False, True])
def test_a_page_has_its_true_size(paper, lying):
    across, down = paper.inches[::-1] if lying else paper.inches
    content = pdf.written([sheet((across, down))], title="")
    assert sizes(content) == [pytest.approx((across * 72, down * 72), abs=0.01)]


@needs_tesseract
def test_a_page_with_text_has_its_true_size(file):
    assert sizes(file) == [pytest.approx((148 / 25.4 * 72, 210 / 25.4 * 72), abs=1)]


@needs_tesseract
def test_a_viewer_finds_the_words(file, made):
    (text,) = texts(file)
    said = " ".join(text.split())
    for word in ("Đơn", "đề nghị", "Kính gửi:", "Ủy ban nhân dân", "Thần Sa", "Nguyễn Thị Mẫu"):
        assert word in said
    assert said == " ".join(made.text.text.split())


@needs_tesseract
@pytest.mark.parametrize(("word", "line"), [("nghị", 0), ("Kính", 1), ("Thần", 1), ("viết", 2)])
def test_a_found_word_lies_over_its_ink(file, word, line):
    scale, letters = 3, font(notes.LETTERS, serif=True)
    with pypdfium2.PdfDocument(file) as opened:
        one = opened[0]
        width, height = one.get_size()
        text = one.get_textpage()
        at, count = text.search(word).get_next()
        boxes = np.array([text.get_charbox(index) for index in range(at, at + count)])
        seen = np.asarray(one.render(scale=scale).to_pil().convert("L"))
    left, right = boxes[:, 0].min(), boxes[:, 2].max()
    below, above = height - boxes[:, 1].min(), height - boxes[:, 3].max()
    before = LINES[line].split(word)[0]
    start, end = ((notes.LEFT + letters.getlength(words)) / notes.SIZE[0] * width for words in (before, before + word))
    base = notes.TOP + line * notes.PITCH + letters.getmetrics()[0]
    assert left == pytest.approx(start, abs=0.012 * width)
    assert start + 0.7 * (end - start) < right < end + 0.012 * width  # tesseract counts the blank behind a word as its
    assert below == pytest.approx(base / notes.SIZE[1] * height, abs=0.012 * height)
    ink = seen[round(above * scale) : round(below * scale), round(left * scale) : round(right * scale)] < 128
    assert 0.08 < ink.mean() < 0.6
    assert ink[:, : ink.shape[1] // 4].any()
    assert ink[:, -ink.shape[1] // 4 :].any()


@needs_tesseract
def test_text_is_not_seen(made):
    """The layer over white paper leaves it white."""
    white = pdf.Sheet(Layers(layers.jpeg(np.full((40, 30, 3), 255, np.uint8), 90)), made.sheet.inches, made.sheet.text)
    content = pdf.written([white], title="")
    assert len(texts(content)[0]) > 40
    with pypdfium2.PdfDocument(content) as opened:
        assert np.asarray(opened[0].render(scale=2).to_pil()).min() > 250


@needs_tesseract
def test_pages_stay_in_their_order_with_their_text():
    words = ("trang đầu tiên", "tờ ở giữa", "dòng sau cùng")
    papers = (PaperSize.A4, PaperSize.ID1, PaperSize.A5)
    files = [
        pdf.written([sheet(paper.inches, word, grey)], title=word)
        for word, paper, grey in zip(words, papers, (250, 160, 70), strict=True)
    ]
    content = pdf.bound([files[2], files[0], files[1]], title=TITLE)
    assert_archivable(content)
    assert [" ".join(text.split()) for text in texts(content)] == [words[2], words[0], words[1]]
    wanted = [tuple(side * 72 for side in papers[index].inches) for index in (2, 0, 1)]
    assert np.allclose(sizes(content), wanted, atol=0.01)
    with pypdfium2.PdfDocument(content) as opened:
        tones = [np.median(np.asarray(one.render().to_pil())) for one in opened]
    assert np.allclose(tones, (70, 250, 160), atol=3)
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert str(opened.docinfo.Title) == TITLE


def test_several_sheets_make_as_many_pages():
    content = pdf.written([sheet((5.0, 7.0)), sheet((7.0, 5.0)), sheet((2.0, 3.0))], title="")
    assert_archivable(content)
    assert np.allclose(sizes(content), [(360, 504), (504, 360), (144, 216)], atol=0.01)


@needs_tesseract
def test_bound_weighs_what_its_pages_weigh(file):
    once, thrice = (len(pdf.bound([file] * count, title="")) for count in (1, 3))
    assert once < 1.1 * len(file)
    assert thrice < 3.1 * len(file)


def test_what_cannot_be_archived_is_refused():
    """A text layer whose font is not in it."""
    with pikepdf.new() as foreign:
        one = foreign.add_blank_page(page_size=(200, 300))
        one.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(
                F=pikepdf.Dictionary(
                    Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
                )
            )
        )
        one.Contents = pikepdf.Stream(foreign, b"BT /F 12 Tf 20 20 Td (seen) Tj ET")
        out = io.BytesIO()
        foreign.save(out)
    seen = Layers(layers.jpeg(np.full((8, 8, 3), 255, np.uint8), 80))
    with pytest.raises(Unavailable, match=r"pdf\.not_archivable"):
        pdf.written([pdf.Sheet(seen, (2.0, 3.0), out.getvalue())], title="")
