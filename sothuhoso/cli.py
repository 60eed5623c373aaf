"""The command line: what whoever runs the server does without a browser.

Exit code 0: done; 1: refused or failed, with a sentence on the error output; 2: not understood.
"""

from __future__ import annotations

import argparse
import getpass
import io
import json
import os
import signal
import sys
import threading
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING

from sothuhoso.domain.errors import DomainError, Invalid, Unavailable
from sothuhoso.domain.papers import PaperSize
from sothuhoso.domain.policy import OPERATOR, Role
from sothuhoso.i18n.catalog import DEFAULT, LANGUAGES, error_text, text
from sothuhoso.settings import settings

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterator, Sequence

    from sothuhoso.services.container import Container
    from sothuhoso.settings import Settings

    Run = Callable[["Voice", Namespace], None]


class Voice:
    """Speaks the chosen language: results to the output, everything else to the error output."""

    def __init__(self, lang: str) -> None:
        self._lang = lang

    def words(self, key: str, **facts: object) -> str:
        return text(f"cli.{key}", self._lang, **facts)

    def say(self, key: str, **facts: object) -> None:
        print(self.words(key, **facts), flush=True)

    def row(self, *cells: str) -> None:
        print("\t".join(cells))

    def hint(self, key: str, **facts: object) -> None:
        print(self.words(key, **facts), file=sys.stderr, flush=True)

    def problem(self, error: DomainError) -> None:
        print(error_text(error.key, self._lang, **error.facts), file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; answers the exit code."""
    voice = Voice(_language(arguments))
    try:
        given = _parser(voice).parse_args(arguments)
        given.run(voice, given)
    except SystemExit as stopped:  # argparse has said what it did not understand
        return stopped.code if isinstance(stopped.code, int) else 1
    except DomainError as error:
        voice.problem(error)
        return 1
    except BrokenPipeError:  # who read the output has left, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError:  # the folder of the data: not ours, not there, full
        voice.problem(Unavailable("file.not_writable"))
        return 1
    return 0


def migrate(voice: Voice, _given: Namespace) -> None:
    """Bring the tables to the newest revision."""
    from sothuhoso.db import migrate as migrations  # noqa: PLC0415 - help must not wait for the database's libraries

    migrations.upgrade(settings().database_url)
    voice.say("migrated")


def seed(voice: Voice, given: Namespace) -> None:
    """Load the reference data and, where the settings say so, the demo."""
    from sothuhoso.seeds import demo, load  # noqa: PLC0415

    with _container() as c:
        added = load.reference(c)
        voice.say("seeded", units=added.units, procedures=added.procedures, days=added.days)
        if not c.settings.demo or given.no_demo:
            return
        count = demo.load(c, lambda key: voice.hint("sending", name=key))
        password, accounts = demo.accounts_of_demo()
        voice.say("demo", count=count, password=password)
        for account in accounts:
            voice.row(account.username, account.role, account.unit or "-", account.display_name)


def serve(_voice: Voice, _given: Namespace) -> None:
    """Become the server."""
    from sothuhoso import serving  # noqa: PLC0415

    serving.serve()


def work(voice: Voice, given: Namespace) -> None:
    """Make papers of what is ordered, until told to end, or once what is there. Ends with 1 when something is left."""
    from sothuhoso.integrations.vault import is_in_use  # noqa: PLC0415 - help must not wait for what works
    from sothuhoso.services import paper_work  # noqa: PLC0415 - as above

    config = settings()
    if not is_in_use(config.data_dir):  # before a key of our own is made there
        raise Unavailable("papers.no_data")
    processes = given.processes or config.paper_processes
    with _ended_by_signal() as ended, _container(replace(config, paper_processes=processes)) as c:
        paper_work.check(c)
        if given.once:
            done = paper_work.work_off(c, ended)
        else:
            with paper_work.working(c) as done:
                voice.hint("working_on_papers", count=processes)
                ended.wait()
    voice.hint("papers", **{outcome: done[outcome] for outcome in paper_work.Outcome})
    if given.once and done.total() > done[paper_work.Outcome.READY]:
        sys.exit(1)


def health(voice: Voice, _given: Namespace) -> None:
    """Say whether this machine could serve now."""
    with _container():
        voice.say("healthy")


def account_list(voice: Voice, _given: Namespace) -> None:
    """One line for each account."""
    from sothuhoso.services import accounts  # noqa: PLC0415

    with _container() as c:
        for one in accounts.list_accounts(c, OPERATOR):
            state = voice.words("active" if one.active else "shut")
            voice.row(one.username, one.role, one.unit_code or "-", one.display_name, state)


def account_create(voice: Voice, given: Namespace) -> None:
    """Create an account."""
    from sothuhoso.services import accounts  # noqa: PLC0415

    with _container() as c:
        made = accounts.create_account(
            c,
            OPERATOR,
            username=given.username,
            display_name=given.name,
            password=_password(voice),
            role=Role(given.role),
            unit_code=given.unit,
        )
    voice.say("created", username=made.username)


def account_reset(voice: Voice, given: Namespace) -> None:
    """Set another password."""
    from sothuhoso.services import accounts  # noqa: PLC0415

    with _container() as c:
        made = accounts.reset_password(c, OPERATOR, given.username, _password(voice))
    voice.say("reset", username=made.username)


def account_close(voice: Voice, given: Namespace) -> None:
    """Shut an account."""
    from sothuhoso.services import accounts  # noqa: PLC0415

    with _container() as c:
        made = accounts.deactivate(c, OPERATOR, given.username)
    voice.say("closed", username=made.username)


def calendar_list(voice: Voice, _given: Namespace) -> None:
    """One line for each day set by hand."""
    from sothuhoso.services import calendar  # noqa: PLC0415

    with _container() as c:
        for one in calendar.list_days(c, OPERATOR):
            voice.row(one.day, voice.words("working" if one.working else "off"), one.note)


def calendar_add(voice: Voice, given: Namespace) -> None:
    """Set a day."""
    from sothuhoso.services import calendar  # noqa: PLC0415

    with _container() as c:
        made = calendar.set_day(c, OPERATOR, given.day, working=given.working, note=given.note)
    voice.say("day_set", day=made.day, kind=voice.words("working" if made.working else "off"))


def calendar_remove(voice: Voice, given: Namespace) -> None:
    """Take a set day back."""
    from sothuhoso.services import calendar  # noqa: PLC0415

    with _container() as c:
        calendar.remove_day(c, OPERATOR, given.day)
    voice.say("day_removed", day=given.day)


def address_suggest(_voice: Voice, given: Namespace) -> None:
    """One JSON object for each address. Ends with 1 when one of them has no certain answer."""
    from sothuhoso.domain.address import suggest  # noqa: PLC0415 - help must not wait for the tables
    from sothuhoso.seeds import addresses  # noqa: PLC0415 - nor for what they hold

    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    lines = [given.text] if given.text is not None else sys.stdin
    certain = True
    for line in lines:
        if line.strip() or given.text is not None:
            found = suggest(line, addresses.table())
            print(json.dumps(asdict(found), ensure_ascii=False), flush=True)
            certain = certain and found.certain
    if not certain:
        sys.exit(1)


def id_read(_voice: Voice, given: Namespace) -> None:
    """Read ID cards from photos."""
    from sothuhoso import cli_id  # noqa: PLC0415 - help must not wait for the imaging libraries

    if not cli_id.read_files(given.file, given.lang or DEFAULT):
        sys.exit(1)


def id_text(_voice: Voice, given: Namespace) -> None:
    """Read the text of an ID card from the input."""
    from sothuhoso import cli_id  # noqa: PLC0415 - help must not wait for the imaging libraries

    if not cli_id.read_input(given.lang or DEFAULT):
        sys.exit(1)


def page_check(_voice: Voice, given: Namespace) -> None:
    """Say whether photos of pages will do."""
    from sothuhoso import cli_page  # noqa: PLC0415 - help must not wait for the imaging libraries

    if not cli_page.check(given.file, PaperSize(given.paper), given.lang or DEFAULT):
        sys.exit(1)


def page_make(_voice: Voice, given: Namespace) -> None:
    """Make a PDF/A of photos."""
    from sothuhoso import cli_page  # noqa: PLC0415 - help must not wait for the imaging libraries

    paper, read = PaperSize(given.paper), not given.no_ocr
    cli_page.make(given.file, given.out, paper, read=read, plain=given.plain, as_json=given.json)


def document_check(_voice: Voice, given: Namespace) -> None:
    """Say whether files brought along are taken."""
    from sothuhoso import cli_document  # noqa: PLC0415 - help must not wait for the imaging libraries

    if not cli_document.check(given.file, given.lang or DEFAULT):
        sys.exit(1)


def document_split(_voice: Voice, given: Namespace) -> None:
    """Cut a scanner's batch into papers."""
    from sothuhoso import cli_document  # noqa: PLC0415 - help must not wait for the imaging libraries

    cli_document.split(given.file, given.out, duplex=given.duplex)


def document_separator(_voice: Voice, given: Namespace) -> None:
    """Write the sheet that is laid between two papers of a batch."""
    from sothuhoso import cli_document  # noqa: PLC0415 - help must not wait for the imaging libraries

    cli_document.separator(given.out)


@contextmanager
def _container(config: Settings | None = None) -> Iterator[Container]:
    """A container of one's own, after a look whether it can work at all."""
    from sothuhoso import bootstrap  # noqa: PLC0415

    c = bootstrap.build(config or settings())
    try:
        _check(c)
        yield c
    finally:
        c.close()


def _check(c: Container) -> None:
    from sothuhoso.services import health as state  # noqa: PLC0415 - help must not wait for it

    try:
        state.check(c)
    except Unavailable as problem:
        if problem.key == "database.busy":  # nobody waits here for a writer: it is not there
            raise Unavailable("database.unreachable") from problem
        raise


@contextmanager
def _ended_by_signal() -> Iterator[threading.Event]:
    """Set when somebody asks this process to end, who then waits for it: systemd, a container, Ctrl-C."""
    ended = threading.Event()
    before = {number: signal.signal(number, lambda *_: ended.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield ended
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _count(text: str) -> int:
    """A number from 1. Raises ``ValueError``."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _password(voice: Voice) -> str:
    """Asked for twice without showing it; from a pipe the first line, once."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass(voice.words("password"))
    if first != getpass.getpass(voice.words("password_again")):
        raise Invalid("account.passwords_differ")
    return first


def _language(arguments: Sequence[str] | None) -> str:
    """``--lang``, else what the system speaks, else Vietnamese."""
    early = argparse.ArgumentParser(add_help=False)
    early.add_argument("--lang", choices=LANGUAGES)
    try:
        asked = early.parse_known_args(arguments)[0].lang
    except SystemExit:
        asked = None  # the real parser will say it
    system = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return asked or (system[:2] if system[:2] in LANGUAGES else DEFAULT)


def _parser(voice: Voice) -> ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sothuhoso", description=voice.words("about"))
    parser.add_argument("--lang", choices=LANGUAGES, help=voice.words("help.lang"))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(where: argparse._SubParsersAction[ArgumentParser], name: str, key: str, run: Run) -> ArgumentParser:
        command = where.add_parser(name, help=voice.words(f"help.{key}"), description=voice.words(f"help.{key}"))
        command.set_defaults(run=run)
        return command

    def group(name: str) -> argparse._SubParsersAction[ArgumentParser]:
        inner = commands.add_parser(name, help=voice.words(f"help.{name}"))
        return inner.add_subparsers(required=True, metavar="COMMAND")

    add(commands, "migrate", "migrate", migrate)
    add(commands, "seed", "seed", seed).add_argument("--no-demo", action="store_true", help=voice.words("help.no_demo"))
    add(commands, "serve", "serve", serve)
    works = add(commands, "work", "work", work)
    works.add_argument("--processes", type=_count, metavar="N", help=voice.words("help.processes"))
    works.add_argument("--once", action="store_true", help=voice.words("help.once"))
    add(commands, "health", "health", health)
    account = group("account")
    add(account, "list", "account_list", account_list)
    create = add(account, "create", "account_create", account_create)
    for command in (
        create,
        add(account, "reset-password", "account_reset", account_reset),
        add(account, "close", "account_close", account_close),
    ):
        command.add_argument("username", help=voice.words("help.username"))
    create.add_argument("--name", required=True, help=voice.words("help.name"))
    create.add_argument("--role", required=True, choices=[role.value for role in Role], help=voice.words("help.role"))
    create.add_argument("--unit", help=voice.words("help.unit"))
    calendar = group("calendar")
    add(calendar, "list", "calendar_list", calendar_list)
    put = add(calendar, "add", "calendar_add", calendar_add)
    for command in (put, add(calendar, "remove", "calendar_remove", calendar_remove)):
        command.add_argument("day", type=date.fromisoformat, help=voice.words("help.day"))
    kind = put.add_mutually_exclusive_group(required=True)
    kind.add_argument("--working", action="store_true", help=voice.words("help.working"))
    kind.add_argument("--off", action="store_true", help=voice.words("help.off"))
    put.add_argument("--note", default="", help=voice.words("help.note"))
    address = add(group("address"), "suggest", "address_suggest", address_suggest)
    address.add_argument("text", nargs="?", help=voice.words("help.address_text"))
    cards = group("id")
    add(cards, "read", "id_read", id_read).add_argument("file", nargs="+", help=voice.words("help.file"))
    add(cards, "text", "id_text", id_text)
    documents = group("document")
    add(documents, "check", "document_check", document_check).add_argument(
        "file", nargs="+", help=voice.words("help.file")
    )
    cut = add(documents, "split", "document_split", document_split)
    cut.add_argument("file", help=voice.words("help.file"))
    cut.add_argument("--out", required=True, help=voice.words("help.document_out"))
    cut.add_argument("--duplex", action="store_true", help=voice.words("help.document_duplex"))
    add(documents, "separator", "document_separator", document_separator).add_argument(
        "--out", required=True, help=voice.words("help.document_separator_out")
    )
    pages = group("page")
    make = add(pages, "make", "page_make", page_make)
    for command in (make, add(pages, "check", "page_check", page_check)):
        command.add_argument("file", nargs="+", help=voice.words("help.file"))
        command.add_argument("--paper", choices=list(PaperSize), default="A4", help=voice.words("help.page_paper"))
    make.add_argument("--out", required=True, help=voice.words("help.page_out"))
    for flag in ("no-ocr", "plain", "json"):
        name = f"help.page_{flag.replace('-', '_')}"
        make.add_argument(f"--{flag}", action="store_true", help=voice.words(name))
    return parser
