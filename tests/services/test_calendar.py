"""The desks' working calendar, and who may change it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from sothuhoso.db.queries import audit
from sothuhoso.domain.errors import Invalid, NotFound, Refused, SignInNeeded
from sothuhoso.domain.policy import ANONYMOUS, Role
from sothuhoso.seeds import load
from sothuhoso.services import calendar
from tests.conftest import UNIT

CULTURE_DAY = date(2026, 11, 24)
SATURDAY = date(2026, 11, 28)


def is_working(c, day):
    with c.look() as uow:
        return calendar.calendar(c, uow).is_working(day)


def test_the_calendar_knows_weeks_holidays_and_exchanged_days(c):
    assert is_working(c, date(2026, 11, 23))
    assert not is_working(c, CULTURE_DAY)
    assert not is_working(c, SATURDAY)
    assert is_working(c, date(2026, 8, 22))


def test_holidays_of_last_year_and_of_the_years_ahead_are_known(c, clock):
    clock.time = datetime(2026, 12, 31, 18, tzinfo=UTC)  # already 2027 in Vietnam
    for day in (date(2026, 1, 1), date(2027, 1, 1), date(2028, 9, 4), date(2029, 1, 1)):
        assert not is_working(c, day)


def test_an_admin_makes_a_saturday_worked_and_takes_it_back(c, admin):
    made = calendar.set_day(c, admin, SATURDAY, working=True, note="  Làm bù   cho 31/8 ")
    assert (made.day, made.working, made.note) == ("2026-11-28", True, "Làm bù cho 31/8")
    assert is_working(c, SATURDAY)
    assert made in calendar.list_days(c, admin)
    calendar.remove_day(c, admin, SATURDAY)
    assert not is_working(c, SATURDAY)
    assert made not in calendar.list_days(c, admin)


def test_an_admins_word_goes_before_a_public_holiday(c, admin):
    calendar.set_day(c, admin, CULTURE_DAY, working=True)
    assert is_working(c, CULTURE_DAY)
    calendar.set_day(c, admin, CULTURE_DAY, working=False)
    assert not is_working(c, CULTURE_DAY)
    assert [view.working for view in calendar.list_days(c, admin) if view.day == "2026-11-24"] == [False]


def test_every_change_is_written_down(c, admin):
    calendar.set_day(c, admin, SATURDAY, working=True)
    calendar.remove_day(c, admin, SATURDAY)
    with c.look() as uow:
        rows = audit.of_object(uow.session, "calendar_day", "2026-11-28")
    assert [(row.action, row.facts) for row in rows] == [
        ("calendar.edit", {"working": True}),
        ("calendar.edit", {"removed": True}),
    ]


def test_a_day_that_was_not_set_cannot_be_removed(c, admin):
    with pytest.raises(NotFound, match=r"calendar\.not_set"):
        calendar.remove_day(c, admin, SATURDAY)


def test_a_note_is_short(c, admin):
    with pytest.raises(Invalid, match=r"calendar\.note_long"):
        calendar.set_day(c, admin, SATURDAY, working=True, note="x" * 201)
    assert not is_working(c, SATURDAY)


def test_a_day_taken_out_by_hand_is_not_seeded_again(c, admin):
    calendar.remove_day(c, admin, date(2026, 8, 22))
    assert load.reference(c).days == 0
    assert not is_working(c, date(2026, 8, 22))


def test_only_admins_edit_the_calendar(c, clerk, make_actor):
    acts = (
        lambda actor: calendar.set_day(c, actor, SATURDAY, working=True),
        lambda actor: calendar.remove_day(c, actor, date(2026, 8, 22)),
        lambda actor: calendar.list_days(c, actor),
    )
    others = (clerk, make_actor("phutrach", Role.HEAD, UNIT), make_actor("tinh", Role.PROVINCE, None))
    for act in acts:
        with pytest.raises(SignInNeeded):
            act(ANONYMOUS)
        for actor in others:
            with pytest.raises(Refused):
                act(actor)
    assert not is_working(c, SATURDAY)
    assert is_working(c, date(2026, 8, 22))
