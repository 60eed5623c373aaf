"""Papers are kept whole, encrypted and under the name of their content, or not at all."""

from __future__ import annotations

import hashlib
import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sothuhoso.domain.errors import NotFound, Unavailable
from sothuhoso.integrations.file_store import FolderStore
from sothuhoso.integrations.vault import Sealer

KEY = bytes(32)
PAPER = b"\xff\xd8 a photographed paper " * 400
NAME = hashlib.sha256(PAPER).hexdigest()

KILLED_BEFORE_THE_RENAME = """
import os, signal, sys
from pathlib import Path
from sothuhoso.integrations.file_store import FolderStore
from sothuhoso.integrations.vault import Sealer
Path.replace = lambda self, target: os.kill(os.getpid(), signal.SIGKILL)
FolderStore(Path(sys.argv[1]), Sealer(bytes(32))).put(sys.stdin.buffer.read())
"""


@pytest.fixture
def store(tmp_path):
    return FolderStore(tmp_path / "files", Sealer(KEY))


def files_under(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_is_put_comes_back(store):
    assert not store.has(NAME)
    assert store.put(PAPER) == NAME
    assert store.has(NAME)
    assert store.get(NAME) == PAPER


def test_an_empty_file_is_a_file(store):
    assert store.get(store.put(b"")) == b""


def test_it_is_encrypted_and_for_the_owner_only(store, tmp_path):
    store.put(PAPER)
    (file,) = files_under(tmp_path / "files")
    assert file == tmp_path / "files" / NAME[:2] / NAME[2:4] / NAME
    assert b"paper" not in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    folders = [path for path in (tmp_path / "files").rglob("*") if path.is_dir()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in [tmp_path / "files", *folders]} == {0o700}


def test_storing_twice_keeps_the_first(store, tmp_path):
    store.put(PAPER)
    (file,) = files_under(tmp_path / "files")
    before = file.stat().st_ino
    assert store.put(PAPER) == NAME
    assert files_under(tmp_path / "files") == [file]
    assert file.stat().st_ino == before


def test_many_may_store_the_same_at_once(store, tmp_path):
    threads = [threading.Thread(target=store.put, args=(PAPER,)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.get(NAME) == PAPER
    assert len(files_under(tmp_path / "files")) == 1


@pytest.mark.parametrize("name", ["", "0" * 64, "../../secret.key", NAME.upper(), f"{NAME}\n", f"../{NAME}", "half"])
def test_only_a_content_that_is_here_is_served(store, name):
    store.put(PAPER)
    assert not store.has(name)
    with pytest.raises(NotFound, match=r"file\.unknown"):
        store.get(name)


def test_a_paper_under_another_papers_name_is_noticed(store, tmp_path):
    other = store.put(b"another paper")
    store.put(PAPER)
    path = {file.name: file for file in files_under(tmp_path / "files")}
    path[NAME].write_bytes(path[other].read_bytes())
    with pytest.raises(Unavailable, match=r"vault\.unreadable"):
        store.get(NAME)


def test_a_killed_writer_leaves_nothing_that_is_served(store, tmp_path):
    command = [sys.executable, "-c", KILLED_BEFORE_THE_RENAME, str(tmp_path / "files")]
    done = subprocess.run(command, input=PAPER, check=False)
    assert done.returncode == -signal.SIGKILL
    (left,) = files_under(tmp_path / "files")
    assert left.parent.name == "half"
    assert not store.has(NAME)
    with pytest.raises(NotFound):
        store.get(left.name)
    assert store.put(PAPER) == NAME
    assert store.get(NAME) == PAPER
    assert store.sweep() == 0  # it may be somebody's who is just writing
    assert store.sweep(older_than=-1) == 1
    assert [file.name for file in files_under(tmp_path / "files")] == [NAME]


def test_a_full_disk_leaves_the_old_state(store, tmp_path, monkeypatch):
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        store.put(PAPER)
    monkeypatch.undo()
    assert not store.has(NAME)
    assert files_under(tmp_path / "files") == []
