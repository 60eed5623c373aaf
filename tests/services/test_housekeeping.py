"""What nobody needs any more goes, with its files; what a dossier shows stays."""

import asyncio
import uuid

import pytest

from sothuhoso.db.queries import dossiers, shared_drafts, submissions
from sothuhoso.db.queries import leases as lease_rows
from sothuhoso.domain.policy import ANONYMOUS
from sothuhoso.services import housekeeping, intake, leases
from tests.services.making import Sending, photo, sha
from tests.services.test_shared_drafts import Draft


def file_of(c, sending, content):
    with c.look() as uow:
        found = submissions.photo(uow.session, sending.id, sha(content))
    assert found is not None
    return found.file_sha256


def test_an_abandoned_submission_goes_after_thirty_days(c, clock):
    sending = Sending()
    sending.announce(c)
    sending.put(c, sending.photos[0])
    name = file_of(c, sending, sending.photos[0])
    clock.move(days=29)
    assert housekeeping.purge_expired(c) == 0
    clock.move(days=2)
    assert housekeeping.purge_expired(c) == 2
    assert c.files.has(name) is False
    with c.look() as uow:
        assert submissions.get(uow.session, sending.id) is None
    assert sending.arrive(c).state == "whole"  # the device still has everything and may send again


def test_what_a_dossier_shows_stays(c, clock):
    kept = Sending(photos=(photo(1),))
    kept.arrive(c)
    left = Sending(photos=(photo(1), photo(2)))  # shares a photo with the dossier
    left.put(c, photo(1))
    left.put(c, photo(2))
    own = file_of(c, left, photo(2))
    clock.move(days=31)
    housekeeping.purge_expired(c)
    with c.look() as uow:
        (page,) = dossiers.pages(uow.session, kept.id)
    assert c.files.has(page.file_sha256)
    assert c.files.has(page.thumbnail_sha256)
    assert c.files.has(own) is False


def test_retaken_photos_of_a_dossier_go_after_a_day(c, clock):
    sending = Sending(photos=(photo(1),))
    sending.put(c, photo(30))
    sending.arrive(c)
    name = file_of(c, sending, photo(30))
    assert housekeeping.purge_expired(c) == 0
    clock.move(days=1, seconds=1)
    assert housekeeping.purge_expired(c) == 1
    assert c.files.has(name) is False
    receipt = intake.receipt(c, ANONYMOUS, sending.id, sending.secret)
    assert receipt.received == [sha(photo(1))]


def test_shared_drafts_and_leases_run_out(c, clerk, clock):
    draft = Draft(c)
    sending = Sending(photos=(photo(1),))
    sending.arrive(c)
    leases.hold(c, clerk, sending.id)
    clock.move(hours=13)
    assert housekeeping.purge_expired(c) == 1
    with c.look() as uow:
        assert shared_drafts.get(uow.session, draft.id) is None
        assert lease_rows.get(uow.session, sending.id) is None


def test_it_goes_on_until_nothing_is_left(c, clock, monkeypatch):
    monkeypatch.setattr(housekeeping, "_AT_ONCE", 2)
    for _ in range(5):
        Sending(id=uuid.uuid4()).announce(c)
    clock.move(days=31)
    assert housekeeping.purge_expired(c) == 5


async def test_the_house_is_kept_whatever_happens(c, clock, monkeypatch, caplog):
    monkeypatch.setattr(housekeeping, "EVERY", 0.01)
    rounds: list[int] = []
    purge = housekeeping.purge_expired

    def sometimes(container) -> int:
        rounds.append(len(rounds))
        if len(rounds) == 1:
            raise ValueError("019199000017")
        return purge(container)

    monkeypatch.setattr(housekeeping, "purge_expired", sometimes)
    Sending().announce(c)
    clock.move(days=31)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(housekeeping.keep_house(c), 1.5)
    assert len(rounds) > 1
    assert "housekeeping failed: ValueError" in caplog.text
    assert "019199000017" not in caplog.text
    with c.look() as uow:
        assert submissions.abandoned(uow.session, clock.now(), 1) == []
