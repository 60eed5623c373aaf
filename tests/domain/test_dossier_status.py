from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sothuhoso.domain.dossier_status import ACTIONS, CLOSED, EDGES, Status, fold, move
from sothuhoso.domain.errors import Conflict
from sothuhoso.domain.policy import OWN_UNIT, Action
from sothuhoso.i18n.catalog import text

statuses = st.sampled_from(Status)


@dataclass(frozen=True)
class Event:
    from_status: int | None
    to_status: int


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Histories that follow the edges, with notes that change nothing in between."""
    events, at = [Event(None, Status.NEW)], Status.NEW
    for _ in range(draw(st.integers(0, 12))):
        to = draw(st.sampled_from(sorted({at, *EDGES[at]})))
        events.append(Event(at, to))
        at = to
    return events


def test_the_numbers_are_the_portals() -> None:
    assert [int(status) for status in Status] == list(range(1, 11))
    assert text(f"status.{Status.NEW}") == "Mới đăng ký"
    assert text(f"status.{Status.RETURNED}") == "Đã trả kết quả"


def test_the_edges_one_by_one() -> None:
    assert {int(a): sorted(map(int, b)) for a, b in EDGES.items()} == {
        1: [2, 3, 5, 7],
        2: [4, 5, 7, 8],
        3: [],
        4: [5, 6, 7, 8, 9],
        5: [2, 4, 7, 8],
        6: [4, 8],
        7: [],
        8: [4],
        9: [10],
        10: [],
    }


@given(statuses, statuses)
def test_a_move_is_an_edge_or_a_conflict(from_: Status, to: Status) -> None:
    if to in EDGES[from_]:
        assert move(from_, to) is to
        return
    with pytest.raises(Conflict) as caught:
        move(from_, to)
    assert (caught.value.key, caught.value.facts) == (
        "dossier.status_not_allowed",
        {"from_": int(from_), "to": int(to)},
    )


@given(histories())
def test_the_status_is_the_last_one_of_a_true_history(events: list[Event]) -> None:
    assert fold(events) == events[-1].to_status


@given(histories(), st.data())
def test_a_history_with_a_hole_or_a_stranger_is_noticed(events: list[Event], data: st.DataObject) -> None:
    at = fold(events)
    wrong = data.draw(
        st.sampled_from(
            [Event(None, Status.NEW), Event(at, 11), Event(at, 0)]
            + [Event(at, to) for to in Status if to is not at and to not in EDGES[at]]
            + [Event(other, other) for other in Status if other is not at]
        )
    )
    with pytest.raises(Conflict) as caught:
        fold([*events, wrong])
    assert caught.value.key == "dossier.history_broken"


@pytest.mark.parametrize("events", [[], [Event(None, Status.RECEIVED)], [Event(Status.NEW, Status.NEW)]])
def test_a_history_begins_with_a_new_dossier(events: list[Event]) -> None:
    with pytest.raises(Conflict):
        fold(events)


@pytest.mark.parametrize(
    ("action", "to"),
    [
        (Action.DOSSIER_RECEIVE, Status.RECEIVED),
        (Action.DOSSIER_REFUSE, Status.REFUSED),
        (Action.DOSSIER_SUPPLEMENT, Status.SUPPLEMENT),
    ],
)
def test_a_deciding_action_is_offered_exactly_where_its_step_is_allowed(action: Action, to: Status) -> None:
    assert {s for s in Status if action in ACTIONS[s]} == {s for s in Status if to in EDGES[s]}


def test_every_status_has_actions_that_somebody_may_do_and_closed_ones_only_look_and_print() -> None:
    assert set(ACTIONS) == set(Status)
    assert set().union(*ACTIONS.values()) <= set(OWN_UNIT)
    for status in CLOSED:
        assert ACTIONS[status] == {
            Action.DOSSIER_VIEW,
            Action.DOSSIER_VIEW_ID,
            Action.PAGE_VIEW,
            Action.FORM_PRINT,
        }
