"""What was seen in a file that was brought along, kept and read back."""

import json

from hypothesis import given
from hypothesis import strategies as st

from sothuhoso.domain.brought import (
    BroughtDocument,
    BroughtKind,
    BroughtPage,
    BroughtSignature,
    PageKind,
    Says,
    document_of,
)
from sothuhoso.domain.file_names import original_name
from sothuhoso.domain.papers import OwnSize

WORDS = st.text(max_size=12)
MEASURES = st.floats(0, 5000, allow_nan=False)
PAGES = st.builds(BroughtPage, MEASURES, MEASURES, st.sampled_from(PageKind), MEASURES, st.booleans())
SIGNATURES = st.builds(
    BroughtSignature, st.sampled_from(Says), WORDS, WORDS, WORDS, WORDS, st.booleans(), st.integers(0, 9)
)
DOCUMENTS = st.builds(
    BroughtDocument,
    st.sampled_from(BroughtKind),
    st.lists(PAGES, max_size=4).map(tuple),
    WORDS,
    st.booleans(),
    st.booleans(),
    st.integers(0, 9),
    st.integers(0, 9),
    st.lists(SIGNATURES, max_size=3).map(tuple),
)


@given(DOCUMENTS)
def test_what_was_seen_is_read_back_the_same(document):
    assert document_of(json.loads(json.dumps(document.to_json()))) == document


def test_an_original_is_named_by_its_paper_and_where_it_begins():
    assert original_name("SH-05725-261123-0001", 2, "to khai", 3, "image/tiff") == (
        "SH-05725-261123-0001_02_to_khai_goc_3.tif"
    )
    assert original_name("../x", 1, "", 1, "application/pdf") == "x_01_giay_to_goc_1.pdf"


def test_a_page_may_have_any_size():
    short, long = OwnSize(25.4, 50.8).inches
    assert (round(short, 6), round(long, 6)) == (1, 2)
