"""A page laid flat: its true size and shape, no dot more than the photo has, its perspective and its bend undone."""

import cv2
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sothuhoso.domain.papers import PaperSize
from sothuhoso.imaging import flatten

MARGIN = 40  # pixels of table around a page


def rectangle(width: float, height: float, at: float = 0.0):
    return ((at, at), (at + width, at), (at + width, at + height), (at, at + height))


def board(width: int, height: int, seed: int = 1, cell: int = 21) -> np.ndarray:
    """A checkerboard whose cells are of any grey, with soft edges: no two places look the same."""
    random = np.random.default_rng(seed)
    cells = random.integers(20, 236, (-(-height // cell), -(-width // cell)), dtype=np.uint8)
    whole = cv2.resize(cells, None, fx=cell, fy=cell, interpolation=cv2.INTER_NEAREST)
    return cv2.GaussianBlur(whole[:height, :width], (0, 0), 1.2)


def off(one: np.ndarray, other: np.ndarray) -> float:
    """The mean difference in grey levels, the rim left out: there table comes in."""
    return float(np.abs(one.astype(float) - other)[4:-4, 4:-4].mean())


def moved(one: np.ndarray, other: np.ndarray) -> float:
    """By how much of a pixel one lies beside the other."""
    (x, y), _ = cv2.phaseCorrelate(one.astype(np.float64), other.astype(np.float64))
    return float(np.hypot(x, y))


papers = st.sampled_from(list(PaperSize))


@st.composite
def quads(draw, least: float = 60.0):
    """A page as it may lie in a photo: convex, no side shorter than ``least``."""
    width, height = draw(st.floats(150, 1500)), draw(st.floats(150, 1500))
    corners = np.array(rectangle(width, height))
    corners += np.array([[draw(st.floats(-0.2, 0.2)) for _ in range(2)] for _ in range(4)]) * min(width, height)
    ahead = np.roll(corners, -1, 0) - corners
    assume(np.linalg.norm(ahead, axis=1).min() > least)
    return tuple((float(x), float(y)) for x, y in corners)


@given(papers, st.floats(20, 1200), st.booleans())
def test_a_page_seen_straight_has_the_dots_it_has(paper, dpi, lying):
    short, long = (side / 25.4 * dpi for side in paper.millimetres)
    corners = rectangle(long, short) if lying else rectangle(short, long)
    assert flatten.effective_dpi(corners, paper) == pytest.approx(dpi)


def test_the_farther_side_counts():
    corners = ((100.0, 0.0), (727.0, 0.0), (827.0, 1169.0), (0.0, 1169.0))  # an A4 sheet whose upper end is farther
    assert flatten.effective_dpi(corners, PaperSize.A4) == pytest.approx(627 / (210 / 25.4))


@given(quads(), papers, st.integers(50, 400))
@settings(max_examples=50)
def test_there_are_never_more_dots_than_the_photo_has(corners, paper, most):
    dpi = flatten.dpi_within(corners, paper, most)
    assert 1 <= dpi <= most
    assert dpi == int(dpi)
    at = np.array(corners)
    top, right, bottom, left = np.linalg.norm(np.roll(at, -1, 0) - at, axis=1)
    size = flatten.flattened(np.zeros((8, 8), np.uint8), corners, paper, dpi).shape[::-1]
    assert dpi == 1 or (size[0] <= (top + bottom) / 2 + 1 and size[1] <= (left + right) / 2 + 1)
    assert dpi + 1 >= min(most, flatten.effective_dpi(corners, paper))  # and hardly one is given away


@pytest.mark.parametrize("paper", list(PaperSize))
@pytest.mark.parametrize("colours", [(), (3,)])
def test_a_page_comes_out_as_it_lies_and_in_its_size(paper, colours):
    short, long = paper.inches
    photo = np.zeros((600, 600, *colours), np.uint8)
    upright = flatten.flattened(photo, rectangle(300, 420), paper, 100)
    lying = flatten.flattened(photo, rectangle(420, 300), paper, 100)
    assert upright.shape == (round(long * 100), round(short * 100), *colours)
    assert lying.shape == (round(short * 100), round(long * 100), *colours)


@given(st.lists(st.floats(-0.09, 0.09), min_size=8, max_size=8), st.integers(1, 9))
@settings(max_examples=25)
def test_a_board_seen_askew_comes_back(slants, seed):
    known = board(331, 468, seed)  # A4 at 40 dots an inch
    height, width = known.shape
    photo_size = (width * 2 + 2 * MARGIN, height * 2 + 2 * MARGIN)
    corners = np.array(rectangle(width * 2, height * 2, MARGIN)) + np.array(slants).reshape(4, 2) * width
    plane = cv2.getPerspectiveTransform(np.float32(rectangle(width, height)) - 0.5, np.float32(corners) - 0.5)
    photo = cv2.warpPerspective(known, plane, photo_size, flags=cv2.INTER_CUBIC)
    flat = flatten.flattened(photo, tuple(map(tuple, corners)), PaperSize.A4, 40)
    assert flat.shape == known.shape
    assert off(flat, known) < 5
    assert moved(flat, known) < 0.1


@given(st.floats(-14, 14), st.floats(-14, 14), st.booleans())
@settings(max_examples=12)
def test_a_bent_board_comes_back_straight(first, second, upright):
    assume(abs(first - second) > 5 or abs(first + second) > 5)
    known = board(331, 468)
    lying = known if upright else cv2.rotate(known, cv2.ROTATE_90_CLOCKWISE)
    photo = bent(lying, first, second)
    bows = (first, 0.0, second, 0.0)
    if not upright:  # then it is the left and the right side that bend
        photo = cv2.rotate(photo, cv2.ROTATE_90_COUNTERCLOCKWISE)
        bows = (0.0, second, 0.0, first)
    corners = rectangle(331, 468, MARGIN)
    straight = flatten.flattened(photo, corners, PaperSize.A4, 40, bows=bows)
    assert off(straight, known) < 6
    assert off(flatten.flattened(photo, corners, PaperSize.A4, 40), known) > 2 * off(straight, known)


def bent(flat: np.ndarray, above: float, below: float) -> np.ndarray:
    """A picture whose upper and lower side are bent outward by so many pixels in their middle, on a black table."""
    height, width = flat.shape
    across, down = np.meshgrid(np.arange(width + 2 * MARGIN), np.arange(height + 2 * MARGIN))
    u = (across - MARGIN + 0.5) / width
    arc = 4 * u * (1 - u)
    rows = (down - MARGIN + 0.5 + arc * above) / (height + arc * (above + below)) * height - 0.5
    return cv2.remap(flat, np.float32(across - MARGIN), np.float32(rows), cv2.INTER_CUBIC)


def test_bows_of_nothing_change_nothing():
    photo = board(400, 500)
    corners = ((30.0, 41.0), (371.0, 22.0), (380.0, 470.0), (14.0, 455.0))
    plain = flatten.flattened(photo, corners, PaperSize.A4, 40)
    hardly = flatten.flattened(photo, corners, PaperSize.A4, 40, bows=(1e-6, 0.0, 0.0, 0.0))
    assert off(plain, hardly) < 1


def test_thin_strokes_survive_being_made_small():
    """Ten lines, each a pixel wide, in a photo of three times the dots that are wanted."""
    photo = np.full((1404, 993), 255, np.uint8)  # A4 at 120 dots an inch
    photo[100:1300:120] = 0
    flat = flatten.flattened(photo, rectangle(993, 1404), PaperSize.A4, 40)
    rows = flat[:, 100:-100].mean(1)
    assert len(rows) == 468
    assert all(rows[round(at / 3) - 3 : round(at / 3) + 4].min() < 235 for at in range(100, 1300, 120))
