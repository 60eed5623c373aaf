"""From a photo to a clean page: upright with its text, by the corners that a person gave, in its true size."""

import io
import unicodedata

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image
from rapidfuzz.distance import Levenshtein

from sothuhoso.domain.errors import DomainError
from sothuhoso.domain.papers import PaperSize
from sothuhoso.imaging import ocr, outline, page, pdf
from sothuhoso.imaging.page import Made
from tests.imaging import files
from tests.samples import cards, notes, people
from tests.samples.page_scenes import Scene
from tests.samples.photo import Shot, as_file, photograph

needs_tesseract = pytest.mark.skipif(not ocr.installed(), reason="tesseract is not installed (Debian: tesseract-ocr)")

LINES = (
    "Kính gửi: Ủy ban nhân dân xã Thần Sa",
    "Tôi là Nguyễn Thị Mẫu, sinh ngày 12/03/1990,",
    "nay viết đơn này đề nghị xem xét, giải quyết",
    "việc cấp bản sao trích lục khai sinh cho con tôi",
    "là Lê Văn Mẫu, đăng ký ngày 05/06/2015 tại xã.",
    "Lý do: bổ sung hồ sơ nhập học của cháu.",
)


def saved(photo: np.ndarray) -> bytes:
    return as_file(Image.fromarray(np.ascontiguousarray(photo)), quality=92)


def opened(content: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))


def shown(made: Made) -> np.ndarray:
    """The page as a reader of the PDF sees it, at 150 dots an inch."""
    with pypdfium2.PdfDocument(pdf.written([made.sheet], title="")) as file:
        return np.asarray(file[0].render(scale=150 / 72).to_pil().convert("RGB"))


def wrong(read: str, known: str) -> float:
    """The share of characters that differ; white space counts as one blank."""
    one, other = (" ".join(unicodedata.normalize("NFC", text).split()) for text in (read, known))
    return Levenshtein.distance(one, other) / len(other)


def alike(one: np.ndarray, other: np.ndarray) -> float:
    """How much two pictures of one thing go together, 0 to 1, whatever their sizes."""
    first, second = (
        cv2.GaussianBlur(cv2.resize(picture, (240, 240), interpolation=cv2.INTER_AREA), (0, 0), 1.5).astype(float)
        for picture in (one, other)
    )
    return float(np.corrcoef(first.ravel(), second.ravel())[0, 1])


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene(10, "shadow12", bare=True, size=(1512, 2016))


@pytest.fixture(scope="module")
def photo(scene) -> np.ndarray:
    return scene.pixels()


@pytest.fixture(scope="module")
def known(scene) -> tuple:
    return tuple((float(x), float(y)) for x, y in scene.quad)


@pytest.fixture(scope="module")
def note() -> bytes:
    return notes.photo(*LINES)


@pytest.fixture(scope="module")
def plain(note) -> Made:
    """The note as it lies, unread."""
    return page.make(note, PaperSize.A5, turn=0, read=False)


@pytest.fixture(scope="module")
def dense(photo, known) -> Made:
    """A dense page, all of its text read."""
    return page.make(saved(photo), PaperSize.A5, corners=known)


@needs_tesseract
def test_a_dense_page_is_read_letter_by_letter(dense, scene):
    assert dense.turned == 0
    assert wrong(dense.text.text, scene.text) < 0.03


@needs_tesseract
def test_words_lie_as_shares_of_the_page_over_their_print(dense, scene):
    assert len(dense.words) > 150
    shares = np.array([word[1:] for word in dense.words])
    assert shares.min() >= 0
    assert (shares[:, :2] + shares[:, 2:]).max() <= 1
    sheet = scene.sheet
    for index, (left, top, right, bottom) in enumerate(sheet.boxes[:4]):
        first, last = sheet.lines[index].split()[0], sheet.lines[index].split()[-1]
        line = [word for word in dense.words if top < (word[2] + word[4] / 2) * sheet.image.height < bottom]
        assert (line[0][0], line[-1][0]) == (first, last)
        assert line[0][1] * sheet.image.width == pytest.approx(left, abs=0.015 * sheet.image.width)
        assert (line[-1][1] + line[-1][3]) * sheet.image.width == pytest.approx(right, abs=0.015 * sheet.image.width)


@needs_tesseract
@pytest.mark.parametrize("quarters", [1, 2])
def test_a_page_that_lies_on_its_side_or_head_comes_out_upright_with_its_text(note, plain, quarters):
    made = page.make(saved(np.rot90(opened(note), quarters)), PaperSize.A5)
    assert made.turned == quarters * 90
    assert wrong(made.text.text, "\n".join(LINES)) < 0.03
    assert made.sheet.inches == pytest.approx(plain.sheet.inches, abs=0.02)
    assert alike(shown(made), shown(plain)) > 0.9


