"""The rules of a shared draft: one side holds a field at a time, everything is checked, nothing gets lost."""

import copy
import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sothuhoso.domain import shared_draft
from sothuhoso.domain.errors import Conflict, Invalid, TooLarge
from sothuhoso.domain.shared_draft import CLAIM_SECONDS, SharedDraft, Side
from sothuhoso.domain.submission import parse_manifest

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
RAW = {
    "procedure": "1.001193",
    "procedure_version": 1,
    "captured_at": "2026-11-23T02:31:00.000Z",
    "lang": "vi",
    "fields": {"persons.owner.full_name": {"value": "Hoàng Thị Mai", "origin": "qr"}},
    "pages": {},
}
EMPTY = SharedDraft("1.001193", 1, "2026-11-23T02:31:00.000Z")
NAME = "persons.owner.full_name"


def page(number: int = 1) -> dict:
    return {"id": str(uuid.UUID(int=number)), "sha256": f"{number:064x}", "bytes": 10, "media_type": "image/jpeg"}


def test_begin_reads_what_the_phone_has():
    draft = shared_draft.begin({**RAW, "pages": {"giay_chung_sinh": [page(1), page(2)]}}, NOW)
    assert draft.fields[NAME].value == "Hoàng Thị Mai"
    assert (draft.fields[NAME].origin, draft.fields[NAME].by) == ("qr", "citizen")
    assert [p.sha256 for p in draft.pages["giay_chung_sinh"]] == [f"{1:064x}", f"{2:064x}"]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("procedure", 7),
        ("procedure_version", "1"),
        ("captured_at", "yesterday"),
        ("lang", "vietnamese"),
        ("fields", []),
        ("fields", {NAME: "plain"}),
        ("fields", {NAME: {"value": 1, "origin": "qr"}}),
        ("fields", {NAME: {"value": "x", "origin": "heard"}}),
        ("fields", {"persons.stranger.full_name": {"value": "x", "origin": "qr"}}),
        ("pages", {"giay_chung_sinh": [{}]}),
        ("pages", {"../etc": [page()]}),
        ("pages", {"giay_chung_sinh": page()}),
    ],
)
def test_begin_refuses_the_rest(place, value):
    with pytest.raises(Invalid):
        shared_draft.begin({**RAW, place: value}, NOW)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_begin_never_breaks(raw):
    with pytest.raises((Invalid, TooLarge)):
        shared_draft.begin(raw, NOW)


def test_json_and_back():
    draft = shared_draft.edit(shared_draft.begin(RAW, NOW), NAME, "Lý Văn Pá", "typed", side=Side.CLERK, now=NOW)
    draft = shared_draft.put_page(draft, "to_khai", page())
    assert SharedDraft.from_json(json.loads(json.dumps(draft.to_json()))) == draft


def test_one_side_holds_a_field():
    draft = shared_draft.edit(EMPTY, NAME, "Mai", "typed", side=Side.CITIZEN, now=NOW)
    with pytest.raises(Conflict) as caught:
        shared_draft.edit(draft, NAME, "Pá", "typed", side=Side.CLERK, now=NOW)
    assert (caught.value.key, caught.value.facts) == ("draft.field_held", {"side": "citizen"})
    assert shared_draft.edit(draft, NAME, "Mai M", "typed", side=Side.CITIZEN, now=NOW).fields[NAME].value == "Mai M"
    assert shared_draft.edit(draft, "persons.owner.phone", "0", "typed", side=Side.CLERK, now=NOW).fields[NAME]


def test_a_claim_ends():
    draft = shared_draft.claim(EMPTY, NAME, Side.CITIZEN, NOW)
    later = NOW + timedelta(seconds=CLAIM_SECONDS)
    assert shared_draft.edit(draft, NAME, "Pá", "typed", side=Side.CLERK, now=later).fields[NAME].by == "clerk"
    let_go = shared_draft.release(draft, Side.CITIZEN)
    assert shared_draft.edit(let_go, NAME, "Pá", "typed", side=Side.CLERK, now=NOW).fields[NAME].value == "Pá"


def test_a_side_holds_one_field_at_a_time():
    draft = shared_draft.claim(EMPTY, NAME, Side.CITIZEN, NOW)
    draft = shared_draft.claim(draft, "persons.owner.phone", Side.CITIZEN, NOW)
    assert shared_draft.claim(draft, NAME, Side.CLERK, NOW).claims["clerk"].path == NAME


sides = st.sampled_from(list(Side))
paths = st.sampled_from([NAME, "persons.owner.phone", "answers.by_proxy"])


