"""Papers made by processes that serve no visitors, at one PostgreSQL and one Redis, as on other machines."""

from __future__ import annotations

import base64
import os
import shutil
import signal
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from sqlmodel import select

from sothuhoso import bootstrap, cli
from sothuhoso.db import migrate
from sothuhoso.db.tables import PageReadingRow, PaperFileRow
from sothuhoso.i18n.catalog import error_text, text
from sothuhoso.integrations.vault import derive
from sothuhoso.seeds import load
from sothuhoso.services import paper_files
from sothuhoso.services.paper_files import Outcome
from sothuhoso.settings import ROOT
from tests import servers
from tests.conftest import KEY, container_in, settings_in
from tests.servers import wait_until
from tests.services.making import absent, arrived, photo, photographed, sha
from tests.services.test_paper_files import paper

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from sothuhoso.services.container import Container

SECONDS = 60.0
LONG = tuple(paper(f"Trang {number}") for number in range(4))


@dataclass(frozen=True)
class House:
    """What a server and its workers share, and a container in the server's place, which makes no papers."""

    c: Container
    redis: servers.RedisServer

    @property
    def env(self) -> dict[str, str]:
        of = self.c.settings
        said = {"DATABASE_URL": of.database_url, "DATA_DIR": str(of.data_dir), "REDIS_URL": of.redis_url}
        return os.environ | said | {"SECRET_KEY": KEY, "LANG": "C.UTF-8"}

    def send(self, *photos: bytes) -> UUID:
        return send_to(self.c, *photos)

    def row(self, paper_: UUID) -> PaperFileRow:
        with self.c.look() as uow:
            return uow.session.get_one(PaperFileRow, paper_)

    def made(self, paper_: UUID) -> dict[UUID, datetime]:
        """The pages that are done, and when."""
        with self.c.look() as uow:
            rows = uow.session.exec(select(PageReadingRow).where(PageReadingRow.component_id == paper_)).all()
            return {row.page_id: row.made_at for row in rows}


def send_to(c: Container, *photos: bytes) -> UUID:
    """A dossier with one paper of these pages; answers the paper."""
    given = [photographed("giay_chung_sinh", *photos), absent("to_khai_khai_sinh")]
    dossier = arrived(c, photos=photos, components=given)
    with c.look() as uow:
        return uow.session.exec(select(PaperFileRow).where(PaperFileRow.dossier_id == dossier.id)).one().component_id


@pytest.fixture(scope="module")
def house(postgres_cluster, tmp_path_factory, imaging) -> Iterator[House]:
    redis = servers.RedisServer()
    url = servers.create_database(postgres_cluster, "workers")
    migrate.upgrade(url)
    here = settings_in(tmp_path_factory.mktemp("house") / "data")
    c = bootstrap.build(replace(here, database_url=url, redis_url=redis.url), imaging=imaging)
    load.reference(c)
    yield House(c, redis)
    c.close()
    redis.stop()


class Worker:
    """``python -m sothuhoso work``, ready when this returns."""

    def __init__(self, house: House) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sothuhoso", "--lang", "en", "work"],
            cwd=ROOT,
            env=house.env,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr.readline() == f"{text('cli.working_on_papers', 'en', count=1)}\n"

    def end(self, number: signal.Signals = signal.SIGTERM) -> str:
        """Its last words."""
        self.process.send_signal(number)
        return self.process.communicate(timeout=20)[1]


@contextmanager
def working(house: House, count: int = 1) -> Iterator[list[Worker]]:
    with ExitStack() as stack:
        workers = []
        for _ in range(count):
            workers.append(Worker(house))
            stack.callback(workers[-1].process.kill)
        yield workers


