import itertools
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sothuhoso.domain.names import fold
from sothuhoso.domain.page_text import COVER, Piece, Term, covered, excerpt, found, tokens

anything = st.text(st.characters(codec=None), max_size=40)
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậíìỉĩịóòỏõọúùủũụýỳỷỹỵ"
a_word = st.text(LETTERS + LETTERS.upper() + "0123456789,.-/", min_size=1, max_size=9)
LONG = re.compile(r"\d(?:[\s.]*\d){8}")


def texts(*words: str) -> list[str]:
    return [token.text for token in tokens(words)]


@pytest.mark.parametrize(
    "words",
    [
        ("019199000017",),
        ("0191", "9900", "0017"),
        ("019.199.000.017",),
        ("CCCD019199000017.",),
        ("012345678",),
        ("0912-345-678",),
        ("0 9 1 2 3 4 5 6 7",),
        ("٠١٢٣٤٥٦٧٨",),  # digits of another script
        ("０１９１９９０００",),  # of full width
        ("①②③④⑤⑥⑦⑧⑨",),
    ],
)
def test_a_long_number_is_covered_however_it_is_written(words):
    assert not any(c.isdigit() for word in covered(words) for c in word)
    assert len(covered(words)) == len(words)
    assert "".join(texts(*covered(words))).lower() in ("", "cccd")


@pytest.mark.parametrize("words", [("25/11/2026",), ("12345678",), ("1.004873",), ("số", "12/2026", "và", "1234567")])
def test_dates_and_short_numbers_stay(words):
    assert covered(words) == words


@given(st.lists(st.one_of(anything, st.text("0123456789 .-", max_size=14)), max_size=8))
def test_nothing_that_is_shown_or_searched_has_a_long_number(words):
    shown = covered(words)
    assert not LONG.search(" ".join(shown))
    assert not re.search(r"\d{9}", " ".join(token.text for token in tokens(shown)))
    assert not re.search(r"\d{9}", " ".join(token.folded for token in tokens(shown)))


@given(st.lists(anything, max_size=8))
def test_covering_twice_changes_nothing_and_keeps_the_words_apart(words):
    assert covered(covered(words)) == covered(words)
    assert len(covered(words)) == len(words)


@given(st.lists(anything, max_size=8))
def test_tokens_are_plain_runs_in_the_order_of_their_words(words):
    made = tokens(words)
    assert all(token.text.isalnum() and token.folded.isalnum() for token in made)
    assert all(" " not in token.text + token.folded for token in made)
    assert [token.word for token in made] == sorted(token.word for token in made)


@given(st.lists(a_word, max_size=8))
def test_it_does_not_matter_how_the_accents_were_typed(words):
    apart = [unicodedata.normalize("NFD", word.upper()) for word in words]
    assert tokens(apart) == tokens(words)
    assert all(token.folded == fold(token.text) for token in tokens(words))


def test_a_word_of_several_parts_keeps_its_place():
    assert texts("Thần-Sa,", "12/11") == ["thần", "sa", "12", "11"]
    assert [token.word for token in tokens(["Thần-Sa,", "12/11"])] == [0, 0, 1, 1]
    assert [token.folded for token in tokens(["Đặng"])] == ["dang"]


def test_what_is_found_is_the_whole_row_or_the_beginning_of_a_word():
    page = tokens(["Giấy", "khai", "sinh", "của", "bé", "khai", "tại", "xã"])
    assert found(page, [Term(("giay", "khai"))]) == {0, 1}
    assert found(page, [Term(("khai",))]) == {1, 5}
    assert found(page, [Term(("kha",))]) == set()
    assert found(page, [Term(("giay", "kha"), prefix=True)]) == {0, 1}
    assert found(page, [Term(("giay",), exact=True)]) == set()
    assert found(page, [Term(("giấy",), exact=True)]) == {0}
    assert found(page, [Term(("sinh", "giay"))]) == set()


@given(st.lists(a_word, min_size=1, max_size=60), st.sets(st.integers(0, 59), max_size=20))
def test_an_excerpt_says_what_stands_there_and_shows_a_hit(words, hits):
    hits = {at for at in hits if at < len(words)}
    pieces = excerpt(words, hits)
    plain = "".join(piece.text for piece in pieces).removeprefix("… ").removesuffix(" …")
    assert plain in " ".join(words)
    assert any(piece.found for piece in pieces) == bool(hits)
    assert all(one.found != other.found or "…" in one.text + other.text for one, other in itertools.pairwise(pieces))


def test_an_excerpt_goes_where_most_was_found():
    words = [f"từ{n}" for n in range(100)]
    pieces = excerpt(words, {3, 60, 62})
    assert [piece.text for piece in pieces if piece.found] == ["từ60", "từ62"]
    assert pieces[0] == Piece("… từ54 từ55 từ56 từ57 từ58 từ59 ", found=False)
    assert pieces[-1].text.endswith(" …")
    assert COVER not in "".join(piece.text for piece in pieces)
