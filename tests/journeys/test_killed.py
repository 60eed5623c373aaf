"""The server killed with -9 at random moments of sending and of receiving: afterwards once and whole, or not at all.

The rounds are spread over the time that the undisturbed work takes, so that the blow falls before, within and after.
"""

from __future__ import annotations

import asyncio
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from uuid import UUID

import aiohttp
import httpx
import pytest

from sothuhoso.db.queries import audit, dossiers
from sothuhoso.domain.dossier_status import Status
from sothuhoso.domain.policy import Actor, Role
from sothuhoso.services import decisions
from sothuhoso.state.desk_dossier import DeskDossier
from tests.browsing import opened, row_counts, session_of
from tests.production import production
from tests.rest import Device, drawn_papers, sending
from tests.screen_socket import Screen, says

ROUNDS = 8
#: Seconds within which the blow falls: sending three photos, or receiving, takes about so long undisturbed.
SENDING, RECEIVING = 0.7, 0.15


@pytest.fixture(scope="module")
def mortal():
    """A server of our own, with the demo's accounts, that may be killed."""
    with production(demo=True) as running:
        yield running


def kill_after(app, seconds: float) -> threading.Thread:
    def strike():
        time.sleep(seconds)
        app.kill()

    blow = threading.Thread(target=strike)
    blow.start()
    return blow


@pytest.mark.parametrize("nth", range(ROUNDS))
def test_killed_while_photos_arrive(mortal, nth):
    made = sending(photos=drawn_papers())
    moment = random.Random(nth).uniform(nth, nth + 1) / ROUNDS * SENDING
    blow = kill_after(mortal, moment)
    with suppress(httpx.HTTPError):  # the phone sees a broken line and keeps everything
        Device(mortal.url).send(made)
    blow.join()
    mortal.start()

    with opened(mortal) as house:
        before = state_of(house, made.id)
        assert before in (("absent", 0, 0), ("whole", 3, 1))
        sent = Device(mortal.url).send(made)  # the device goes on by itself
        assert state_of(house, made.id) == ("whole", 3, 1)
        with house.look() as uow:
            row = dossiers.get(uow.session, made.id)
            pages = dossiers.pages(uow.session, made.id)
            same = [one for one in audit.of_object(uow.session, "dossier", made.id) if one.action == "dossier.submit"]
        assert (row.number, len(same)) == (sent.number, 1)
        assert all(house.files.get(page.file_sha256) and house.files.get(page.thumbnail_sha256) for page in pages)


def state_of(house, dossier_id) -> tuple[str, int, int]:
    """Whether the dossier is there, with how many pages and how many events."""
    with house.look() as uow:
        row = dossiers.get(uow.session, dossier_id)
        pages, events = dossiers.pages(uow.session, dossier_id), dossiers.events(uow.session, dossier_id)
    return "whole" if row else "absent", len(pages), len(events)


@pytest.mark.parametrize("nth", range(ROUNDS))
def test_killed_while_a_clerk_receives(mortal, nth):
    sent = Device(mortal.url).send(sending(photos=drawn_papers()))
    moment = random.Random(nth).uniform(nth, nth + 1) / ROUNDS * RECEIVING
    cookie = f"device=one; sid={session_of(mortal, 'canbo.thansa')}"
    with ThreadPoolExecutor(1) as pool:  # this thread may be the browser's
        pool.submit(asyncio.run, receive(mortal, sent, cookie, moment)).result()
    mortal.start()

    with opened(mortal) as house:
        with house.look() as uow:
            row = dossiers.get(uow.session, UUID(sent.id))
            version = row.version
        if row.status == Status.NEW:
            assert decided(house, sent) == (0, 0, 0)
            clerk = Actor(None, "Nông Thị Huệ", Role.CLERK, row.unit_code)
            decisions.receive(house, clerk, row.id, version=version)
        assert decided(house, sent) == (1, 1, 1)
        with house.look() as uow:
            row = dossiers.get(uow.session, UUID(sent.id))
        assert (row.status, row.received_at is None, row.due_at is None) == (Status.RECEIVED, False, False)


async def receive(app, sent, cookie, moment) -> None:
    """Open the dossier at the desk, press the button, and let the blow fall a moment later."""
    async with aiohttp.ClientSession() as http:
        screen = await Screen(app.url, f"/ban?hs={sent.id}", cookie).open(http)
        await screen.ask(DeskDossier.ask_receive, {}, says("due"))
        await screen.send(DeskDossier.receive, {})
        await asyncio.sleep(moment)
        app.kill()
        await screen.close()


def decided(house, sent) -> tuple[int, int, int]:
    """How many times it was received: events, forms, lines of the audit."""
    with house.look() as uow:
        events = [e for e in dossiers.events(uow.session, UUID(sent.id)) if e.to_status == Status.RECEIVED]
        forms = dossiers.forms(uow.session, UUID(sent.id))
        said = [one for one in audit.of_object(uow.session, "dossier", sent.id) if one.action == "dossier.receive"]
    return len(events), len(forms), len(said)


def test_nothing_was_lost_or_doubled_in_all_rounds(mortal):
    """After all the blows: each submission is one dossier, and the database still says that it is sound."""
    with opened(mortal) as house:
        counts = row_counts(house)
        with house.look() as uow:
            sound = uow.session.connection().exec_driver_sql("PRAGMA integrity_check").scalar_one()
    assert sound == "ok"
    assert counts["dossier"] == counts["submission"]
