"""Machine-readable lines are read from photos, never with a wrong digit."""

import shutil
import subprocess

import pytest
from PIL import Image

from sothuhoso.domain.mrz import read_mrz
from sothuhoso.imaging import card, mrz, ocr
from sothuhoso.imaging.effort import Effort
from tests.samples import cards, people
from tests.samples.mrz import td1
from tests.samples.photo import Shot, photograph
from tests.samples.scenes import on_sheet

pytestmark = pytest.mark.skipif(not ocr.installed(), reason="tesseract is not installed (Debian: tesseract-ocr)")
BACK = cards.back_2021(people.MAI)

UNHURRIED = 60  # seconds: other suites share the machine


def seen(thing: Image.Image, shot: Shot) -> Image.Image:
    return photograph(thing, shot).convert("L")


@pytest.mark.parametrize(
    "shot",
    [
        Shot(seed=2),
        Shot(share=0.4, turn=8, seed=3),
        Shot(share=0.9, turn=184, seed=4),
        Shot(share=0.6, turn=-80, light=0.35, noise=9, seed=5),
        Shot(share=0.8, blur=2.5, seed=6),
    ],
    ids=["plain", "small", "upside down", "sideways in the dark", "blurred"],
)
def test_lines_are_read_from_a_photo(shot):
    (found,) = mrz.read(seen(BACK, shot), seconds=UNHURRIED)
    assert (found.kind, found.engine, len(found.box)) == ("mrz", "tesseract", 4)
    assert found.text.splitlines()[:2] == td1(people.MAI).splitlines()[:2]
    assert found.text.splitlines()[2] in (td1(people.MAI).splitlines()[2], "<" * 30)


def test_lines_on_a_grey_copy_are_read():
    (found,) = mrz.read(seen(on_sheet(cards.back_2024(people.DUONG), 1), Shot(share=0.85)), seconds=UNHURRIED)
    assert found.text.splitlines()[:2] == td1(people.DUONG).splitlines()[:2]


def test_a_code_goes_before_lines():
    found = card.read(seen(cards.back_2024(people.DUONG), Shot()))
    assert [(code.kind, code.text) for code in found] == [("qrcode", people.DUONG.text_2024)]


def test_a_back_without_a_code_is_read_by_its_lines():
    found = card.read(seen(BACK, Shot()))
    assert [code.kind for code in found] == ["mrz"]
    identity = read_mrz(found[0].text).identity
    assert identity is not None
    assert identity.id_number == people.MAI.id_number


@pytest.mark.parametrize(
    "photo",
    [Image.new("L", (1, 1)), Image.new("L", (2000, 1500), 200), Image.effect_noise((1500, 2000), 60)],
    ids=["tiny", "empty", "noise"],
)
def test_nothing_is_read_where_nothing_is(photo):
    assert mrz.read(photo) == []
    assert card.read(photo, seconds=0.1) == []


def test_lines_that_differ_in_one_digit_are_not_believed(monkeypatch):
    wrong = td1(people.MAI).replace("9902152", "9902162")
    monkeypatch.setattr(ocr, "lines", lambda *_, **__: wrong)
    assert mrz.read(seen(BACK, Shot(size=(1500, 2000)))) == []


def test_a_number_that_does_not_name_the_year_beside_it_must_be_read_twice(monkeypatch):
    odd = people.Person("019101000017", "", *("Hoàng Thị Mai", "15021999", "Nữ", "", "10052021"))
    texts = iter([td1(odd), *["?"] * 20])
    monkeypatch.setattr(ocr, "lines", lambda *_, **__: next(texts))
    assert mrz.read(seen(BACK, Shot(size=(1500, 2000)))) == []
    monkeypatch.setattr(ocr, "lines", lambda *_, **__: td1(odd))
    (found,) = mrz.read(seen(BACK, Shot(size=(1500, 2000))))
    assert found.text.splitlines()[0] == td1(odd).splitlines()[0]


def test_time_is_bounded():
    photo = seen(BACK, Shot(size=(1500, 2000)))
    assert mrz.read_zones(mrz.find_zones(photo), Effort(0)) == []


def test_without_tesseract_nothing_is_read(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda *_: None)
    assert not ocr.installed()
    monkeypatch.setattr(ocr, "_PROGRAM", "tesseract-that-is-not-there")
    assert ocr.lines(Image.new("L", (100, 100)), signs="A", seconds=1) == ""


def test_a_tesseract_that_hangs_is_given_up(monkeypatch):
    def hang(*_args, timeout: float, **_kwargs):
        raise subprocess.TimeoutExpired("tesseract", timeout)

    monkeypatch.setattr(subprocess, "run", hang)
    assert ocr.lines(Image.new("L", (100, 100)), signs="A", seconds=1) == ""
