"""Handing a draft over without a line: fountain code, film of codes, file, and what strangers make of them."""

import copy
import json
import subprocess
from pathlib import Path

import pytest

from tests.device.node import NODE

SCENARIOS = Path(__file__).with_name("hand_over.mjs")
SHA = "ab" * 32
PAGE = {
    "id": "00000000-0000-4000-8000-000000000001",
    "sha256": SHA,
    "bytes": 1_340_000,
    "media_type": "image/jpeg",
}


def become(*scenarios):
    """What the scenarios (name, facts) come to."""
    done = subprocess.run(
        [NODE, "--no-warnings", SCENARIOS],
        input=json.dumps(scenarios),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def typed(value, origin="typed"):
    return {"value": value, "origin": origin}


def draft(**change):
    """A draft as a device keeps it."""
    made = {
        "id": "3e0f5d6a-7f0a-4d55-9a55-0b1c2d3e4f50",
        "submission": "",
        "rev": 41,
        "secret": "AbCdEfGhIjKlMnOpQrStUv",
        "createdAt": "2026-11-23T02:31:00.000Z",
        "changedAt": "2026-11-23T02:41:00.000Z",
        "status": "draft",
        "step": "giay-to",
        "procedure": "1.001193",
        "procedureVersion": 1,
        "unit": "05725",
        "channel": "phone",
        "lang": "vi",
        "submitter": "same",
        "answers": {"by_proxy": False},
        "persons": {
            "owner": {"full_name": typed("Hoàng Thị Mai", "qr"), "id_number": typed("019199000017", "qr")},
            "submitter": {},
            "subject": {"full_name": typed("Lý Thị Mây")},
        },
        "components": {"giay_chung_sinh": {"state": "", "pages": [PAGE]}, "giay_khac": {"number": "12", "reason": ""}},
        "notice": None,
        "receipt": None,
        "shared": None,
    }
    return {**copy.deepcopy(made), **change}


# --- the fountain code ---------------------------------------------------------------------------------------------


def test_the_data_comes_back_whichever_blocks_are_missed():
    facts = [
        {"bytes": size, "size": 64, "missed": missed, "seed": seed, "start": start}
        for seed, size in enumerate((1, 63, 64, 65, 640, 2048, 2049, 6_000))
        for missed in (0, 0.2, 0.4, 0.9)
        for start in (0, 17)  # looked at from the beginning, or from somewhere in the middle
    ]
    found = become(*[("fountain", one) for one in facts])
    assert [one for one, said in zip(facts, found, strict=True) if not said["right"]] == []
    assert all(
        said["shown"] == said["count"]
        for one, said in zip(facts, found, strict=True)
        if not one["missed"] and not one["start"]
    )


def test_a_few_more_blocks_than_there_are_do():
    """Random sums need two more on average, however many blocks there are; a hundred transfers of each length."""
    for count in (10, 40, 120):
        facts = [{"bytes": count * 16, "size": 16, "missed": 0.4, "seed": seed, "start": 0} for seed in range(100)]
        extra = [said["taken"] - said["count"] for said in become(*[("fountain", one) for one in facts])]
        assert sum(extra) / len(extra) < 3
        assert max(extra) <= 14


def test_base45_as_the_standard_has_it():
    (said,) = become(
        ("base45", {"texts": ["BB8", "%69 VD92EX0", "X", "GGW", ":::", "é12", ""], "lengths": [0, 1, 2, 3, 499, 500]})
    )
    assert [bytes(one).decode() if one is not None else None for one in said["bytes"]] == [
        "AB",
        "Hello!!",
        None,
        None,
        None,
        None,
        "",
    ]
    assert said["back"] == [True] * 6
    assert said["text"] == "%69 VD92EX0"


# --- the film of codes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missed", [0, 0.2, 0.4])
@pytest.mark.parametrize(("size", "letters"), [("small", 758), ("large", 335)])
def test_a_draft_by_a_film_of_codes(size, letters, missed):
    thumbs = {SHA: 2500, "cd" * 32: 3100}
    (said,) = become(("codes", {"draft": draft(), "thumbs": thumbs, "size": size, "missed": missed, "seed": 5}))
    assert said["same"]
    assert said["rising"]
    assert said["thumbs"] == dict.fromkeys(thumbs, True)
    assert said["longest"] <= letters  # QR of version 15 and 9, level L, alphanumeric
    kept = {name: value for name, value in draft().items() if name in said["draft"]}
    assert said["draft"] == kept
    assert "notice" not in said["draft"]
    assert said["shown"] <= (said["count"] + 8) / (1 - missed) * 1.5


def test_codes_of_strangers_do_nothing():
    (said,) = become(("strangers", {"draft": draft()}))
    assert not any(said["known"])
    assert said["after"]
    assert said["flipped"] == said["cut"] == "damaged"
    assert said["bomb"]["bytes"] < 10_000
    assert said["bomb"]["why"] == ""  # compressed nonsense within the bound is left out, not taken over


# --- what may come in ----------------------------------------------------------------------------------------------


def _with(path, value):
    made = {"format": 1, "draft": draft()}
    at = made
    *way, last = path.split(".")
    for name in way:
        at = at[name]
    at[last] = value
    return made


def test_only_what_has_the_right_shape_comes_in():
    odd = {
        "format": [0, "1", None, 1.5],
        "draft": [None, [], "x", {}],
        "draft.id": ["", "../x", "3E0F5D6A-7F0A-4D55-9A55-0B1C2D3E4F50", None, 7],
        "draft.secret": ["", "short", "A" * 23, None],
        "draft.submission": [None, "x"],
        "draft.createdAt": ["yesterday", 5],
        "draft.step": ["xong", "constructor"],
        "draft.procedure": ["../../", "1.00119"],
        "draft.procedureVersion": [0, "1", 10_000],
        "draft.unit": ["5725", None],
        "draft.channel": ["desk"],
        "draft.lang": ["<script>"],
        "draft.submitter": [None, "both"],
        "draft.answers": [None, [], {"x": "true"}, {"A": True}],
        "draft.persons": [None, [], {"owner": {}}],
        "draft.persons.owner": [
            {"admin": typed("x")},
            {"full_name": "x"},
            {"full_name": typed("x", "server")},
            {"full_name": typed(3)},
        ],
        "draft.components": [
            None,
            {"Giấy": {}},
            {"constructor ": {}},
            {"a": {"pages": [{}]}},
            {"a": {"html": "x"}},
            {"a": {"state": "photographed"}},
        ],
        "draft.components.giay_chung_sinh.pages": [
            [{**PAGE, "bytes": 10**9}],
            [{**PAGE, "media_type": "text/html"}],
            [PAGE, PAGE],
            "x",
        ],
    }
    cases = [_with(path, value) for path, values in odd.items() for value in values]
    (said,) = become(("check", {"cases": cases}))
    assert [case for case, one in zip(cases, said, strict=True) if one["why"] != "damaged"] == []


def test_a_signature_and_a_number_go_along():
    signed = draft(
        number="SH-05725-261123-9001",
        unsigned=None,
        signature={"page": {**PAGE, "sha256": "ef" * 32}, "at": "2026-11-23T02:41:00Z", "signer": "owner", "of": "{}"},
    )
    other = draft(unsigned={"how": "paper", "reason": ""}, follow="https://example.org/")
    bad = [
        draft(number="<b>"),
        draft(signature={"page": PAGE, "at": "x", "signer": "owner", "of": ""}),
        draft(signature={"page": PAGE, "at": "2026-11-23T02:41:00Z", "signer": "clerk", "of": ""}),
        draft(unsigned={"how": "", "reason": ""}),
    ]
    cases = [{"format": 1, "draft": one} for one in (signed, other, *bad)]
    (said,) = become(("check", {"cases": cases}))
    assert [one["why"] for one in said] == ["", "", *["damaged"] * 4]
    assert said[0]["draft"]["signature"] == signed["signature"]
    assert said[0]["draft"]["number"] == signed["number"]
    assert said[1]["draft"]["unsigned"] == other["unsigned"]
    assert "follow" not in said[1]["draft"]
    (same,) = become(("same", {"pairs": [[signed, {**signed, "number": ""}], [signed, draft()]]}))
    assert same == [True, False]


def test_what_was_said_of_pages_comes_along():
    corners = [[0.1, 0.05], [0.92, 0.06], [0.9, 0.97], [0.08, 0.95]]
    laid = {"paper": "A5", "corners": corners, "turn": 90, "note": False}
    kept = {"why": "old", "at": "2026-11-23T02:40:00Z"}
    seen = {"verdict": "warn", "reasons": [{"key": "far", "verdict": "warn", "box": [0, 0, 1, 1]}], "kept": kept}
    stranger = "ef" * 32
    own = draft(laid={SHA: laid, stranger: laid}, seen={SHA: seen})
    (said,) = become(("check", {"cases": [{"format": 2, "draft": own}]}))
    assert said[0]["draft"]["laid"] == {SHA: laid}
    assert (said[0]["draft"]["seen"][SHA]["kept"], said[0]["draft"]["seen"][SHA]["verdict"]) == (kept, "warn")
    bad = [
        {"laid": {SHA: {**laid, "paper": "A3"}}},
        {"laid": {SHA: {**laid, "corners": corners[::-1]}}},
        {"laid": {SHA: {**laid, "turn": 45}}},
        {"laid": {SHA: {**laid, "corners": "x"}}},
        {"seen": {SHA: {**seen, "verdict": "bad"}}},
        {"seen": {SHA: {**seen, "reasons": [{"key": "<b>", "verdict": "warn"}]}}},
        {"seen": {SHA: {**seen, "kept": {"why": "because", "at": kept["at"]}}}},
        {"laid": []},
    ]
    (refused,) = become(("check", {"cases": [{"format": 2, "draft": draft(**one)} for one in bad]}))
    assert [one["why"] for one in refused] == ["damaged"] * len(bad)
    (same,) = become(("same", {"pairs": [[own, draft(laid={SHA: laid})], [own, draft()]]}))
    assert same == [True, False]


def test_names_of_javascript_itself_stay_out():
    raw = json.loads(json.dumps(_with("draft.answers", {})).replace('"answers": {}', '"answers": {"__proto__": true}'))
    raw2 = {"format": 1, "draft": {**draft(), "components": {"__proto__": {"pages": []}}}}
    (said,) = become(("check", {"cases": [raw, raw2]}))
    assert [one["why"] for one in said] == ["damaged", "damaged"]


def test_too_much_and_tomorrows_format_say_so():
    pages = [{**PAGE, "id": f"00000000-0000-4000-8000-0000000{n:05}"} for n in range(120)]
    cases = [
        _with("format", 3),
        _with("draft.answers", {f"a{n}": True for n in range(21)}),
        _with("draft.components", {f"c{n}": {} for n in range(21)}),
        _with("draft.components.giay_chung_sinh.pages", pages[:31]),
        _with("draft.components", {f"c{n}": {"pages": pages[n * 30 : n * 30 + 30]} for n in range(3)}),
    ]
    (said,) = become(("check", {"cases": cases}))
    assert [one["why"] for one in said] == ["newer", "too_much", "too_much", "too_much", "too_much"]


def test_texts_come_in_clean_and_everything_else_is_left_out():
    raw = _with("draft.persons.owner.full_name", typed("Hoa\u0300ng\x00 \u202eThị" + "x" * 600, "remote"))
    raw["draft"].update(status="sent", receipt={"number": "1"}, shared={"id": "x"}, extra="<b>", rev=10**9)
    (said,) = become(("check", {"cases": [raw]}))
    came = said[0]["draft"]
    assert came["persons"]["owner"]["full_name"]["value"].startswith("Hoàng Thị")
    assert len(came["persons"]["owner"]["full_name"]["value"]) == 300
    assert came["persons"]["owner"]["full_name"]["origin"] == "typed"
    assert {"status", "receipt", "shared", "extra", "rev"} & set(came) == set()


def test_copies_are_the_same_when_they_say_the_same():
    other_page = {
        "giay_chung_sinh": {"state": "", "pages": [{**PAGE, "sha256": "cd" * 32}]},
        "giay_khac": {"number": "12", "reason": ""},
    }
    turned = draft(persons=dict(reversed(draft()["persons"].items())), step="ai", rev=1, lang="en", changedAt="x")
    (said,) = become(
        ("same", {"pairs": [[draft(), turned], [draft(), draft(components=other_page)], [draft(), draft(unit="")]]})
    )
    assert said == [True, False, False]


# --- the file ------------------------------------------------------------------------------------------------------


def test_a_draft_by_a_file():
    (said,) = become(("file", {"draft": draft(), "sizes": [70_000, 1, 300_000]}))
    assert said["same"]
    assert said["photos"] == [True, True, True]
    assert said["kinds"] == ["image/jpeg", "image/jpeg"]
    assert said["told"] == [[1, 3], [2, 3], [3, 3]]
    assert not said["secretShown"]
    assert len(said["code"]) == 12
    assert said["code"].isdigit()


def test_a_file_that_is_none_or_not_whole_or_not_ours():
    (said,) = become(("file", {"draft": draft(), "sizes": [70_000, 9_000]}))
    assert said["wrong"] == said["head"] == "wrong_code"
    assert said["version"] == "newer"
    assert said["stranger"] == said["empty"] == "not_ours"
    assert said["cut"] == said["shorter"] == "cut_off"
    assert said["longer"] in ("damaged", "cut_off")
    assert said["photo"] == "damaged"
    assert said["bomb"] == "too_much"


def test_a_code_as_people_type_it():
    (said,) = become(
        (
            "codes_typed",
            {"typed": ["4821 0937 5562", "482109375562", "4821-0937-5562 ", "48210937556", "4821 0937 556x", ""]},
        )
    )
    assert said == ["482109375562"] * 3 + [""] * 3
