"""Reading a plan: what makes sense is kept as it was meant, everything else is refused by name."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sothuhoso.domain.errors import DomainError, Invalid, TooLarge
from sothuhoso.domain.trips import parse_plan, plan_hash, tablet_letter

WHO = "00000000-0000-4000-8000-000000000001"
PLAN = {
    "name": "  Lũng Luông tháng 11 ",
    "day": "2026-11-25",
    "hamlets": [{"name": "Xóm Lũng Luông"}, {"name": "Hạ Sơn Dao"}],
    "members": [WHO, WHO],
    "procedures": ["1.003583", "1.003583", "2.000815"],
}


def refusal(raw) -> str:
    """The key of the refusal; that of none where the plan was taken."""
    try:
        parse_plan(raw)
    except DomainError as error:
        return error.key
    return "trip.taken"


def test_a_plan_as_it_was_meant():
    plan = parse_plan(PLAN)
    assert (plan.name, plan.day.isoformat()) == ("Lũng Luông tháng 11", "2026-11-25")
    assert [hamlet.name for hamlet in plan.hamlets] == ["Xóm Lũng Luông", "Hạ Sơn Dao"]
    assert [str(member) for member in plan.members] == [WHO]
    assert plan.procedures == ("1.003583", "2.000815")
    assert plan.lead is None


@pytest.mark.parametrize(
    ("change", "kind", "key"),
    [
        ({"name": " "}, Invalid, "trip.name_missing"),
        ({"name": "x" * 81}, Invalid, "trip.text_too_long"),
        ({"hamlets": []}, Invalid, "trip.hamlets_missing"),
        ({"hamlets": [{"name": " , "}]}, Invalid, "trip.hamlets_missing"),
        ({"hamlets": [{"name": "Xóm Lũng Luông"}, {"name": "lung luong"}]}, Invalid, "trip.hamlet_twice"),
        ({"hamlets": [{"name": "A", "id": WHO}, {"name": "B", "id": WHO}]}, Invalid, "trip.hamlet_twice"),
        ({"hamlets": [{"name": f"Xóm {n}"} for n in range(21)]}, TooLarge, "trip.too_many"),
        ({"procedures": []}, Invalid, "trip.procedures_missing"),
        ({"procedures": ["khai sinh"]}, Invalid, "trip.not_readable"),
        ({"day": "25/11/2026"}, Invalid, "trip.not_readable"),
        ({"day": "2026-02-30"}, Invalid, "trip.not_readable"),
        ({"members": ["ai"]}, Invalid, "trip.not_readable"),
        ({"lead": 7}, Invalid, "trip.not_readable"),
    ],
)
def test_what_is_refused(change, kind, key):
    with pytest.raises(kind) as caught:
        parse_plan({**PLAN, **change})
    assert caught.value.key == key


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(PLAN)), inner, max_size=3),
    max_leaves=8,
)


@given(st.one_of(JSON, st.fixed_dictionaries({}, optional=dict.fromkeys(PLAN, JSON))))
def test_whatever_comes_nothing_but_a_refusal_leaves(raw):
    assert refusal(raw).startswith("trip.")


@pytest.mark.parametrize("change", [{"day": "2026-11-26"}, {"name": "Khác"}, {"lead": WHO}, {"members": []}])
def test_the_same_plan_has_the_same_hash_and_another_another(change):
    again = parse_plan(json.loads(json.dumps(PLAN)))
    assert plan_hash(parse_plan(PLAN)) == plan_hash(again) != plan_hash(parse_plan({**PLAN, **change}))


def test_letters_of_tablets_never_repeat():
    letters = [tablet_letter(n) for n in range(702)]
    assert letters[:3] == ["A", "B", "C"]
    assert (letters[25], letters[26], letters[-1]) == ("Z", "AA", "ZZ")
    assert len(set(letters)) == 702
