"""The sample pages say what they hold, lie where they are said to lie, and are the same each time."""

import io
import unicodedata

import numpy as np
import pytest
from PIL import Image, ImageChops

from tests.samples import camera, ink, pages
from tests.samples.page_scenes import CONDITIONS, Scene, scenes

SMALL = (378, 504)


def small(condition: str, seed: int = 1) -> Scene:
    return Scene(seed, condition, size=SMALL)


def ends(scene: Scene) -> np.ndarray:
    assert scene.quad is not None
    return np.array(scene.quad)


def test_each_line_is_known_and_stands_on_the_page():
    sheet = pages.page(1)
    assert sheet.text == unicodedata.normalize("NFC", sheet.text)
    assert sheet.lines[0] == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert 20 < len(sheet.lines) == len(sheet.boxes) < 45
    grey = np.asarray(sheet.image.convert("L"))
    for left, top, right, bottom in sheet.boxes:
        assert 0 < left < right < sheet.image.width
        spot = grey[top:bottom, left:right]
        assert spot.min() < 110
        assert spot.max() > 180


def test_a_page_is_the_same_each_time_and_another_for_each_seed():
    first = pages.page(3, "A5")
    pages.page.cache_clear()
    again = pages.page(3, "A5")
    assert again.text == first.text
    assert again.image.tobytes() == first.image.tobytes()
    assert pages.page(2, "A5").text != first.text


def test_without_stamp_and_signatures_the_words_are_the_same():
    full, bare = pages.page(3, "A5"), pages.page(3, "A5", bare=True)
    assert (full.lines, full.boxes) == (bare.lines, bare.boxes)
    assert ImageChops.difference(full.image, bare.image).getbbox() is not None


def test_every_page_is_marked_palely(monkeypatch):
    marked = pages.page(3, "A5")
    pages.page.cache_clear()
    monkeypatch.setattr(ink, "mark", lambda *_, **__: None)
    change = ImageChops.difference(marked.image, pages.page(3, "A5").image)
    pages.page.cache_clear()
    box = change.getbbox()
    assert box is not None
    assert box[1] > marked.text_box[3]
    assert np.asarray(change.convert("L")).max() < 60


@pytest.mark.parametrize("condition", CONDITIONS)
def test_the_page_lies_in_the_frame_and_the_way_it_is_told(condition):
    scene = small(condition)
    if condition == "none12":
        assert scene.quad is None
        return
    spots = ends(scene)
    inside = bool(np.all(spots > -8) and np.all(spots < np.array(SMALL) + 8))
    assert inside == (condition != "cut12")
    top = spots[1] - spots[0]
    angle = round(float(np.rad2deg(np.arctan2(top[1], top[0]))))
    if condition == "sideways12":
        assert 75 < abs(angle) < 105
    elif condition == "upside12":
        assert abs(angle) > 165
    else:
        assert abs(angle) < 25
    assert np.cross(np.append(top, 0), np.append(spots[3] - spots[0], 0))[2] > 0  # never a mirror's picture


@pytest.mark.parametrize("seed", [1, 4])
def test_what_is_cut_off_is_text(seed):
    scene = small("cut12", seed)
    spots = ends(scene)
    assert np.any(spots < 0) or np.any(spots > np.array(SMALL))
    across, down = pages.PAPERS[scene.paper]
    seen = scene.view().seen(scene.sheet.on_paper((across, down)))
    assert np.any(seen < -3) or np.any(seen > np.array(SMALL) + 3)


@pytest.mark.parametrize("condition", ["dark12", "shadow12"])
def test_the_same_scene_gives_the_same_photo(condition):
    first, again = (small(condition).content() for _ in range(2))
    assert first == again
    assert Image.open(io.BytesIO(first)).size == SMALL


def test_the_page_is_where_the_quad_says():
    scene = small("good12")
    grey = np.asarray(Image.fromarray(scene.pixels()).convert("L"), dtype=float)
    middle, spots = ends(scene).mean(axis=0), ends(scene)
    for corner in spots:
        inner, outer = corner + (middle - corner) * 0.02, corner - (middle - corner) * 0.02
        if np.all(outer > 0) and np.all(outer < np.array(SMALL) - 1):
            assert grey[tuple(inner.astype(int)[::-1])] > grey[tuple(outer.astype(int)[::-1])] + 20


def test_a_bent_sheet_is_found_again_at_its_corners():
    sides = (210.0, 297.0)
    seen = camera.view(sides, SMALL, camera.Pose(0.8, tilt=8))
    bend = camera.Bend(20, across=True, hump=False)
    sheet = np.full((297, 210, 3), 255, np.uint8)
    photo = camera.laid(np.zeros((*SMALL[::-1], 3), np.uint8), sheet, seen, sides, bend)
    flat = camera.corners(sides) * 0.98
    for across, down in seen.seen(flat, bend.lift(flat, sides)).round().astype(int):
        assert photo[down, across].max() > 100


def test_asked_for_by_a_word():
    assert [scene.name for scene in scenes(range(3, 4), "blur")] == [f"blur{n}_3.jpg" for n in (2, 4, 6, 9)]
    assert small("blank12").text == small("none12").text == ""
    assert small("blur4").text == pages.page(1).text
