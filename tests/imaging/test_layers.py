"""Print sharp and black, colour behind it, paper left out: what goes into a file comes out of it as it was."""

import io

import cv2
import numpy as np
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from sothuhoso.imaging import cleaning, layers, pdf
from sothuhoso.imaging.layers import Layers
from sothuhoso.imaging.tones import COLOUR_DPI, Tones
from tests.samples import ink, pages
from tests.samples.drawing import font

DPI = 300
SIZE = (1200, 840)  # four by nearly three inches
STAMP, PEN = (930, 560), (420, 580)
TEXT = 360  # rows with print only


def shown(seen: Layers, size: tuple[int, int], dpi: float = 72) -> np.ndarray:
    """The page as a viewer shows it, one pixel for each of its own (height, width, 3)."""
    content = pdf.written([pdf.Sheet(seen, (size[0] / dpi, size[1] / dpi), None)], title="")
    with pypdfium2.PdfDocument(content) as opened:
        image = opened[0].render(scale=dpi / 72 * (1 - 1e-6)).to_pil()  # or a rounded size becomes a pixel more
    assert image.size == size
    return np.asarray(image.convert("RGB"))


def tones(picture: np.ndarray, dpi: float = DPI) -> Tones:
    """A picture (sRGB) as what ``cleaning`` makes of a page."""
    share = COLOUR_DPI / dpi
    few = cv2.resize(picture, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    return Tones(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cleaning.chroma(few), dpi)


def weight(seen: Layers) -> int:
    return sum(len(part.content) for part in (seen.behind, seen.stencil, seen.ink) if part)


@pytest.fixture(scope="module")
def picture() -> np.ndarray:
    """White paper with print, a stamp and a signature."""
    image = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(image)
    for index, line in enumerate(
        ("Độc lập – Tự do – Hạnh phúc", "Nguyễn Thị Mẫu, sinh ngày 08/03/1990", "Kính gửi: ủy ban")
    ):
        pen.text((80, 60 + index * 110), line, font=font(54, serif=True), fill=ink.TONER)
    ink.stamp(image, STAMP, 190, np.random.default_rng(1))
    ink.signature(image, PEN, 300, np.random.default_rng(1))
    return np.asarray(image)


@pytest.fixture(scope="module")
def page(picture) -> Tones:
    return tones(picture)


@pytest.fixture(scope="module")
def compact(page) -> Layers:
    return layers.compact(page)


@pytest.fixture(scope="module")
def seen(compact) -> np.ndarray:
    return shown(compact, SIZE, DPI)


def test_print_comes_out_of_the_file_as_sharp_as_it_went_in(page, seen):
    printed, shown_dark = (grey[:TEXT] < 128 for grey in (page.luma, cv2.cvtColor(seen, cv2.COLOR_RGB2GRAY)))
    assert printed.sum() > 10_000
    assert (printed & ~shown_dark).sum() < 0.03 * printed.sum()
    near = cv2.dilate(printed.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    assert (shown_dark & ~near).sum() < 0.005 * printed.sum()
    assert seen[:TEXT][cv2.dilate(near.astype(np.uint8), np.ones((5, 5), np.uint8)) == 0].min() > 245


def test_black_print_is_black(page, seen):
    strokes = (page.luma < 40) & (np.arange(SIZE[1]) < TEXT)[:, None]
    assert np.percentile(seen[strokes].max(1), 95) < 60
    assert np.ptp(seen[strokes].astype(int), axis=1).max() <= 12  # without a tint


def test_stamp_is_red_and_pen_is_blue(picture, seen):
    red, green, blue = np.moveaxis(seen.astype(int), 2, 0)
    was_red, was_green, was_blue = np.moveaxis(picture.astype(int), 2, 0)
    stamp, pen = (was_red - was_green > 110) & (was_red - was_blue > 90), was_blue - was_red > 100
    assert min(stamp.sum(), pen.sum()) > 2000
    assert np.median((red - np.maximum(green, blue))[stamp]) > 90
    assert np.median((blue - np.maximum(red, green))[pen]) > 50


def test_three_layers_weigh_less_than_one_picture(page, compact):
    assert compact.behind is None or compact.behind.width <= SIZE[0] / 3
    assert weight(compact) < weight(layers.plain(page, 200, quality=56)) / 2


def test_plain_is_one_picture_of_so_many_dots(picture, page):
    one = layers.plain(page, 150, quality=80)
    assert (one.stencil, one.ink) == (None, None)
    assert (one.behind.width, one.behind.height) == (600, 420)
    half = cv2.resize(picture, (600, 420), interpolation=cv2.INTER_AREA)
    assert np.abs(shown(one, (600, 420), 150).astype(int) - half).mean() < 4


def test_plain_never_has_more_dots_than_the_page(page):
    assert (layers.plain(page, 600, quality=80).behind.width, page.luma.shape[1]) == (SIZE[0], SIZE[0])


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_a_blank_page_weighs_next_to_nothing(seed):
    sheet = np.asarray(pages.blank(seed, "A5").image)[::2, ::2]
    few = cv2.resize(sheet, None, fx=100 / 150, fy=100 / 150, interpolation=cv2.INTER_AREA)
    blank = layers.compact(cleaning.cleaned(cv2.cvtColor(sheet, cv2.COLOR_RGB2GRAY), few, 150).page)
    assert blank.behind is None
    assert weight(blank) < 1500


def test_what_is_behind_the_print_is_kept():
    """A photo glued onto a page is no print: it stays, with few dots."""
    picture = np.full((900, 900, 3), 255, np.uint8)
    across = np.linspace(90, 225, 400).astype(np.uint8)
    picture[200:600, 200:600] = np.stack([across, across[::-1], np.full(400, 200, np.uint8)], 1)
    seen = shown(layers.compact(tones(picture)), (900, 900), DPI).astype(int)
    assert np.abs(seen - picture)[260:540, 260:540].mean() < 12
    assert seen[:150].min() > 240


@pytest.mark.parametrize(("dpi", "speck"), [(200, (1, 3)), (300, (2, 2))])
def test_specks_are_dropped_and_the_dot_under_a_letter_stays(dpi, speck):
    letters = font(round(12 / 72 * dpi), serif=True)
    page = np.full((dpi // 2, dpi * 2), 255, np.uint8)
    image = Image.fromarray(page)
    ImageDraw.Draw(image).text((dpi // 4, dpi // 3), "ạ ẹ ị ọ ụ", font=letters, fill=30, anchor="ls")
    page = np.array(image)
    printed = pieces(page < 150)
    assert sum(size < 60 for size in printed) >= 5  # five dots below, one above
    for at in range(10, dpi * 2 - 10, 23):
        for down in (8, dpi // 2 - 12):
            page[down : down + speck[0], at : at + speck[1]] = 0
    assert len(pieces(page < 150)) > len(printed) + 20
    seen = shown(layers.compact(Tones(page, np.zeros((50, 200, 2), np.float32), dpi)), page.shape[::-1], dpi)
    assert len(pieces(seen.min(2) < 128)) == len(printed)


def pieces(dark: np.ndarray) -> list[int]:
    """The sizes in pixels of what hangs together."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    return stats[1:, cv2.CC_STAT_AREA].tolist()


@given(st.integers(4, 70), st.integers(4, 40), st.integers(0, 2**32 - 1), st.sampled_from([0.02, 0.5, 0.98]))
@settings(max_examples=12)
def test_every_dot_of_a_stencil_is_painted_where_it_was(width, height, seed, share):
    dots = (np.random.default_rng(seed).random((height, width)) < share).astype(np.uint8)
    black = layers.jpeg(np.zeros((8, 8, 3), np.uint8), 90)
    seen = shown(Layers(None, layers._stencil(dots), black), (width, height))
    assert np.array_equal(seen.max(2) < 128, dots.astype(bool))


def test_a_jpeg_carries_nothing_but_the_picture():
    made = layers.jpeg(np.full((30, 40, 3), 120, np.uint8), 50)
    with Image.open(io.BytesIO(made.content)) as opened:
        assert opened.size == (made.width, made.height) == (40, 30)
        assert not opened.getexif()
        assert set(opened.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("dpi", [1, 2, 7, 8, 40])
def test_no_page_has_too_few_dots(dpi):
    page = Tones(np.full((round(11.7 * dpi), round(8.3 * dpi)), 250, np.uint8), np.zeros((12, 8, 2), np.float32), dpi)
    assert weight(layers.compact(page)) < 2500
