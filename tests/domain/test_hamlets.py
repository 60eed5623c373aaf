"""Which hamlet an address means, however it was typed."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sothuhoso.domain.hamlets import hamlet_key, hamlet_of
from sothuhoso.domain.names import fold

TRIP = {"lung": "Xóm Lũng Luông", "ha": "Hạ Sơn", "dao": "Hạ Sơn Dao", "muoi": "Làng Mười"}

SYLLABLES = [
    "Lũng",
    "Luông",
    "Hạ",
    "Sơn",
    "Dao",
    "Tày",
    "Kim",
    "Tân",
    "Trung",
    "Ngọc",
    "Xuyên",
    "Khuổi",
    "Mèo",
    "Nà",
    "Ca",
    "Mỏ",
    "Gà",
    "Thượng",
    "Cao",
    "Biền",
    "Đồng",
    "Vạ",
    "Phượng",
    "Hoàng",
]
NAMES = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=3).map(" ".join)
KINDS = st.sampled_from(["", "Xóm ", "Bản ", "thôn ", "Tổ dân phố ", "TDP ", "Làng "])
TAILS = st.sampled_from(
    [", xã Thần Sa, tỉnh Thái Nguyên", ", Thần Sa, Võ Nhai", " xã Thần Sa", " - xã Thần Sa, huyện Võ Nhai", ""]
)
HEADS = st.sampled_from(["", "Số 12, ", "Số nhà 5 xóm ", "Hộ ông Páo, "])


@pytest.mark.parametrize(
    ("address", "hamlet"),
    [
        ("Xóm Lũng Luông, xã Thần Sa, tỉnh Thái Nguyên", "lung"),
        ("xom lung luong xa than sa", "lung"),
        ("LŨNG LUÔNG, THẦN SA, VÕ NHAI", "lung"),
        ("bản Lũng Luông - xã Thần Sa", "lung"),
        ("lung luong than sa vo nhai", "lung"),
        ("Số nhà 3 xóm Hạ Sơn Dao, Thần Sa", "dao"),
        ("Xóm Hạ Sơn, xã Thần Sa", "ha"),
        ("xom ha son dao xa than sa", "dao"),
        ("Xóm Làng Mười, xã Thần Sa", "muoi"),
        ("Xóm Mười", "muoi"),
        # not these
        ("Thần Sa, Võ Nhai", None),
        ("Xóm Thượng Lũng Luông, xã Thần Sa", None),
        ("Xóm Hạ, xã Sơn Cẩm", None),
        ("Xóm Luông, xã Lũng", None),
        ("", None),
        ("Xóm", None),
        ("Xóm Lũng Luông Thượng, xã Thần Sa", None),
    ],
)
def test_addresses_of_life(address, hamlet):
    assert hamlet_of(address, TRIP) == hamlet


@given(NAMES, KINDS, KINDS, HEADS, TAILS)
def test_a_hamlet_is_found_behind_any_kind_head_and_tail(name, ours, theirs, head, tail):
    assume(not (head.endswith("xóm ") and theirs))
    assert hamlet_of(f"{head}{theirs}{name}{tail}", {1: f"{ours}{name}"}) == 1


@given(NAMES, st.sampled_from(["lower", "upper", "nfd", "fold", "spaces"]))
def test_spelling_makes_no_difference(name, how):
    typed = {
        "lower": str.lower,
        "upper": str.upper,
        "nfd": lambda text: unicodedata.normalize("NFD", text),
        "fold": fold,
        "spaces": lambda text: text.replace(" ", "  "),
    }[how](f"Xóm {name}, xã Thần Sa")
    assert hamlet_of(typed, {1: name}) == 1
    assert hamlet_key(typed.partition(",")[0]) == hamlet_key(name)


@given(NAMES, NAMES)
def test_of_two_that_fit_the_longer_is_meant_whatever_the_order(short, more):
    long = f"{short} {more}"
    address = f"Xóm {long}, xã Thần Sa"
    assert hamlet_of(address, {"s": short, "l": long}) == hamlet_of(address, {"l": long, "s": short}) == "l"
    assert hamlet_of(f"Xóm {short}, xã Thần Sa", {"s": short, "l": long}) == "s"


@given(NAMES, NAMES)
def test_another_hamlet_is_never_taken_for_it(name, other):
    assume(hamlet_key(name) != hamlet_key(other))
    assert hamlet_of(f"Xóm {other}, xã Thần Sa", {1: name}) is None


@given(st.text(max_size=80), st.dictionaries(st.integers(), st.text(max_size=20), max_size=4))
def test_whatever_is_typed_gives_one_of_them_or_none(address, hamlets):
    found = hamlet_of(address, hamlets)
    assert found is None or found in hamlets


@given(st.text(max_size=40))
def test_a_key_is_folded_words(name):
    key = hamlet_key(name)
    assert fold(key) == key


def test_without_accents_a_name_may_look_like_a_kind():
    """ "Bàn Cá" begins with no kind, but "ban ca" does."""
    for address in ("Bàn Cá, Thần Sa", "ban ca, than sa", "xom ban ca", "Xóm Bàn Cá"):
        assert hamlet_of(address, {1: "Bàn Cá"}) == 1
    assert hamlet_of("Xóm Cá, Thần Sa", {1: "Bàn Cá"}) is None
