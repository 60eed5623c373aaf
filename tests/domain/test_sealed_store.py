"""The desk reads what a tablet's store has sealed."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sothuhoso.domain import sealed_store
from sothuhoso.domain.errors import Invalid
from sothuhoso.domain.sealed_store import Binary
from sothuhoso.integrations.recovery_box import RsaRecoveryBox
from tests.domain.vectors import vectors

_TABLE = vectors("sealed_store")
_BOX = RsaRecoveryBox()


def told(value):
    if isinstance(value, Binary):
        return {"$bytes": value.content.hex(), "type": value.media_type}
    if isinstance(value, list):
        return [told(one) for one in value]
    return {name: told(one) for name, one in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("case", _TABLE["cases"], ids=lambda case: case["name"])
def test_the_table_both_sides_read(case):
    context = sealed_store.context(case["store"], case["key"], case["part"])
    assert context == case["context"]
    plain = _BOX.open(bytes.fromhex(_TABLE["data_key"]), bytes.fromhex(case["sealed"]), context)
    assert told(sealed_store.decode(plain)) == case["value"]


@given(st.binary(max_size=80))
def test_bytes_of_strangers_are_refused_in_one_way_only(plain):
    with suppress(Invalid):
        sealed_store.decode(plain)


@given(st.recursive(st.none() | st.text(max_size=5), lambda x: st.lists(x) | st.dictionaries(st.text(max_size=6), x)))
def test_heads_of_strangers_too(head):
    text = json.dumps({"value": head, "parts": [{"bytes": 3, "type": ""}]}).encode()
    with suppress(Invalid):
        sealed_store.decode(len(text).to_bytes(4, "big") + text + b"abc")


def test_places_never_share_a_context():
    places = [
        ("a", "b", ""),
        ("a", "b:", ""),
        ("a", ["b"], ""),
        ("a", "b", "c"),
        ("a:", "b", ""),
        ("a", ["b", "c"], ""),
    ]
    assert len({sealed_store.context(*place) for place in places}) == len(places)
