"""What was done on a trip: read, told apart, counted once."""

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sothuhoso.domain.errors import DomainError, Invalid
from sothuhoso.domain.trip_entries import (
    Attested,
    Deed,
    Entry,
    EntryKind,
    Reason,
    entry_hash,
    parse_entry,
    standing,
    tally,
)

HAMLET, OTHER = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))
START = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
RAW = {
    "format": 1,
    "hamlet": HAMLET,
    "series": "A",
    "queue": 7,
    "kind": "dossier",
    "made_at": "2026-11-25T02:00:00.000Z",
    "submission": OTHER,
}
ENTRIES = st.builds(
    Entry,
    hamlet=st.uuids(),
    series=st.sampled_from(["A", "B", "AA"]),
    queue=st.integers(1, 9999),
    kind=st.just(EntryKind.TURNED_AWAY),
    made_at=st.integers(0, 10**9).map(lambda second: datetime.fromtimestamp(second, UTC)),
    dossier=st.none() | st.uuids(),
    procedure=st.sampled_from(["", "1.003583"]),
    person=st.sampled_from(["", "Triệu Mùi Phấy"]),
    text=st.sampled_from(["", "Giấy ở nhà con"]),
    reason=st.sampled_from(list(Reason)),
    papers=st.lists(st.sampled_from(["to_khai", "giay_chung_sinh"]), unique=True).map(tuple),
    comes_again=st.booleans(),
    signature=st.sampled_from(["", "aGVsbG8h"]),
    replaces=st.none() | st.uuids(),
    how=st.none() | st.just(Attested.PAPER),
    witness=st.sampled_from(["", "Triệu Văn Vàng"]),
)


def refusal(raw) -> str:
    """The key of the refusal; that of none where the entry was taken."""
    try:
        parse_entry(raw)
    except DomainError as error:
        return error.key
    return "trip.taken"


@given(ENTRIES)
def test_what_is_written_is_read_back(entry):
    again = parse_entry(json.loads(json.dumps(entry.to_json())))
    assert again == entry
    assert entry_hash(again) == entry_hash(entry)


@given(ENTRIES, ENTRIES)
def test_other_content_has_another_hash(one, other):
    assert (entry_hash(one) == entry_hash(other)) == (one == other)


@pytest.mark.parametrize(
    ("change", "key", "field"),
    [
        ({"format": 2}, "trip.format", "format"),
        ({"submission": None}, "trip.entry_incomplete", "submission"),
        ({"kind": "handover"}, "trip.entry_incomplete", "dossier"),
        ({"kind": "handover", "dossier": OTHER}, "trip.entry_incomplete", "signer"),
        ({"how": "fingerprint"}, "trip.entry_incomplete", "witness"),
        ({"how": "magic"}, "trip.not_readable", "how"),
        ({"kind": "note", "text": "  "}, "trip.entry_incomplete", "text"),
        ({"kind": "turned_away"}, "trip.entry_incomplete", "reason"),
        ({"kind": "dance"}, "trip.not_readable", "kind"),
        ({"queue": 0}, "trip.not_readable", "queue"),
        ({"queue": True}, "trip.not_readable", "queue"),
        ({"series": "a"}, "trip.not_readable", "series"),
        ({"made_at": "gestern"}, "trip.not_readable", "made_at"),
        ({"signature": "nicht base64!"}, "trip.not_readable", "signature"),
        ({"text": "x" * 1001}, "trip.text_too_long", "text"),
        ({"papers": ["Tờ khai"]}, "trip.not_readable", "papers.0"),
    ],
)
def test_what_is_refused(change, key, field):
    with pytest.raises(Invalid) as caught:
        parse_entry({**RAW, **change})
    assert (caught.value.key, caught.value.facts["field"]) == (key, field)


@given(
    st.dictionaries(st.sampled_from([*RAW, "signature", "papers", "replaces"]), st.text() | st.integers() | st.none())
)
def test_whatever_comes_nothing_but_a_refusal_leaves(raw):
    assert refusal({**RAW, **raw}).startswith("trip.")


