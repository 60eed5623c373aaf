"""The page is found where it lies and as it is bent; a table alone is no page; no picture is too odd to look at."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sothuhoso.domain.papers import PaperSize
from sothuhoso.imaging import flatten, outline
from sothuhoso.imaging.outline import Outline
from tests.samples import camera
from tests.samples.page_scenes import Scene
from tests.samples.photo import as_file

SIZE, BENT, LARGE = (756, 1008), (1134, 1512), (1512, 2016)
SIDES = range(4)


def scene(condition: str, seed: int) -> Scene:
    return Scene(seed, condition, size=SIZE)


def overlap(one, other) -> float:
    """Of two pages: what they share, as a part of what they cover together."""
    first, second = (np.array(corners, np.float32) for corners in (one, other))
    shared, _ = cv2.intersectConvexConvex(first, second)
    return shared / (cv2.contourArea(first) + cv2.contourArea(second) - shared)


def apart(one, other) -> float:
    """How far the corners are from each other at most, one by one, in pixels."""
    return float(np.linalg.norm(np.array(one) - np.array(other), axis=1).max())


def true_bows(known: Scene) -> list[float]:
    """How far outward the middle of each side of the bent page is, by the camera that drew it."""
    flat, bows = camera.corners(known._sides), []
    for side in SIDES:
        ends = flat[[side, (side + 1) % 4]]
        spots = np.vstack([ends, ends.mean(0)])
        start, end, middle = known.view().seen(spots, known._bend().lift(spots, known._sides))
        ahead = (end - start) / np.linalg.norm(end - start)
        bows.append(float((middle - (start + end) / 2) @ (ahead[1], -ahead[0])))
    return bows


@pytest.fixture(scope="module")
def known() -> Scene:
    """Large enough for a JPEG of it to be opened at half its size."""
    return Scene(1, "good12", size=LARGE)


@pytest.fixture(scope="module")
def photo(known) -> np.ndarray:
    return known.pixels()


@pytest.fixture(scope="module")
def halved(photo) -> np.ndarray:
    return cv2.resize(photo, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)


@pytest.fixture(scope="module")
def bowed() -> tuple[Scene, np.ndarray]:
    """A page of which one side stands up: its upper and lower side bend inward."""
    bent = Scene(4, "curl12", size=BENT)
    return bent, bent.pixels()


@pytest.mark.parametrize(
    ("condition", "seed"),
    [("tilt12", 4), ("turned12", 4), ("dark12", 2), ("shadow12", 4), ("far12", 1)],
)
def test_the_page_is_found_where_it_lies(condition, seed):
    known = scene(condition, seed)
    found = outline.find(known.pixels())
    assert found is not None
    assert overlap(found.corners, known.quad) > 0.95
    assert apart(found.corners, known.quad) < 0.02 * np.hypot(*SIZE)  # and told from its own top left
    assert not any(found.cut)
    assert 0.5 < found.sure <= 1


@pytest.mark.parametrize(
    ("condition", "seed"),
    [
        ("blur2", 1),  # pale paper on a pale table
        ("lamp12", 2),
        ("shadow12", 3),  # and a hard shadow across it
        ("turned12", 1),  # one sheet on another
        ("tilt12", 2),
        ("sideways12", 22),
        ("turned12", 21),  # on a checked cloth
        ("curl12", 1),  # bent farther than its straight sides reach
    ],
)
def test_a_page_with_faint_edges_is_found(condition, seed):
    known = scene(condition, seed)
    found = outline.find(known.pixels())
    assert found is not None
    assert overlap(found.corners, known.quad) > 0.95


def test_of_a_page_partly_beyond_the_frame_the_rest_is_found():
    """And not the whole keyboard above it."""
    known = scene("cut12", 3)
    found = outline.find(known.pixels())
    assert found.cut == (False, False, True, False)
    above = [index for index, (_, y) in enumerate(known.quad) if y < SIZE[1]]
    assert apart([found.corners[index] for index in above], [known.quad[index] for index in above]) < 15


@pytest.mark.parametrize("seed", [2, 4])
def test_a_table_alone_is_no_page(seed):
    assert outline.find(scene("none12", seed).pixels()) is None


def test_nothing_at_all_is_no_page():
    assert outline.find(np.full((600, 450, 3), 200, np.uint8)) is None


def test_a_flat_page_has_no_bows(photo):
    found = outline.find(photo)
    assert found.bows == (0, 0, 0, 0)


def test_corners_grow_with_the_photo(photo, halved):
    assert apart(outline.find(photo).corners, outline.find(halved).scaled(2).corners) < 0.004 * np.hypot(*LARGE)


@given(st.floats(0.05, 20), st.lists(st.floats(-50, 50), min_size=4, max_size=4))
def test_what_is_bent_is_bent_alike_at_any_size(factor, bows):
    page = Outline(((10.0, 20.0), (110.0, 25.0), (105.0, 170.0), (5.0, 160.0)), 0.9, (False, True, False, False))
    bent = replace(page, bows=tuple(bows))
    scaled = bent.scaled(factor)
    assert scaled.corners == tuple((x * factor, y * factor) for x, y in page.corners)
    assert (scaled.sure, scaled.cut) == (0.9, page.cut)
    assert scaled.bows == tuple(bow * factor for bow in bows)


def test_sides_that_bend_inward_are_told(bowed):
    assert_bows(*bowed, sign=-1)


def test_sides_that_bend_outward_are_told():
    humped = Scene(17, "curl12", size=BENT)
    assert_bows(humped, humped.pixels(), sign=1)


def assert_bows(known: Scene, photo: np.ndarray, sign: int) -> None:
    found, true = outline.find(photo), np.array(true_bows(known))
    assert overlap(found.corners, known.quad) > 0.95
    curved = np.abs(true) > 5  # pixels
    assert curved.sum() == 2
    assert (np.sign(true)[curved] == sign).all()
    assert np.abs(np.array(found.bows) - true).max() < 0.2 * np.abs(true).max()


def test_lines_of_a_bent_page_come_out_straight(bowed):
    _, photo = bowed
    found = outline.find(photo)
    grey = cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY)
    bent, straight = (
        flatten.flattened(grey, found.corners, PaperSize.A5, 240, bows=bows) for bows in ((0.0,) * 4, found.bows)
    )
    assert sagging(bent) > 4  # dots
    assert abs(sagging(straight)) <= 1


def sagging(page: np.ndarray) -> int:
    """By how many dots lines of the page's upper third are lower in its middle than nearer to its side."""
    third, width = page[: len(page) // 3], page.shape[1]
    middle, beside = (ink(third[:, round(at * width) : round((at + 0.1) * width)]) for at in (0.45, 0.14))
    return max(range(-14, 15), key=lambda by: float((np.roll(middle, -by) * beside).sum()))


def ink(strip: np.ndarray) -> np.ndarray:
    """How much darker each row is than the rows around it."""
    rows = strip.mean(1)
    return (np.convolve(rows, np.ones(25) / 25, "same") - rows)[20:-20]


def test_a_good_photo_leaves_no_doubt(photo, known):
    found = outline.find(photo)
    assert overlap(found.corners, known.quad) > 0.98
    assert found.sure > 0.9


@pytest.mark.parametrize("orientation", [1, 6])
def test_however_the_phone_was_held_the_page_is_found_in_the_same_place(photo, known, orientation):
    found = outline.find_in(as_file(Image.fromarray(photo), "JPEG", orientation=orientation, quality=90))
    assert apart(found.corners, outline.find(photo).corners) < 0.003 * np.hypot(*LARGE)
    assert overlap(found.corners, known.quad) > 0.95


def test_a_png_is_looked_at_like_a_jpeg(halved):
    content = as_file(Image.fromarray(halved), "PNG", orientation=8, compress_level=1)
    assert apart(outline.find_in(content).corners, outline.find(halved).corners) < 1


@pytest.mark.parametrize("size", [(1, 1), (1, 2400), (2400, 1), (3, 9000)])
def test_a_photo_that_is_a_thread_is_looked_at_all_the_same(size):
    assert outline.find_in(as_file(Image.new("RGB", size, "white"))) is None


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 9))
@settings(max_examples=30)
def test_no_picture_is_too_small_or_too_odd(height, width, seed):
    picture = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    found = outline.find(picture)
    assert found is None or np.isfinite(found.corners).all()
