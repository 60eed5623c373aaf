"""Fills a demo: accounts to sign in with, and desks that have work on them. Everybody in it is invented.

The dossiers go the way of real ones, through the services, with the clock set back; so they carry numbers, events,
forms and audit like any other. Loading again adds only what is missing.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from sothuhoso.db.queries import dossiers, procedures, units
from sothuhoso.domain.dossier_status import Status
from sothuhoso.domain.errors import Conflict, Invalid
from sothuhoso.domain.policy import ANONYMOUS, OPERATOR, Actor, Role
from sothuhoso.domain.procedures import Procedure
from sothuhoso.seeds.demo_entries import FOLDER, entries, sending
from sothuhoso.seeds.demo_trips import load_trips
from sothuhoso.services import accounts, decisions, intake
from sothuhoso.services.calendar import calendar
from sothuhoso.services.moments import local_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sothuhoso.domain.working_days import WorkingCalendar
    from sothuhoso.seeds.demo_entries import Entry
    from sothuhoso.services.container import Container
    from sothuhoso.services.views import AccountView

    People = dict[str, Actor]


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account of ``demo/accounts.toml``."""

    username: str
    display_name: str
    role: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class StoppedClock:
    """The moment at which a step of the demo happened."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


def accounts_of_demo() -> tuple[str, tuple[DemoAccount, ...]]:
    """The one password, and who may sign in with it."""
    with (FOLDER / "accounts.toml").open("rb") as file:
        raw = tomllib.load(file)
    return raw["password"], tuple(DemoAccount(**account) for account in raw["account"])


def load(c: Container, tell: Callable[[str], None] = lambda _: None) -> int:
    """Load accounts, dossiers and trips; ``tell`` hears the key of each that is sent.

    Answers how many dossiers were added or moved on.
    """
    people = _accounts(c)
    now = c.clock.now()
    with c.look() as uow:
        days = calendar(c, uow)
    added = sum([_dossier(c, people, entry, now, days, tell) for entry in entries()])
    load_trips(c, people)
    return added


def _accounts(c: Container) -> People:
    known = {view.username: view for view in accounts.list_accounts(c, OPERATOR)}
    password, wanted = accounts_of_demo()
    for account in wanted:
        if account.username not in known:
            known[account.username] = _account(c, account, password)
    return {username: actor_of(view) for username, view in known.items()}


def _account(c: Container, account: DemoAccount, password: str) -> AccountView:
    return accounts.create_account(
        c,
        OPERATOR,
        username=account.username,
        display_name=account.display_name,
        password=password,
        role=Role(account.role),
        unit_code=account.unit,
    )


def actor_of(view: AccountView) -> Actor:
    """Who acts with this account."""
    return Actor(UUID(view.id), view.display_name, Role(view.role), view.unit_code or None)


def _dossier(
    c: Container, people: People, entry: Entry, now: datetime, days: WorkingCalendar, tell: Callable[[str], None]
) -> bool:
    before = _status(c, entry)
    if before not in (None, Status.NEW) or (before is Status.NEW and entry.status == "new"):
        return False
    if before is None:
        tell(entry.key)
        try:
            _send(replace(c, clock=StoppedClock(entry.sent_at(now, days))), people, entry)
        except Conflict:
            return False  # half-sent on another day, when a newborn was younger: it stays as it is
    if entry.status != "new":
        _decide(replace(c, clock=StoppedClock(entry.decided(now, days))), people, entry)
    return True


def _status(c: Container, entry: Entry) -> Status | None:
    with c.look() as uow:
        row = dossiers.get(uow.session, entry.id)
    return Status(row.status) if row else None


def _send(c: Container, people: People, entry: Entry) -> None:
    # Made from the key, not at random: a loading that was cut short can be taken up again.
    secret = c.vault.blind_index(entry.key, "demo secret")[:22]
    procedure, place = _reference(c, entry)
    made = sending(entry, procedure, secret=secret, at=c.clock.now(), place=place)
    actor = _clerk(people, entry) if entry.channel == "counter" else ANONYMOUS
    intake.announce(c, actor, entry.id, made.manifest)
    for sha256, content in made.photos.items():
        intake.take_photo(c, actor, entry.id, secret, sha256=sha256, content=content)


def _decide(c: Container, people: People, entry: Entry) -> None:
    actor = people[entry.decided_by]
    with c.look() as uow:
        row = dossiers.get(uow.session, entry.id)
    if row is None:
        return  # papers of an earlier, half-loaded demo are still missing
    match entry.status:
        case "received":
            decisions.receive(c, actor, row.id, version=row.version, due_date=_named_day(c, actor, row.id))
        case "supplement":
            asked = entry.items
            decisions.ask_supplement(c, actor, row.id, version=row.version, items=asked, reason=entry.reason)
        case "refused":
            decisions.refuse(c, actor, row.id, version=row.version, reason=entry.reason)
        case other:
            raise ValueError(other)


def _named_day(c: Container, actor: Actor, dossier_id: UUID) -> str:
    """What the clerk would name where the law's time limit is not known: a day two weeks of work ahead."""
    if decisions.preview_due(c, actor, dossier_id).known:
        return ""
    with c.look() as uow:
        return calendar(c, uow).add_working(local_day(c.clock.now()), 10).isoformat()


def _clerk(people: People, entry: Entry) -> Actor:
    return next(a for a in people.values() if a.role is Role.CLERK and a.unit_code == entry.unit)


def _reference(c: Container, entry: Entry) -> tuple[Procedure, str]:
    with c.look() as uow:
        law = procedures.version_in_force(uow.session, entry.procedure, local_day(c.clock.now()))
        place = units.unit(uow.session, entry.unit)
    if law is None or place is None:
        raise Invalid("submission.procedure_unknown", procedure=entry.procedure)
    return Procedure.from_json(law.body), place.name
