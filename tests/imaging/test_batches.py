"""A batch in papers: each page in one place, order kept; separators, stickers, blank sheets; how pages are seen."""

import numpy as np
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from sothuhoso.domain.brought import BatchPaper
from sothuhoso.domain.dossier_code import internal_number
from sothuhoso.imaging import barcodes, batches
from sothuhoso.imaging.batches import SEPARATOR, SeenSheet, is_blank, is_sticker, seen, split
from sothuhoso.imaging.documents import PagePicture, Pages
from sothuhoso.integrations.forms_pdf import TypstForms
from tests.samples import brought, notes

TEXT, BLANK, BETWEEN = SeenSheet(), SeenSheet(blank=True), SeenSheet(separator=True)
ONE, TWO = "SH-05725-261123-0017", "TM-0471-2938"
LINES = ("Kính gửi: Ủy ban nhân dân xã Thần Sa", "Người viết: Nguyễn Thị Mẫu")

sheets = st.lists(
    st.builds(SeenSheet, st.just(False), st.just(False), st.sampled_from(["", ONE, TWO]))
    | st.sampled_from([TEXT, BLANK, BETWEEN]),
    max_size=30,
)


def with_code(code: str) -> SeenSheet:
    return SeenSheet(code=code)


@given(sheets, st.booleans())
def test_every_page_is_in_one_place_and_the_order_is_kept(pages, duplex):
    batch = split(pages, duplex=duplex)
    placed = [at for paper in batch.papers for at in paper.pages]
    assert placed == sorted(placed)
    assert sorted([*placed, *batch.separators, *batch.backs]) == list(range(len(pages)))
    assert all(paper.pages for paper in batch.papers)


@given(sheets, st.booleans())
def test_print_is_never_dropped(pages, duplex):
    batch = split(pages, duplex=duplex)
    for at in batch.backs:
        assert pages[at].blank
        assert duplex
        assert at % 2
    for at in batch.separators:
        assert pages[at].blank or pages[at].separator


@given(sheets, st.booleans())
def test_a_paper_has_one_code_and_it_stands_on_its_first_page(pages, duplex):
    for paper in split(pages, duplex=duplex).papers:
        codes = {pages[at].code for at in paper.pages} - {""}
        assert codes == ({paper.code} if paper.code else set())
        assert pages[paper.pages[0]].code == paper.code


@given(sheets)
def test_no_separator_is_within_a_paper(pages):
    for paper in split(pages).papers:
        assert list(paper.pages) == list(range(paper.pages[0], paper.pages[-1] + 1))


@given(st.integers(1, 20))
def test_a_batch_with_nothing_between_is_one_paper(count):
    assert split([TEXT] * count).papers == (BatchPaper(tuple(range(count))),)


def test_nothing_is_no_paper():
    assert split([]).papers == ()
    assert split([BLANK, BETWEEN]).papers == ()


def test_separators_and_blank_sheets_cut():
    batch = split([BETWEEN, TEXT, TEXT, BETWEEN, BLANK, TEXT])
    assert [paper.pages for paper in batch.papers] == [(1, 2), (5,)]
    assert batch.separators == (0, 3, 4)


def test_a_sticker_begins_a_paper_and_names_it():
    batch = split([TEXT, with_code(ONE), TEXT, with_code(TWO), with_code(TWO), with_code(ONE)])
    assert batch.papers == (
        BatchPaper((0,)),
        BatchPaper((1, 2), ONE),
        BatchPaper((3, 4), TWO),  # the same sticker on the next page goes on
        BatchPaper((5,), ONE),
    )


def test_the_same_sticker_behind_a_separator_is_a_paper_of_its_own():
    batch = split([with_code(ONE), BETWEEN, with_code(ONE)])
    assert [paper.pages for paper in batch.papers] == [(0,), (2,)]


def test_blank_backs_are_dropped_and_a_sheet_with_nothing_separates():
    batch = split([TEXT, BLANK, TEXT, TEXT, BLANK, BLANK, TEXT, BLANK], duplex=True)
    assert [paper.pages for paper in batch.papers] == [(0, 2, 3), (6,)]
    assert (batch.separators, batch.backs) == ((4, 5), (1, 7))


def test_a_separators_back_goes_with_it_and_a_blank_front_with_print_behind_stays():
    batch = split([TEXT, TEXT, BETWEEN, BLANK, BLANK, TEXT], duplex=True)
    assert [paper.pages for paper in batch.papers] == [(0, 1), (4, 5)]
    assert (batch.separators, batch.backs) == ((2, 3), ())


# ---- seeing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SEPARATOR, SeenSheet(separator=True)),
        (ONE, with_code(ONE)),
        (ONE.replace("-", ""), with_code(ONE)),
        (TWO, with_code(TWO)),
        ("000.00.19.H55-230408-0001", with_code("000.00.19.H55-230408-0001")),
        ("https://example.invalid/", TEXT),
        ("079099000001|123456789|Nguyễn Văn Mẫu", TEXT),
    ],
)
def test_a_code_on_a_page_is_a_separator_a_sticker_or_neither(text, expected):
    assert seen(PagePicture(brought.sheet_with(text), 100)) == expected


