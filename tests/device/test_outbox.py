"""What the outbox decides: when it tries again, when it needs somebody, how large a piece is, which network it uses."""

import json
import subprocess
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.device.node import NODE, run

RULES = Path(__file__).with_name("outbox_rules.mjs")
ITEM = {"state": "waiting", "attempts": 0, "notBefore": 0, "problem": None}
NOW = 1_800_000_000_000
KB = 1024


def rules(*calls):
    done = subprocess.run(
        [NODE, "--no-warnings", RULES], input=json.dumps(calls), capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def after(problem, attempts=0):
    (made,) = rules(["afterFailure", {**ITEM, "attempts": attempts}, problem, NOW])
    return made


@pytest.mark.parametrize("problem", [["lost"], ["other"], ["refused", 500, {}], ["refused", 503, {}]])
def test_what_passes_by_itself_is_tried_again_later_and_later(problem):
    waits = [after(problem, attempts)["notBefore"] - NOW for attempts in range(8)]
    assert waits[:4] == [3000, 6000, 12_000, 24_000]
    assert waits[-1] == 120_000
    assert after(problem)["attempts"] == 1
    assert "state" not in after(problem)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 413, 415, 422])
def test_a_no_needs_somebody_and_keeps_the_servers_words(status):
    made = after(["refused", status, {"key": "submission.name_missing", "message": "Còn thiếu họ và tên."}])
    assert (made["state"], made["attempts"]) == ("parked", 1)
    assert made["problem"] == {"status": status, "key": "submission.name_missing", "message": "Còn thiếu họ và tên."}


def test_too_many_tries_wait_as_long_as_they_are_told():
    assert after(["refused", 429, {"facts": {"seconds": 40}}])["notBefore"] - NOW == 40_000
    assert after(["refused", 429, {"facts": {"seconds": 10**9}}])["notBefore"] - NOW == 600_000


def test_bytes_damaged_on_their_way_are_sent_again_some_times():
    said = {"key": "photo.hash_mismatch", "message": "…"}
    assert [after(["refused", 422, said], attempts).get("state") for attempts in range(4)] == [
        None,
        None,
        "parked",
        "parked",
    ]


def test_a_piece_is_what_the_line_carries_in_twenty_seconds():
    steps = [["went", 64 * KB, 16_000], ["went", 80 * KB, 20_000], ["went", 64 * KB, 20], ["went", 256 * KB, 50]]
    slow, same, fast, faster = rules(["pace", 64 * KB, steps])[0]
    assert (slow, same) == (80 * KB, 80 * KB)
    assert fast == 4 * 80 * KB  # a good moment is not believed at once
    assert faster == 4 * fast


def test_a_piece_has_bounds():
    (sizes,) = rules(["pace", 64 * KB, [["broke"]] * 5 + [["went", 10**9, 1]] * 9 + [["went", 1, 60_000]]])
    assert sizes[:2] == [32 * KB, 32 * KB]
    assert max(sizes) == 2048 * KB
    assert sizes[-1] == 32 * KB


def test_a_small_rest_goes_along():
    assert rules(["pace", 64 * KB, [["next", 90 * KB], ["next", 97 * KB], ["next", 10]]]) == [[90 * KB, 64 * KB, 10]]


def over_wire(bytes_, answers, start=0, size=64 * KB):
    (seen,) = rules(["overWire", bytes_, start, size, answers])
    return seen


def test_a_photo_goes_piece_by_piece():
    seen = over_wire(200_000, [[204, 65_536, False], [204, 200_000, True]])
    assert seen["asked"][0] == ["PATCH", "0", 65_536]
    assert seen["asked"][1][:2] == ["PATCH", "65536"]
    assert (seen["told"], seen["end"]) == ([65_536, 200_000], "arrived")


def test_what_is_there_is_not_sent_again():
    seen = over_wire(50_000, [[204, 50_000, True]], start=20_000)
    assert seen["asked"] == [["PATCH", "20000", 30_000]]


def test_after_a_break_the_server_is_asked_how_far_it_came():
    seen = over_wire(50_000, ["lost", [200, 31_000, False], [204, 50_000, True]])
    assert seen["asked"] == [["PATCH", "0", 50_000], ["HEAD", "", 0], ["PATCH", "31000", 19_000]]


def test_a_lost_answer_costs_one_question():
    seen = over_wire(50_000, ["lost", [200, 50_000, True]])
    assert [method for method, *_ in seen["asked"]] == ["PATCH", "HEAD"]
    assert seen["end"] == "arrived"


