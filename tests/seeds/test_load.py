"""Reference data goes in once; a stored version of a procedure is never changed under the dossiers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sothuhoso.db.queries import calendar_days, procedures, units
from sothuhoso.domain.errors import Conflict
from sothuhoso.domain.procedures import Procedure
from sothuhoso.seeds import load, reference

LAW = next(law for law in reference.procedures() if law.effective_to is None)


def versions(c, code=LAW.code):
    with c.look() as uow:
        return [row for row in procedures.all_versions(uow.session) if row.code == code]


def in_force(c, day):
    with c.look() as uow:
        row = procedures.version_in_force(uow.session, LAW.code, day)
    return row.version if row else None


def test_everything_that_ships_is_there(c):
    with c.look() as uow:
        stored = {row.code: row for row in procedures.all_versions(uow.session)}
        assert len(units.all_units(uow.session)) == len(reference.units()) == 92
        days = {(row.day, row.working) for row in calendar_days.calendar_days(uow.session)}
    assert [Procedure.from_json(stored[law.code].body) for law in reference.procedures()] == list(
        reference.procedures()
    )
    assert days == {(day.day, day.working) for day in reference.exchanged_days()}


def test_a_second_run_adds_nothing(c):
    with c.look() as uow:
        before = [row.id for row in procedures.all_versions(uow.session)]
    assert load.reference(c) == load.Loaded(units=0, procedures=0, days=0)
    with c.look() as uow:
        assert [row.id for row in procedures.all_versions(uow.session)] == before


def test_a_changed_text_wants_a_higher_version_and_nothing_is_stored(c):
    changed = replace(LAW, note="khác trước")
    another = replace(LAW, code="9.999999")
    with pytest.raises(Conflict) as error:
        load.load(c, (), (another, changed), ())
    assert error.value.key == "seed.procedure_changed"
    assert error.value.facts == {"code": LAW.code, "version": LAW.version}
    assert versions(c, "9.999999") == []
    assert versions(c)[0].body["note"] == LAW.note


def test_a_new_version_stands_beside_the_old_one(c):
    old = replace(LAW, effective_to=date(2027, 2, 28))
    new = replace(LAW, version=LAW.version + 1, effective_from=date(2027, 3, 1), note="theo luật mới")
    assert load.load(c, (), (old, new), ()).procedures == 1
    assert [(row.version, row.effective_to) for row in versions(c)] == [
        (LAW.version, date(2027, 2, 28)),
        (LAW.version + 1, None),
    ]
    assert Procedure.from_json(versions(c)[0].body) == old
    assert in_force(c, date(2027, 2, 28)) == LAW.version
    assert in_force(c, date(2027, 3, 1)) == LAW.version + 1
    assert in_force(c, date(2000, 1, 1)) is None


def test_of_overlapping_versions_the_newest_applies(c):
    load.load(c, (), (replace(LAW, version=LAW.version + 1),), ())
    with c.look() as uow:
        rows = procedures.versions_in_force(uow.session, date(2026, 11, 23))
    assert [row.version for row in rows if row.code == LAW.code] == [LAW.version + 1]
    assert len(rows) == len({law.code for law in reference.procedures() if law.in_force(date(2026, 11, 23))})


def test_a_units_new_name_is_taken_over(c):
    renamed = replace(reference.units()[0], name="Tên mới")
    assert load.load(c, (renamed,), (), ()).units == 0
    with c.look() as uow:
        assert units.unit(uow.session, renamed.code).name == "Tên mới"


def test_a_day_edited_by_hand_stays_as_edited(c):
    day = reference.exchanged_days()[0]
    load.load(c, (), (), (replace(day, working=not day.working),))
    with c.look() as uow:
        assert calendar_days.calendar_day(uow.session, day.day).working == day.working
