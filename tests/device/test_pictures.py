"""The pictures of the steps: small, drawn in the page's own colours, nothing in them but shapes."""

import re
from xml.etree import ElementTree as ET

import pytest

from sothuhoso.components.drawing import drawing
from sothuhoso.device import pictures
from tests.arch.sources import PRODUCT

FILES = sorted((PRODUCT / "device" / "pictures").glob("*.svg"))
#: What the offline flow shows: find, the card and how to hold it, papers flat, missing, look over, sign, where it is.
STEPS = {"find", "card", "hold", "papers", "missing", "review", "sign", "waiting", "sending", "arrived", "needs_you"}
SHAPES = {"svg", "g", "path", "rect", "circle"}
#: Colours that follow the page: its text's own, or a name of the theme with its light value for whoever opens the file.
COLOUR = re.compile(r"none|currentColor|var\(--(ink|tea|tea-bg|card|line|seal|amber),#[0-9a-f]{3,6}\)")


def test_each_step_has_its_picture():
    assert pictures.PICTURES == STEPS


def test_a_picture_that_is_not_there_fails_the_build():
    with pytest.raises(KeyError):
        drawing("fnid")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_picture_is_small_and_follows_the_theme(file):
    assert file.stat().st_size <= 2048
    root = ET.fromstring(file.read_text("utf-8"))
    assert root.get("viewBox") == "0 0 120 90"
    for shape in root.iter():
        assert shape.tag.rpartition("}")[2] in SHAPES
        for name in ("fill", "stroke"):
            assert COLOUR.fullmatch(shape.get(name, "none")), f"{name}={shape.get(name)}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_colours_are_those_of_the_theme(file):
    """A value beside a name is the light theme's, so that the file looks the same on its own."""
    theme = (PRODUCT.parent / "assets" / "theme.css").read_text("utf-8").partition("}")[0]
    light = {name: value.lower() for name, value in re.findall(r"--([\w-]+): (#\w+)", theme)}
    for name, value in re.findall(r"var\(--([\w-]+),(#\w+)\)", file.read_text("utf-8")):
        assert light[name] in (value, value + value[1:])  # #fff is #ffffff
