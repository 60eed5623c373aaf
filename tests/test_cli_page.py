"""``page check`` and ``page make``: JSON line by line, exit codes, a true PDF, and nothing of a paper anywhere else."""

import io
import json
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from pikepdf import pdfa
from PIL import Image

from sothuhoso import cli
from sothuhoso.i18n.catalog import error_text, text
from sothuhoso.imaging import ocr
from tests.samples import notes
from tests.samples.page_scenes import Scene
from tests.samples.photo import as_file

needs_tesseract = pytest.mark.skipif(not ocr.installed(), reason="tesseract is not installed (Debian: tesseract-ocr)")

KEYS = ["file", "verdict", "reasons", "quad", "effective_dpi"]
FIGURES = {"sharpness", "light", "noise", "glare"}
FIRST = ("Kính gửi: Ủy ban nhân dân xã Thần Sa", "Người viết: Nguyễn Thị Mẫu")
SECOND = ("Trang thứ hai của hồ sơ này", "có chữ ký của Lê Văn Mẫu")


@pytest.fixture
def run(capfd):
    """Runs a command; answers exit code, output and all that went to the error output, the workers' too."""

    def call(*arguments: str):
        capfd.readouterr()
        code = cli.main(["page", *map(str, arguments)])
        said = capfd.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture(scope="module")
def photos(tmp_path_factory) -> Path:
    """A folder of photos: two papers, a good one, one from too far away, a table alone, and what is no photo."""
    folder = tmp_path_factory.mktemp("photos")
    first = notes.photo(*FIRST, place=True)
    with Image.open(io.BytesIO(first)) as photo:
        far = as_file(photo.reduce(2))
    good = notes.photo(*FIRST, *SECOND, width=1440)
    table = as_file(Image.fromarray(Scene(4, "none12", size=(600, 800)).pixels()))
    names = {"first": first, "second": notes.photo(*SECOND), "far": far, "good": good, "table": table}
    for name, content in (names | {"paper": b"%PDF-1.7", "torn": first[:-3000]}).items():
        (folder / f"{name}.jpg").write_bytes(content)
    return folder


