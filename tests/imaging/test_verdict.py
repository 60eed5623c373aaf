"""Whether a photo of a page will do, and if not why and where: one good photo, spoilt in one way at a time."""

import io
from dataclasses import replace
from functools import cached_property

import cv2
import numpy as np
import pytest
from PIL import Image

from sothuhoso.domain.papers import OwnSize, PaperSize, Verdict
from sothuhoso.domain.ports import PageReason, SeenPage
from sothuhoso.imaging import ocr, outline, page, verdict
from sothuhoso.imaging.outline import Outline
from tests.samples import lighting, notes, papers, sensor
from tests.samples.page_scenes import Scene
from tests.samples.people import PA
from tests.samples.photo import Shot, photograph

needs_tesseract = pytest.mark.skipif(not ocr.installed(), reason="tesseract is not installed (Debian: tesseract-ocr)")

SIZE = (1500, 2000)  # an A5 page has more than two hundred dots an inch in it
SPOT = 0.05  # of the page


def judged(photo: np.ndarray, paper: PaperSize = PaperSize.A5, *, found: Outline | None = None) -> SeenPage:
    """``found``: instead of looking for it."""
    photo = np.ascontiguousarray(photo)
    found = found or outline.find(photo)
    return verdict.judged(photo, found, paper, page.reader_of(photo, found, paper))


def told(seen: SeenPage) -> list[tuple[str, str]]:
    return [(reason.key, str(reason.verdict)) for reason in seen.reasons]


def random() -> np.random.Generator:
    return np.random.default_rng(3)


class Good:
    """A good photo of a dense page on a dark desk, and what can be made of it."""

    scene = Scene(22, "good12", size=SIZE)

    @cached_property
    def photo(self) -> np.ndarray:
        return self.scene.pixels()

    @cached_property
    def seen(self) -> SeenPage:
        return judged(self.photo)

    @cached_property
    def corners(self) -> np.ndarray:
        return np.array(self.scene.quad)

    @cached_property
    def text(self) -> np.ndarray:
        """The corners of all the print, in the photo."""
        return self.scene.view().seen(self.scene.sheet.on_paper(self.scene._sides))

    @property
    def middle(self) -> np.ndarray:
        return self.corners.mean(0)

    def smaller(self, factor: float) -> np.ndarray:
        return cv2.resize(self.photo, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)

    def blurred_below(self, share: float, sigma: float) -> np.ndarray:
        """In focus above that share of the photo's height, out of focus below."""
        down = np.arange(len(self.photo)) / len(self.photo)
        part = np.clip((down - share) / 0.08, 0, 1)[:, None, None]
        return (self.photo * (1 - part) + cv2.GaussianBlur(self.photo, (0, 0), sigma) * part).astype(np.uint8)

    def glared(self) -> np.ndarray:
        return lighting.glared(self.photo, self.middle, SPOT * cv2.contourArea(np.float32(self.corners)), random())

    def without(self, side: str, share: float) -> np.ndarray:
        """The phone held so that ``share`` of the print's width or height is out of the frame at that side."""
        (left, top), (right, bottom) = self.text.min(0), self.text.max(0)
        across, down = (share * (right - left), share * (bottom - top))
        match side:
            case "left":
                return self.photo[:, round(left + across) :]
            case "right":
                return self.photo[:, : round(right - across)]
            case "top":
                return self.photo[round(top + down) :]
            case _:
                return self.photo[: round(bottom - down)]


@pytest.fixture(scope="module")
def good() -> Good:
    return Good()


@pytest.fixture(scope="module")
def note() -> np.ndarray:
    """A good photo of three lines: quickly read."""
    lines = "Tôi là Nguyễn Thị Mẫu, sinh ngày 12/03/1990,", "căn cước số 019190000123, cư trú tại xóm Mỏ Gà,"
    with Image.open(io.BytesIO(notes.photo(*lines, "xã Thần Sa, tỉnh Thái Nguyên.", width=1440))) as photo:
        return np.asarray(photo)


def test_a_good_photo_is_taken_without_a_word(good):
    seen = good.seen
    assert told(seen) == []
    assert seen.verdict is Verdict.GOOD
    assert seen.dpi > 200
    assert np.abs(np.array(seen.corners) - good.corners).max() < 12
    assert {"sharpness", "light", "noise", "glare"} <= seen.measured.keys()


@pytest.mark.parametrize(
    ("factor", "dots", "key", "said"),
    [(0.74, (150, 200), "far", Verdict.WARN), (0.5, (0, 150), "too_far", Verdict.REFUSE)],
)
def test_too_few_dots_of_the_page_are_told(good, factor, dots, key, said):
    seen = judged(good.smaller(factor))
    assert dots[0] <= seen.dpi < dots[1]
    assert (key, said) in told(seen)
    assert not {"far", "too_far"} - {key} & {reason.key for reason in seen.reasons}


