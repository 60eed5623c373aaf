"""Three versions of a shared draft become one, on the device: single cases, and two devices let loose at random."""

import json
import subprocess
from pathlib import Path

from tests.device.node import NODE, run

NAME = "persons.owner.full_name"
SIMULATION = Path(__file__).with_name("shared_merge.mjs")


def row(value, at="2", by="clerk", path=NAME, origin="typed"):
    return {"path": path, "value": value, "origin": origin, "at": at, "by": by}


def field(value, origin="typed", **more):
    return {"value": value, "origin": origin, **more}


def merge(here, base, *rows, side="citizen"):
    (merged,) = run("shared_merge.js", "mergeFields", [here, base, list(rows), side])
    return merged


def test_what_only_the_other_side_changed_is_taken_over():
    merged = merge({NAME: field("Mai")}, {NAME: field("Mai", at="1")}, row("Mây"))
    assert merged["take"] == [{"path": NAME, "value": "Mây", "origin": "typed"}]
    assert merged["offers"] == {}
    assert merged["base"][NAME]["at"] == "2"


def test_what_only_this_side_changed_stays_and_waits():
    merged = merge({NAME: field("Mây")}, {NAME: field("Mai", at="1")}, row("Mai", at="1"))
    assert merged["take"] == []


def test_what_both_changed_keeps_the_rows_text_and_offers_the_other():
    merged = merge({NAME: field("Mơ")}, {NAME: field("Mai", at="1")}, row("Mây"))
    assert [one["value"] for one in merged["take"]] == ["Mây"]
    assert merged["offers"] == {NAME: "Mơ"}


def test_an_own_earlier_text_coming_back_changes_nothing():
    base = {NAME: field("M", at="1")}
    assert merge({NAME: field("Mai")}, base, row("Ma", by="citizen"))["take"] == []
    assert merge({NAME: field("M")}, base, row("Ma", by="citizen"))["take"] == []
    assert merge({NAME: field("Mai")}, {}, row("Ma", by="citizen"))["take"] == []


def test_whoever_sees_the_row_for_the_first_time_takes_all_of_it():
    merged = merge({}, None, row("Mai", by="citizen"), row("0912", path="persons.owner.phone"), side="clerk")
    assert len(merged["take"]) == 2


def test_spaces_at_the_end_are_still_being_typed():
    merged = merge({NAME: field("Hoàng  Thị ")}, {NAME: field("Hoàng", at="1")}, row("Hoàng Thị", by="citizen"))
    assert merged["take"] == []
    (left,) = run("shared_merge.js", "changedFields", [{NAME: field("Hoàng  Thị ")}, merged["base"]])
    assert left == []


def test_a_choice_is_not_offered_back_and_a_mark_of_origin_counts():
    sex = "persons.owner.sex"
    merged = merge({sex: field("male")}, {sex: field("", at="1")}, row("female", path=sex))
    assert merged["offers"] == {}
    (changed,) = run("shared_merge.js", "changedFields", [{NAME: field("Mai")}, {NAME: field("Mai", "qr", at="1")}])
    assert changed == [{"path": NAME, "value": "Mai", "origin": "typed", "since": "1"}]


def pages(*ids):
    return [{"id": one} for one in ids]


def test_pages_merge_by_their_ids():
    cases = [
        (["a", "b"], ["a", "b"], ["a", "b", "c"], ["a", "b", "c"]),
        (["a", "x", "b"], ["a", "b"], ["a", "b", "c"], ["a", "x", "b", "c"]),
        (["b"], ["a", "b"], ["a", "b", "c"], ["b", "c"]),
        (["b", "a"], ["a", "b"], ["a", "b", "c"], ["b", "a", "c"]),
        (["x"], [], ["a"], ["x", "a"]),
        (["a", "b"], ["a", "b"], ["b"], ["b"]),
        ([], [], [], []),
    ]
    found = run(
        "shared_merge.js", "mergePages", *[[pages(*mine), base, pages(*theirs)] for mine, base, theirs, _ in cases]
    )
    assert [[one["id"] for one in merged] for merged in found] == [wanted for *_, wanted in cases]


def test_only_what_changed_of_the_pages_is_sent():
    cases = [
        (["a", "b"], ["a", "b"], None),
        (["a", "b", "c"], ["a", "b"], {"put": ["c"], "remove": [], "order": []}),
        (["c", "b"], ["a", "b"], {"put": ["c"], "remove": ["a"], "order": ["c", "b"]}),
        (["b", "a"], ["a", "b"], {"put": [], "remove": [], "order": ["b", "a"]}),
    ]
    found = run("shared_merge.js", "changedPages", *[["giay", pages(*mine), base] for mine, base, _ in cases])
    for change, (_, _, wanted) in zip(found, cases, strict=True):
        said = change and {**change, "put": [page["id"] for page in change["put"]]}
        assert said == (wanted and {"component": "giay", **wanted})


def test_two_devices_over_bad_lines_end_alike_and_lose_nothing():
    asked = json.dumps({"seeds": 3000, "steps": 60})
    done = subprocess.run([NODE, "--no-warnings", SIMULATION], input=asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []


def test_how_a_page_lies_is_a_field_of_its_own():
    sha = "ab" * 32
    laid = {"paper": "A5", "corners": None, "turn": 180, "note": False}
    kept = {"persons": {}, "answers": {}, "components": {"to_khai": {"pages": [{"sha256": sha}]}}}
    (fields,) = run("shared_merge.js", "fieldsOf", [{**kept, "laid": {sha: laid, "cd" * 32: laid}}])
    assert list(fields) == [f"laid.{sha}"]
    (back,) = run("shared_merge.js", "keptAs", [f"laid.{sha}", fields[f"laid.{sha}"]["value"]])
    assert back == laid
    for nonsense in ("", "{}x", '{"paper": "A3"}', '{"corners": [1]}'):
        assert run("shared_merge.js", "keptAs", [f"laid.{sha}", nonsense]) == [None]
