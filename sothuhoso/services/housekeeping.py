"""Lets go of what nobody needs any more: drafts never sent, photos taken anew, opened bundles of locked tablets.

Personal data is kept no longer than its purpose (Luật 91/2025/QH15); dossiers are the archive's matter, not this one's.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from sothuhoso.db.queries import leases, shared_drafts, submissions
from sothuhoso.db.tables import SubmissionPhotoRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain.policy import ANONYMOUS
from sothuhoso.services import arrivals, audit, recovery
from sothuhoso.services.container import Container

log = logging.getLogger(__name__)

EVERY = 3600.0
"""Seconds between two rounds of ``keep_house``."""

ABANDONED_AFTER = timedelta(days=30)
RETAKEN_AFTER = timedelta(days=1)
UNFINISHED_AFTER = timedelta(days=7)
"""A phone comes down from the hills once a week; what it then sends anew costs less than keeping it longer."""
OPENED_AFTER = timedelta(days=30)
_AT_ONCE = 100


def purge_expired(c: Container) -> int:
    """Delete submissions begun 30 days ago and never completed, left-over photos, expired shared drafts and leases.

    Recovery bundles go 30 days after they were opened. Works in small transactions so that nobody waits; answers how
    many drafts, submissions, photos and bundles went, unfinished photos that nobody went on with among them.
    """
    gone = c.parts.sweep(UNFINISHED_AFTER.total_seconds())
    while step := _purge_some(c) + recovery.forget_opened(c, c.clock.now() - OPENED_AFTER, _AT_ONCE):
        gone += step
    return gone


async def keep_house(c: Container) -> None:
    """Do it again every hour, for as long as the server runs; a round that fails is only logged, by its kind."""
    while True:
        try:
            await asyncio.to_thread(purge_expired, c)
        except Exception as error:  # noqa: BLE001 - the next round tries again
            log.error("housekeeping failed: %s", type(error).__qualname__)  # noqa: TRY400 - a message may be personal
        await asyncio.sleep(EVERY)


def _purge_some(c: Container) -> int:
    now = c.clock.now()
    with c.work() as uow:
        drafts = shared_drafts.expired(uow.session, now, _AT_ONCE)
        old = submissions.abandoned(uow.session, now - ABANDONED_AFTER, _AT_ONCE)
        photos = [photo for row in old for photo in submissions.photos(uow.session, row.id)]
        photos += submissions.left_over_photos(uow.session, now - RETAKEN_AFTER, _AT_ONCE)
        others = [other for row in old for other in submissions.conflicts(uow.session, row.id)]
        arrivals.drop_thumbnails(uow, c, [one for row in old for one in submissions.thumbnails(uow.session, row.id)])
        for row in (*drafts, *others, *photos):
            uow.session.delete(row)
        uow.session.flush()
        for row in old:
            uow.session.delete(row)
            c.parts.remove(str(row.id))
        leases.drop_ended(uow.session, now)
        gone = len(drafts) + len(old) + len(photos)
        if gone:
            audit.record(uow, c, ANONYMOUS, "housekeeping.purge", "submission", "", None, count=gone)
        _remove_files(uow, c, photos)
        uow.commit()
    return gone


def _remove_files(uow: UnitOfWork, c: Container, photos: list[SubmissionPhotoRow]) -> None:
    """Within the transaction, so that no other writer takes up the same content meanwhile."""
    uow.session.flush()
    names = {name for photo in photos for name in (photo.file_sha256, photo.thumbnail_sha256) if name}
    for name in names:
        if not submissions.file_in_use(uow.session, name):
            c.files.remove(name)
