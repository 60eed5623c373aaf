"""The page in a photo as the phone sees it: where it lies and whether it will do, beside the server on the same."""

from __future__ import annotations

from functools import cache
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from sothuhoso.domain.papers import PaperSize
from sothuhoso.imaging import outline, page, verdict
from tests.device.phone import LIVE, STILL, looked_at
from tests.samples import papers
from tests.samples.page_scenes import Scene
from tests.samples.people import PA
from tests.samples.photo import Shot, photograph

SIZE = (2160, 2880)


def shared(one: Any, other: Any, size: tuple[int, int]) -> float:
    """Intersection over union of two outlines."""
    areas = []
    for corners in (one, other):
        area = np.zeros(size[::-1], np.uint8)
        cv2.fillConvexPoly(area, np.round(np.array(corners)).astype(np.int32), 1)
        areas.append(area.astype(bool))
    return float((areas[0] & areas[1]).sum() / (areas[0] | areas[1]).sum())


@cache
def form(**how: Any) -> Image.Image:
    return photograph(papers.declaration(PA), Shot(**{"size": SIZE, "share": 0.85, "seed": 4, **how}))


def told(seen: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["key"], one["verdict"]) for one in seen["reasons"]]


@pytest.mark.parametrize("small", [LIVE, STILL])
@pytest.mark.parametrize(
    ("seed", "condition"), [(1, "good12"), (2, "turned12"), (3, "lamp12"), (2, "shadow12"), (3, "tilt12")]
)
def test_the_page_is_found(seed, condition, small):
    scene = Scene(seed, condition, size=(1500, 2000))
    seen = looked_at(Image.fromarray(scene.pixels()), small=small)
    assert shared(seen["corners"], scene.quad, scene.size) > 0.95


@pytest.mark.parametrize("seed", [1, 4, 5])
def test_a_table_alone_is_no_page_and_nobody_is_refused_for_it(seed):
    """Whether there is a page at all is told by the server."""
    blank = Image.new("RGB", (1500, 2000), (90 + seed, 70, 50))
    seen = looked_at(blank)
    assert told(seen) == [("no_edge", "warn")]
    assert seen["corners"] is None


def test_a_scan_is_all_page():
    scan = papers.declaration(PA).resize((1654, 2339))
    seen = looked_at(scan)
    assert seen["verdict"] == "good"
    assert shared(seen["corners"], [(0, 0), (1654, 0), (1654, 2339), (0, 2339)], scan.size) > 0.98


def test_a_good_page_is_good():
    seen = looked_at(form())
    assert seen["reasons"] == []
    assert seen["dpi"] > 200


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"blur": 8}, ("blurred", "refuse")),
        ({"share": 0.72}, ("far", "warn")),
        ({"share": 0.45}, ("too_far", "refuse")),
        ({"light": 0.12}, ("dark", "warn")),
        ({"glare": 0.12, "light": 0.8}, ("glare", "refuse")),
    ],
)
def test_what_is_wrong_is_named(how, reason):
    assert reason in told(looked_at(form(**how)))


@pytest.mark.parametrize("tilt", [0, 4])
def test_the_rules_of_a_table_are_no_blurred_print(tilt):
    photo = photograph(papers.register(), Shot(size=SIZE, share=0.85, seed=4, turn=tilt))
    assert told(looked_at(photo)) == []
    blurred = photograph(papers.register(), Shot(size=SIZE, share=0.85, seed=4, turn=tilt, blur=8))
    assert ("blurred", "refuse") in told(looked_at(blurred))


def test_places_are_shares_of_the_photo_and_where_it_is_wrong():
    seen = looked_at(form(glare=0.12, light=0.8))
    (box,) = [one["box"] for one in seen["reasons"] if one["key"] == "glare"]
    assert all(0 <= side <= 1 for side in box)
    assert box[0] < box[2]
    assert box[1] < box[3]


def test_an_empty_page_is_said_to_be_empty():
    blank = photograph(Image.new("RGB", (1654, 2339), (244, 243, 238)), Shot(size=SIZE, share=0.85, seed=4))
    assert ("blank", "warn") in told(looked_at(blank))


@pytest.mark.parametrize("how", [{}, {"blur": 2}, {"share": 0.75}])
def test_it_measures_as_the_server_does(how):
    photo = form(**how)
    pixels = np.asarray(photo)
    found = outline.find(pixels)
    server = verdict.judged(pixels, found, PaperSize.A4, page.reader_of(pixels, found, PaperSize.A4))
    phone = looked_at(photo)
    assert phone["dpi"] == pytest.approx(server.dpi, rel=0.03)
    assert phone["sharpness"] == pytest.approx(server.measured["sharpness"], rel=0.3)
    if "blur" not in how:  # there the server asks its reader of letters
        assert phone["verdict"] == str(server.verdict)


def test_the_size_of_the_paper_says_how_many_dots_there_are():
    a4, card = (looked_at(form(), paper=paper)["dpi"] for paper in ("A4", "ID1"))
    assert card == pytest.approx(a4 * 297 / 85.6, rel=0.15)
