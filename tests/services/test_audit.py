"""What is done is written down in the same transaction, by whom and where."""

from __future__ import annotations

from sothuhoso.db.queries import audit as kept
from sothuhoso.domain.policy import ANONYMOUS, Action
from sothuhoso.services import audit
from tests.conftest import UNIT


def entries(c, object_id="1"):
    with c.look() as uow:
        return kept.of_object(uow.session, "dossier", object_id)


def test_an_entry_says_who_did_what_where_and_when(c, clock, clerk):
    with c.work() as uow:
        audit.record(uow, c, clerk, Action.PAGE_VIEW, "dossier", 1, UNIT, page=3, whole=True, note=None)
        uow.commit()
    (row,) = entries(c)
    assert (row.at, row.actor_id, row.actor_name, row.actor_role) == (
        clock.now(),
        clerk.account_id,
        clerk.name,
        "clerk",
    )
    assert (row.action, row.object_kind, row.object_id, row.unit_code) == ("page.view", "dossier", "1", UNIT)
    assert row.facts == {"page": 3, "whole": True, "note": None}


def test_an_undone_deed_leaves_no_entry(c, clerk):
    with c.work() as uow:
        audit.record(uow, c, clerk, Action.PAGE_VIEW, "dossier", 1, UNIT)
        uow.session.flush()
    assert entries(c) == []


def test_the_anonymous_leave_no_name(c):
    with c.work() as uow:
        audit.record(uow, c, ANONYMOUS, "dossier.submit", "dossier", 1, UNIT)
        uow.commit()
    (row,) = entries(c)
    assert (row.actor_id, row.actor_name, row.actor_role) == (None, "", "")


def test_the_latest_come_first_by_unit_and_in_pages(c, clerk, other_clerk):
    with c.look() as uow:
        before = kept.latest(uow.session, unit_code=None, limit=1)[0].id
    for number in range(4):
        with c.work() as uow:
            actor = clerk if number % 2 else other_clerk
            audit.record(uow, c, actor, Action.PAGE_VIEW, "dossier", number, actor.unit_code)
            uow.commit()
    with c.look() as uow:
        everywhere = kept.latest(uow.session, unit_code=None, limit=3)
        more = kept.latest(uow.session, unit_code=None, limit=3, before=everywhere[-1].id)
        own = kept.latest(uow.session, unit_code=UNIT, limit=2)
    assert [row.object_id for row in everywhere] == ["3", "2", "1"]
    assert [row.object_id for row in more if row.id > before] == ["0"]
    assert [row.object_id for row in own] == ["3", "1"]