def test_a_larger_paper_has_fewer_dots(good):
    """The same photo, told to be of an A4 sheet."""
    seen = judged(good.photo, PaperSize.A4, found=Outline(tuple(map(tuple, good.corners))))
    assert seen.dpi == pytest.approx(good.seen.dpi * 148 / 210, rel=0.02)
    assert told(seen)[0][0] in {"far", "too_far"}


def test_a_page_out_of_focus_is_refused(good):
    seen = judged(sensor.defocused(good.photo, 6, disc=False))
    assert told(seen) == [("blurred", "refuse")]
    assert seen.reasons[0].box is None
    assert seen.measured["sharpness"] < 0.5 * good.seen.measured["sharpness"]


def test_a_shaken_page_is_refused(note):
    """Strokes along the shake are as sharp as ever."""
    assert told(judged(sensor.shaken(note, 40, 30, 0.3))) == [("blurred", "refuse")]


def test_half_a_page_out_of_focus_is_refused_and_shown(good):
    seen = judged(good.blurred_below(0.4, 4.5))
    assert told(seen) == [("blurred_part", "refuse")]
    _, top, _, bottom = inside(seen, good.photo)
    assert 0.36 * SIZE[1] < top < 0.6 * SIZE[1]
    assert bottom > 0.8 * good.text[:, 1].max()


def test_blur_that_leaves_no_strokes_is_still_blur(good):
    """Grey smears instead of lines: nothing on the page looks like print any more."""
    assert ("blurred", "refuse") in told(judged(sensor.defocused(good.photo, 8, disc=False)))


@pytest.mark.parametrize("blur", [5, 9])
def test_a_form_blurred_all_over_is_no_page_with_a_blurred_place(blur):
    """Its large headings keep something like strokes when its lines have none."""
    photo = photograph(papers.declaration(PA), Shot(share=0.8, blur=blur, seed=4))
    seen = judged(np.asarray(photo), PaperSize.A4)
    assert told(seen) == [("blurred", "refuse")]


@needs_tesseract
@pytest.mark.parametrize("blur", [0, 8])
def test_the_rules_of_a_table_are_no_blurred_print(blur):
    photo = np.asarray(photograph(papers.register(), Shot(size=(2160, 2880), share=0.85, blur=blur, seed=4)))
    seen = judged(photo, PaperSize.A4)
    assert told(seen) == ([("blurred", "refuse")] if blur else [])


def test_half_a_page_of_grey_smears_is_refused(good):
    seen = judged(good.blurred_below(0.4, 8))
    assert seen.verdict is Verdict.REFUSE
    assert {reason.key for reason in seen.reasons} <= {"blurred", "blurred_part"}


def test_a_lamp_that_hides_print_is_refused_and_shown(good):
    seen = judged(good.glared())
    assert told(seen) == [("glare", "refuse")]
    left, top, right, bottom = inside(seen, good.photo)
    assert left < good.middle[0] < right
    assert top < good.middle[1] < bottom
    assert (right - left) * (bottom - top) < 4 * SPOT * cv2.contourArea(np.float32(good.corners))


def test_too_little_light_is_told_once_and_nothing_else_is(good):
    """A twelfth of the light, and what the phone makes of the noise."""
    seen = judged(sensor.cleaned(sensor.noisy((good.photo * 0.12).astype(np.uint8), 16, random())))
    assert seen.verdict is not Verdict.GOOD
    assert [reason.key for reason in seen.reasons] == ["dark"]


@pytest.mark.parametrize("side", ["left", "right", "top", "bottom"])
def test_print_beyond_the_frame_is_refused_and_shown(good, side):
    photo = good.without(side, 0.1)
    seen = judged(photo)
    assert ("cut", "refuse") in told(seen)
    height, width = photo.shape[:2]
    left, top, right, bottom = inside(replace(seen, reasons=(by_key(seen, "cut"),)), photo)
    at = {"left": left < 0.05 * width, "right": right > 0.95 * width}
    at |= {"top": top < 0.05 * height, "bottom": bottom > 0.95 * height}
    assert at[side]
    assert min(right - left, bottom - top) < 0.25 * width  # along that side and nowhere else


@pytest.mark.parametrize("side", range(4))
def test_an_outline_that_cuts_print_is_refused_and_shown(good, side):
    """Another line was taken for the page's edge: what lies beyond it would be lost."""
    corners, opposite = good.corners.copy(), (side + 2) % 4
    for index in (side, (side + 1) % 4):
        corners[index] += 0.35 * (good.corners[opposite if index != side else (side + 3) % 4] - good.corners[index])
    seen = judged(good.photo, found=Outline(tuple(map(tuple, corners))))
    assert by_key(seen, "cut").verdict is Verdict.REFUSE
    inside(replace(seen, reasons=(by_key(seen, "cut"),)), good.photo)


def test_print_on_another_sheet_is_no_print_cut_off():
    stacked = Scene(5, "good12", size=(1200, 1600))
    assert stacked.surface == "paper"
    photo = stacked.pixels()
    seen = judged(photo, PaperSize.A4, found=Outline(tuple(map(tuple, stacked.quad))))
    assert "cut" not in {reason.key for reason in seen.reasons}


