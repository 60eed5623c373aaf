"""Photos that come in pieces over a line that breaks: how much is here, some more of it, and what is still to come.

The announced manifest promises each photo with its SHA-256 and length, so nothing has to be created: a photo's
unfinished bytes belong to its submission from the moment it was announced. When the last byte is here the photo goes
through the same door as one that came whole (``intake.take_photo``): hash, decoder, store, row. The device's own small
pictures come before, so that the desk sees something of a dossier of which the photos take an hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sothuhoso.db.queries import submissions
from sothuhoso.db.tables import SubmissionRow, SubmissionThumbnailRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain.errors import Conflict, Invalid, NotFound, TooLarge, Unavailable, WrongKind
from sothuhoso.domain.manifest import Page
from sothuhoso.domain.policy import Actor
from sothuhoso.domain.ports import PartWriter
from sothuhoso.services import arrivals, capability, intake
from sothuhoso.services.container import Container
from sothuhoso.services.views import Standing

MAX_THUMBNAIL_BYTES = 40 * 1024
"""A small picture of 240 pixels has 4 to 12 KB."""


@dataclass(frozen=True, slots=True)
class Part:
    """How far one photo is: ``offset`` of ``length`` bytes; ``arrived`` once it went through the door."""

    length: int
    offset: int
    arrived: bool


def standing(c: Container, actor: Actor, submission_id: UUID, secret: str | None) -> Standing:
    """The receipt, and what is here of photos that are not; errors as in ``capability.authorised``."""
    with c.look() as uow:
        row = _row(uow, c, actor, submission_id, secret)
        receipt = arrivals.receipt_of(uow, c, row)
        small = sorted(one.received_sha256 for one in submissions.thumbnails(uow.session, row.id))
    sizes = c.parts.sizes(str(submission_id))
    return Standing(receipt, small, {name: size for name, size in sizes.items() if name in receipt.missing})


def part_of(c: Container, actor: Actor, submission_id: UUID, secret: str | None, *, sha256: str) -> Part:
    """How far this photo is. Raises ``NotFound('photo.unknown')`` for one that was not promised."""
    with c.look() as uow:
        return _part(uow, c, actor, submission_id, secret, sha256=sha256)


def begin_part(
    c: Container, actor: Actor, submission_id: UUID, secret: str | None, *, sha256: str, offset: int, coming: int | None
) -> tuple[Part, PartWriter]:
    """Go on with a photo behind ``offset``; ``coming`` is how many bytes the sender has announced, if it has.

    The caller closes the writer. Raises ``Conflict('part.offset', offset=…)`` where another number of bytes is here
    (all of them where the photo has arrived), ``TooLarge('part.too_long')``, and as ``part_of``.
    """
    part = part_of(c, actor, submission_id, secret, sha256=sha256)
    if offset != part.offset:
        raise Conflict("part.offset", offset=part.offset)
    if coming is not None and offset + coming > part.length:
        raise TooLarge("part.too_long", limit=part.length)
    writer = c.parts.open(str(submission_id), sha256, offset)
    # It may have arrived over another connection since it was looked at: what was just opened would stay for ever.
    now = part_of(c, actor, submission_id, secret, sha256=sha256)
    if now.arrived:
        writer.close()
        c.parts.remove(str(submission_id), sha256)
        raise Conflict("part.offset", offset=now.offset)
    return part, writer


def end_part(c: Container, actor: Actor, submission_id: UUID, secret: str | None, *, sha256: str) -> Part:
    """A connection ended: note that the device was in touch, and let the photo through the door if it is all here.

    Damaged bytes and those that are no photo are forgotten, so that the sender begins anew. Raises as
    ``intake.take_photo``; ``Invalid('photo.hash_mismatch')`` for damaged ones.
    """
    part = part_of(c, actor, submission_id, secret, sha256=sha256)
    if part.arrived:  # over another connection, while this one was still on its way
        c.parts.remove(str(submission_id), sha256)
    if part.arrived or part.offset < part.length:
        _note(c, actor, submission_id, secret)
        return part
    try:
        content = _content(c, submission_id, sha256)
        intake.take_photo(c, actor, submission_id, secret, sha256=sha256, content=content)
    except (Invalid, TooLarge, WrongKind):
        c.parts.remove(str(submission_id), sha256)
        raise
    return Part(part.length, part.length, arrived=True)


def take_thumbnail(
    c: Container, actor: Actor, submission_id: UUID, secret: str | None, *, sha256: str, content: bytes
) -> bool:
    """Keep the device's small picture of a photo that is still under way; answers whether it is of use.

    It goes through the same door as a photo; nothing vouches for it but the sender until the photo is here. Raises as
    ``part_of``, ``ImageDoor.clean`` and ``TooLarge('image.too_many_bytes')``.
    """
    if len(content) > MAX_THUMBNAIL_BYTES:
        raise TooLarge("image.too_many_bytes", limit=MAX_THUMBNAIL_BYTES, megabytes=0)
    if part_of(c, actor, submission_id, secret, sha256=sha256).arrived:
        return False
    name = c.files.put(c.images.clean(content).thumbnail)
    with c.work() as uow:
        row = _row(uow, c, actor, submission_id, secret, lock=True)
        known = submissions.thumbnail(uow.session, row.id, sha256)
        if known is None and submissions.photo(uow.session, row.id, sha256) is None:
            uow.session.add(
                SubmissionThumbnailRow(
                    submission_id=row.id, received_sha256=sha256, file_sha256=name, received_at=c.clock.now()
                )
            )
        arrivals.heard_of(uow, c, row)
        uow.commit()
    return True


def _content(c: Container, submission_id: UUID, sha256: str) -> bytes:
    try:
        return c.parts.read(str(submission_id), sha256)
    except Unavailable as error:
        raise Invalid("photo.hash_mismatch") from error


def _row(
    uow: UnitOfWork, c: Container, actor: Actor, submission_id: UUID, secret: str | None, *, lock: bool = False
) -> SubmissionRow:
    held = capability.authorised(uow, c, actor, submission_id, secret)
    row = submissions.get(uow.session, submission_id, lock=True) if lock else held.row
    if row is None:
        raise NotFound("submission.unknown")
    return row


def _part(uow: UnitOfWork, c: Container, actor: Actor, submission_id: UUID, secret: str | None, *, sha256: str) -> Part:
    row = _row(uow, c, actor, submission_id, secret)
    page = _promised(c, row, sha256)
    if submissions.photo(uow.session, row.id, sha256) is not None:
        return Part(page.bytes, page.bytes, arrived=True)
    return Part(page.bytes, c.parts.size(str(submission_id), sha256), arrived=False)


def _promised(c: Container, row: SubmissionRow, sha256: str) -> Page:
    manifest = arrivals.manifest_of(c, row)
    page = next((page for page in manifest.pages if page.sha256 == sha256), None) if manifest else None
    if page is None:
        raise NotFound("photo.unknown")
    return page


def _note(c: Container, actor: Actor, submission_id: UUID, secret: str | None) -> None:
    with c.work() as uow:
        arrivals.heard_of(uow, c, _row(uow, c, actor, submission_id, secret, lock=True))
        uow.commit()
