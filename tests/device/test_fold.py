from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sothuhoso.domain import names
from tests.device.node import run, vectors

# Latin letters with their marks, composed and apart, invisible signs, spaces of all widths, typographic signs. Of other
# scripts' marks the browser does not know the combining class.
_RANGES = [(0x00, 0x24F), (0x300, 0x36F), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0xFB00, 0xFB06), (0xFEFF, 0xFEFF)]
# Each example is a process of its own that takes many cases: making a failing one smaller would take minutes.
_NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
_TEXT = st.text(st.one_of(*[st.integers(*ends).map(chr) for ends in _RANGES]), max_size=12)


def test_the_table_both_sides_read():
    cases = vectors("fold")
    assert run("fold.js", "fold", *[[case["text"]] for case in cases]) == [case["folded"] for case in cases]


@settings(max_examples=8, deadline=None, phases=_NO_SHRINKING)
@given(st.lists(_TEXT, min_size=60, max_size=60))
def test_folds_as_the_server_does(texts):
    assert run("fold.js", "fold", *[[text] for text in texts]) == [names.fold(text) for text in texts]


@settings(max_examples=5, deadline=None, phases=_NO_SHRINKING)
@given(st.lists(_TEXT, min_size=60, max_size=60))
def test_collapses_as_the_server_does(texts):
    assert run("fold.js", "collapse", *[[text] for text in texts]) == [names.collapse(text) for text in texts]
