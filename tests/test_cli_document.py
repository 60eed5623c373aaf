"""``document check`` and ``document split``: JSON line by line, exit codes, and papers as files."""

import json

import pytest
from PIL import Image

from sothuhoso import cli
from sothuhoso.domain.brought import Says
from sothuhoso.i18n.catalog import LANGUAGES, error_text, text, words
from sothuhoso.imaging import documents
from tests.imaging import files
from tests.samples import batch, brought, notes

KEYS = ["file", "kind", "pages", "signatures", "problem", "message"]
NOTE = notes.note("Kính gửi: Ủy ban nhân dân xã Thần Sa")
CODE = "SH-05725-261123-0017"


@pytest.fixture
def run(capfd):
    def call(*arguments: str, lang: str = "vi"):
        capfd.readouterr()
        code = cli.main(["--lang", lang, "document", *map(str, arguments)])
        said = capfd.readouterr()
        return code, [json.loads(line) for line in said.out.splitlines()], said.err

    return call


def test_files_are_looked_at_line_by_line(run, tmp_path):
    contents = {
        "a.pdf": brought.signed(brought.pdf_of(2)),
        "b.tif": brought.tiff_of(NOTE.convert("1")),
        "c.png": files.bomb(),
        "d.pdf": brought.pdf_of(1, brought.script),
        "e.pdf": brought.locked(),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    names = [tmp_path / name for name in (*contents, "nothing.pdf")]
    code, lines, problems = run("check", *names)
    assert (code, problems) == (1, "")
    assert [line["file"] for line in lines] == [str(name) for name in names]
    assert all(list(line)[:6] == KEYS and list(line)[-1] == "ms" for line in lines)
    signed, tiff, *refused = lines
    assert (signed["kind"], len(signed["pages"]), signed["problem"]) == ("pdf", 2, None)
    (one,) = signed["signatures"]
    assert (one["says"], one["signer"], one["trust"]) == ("intact", brought.SIGNER, "unchecked")
    assert text("brought.says.intact") in one["message"]
    assert text("brought.trust_unchecked") in one["message"]
    assert (tiff["kind"], tiff["pages"][0]["dpi"]) == ("tiff", 150)
    keys = ["image.too_many_pixels", "document.script", "document.encrypted", "file.unknown"]
    assert [line["problem"] for line in refused] == keys
    assert refused[1]["message"] == error_text("document.script")
    assert all(line["pages"] == [] and line["kind"] is None for line in refused)


def test_all_taken_answers_0_and_speaks_the_language_asked_for(run, tmp_path):
    (tmp_path / "a.pdf").write_bytes(brought.signed(brought.pdf_of(1)))
    code, (line,), _ = run("check", tmp_path / "a.pdf", lang="en")
    assert code == 0
    assert text("brought.says.intact", "en") in line["signatures"][0]["message"]


@pytest.mark.parametrize("form", ["pdf", "tif"])
def test_a_batch_becomes_papers(run, tmp_path, form):
    sticker = NOTE.copy()
    sticker.paste(brought.sheet_with(CODE, (300, 300), scale=5), (300, 700))
    images = [NOTE, Image.new("RGB", notes.SIZE, "white"), sticker, NOTE]
    batch = tmp_path / f"lo.{form}"
    batch.write_bytes(brought.scan_of(*images) if form == "pdf" else brought.tiff_of(*images, packed="tiff_lzw"))
    out = tmp_path / "giấy tờ"
    code, (line,), problems = run("split", batch, "--out", out)
    assert (code, problems) == (0, "")
    assert line["papers"] == [
        {"file": str(out / f"001.{form}"), "pages": [1], "code": ""},
        {"file": str(out / f"002.{form}"), "pages": [3, 4], "code": CODE},
    ]
    assert (line["separators"], line["backs"], line["problem"]) == ([2], [], None)
    assert [len(documents.inspect((out / f"00{n}.{form}").read_bytes()).pages) for n in (1, 2)] == [1, 2]


def test_blank_backs_are_dropped_where_both_sides_were_scanned(run, tmp_path):
    blank = Image.new("RGB", notes.SIZE, "white")
    (tmp_path / "lo.pdf").write_bytes(brought.scan_of(NOTE, blank, NOTE, blank))
    code, (line,), _ = run("split", tmp_path / "lo.pdf", "--out", tmp_path / "o", "--duplex")
    assert code == 0
    assert ([paper["pages"] for paper in line["papers"]], line["backs"]) == ([[1, 3]], [2, 4])


def test_a_signed_file_is_not_cut_and_nothing_is_written(run, tmp_path):
    (tmp_path / "a.pdf").write_bytes(brought.signed(brought.pdf_of(2)))
    code, lines, problems = run("split", tmp_path / "a.pdf", "--out", tmp_path / "o")
    assert (code, lines) == (1, [])
    assert problems == f"{error_text('document.signed_whole')}\n"
    assert not (tmp_path / "o").exists()


def test_the_separator_sheet_is_written_and_cuts(run, tmp_path):
    sheet = tmp_path / "to-ngan.pdf"
    assert run("separator", "--out", sheet) == (0, [], "")
    (tmp_path / "lo.pdf").write_bytes(brought.scan_of(NOTE, batch.separator(), NOTE))
    code, (line,), _ = run("split", tmp_path / "lo.pdf", "--out", tmp_path / "o")
    assert (code, [paper["pages"] for paper in line["papers"]], line["separators"]) == (0, [[1], [3]], [2])
    (page,) = documents.inspect(sheet.read_bytes()).pages
    assert (round(page.width), round(page.height)) == (210, 297)
    code, lines, problems = run("separator", "--out", tmp_path / "nothing" / "x.pdf")
    assert (code, lines, problems) == (1, [], f"{error_text('file.not_writable')}\n")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_that_a_signature_may_say_has_its_sentence(lang):
    assert {f"brought.says.{one}" for one in Says} <= set(words(lang))


@pytest.mark.parametrize(
    "arguments", [[], ["check"], ["split", "a.pdf"], ["split", "--out", "o"], ["separator"], ["print", "a.pdf"]]
)
def test_wrong_use_answers_2(capfd, arguments):
    assert cli.main(["document", *arguments]) == 2
    assert capfd.readouterr().err.startswith("usage:")
