"""Queue numbers: single moves, and five thousand days at random."""

import json
import subprocess
from pathlib import Path

from tests.device.node import NODE, run

SIMULATION = Path(__file__).with_name("trip_queue.mjs")


def ticket(number, state="waiting", at="0"):
    return {"number": number, "state": state, "at": at}


def move(name, *args):
    return run("trip_queue.js", name, list(args))[0]


def test_the_first_number_is_one_and_the_next_is_one_more():
    queue = move("give", [], "1")
    assert queue == [ticket(1, at="1")]
    assert [one["number"] for one in move("give", queue, "2")] == [1, 2]


def test_who_has_waited_longest_is_next_and_who_was_skipped_is_not():
    queue = [ticket(1, "skipped"), ticket(2, "served"), ticket(4), ticket(3)]
    assert move("following", queue) == 3
    assert move("following", [ticket(1, "skipped")]) == 0


def test_calling_another_lets_the_first_wait_again():
    queue = move("call", [ticket(1, "called"), ticket(2), ticket(3, "skipped")], 3, "9")
    assert [one["state"] for one in queue] == ["waiting", "waiting", "called"]
    assert move("called", queue) == 3


def test_called_by_mistake_it_is_as_before():
    for state in ("waiting", "skipped", "served"):
        queue = move("call", [ticket(1, state), ticket(2)], 1, "9")
        assert [one["state"] for one in queue] == ["called", "waiting"]
        assert [one["state"] for one in move("uncall", queue, "10")] == [state, "waiting"]
    assert move("uncall", [ticket(1)], "9") == [ticket(1)]


def test_who_was_done_with_and_is_called_again_does_not_wait_anew():
    again = move("call", [ticket(1, "served"), ticket(2)], 1, "8")
    assert [one["state"] for one in move("call", again, 2, "9")] == ["served", "called"]


def test_calling_the_one_that_is_called_changes_nothing():
    queue = move("call", [ticket(1, "served")], 1, "8")
    assert move("call", queue, 1, "9") == queue


def test_a_number_nobody_has_cannot_be_called():
    queue = [ticket(1, "called")]
    assert move("call", queue, 7, "9") == queue


def test_finishing_without_anybody_called_changes_nothing():
    assert move("finish", [ticket(1)], "served", "9") == [ticket(1)]


def test_days_at_random():
    order = json.dumps({"days": 5000, "steps": 60})
    done = subprocess.run([NODE, SIMULATION], input=order, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"days": 5000, "found": []}
