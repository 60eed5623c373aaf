"""Beginnings of photos: what came is found again, sealed, and nothing torn counts."""

from __future__ import annotations

import os
import random
import signal
import stat
import subprocess
import sys
import threading
import uuid
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sothuhoso.domain.errors import Conflict, NotFound, Unavailable
from sothuhoso.integrations import part_store
from sothuhoso.integrations.part_store import FolderParts
from sothuhoso.integrations.vault import Sealer
from tests.services.making import refused

FOLDER, NAME, OTHER = str(uuid.UUID(int=7)), "ab" * 32, "cd" * 32
PAPER = random.Random(7).randbytes(50_000)


@pytest.fixture
def root(tmp_path):
    return tmp_path / "parts"


@pytest.fixture
def parts(root):
    return FolderParts(root, Sealer(bytes(32)))


def put(parts, content=PAPER, at=0, piece=16_000, name=NAME):
    writer = parts.open(FOLDER, name, at)
    for n in range(at, len(content), piece):
        writer.write(content[n : n + piece])
    writer.close()


def file_of(root) -> Path:
    (file,) = [path for path in root.rglob("*") if path.is_file()]
    return file


def test_what_came_is_there(parts):
    assert parts.size(FOLDER, NAME) == 0
    put(parts, PAPER[:20_000])
    assert parts.size(FOLDER, NAME) == 20_000
    put(parts, PAPER, at=20_000)
    assert parts.sizes(FOLDER) == {NAME: 50_000}
    assert parts.read(FOLDER, NAME) == PAPER


def test_nobody_else_reads_it(parts, root):
    put(parts, b"a photographed paper " * 1000)
    assert b"paper" not in file_of(root).read_bytes()
    assert stat.S_IMODE(file_of(root).stat().st_mode) == 0o600
    assert stat.S_IMODE(file_of(root).parent.stat().st_mode) == stat.S_IMODE(root.stat().st_mode) == 0o700


def test_going_on_elsewhere_is_refused_with_the_place(parts):
    put(parts, PAPER[:100])
    for wrong in (0, 99, 101):
        with refused(Conflict, "part.offset") as caught:
            parts.open(FOLDER, NAME, wrong)
        assert caught.value.facts == {"offset": 100}
    assert parts.size(FOLDER, NAME) == 100


def test_going_on_with_one_that_is_gone_leaves_nothing(parts, root):
    put(parts)
    parts.remove(FOLDER, NAME)
    with refused(Conflict, "part.offset") as caught:
        parts.open(FOLDER, NAME, 16_000)
    assert caught.value.facts == {"offset": 0}
    assert list(root.iterdir()) == []


def test_an_overtaken_connection_writes_nothing_more(parts):
    old = parts.open(FOLDER, NAME, 0)
    old.write(PAPER[:1000])
    new = parts.open(FOLDER, NAME, 1000)  # the old one is dead and nobody has noticed
    new.write(PAPER[1000:3000])
    with refused(Conflict, "part.offset"):
        old.write(PAPER[1000:2000])
    new.write(PAPER[3000:])
    old.close()
    new.close()
    assert parts.read(FOLDER, NAME) == PAPER


@pytest.mark.parametrize("torn", [1, 3, 4, 5, 20, 2_000])
def test_a_torn_piece_does_not_count(parts, root, torn):
    put(parts, PAPER[:20_000], piece=10_000)
    whole = file_of(root).read_bytes()
    put(parts, PAPER[:25_000], at=20_000, piece=10_000)
    file_of(root).write_bytes(file_of(root).read_bytes()[: len(whole) + torn])
    assert parts.size(FOLDER, NAME) == 20_000
    assert parts.read(FOLDER, NAME) == PAPER[:20_000]
    put(parts, PAPER, at=20_000)
    assert parts.read(FOLDER, NAME) == PAPER


def test_a_damaged_or_moved_piece_is_told(parts, root):
    put(parts, PAPER)
    file = file_of(root)
    sealed = file.read_bytes()
    file.write_bytes(sealed[:500] + bytes([sealed[500] ^ 1]) + sealed[501:])
    with refused(Unavailable, "vault.unreadable"):
        parts.read(FOLDER, NAME)
    file.write_bytes(sealed)
    file.rename(file.with_name(OTHER))
    with refused(Unavailable, "vault.unreadable"):
        parts.read(FOLDER, OTHER)