def once(house: House) -> tuple[int, str]:
    """Exit code and error output of working off what is there."""
    done = subprocess.run(
        [sys.executable, "-m", "sothuhoso", "--lang", "en", "work", "--once"],
        cwd=ROOT,
        env=house.env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    return done.returncode, done.stderr


def told(**counts: int) -> str:
    return text("cli.papers", "en", **{outcome.value: counts.get(outcome.value, 0) for outcome in Outcome}) + "\n"


def ready_in(said: str) -> int:
    (count,) = [number for number in range(100) if said == told(ready=number)]
    return count


def all_ready(house: House, papers: Sequence[UUID]) -> bool:
    return all(house.row(one).state == "ready" for one in papers)


def test_two_machines_share_what_comes(house):
    with working(house, 2) as workers:
        papers = [house.send(photo(number)) for number in range(1, 17)]
        wait_until(lambda: all_ready(house, papers), SECONDS, every=0.1)
        said = [worker.end() for worker in workers]
        assert [worker.process.returncode for worker in workers] == [0, 0]
    assert [(row.version, row.tried) for row in map(house.row, papers)] == [(1, 0)] * len(papers)
    shares = [ready_in(words) for words in said]
    assert sum(shares) == len(papers)
    assert min(shares) > 0


def test_told_to_end_a_worker_gives_back_and_the_next_goes_on_behind_its_pages(house):
    with working(house) as (worker,):
        one = house.send(*LONG)
        wait_until(lambda: house.row(one).done == 1, SECONDS, every=0.1)
        assert worker.end() == told(given_back=1)
        assert worker.process.returncode == 0
    left, made = house.row(one), house.made(one)
    assert (left.state, left.leased_until, left.tried) == ("waiting", None, 0)
    assert 0 < len(made) < len(LONG)
    assert once(house) == (0, told(ready=1))
    assert house.row(one).state == "ready"
    assert made.items() <= house.made(one).items()


def test_what_a_killed_machine_had_is_taken_up_when_its_lease_is_over(house):
    with working(house) as (worker,):
        one = house.send(*LONG[:3])
        wait_until(lambda: house.row(one).done == 1, SECONDS, every=0.1)
        worker.end(signal.SIGKILL)
    made = house.made(one)
    assert paper_files.take(house.c) is None  # the lease is still somebody's
    with house.c.work() as uow:
        row = uow.session.get_one(PaperFileRow, one)
        row.leased_until = house.c.clock.now()
        uow.commit()
    assert once(house) == (0, told(ready=1))
    assert (house.row(one).state, house.row(one).tried) == ("ready", 1)
    assert made.items() <= house.made(one).items()


@pytest.fixture
def here(tmp_path, seeded, imaging, clock, monkeypatch):
    """A house of one machine with three waiting papers; ``work`` runs in this process."""
    c = container_in(tmp_path / "data", seeded, imaging, clock)
    for number in range(3):
        arrived(
            c,
            photos=(photo(number),),
            components=[photographed("giay_chung_sinh", photo(number)), absent("to_khai_khai_sinh")],
        )
    monkeypatch.setattr(cli, "settings", lambda: c.settings)
    yield c
    c.close()


def work(capsys, *arguments: str) -> tuple[int, str]:
    code = cli.main(["--lang", "en", "work", *arguments])
    return code, capsys.readouterr().err


def refusal(key: str) -> tuple[int, str]:
    return 1, f"{error_text(key, 'en')}\n"


def sealed(c: Container, content: bytes) -> Path:
    name = sha(content)
    return c.settings.data_dir / "files" / name[:2] / name[2:4] / name


def test_several_at_once_make_what_is_there(here, capsys):
    assert work(capsys, "--once", "--processes", "2") == (0, told(ready=3))
    assert work(capsys, "--once") == (0, told())


def test_what_is_left_is_told_by_the_exit_code(here, capsys):
    sealed(here, photo(1)).write_bytes(b"damaged")
    assert work(capsys, "--once") == (1, told(ready=2, later=1))


def test_a_machine_without_the_files_does_not_begin(here, capsys):
    shutil.rmtree(here.settings.data_dir / "files")
    assert work(capsys) == refusal("papers.other_files")


def test_a_folder_that_no_server_has_used_stays_empty(here, capsys, tmp_path, monkeypatch):
    elsewhere = replace(here.settings, data_dir=tmp_path / "elsewhere", secret_key="")
    monkeypatch.setattr(cli, "settings", lambda: elsewhere)
    assert work(capsys) == refusal("papers.no_data")
    assert not (tmp_path / "elsewhere").exists()


def test_a_machine_with_another_key_does_not_begin(here, capsys, monkeypatch):
    other = replace(here.settings, secret_key=base64.b64encode(bytes(32)).decode())
    monkeypatch.setattr(cli, "settings", lambda: other)
    assert work(capsys) == refusal("vault.other_key")
    (here.settings.data_dir / "secret.check").write_bytes(base64.b64encode(derive(bytes(32), "check")))
    assert work(capsys) == refusal("vault.unreadable")


def test_a_machine_that_cannot_read_does_not_begin(here, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert work(capsys) == refusal("ocr.missing")


def test_a_database_that_is_old_or_away_is_told(here, capsys, monkeypatch, tmp_path):
    for url, key in (
        (f"sqlite:///{tmp_path / 'empty.db'}", "database.old"),
        ("postgresql://nobody@127.0.0.1:1/none", "database.unreachable"),
    ):
        monkeypatch.setattr(cli, "settings", lambda url=url: replace(here.settings, database_url=url))
        assert work(capsys) == refusal(key)


@pytest.mark.parametrize("count", ["0", "-1", "two"])
def test_no_process_is_no_worker(capsys, count):
    assert cli.main(["work", "--processes", count]) == 2
    assert "--processes" in capsys.readouterr().err
