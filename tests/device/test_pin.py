"""A PIN opens one store on one device, and nothing else does but the desk's key."""

import os

from cryptography.hazmat.primitives.serialization import load_der_public_key

from sothuhoso.domain import sealed_store
from sothuhoso.integrations.recovery_box import RsaRecoveryBox
from tests.device.node import script

ROUNDS = 1000  # as many as the test needs; the device measures its own


def test_only_the_right_pin_on_the_same_device_opens_the_same_store():
    (found,) = script(
        "sealed.mjs", [{"op": "pins", "right": "482915", "tries": ["482916", "", "4829150"], "rounds": ROUNDS}]
    )
    assert found["tried"] == [None, None, None]
    assert found["right"] is True
    assert [found[name] for name in ("elsewhere", "another", "fewer")] == [None, None, None]


def test_no_script_reads_the_keys_out_and_no_wrapping_repeats():
    (found,) = script("sealed.mjs", [{"op": "pins", "right": "482915", "tries": [], "rounds": ROUNDS}])
    assert [found[name] for name in ("readable", "device", "again")] == [False, False, False]


def test_pins_that_anybody_would_try_first_are_not_taken():
    given = {
        "48291": "short",
        "": "short",
        "4829154829154": "long",
        "48a915": "digits",
        "000000": "same",
        "7777777": "same",
        "123456": "row",
        "890123": "row",
        "654321": "row",
        "482915": "",
        "112233": "",
        "482915482915": "",
    }
    found = script("sealed.mjs", [{"op": "weakness", "given": pin} for pin in given])
    assert dict(zip(given, found, strict=True)) == given


def test_the_desk_opens_what_the_tablet_wrapped_for_it():
    box, data_key = RsaRecoveryBox(), os.urandom(32)
    public, private = box.make_pair()
    assert load_der_public_key(public)
    whose = {"unit": "05725", "account": "a1", "device": "d1"}
    (wrapped,) = script(
        "sealed.mjs", [{"op": "desk", "data_key": data_key.hex(), "spki": public.hex(), "whose": whose}]
    )
    assert box.unwrap(private, bytes.fromhex(wrapped), sealed_store.label("05725", "a1", "d1")) == data_key
