"""Taking in what a device sends, however often and in whatever order it arrives.

The device makes the id, announces a manifest and sends photos apart. The same content again gets the same receipt;
other content under the same id is kept apart and refused. The dossier comes into being in the one transaction that
brings its last missing piece; until then the promises are kept sealed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sothuhoso.db.queries import procedures, submissions, units
from sothuhoso.db.tables import SubmissionPhotoRow, SubmissionRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain import device_clock, policy
from sothuhoso.domain.brought import BroughtKind
from sothuhoso.domain.errors import Conflict, Invalid, NotFound, TooLarge
from sothuhoso.domain.manifest import PDF, TIFF, Channel, Manifest
from sothuhoso.domain.policy import Action, Actor
from sothuhoso.domain.procedures import Procedure
from sothuhoso.domain.submission import content_hash, parse_manifest, require_complete
from sothuhoso.services import arrivals, audit, capability, draft_content
from sothuhoso.services.container import Container
from sothuhoso.services.moments import local_day
from sothuhoso.services.stored_images import stored_image
from sothuhoso.services.views import ImageBytes, PhotoReceipt, Receipt

MAX_PHOTOS = 200
"""Photos and files, with those that were taken anew, kept for one submission."""
MAX_FILE_PAGES = 400
"""Pages of all files brought along for one submission: each of them is drawn and read."""


def announce(
    c: Container, actor: Actor, submission_id: UUID, raw: object, *, joined: bool = False, device_time: str = ""
) -> Receipt:
    """Take the manifest (format 1 or 2) of a submission; the answer says which photos are still missing.

    ``joined``: a clerk sends the draft that was shared with them; the secret is then the draft's own. Channel
    ``counter`` needs ``INTAKE_COUNTER`` in the unit. ``device_time`` is what the device's clock says. Raises
    ``Conflict('submission.conflict')`` for other content under a known id, ``NotFound('submission.unknown')`` for
    another secret, ``Invalid('submission.…')``.
    """
    manifest = parse_manifest(draft_content.with_secret_of(c, actor, submission_id, raw) if joined else raw)
    with c.work() as uow:
        receipt = announce_within(uow, c, actor, submission_id, manifest, device_clock.read(device_time))
        uow.commit()
    if receipt is None:
        raise Conflict("submission.conflict")
    return receipt


def announce_within(
    uow: UnitOfWork,
    c: Container,
    actor: Actor,
    submission_id: UUID,
    manifest: Manifest,
    device_at: datetime | None = None,
) -> Receipt | None:
    """The same inside a transaction that the caller commits; ``None`` = other content, put apart: tell the sender."""
    if manifest.channel is Channel.COUNTER:
        policy.require(actor, Action.INTAKE_COUNTER, manifest.unit)
    held = capability.authorised(uow, c, actor, submission_id, manifest.secret)
    row = arrivals.own_row(uow, c, submission_id, held.index)
    capability.authorised(uow, c, actor, submission_id, manifest.secret)  # once more: the row may be another's by now
    content = content_hash(manifest)
    fresh = row.content_hash is None
    if fresh:
        _check(uow, c, manifest)
        arrivals.keep_manifest(uow, c, row, manifest, content, device_at)
        arrivals.finish(uow, c, actor, row)
    elif row.content_hash != content:
        arrivals.keep_apart(uow, c, row, manifest, content)
        return None
    else:
        arrivals.learn_number(uow, c, actor, row, manifest.number)
    arrivals.heard_of(uow, c, row)
    return arrivals.receipt_of(uow, c, row, created=fresh)


def take_photo(
    c: Container, actor: Actor, submission_id: UUID, secret: str | None, *, sha256: str, content: bytes
) -> PhotoReceipt:
    """Take one photo, named by the SHA-256 of the bytes as sent. Several uploads of the same photo are harmless.

    What is a PDF or TIFF by its content is looked into and kept as it is. Raises
    ``Invalid('photo.hash_mismatch' | 'photo.not_announced')``,
    ``TooLarge('photo.too_many' | 'document.too_many_in_all')``, the errors of ``ImageDoor.clean``, of
    ``DocumentReader.inspect`` and of ``capability.authorised``.
    """
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Invalid("photo.hash_mismatch")
    with c.look() as uow:
        held = capability.authorised(uow, c, actor, submission_id, secret)
        known = submissions.photo(uow.session, submission_id, sha256)
        if held.row is not None and known is not None:
            c.parts.remove(str(submission_id), sha256)
            return _photo_receipt(uow, c, held.row, known)
        _check_wanted(uow, c, held.row, sha256)
    arriving = _document(c, content) if c.documents.is_document(content) else _photo(c, content)
    # Durable before the row that names them: a row without its file would be a receipt that lies.
    names = [c.files.put(part) for part in arriving.files]
    with c.work() as uow:
        row = arrivals.own_row(uow, c, submission_id, held.index)
        capability.authorised(uow, c, actor, submission_id, secret)
        photo, created = _keep_photo(uow, c, row, sha256, arriving, names)
        arrivals.finish(uow, c, actor, row)
        arrivals.heard_of(uow, c, row)
        uow.tell(f"draft:{submission_id}")
        uow.commit()
        c.parts.remove(str(submission_id), sha256)
        return _photo_receipt(uow, c, row, photo, created=created)


def receipt(c: Container, actor: Actor, submission_id: UUID, secret: str | None) -> Receipt:
    """What is here of a submission; errors as in ``capability.authorised``."""
    with c.look() as uow:
        held = capability.authorised(uow, c, actor, submission_id, secret)
        if held.row is None:
            raise NotFound("submission.unknown")
        return arrivals.receipt_of(uow, c, held.row)


def photo(
    c: Container, actor: Actor, submission_id: UUID, secret: str | None, *, sha256: str, thumbnail: bool
) -> ImageBytes:
    """A photo that has arrived, as kept; a file has no thumbnail.

    Raises ``NotFound('photo.unknown')``; else as ``capability.authorised``.
    A clerk's look at the whole of it is written down; the sender looks at their own papers.
    """
    with c.look() as uow:
        capability.authorised(uow, c, actor, submission_id, secret)
        found = submissions.photo(uow.session, submission_id, sha256)
    if found is None or (thumbnail and not found.thumbnail_sha256):
        raise NotFound("photo.unknown")
    image = stored_image(c, found, thumbnail=thumbnail)
    if secret is None and not thumbnail:
        _record_view(c, actor, submission_id)
    return image


def _check(uow: UnitOfWork, c: Container, manifest: Manifest) -> None:
    """Whether this may be taken: version of the procedure, unit, papers, sizes of the promised photos."""
    found = procedures.version_of(uow.session, manifest.procedure, manifest.procedure_version)
    if found is None:
        raise Invalid("submission.procedure_unknown", procedure=manifest.procedure)
    procedure = Procedure.from_json(found.body)
    # They may have been out of reach since they filled it in: the version of that day is as good.
    now = c.clock.now()
    if not any(procedure.in_force(local_day(at)) for at in (now, min(manifest.captured_at, now))):
        raise Invalid("submission.procedure_ended", procedure=manifest.procedure)
    if units.unit(uow.session, manifest.unit) is None:
        raise Invalid("submission.unit_unknown", unit=manifest.unit)
    require_complete(manifest, procedure)
    if any(page.bytes > c.settings.max_photo_bytes for page in manifest.pages):
        most = c.settings.max_photo_bytes
        raise TooLarge("image.too_many_bytes", limit=most, megabytes=most >> 20)


def _check_wanted(uow: UnitOfWork, c: Container, row: SubmissionRow | None, sha256: str) -> None:
    """Once the manifest is here only promised photos are kept; before it, a bounded number."""
    if row is None:
        return
    manifest = arrivals.manifest_of(c, row)
    if manifest is not None and sha256 not in manifest.photo_hashes:
        raise Invalid("photo.not_announced")
    if len(submissions.photos(uow.session, row.id)) >= MAX_PHOTOS:
        raise TooLarge("photo.too_many", limit=MAX_PHOTOS)


@dataclass(frozen=True, slots=True)
class _Arriving:
    """What went through a door: the files to be kept, the first of them the whole one, and facts for its row."""

    files: tuple[bytes, ...]
    facts: dict[str, Any]


def _photo(c: Container, content: bytes) -> _Arriving:
    clean = c.images.clean(content)
    facts = {"media_type": clean.media_type, "width": clean.width, "height": clean.height}
    return _Arriving((clean.content, clean.thumbnail), facts)


def _document(c: Container, content: bytes) -> _Arriving:
    seen = c.documents.inspect(content)
    media_type = PDF if seen.kind is BroughtKind.PDF else TIFF
    return _Arriving((content,), {"media_type": media_type, "width": 0, "height": 0, "document": seen.to_json()})


def _keep_photo(
    uow: UnitOfWork, c: Container, row: SubmissionRow, sha256: str, arriving: _Arriving, names: list[str]
) -> tuple[SubmissionPhotoRow, bool]:
    known = submissions.photo(uow.session, row.id, sha256)
    if known is not None:
        return known, False
    _check_wanted(uow, c, row, sha256)
    _check_pages(uow, row, arriving.facts.get("document"))
    for name, content in zip(names, arriving.files, strict=True):
        if not c.files.has(name):  # the same content was let go of (housekeeping) since it was put
            c.files.put(content)
    kept = SubmissionPhotoRow(
        submission_id=row.id,
        received_sha256=sha256,
        file_sha256=names[0],
        thumbnail_sha256=names[1] if len(names) > 1 else "",
        bytes=len(arriving.files[0]),
        received_at=c.clock.now(),
        **arriving.facts,
    )
    uow.session.add(kept)
    uow.session.flush()
    small = submissions.thumbnail(uow.session, row.id, sha256)
    arrivals.drop_thumbnails(uow, c, [small] if small else [])
    return kept, True


def _check_pages(uow: UnitOfWork, row: SubmissionRow, document: dict[str, Any] | None) -> None:
    """Files of a few kilobytes may have hundreds of pages, and each page costs seconds of work."""
    if document is None:
        return
    here = [photo.document for photo in submissions.photos(uow.session, row.id)]
    if sum(len(one.get("pages", ())) for one in (*here, document)) > MAX_FILE_PAGES:
        raise TooLarge("document.too_many_in_all", limit=MAX_FILE_PAGES)


def _photo_receipt(
    uow: UnitOfWork, c: Container, row: SubmissionRow, photo: SubmissionPhotoRow, *, created: bool = False
) -> PhotoReceipt:
    return PhotoReceipt(
        sha256=photo.received_sha256,
        bytes=photo.bytes,
        width=photo.width,
        height=photo.height,
        receipt=arrivals.receipt_of(uow, c, row, created=created),
    )


def _record_view(c: Container, actor: Actor, submission_id: UUID) -> None:
    with c.work() as uow:
        audit.record(uow, c, actor, Action.PAGE_VIEW, "submission", submission_id, actor.unit_code)
        uow.commit()
