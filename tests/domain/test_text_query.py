import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sothuhoso.domain.errors import Invalid
from sothuhoso.domain.page_text import Term, found, tokens
from sothuhoso.domain.text_query import MOST_SIGNS, MOST_WORDS, understood

anything = st.text(st.characters(codec=None), max_size=60)
syntax = st.text("\"“”*^:(){}-+&|!<>\\' aàđNEARORNOT", max_size=40)


def refusal(asked: str) -> str:
    with pytest.raises(Invalid) as caught:
        understood(asked)
    return caught.value.key


def test_several_words_must_all_be_there_and_the_last_may_be_unfinished():
    assert understood("Giấy  khai SINH") == (Term(("giay",)), Term(("khai",)), Term(("sinh",), prefix=True))


def test_quotation_marks_make_a_row():
    assert understood('"khai sinh" Mây') == (Term(("khai", "sinh")), Term(("may",), prefix=True))
    assert understood("mây “khai sinh”") == (Term(("may",)), Term(("khai", "sinh")))
    assert understood('mây "khai sinh') == (Term(("may",)), Term(("khai", "sinh")))  # one mark only


def test_what_is_typed_in_one_piece_stays_together():
    assert understood("12/11/2026 xã")[0] == Term(("12", "11", "2026"))


def test_one_letter_alone_is_no_beginning():
    assert understood("tổ a") == (Term(("to",)), Term(("a",)))


def test_accents_count_where_some_were_typed_and_it_is_wanted():
    assert understood("giấy khai đ", exact=True) == (
        Term(("giấy",), exact=True),
        Term(("khai",)),
        Term(("đ",), exact=True),
    )
    assert understood('"giấy khai"', exact=True) == (Term(("giấy", "khai"), exact=True),)
    assert understood("giấy", exact=False) == (Term(("giay",), prefix=True),)


@pytest.mark.parametrize("asked", ["", "  ", "***", '""', "-", "“ ”"])
def test_nothing_to_look_for(asked):
    assert refusal(asked) == "search.empty"


@pytest.mark.parametrize("asked", ["019199000017", "mai 019 199 000 017", "012.345.678", "0912-345-678"])
def test_a_persons_number_is_looked_for_elsewhere(asked):
    assert refusal(asked) == "search.number"


def test_limits():
    assert len(understood("a " * (MOST_WORDS - 1) + "b")) == MOST_WORDS
    assert refusal("a " * (MOST_WORDS + 1)) == "search.too_many_words"
    assert understood("x" * MOST_SIGNS)
    assert refusal("x" * (MOST_SIGNS + 1)) == "search.too_long"


@given(st.one_of(anything, syntax), st.booleans())
def test_whatever_is_typed_only_plain_words_come_out(asked, exact):
    try:
        terms = understood(asked, exact=exact)
    except Invalid:
        return  # with a reason; which one, the tests above say
    words = [word for term in terms for word in term.words]
    assert words
    assert len(words) <= MOST_WORDS
    assert all(word.isalnum() for word in words)
    assert [term.prefix for term in terms[:-1]] == [False] * (len(terms) - 1)


@given(st.text("aăâđêôơưấềộ bcd", min_size=1, max_size=30), st.booleans())
def test_a_page_is_found_by_its_own_words(text, exact):
    page = tokens(text.split())
    if page:
        for form in ("NFC", "NFD"):
            terms = understood(unicodedata.normalize(form, text.upper()), exact=exact)
            assert found(page, terms) == {token.word for token in page}


@given(st.text("aăâđêôơưấềộ ", min_size=1, max_size=30))
def test_who_types_no_accents_finds_as_much_with_accents_wanted(text):
    bare = text.translate(str.maketrans("ăâđêôơưấềộ", "aadeoouaeo"))
    if bare.strip():
        assert understood(bare, exact=True) == understood(bare)
