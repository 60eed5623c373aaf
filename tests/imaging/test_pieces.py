"""Straight edges are found however faint they are, with their brighter side; lines through them, no picture too odd."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sothuhoso.imaging import pieces

CORNERS = np.array([[60, 50], [330, 70], [320, 440], [50, 420]])


def picture(step: int, *, noise: float = 1.0) -> np.ndarray:
    """A four-sided thing so many grey levels brighter than what it lies on."""
    ground = np.full((512, 384), 180, np.float32)
    cv2.fillConvexPoly(ground, CORNERS, 180.0 + step)
    ground = cv2.GaussianBlur(ground, (0, 0), 0.8) + np.random.default_rng(1).normal(0, noise, ground.shape)
    return np.clip(np.rint(ground), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("step", [8, 12, 60, -12])
def test_all_four_sides_are_lines_and_the_weightiest(step):
    found = pieces.lines(pieces.pieces(picture(step)), 512)[:4]
    assert len(found) == 4
    middle = CORNERS.mean(0)
    for side in range(4):
        ends = CORNERS[[side, (side + 1) % 4]]
        off = np.abs(found[:, :2] @ ends.T - found[:, 2:3]).max(1)
        assert off.min() < 2  # pixels
        normal, far = found[off.argmin(), :2], found[off.argmin(), 2]
        assert (normal @ middle > far) == (step > 0)  # towards the brighter side


def test_noise_has_no_lines():
    assert len(pieces.lines(pieces.pieces(picture(0, noise=4.0)), 512)) == 0


def test_of_a_bent_side_the_chord_is_a_line():
    """From corner to corner, where the corners of the page are."""
    along = np.linspace(0, 1, 60)
    arch = np.column_stack([40 + 300 * along, 120 - 4 * 9 * along * (1 - along)])
    ground = np.full((512, 384), 60, np.uint8)
    cv2.fillPoly(ground, [np.vstack([arch, [(340, 450), (40, 450)]]).round().astype(np.int32)], 200)
    found = pieces.lines(pieces.pieces(ground), 512)
    assert np.abs(found[:, :2] @ arch[[0, -1]].T - found[:, 2:3]).max(1).min() < 4


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 9))
@settings(max_examples=30)
def test_no_picture_is_too_small_or_too_odd(height, width, seed):
    noise = np.random.default_rng(seed).integers(0, 256, (height, width), dtype=np.uint8)
    assert np.isfinite(pieces.lines(pieces.pieces(noise), max(height, width))).all()
