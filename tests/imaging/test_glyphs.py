"""Even print falls into its signs, and fillers are told by their shape."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from sothuhoso.imaging.glyphs import cells
from tests.samples import mrz, people
from tests.samples.drawing import readable


def zone(text: str) -> Image.Image:
    image = Image.new("L", (1400, 300), 255)
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(text.splitlines()):
        for column, sign in enumerate(line):
            draw.text((60 + column * 44, 90 + row * 80), sign, font=readable(), fill=0, anchor="ms")
    return image


@pytest.mark.parametrize("person", people.EVERYONE)
@pytest.mark.parametrize("blur", [0, 2])
def test_fillers_of_everyone_are_told(person, blur):
    text = mrz.td1(person)
    cut = cells(zone(text).filter(ImageFilter.GaussianBlur(blur)))
    assert cut is not None
    assert [tuple(sign == "<" for sign in line) for line in text.splitlines()] == [
        tuple(sign == "<" and (row == 2 or fixed) for sign, fixed in zip(line, flags, strict=True))
        for row, (line, flags) in enumerate(zip(text.splitlines(), cut.fillers, strict=True))
    ]
    assert cut.likeness > 0.9
    assert cut.text("\n".join(line.replace("<", "") for line in text.splitlines())) == text


def test_fillers_are_painted_over():
    text = mrz.td1(people.MAI)
    cut = cells(zone(text))
    assert cut is not None
    assert np.asarray(cut.image)[200:300, 700:].min() == 255
    assert np.asarray(cut.image)[200:300, :700].min() == 0


def test_a_line_with_too_many_signs_is_left_empty_and_digits_in_a_name_are_letters():
    cut = cells(zone(mrz.td1(people.MAI)))
    assert cut is not None
    assert cut.text("A\nB\nH0ANGTHIMA1").splitlines() == ["<" * 30, "<" * 30, "HOANG<<THI<MAI" + "<" * 16]
    assert cut.text("A\nB") == ""


@pytest.mark.parametrize(
    "image",
    [
        Image.new("L", (1400, 300), 255),
        Image.new("L", (1400, 300), 0),
        Image.new("L", (20, 20), 255),
        Image.effect_noise((1400, 300), 90),
        zone("IDVNM\nVNM\nMAI"),
    ],
    ids=["white", "black", "tiny", "noise", "short lines"],
)
def test_nothing_is_cut_where_there_are_no_three_rows_of_thirty(image):
    assert cells(image) is None
