"""What the tests share: settings in a temporary folder, a container with the real adapters, people who act.

The network ends at this machine. A migrated and seeded database is made once and copied for every test: a SQLite file,
or with ``--database postgresql`` a template in a private cluster, so that the same tests run on both.
"""

from __future__ import annotations

import itertools
import shutil
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

import hypothesis
import pytest
import pytest_socket
from argon2 import PasswordHasher
from sqlalchemy import event, make_url

from sothuhoso import bootstrap
from sothuhoso.db import migrate
from sothuhoso.db.engine import open_database
from sothuhoso.domain.policy import OPERATOR, Actor, Role
from sothuhoso.seeds import load
from sothuhoso.services import accounts
from sothuhoso.settings import Settings
from tests import servers

KEY = "c2/Eo3RodWhvc28gdGVzdCBrZXkgMzIgYnl0ZXMgISE="
UNIT, OTHER_UNIT = "05725", "05716"

_TEMPLATE = "seeded"
_numbers = itertools.count()

# Several suites share a machine of two cores: an example that took long says nothing about the code.
hypothesis.settings.register_profile("shared machine", deadline=None)
hypothesis.settings.load_profile("shared machine")


class Reopened:
    """Databases that go from test to test, each time opened at another copy.

    SQLAlchemy compiles a statement once for an engine; with an engine for each test that was the half of their work.
    """

    def __init__(self) -> None:
        self._free: dict[str, list[Reopened.One]] = defaultdict(list)

    class One:
        def __init__(self, url: str) -> None:
            self.database = open_database(url)
            event.listen(self.database.writer, "do_connect", self._connect)
            if self.database.is_sqlite:  # on PostgreSQL both are one
                event.listen(self.database.reader, "do_connect", self._connect)
            self.at(url)

        def at(self, url: str) -> None:
            self._name = make_url(url).database

        def idle(self) -> bool:
            return not any(engine.pool.checkedout() for engine in (self.database.writer, self.database.reader))

        def _connect(self, _dialect, _record, arguments, named) -> None:
            if self.database.is_sqlite:
                arguments[0] = self._name
            else:
                named["dbname"] = self._name

    def open(self, url: str) -> One:
        """One that nobody else has now."""
        free = self._free[make_url(url).get_backend_name()]
        if not free:
            return Reopened.One(url)
        one = free.pop()
        one.at(url)
        return one

    def close(self, one: One) -> None:
        """Its connections end; it is opened again unless a thread still holds one of them."""
        idle = one.idle()
        one.database.close()
        if idle:
            self._free[one.database.writer.dialect.name].append(one)


_databases = Reopened()