@given(st.lists(st.tuples(sides, paths, st.integers(0, 12)), max_size=30))
def test_no_keystroke_of_the_holder_is_lost(order):
    """Whoever is not refused finds the own text there until the claim is over, whatever the other does."""
    draft, now, held = EMPTY, NOW, {}
    for n, (side, path, wait) in enumerate(order):
        now += timedelta(seconds=wait)
        other = Side.CLERK if side is Side.CITIZEN else Side.CITIZEN
        holder = held.get(other)
        taken = holder is not None and holder[0] == path and holder[1] > now
        before = copy.deepcopy(draft.to_json())
        if taken:
            with pytest.raises(Conflict):
                shared_draft.edit(draft, path, f"{side}{n}", "typed", side=side, now=now)
            assert draft.to_json() == before
            continue
        draft = shared_draft.edit(draft, path, f"{side}{n}", "typed", side=side, now=now)
        held[side] = (path, now + timedelta(seconds=CLAIM_SECONDS))
        assert draft.fields[path].value == f"{side}{n}"


def test_pages_are_replaced_ordered_and_removed():
    draft = EMPTY
    for n in (1, 2, 3):
        draft = shared_draft.put_page(draft, "to_khai", page(n))
    retaken = {**page(2), "sha256": "f" * 64}
    draft = shared_draft.put_page(draft, "to_khai", retaken)
    draft = shared_draft.order_pages(draft, "to_khai", [page(3)["id"], page(1)["id"]])
    assert [p.sha256 for p in draft.pages["to_khai"]] == [page(3)["sha256"], page(1)["sha256"], "f" * 64]
    draft = shared_draft.remove_page(draft, "to_khai", page(1)["id"])
    assert len(draft.pages["to_khai"]) == 2
    assert shared_draft.remove_page(draft, "nothing", "x").pages["to_khai"] == draft.pages["to_khai"]


def test_limits():
    draft = EMPTY
    for n in range(shared_draft.MAX_PAGES):
        draft = shared_draft.put_page(draft, f"paper_{n % 4}", page(n))
    with pytest.raises(TooLarge):
        shared_draft.put_page(draft, "one_more", page(999))
    for n in range(shared_draft.MAX_FIELDS):
        draft = shared_draft.edit(draft, f"answers.q{n}", "true", "typed", side=Side.CITIZEN, now=NOW)
    with pytest.raises(TooLarge):
        shared_draft.edit(draft, "answers.more", "true", "typed", side=Side.CITIZEN, now=NOW)


def test_the_manifest_is_what_a_device_would_send():
    draft = shared_draft.begin(RAW, NOW)
    for path, value in {
        "persons.owner.id_number": "019199000017",
        "persons.submitter.full_name": "Lý Văn Pá",
        "answers.by_proxy": "true",
        "answers.abandoned": "false",
        "components.van_ban_uy_quyen.state": "none",
        "components.van_ban_uy_quyen.reason": "Mang sau",
        "notice.version": "1",
    }.items():
        draft = shared_draft.edit(draft, path, value, "typed", side=Side.CITIZEN, now=NOW)
    draft = shared_draft.put_page(draft, "giay_chung_sinh", page())
    raw = shared_draft.manifest_of(draft, unit="05725", secret="A" * 22, channel="counter")
    manifest = parse_manifest(json.loads(json.dumps(raw)))
    assert manifest.owner.values == {"full_name": "Hoàng Thị Mai", "id_number": "019199000017"}
    assert manifest.submitter is None  # nobody said that somebody else hands it in
    assert manifest.answers == {"by_proxy": True, "abandoned": False}
    assert [(c.key, str(c.state), c.reason, len(c.pages)) for c in manifest.components] == [
        ("van_ban_uy_quyen", "none", "Mang sau", 0),
        ("giay_chung_sinh", "photographed", "", 1),
    ]
    other = shared_draft.edit(draft, "submitter", "other", "typed", side=Side.CITIZEN, now=NOW)
    again = parse_manifest(shared_draft.manifest_of(other, unit="05725", secret="A" * 22, channel="phone"))
    assert again.submitter is not None
    assert again.submitter.get("full_name") == "Lý Văn Pá"


def test_how_a_page_lies_and_a_classified_paper_are_sent_too():
    laid = {"paper": "A5", "corners": None, "turn": 180, "note": False}
    draft = shared_draft.put_page(shared_draft.begin(RAW, NOW), "giay_chung_sinh", page(7))
    for path, value in {
        f"laid.{page(7)['sha256']}": json.dumps(laid),
        "components.van_ban_uy_quyen.state": "classified",
        "notice.version": "1",
    }.items():
        draft = shared_draft.edit(draft, path, value, "typed", side=Side.CLERK, now=NOW)
    manifest = parse_manifest(shared_draft.manifest_of(draft, unit="05725", secret="A" * 22, channel="counter"))
    said = {str(c.state): c.pages for c in manifest.components}
    assert (str(said["photographed"][-1].laid.paper), said["photographed"][-1].laid.turn) == ("A5", 180)
    assert said["classified"] == ()
    broken = shared_draft.edit(
        draft, f"laid.{page(7)['sha256']}", "{not json", "typed", side=Side.CLERK, now=NOW + timedelta(minutes=1)
    )
    with pytest.raises(Invalid, match=r"submission\.not_readable"):
        parse_manifest(shared_draft.manifest_of(broken, unit="05725", secret="A" * 22, channel="counter"))
