"""One side's changes since it last looked: the other side's text is never written over unseen."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sothuhoso.domain import draft_changes
from sothuhoso.domain.errors import Invalid, TooLarge
from sothuhoso.domain.shared_draft import MAX_PAGES, SharedDraft, Side

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
EMPTY = SharedDraft("1.001193", 1, "2026-11-23T02:31:00.000Z")
NAME, PHONE = "persons.owner.full_name", "persons.owner.phone"
PAPER = "giay_chung_sinh"


def change(path=NAME, value="Mai", **more):
    return {"path": path, "value": value, "origin": "typed", **more}


def apply(draft, *fields, pages=(), side=Side.CITIZEN, now=NOW):
    return draft_changes.apply(draft, {"fields": list(fields), "pages": list(pages)}, side=side, now=now)


def page(number):
    return {"id": str(uuid.UUID(int=number)), "sha256": f"{number:064x}", "bytes": 10, "media_type": "image/jpeg"}


def ids(draft):
    return [uuid.UUID(one.id).int for one in draft.pages.get(PAPER, ())]


def test_changes_are_taken_and_hold_nothing_unless_asked():
    draft, refused = apply(EMPTY, change(), change(PHONE, " 0912  1 ", hold=True))
    assert refused == ()
    assert {path: value.value for path, value in draft.fields.items()} == {NAME: "Mai", PHONE: "0912 1"}
    assert [claim.path for claim in draft.claims.values()] == [PHONE]
    draft, _ = apply(draft, change(value="Mây"))
    assert [claim.path for claim in draft.claims.values()] == [PHONE]


def test_what_the_other_side_wrote_since_stands():
    draft, _ = apply(EMPTY, change(value="Mai"))
    seen = draft.fields[NAME].at
    later = NOW + timedelta(seconds=20)
    draft, _ = apply(draft, change(value="Mây"), now=later)
    draft, refused = apply(draft, change(value="Mơ", since=seen), side=Side.CLERK, now=later)
    assert [(one.path, one.key) for one in refused] == [(NAME, "draft.field_changed")]
    assert draft.fields[NAME].value == "Mây"
    # Over the value that was seen it is taken; and so is the very same text, whenever it was seen.
    _, refused = apply(draft, change(value=" Mây "), side=Side.CLERK, now=later)
    assert refused == ()
    draft, refused = apply(draft, change(value="Mơ", since=draft.fields[NAME].at), side=Side.CLERK, now=later)
    assert (refused, draft.fields[NAME].value) == ((), "Mơ")


def test_a_held_field_is_refused_whatever_was_seen():
    draft, _ = apply(EMPTY, change(hold=True))
    draft, refused = apply(draft, change(value="Mơ", since=draft.fields[NAME].at), side=Side.CLERK)
    assert [one.key for one in refused] == ["draft.field_held"]
    after = NOW + timedelta(seconds=60)
    draft, refused = apply(draft, change(value="Mơ", since=draft.fields[NAME].at), side=Side.CLERK, now=after)
    assert (refused, draft.fields[NAME].value) == ((), "Mơ")


def test_one_bad_change_takes_no_other_with_it():
    bad = [change("persons.owner.secret"), change(value="x" * 301), change(value=None, origin="heard"), "text", None, 7]
    draft, refused = apply(EMPTY, *bad, change(PHONE, "0912"))
    assert len(refused) == len(bad)
    assert list(draft.fields) == [PHONE]
    assert {one.key for one in refused} <= {"draft.path_unknown", "submission.not_readable", "submission.text_too_long"}


@pytest.mark.parametrize("raw", [None, [], "x", 5, {"fields": {}}, {"pages": "x"}])
def test_another_shape_is_refused_whole(raw):
    with pytest.raises(Invalid):
        draft_changes.apply(EMPTY, raw, side=Side.CITIZEN, now=NOW)


def test_too_many_at_once_are_refused_whole():
    with pytest.raises(TooLarge):
        apply(EMPTY, *[change()] * 301)


def test_pages_of_both_sides_stay():
    draft, _ = apply(EMPTY, pages=[{"component": PAPER, "put": [page(1), page(2)]}])
    draft, _ = apply(draft, pages=[{"component": PAPER, "put": [page(3)], "remove": [page(1)["id"]]}], side=Side.CLERK)
    assert ids(draft) == [2, 3]
    draft, _ = apply(draft, pages=[{"component": PAPER, "order": [page(n)["id"] for n in (3, 9, 2)]}])
    assert ids(draft) == [3, 2]


def test_pages_of_one_paper_are_all_taken_or_none():
    many = [page(n) for n in range(1, MAX_PAGES)]
    draft, _ = apply(EMPTY, pages=[{"component": PAPER, "put": many}])
    draft, refused = apply(draft, pages=[{"component": PAPER, "put": [page(90), page(91)], "remove": [page(1)["id"]]}])
    assert refused == ()
    draft, refused = apply(draft, pages=[{"component": PAPER, "put": [page(92)], "remove": []}])
    assert [(one.path, one.key) for one in refused] == [(f"components.{PAPER}.pages", "submission.too_many")]
    assert 92 not in ids(draft)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(["path", "value", "origin", "since", "hold", "component", "put", "remove", "order"])


@given(st.lists(JSON | st.dictionaries(KEYS, JSON, max_size=5), max_size=4), st.lists(JSON, max_size=3))
def test_whatever_strangers_send_nothing_but_refusals_comes_out(fields, pages):
    try:
        draft, _ = draft_changes.apply(EMPTY, {"fields": fields, "pages": pages}, side=Side.CLERK, now=NOW)
    except (Invalid, TooLarge):
        return
    assert SharedDraft.from_json(draft.to_json()) == draft
