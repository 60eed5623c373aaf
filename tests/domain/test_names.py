import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sothuhoso.domain.names import collapse, fold, nfc
from tests.domain.vectors import vectors

anything = st.text(st.characters(codec=None))  # lone surrogates too


@pytest.mark.parametrize("case", vectors("fold"), ids=repr)
def test_vectors(case: dict[str, str]) -> None:
    assert fold(case["text"]) == case["folded"]


def test_composing_keeps_the_words_and_drops_what_cannot_be_seen() -> None:
    decomposed = unicodedata.normalize("NFD", "Xóm Khuổi Mèo")
    assert nfc(f"\ufeff{decomposed}\x00\u202e") == "Xóm Khuổi Mèo"
    assert nfc("a\nb") == "a\nb"
    assert collapse("  a \n\u00a0 b ") == "a b"


@given(anything)
def test_all_three_settle_after_once(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text)
    assert collapse(collapse(text)) == collapse(text)
    assert fold(fold(text)) == fold(text)


@given(anything)
def test_what_comes_out_can_be_stored_and_has_single_spaces(text: str) -> None:
    out = collapse(text)
    out.encode()
    assert "\x00" not in out
    assert out == " ".join(out.split())


@given(st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạ ", max_size=30))
def test_vietnamese_folds_to_plain_letters_however_it_was_typed(text: str) -> None:
    assert fold(text).isascii()
    assert fold(unicodedata.normalize("NFD", text.upper())) == fold(text)
