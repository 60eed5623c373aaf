"""Cut-outs know where in the photo they lie, and the densest part is the code."""

import pytest
from PIL import Image

from sothuhoso.imaging import regions
from tests.samples import drawing

TEXT = "019199000017||Hoàng Thị Mai|15021999|Nữ|Xóm Mỏ Gà|10052021"


@pytest.mark.parametrize("place", [(0, 0), (1500, 200), (900, 1300)])
def test_the_densest_part_holds_the_code(place):
    photo = Image.new("L", (2000, 1600), 200)
    photo.paste(drawing.code(TEXT, 180, border=0).convert("L"), place)
    part = next(regions.dense_parts(photo, 3))
    assert part.left <= place[0] + 12
    assert part.top <= place[1] + 12
    assert part.left + part.image.width >= place[0] + 168
    assert part.top + part.image.height >= place[1] + 168
    assert max(part.image.size) < 600


def test_parts_do_not_repeat():
    photo = Image.new("L", (2000, 1600), 200)
    for place in ((100, 100), (1500, 1200)):
        photo.paste(drawing.code(TEXT, 180).convert("L"), place)
    first, second = list(regions.dense_parts(photo, 2))
    assert abs(first.left - second.left) > 1000


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (3, 2), (500, 1), (300, 300)])
def test_nothing_is_found_where_nothing_is(size):
    assert list(regions.dense_parts(Image.new("L", size, 128), 3)) == []


def test_a_point_of_an_enlarged_cut_out_is_told_in_pixels_of_the_photo():
    view = regions.middle(Image.new("L", (1000, 800)), 0.5).scaled(2)
    assert view.image.size == (1000, 800)
    assert view.place((0, 0)) == (250, 200)
    assert view.place((1000, 800)) == (750, 600)


def test_a_part_around_corners_holds_them_and_stays_within_the_photo():
    photo = Image.new("L", (1000, 800))
    part = regions.around(photo, ((10, 20), (210, 30), (200, 230), (0, 220)))
    assert (part.left, part.top) == (0, 0)
    assert 260 <= part.image.width <= 280
    assert 280 <= part.image.height <= 300
