"""Build once: the fingerprint notices what enters the pages, and nothing else."""

import subprocess
import sys

import pytest

from sothuhoso import serving
from sothuhoso.settings import ROOT


@pytest.fixture
def tree(tmp_path):
    for name in ("sothuhoso/pages", "assets/external", "reflex.lock", "tests", "data"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("sothuhoso/pages/home.py", "assets/theme.css", "rxconfig.py", "requirements.txt", ".npmrc"):
        (tmp_path / name).write_text(name)
    return tmp_path


@pytest.mark.parametrize(
    "name", ["sothuhoso/pages/home.py", "assets/theme.css", "requirements.txt", "sothuhoso/new.js"]
)
def test_a_change_of_the_sources_is_noticed(tree, name):
    before = serving.fingerprint(tree)
    (tree / name).write_text("changed")
    assert serving.fingerprint(tree) != before


@pytest.mark.parametrize("name", ["tests/test_new.py", "data/x.db", "assets/external/x.js", "README.md"])
def test_other_files_do_not_matter(tree, name):
    before = serving.fingerprint(tree)
    (tree / name).write_text("new")
    assert serving.fingerprint(tree) == before


def test_a_renamed_file_is_a_change(tree):
    before = serving.fingerprint(tree)
    (tree / "sothuhoso/pages/home.py").rename(tree / "sothuhoso/pages/house.py")
    assert serving.fingerprint(tree) != before


def test_up_to_date_builds_nothing(tree, monkeypatch):
    stamp = tree / "stamp"
    stamp.write_text(serving.fingerprint(tree))
    monkeypatch.setattr(serving, "STAMP", stamp)
    monkeypatch.setattr(serving, "fingerprint", stamp.read_text)
    monkeypatch.setattr(serving.subprocess, "run", lambda *_, **__: pytest.fail("built although nothing changed"))
    serving.build()


def test_a_failed_build_says_so_and_leaves_no_stamp(tmp_path, monkeypatch):
    monkeypatch.setattr(serving, "WEB", tmp_path / ".web")
    monkeypatch.setattr(serving, "STAMP", tmp_path / ".web" / "build" / "stamp")
    monkeypatch.setattr(serving, "BUILD_LOG", tmp_path / "log")
    monkeypatch.setattr(serving.sys, "executable", "/bin/false")
    with pytest.raises(serving.BuildError, match="could not be built"):
        serving.build()
    assert not serving.is_built()


def test_unknown_words_on_the_command_line():
    done = subprocess.run(
        [sys.executable, "-m", "sothuhoso.serving", "dance"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "build | serve" in done.stderr