def test_zeros_after_a_power_cut_are_no_piece(parts, root):
    put(parts, PAPER[:20_000])
    with file_of(root).open("ab") as file:
        file.write(bytes(4000))
    assert parts.size(FOLDER, NAME) == 20_000
    put(parts, PAPER, at=20_000)
    assert parts.read(FOLDER, NAME) == PAPER


def test_forgetting(parts, root):
    put(parts)
    put(parts, name=OTHER)
    parts.remove(FOLDER, NAME)
    assert parts.sizes(FOLDER) == {OTHER: 50_000}
    parts.remove(FOLDER)
    parts.remove(FOLDER)
    parts.remove(FOLDER, NAME)
    assert parts.sizes(FOLDER) == {}
    assert list(root.iterdir()) == []


def test_what_nobody_goes_on_with_is_swept(parts, root):
    put(parts)
    put(parts, name=OTHER)
    old = root / FOLDER / NAME
    os.utime(old, (old.stat().st_atime, old.stat().st_mtime - 1000))
    assert parts.sweep(900) == 1
    assert parts.sizes(FOLDER) == {OTHER: 50_000}
    assert parts.sweep(-10) == 1
    assert list(root.iterdir()) == []


def test_a_full_disk_is_told_before_anything_is_written(parts, monkeypatch):
    monkeypatch.setattr(part_store.shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with refused(Unavailable, "file.full"):
        parts.open(FOLDER, NAME, 0)
    monkeypatch.undo()
    writer = parts.open(FOLDER, NAME, 0)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(part_store.os, "pwrite", full)
    with refused(Unavailable, "file.full"):
        writer.write(b"x")


@pytest.mark.parametrize("name", ["", "..", "../../secret.key", "AB" * 32, "ab" * 31])
def test_names_lead_nowhere_else(parts, name):
    for folder, wanted in ((FOLDER, name), ("..", NAME)):
        with refused(NotFound, "file.unknown"):
            parts.size(folder, wanted)


@given(st.lists(st.tuples(st.integers(1, 9000), st.integers(0, 60)), max_size=12))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_cut_anywhere_any_number_of_times(parts, root, tries):
    """Each try goes on where the store says, is cut somewhere, and loses a few bytes of the file's end."""
    parts.remove(FOLDER)
    for many, lost in tries:
        at = parts.size(FOLDER, NAME)
        put(parts, PAPER[: at + many], at=at, piece=700)
        if lost:
            file = file_of(root)
            os.truncate(file, max(0, file.stat().st_size - lost))
    put(parts, PAPER, at=parts.size(FOLDER, NAME))
    assert parts.read(FOLDER, NAME) == PAPER


KILLED = """
import os, signal, sys
from pathlib import Path
from sothuhoso.integrations.part_store import FolderParts
from sothuhoso.integrations.vault import Sealer
writer = FolderParts(Path(sys.argv[1]), Sealer(bytes(32))).open(sys.argv[2], sys.argv[3], 0)
writer.write(sys.stdin.buffer.read())
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_process_leaves_whole_pieces(parts, root):
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(root), FOLDER, NAME], input=PAPER[:9000], check=False, timeout=60
    )
    assert done.returncode == -signal.SIGKILL
    assert parts.read(FOLDER, NAME) == PAPER[:9000]


def test_a_photo_that_ends_does_not_take_the_folder_from_one_that_begins(parts):
    """Two photos of one dossier at the same time: one is forgotten again and again, the other is gone on with."""
    go_on = threading.Event()

    def come_and_go():
        while not go_on.is_set():
            parts.open(FOLDER, OTHER, 0).close()
            parts.remove(FOLDER, OTHER)

    other = threading.Thread(target=come_and_go)
    other.start()
    try:
        for _ in range(300):
            put(parts, PAPER[:10])
            assert parts.sizes(FOLDER)[NAME] == 10
            parts.remove(FOLDER, NAME)
    finally:
        go_on.set()
        other.join()
