"""Today's unit of an address, on the table that ships; tests/vectors/address.json is read by the device's tests too."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sothuhoso.domain.address import MAX_CANDIDATES, MAX_TEXT, Suggestion, suggest
from sothuhoso.domain.address_table import open_table
from sothuhoso.domain.names import collapse, fold
from sothuhoso.seeds import addresses
from tests.domain.vectors import named, vectors
from tests.seeds.address_places import PLACES, Place

TABLE = addresses.table()
CERTAIN = {"merged", "new"}
ASKED = {"split", "same_name", "unclear"}

anything = st.text(st.characters(codec=None), max_size=120)
#: pieces of addresses in any order: what hands really do wrong
_PIECES = st.sampled_from(
    [
        *("Xóm Mỏ Gà", "Số 5", "xã", "P.", "TT", "huyện", "H.", "TP.", "tỉnh", "Q1", "Phường 5", "5", "Việt Nam"),
        *("Phú Thượng", "Võ Nhai", "Thái Nguyên", "Bắc Kạn", "Tân Thịnh", "Bình Yên", "Gia Sàng", "Thần Xa", "VO NHAI"),
        *("Châu Thành", "Tân Lập", "Côn Đảo", "Bà Rịa - Vũng Tàu", "Hồ Chí Minh", "Huế", "Xa Dung", "Ea H’leo"),
        *(",", ", ", " - ", ".", " ", ";", "\n", "/", "\u0301", "\u200b"),
    ]
)
pieces = st.lists(_PIECES, max_size=14).map(" ".join)


def codes(found: Suggestion) -> list[str]:
    return [unit.code for unit in found.candidates]


@pytest.mark.parametrize("case", **named(vectors("address")))
def test_vectors(case: dict) -> None:
    found = suggest(case["text"], TABLE)
    assert (found.kept, codes(found), found.why) == (case["kept"], case["codes"], case["why"])
    assert found.certain == (case["why"] in CERTAIN)


def test_there_are_enough_vectors() -> None:
    cases = vectors("address")
    assert len(cases) >= 60
    assert {case["why"] for case in cases} == CERTAIN | ASKED | {"unknown"}


@given(st.one_of(anything, pieces))
def test_an_answer_is_sound_whatever_was_written(text: str) -> None:
    found = suggest(text, TABLE)
    assert found.certain == (found.why in CERTAIN)
    assert len(found.candidates) <= MAX_CANDIDATES
    assert (len(found.candidates) == 0) == (found.why == "unknown")
    assert len(found.candidates) == 1 or not found.certain
    assert found.kept == collapse(found.kept)
    assert suggest(text, TABLE) == found
    if found.candidates:
        assert collapse(text).startswith(found.kept)
        assert collapse(text).endswith(found.old)


@given(st.sampled_from(sorted(TABLE.units)), st.sampled_from(["", "Xóm Mỏ Gà", "Số 5, tổ 3", "Thôn 1 - khu A"]))
def test_what_was_suggested_names_the_same_unit_again(code: str, kept: str) -> None:
    unit = TABLE.units[code]
    found = suggest(f"{kept}, {unit.place}", TABLE)
    assert unit in found.candidates
    assert found.kept == kept
    assert not found.certain or found.why == "new"


@given(st.sampled_from(PLACES), st.booleans())
def test_how_it_is_typed_makes_no_difference(place: Place, upper: bool) -> None:
    plain = place.written()
    typed = unicodedata.normalize("NFD", plain.upper() if upper else plain)
    assert codes(suggest(typed, TABLE)) == codes(suggest(plain, TABLE))
    assert set(codes(suggest(fold(plain), TABLE))) >= set(place.codes)


def test_every_old_commune_written_in_full_is_found() -> None:
    """All of them, with kinds and without; a certain answer is the commune's own. Figures: bench/addresses.py."""
    for bare in (False, True):
        found = [(place, suggest(f"Xóm 1, {place.written(bare=bare)}", TABLE)) for place in PLACES]
        lost = [place for place, one in found if not set(place.codes) <= set(codes(one))]
        wrong = [place for place, one in found if one.certain and codes(one) != list(place.codes)]
        certain = sum(one.certain for _, one in found)
        assert (lost, wrong) == ([], [])
        assert all(one.kept == "Xóm 1" for _, one in found)
        assert certain > 0.94 * len(found)


def test_a_divided_commune_is_asked_with_all_its_parts() -> None:
    divided = [place for place in PLACES if len(place.codes) > 1]
    assert len(divided) > 400
    for place in divided:
        found = suggest(place.written(), TABLE)
        assert not found.certain
        assert set(codes(found)) >= set(place.codes)


def test_any_length_is_an_answer() -> None:
    nothing = Suggestion()
    for text in ("a" * 100_000, "Phú Thượng, " * 9000, "," * 100_000, "\u0301" * 100_000, " " * (MAX_TEXT + 1)):
        assert suggest(text, TABLE) == nothing
    assert suggest("x " * (MAX_TEXT // 2), TABLE) == nothing
    assert codes(suggest("Xóm A " * 70 + ", Phú Thượng, Võ Nhai, Thái Nguyên", TABLE)) == ["05716"]


@pytest.mark.parametrize("raw", [{}, {"kinds": [["commune"]]}, {"kinds": [], "countries": [], "provinces": [1]}])
def test_data_of_another_layout_is_refused(raw: dict) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        open_table(raw)
