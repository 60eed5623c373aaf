"""Even light, white paper, dark print; stamp and pen keep their colour, and the table along the edge is gone."""

from dataclasses import dataclass

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from sothuhoso.imaging import cleaning
from sothuhoso.imaging.cleaning import Cleaned
from tests.samples import ink, lighting, sensor
from tests.samples.drawing import font

SIZE = (874, 1240)  # A5 at 150 dots an inch
DPI = 150
STAMP, PEN = (600, 850), (330, 800)
LINES = [
    "Tôi xin cam đoan những lời khai trên đây là đúng sự thật",
    "và chịu trách nhiệm trước pháp luật về lời khai của mình.",
    "Đề nghị Ủy ban nhân dân xã xem xét, giải quyết theo quy định.",
]


def random() -> np.random.Generator:
    return np.random.default_rng(5)


@pytest.fixture(scope="module")
def sheet() -> np.ndarray:
    """Lines of print, a red stamp and a blue signature on warm white paper."""
    image = Image.new("RGB", SIZE, (250, 247, 240))
    pen = ImageDraw.Draw(image)
    for index in range(18):
        pen.text((90, 90 + index * 34), LINES[index % 3], font=font(25, serif=True), fill=ink.TONER)
    ink.stamp(image, STAMP, 100, random())
    ink.signature(image, PEN, 180, random())
    ink.pale_mark(image, (60, 1120), 25)
    return np.asarray(image)


@dataclass(frozen=True)
class Parts:
    """Where on the sheet there is nothing but paper, the inside of strokes, red and blue."""

    paper: np.ndarray
    print: np.ndarray
    red: np.ndarray
    blue: np.ndarray


@pytest.fixture(scope="module")
def parts(sheet) -> Parts:
    grey, (red, green, blue) = cv2.cvtColor(sheet, cv2.COLOR_RGB2GRAY), np.moveaxis(sheet.astype(int), 2, 0)
    anything = cv2.dilate((sheet.min(2) < 225).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    coloured = np.abs(red - blue) > 60
    found = Parts(~anything, (grey < 60) & ~coloured, (red - green > 110) & (red - blue > 90), blue - red > 100)
    assert min(one.sum() for one in (found.paper, found.print, found.red, found.blue)) > 200
    return found


LIGHTS = {
    "even": lambda: np.ones((SIZE[1] // 4, SIZE[0] // 4, 3), np.float32),
    "shadow of an edge": lambda: lighting.shadow(SIZE, "edge", np.array(SIZE) / 2, 0.4, 8, random()),
    "shadow of a hand": lambda: lighting.shadow(SIZE, "hand", np.array(SIZE) / 2, 0.5, 14, random()),
    "lamp": lambda: lighting.lamp(SIZE, random()),
    "dim": lambda: np.full((SIZE[1] // 4, SIZE[0] // 4, 3), 0.3, np.float32),
}


def photographed(sheet: np.ndarray, light: str = "even", noise: float = 1.0) -> np.ndarray:
    return sensor.noisy(lighting.lit(sheet, LIGHTS[light]()), noise, random())


def clean(photo: np.ndarray) -> Cleaned:
    few = cv2.resize(photo, None, fx=100 / DPI, fy=100 / DPI, interpolation=cv2.INTER_AREA)
    return cleaning.cleaned(cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY), few, DPI)


@pytest.fixture(scope="module")
def cleaned(sheet):
    """Each light's clean page, made once."""
    made: dict[str, Cleaned] = {}

    def in_light(light: str) -> Cleaned:
        if light not in made:
            made[light] = clean(photographed(sheet, light))
        return made[light]

    return in_light


@pytest.mark.parametrize("light", LIGHTS)
def test_paper_is_white_and_print_is_dark_in_any_light(cleaned, parts, light):
    page = cleaned(light).page
    assert page.luma.shape == SIZE[::-1]
    white = page.luma[parts.paper]
    assert np.percentile(white, 1) > 240
    assert np.median(white) > 252
    assert np.percentile(page.luma[parts.print], 90) < 110


@pytest.mark.parametrize("light", ["shadow of an edge", "shadow of a hand"])
def test_nothing_tells_where_the_shadow_was(cleaned, sheet, parts, light):
    lit = cv2.cvtColor(lighting.lit(np.full_like(sheet, 250), LIGHTS[light]()), cv2.COLOR_RGB2GRAY)
    shade, open_ = lit < 140, lit > 235
    page = cleaned(light).page.luma
    for part in (parts.paper, parts.print):
        inside, outside = page[part & shade], page[part & open_]
        assert min(len(inside), len(outside)) > 300
        assert abs(float(inside.mean()) - float(outside.mean())) < (4 if part is parts.paper else 25)


@pytest.mark.parametrize("light", ["even", "lamp", "dim"])
def test_stamp_and_pen_keep_their_colour_and_paper_has_none(cleaned, parts, light):
    page = cleaned(light).page
    red, green, blue = np.moveaxis(page.colours(DPI).astype(int), 2, 0)
    assert np.median((red - green)[parts.red]) > 90
    assert np.median((red - blue)[parts.red]) > 80
    assert np.median((blue - red)[parts.blue]) > 60
    assert np.percentile(np.abs(red - blue)[parts.paper], 99) <= 2
    assert np.percentile(np.abs(red - blue)[parts.print], 75) <= 6


def test_flicker_is_measured_and_taken_off(sheet, parts):
    calm, rough = (clean(photographed(sheet, noise=noise)) for noise in (1.0, 12.0))
    assert calm.noise < 3 < rough.noise
    assert np.percentile(rough.page.luma[parts.paper], 5) > 235
    assert np.percentile(rough.page.luma[parts.print], 75) < 120


def test_table_along_the_edge_is_gone(sheet):
    hairy = sheet.copy()
    hairy[:, :4], hairy[:3, 200:700], hairy[-5:, 100:300] = (92, 66, 44), (60, 58, 55), (46, 44, 44)
    page = clean(photographed(hairy)).page
    for strip in (page.luma[:, :4], page.luma[:3, 200:700], page.luma[-5:, 100:300]):
        assert strip.min() >= 200
        assert strip.mean() > 250


def test_print_that_reaches_the_edge_stays(sheet):
    """A rule drawn right across the page is no hair of table, though it begins at the edge."""
    ruled = sheet.copy()
    ruled[1000:1004] = 30
    ruled[:40, 500:504] = 30
    page = clean(photographed(ruled)).page.luma
    assert page[1000:1004, 60:].max() < 130
    assert page[1001:1003, :3].max() < 130
    assert page[:35, 501:503].max() < 130


def test_a_seal_across_the_edge_stays(sheet):
    """Half of a seal over two pages: it ends where the page ends."""
    sealed = sheet.copy()
    cv2.circle(sealed, (SIZE[0] - 1, 300), 7, (204, 30, 42), -1)  # as small as a hair of table
    cv2.circle(sealed, (SIZE[0] - 1, 600), 90, (204, 30, 42), 9)
    page = clean(photographed(sealed)).page
    red, green, blue = np.moveaxis(page.colours(DPI).astype(int), 2, 0)
    for rows in (slice(297, 304), slice(511, 515), slice(686, 690)):
        assert page.luma[rows, -4:].max() < 170
        assert (red - np.maximum(green, blue))[rows, -4:].min() > 60


def test_a_page_without_anything_on_it_is_white():
    page = clean(sensor.noisy(np.full((*SIZE[::-1], 3), 214, np.uint8), 1.5, random())).page
    assert page.luma.min() > 235
    assert np.abs(page.chroma).max() == 0
