"""The line's watch: a dead line is noticed within ten seconds, a bad one called weak, and nobody asked in vain."""

import json
import subprocess
from pathlib import Path
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.device.node import NODE

SCENARIO = Path(__file__).with_name("line.mjs")
SECOND, MINUTE = 1000, 60_000
_NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)


def live(until: int, *line: tuple[int, Any], **more: Any) -> dict[str, Any]:
    """What the pill said and when the server was asked, up to this moment."""
    done = subprocess.run(
        [NODE, "--no-warnings", SCENARIO],
        input=json.dumps({"until": until, "line": line, **more}),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def word_at(lived: dict[str, Any], at: int) -> str:
    return next(word for since, word in reversed(lived["said"]) if since <= at)


@settings(max_examples=25, deadline=None, phases=_NO_SHRINKING)
@given(
    died=st.integers(0, 90 * SECOND),
    how=st.sampled_from(["hole", "refuse"]),
    takes=st.integers(5, 900),
    socket=st.booleans(),
)
def test_a_dead_line_is_noticed_within_ten_seconds_whenever_it_dies(died, how, takes, socket):
    lived = live(died + 10 * SECOND, (0, takes), (died, how), socket=socket)
    assert lived["said"][-1][1] == "offline"
    assert len(lived["offline"]) == 1, "the socket is told, once"


@settings(max_examples=10, deadline=None, phases=_NO_SHRINKING)
@given(died=st.integers(0, 20 * MINUTE), takes=st.integers(5, 900))
def test_a_desk_that_nobody_touches_notices_too(died, takes):
    lived = live(died + 10 * SECOND, (0, takes), (died, "hole"), socket=True)
    assert lived["said"][-1][1] == "offline"


def test_a_line_that_parts_of_the_page_fill_is_not_called_dead():
    """The browser holds a question back while it fetches; what arrives meanwhile says that the line is there."""
    parts = [(at, {}) for at in range(2 * SECOND, 60 * SECOND, 2 * SECOND)]
    lived = live(60 * SECOND, (0, "hole"), parts=parts)
    assert lived["offline"] == []
    assert word_at(lived, 30 * SECOND) == "weak"


@given(
    what=st.sampled_from(
        [{"transferSize": 0}, {"workerStart": 3.5}, {"responseStatus": 502}, {"name": "http://here/api/ping"}]
    )
)
@settings(max_examples=8, deadline=None, phases=_NO_SHRINKING)
def test_what_came_from_elsewhere_says_nothing_of_the_line(what):
    parts = [(at, what) for at in range(2 * SECOND, 30 * SECOND, 2 * SECOND)]
    assert live(20 * SECOND, (0, "hole"), parts=parts)["said"][-1][1] == "offline"


def test_a_line_that_is_back_is_noticed_and_has_no_past():
    lived = live(60 * SECOND, (0, 20), (10 * SECOND, "hole"), (30 * SECOND, 20))
    words = [word for _, word in lived["said"]]
    assert words[-2:] == ["offline", "online"]
    assert word_at(lived, 40 * SECOND) == "online"


def test_slow_answers_are_a_weak_line_until_they_are_quick_again():
    lived = live(90 * SECOND, (0, 20), (10 * SECOND, 2500), (40 * SECOND, 20))
    assert word_at(lived, 25 * SECOND) == "weak"
    assert word_at(lived, 75 * SECOND) == "online"
    assert "offline" not in [word for _, word in lived["said"]]


def test_every_second_answer_lost_is_a_weak_line_and_no_dead_one():
    lived = live(90 * SECOND, (0, 20), (10 * SECOND, "every second"), (60 * SECOND, 20))
    assert {word for since, word in lived["said"] if since > 10 * SECOND} == {"weak", "online"}
    assert word_at(lived, 50 * SECOND) == "weak"
    assert lived["offline"] == []


def test_the_last_contact_is_remembered():
    lived = live(60 * SECOND, (0, 20), (31 * SECOND, "hole"))
    assert 25 * SECOND <= lived["at"] <= 31 * SECOND


def test_no_network_at_the_start_is_said_at_once():
    lived = live(0, (0, "refuse"), online=False)
    assert lived["said"][-1][1] == "offline"


def test_a_page_that_swallows_from_the_start_is_told_within_ten_seconds():
    assert live(10 * SECOND, (0, "hole"))["said"][-1][1] == "offline"


# --- what it costs -------------------------------------------------------------------------------------------------


def between(lived: dict[str, Any], begin: int, end: int) -> int:
    return sum(begin <= at < end for at in lived["asked"])


def test_somebody_at_the_screen_costs_one_question_in_five_seconds():
    lived = live(2 * MINUTE, (0, 20), touches=list(range(0, 2 * MINUTE, 10 * SECOND)))
    assert 20 <= between(lived, 0, 2 * MINUTE) <= 25


def test_a_phone_that_lies_there_costs_little_and_asks_at_the_first_touch():
    touched = 20 * MINUTE + 3 * SECOND
    lived = live(21 * MINUTE, (0, 20), touches=[touched])
    assert between(lived, 10 * MINUTE, 20 * MINUTE) <= 30
    assert between(lived, touched, touched + SECOND) <= 1
    assert between(lived, touched, 21 * MINUTE) >= 9


def test_a_page_nobody_sees_asks_nothing_and_asks_when_it_is_seen():
    lived = live(10 * MINUTE, (0, 20), hidden=[(MINUTE, 9 * MINUTE)], socket=True, waiting=3)
    assert between(lived, MINUTE + 5 * SECOND, 9 * MINUTE) == 0
    assert between(lived, 9 * MINUTE, 9 * MINUTE + SECOND) == 1


def test_a_day_without_a_line_does_not_empty_the_battery():
    """Something waits, nobody is there, and the browser knows of no network."""
    lived = live(60 * MINUTE, (0, "refuse"), online=False, waiting=5)
    assert between(lived, 30 * MINUTE, 60 * MINUTE) <= 90
