"""The container that settings make."""

from __future__ import annotations

import stat
from dataclasses import replace

import pytest

from sothuhoso import __version__, bootstrap
from sothuhoso.db import migrate
from sothuhoso.domain.errors import Unavailable
from sothuhoso.seeds import load
from sothuhoso.services import container, health
from tests.conftest import UNIT


def test_an_empty_folder_is_enough(settings, imaging):
    fresh = replace(settings, secret_key="")
    migrate.upgrade(fresh.database_url)
    c = bootstrap.build(fresh, imaging=imaging)
    load.reference(c)
    assert health.check(c).version == __version__
    assert c.vault.open(c.vault.seal(b"x", "row"), "row") == b"x"
    assert c.files.get(c.files.put(b"a paper")) == b"a paper"
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in fresh.data_dir.rglob("*")} == {0}
    c.close()


def test_what_one_process_sealed_the_next_opens(c, settings, imaging):
    sealed, name = c.vault.seal(b"019199000017", "row"), c.files.put(b"a paper")
    again = bootstrap.build(settings, imaging=imaging)
    assert again.vault.open(sealed, "row") == b"019199000017"
    assert again.files.get(name) == b"a paper"
    assert again.vault.blind_index("x", "y") == c.vault.blind_index("x", "y")
    again.close()


def test_another_key_does_not_start(c, settings, imaging):
    with pytest.raises(Unavailable, match=r"vault\.other_key"):
        bootstrap.build(replace(settings, secret_key="A" * 43 + "="), imaging=imaging)


def test_a_change_reaches_who_listens(c):
    heard = []
    end = c.broadcast.subscribe(heard.append)
    with c.work() as uow:
        uow.tell(f"unit:{UNIT}")
        uow.commit()
    end()
    assert heard == [(f"unit:{UNIT}",)]


def test_the_floors_above_find_the_installed_container(c, monkeypatch):
    monkeypatch.setattr(container, "_installed", [])
    with pytest.raises(RuntimeError, match="bootstrap"):
        container.running()
    assert container.install(c) is c
    assert container.running() is c
