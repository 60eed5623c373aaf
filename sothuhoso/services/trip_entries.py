"""Taking in what was done on a trip, however often and however late it comes.

The tablet makes an entry's id. The same again gets the same answer; other content under the same id is kept apart and
refused. Nothing is refused because of the plan: a trip that was closed or cancelled, a hamlet or a person that left
it, are the office's matter; what was done in the hamlet was done.
"""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sothuhoso.db.queries import dossiers, trips
from sothuhoso.db.tables import TripEntryConflictRow, TripEntryRow, TripRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain.errors import Conflict, Invalid, NotFound
from sothuhoso.domain.policy import Actor
from sothuhoso.domain.trip_entries import Entry, entry_hash, parse_entry
from sothuhoso.domain.trips import TripStatus, read_id_or_none, reading
from sothuhoso.domain.untrusted import Untrusted
from sothuhoso.services import audit, trip_guard
from sothuhoso.services.container import Container
from sothuhoso.services.moments import iso
from sothuhoso.services.trip_views import TakenEntry
from sothuhoso.services.views import ImageBytes

MAX_CONFLICTS = 20
"""Other contents that are kept for one entry."""
MAX_WAITING = 100_000


def take_entry(c: Container, actor: Actor, trip_id: UUID, entry_id: UUID, raw: object) -> TakenEntry:
    """Take one entry: ``{"entry": …, "tablet": id, "sent_at": moment, "waiting": how many wait behind it}``.

    All but ``entry`` may be missing and is no content. Raises ``Conflict('trip.entry_conflict')`` for other content
    under a known id, ``Invalid('trip.hamlet_unknown' | 'trip.dossier_unknown')``, the errors of ``parse_entry``, of
    ``ImageDoor.clean`` and of ``trip_guard.trip``.
    """
    root = Untrusted(raw, "")
    with reading():
        entry = parse_entry(root.get("entry").value)
        tablet, sent_at, waiting = _around(root)
    content = entry_hash(entry)
    with c.look() as uow:
        row = trip_guard.trip(uow, actor, trip_id, former=True)
        known = trips.entry(uow.session, entry_id)
        if known is not None and known.trip_id == row.id and known.content_hash == content and tablet is None:
            return _taken(known)
    signature = _keep_signature(c, entry) if known is None else None
    with c.work() as uow:
        row = trip_guard.trip(uow, actor, trip_id, lock=True, former=True)
        _hear_tablet(uow, c, row, tablet, waiting)
        kept, created = _keep(
            uow, c, actor, row, entry_id, entry, content=content, sent_at=sent_at, signature=signature
        )
        answer = _taken(kept, created=created) if kept.content_hash == content else None
        uow.commit()
    if answer is None:
        raise Conflict("trip.entry_conflict")
    return answer


def hear_tablet(c: Container, actor: Actor, trip_id: UUID, tablet_id: UUID, *, waiting: int) -> None:
    """A tablet says how much still waits on it, where no entry tells. Errors as ``trip_guard.trip``."""
    with c.work() as uow:
        row = trip_guard.trip(uow, actor, trip_id, former=True)
        _hear_tablet(uow, c, row, tablet_id, min(max(waiting, 0), MAX_WAITING))
        uow.commit()


def signature(c: Container, actor: Actor, trip_id: UUID, entry_id: UUID) -> ImageBytes:
    """The signature for a result that was handed over; looking at it is written down.

    Raises ``NotFound('trip.no_signature' | 'file.unknown')`` and as ``trip_guard.trip``.
    """
    with c.work() as uow:
        row = trip_guard.trip(uow, actor, trip_id)
        entry = trips.entry(uow.session, entry_id)
        if entry is None or entry.trip_id != row.id or entry.signature_sha256 is None:
            raise NotFound("trip.no_signature")
        content = c.files.get(entry.signature_sha256)
        audit.record(uow, c, actor, "trip.signature", "trip_entry", entry.id, row.unit_code)
        uow.commit()
    return ImageBytes(content, "image/png" if content.startswith(b"\x89PNG") else "image/jpeg")


def entry_of(c: Container, row: TripEntryRow) -> Entry:
    """What a kept entry says, without its signature."""
    return parse_entry(json.loads(c.vault.open(row.content_enc, f"trip_entry:{row.id}")))


def _around(root: Untrusted) -> tuple[UUID | None, datetime | None, int]:
    sent_at, waiting = root.get("sent_at"), root.get("waiting")
    return (
        read_id_or_none(root.get("tablet")),
        None if sent_at.value is None else sent_at.moment(),
        0 if waiting.value is None else waiting.whole(0, MAX_WAITING),
    )


