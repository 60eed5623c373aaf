"""Today's unit of an address on the device: the server's table of cases, and whatever else text can be."""

import json
from dataclasses import asdict

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sothuhoso.domain.address import suggest
from sothuhoso.seeds import addresses
from tests.device.node import script, vectors
from tests.domain.test_address import pieces
from tests.seeds.address_places import PLACES

# Each example is a process of its own that takes many cases: making a failing one smaller would take minutes.
_NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
_TEXT = st.one_of(pieces, st.text(st.characters(max_codepoint=0x1EF9, exclude_categories=["Cn"]), max_size=60))


def _server(texts):
    return json.loads(json.dumps([asdict(suggest(text, addresses.table())) for text in texts]))


def test_the_table_both_sides_read():
    cases = vectors("address")
    found = script("addresses.mjs", [case["text"] for case in cases])
    said = [{"kept": one["kept"], "codes": [u["code"] for u in one["candidates"]], "why": one["why"]} for one in found]
    assert said == [{key: case[key] for key in ("kept", "codes", "why")} for case in cases]
    assert found == _server([case["text"] for case in cases])


def test_old_communes_as_the_server_has_them():
    """Every fourth: the server's own test asks for all."""
    texts = [f"Xóm 1, {place.written(bare=True)}" for place in PLACES[::4]]
    assert script("addresses.mjs", texts) == _server(texts)


@settings(max_examples=6, deadline=None, phases=_NO_SHRINKING)
@given(st.lists(_TEXT, min_size=120, max_size=120))
def test_reads_what_the_server_reads(texts):
    assert script("addresses.mjs", texts) == _server(texts)


def test_a_text_without_end_is_an_answer_too():
    texts = ["a" * 100_000, "Phú Thượng, " * 9000, "\U0001d5ec" * 400 + "🙂" * 200]
    assert script("addresses.mjs", texts) == _server(texts)


def test_the_table_is_fetched_when_first_needed_and_once():
    before, found, asked = script("addresses_fetched.mjs", ["Thượng Nung, Võ Nhai"] * 3)
    assert (before, found) == (0, ["503", "merged", "merged"])
    assert asked == ["/addresses/table.json"] * 2
