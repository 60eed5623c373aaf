"""Cards are read from photos as people take them, and never wrongly."""

import io
import json
from pathlib import Path

import numpy as np
import pytest
import segno
import zxingcpp
from PIL import Image

from sothuhoso.imaging import barcodes, zbar
from sothuhoso.imaging.decode import grey
from sothuhoso.settings import ROOT
from tests.samples import cards, drawing, people
from tests.samples.photo import Shot, as_file, photograph

SHARED = ROOT.parent / "shared" / "data" / "photos" / "cards"
FRONT, BACK = cards.front_2021(people.MAI), cards.back_2024(people.DUONG)


def texts(image: Image.Image) -> list[str]:
    return [code.text for code in barcodes.read(image)]


def seen(card: Image.Image, shot: Shot) -> Image.Image:
    return photograph(card, shot).convert("L")


@pytest.mark.parametrize("person", people.EVERYONE)
def test_both_cards_of_everyone_are_read(person):
    assert texts(cards.front_2021(person).convert("L")) == [person.text_2021]
    assert texts(cards.back_2024(person).convert("L")) == [person.text_2024]


@pytest.mark.parametrize("turn", [0, 30, 90, 135, 180, 270])
def test_a_card_is_read_however_it_lies(turn):
    assert texts(seen(FRONT, Shot(size=(1500, 2000), turn=turn))) == [people.MAI.text_2021]


@pytest.mark.parametrize(
    "shot",
    [
        Shot(share=0.26, seed=3),
        Shot(share=0.4, light=0.3, noise=14, turn=20, seed=4),
        Shot(share=0.8, slant=0.11, turn=200, seed=5),
        Shot(share=0.9, blur=4.2, turn=75, seed=6),
    ],
    ids=["far away", "in the dark", "slanted", "out of focus"],
)
def test_a_bad_photo_of_twelve_megapixels_is_read(shot):
    assert texts(seen(BACK, shot)) == [people.DUONG.text_2024]


def test_a_photo_saved_badly_is_read():
    content = as_file(photograph(FRONT, Shot(share=0.35, turn=12)), "JPEG", quality=35, orientation=6)
    assert texts(grey(content)) == [people.MAI.text_2021]


def test_corners_lie_where_the_code_is():
    ground = Image.new("L", (1600, 1200), 255)
    ground.paste(drawing.code("Mai", 300, border=0).convert("L"), (1000, 500))
    (code,) = barcodes.read(ground)
    assert (code.kind, code.engine) == ("qrcode", "zxing")
    assert np.abs(np.array(code.box) - [(1000, 500), (1300, 500), (1300, 800), (1000, 800)]).max() <= 8


def test_a_text_seen_twice_is_told_once_and_two_texts_are_told_apart():
    ground = Image.new("L", (1600, 600), 255)
    for index, text in enumerate(("một", "hai", "một")):
        ground.paste(drawing.code(text, 400).convert("L"), (50 + index * 500, 100))
    assert sorted(texts(ground)) == ["hai", "một"]


def test_a_sticker_is_read():
    made = zxingcpp.create_barcode("SH-05725-261123-0017", zxingcpp.BarcodeFormat.Code128)
    sticker = Image.fromarray(np.array(made.to_image(scale=4)))
    ground = Image.new("L", (sticker.width + 200, 600), 255)
    ground.paste(sticker.resize((sticker.width, 160)), (100, 200))
    found = barcodes.read(ground)
    assert [(code.text, code.kind) for code in found] == [("SH-05725-261123-0017", "code128")]


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1), (40, 40)])
def test_tiny_pictures_hold_no_code(size):
    assert barcodes.read(Image.new("L", size, 255)) == []


def test_no_code_is_seen_where_none_is():
    assert barcodes.read(Image.effect_noise((1200, 900), 80)) == []


def test_the_second_voter_reads_what_the_first_does_not(monkeypatch):
    monkeypatch.setattr(barcodes, "_zxing", lambda *_, **__: [])
    (code,) = barcodes.read(FRONT.convert("L"))
    assert (code.text, code.engine) == (people.MAI.text_2021, "zbar")


def test_time_is_bounded(monkeypatch):
    tried = []
    monkeypatch.setattr(barcodes, "_zxing", lambda *_, **__: tried.append("zxing") or [])
    monkeypatch.setattr(zbar, "read", lambda _: tried.append("zbar") or [])
    assert barcodes.read(FRONT.convert("L"), seconds=0) == []
    assert tried == ["zxing"]


def test_damaged_letters_show_and_other_alphabets_are_guessed():
    assert barcodes._text("Hoàng Thị Mai".encode()[:-6], "guess") == "Hoàng Th\N{REPLACEMENT CHARACTER}"
    assert barcodes._text("モバイル".encode("shift-jis"), "モバイル") == "モバイル"
    assert barcodes._text(b"Mai") == "Mai"


def test_a_code_in_another_alphabet_is_read():
    out = io.BytesIO()
    segno.make("モバイルのテスト", encoding="shift-jis", mode="byte").save(out, kind="png", scale=8)
    assert texts(Image.open(out).convert("L")) == ["モバイルのテスト"]


def shared() -> list[dict]:
    manifest = SHARED / "manifest.json"
    return json.loads(manifest.read_text()) if manifest.exists() else []


@pytest.mark.skipif(not shared(), reason=f"no card photos in {SHARED}")
def test_photos_of_others_are_read_and_none_wrongly():
    good = 0
    for photo in shared():
        found = texts(grey(Path(SHARED, photo["file"]).read_bytes()))
        assert found in ([], [photo["text"]]), photo["file"]
        if photo["condition"] in {"good", "jpeg"}:
            assert found == [photo["text"]], photo["file"]
            good += 1
    assert good > 0
