"""What the clerk decides on a dossier: receive it, ask once for what is missing, or refuse it with a reason.

Each decision is one transaction: the event, the numbered form, the date, the audit. ``version`` is the one the clerk
saw; if anything changed since, nothing is overwritten and the clerk is told.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sothuhoso.db.queries import dossiers
from sothuhoso.db.tables import DossierEventRow, DossierRow, IssuedFormRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain import deadlines
from sothuhoso.domain.dossier_status import ACTIONS, Status, move
from sothuhoso.domain.errors import Conflict, Invalid
from sothuhoso.domain.policy import Action, Actor
from sothuhoso.domain.working_days import WorkingCalendar
from sothuhoso.services import audit, form_facts, guard
from sothuhoso.services.calendar import calendar
from sothuhoso.services.container import Container
from sothuhoso.services.dossier_view import procedure_of, time_limit_view, view_of
from sothuhoso.services.dossier_views import DossierView, DuePreview
from sothuhoso.services.moments import iso, local_day
from sothuhoso.settings import VIETNAM

MAX_ITEMS, MAX_ITEM, MAX_REASON = 20, 300, 1000
LATEST_DUE = timedelta(days=366)


def preview_due(c: Container, actor: Actor, dossier_id: UUID) -> DuePreview:
    """When the result would be due if the dossier were received at this moment."""
    with c.look() as uow:
        row = guard.dossier(uow, actor, dossier_id, Action.DOSSIER_RECEIVE)
        now, days = c.clock.now(), calendar(c, uow)
        due = _due(uow, row, now, days)
        local = now.astimezone(VIETNAM)
        return DuePreview(
            known=due is not None,
            accepted_at=iso(now),
            due_at=iso(due),
            after_cutoff=local.time() >= deadlines.DAY_CUTOFF or not days.is_working(local.date()),
            time_limit=time_limit_view(procedure_of(uow, row).time_limit),
        )


def receive(c: Container, actor: Actor, dossier_id: UUID, *, version: int, due_date: str = "") -> DossierView:
    """Accept the dossier: the clock starts (NĐ 309/2026 Điều 17.3) and Mẫu 01 names the day of return.

    ``due_date`` (ISO day) is needed only where no time limit could be confirmed, and is taken only there.
    Raises ``Invalid('dossier.due_date_needed' | 'dossier.due_date_impossible')``, ``Conflict('dossier.changed' |
    'dossier.status_not_allowed')``.
    """
    with c.work() as uow:
        row = _open(uow, actor, dossier_id, Action.DOSSIER_RECEIVE, version=version)
        now, days = c.clock.now(), calendar(c, uow)
        row.due_at = _due(uow, row, now, days) or _named_day(due_date, now, days)
        row.received_at = row.received_at or now
        event = _step(uow, c, actor, row, Status.RECEIVED, action=Action.DOSSIER_RECEIVE)
        form = form_facts.issue_receipt(uow, c, actor, row)
        event.facts = {"due_at": iso(row.due_at), "form": form.form}
        return _done(uow, c, actor, row, form)


def ask_supplement(
    c: Container,
    actor: Actor,
    dossier_id: UUID,
    *,
    version: int,
    items: list[str],
    reason: str,
    acknowledge_second: bool = False,
) -> DossierView:
    """Ask for everything that is missing, at once (Mẫu 02); the clock stands still meanwhile.

    A second request for one dossier is against NĐ 309/2026 Điều 17.2a and counts as late (QĐ 766): it raises
    ``Conflict('dossier.second_supplement')`` unless ``acknowledge_second``. Raises ``Invalid('supplement.items_needed'
    | 'supplement.too_much')``, ``Invalid('dossier.reason_needed')`` and as ``receive``.
    """
    with c.work() as uow:
        row = _open(uow, actor, dossier_id, Action.DOSSIER_SUPPLEMENT, version=version)
        asked, said = _items(items), _reason(reason)
        if row.supplement_count and not acknowledge_second:
            raise Conflict("dossier.second_supplement", count=row.supplement_count)
        row.supplement_count += 1
        event = _step(uow, c, actor, row, Status.SUPPLEMENT, action=Action.DOSSIER_SUPPLEMENT)
        form = form_facts.issue_supplement(uow, c, actor, row, items=asked, reason=said)
        event.reason, event.facts = said, {"items": list(asked), "form": form.form}
        return _done(uow, c, actor, row, form)


def refuse(c: Container, actor: Actor, dossier_id: UUID, *, version: int, reason: str) -> DossierView:
    """Refuse the dossier with a reason (Mẫu 03). Raises ``Invalid('dossier.reason_needed')`` and as ``receive``."""
    with c.work() as uow:
        row = _open(uow, actor, dossier_id, Action.DOSSIER_REFUSE, version=version)
        said = _reason(reason)
        event = _step(uow, c, actor, row, Status.REFUSED, action=Action.DOSSIER_REFUSE)
        form = form_facts.issue_refusal(uow, c, actor, row, reason=said)
        event.reason, event.facts = said, {"form": form.form}
        return _done(uow, c, actor, row, form)


def _open(uow: UnitOfWork, actor: Actor, dossier_id: UUID, action: Action, *, version: int) -> DossierRow:
    row = guard.dossier(uow, actor, dossier_id, action, lock=True)
    guard.unchanged(uow, row, version)
    return row


def _due(uow: UnitOfWork, row: DossierRow, now: datetime, days: WorkingCalendar) -> datetime | None:
    """Counted from now; after a supplement to an accepted dossier the days that were left go on counting."""
    if row.received_at is None or row.due_at is None:
        return deadlines.due_at(now, procedure_of(uow, row).time_limit, days)
    paused = [e.at for e in dossiers.events(uow.session, row.id) if e.to_status == Status.SUPPLEMENT]
    return deadlines.due_after_pause(row.due_at, paused[-1], now, days)


def _named_day(text: str, now: datetime, days: WorkingCalendar) -> datetime:
    """The close of the working day that the clerk named."""
    if not text:
        raise Invalid("dossier.due_date_needed")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Invalid("dossier.due_date_impossible") from None
    today = local_day(now)
    if not today <= day <= today + LATEST_DUE or not days.is_working(day):
        raise Invalid("dossier.due_date_impossible")
    return datetime.combine(day, deadlines.CLOSE, VIETNAM).astimezone(UTC)


def _step(
    uow: UnitOfWork, c: Container, actor: Actor, row: DossierRow, to: Status, *, action: Action
) -> DossierEventRow:
    """The next event; status and version follow it. Raises ``Conflict('dossier.status_not_allowed')``."""
    before = Status(row.status)
    if action not in ACTIONS[before]:
        raise Conflict("dossier.status_not_allowed", from_=int(before), to=int(to))
    event = DossierEventRow(
        id=c.ids.uuid(),
        dossier_id=row.id,
        seq=len(dossiers.events(uow.session, row.id)) + 1,
        at=c.clock.now(),
        actor_id=actor.account_id,
        actor_name=actor.name,
        action=str(action),
        from_status=int(before),
        to_status=int(move(before, to)),
        facts={},
    )
    row.status, row.version = event.to_status, row.version + 1
    uow.session.add_all([event, row])
    return event


def _done(uow: UnitOfWork, c: Container, actor: Actor, row: DossierRow, form: IssuedFormRow) -> DossierView:
    action = {"01": Action.DOSSIER_RECEIVE, "02": Action.DOSSIER_SUPPLEMENT, "03": Action.DOSSIER_REFUSE}[form.form]
    audit.record(uow, c, actor, action, "dossier", row.id, row.unit_code, form=form.form, serial=form.serial)
    uow.tell(f"dossier:{row.id}", f"unit:{row.unit_code}")
    uow.session.flush()
    view = view_of(uow, c, actor, row)
    uow.commit()
    return view


def _items(items: list[str]) -> tuple[str, ...]:
    asked = tuple(text for text in (" ".join(item.split()) for item in items) if text)
    if not asked:
        raise Invalid("supplement.items_needed")
    if len(asked) > MAX_ITEMS or any(len(text) > MAX_ITEM for text in asked):
        raise Invalid("supplement.too_much", items=MAX_ITEMS, letters=MAX_ITEM)
    return asked


def _reason(reason: str) -> str:
    said = " ".join(reason.split())
    if not said:
        raise Invalid("dossier.reason_needed")
    if len(said) > MAX_REASON:
        raise Invalid("dossier.reason_long", most=MAX_REASON)
    return said
