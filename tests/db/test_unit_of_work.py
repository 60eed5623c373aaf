"""One use case, one transaction: all of it or nothing, and nobody hears of what did not happen."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from sothuhoso.db import engine
from sothuhoso.db.engine import open_database
from sothuhoso.db.tables import AccountRow, UnitRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain.errors import Unavailable
from sothuhoso.integrations.broadcast import Hub
from sothuhoso.integrations.system import SystemClock, SystemIds


def a_unit(code="05725"):
    return UnitRow(code=code, name="Thần Sa", kind="xa", province_code="19")


def codes(database):
    with Session(database.reader) as session:
        return list(session.exec(select(UnitRow.code)).all())


@pytest.fixture
def heard():
    return []


@pytest.fixture
def work(any_database, heard):
    hub = Hub()
    hub.subscribe(lambda topics: heard.append((topics, codes(any_database))))
    return lambda: UnitOfWork(any_database.writer, hub)


def test_the_screens_hear_once_it_is_durable_and_each_topic_once(work, heard):
    with work() as uow:
        uow.session.add(a_unit())
        uow.tell("unit:05725", "dossier:1")
        uow.tell("unit:05725")
        assert heard == []
        uow.commit()
    assert heard == [(("unit:05725", "dossier:1"), ["05725"])]


def test_without_commit_nothing_stays_and_nobody_hears(work, heard, any_database):
    with work() as uow:
        uow.session.add(a_unit())
        uow.session.flush()
        uow.tell("unit:05725")
    assert codes(any_database) == []
    assert heard == []


def test_an_error_rolls_back_and_passes(work, any_database):
    def fail() -> None:
        with work() as uow:
            uow.session.add(a_unit())
            uow.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert codes(any_database) == []


def test_a_row_without_its_parent_is_refused(work, heard):
    orphan = AccountRow(
        id=SystemIds().uuid(),
        username="a",
        display_name="A",
        password_hash="-",
        role="clerk",
        unit_code="99999",
        created_at=SystemClock().now(),
    )
    with work() as uow:
        uow.session.add(orphan)
        uow.tell("unit:99999")
        with pytest.raises(IntegrityError):
            uow.commit()
    assert heard == []


def test_times_come_back_aware_and_in_utc(work, any_database):
    now = SystemClock().now()
    row = AccountRow(
        id=SystemIds().uuid(), username="a", display_name="A", password_hash="-", role="admin", created_at=now
    )
    with work() as uow:
        uow.session.add(row)
        uow.commit()
    with Session(any_database.reader) as session:
        assert session.exec(select(AccountRow.created_at)).one() == now


def test_no_turn_at_the_database_is_told_as_unavailable(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.1)
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    unit_of_work = UnitOfWork(database.writer, Hub())
    with database.writer.begin(), pytest.raises(Unavailable, match=r"database\.busy"), unit_of_work as uow:
        uow.session.get(UnitRow, "05725")
    database.close()
