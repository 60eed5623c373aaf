"""The command line as someone at the server types it: in its own process, exit codes and sentences included."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys

import pytest

from sothuhoso import cli, serving
from sothuhoso.i18n.catalog import error_text, text
from sothuhoso.settings import ROOT, read_settings


@pytest.fixture
def run(tmp_path):
    """Runs a command in a data folder of its own; answers exit code, output, error output."""

    def call(*arguments: str, given: str = "", **env: str):
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
        done = subprocess.run(
            [sys.executable, "-m", "sothuhoso", *arguments],
            cwd=ROOT,
            env=clean | {"DATA_DIR": str(tmp_path / "data"), "DEMO": "0"} | env,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout, done.stderr

    return call


@pytest.fixture
def here(tmp_path, seeded, monkeypatch):
    """Runs commands in this process, on seeded data."""
    settings = seeded.copy(tmp_path / "data")
    monkeypatch.setattr(cli, "settings", lambda: settings)
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LANG", raising=False)
    return settings


def test_a_new_server_is_made_with_two_commands(run):
    assert run("health") == (1, "", f"{error_text('database.old')}\n")
    assert run("migrate") == (0, f"{text('cli.migrated')}\n", "")
    code, said, problems = run("seed")
    assert (code, problems) == (0, "")
    assert said == f"{text('cli.seeded', units=92, procedures=51, days=3)}\n" or "92" in said
    assert run("seed")[1] == f"{text('cli.seeded', units=0, procedures=0, days=0)}\n"
    assert run("health") == (0, f"{text('cli.healthy')}\n", "")


def test_a_database_that_is_away_is_told(run):
    code, _, problems = run("migrate", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert (code, problems) == (1, f"{error_text('database.unreachable')}\n")


def test_help_speaks_the_systems_language(run):
    assert text("cli.help.migrate", "vi") in run("--help")[1]
    assert text("cli.help.migrate", "en") in run("--help", LANG="en_GB.UTF-8")[1]
    assert text("cli.help.migrate", "vi") in run("--lang", "vi", "--help", LANG="en_GB.UTF-8")[1]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["account"],
        ["account", "create", "moi"],
        ["account", "create", "moi", "--name", "A", "--role", "king"],
        ["calendar", "add", "2026-11-28"],
        ["calendar", "add", "28/11/2026", "--off"],
        ["calendar", "add", "2026-11-28", "--off", "--working"],
        ["--lang", "fr", "migrate"],
        ["address"],
        ["address", "suggest", "Võ Nhai", "Thái Nguyên"],
    ],
)
def test_what_is_not_understood_answers_2(arguments, capsys):
    assert cli.main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("usage:")


def test_accounts_from_first_to_last(here, capsys, monkeypatch):
    def typed(text_):
        monkeypatch.setattr("sys.stdin", io.StringIO(text_))

    def rows():
        assert cli.main(["account", "list"]) == 0
        return [line.split("\t") for line in capsys.readouterr().out.splitlines()]

    typed("một câu dễ nhớ\n")
    create = ["account", "create", "canbo", "--name", "Nông Thị Huệ", "--role", "clerk", "--unit", "05725"]
    assert cli.main(create) == 0
    assert capsys.readouterr().out == f"{text('cli.created', username='canbo')}\n"
    assert rows() == [["canbo", "clerk", "05725", "Nông Thị Huệ", text("cli.active")]]

    typed("một câu dễ nhớ\n")
    assert cli.main(["--lang", "en", *create]) == 1
    assert capsys.readouterr().err == f"{error_text('account.username_taken', 'en', username='canbo')}\n"

    typed("ngắn\n")
    assert cli.main(["account", "reset-password", "canbo"]) == 1
    assert capsys.readouterr().err == f"{error_text('account.password_short', least=10)}\n"
    typed("một câu khác hẳn\n")
    assert cli.main(["account", "reset-password", "canbo"]) == 0
    assert capsys.readouterr().out == f"{text('cli.reset', username='canbo')}\n"

    assert cli.main(["account", "close", "canbo"]) == 0
    capsys.readouterr()
    assert rows() == [["canbo", "clerk", "05725", "Nông Thị Huệ", text("cli.shut")]]
    assert cli.main(["account", "close", "khong.co"]) == 1
    assert capsys.readouterr().err == f"{error_text('account.unknown')}\n"


def test_at_a_terminal_the_password_is_asked_for_twice(here, capsys, monkeypatch):
    answers = iter(["một câu dễ nhớ", "một câu dễ nhở", "một câu dễ nhớ", "một câu dễ nhớ"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(answers))
    create = ["account", "create", "quantri", "--name", "Quản trị", "--role", "admin"]
    assert cli.main(create) == 1
    assert capsys.readouterr().err == f"{error_text('account.passwords_differ')}\n"
    assert cli.main(create) == 0


def test_days_from_first_to_last(here, capsys):
    def days():
        assert cli.main(["calendar", "list"]) == 0
        return capsys.readouterr().out.splitlines()

    before = days()
    assert cli.main(["calendar", "add", "2026-11-28", "--working", "--note", "Làm bù"]) == 0
    assert capsys.readouterr().out == f"{text('cli.day_set', day='2026-11-28', kind=text('cli.working'))}\n"
    assert set(days()) - set(before) == {f"2026-11-28\t{text('cli.working')}\tLàm bù"}
    assert cli.main(["calendar", "remove", "2026-11-28"]) == 0
    capsys.readouterr()
    assert days() == before
    assert cli.main(["calendar", "remove", "2026-11-28"]) == 1
    assert capsys.readouterr().err == f"{error_text('calendar.not_set', day='2026-11-28')}\n"


def test_a_reader_who_leaves_early_is_no_trouble(tmp_path):
    command = [
        sys.executable,
        "-c",
        "import time; time.sleep(1); from sothuhoso.cli import main; exit(main(['migrate']))",
    ]
    env = os.environ | {"DATA_DIR": str(tmp_path / "data")}
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_serving_is_handed_to_the_server(here, monkeypatch):
    began = []
    monkeypatch.setattr(serving, "serve", lambda: began.append(True))
    assert cli.main(["serve"]) == 0
    assert began == [True]


def test_a_folder_that_cannot_be_made_is_told(monkeypatch, capsys, tmp_path):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(cli, "settings", lambda: read_settings({"DATA_DIR": str(tmp_path / "file" / "data")}))
    assert cli.main(["--lang", "vi", "migrate"]) == 1
    assert capsys.readouterr().err == f"{error_text('file.not_writable')}\n"


def test_an_address_is_suggested_without_a_database(run):
    code, said, problems = run("address", "suggest", "Xóm Mỏ Gà, Phú Thượng, Võ Nhai, Thái Nguyên")
    found = json.loads(said)
    assert (code, problems) == (0, "")
    assert (found["kept"], found["certain"], found["why"]) == ("Xóm Mỏ Gà", True, "merged")
    assert [(unit["code"], unit["place"]) for unit in found["candidates"]] == [
        ("05716", "xã Võ Nhai, tỉnh Thái Nguyên")
    ]


@pytest.mark.parametrize(
    ("lines", "code", "why"),
    [
        ("Thượng Nung, Võ Nhai\n\nSảng Mộc, Võ Nhai, Thái Nguyên", 0, ["merged", "merged"]),
        ("Thượng Nung, Võ Nhai\nGia Sàng, Thái Nguyên\n", 1, ["merged", "split"]),
        ("nhà bà ngoại\n", 1, ["unknown"]),
        ("", 0, []),
    ],
)
def test_addresses_come_as_lines_and_each_has_its_answer(lines, code, why, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    assert cli.main(["address", "suggest"]) == code
    assert [json.loads(line)["why"] for line in capsys.readouterr().out.splitlines()] == why


def test_no_text_is_no_answer(capsys):
    assert cli.main(["address", "suggest", ""]) == 1
    assert json.loads(capsys.readouterr().out)["candidates"] == []
