"""The demo's papers are readable photos, each its own, and the same when drawn again."""

from __future__ import annotations

import io
from dataclasses import replace

from PIL import Image

from sothuhoso.seeds.papers import Paper, photo

PAPER = Paper(
    title="Giấy chứng sinh",
    rows=(("Họ và tên", "Ma Thị Diệp"), ("Nơi cư trú", "Xóm Kim Sơn, xã Thần Sa")),
    signer="Ma Thị Diệp",
    place="Thần Sa",
    day="23/11/2026",
)


def test_it_is_a_photo_large_enough_to_compare():
    image = Image.open(io.BytesIO(photo(PAPER)))
    assert image.format == "JPEG"
    assert image.width >= 900
    assert image.height > image.width
    darkest, brightest = image.convert("L").getextrema()
    assert darkest < 70
    assert brightest > 230


def test_the_same_sheet_is_drawn_alike_and_another_differs():
    assert photo(PAPER) == photo(PAPER)
    assert photo(PAPER) != photo(replace(PAPER, page=2))


def test_what_a_person_typed_is_no_markup():
    odd = replace(PAPER, rows=(("Họ và tên", '#panic("x") $ * _ " \\ ặử'),))
    assert photo(odd) != photo(PAPER)