@pytest.mark.parametrize("turn", [90, 180])
def test_a_turn_by_hand_is_done_and_no_other(note, plain, turn):
    made = page.make(note, PaperSize.A5, turn=turn, read=False)
    assert made.turned == turn
    assert made.sheet.inches == (plain.sheet.inches if turn == 180 else plain.sheet.inches[::-1])
    assert alike(shown(made), np.rot90(shown(plain), -turn // 90)) > 0.99


def test_corners_by_hand_win_over_those_that_were_found(photo, scene, known):
    """The lower right quarter of the page is asked for, though the page is there to be found."""
    content = saved(photo)
    half = np.array(scene._sides) / 2  # in millimetres, from the middle of the page
    quarter = scene.view().seen(np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * half)
    asked = tuple((float(x), float(y)) for x, y in quarter)
    whole, part = (
        shown(page.make(content, PaperSize.A5, corners=corners, turn=0, read=False)) for corners in (known, asked)
    )
    assert alike(part, whole[whole.shape[0] // 2 :, whole.shape[1] // 2 :]) > 0.8
    assert alike(part, whole) < 0.5
    seen = page.check(content, PaperSize.A5, corners=asked)
    assert seen.corners == asked
    assert 80 < seen.dpi < 130


def test_where_no_page_is_found_the_whole_photo_is_taken():
    picture = Scene(4, "none12", size=(600, 800)).pixels()
    content = as_file(Image.fromarray(picture), "PNG", compress_level=1)
    assert outline.find_in(content) is None
    seen = shown(page.make(content, PaperSize.ID1, read=False, turn=0))
    assert alike(seen, picture) > 0.99
    for turn in range(4):  # up to the rim
        edge, rim = (np.rot90(one, turn)[: np.rot90(one, turn).shape[0] // 16] for one in (seen, picture))
        assert alike(edge, rim) > 0.98


def test_a_card_keeps_its_picture_and_its_true_size():
    card = cards.front_2021(people.MAI)
    content = as_file(photograph(card, Shot(size=(1360, 1020), share=0.8, turn=4, slant=0.02)), quality=92)
    made = page.make(content, PaperSize.ID1, read=False)
    assert made.sheet.inches == pytest.approx((85.6 / 25.4, 53.98 / 25.4), abs=0.01)
    assert (made.sheet.seen.stencil, made.sheet.seen.ink) == (None, None)
    picture = opened(made.sheet.seen.behind.content)
    assert picture.shape[1] / made.sheet.inches[0] == pytest.approx(made.dpi, abs=1)
    flat = cv2.resize(np.asarray(card), picture.shape[1::-1], interpolation=cv2.INTER_AREA)
    for channel in range(3):
        assert alike(picture[..., channel], flat[..., channel]) > 0.9
    red, green, blue = np.moveaxis(picture.astype(int), 2, 0)
    title = (flat[..., 0] > 180) & (flat[..., 1:].max(2) < 60)
    assert title.sum() > 1000
    assert np.median((red - np.maximum(green, blue))[title]) > 60
    tone = np.median((picture.astype(float) / np.maximum(flat, 1))[flat.min(2) > 150])
    assert 0.8 < tone < 1.1  # as it was lit, neither bleached nor darkened


def test_the_paper_that_is_told_is_the_size_of_the_page(note, plain):
    larger = page.make(note, PaperSize.A4, turn=0, read=False)
    for made, inches in ((plain, (5.83, 8.27)), (larger, (8.27, 11.69))):
        assert made.sheet.inches == pytest.approx(inches, abs=1 / made.dpi)
        with pypdfium2.PdfDocument(pdf.written([made.sheet], title="")) as file:
            assert file[0].get_size() == pytest.approx([side * 72 for side in inches], abs=1)


def test_no_dots_are_invented(note, plain):
    """The whole photo is little wider than the page: what is made of it has no more pixels than it."""
    assert 150 < plain.dpi < 170
    assert plain.sheet.seen.stencil.width < opened(note).shape[1]


def test_unread_a_page_has_no_text(plain):
    assert (plain.text.text, plain.words, plain.sheet.text) == ("", (), None)


def test_layers_or_one_picture_as_asked(note, plain):
    assert plain.sheet.seen.stencil is not None
    one = page.make(note, PaperSize.A5, read=False, turn=0, compact=False)
    assert (one.sheet.seen.stencil, one.sheet.seen.ink) == (None, None)
    assert alike(opened(one.sheet.seen.behind.content), shown(plain)) > 0.95


@pytest.mark.parametrize("size", [(1, 1), (1, 60), (2, 2), (9, 7), (30, 41), (3, 900)])
@pytest.mark.parametrize("paper", [PaperSize.A4, PaperSize.ID1])
def test_no_photo_is_too_small(size, paper):
    content = as_file(Image.new("RGB", size, "white"))
    made = page.make(content, paper, read=False)
    assert made.dpi >= 1
    assert pdf.written([made.sheet], title="").startswith(b"%PDF")
    assert page.check(content, paper).verdict == "refuse"


@pytest.mark.parametrize("look", [page.check, page.make])
def test_what_is_no_photo_is_refused_by_its_name(look):
    for content, key in ((b"", "image.empty"), (b"%PDF-1.7", "image.pdf"), (files.bomb(), "image.too_many_pixels")):
        with pytest.raises(DomainError) as caught:
            look(content)
        assert caught.value.key == key


@needs_tesseract
@pytest.mark.parametrize("seed", [10, 16])
def test_a_photo_in_the_dark_is_read_though_its_noise_is_as_strong_as_strokes(seed):
    scene = Scene(seed, "dark12", size=(1500, 2000))
    made = page.make(scene.content(), PaperSize.A5)
    assert wrong(made.text.text, scene.text) < 0.03