def _keep_signature(c: Container, entry: Entry) -> str | None:
    """Through the door for untrusted pictures and durable before the row that names it; ``None`` for none."""
    if not entry.signature:
        return None
    return c.files.put(c.images.clean(base64.b64decode(entry.signature)).content)


def _keep(
    uow: UnitOfWork,
    c: Container,
    actor: Actor,
    row: TripRow,
    entry_id: UUID,
    entry: Entry,
    *,
    content: str,
    sent_at: datetime | None,
    signature: str | None,
) -> tuple[TripEntryRow, bool]:
    known = trips.entry(uow.session, entry_id, lock=True)
    if known is None:
        _check(uow, row, entry)
        fresh = _fresh(c, actor, row, entry_id, entry, content=content, sent_at=sent_at, signature=signature)
        known = trips.add_entry(uow.session, fresh)
        if known is None:
            _begin(uow, row)
            audit.record(uow, c, actor, "trip.entry", "trip_entry", entry_id, row.unit_code, kind=str(entry.kind))
            uow.tell(f"trip:{row.id}")
            return fresh, True
    if known.trip_id != row.id:
        raise NotFound("trip.unknown")  # another trip's entry: nothing of it is told
    if known.content_hash != content:
        _keep_apart(uow, c, actor, row, known, entry, content)
    return known, False


def _check(uow: UnitOfWork, row: TripRow, entry: Entry) -> None:
    """Whether what the entry names is of this trip and unit."""
    if entry.hamlet not in {hamlet.id for hamlet in trips.hamlets(uow.session, row.id)}:
        raise Invalid("trip.hamlet_unknown")
    if entry.dossier is not None:
        dossier = dossiers.get(uow.session, entry.dossier)
        if dossier is None or dossier.unit_code != row.unit_code:
            raise Invalid("trip.dossier_unknown")


def _fresh(
    c: Container,
    actor: Actor,
    row: TripRow,
    entry_id: UUID,
    entry: Entry,
    *,
    content: str,
    sent_at: datetime | None,
    signature: str | None,
) -> TripEntryRow:
    assert actor.account_id is not None
    return TripEntryRow(
        id=entry_id,
        trip_id=row.id,
        hamlet_id=entry.hamlet,
        series=entry.series,
        queue=entry.queue,
        kind=str(entry.kind),
        submission_id=entry.submission,
        dossier_id=entry.dossier,
        replaces=entry.replaces,
        account_id=actor.account_id,
        content_hash=content,
        content_enc=_seal(c, replace(entry, signature=""), f"trip_entry:{entry_id}"),
        signature_sha256=signature,
        made_at=entry.made_at,
        sent_at=sent_at,
        received_at=c.clock.now(),
    )


def _begin(uow: UnitOfWork, row: TripRow) -> None:
    """The first that arrives says that the team is out, even of a trip that was called off meanwhile."""
    if row.status in (TripStatus.PLANNED, TripStatus.CANCELLED):
        row.status = str(TripStatus.UNDER_WAY)
        row.version += 1
        uow.session.add(row)


def _keep_apart(
    uow: UnitOfWork, c: Container, actor: Actor, row: TripRow, known: TripEntryRow, entry: Entry, content: str
) -> None:
    if trips.has_conflict(uow.session, known.id, content):
        return
    if trips.count_conflicts(uow.session, known.id) >= MAX_CONFLICTS:
        return
    conflict_id = c.ids.uuid()
    uow.session.add(
        TripEntryConflictRow(
            id=conflict_id,
            entry_id=known.id,
            content_hash=content,
            content_enc=_seal(c, entry, f"trip_entry_conflict:{conflict_id}"),
            created_at=c.clock.now(),
        )
    )
    audit.record(uow, c, actor, "trip.entry_conflict", "trip_entry", known.id, row.unit_code)


def _hear_tablet(uow: UnitOfWork, c: Container, row: TripRow, tablet_id: UUID | None, waiting: int) -> None:
    """When it was last heard, and how much it says is still on it."""
    tablet = trips.tablet(uow.session, row.id, tablet_id) if tablet_id else None
    if tablet is not None:
        tablet.seen_at, tablet.waiting = c.clock.now(), waiting
        uow.session.add(tablet)


def _seal(c: Container, entry: Entry, context: str) -> bytes:
    return c.vault.seal(json.dumps(entry.to_json(), ensure_ascii=False).encode(), context)


def _taken(row: TripEntryRow, *, created: bool = False) -> TakenEntry:
    return TakenEntry(str(row.id), iso(row.received_at), created)
