"""Sealed values open with the right key and context only; the key is made once and never replaced by accident."""

from __future__ import annotations

import base64
import os
import stat
from multiprocessing import get_context

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sothuhoso.domain.errors import Unavailable
from sothuhoso.integrations.vault import KeyVault, Sealer, derive, master_key

MASTER = bytes(range(32))
VAULT = KeyVault(MASTER)


@given(st.binary(), st.text())
def test_what_is_sealed_opens_again(plain, context):
    assert VAULT.open(VAULT.seal(plain, context), context) == plain


@given(st.binary(min_size=12))
def test_sealing_hides_and_never_repeats(plain):
    one, two = VAULT.seal(plain, "row"), VAULT.seal(plain, "row")
    assert one != two
    assert plain not in one


@given(st.data())
def test_any_changed_byte_is_noticed(data):
    sealed = bytearray(VAULT.seal(b"019199000017", "row"))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Unavailable, match=r"vault\.unreadable"):
        VAULT.open(bytes(sealed), "row")


@pytest.mark.parametrize("length", [0, 1, 12, 13, 28, 40])
def test_cut_off_bytes_are_noticed(length):
    sealed = VAULT.seal(b"019199000017", "row")
    with pytest.raises(Unavailable, match=r"vault\.unreadable"):
        VAULT.open(sealed[:length], "row")


def test_another_context_does_not_open():
    with pytest.raises(Unavailable, match=r"vault\.unreadable"):
        VAULT.open(VAULT.seal(b"x", "dossier 1"), "dossier 2")


def test_another_key_does_not_open():
    with pytest.raises(Unavailable, match=r"vault\.unreadable"):
        KeyVault(bytes(32)).open(VAULT.seal(b"x", "row"), "row")


def test_each_use_has_its_own_key():
    with pytest.raises(Unavailable, match=r"vault\.unreadable"):
        Sealer(derive(MASTER, "files")).open(VAULT.seal(b"x", "row"), "row")
    assert len({derive(MASTER, use) for use in ("values", "files", "blind index", "check")} | {MASTER}) == 5


def test_the_blind_index_finds_the_same_value_only():
    index = VAULT.blind_index("019199000017", "person.id_number")
    assert index == KeyVault(MASTER).blind_index("019199000017", "person.id_number")
    others = {
        VAULT.blind_index("019199000018", "person.id_number"),
        VAULT.blind_index("019199000017", "draft.code"),
        VAULT.blind_index("number:019199000017", "person.id_"),
        KeyVault(bytes(32)).blind_index("019199000017", "person.id_number"),
    }
    assert len(others) == 4
    assert index not in others
    assert len(index) == 64


def test_the_key_is_made_once_and_is_the_owners(tmp_path):
    folder = tmp_path / "data"
    made = master_key(folder, "")
    assert master_key(folder, "") == made
    assert len(made) == 32
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert base64.b64decode((folder / "secret.key").read_text()) == made


def test_workers_that_start_together_share_one_key(tmp_path):
    with get_context("spawn").Pool(4) as pool:
        keys = pool.starmap(master_key, [(tmp_path / "data", "")] * 8)
    assert len(set(keys)) == 1


def test_a_key_from_the_environment_makes_no_file(tmp_path):
    text = base64.b64encode(MASTER).decode()
    assert master_key(tmp_path, text) == MASTER
    assert not (tmp_path / "secret.key").exists()


def test_the_check_does_not_give_the_key_away(tmp_path):
    master_key(tmp_path, base64.b64encode(MASTER).decode())
    assert base64.b64decode((tmp_path / "secret.check").read_text()) == derive(MASTER, "check")


def test_a_lost_key_is_not_replaced(tmp_path):
    master_key(tmp_path, "")
    (tmp_path / "secret.key").unlink()
    with pytest.raises(Unavailable, match=r"vault\.key_lost"):
        master_key(tmp_path, "")
    assert not (tmp_path / "secret.key").exists()


def test_another_key_is_not_started_with(tmp_path):
    master_key(tmp_path, "")
    with pytest.raises(Unavailable, match=r"vault\.other_key"):
        master_key(tmp_path, base64.b64encode(os.urandom(32)).decode())


@pytest.mark.parametrize("text", ["mật khẩu", "c2hvcnQ=", base64.b64encode(bytes(31)).decode(), "!" * 44])
def test_a_key_of_the_wrong_form_is_told(tmp_path, text):
    with pytest.raises(Unavailable, match=r"vault\.bad_key"):
        master_key(tmp_path, text)