def test_all_there_and_not_yet_through_the_door_is_finished_by_an_empty_piece():
    seen = over_wire(50_000, ["lost", [200, 50_000, False], [204, 50_000, True]])
    assert seen["asked"][-1] == ["PATCH", "50000", 0]


def test_another_place_than_thought_is_asked_for():
    seen = over_wire(50_000, [[409, 0, False], [200, 12_000, False], [204, 50_000, True]])
    assert [one[:2] for one in seen["asked"]] == [["PATCH", "0"], ["HEAD", ""], ["PATCH", "12000"]]


def test_a_dead_line_is_given_up_after_some_tries_and_progress_begins_the_count_anew():
    seen = over_wire(50_000, ["lost"] * 10)
    assert (len(seen["asked"]), seen["end"]) == (5, "Lost")
    bit_by_bit = [step for n in range(1, 8) for step in ("lost", [200, n * 1000, False])]
    seen = over_wire(50_000, [*bit_by_bit, [204, 50_000, True]])
    assert seen["end"] == "arrived"


def test_a_no_ends_it():
    assert over_wire(50_000, [[415, 0, False]])["end"] == "Refused"


@pytest.mark.parametrize(
    ("wifi_only", "kind", "allowed"),
    [
        (False, "cellular", True),
        (True, "cellular", False),
        (True, "bluetooth", False),
        (True, "wifi", True),
        (True, "ethernet", True),
        (True, "", True),  # nobody knows: what waits must not wait for ever
    ],
)
def test_wifi_only(wifi_only, kind, allowed):
    assert run("outbox_network.js", "networkAllows", [wifi_only, kind]) == [allowed]


def test_sizes_read_as_people_say_them():
    sizes = [
        [45 * KB, "vi"],
        [1_468_006, "vi"],
        [1_468_006, "en"],
        [250 * KB * KB, "vi"],
        [11 * KB**3, "vi"],
        [0, "vi"],
    ]
    assert run("sizes.js", "amount", *sizes) == ["45 KB", "1,4 MB", "1.4 MB", "250 MB", "11 GB", "0 KB"]


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=200))
@settings(max_examples=10, deadline=None)
def test_whole_numbers_are_grouped_by_thousands(numbers):
    found = run("sizes.js", "formatNumber", *[[number, lang] for number in numbers for lang in ("en", "vi")])
    english = [f"{number:,}" for number in numbers]
    assert found == [text for one in english for text in (one, one.replace(",", "."))]


_MILLISECONDS = st.integers(200_000_000_000, 4_100_000_000_000)  # 1976 to 2099


@given(st.lists(_MILLISECONDS, min_size=1, max_size=200))
@settings(max_examples=10, deadline=None)
def test_a_day_is_vietnams(times):
    here = [datetime.fromtimestamp(time / 1000, ZoneInfo("Asia/Ho_Chi_Minh")) for time in times]
    assert run("search.js", "today", *[[time] for time in times]) == [f"{time:%Y-%m-%d}" for time in here]


@pytest.mark.parametrize(
    ("key", "kept"),
    [
        ("document.encrypted", "a" * 64),
        ("image.truncated", "a" * 64),
        ("submission.name_missing", None),
        ("photo.hash_mismatch", None),
    ],
)
def test_only_what_is_wrong_with_the_page_itself_is_of_the_page(key, kept):
    item, refused = {**ITEM, "attempts": 5}, ["refused", 422, {"key": key, "message": "…"}]
    made, without = rules(
        ["afterFailure", item, refused, NOW, {"sha256": "a" * 64}], ["afterFailure", item, refused, NOW, None]
    )
    assert made["problem"].get("sha256") == kept
    assert "sha256" not in without["problem"]


def test_why_it_could_not_be_sent_names_the_paper():
    item = {
        "problem": {"message": "Tệp này có mật khẩu.", "sha256": "a" * 64},
        "manifest": {"components": [{"key": "to_khai", "pages": [{"sha256": "b" * 64}, {"sha256": "a" * 64}]}]},
    }
    procedure = {"components": [{"key": "don", "name": "Đơn"}, {"key": "to_khai", "name": "Tờ khai"}]}
    assert rules(["problemOf", item, procedure]) == ["Tờ khai: Tệp này có mật khẩu."]
    assert rules(["problemOf", item, None]) == ["Tệp này có mật khẩu."]
    assert rules(["problemOf", {"problem": {"message": "Khác."}}, procedure]) == ["Khác."]
