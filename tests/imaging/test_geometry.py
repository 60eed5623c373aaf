"""What is slanted comes out straight, and what is straight stays as it is."""

import numpy as np
import pytest
from PIL import Image

from sothuhoso.imaging.geometry import plane, straightened
from tests.imaging import files

SQUARE = ((100, 100), (300, 100), (300, 300), (100, 300))


def test_the_plane_takes_the_unit_square_to_the_corners():
    corners = ((10, 20), (210, 5), (190, 230), (30, 200))
    for (u, v), corner in zip(((0, 0), (1, 0), (1, 1), (0, 1)), corners, strict=True):
        x, y, z = plane(corners) @ (u, v, 1)
        assert (x / z, y / z) == pytest.approx(corner)


def test_three_corners_in_a_line_are_refused():
    with pytest.raises(np.linalg.LinAlgError):
        plane(((0, 0), (1, 1), (2, 2), (3, 3)))


def test_a_slanted_picture_lies_straight():
    ground = Image.new("RGB", (400, 400), "white")
    ground.paste(files.corners((200, 200)), (100, 100))
    turned = ground.rotate(90)  # counterclockwise: the top left corner is now at the bottom left
    corners = (SQUARE[3], SQUARE[0], SQUARE[1], SQUARE[2])
    assert files.seen_corners(straightened(turned, corners, (96, 96))) == files.CORNERS


def test_a_margin_shows_what_is_around():
    ground = Image.new("L", (400, 400), 255)
    ground.paste(0, (100, 100, 300, 300))
    pixels = np.asarray(straightened(ground, SQUARE, (140, 140), margin=0.2))
    assert pixels[10, 70] == pixels[70, 10] == 255
    assert pixels[30, 70] == pixels[70, 30] == 0
