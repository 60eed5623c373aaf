"""What tesseract reads comes with its place, and nothing of a page stays behind."""

import os
import time
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from sothuhoso.domain.errors import Unavailable
from sothuhoso.imaging import ocr_page
from tests.samples.drawing import font

LINES = ("Cộng hòa xã hội chủ nghĩa Việt Nam", "Ủy ban nhân dân xã Thần Sa", "Số định danh: 019199000017")


def page() -> np.ndarray:
    image = Image.new("L", (1100, 420), 255)
    for row, words in enumerate(LINES):
        ImageDraw.Draw(image).text((60, 50 + 110 * row), words, font=font(40, serif=True), fill=20)
    return np.asarray(image)


@pytest.fixture
def room(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(ocr_page, "_MEMORY", str(tmp_path))
    return tmp_path


def test_words_come_line_by_line_with_their_places_and_an_unseen_layer(room):
    said = ocr_page.read(page(), 200)
    assert said.text.splitlines() == list(LINES)
    assert said.sure > 90
    first = said.words[0]
    left, top, width, height = first.box
    assert (first.text, left < 70, 40 < top < 70, width > 60, height > 20) == ("Cộng", True, True, True, True)
    assert said.layer is not None
    assert said.layer.startswith(b"%PDF")
    assert list(room.iterdir()) == []


def test_rules_and_flourishes_are_no_words_and_the_unseen_layer_has_the_words_that_are(room):
    image = Image.fromarray(page())
    pen = ImageDraw.Draw(image)
    for swing in range(9):  # a signature
        pen.arc((640 + 26 * swing, 150, 690 + 26 * swing, 190 + 5 * (swing % 3)), 0, 300, fill=60, width=3)
    pen.line((60, 390, 1040, 390), fill=20, width=2)
    said = ocr_page.read(np.asarray(image), 200)
    assert said.text.splitlines() == list(LINES)
    assert said.layer is not None
    with pypdfium2.PdfDocument(said.layer) as file:
        layer = file[0].get_textpage().get_text_bounded()
    assert layer.split() == said.text.split()


def test_nothing_is_left_behind_where_reading_fails(room, monkeypatch):
    with pytest.raises(Unavailable, match=r"ocr\.too_slow"):
        ocr_page.read(page(), 200, seconds=0.001)
    monkeypatch.setattr(ocr_page, "_PROGRAM", "no-such-program")
    with pytest.raises(Unavailable, match=r"ocr\.missing"):
        ocr_page.read(page(), 200)
    assert list(room.iterdir()) == []


def test_what_a_killed_worker_left_goes_at_the_next_start_and_nobody_elses(room):
    old, fresh, other = (room / name for name in ("sothuhoso-page-a", "sothuhoso-page-b", "somebody-elses"))
    for folder in (old, fresh, other):
        folder.mkdir()
        (folder / "out.tsv").write_text("Hoàng Thị Mai")
    for folder in (old, other):
        os.utime(folder, (time.time() - 3600,) * 2)
    ocr_page.tidy()
    assert sorted(path.name for path in room.iterdir()) == ["somebody-elses", "sothuhoso-page-b"]


def test_a_page_with_nothing_on_it_has_no_words():
    said = ocr_page.read(np.full((400, 600), 255, np.uint8), 200)
    assert (said.words, said.text, said.sure) == ((), "", 0.0)
