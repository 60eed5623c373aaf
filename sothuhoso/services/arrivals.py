"""A submission on its way in: its row, its sealed promises, its receipt, and the moment it becomes a dossier."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sothuhoso.db.queries import dossiers, procedures, shared_drafts, submissions
from sothuhoso.db.tables import SubmissionConflictRow, SubmissionRow, SubmissionThumbnailRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain.errors import Invalid
from sothuhoso.domain.manifest import FORMAT, Manifest
from sothuhoso.domain.policy import ANONYMOUS, Actor
from sothuhoso.domain.submission import parse_manifest
from sothuhoso.services import assembling, audit, capability, numbering
from sothuhoso.services.container import Container
from sothuhoso.services.moments import iso
from sothuhoso.services.views import Receipt

MAX_CONFLICTS = 20
"""Other contents that are kept for one submission."""


def own_row(uow: UnitOfWork, c: Container, submission_id: UUID, index: str) -> SubmissionRow:
    """The locked row of this id, made if there is none.

    Raises ``Invalid('submission.secret_used')`` where the secret already opens another submission.
    """
    shared_drafts.get(uow.session, submission_id, lock=True)  # always the draft first, so that no two wait in a circle
    fresh = SubmissionRow(id=submission_id, secret_index=index, created_at=c.clock.now())
    row, created = submissions.get_or_add(uow.session, fresh)
    if created and submissions.others_with_secret(uow.session, index, submission_id):
        raise Invalid("submission.secret_used")
    return row


def keep_manifest(
    uow: UnitOfWork, c: Container, row: SubmissionRow, manifest: Manifest, content: str, device_at: datetime | None
) -> None:
    """Seal the promises into the row; from now on only promised photos are taken. The two clocks go side by side."""
    row.state, row.content_hash, row.unit_code = "arriving", content, manifest.unit
    row.manifest_enc = _seal(c, manifest, f"submission:{row.id}")
    row.announced_at, row.device_at = c.clock.now(), device_at
    uow.session.add(row)


def learn_number(uow: UnitOfWork, c: Container, actor: Actor, row: SubmissionRow, number: str) -> None:
    """The same content came again, with the number of a receipt that was handed out meanwhile: keep it.

    The number that was said first stands; it is a wish and no content (``submission.content_hash``).
    """
    if not number:
        return
    manifest = manifest_of(c, row)
    if row.state == "whole":
        numbering.keep_beside(uow, c, actor, dossiers.get(uow.session, row.id, lock=True), number)
    elif manifest is not None and not manifest.number:
        numbered = replace(manifest, format=FORMAT, number=number)
        row.manifest_enc = _seal(c, numbered, f"submission:{row.id}")
        uow.session.add(row)


def heard_of(uow: UnitOfWork, c: Container, row: SubmissionRow) -> None:
    """The device has just been in touch; the desk that waits for it is told."""
    row.seen_at = c.clock.now()
    uow.session.add(row)
    if row.unit_code is not None:
        uow.tell(f"arriving:{row.unit_code}")


def manifest_of(c: Container, row: SubmissionRow) -> Manifest | None:
    """What was promised, if anything was yet."""
    if row.manifest_enc is None:
        return None
    return parse_manifest(json.loads(c.vault.open(row.manifest_enc, f"submission:{row.id}")))


def keep_apart(uow: UnitOfWork, c: Container, row: SubmissionRow, manifest: Manifest, content: str) -> None:
    """Keep other content under a known id beside it, once, so that nobody's papers vanish and nothing is merged."""
    if submissions.has_conflict(uow.session, row.id, content):
        return
    if submissions.count_conflicts(uow.session, row.id) >= MAX_CONFLICTS:
        return
    kept = SubmissionConflictRow(
        id=(conflict_id := c.ids.uuid()),
        submission_id=row.id,
        content_hash=content,
        manifest_enc=_seal(c, manifest, f"conflict:{conflict_id}"),
        created_at=c.clock.now(),
    )
    uow.session.add(kept)
    audit.record(uow, c, ANONYMOUS, "submission.conflict", "submission", row.id, row.unit_code)


def finish(uow: UnitOfWork, c: Container, actor: Actor, row: SubmissionRow) -> None:
    """Make the dossier if it is promised and nothing is missing any more."""
    manifest = manifest_of(c, row)
    if manifest is None or row.state == "whole":
        return
    photos = {photo.received_sha256: photo for photo in submissions.photos(uow.session, row.id)}
    if any(sha256 not in photos for sha256 in manifest.photo_hashes):
        return
    version = procedures.version_of(uow.session, manifest.procedure, manifest.procedure_version)
    assert version is not None
    assembling.make_dossier(uow, c, actor, row, manifest=manifest, version=version, photos=photos)
    drop_thumbnails(uow, c, submissions.thumbnails(uow.session, row.id))


def drop_thumbnails(uow: UnitOfWork, c: Container, rows: Sequence[SubmissionThumbnailRow]) -> None:
    """Let go of the devices' own small pictures; within the transaction, so that nobody takes up the same content."""
    for row in rows:
        uow.session.delete(row)
    uow.session.flush()
    for name in {row.file_sha256 for row in rows}:
        if not submissions.file_in_use(uow.session, name):
            c.files.remove(name)


def receipt_of(uow: UnitOfWork, c: Container, row: SubmissionRow, *, created: bool = False) -> Receipt:
    """What the server holds of this submission."""
    manifest = manifest_of(c, row)
    received = [photo.received_sha256 for photo in submissions.photos(uow.session, row.id)]
    dossier = dossiers.get(uow.session, row.id) if row.state == "whole" else None
    return Receipt(
        id=str(row.id),
        state=row.state,
        received=received,
        missing=[sha256 for sha256 in manifest.photo_hashes if sha256 not in received] if manifest else [],
        number=dossier.number if dossier else "",
        follow_url=capability.follow_url(c, manifest.secret) if manifest else "",
        submitted_at=iso(row.completed_at),
        created=created,
    )


def _seal(c: Container, manifest: Manifest, context: str) -> bytes:
    return c.vault.seal(json.dumps(manifest.to_json(), ensure_ascii=False).encode(), context)
