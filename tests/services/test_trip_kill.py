"""The server killed with -9 around the commit of an entry: the tablet's next try ends in exactly one."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import uuid

import pytest

from sothuhoso.db.queries import audit
from sothuhoso.db.queries import trips as rows
from sothuhoso.domain.policy import Role
from sothuhoso.services import trip_entries
from sothuhoso.settings import ROOT
from tests.conftest import UNIT
from tests.services.making import simple
from tests.services.trip_making import Trip, drawn_signature

SCRIPT = textwrap.dedent(
    """
    import json, os, signal, sys, uuid
    from dataclasses import replace
    from pathlib import Path
    from sothuhoso import bootstrap
    from sothuhoso.db.unit_of_work import UnitOfWork
    from sothuhoso.domain.policy import Actor, Role
    from sothuhoso.integrations.file_store import FolderStore
    from sothuhoso.services import trip_entries
    from tests.conftest import UNIT, settings_in

    order = json.loads(sys.argv[1])
    c = bootstrap.build(replace(settings_in(Path(order["folder"])), database_url=order["database"]))

    def die(*_):
        os.kill(os.getpid(), signal.SIGKILL)

    put = FolderStore.put
    if order["when"] == "before the commit":
        UnitOfWork.commit = die
    if order["when"] == "after the commit":
        def commit_and_die(self):
            self.session.commit()
            die()
        UnitOfWork.commit = commit_and_die
    if order["when"] == "after the signature":
        def put_and_die(self, content):
            put(self, content)
            die()
        FolderStore.put = put_and_die

    lead = Actor(uuid.UUID(order["lead"]), "x", Role.OUTREACH, UNIT)
    trip_entries.take_entry(c, lead, uuid.UUID(order["trip"]), uuid.UUID(order["id"]), order["raw"])
    """
)


@pytest.mark.parametrize(
    ("when", "exists"), [("after the signature", False), ("before the commit", False), ("after the commit", True)]
)
def test_once_or_not_yet(c, make_actor, when, exists):
    trip = Trip(c, make_actor("luudong", Role.OUTREACH, UNIT))
    trip.make()
    dossier = simple()
    dossier.arrive(c)
    entry_id = uuid.uuid4()
    raw = {"entry": trip.entry(kind="handover", dossier=str(dossier.id), signature=drawn_signature())}
    order = {
        "folder": str(c.settings.data_dir),
        "database": c.settings.database_url,
        "when": when,
        "lead": str(trip.lead.account_id),
        "trip": str(trip.id),
        "id": str(entry_id),
        "raw": raw,
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(order)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    with c.look() as uow:
        assert (rows.entry(uow.session, entry_id) is not None) is exists
    assert trip.view().status == ("under_way" if exists else "planned")

    taken = trip_entries.take_entry(c, trip.lead, trip.id, entry_id, raw)
    assert taken.created is not exists
    with c.look() as uow:
        (row,) = rows.entries(uow.session, trip.id)
        written = [one.action for one in audit.of_object(uow.session, "trip_entry", entry_id)]
    assert c.files.has(row.signature_sha256)
    assert written == ["trip.entry"]
