"""What lies in a tablet's locked store: both sides write the same bytes, and nothing opens out of its place."""

from datetime import datetime

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.device.node import script, vectors

_TABLE = vectors("sealed_store")
_NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
_EARLIEST = datetime(1900, 1, 1)  # noqa: DTZ001 - the strategy wants it without a zone
_HEX = st.binary(max_size=40).map(bytes.hex)
_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(-1e9, 1e9),
    st.text(max_size=20).filter(lambda text: not any("\ud800" <= letter <= "\udfff" for letter in text)),
    st.builds(lambda content, kind: {"$bytes": content, "type": kind}, _HEX, st.sampled_from(["", "image/jpeg"])),
    st.builds(lambda content: {"$buffer": content}, _HEX),
    st.datetimes(_EARLIEST).map(lambda at: {"$time": f"{at:%Y-%m-%dT%H:%M:%S}.000Z"}),
)
_NAMES = st.one_of(
    st.from_regex(r"[a-z_]{1,8}", fullmatch=True), st.sampled_from(["$part", "$date", "$x", "__proto__"])
)
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_NAMES, inner, max_size=4)),
    max_leaves=6,
)
# what stands for something in this test is no plain object
_ROWS = st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), _VALUES, max_size=5)


def test_the_table_both_sides_read():
    for case in _TABLE["cases"]:
        key = _TABLE["data_key"]
        context, sealed, opened = script(
            "sealed.mjs",
            [
                {"op": "context", **{name: case[name] for name in ("store", "key", "part")}},
                {"op": "seal", "data_key": key, **{name: case[name] for name in ("value", "context", "nonce")}},
                {"op": "open", "data_key": key, "sealed": case["sealed"], "context": case["context"]},
            ],
        )
        assert (context, sealed, opened) == (case["context"], case["sealed"], case["value"]), case["name"]


@settings(max_examples=12, deadline=None, phases=_NO_SHRINKING)
@given(st.lists(_ROWS, min_size=12, max_size=12))
def test_whatever_a_row_holds_comes_back(rows):
    assert script("sealed.mjs", [{"op": "round", "value": row} for row in rows]) == rows


def test_nothing_opens_with_another_key_or_in_another_place():
    case, key = _TABLE["cases"][0], _TABLE["data_key"]
    sealed = case["sealed"]
    wrong = [
        {"data_key": "ff" * 32},
        {"context": case["context"].replace("drafts", "outbox")},
        {"context": case["context"] + "blob"},
        {"sealed": "02" + sealed[2:]},
        {"sealed": sealed[:-2] + ("00" if sealed[-2:] != "00" else "01")},
        {"sealed": sealed[:40]},
        {"sealed": ""},
    ]
    calls = [
        {"op": "open", "data_key": key, "sealed": sealed, "context": case["context"], **change} for change in wrong
    ]
    assert script("sealed.mjs", calls) == [{"$problem": "Unreadable"}] * len(wrong)


def test_the_same_value_never_looks_the_same():
    call = {"op": "seal", "data_key": _TABLE["data_key"], "value": {"a": 1}, "context": "x"}
    assert len(set(script("sealed.mjs", [call] * 20))) == 20
