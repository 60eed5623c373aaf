"""``id read`` and ``id text``: one JSON object a line, exit codes, and nothing of a card anywhere else."""

import io
import json
import sys

import pytest
from PIL import Image

from sothuhoso import cli
from sothuhoso.imaging import ocr
from tests.samples import cards, mrz
from tests.samples.people import DUONG, MAI, PA
from tests.samples.photo import Shot, as_file, photograph

KEYS = ["file", "found", "identity", "missing", "problem", "ms"]


@pytest.fixture
def run(capsys, monkeypatch):
    def call(*arguments: str, given: bytes = b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        code = cli.main(["id", *arguments])
        said = capsys.readouterr()
        return code, [json.loads(line) for line in said.out.splitlines()], said.err

    return call


@pytest.fixture
def photos(tmp_path):
    def write(**things) -> list[str]:
        paths = {name: tmp_path / f"{name}.jpg" for name in things}
        for name, thing in things.items():
            paths[name].write_bytes(as_file(photograph(thing, Shot(size=(1500, 2000)))))
        return [str(path) for path in paths.values()]

    return write


def test_photos_are_read_line_by_line(run, photos, tmp_path):
    good, two = photos(good=cards.front_2021(MAI), two=stacked(cards.front_2021(MAI), cards.front_2021(PA)))
    paper = tmp_path / "paper.jpg"
    paper.write_bytes(b"%PDF-1.7")
    code, lines, problems = run("read", good, two, str(paper), str(tmp_path / "nothing.jpg"))
    assert (code, problems) == (1, "")
    assert all(list(line) == KEYS for line in lines)
    assert [line["problem"] for line in lines] == [None, "card.two_cards", "image.pdf", "file.unknown"]
    first, second = lines[0], lines[1]
    assert first["file"] == good
    assert [(c["kind"], c["text"], c["engine"], len(c["box"])) for c in first["found"]] == [
        ("qrcode", MAI.text_2021, "zxing", 4)
    ]
    assert first["identity"]["full_name"] == {"value": "Hoàng Thị Mai", "origin": "qr", "warnings": []}
    assert first["missing"] == []
    assert second["identity"] is None
    assert sorted(c["text"] for c in second["found"]) == sorted([MAI.text_2021, PA.text_2021])


def test_all_read_answers_0(run, photos):
    code, lines, _ = run("read", *photos(new=cards.back_2024(DUONG)))
    assert code == 0
    assert lines[0]["identity"]["id_number"]["value"] == DUONG.id_number
    assert lines[0]["identity"]["issued_by"]["value"] == "Bộ Công an"


@pytest.mark.skipif(not ocr.installed(), reason="tesseract is not installed (Debian: tesseract-ocr)")
def test_the_back_of_2021_is_read_by_its_lines(run, tmp_path):
    path = tmp_path / "back.jpg"
    path.write_bytes(as_file(photograph(cards.back_2021(MAI), Shot(turn=4))))
    code, (line,), _ = run("read", str(path))
    assert (code, line["problem"]) == (0, None)
    assert [(c["kind"], c["text"]) for c in line["found"]] == [("mrz", mrz.td1(MAI))]
    seen = {name for name, one in line["identity"].items() if one["origin"] == "ocr"}
    assert seen == {"full_name", "sex"}  # no check digit holds them
    assert {one["origin"] for name, one in line["identity"].items() if name not in seen} == {"mrz"}
    assert line["identity"]["id_number"]["value"] == MAI.id_number


@pytest.mark.parametrize(
    ("given", "code", "problem"),
    [
        (MAI.text_2021.encode(), 0, None),
        (mrz.td1(MAI).encode(), 0, None),
        (b"", 1, "qr.empty"),
        (b"\xff\xfe\x00\x80" * 50, 1, "qr.not_a_card"),
        (b"x" * 100_000, 1, "card.text_too_long"),
        (mrz.td1(MAI).replace("F", "F1").encode(), 1, "mrz.check_digits"),
    ],
)
def test_text_is_read_the_same_way(run, given, code, problem):
    answer, (line,), _ = run("text", given=given)
    assert (answer, line["problem"], line["file"]) == (code, problem, "-")
    assert (line["identity"] is None) == (problem is not None)


@pytest.mark.parametrize("arguments", [[], ["read"], ["write"], ["text", "file"]])
def test_wrong_use_answers_2(run, arguments):
    code, lines, problems = run(*arguments)
    assert (code, lines) == (2, [])
    assert problems.startswith("usage:")


def test_a_name_that_is_no_text_is_still_json(run):
    code, (line,), _ = run("read", "/nowhere/\udc80.jpg")
    assert (code, line["problem"]) == (1, "file.unknown")


def stacked(*things):
    table = Image.new("RGB", (things[0].width + 200, sum(thing.height + 150 for thing in things)), "gray")
    for index, thing in enumerate(things):
        table.paste(thing, (100, 75 + index * (thing.height + 150)))
    return table
