"""Which figures a flat paper can make in a phone's photo."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sothuhoso.imaging.edges import cues_of
from sothuhoso.imaging.figures import Figures
from tests.samples import camera

SIZE = (384, 512)
EMPTY = cues_of(np.full((*SIZE[::-1], 3), 200, np.uint8))
poses = st.builds(camera.Pose, st.floats(0.4, 0.85), st.floats(-40, 40), st.floats(0, 30), st.floats(-12, 12))


def flat(sides: tuple[float, float], pose: camera.Pose, *, cut: bool = False) -> float:
    corners = camera.view(sides, SIZE, pose).seen(camera.corners(sides))
    figures = Figures(corners[None], np.array([[cut, False, False, False]]), EMPTY)
    return float(figures.seen()["flat"][0])


@given(poses, st.sampled_from([(210.0, 297.0), (297.0, 210.0), (85.6, 53.98)]))
def test_a_paper_of_a_size_that_there_is_speaks_for_itself_however_slanted(pose, sides):
    assert flat(sides, pose) > 0.6


@given(poses, st.sampled_from([(200.0, 200.0), (100.0, 200.0), (210.0, 200.0)]))
def test_a_thing_of_another_shape_does_not(pose, sides):
    assert flat(sides, pose) < 0.5


@pytest.mark.parametrize("sides", [(210.0, 297.0), (100.0, 200.0)])
def test_where_a_side_is_cut_the_shape_says_nothing(sides):
    assert flat(sides, camera.Pose(0.6), cut=True) == 0.4
