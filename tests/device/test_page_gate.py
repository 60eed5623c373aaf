"""What is said while a page lies before the camera, and when it is taken: by frames as the phone sees them."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.device.node import run, script

WELL = [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9], [0.1, 0.9]]
INK = [0.0] * 280 + [0.5] * 280
OTHER_INK = [0.5] * 280 + [0.0] * 280
BETWEEN = 120  # milliseconds
FINE = {
    "found": True,
    "corners": WELL,
    "cut": [False] * 4,
    "dpi": 220,
    "light": 180,
    "glare": 0,
    "sharp": 30,
    "look": INK,
}
NOTHING = {"found": False, "corners": None, "cut": [], "light": 150}


def moved(by: float) -> list[list[float]]:
    return [[x + by, y] for x, y in WELL]


def seen(*frames: dict[str, Any], between: int = BETWEEN) -> list[dict[str, Any]]:
    timed = [{**frame, "at": 1000 + between * number} for number, frame in enumerate(frames)]
    return script("page_gate.mjs", [timed])[0]


def shots(told: list[dict[str, Any]]) -> list[int]:
    return [number for number, one in enumerate(told) if one["shoot"]]


def test_a_page_that_lies_well_and_still_is_taken_once_it_is_steady():
    told = seen(*[FINE] * 12)
    assert shots(told)[0] >= 3
    assert told[-1]["hint"] == "good"


@pytest.mark.parametrize(
    ("changed", "hint"),
    [
        ({"light": 30}, "dark"),
        ({"cut": [True, False, False, False]}, "corners"),
        ({"corners": [[-0.05, 0.1], [0.9, 0.1], [0.9, 0.9], [0.1, 0.9]]}, "corners"),
        ({"dpi": 120, "corners": [[0.4, 0.4], [0.6, 0.4], [0.6, 0.6], [0.4, 0.6]]}, "closer"),
        ({"glare": 0.03}, "glare"),
        ({"sharp": 6}, "focus"),
    ],
)
def test_it_says_what_to_change_and_does_not_shoot(changed, hint):
    told = seen(*[{**FINE, **changed}] * 14)
    assert told[-1]["hint"] == hint
    assert shots(told) == []


def test_a_page_that_fills_the_frame_is_not_asked_to_come_closer():
    """The camera has no more dots than these: nearer would only cut it."""
    assert shots(seen(*[{**FINE, "dpi": 160}] * 14)) != []


def test_a_page_without_print_is_taken_too():
    assert shots(seen(*[{**FINE, "sharp": None}] * 14)) != []


def test_a_hand_that_moves_is_asked_to_hold_still():
    told = seen(*[{**FINE, "corners": moved(0.06 * (number % 2))} for number in range(16)])
    assert told[-1]["hint"] == "steady"
    assert shots(told) == []


def test_where_there_is_no_page_it_says_so_after_a_while():
    told = seen(*[NOTHING] * 16)
    assert told[3]["hint"] == ""
    assert told[-1]["hint"] == "none"
    assert shots(told) == []


def test_in_the_dark_with_no_page_it_is_the_light():
    assert seen(*[{**NOTHING, "light": 20}] * 16)[-1]["hint"] == "dark"


def test_the_page_that_was_taken_is_not_taken_again_while_it_lies_there():
    told = seen(*[FINE] * 8, {**FINE, "taken": True}, *[FINE] * 40)
    assert shots(told[9:]) == []
    assert told[-1]["hint"] == "next"


@pytest.mark.parametrize(
    "between",
    [
        pytest.param([NOTHING] * 3, id="taken away"),
        pytest.param([{**FINE, "corners": moved(0.3)}] * 3, id="pushed aside"),
        pytest.param([{**FINE, "look": OTHER_INK}] * 3, id="covered by another"),
    ],
)
def test_the_next_page_is_taken_by_itself(between):
    told = seen({**FINE, "taken": True}, *between, *[FINE] * 14)
    assert shots(told) != []


def test_one_odd_frame_is_no_next_page():
    told = seen({**FINE, "taken": True}, *[FINE] * 3, NOTHING, *[FINE] * 30)
    assert shots(told) == []


def test_what_is_said_stands_long_enough_to_be_read():
    told = seen(*[{**FINE, "light": 30 if number // 3 % 2 else 180} for number in range(40)], between=60)
    changes = [number for number in range(1, 40) if told[number]["hint"] != told[number - 1]["hint"]]
    assert all(later - earlier >= 10 for earlier, later in itertools.pairwise(changes))


FRAMES = st.lists(
    st.sampled_from([FINE, NOTHING, {**FINE, "light": 20}, {**FINE, "sharp": 3}, {**FINE, "corners": moved(0.2)}]),
    min_size=1,
    max_size=30,
)


@given(FRAMES)
@settings(max_examples=30, deadline=None)
def test_it_shoots_only_at_a_frame_with_which_nothing_is_wrong(frames):
    for number in shots(seen(*frames)):
        last = frames[number - 2 : number + 1]
        assert len(last) == 3
        assert all(one["found"] and one["light"] > 60 and one["sharp"] > 16 for one in last)


def test_looks_of_the_same_and_of_other_pages():
    assert run("page_gate.js", "apart", [INK, INK], [INK, OTHER_INK], [INK, None]) == [0, 1, 1]