def lines_of(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


def texts(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as opened:
        return [" ".join(one.get_textpage().get_text_bounded().split()) for one in opened]


@needs_tesseract
def test_photos_are_judged_line_by_line(run, photos):
    names = ["good.jpg", "first.jpg", "far.jpg", "table.jpg", "paper.jpg", "torn.jpg", "nothing.jpg"]
    code, out, problems = run("check", "--paper", "A5", *(photos / name for name in names))
    assert (code, problems) == (1, "")
    lines = lines_of(out)
    assert [line["file"] for line in lines] == [str(photos / name) for name in names]
    for line in lines:
        assert list(line)[:5] == KEYS
        assert list(line)[-1] == "ms"
        assert line["ms"] >= 0
        for reason in line["reasons"]:
            assert list(reason) == ["key", "box", "message"]
    good, first, far, table, *broken = lines
    assert (good["verdict"], good["reasons"]) == ("good", [])
    assert good["effective_dpi"] > 200
    for line in (good, first, far):
        assert line.keys() >= FIGURES
        assert np.array(line["quad"]).shape == (4, 2)
    assert first["verdict"] == "warn"
    assert [(reason["key"], reason["message"]) for reason in first["reasons"]] == [("far", text("page.reason.far"))]
    assert 150 <= first["effective_dpi"] < 200
    assert far["verdict"] == "refuse"
    assert "too_far" in [reason["key"] for reason in far["reasons"]]
    assert far["effective_dpi"] == pytest.approx(first["effective_dpi"] / 2, abs=2)
    assert np.allclose(np.array(far["quad"]) * 2, first["quad"], atol=8)
    assert (table["verdict"], table["quad"], table["effective_dpi"]) == ("refuse", None, 0)
    assert [reason["key"] for reason in table["reasons"]] == ["no_page"]
    keys = [[reason["key"] for reason in line["reasons"]] for line in broken]
    assert keys == [["image.pdf"], ["image.truncated"], ["file.unknown"]]
    assert {line["verdict"] for line in broken} == {"refuse"}
    assert {line["quad"] for line in broken} == {None}
    assert {line[figure] for line in (table, *broken) for figure in FIGURES} == {None}


def test_what_is_only_doubted_answers_0(run, photos):
    code, out, problems = run("check", "--paper", "A5", photos / "first.jpg")
    assert (code, problems) == (0, "")
    assert lines_of(out)[0]["verdict"] == "warn"


def test_reasons_are_said_in_the_language_that_is_asked_for(run, photos, capfd):
    _, out, _ = run("check", photos / "paper.jpg")
    assert lines_of(out)[0]["reasons"][0]["message"] == error_text("image.pdf")
    assert cli.main(["--lang", "en", "page", "check", str(photos / "paper.jpg")]) == 1
    (line,) = lines_of(capfd.readouterr().out)
    assert line["reasons"][0]["message"] == error_text("image.pdf", "en")


@needs_tesseract
def test_photos_become_one_pdf_in_their_order(run, photos, tmp_path):
    out = tmp_path / "hồ sơ & giấy tờ.pdf"
    code, said, problems = run(
        "make", "--paper", "A5", photos / "second.jpg", photos / "first.jpg", "--out", out, "--json"
    )
    assert (code, problems) == (0, "")
    (line,) = lines_of(said)
    assert list(line) == ["file", "pages", "bytes", "ms", "dpi", "turned", "text", "fields"]
    assert (line["file"], line["pages"], line["bytes"]) == (str(out), 2, out.stat().st_size)
    assert line["ms"] > 0
    assert [" ".join(one.split()) for one in line["text"]] == [" ".join(SECOND), " ".join(FIRST)]
    assert line["fields"] == []
    assert line["turned"] == [0, 0]
    assert all(150 <= dpi <= 170 for dpi in line["dpi"])
    assert texts(out.read_bytes()) == [" ".join(SECOND), " ".join(FIRST)]
    assert pdfa.validate_written(out, "2b").passed
    with pikepdf.open(out) as opened:
        assert str(opened.docinfo.Title) == out.stem
        assert [[round(float(side)) for side in one.MediaBox[2:]] for one in opened.pages] == [[419, 595]] * 2


@needs_tesseract
def test_what_may_be_noted_of_a_paper_is_told_with_its_place(run, photos, tmp_path):
    paper = tmp_path / "paper.jpg"
    paper.write_bytes(notes.photo("Họ và tên: Nguyễn Thị Mẫu", "Số căn cước: 019199000017"))
    _, said, _ = run("make", "--paper", "A5", photos / "first.jpg", paper, "--out", tmp_path / "out.pdf", "--json")
    (name,) = lines_of(said)[0]["fields"]
    ((left, top, width, height),) = name.pop("boxes")
    assert name == {
        "field": "names",
        "value": "Nguyễn Thị Mẫu",
        "read": "Nguyễn Thị Mẫu",
        "page": 2,
        "clear": True,
    }
    assert 0 < left < left + width < 1
    assert 0 < top < top + height < 1


def test_unread_as_a_card_and_under_a_name_that_is_no_text(run, photos, tmp_path):
    out = tmp_path / "\udc80.pdf"
    code, said, problems = run("make", photos / "first.jpg", "--out", out, "--json", "--no-ocr", "--paper", "ID1")
    assert (code, problems) == (0, "")
    assert lines_of(said)[0]["text"] == [""]
    content = out.read_bytes()
    assert texts(content) == [""]
    with pikepdf.open(io.BytesIO(content)) as opened:
        sides = sorted(float(side) for side in opened.pages[0].MediaBox[2:])
        assert sides == pytest.approx([153.0, 242.6], abs=1)
        filters = {str(one.Filter) for one in opened.pages[0].Resources.XObject.values()}
    assert filters == {"/DCTDecode"}


@needs_tesseract
def test_without_json_the_text_is_said_page_by_page(run, photos, tmp_path):
    out = tmp_path / "out.pdf"
    code, said, problems = run("make", "--paper", "A5", photos / "first.jpg", "--out", out, "--plain")
    assert (code, problems) == (0, "")
    head, *rest = said.splitlines()
    assert head.split("\t")[:3] == [str(out), "1", str(out.stat().st_size)]
    assert rest == list(FIRST)


@needs_tesseract
def test_a_photo_that_cannot_be_opened_ends_it_without_a_word_of_the_others(run, photos, tmp_path):
    out = tmp_path / "out.pdf"
    code, said, problems = run("make", "--paper", "A5", photos / "first.jpg", photos / "torn.jpg", "--out", out)
    assert (code, said) == (1, "")
    assert problems == f"{photos / 'torn.jpg'}: {error_text('image.truncated')}\n"
    assert not out.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["check"],
        ["make"],
        ["make", "photo.jpg"],
        ["make", "--out", "out.pdf"],
        ["check", "--paper", "A3", "photo.jpg"],
        ["print", "photo.jpg"],
    ],
)
def test_wrong_use_answers_2(run, arguments):
    code, said, problems = run(*arguments)
    assert (code, said) == (2, "")
    assert problems.startswith("usage:")


def test_a_name_that_is_no_text_is_still_json(run):
    code, said, _ = run("check", "/nowhere/\udc80.jpg")
    (line,) = lines_of(said)
    assert (code, line["reasons"][0]["key"]) == (1, "file.unknown")