def test_an_entry_of_an_app_of_before_keeps_its_hash():
    """A retry after the update is still the same again."""
    before = {**parse_entry(RAW).to_json()}
    assert not {"how", "witness"} & set(before)
    assert entry_hash(parse_entry({**RAW, "how": "", "witness": ""})) == entry_hash(parse_entry(RAW))


# --- counting ------------------------------------------------------------------------------------------------------


def deed(number, kind=EntryKind.DOSSIER, queue=1, hamlet=HAMLET, series="A", replaces=None, minute=None):
    at = START + timedelta(minutes=number if minute is None else minute)
    return Deed(
        id=uuid.UUID(int=number),
        hamlet=uuid.UUID(hamlet),
        ticket=(series, queue),
        kind=kind,
        made_at=at,
        replaces=uuid.UUID(int=replaces) if replaces else None,
    )


def test_people_are_numbers_not_deeds():
    counted = tally(
        [
            deed(1, EntryKind.DOSSIER, queue=1),
            deed(2, EntryKind.DOSSIER, queue=1),
            deed(3, EntryKind.HANDOVER, queue=1),
            deed(4, EntryKind.TURNED_AWAY, queue=2),
            deed(5, EntryKind.TURNED_AWAY, queue=3),
            deed(6, EntryKind.DOSSIER, queue=3),
            deed(7, EntryKind.NOTE, queue=4),
            deed(8, EntryKind.DOSSIER, queue=1, series="B"),
            deed(9, EntryKind.DOSSIER, queue=1, hamlet=OTHER),
        ]
    )
    assert (counted.people, counted.served, counted.turned_away) == (6, 4, 1)
    assert counted.kinds == {
        EntryKind.DOSSIER: 5,
        EntryKind.HANDOVER: 1,
        EntryKind.NOTE: 1,
        EntryKind.TURNED_AWAY: 2,
    }


def test_a_correction_stands_in_the_place_of_what_it_replaces():
    wrong, right = deed(1, EntryKind.TURNED_AWAY), deed(2, EntryKind.DOSSIER, replaces=1)
    assert standing([right, wrong]) == [right]
    assert tally([wrong, right]).turned_away == 0
    third = deed(3, EntryKind.NOTE, replaces=2)
    assert standing([wrong, third, right]) == [third]


def test_a_clock_put_back_between_them_changes_nothing():
    wrong, right = deed(1, minute=60), deed(2, replaces=1, minute=5)
    assert standing([wrong, right]) == [right]


def test_a_replaced_entry_that_is_not_here_yet_harms_nobody():
    assert standing([deed(2, replaces=1)]) == [deed(2, replaces=1)]


NUMBERS = st.lists(
    st.tuples(st.integers(1, 9), st.one_of(st.none(), st.integers(1, 9)), st.integers(0, 5)),
    max_size=9,
    unique_by=lambda one: one[0],
)


@given(NUMBERS, st.randoms())
def test_however_they_point_at_each_other_somebody_stands_and_the_order_of_arrival_does_not_matter(made, random):
    deeds = [deed(number, replaces=replaces, minute=minute) for number, replaces, minute in made]
    stand = standing(deeds)
    assert bool(stand) == bool(deeds)
    assert set(stand) <= set(deeds)
    named = {one.replaces for one in deeds}
    assert {one for one in deeds if one.id not in named} <= set(stand)
    shuffled = deeds[:]
    random.shuffle(shuffled)
    assert standing(shuffled) == stand


@given(NUMBERS)
def test_the_sums_agree(made):
    deeds = [deed(number, kind=list(EntryKind)[number % 4], queue=minute + 1) for number, _, minute in made]
    counted = tally(deeds)
    assert sum(counted.kinds.values()) == len(deeds)
    assert counted.served + counted.turned_away <= counted.people <= len(deeds)