def test_paper_beyond_the_frame_is_no_reason_to_refuse(good):
    """All the print is there, though not all of the margin."""
    right = round(good.corners[[1, 2], 0].min() * 0.6 + good.text[:, 0].max() * 0.4)
    seen = judged(good.photo[:, :right])
    assert seen.verdict is not Verdict.REFUSE
    assert {reason.key for reason in seen.reasons} <= {"cut", "far"}


def test_a_page_upside_down_is_not_taken_for_a_blurred_one(note):
    """Soft enough for the reader to be asked, who would read nothing on its head."""
    assert told(judged(sensor.defocused(note, 1.6, disc=False)[::-1, ::-1])) == []


def test_a_blank_page_is_told():
    seen = judged(Scene(10, "blank12", size=(1200, 1600)).pixels())
    assert ("blank", "warn") in told(seen)
    assert seen.verdict is Verdict.WARN


def test_a_screen_is_refused():
    assert ("screen", "refuse") in told(judged(Scene(4, "screen12", size=(1620, 2160)).pixels()))


@pytest.mark.parametrize(("seed", "size"), [(4, (875, 1166)), (3, (1500, 2000))])
def test_a_table_alone_is_refused_even_if_something_is_read_on_it(seed, size):
    seen = judged(Scene(seed, "none12", size=size).pixels())
    assert told(seen) == [("no_page", "refuse")]
    assert (seen.corners, seen.dpi, seen.measured) == (None, 0, {})


@pytest.mark.parametrize("side", range(4))
def test_boxes_lie_in_the_photo_where_the_page_does_not(good, side):
    """A person may put corners beyond the frame, and a page may be found there."""
    photo = good.smaller(0.4)
    height, width = photo.shape[:2]
    left, top, right, bottom = 60, 60, width - 60, height - 60
    match side:
        case 0:
            top = -90
        case 1:
            right = width + 90
        case 2:
            bottom = height + 90
        case _:
            left = -90
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    seen = judged(photo, found=Outline(corners, 1.0, tuple(index == side for index in range(4))))
    cut = [reason for reason in seen.reasons if reason.key == "cut"]  # the print goes on beyond other sides too
    assert cut
    for reason in cut:
        inside(replace(seen, reasons=(reason,)), photo)


def by_key(seen: SeenPage, key: str) -> PageReason:
    (found,) = [reason for reason in seen.reasons if reason.key == key]
    return found


def inside(seen: SeenPage, photo: np.ndarray) -> verdict.Box:
    """The box of the only reason, within the photo."""
    (reason,) = seen.reasons
    assert reason.box is not None
    left, top, right, bottom = reason.box
    assert 0 <= left < right <= photo.shape[1]
    assert 0 <= top < bottom <= photo.shape[0]
    return reason.box


@needs_tesseract
def test_a_page_seen_in_a_mirror_is_told_and_one_on_its_head_is_not(good):
    """Not sharp all over, so that the reader is asked."""
    soft = cv2.GaussianBlur(good.photo, (0, 0), 1.3)
    for photo in (soft, soft[::-1, ::-1]):
        assert "mirrored" not in dict(told(judged(photo)))
    assert told(judged(soft[:, ::-1])) == [("mirrored", "refuse")]


class Scanned:
    """A page of A5 as a scanner gives it, at 300 dots an inch."""

    SIZE = OwnSize(148.0, 210.0)
    sheet = np.asarray(papers.declaration(PA).resize((1748, 2480)))

    def at(self, dpi: float) -> np.ndarray:
        return cv2.resize(self.sheet, None, fx=dpi / 300, fy=dpi / 300, interpolation=cv2.INTER_AREA)


@needs_tesseract
@pytest.mark.parametrize(
    ("spoilt", "reasons"),
    [
        (lambda: Scanned().sheet, []),
        (lambda: Scanned().at(200), []),
        (lambda: np.ascontiguousarray(np.rot90(Scanned().sheet)), []),
        (lambda: np.dstack([(Scanned().sheet.min(2) > 128).astype(np.uint8) * 255] * 3), []),
        (lambda: Scanned().at(170), [("scan_coarse", "warn")]),
        (lambda: Scanned().at(120), [("scan_too_coarse", "refuse")]),
        (lambda: cv2.GaussianBlur(Scanned().sheet, (0, 0), 6), [("scan_unclear", "refuse")]),
        (lambda: np.full_like(Scanned().sheet, 250), [("blank", "warn")]),
    ],
    ids=["good", "at 200", "sideways", "black and white", "coarse", "too coarse", "out of focus", "blank"],
)
def test_a_scan_is_judged_by_its_dots_and_its_letters(spoilt, reasons):
    """Nothing is said of edges, of light or of the hand."""
    picture = spoilt()
    seen = verdict.judged_scan(picture, Scanned.SIZE, page.reader_of(picture, None, Scanned.SIZE))
    assert told(seen) == reasons
