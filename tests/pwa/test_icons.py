"""The icons are what launchers ask for: right sizes, opaque where they cut, the sheet in the safe circle."""

import math

import pytest
from PIL import Image, ImageColor

from sothuhoso.components.theme import token
from sothuhoso.pwa.icons import ICONS, draw, write

BY_NAME = {icon.name: icon for icon in ICONS}


def _rgb(name: str) -> tuple[int, ...]:
    return ImageColor.getrgb(token(name))


def test_every_icon_is_a_png_of_its_size(tmp_path):
    write(tmp_path / "icons")
    sizes = {file.stem: Image.open(file).size for file in (tmp_path / "icons").glob("*.png")}
    assert sizes == {icon.name: (icon.size, icon.size) for icon in ICONS}


@pytest.mark.parametrize("name", ["maskable-192", "maskable-512", "apple-touch-icon"])
def test_what_a_launcher_cuts_is_coloured_to_the_edge(name):
    image = draw(BY_NAME[name])
    assert image.mode == "RGB"
    last = image.width - 1
    assert {image.getpixel(at) for at in ((0, 0), (last, 0), (0, last), (last, last))} == {_rgb("tea")}


def test_what_nobody_cuts_has_round_corners():
    image = draw(BY_NAME["app-512"])
    assert image.getpixel((0, 0)) == (0, 0, 0, 0)
    assert image.getpixel((256, 10)) == (*_rgb("tea"), 255)


def test_nothing_is_drawn_outside_the_circle_that_every_launcher_leaves():
    image = draw(BY_NAME["maskable-512"])
    middle, radius = 256, 0.4 * 512
    outside = {
        image.getpixel((x, y))
        for x in range(0, 512, 3)
        for y in range(0, 512, 3)
        if math.hypot(x - middle, y - middle) > radius
    }
    assert outside == {_rgb("tea")}


def test_the_sheet_the_seal_and_the_shortcuts_are_there():
    assert draw(BY_NAME["app-512"]).getpixel((8 * 41, 8 * 46)) == (*_rgb("seal"), 255)
    shortcuts = [draw(BY_NAME[name]).tobytes() for name in ("capture-96", "desk-96")]
    assert shortcuts[0] != shortcuts[1]
