"""The zone is found whichever way the card lies, and nothing is found where nothing is."""

import numpy as np
import pytest
from PIL import Image

from sothuhoso.imaging.bands import Band, bands
from tests.samples import cards, people
from tests.samples.photo import Shot, photograph

MIDDLE = (1712 / 2, 800 + 80)  # of the zone, on a card as drawn


@pytest.mark.parametrize("turn", [0, 12, 90, 180, -65])
@pytest.mark.parametrize("share", [0.35, 0.8])
def test_the_zone_is_found_however_the_card_lies(turn, share):
    shot = Shot(size=(1500, 2000), share=share, turn=turn, slant=0)
    angle, scale = np.deg2rad(turn), 1500 * share / 1712
    across, down = (MIDDLE[0] - 1712 / 2) * scale, (MIDDLE[1] - 1080 / 2) * scale
    x = 750 + across * np.cos(angle) - down * np.sin(angle)
    y = 1000 + across * np.sin(angle) + down * np.cos(angle)
    found = bands(photograph(cards.back_2021(people.MAI), shot).convert("L"))
    near = [band for band in found if np.hypot(band.x - x, band.y - y) < 60 * scale]
    assert len(near) == 1
    assert near[0].reach * 2 == pytest.approx(1520 * scale, rel=0.15)


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1), (40, 40), (900, 700)])
def test_nothing_is_found_where_nothing_is(size):
    assert bands(Image.new("L", size, 128)) == []


def test_noise_is_borne():
    assert len(bands(Image.effect_noise((1200, 900), 90))) <= 6


def test_a_band_lies_straight():
    photo = Image.new("L", (400, 300), 255)
    photo.paste(0, (100, 140, 300, 160))
    strip = np.asarray(Band(200, 150, 110, 20, 0.0).straight(photo, 220))
    assert strip.shape == (40, 220)
    assert strip[20, 110] == 0
    assert strip[2, 110] == strip[20, 3] == 255