def test_a_small_sticker_on_a_page_of_print_is_read():
    page = notes.note(*LINES).convert("L")
    sticker = brought.sheet_with(ONE, (180, 180), scale=3).crop((0, 0, 160, 160))
    page.paste(sticker, (600, 900))
    assert seen(PagePicture(page, 150)).code == ONE


@pytest.mark.parametrize("text", ["", "SH", "0123456789", "SOTHUHOSO-TACH", "TM-9999-9999"])
def test_what_is_no_number_of_a_dossier_names_no_paper(text):
    assert not is_sticker(text)


@given(st.dates(), st.integers(1, 9999))
def test_our_own_numbers_are_stickers(day, serial):
    assert is_sticker(internal_number("05725", day, serial))


def paper(shade: int = 250) -> Image.Image:
    return Image.new("L", (1240, 1754), shade)


def test_dust_holes_the_edge_and_the_scanners_noise_are_nothing():
    random = np.random.default_rng(5)
    noisy = np.clip(random.normal(235, 4, (1754, 1240)), 0, 255).astype(np.uint8)
    noisy[:, :30] = 20  # the lid's shadow
    dusty = Image.fromarray(noisy)
    pen = ImageDraw.Draw(dusty)
    for x, y in random.integers((100, 100), (1100, 1600), (12, 2)):
        pen.point((int(x), int(y)), 30)
    assert is_blank(dusty, 150)
    assert is_blank(paper(), 150)
    assert is_blank(paper(200), 150)  # recycled paper


def test_what_shines_through_from_the_other_side_is_nothing():
    page = notes.note(*LINES).convert("L").transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    assert is_blank(page.point(lambda value: 255 - (255 - value) // 8), 150)


@pytest.mark.parametrize("line", ["Trang 2", "Ký tên"])
def test_one_short_line_is_something(line):
    page = paper()
    page.paste(notes.note(line).convert("L"), (0, 0))
    assert not is_blank(page, 150)


def test_a_page_that_is_dark_all_over_is_something():
    assert not is_blank(paper(30), 150)


def test_a_tiny_page_is_no_crash():
    for size in ((1, 1), (3, 200), (40, 40)):
        assert is_blank(Image.new("L", size, 255), 150)


# ---- whole files


@pytest.mark.parametrize("form", ["pdf", "tiff"])
def test_a_batch_of_a_file_is_cut(form):
    note, blank = notes.note(*LINES), Image.new("RGB", notes.SIZE, "white")
    sticker = note.copy()
    sticker.paste(brought.sheet_with(TWO, (300, 300), scale=6), (300, 700))
    between = brought.sheet_with(SEPARATOR, notes.SIZE).convert("RGB")
    images = [note, between, sticker, note, blank, note]
    content = brought.scan_of(*images) if form == "pdf" else brought.tiff_of(*images, packed="tiff_lzw")
    pages = Pages(content)
    looked = [seen(pages.picture(at, max_dpi=batches.DPI)) for at in range(len(pages))]
    assert looked == [TEXT, BETWEEN, with_code(TWO), TEXT, BLANK, TEXT]
    assert split(looked).papers == (BatchPaper((0,)), BatchPaper((2, 3), TWO), BatchPaper((5,)))


# ---- the sheet that we print


@pytest.mark.parametrize("dpi", [200, 300])
@pytest.mark.parametrize("turned", [0, 180])
@pytest.mark.parametrize("skewed", [0, 2, -3])
def test_our_own_sheet_is_a_separator_however_it_lay(dpi, turned, skewed):
    with pypdfium2.PdfDocument(TypstForms().separator_sheet()) as pdf:
        drawn = pdf[0].render(scale=dpi / 72).to_pil().convert("L")
    lying = drawn.rotate(turned).rotate(skewed, resample=Image.Resampling.BICUBIC, fillcolor=255)
    assert seen(PagePicture(lying, dpi)) == BETWEEN


@pytest.mark.parametrize(("top", "bottom"), [(0, 0.55), (0.58, 1)])
def test_each_of_its_two_codes_is_enough(top, bottom):
    with pypdfium2.PdfDocument(TypstForms().separator_sheet()) as pdf:
        page = pdf[0].render(scale=200 / 72).to_pil().convert("L")
    half = page.crop((0, round(top * page.height), page.width, round(bottom * page.height)))
    assert len(barcodes.read(half, card=False)) == 1
    assert seen(PagePicture(half, 200)) == BETWEEN


def test_its_back_goes_with_it():
    page, between = notes.note(*LINES).convert("L"), Image.new("L", notes.SIZE, 255)
    looked = [seen(PagePicture(image, 150)) for image in (page, between)]
    assert split([looked[0], looked[1], BETWEEN, looked[1], looked[0], looked[1]], duplex=True).papers == (
        BatchPaper((0,)),
        BatchPaper((4,)),
    )