class MovableClock:
    """A clock that stands still until it is moved; Monday 23/11/2026, 10:00 in Vietnam."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def move(self, **step: float) -> None:
        self.time += timedelta(**step)


@dataclass(frozen=True)
class Seeded:
    """A data folder to be copied, and the cluster that holds the database to be copied, if it is no file in there."""

    folder: Path
    cluster: str = ""

    def copy(self, folder) -> Settings:
        """The settings of a copy."""
        shutil.copytree(self.folder, folder)
        if not self.cluster:
            return settings_in(folder)
        url = servers.create_database(self.cluster, f"c{next(_numbers)}", template=_TEMPLATE)
        return replace(settings_in(folder), database_url=url)


def pytest_addoption(parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")


def pytest_runtest_setup() -> None:
    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


def settings_in(folder) -> Settings:
    """Settings whose whole world is ``folder``."""
    return Settings(
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'sothuhoso.db'}",
        port=8000,
        host="127.0.0.1",
        public_url="http://127.0.0.1:8000",
        redis_url="",
        secret_key=KEY,
        demo=False,
    )


@pytest.fixture
def settings(tmp_path) -> Settings:
    return settings_in(tmp_path / "data")


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture(scope="session")
def postgres_cluster():
    with servers.postgres() as url:
        yield url


@pytest.fixture(scope="session")
def migrated(request, tmp_path_factory):
    """Answers, for a kind of database, where one with tables and nothing in them is to be copied from."""
    folder = tmp_path_factory.mktemp("migrated")

    @cache
    def of(kind: str) -> str:
        if kind == "sqlite":
            migrate.upgrade(f"sqlite:///{folder / 'migrated.db'}")
            return str(folder / "migrated.db")
        migrate.upgrade(servers.create_database(request.getfixturevalue("postgres_cluster"), "migrated"))
        return "migrated"

    return of


@pytest.fixture(params=["sqlite", "postgresql"])
def any_url(request, tmp_path, migrated):
    """The address of an empty database, once of each kind; with tables where ``any_database`` is asked for, too."""
    template = migrated(request.param) if "any_database" in request.fixturenames else ""
    if request.param == "sqlite":
        if template:
            shutil.copy(template, tmp_path / "any.db")
        return f"sqlite:///{tmp_path / 'any.db'}"
    cluster = request.getfixturevalue("postgres_cluster")
    return servers.create_database(cluster, f"t{next(_numbers)}", template=template or "template1")


@pytest.fixture
def any_database(any_url):
    """A migrated database, once of each kind."""
    database = open_database(any_url)
    yield database
    database.close()


@pytest.fixture
def redis_server():
    server = servers.RedisServer()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def real_hasher():
    """How passwords are kept, at its whole cost; elsewhere a hash is cheap."""
    real = accounts._HASHER
    accounts._HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    yield real
    accounts._HASHER = real


@pytest.fixture(scope="session")
def seeded_on(request, tmp_path_factory, imaging, real_hasher):
    """Answers tables and reference data on a kind of database, to be copied."""

    @cache
    def of(kind: str) -> Seeded:
        made, cluster = settings_in(tmp_path_factory.mktemp("seeded") / "data"), ""
        if kind == "postgresql":
            cluster = request.getfixturevalue("postgres_cluster")
            made = replace(made, database_url=servers.create_database(cluster, _TEMPLATE))
        migrate.upgrade(made.database_url)
        c = bootstrap.build(made, imaging=imaging)
        load.reference(c)
        c.close()
        return Seeded(made.data_dir, cluster)

    return of


@pytest.fixture(scope="session")
def seeded(request, seeded_on) -> Seeded:
    """Tables and reference data, to be copied."""
    return seeded_on(request.config.getoption("--database"))


@pytest.fixture(scope="session")
def imaging(tmp_path_factory):
    """The imaging workers: processes, so they are started once."""
    made = bootstrap.open_imaging(settings_in(tmp_path_factory.mktemp("imaging")))
    yield made
    made.close()


def container_in(folder, seeded, imaging, clock):
    """A container with the real adapters on a copy of the seeded data; only the clock is ours."""
    settings = seeded.copy(folder)
    opened = _databases.open(settings.database_url)
    made = bootstrap.build(settings, imaging=imaging, database=opened.database)

    def close() -> None:
        made.close()
        _databases.close(opened)

    return replace(made, clock=clock, close=close)


@pytest.fixture
def c(tmp_path, seeded, imaging, clock):
    made = container_in(tmp_path / "data", seeded, imaging, clock)
    yield made
    made.close()


@pytest.fixture
def make_actor(c):
    """Makes an account and answers who acts with it."""

    def make(username: str, role: Role, unit_code: str | None) -> Actor:
        view = accounts.create_account(
            c,
            OPERATOR,
            username=username,
            display_name=f"Người thử {username}",
            password=f"mật khẩu của {username}",
            role=role,
            unit_code=unit_code,
        )
        return Actor(UUID(view.id), view.display_name, role, unit_code)

    return make


@pytest.fixture
def clerk(make_actor) -> Actor:
    return make_actor("canbo", Role.CLERK, UNIT)


@pytest.fixture
def other_clerk(make_actor) -> Actor:
    return make_actor("canbo2", Role.CLERK, OTHER_UNIT)


@pytest.fixture
def admin(make_actor) -> Actor:
    return make_actor("quantri", Role.ADMIN, None)
