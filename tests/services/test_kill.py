"""The server killed with -9 at the worst moments: after restart the dossier is there whole, or can be sent again."""

import json
import os
import signal
import subprocess
import sys
import textwrap

import pytest

from sothuhoso.db.queries import dossiers, submissions
from sothuhoso.domain.policy import ANONYMOUS
from sothuhoso.services import intake
from sothuhoso.settings import ROOT
from tests.services.making import Sending, photo, sha

SCRIPT = textwrap.dedent(
    """
    import json, os, signal, sys, uuid
    from dataclasses import replace
    from pathlib import Path
    from sothuhoso import bootstrap
    from sothuhoso.db.unit_of_work import UnitOfWork
    from sothuhoso.domain.policy import ANONYMOUS
    from sothuhoso.integrations.file_store import FolderStore
    from sothuhoso.services import intake
    from tests.conftest import settings_in

    order = json.loads(sys.argv[1])
    c = bootstrap.build(replace(settings_in(Path(order["folder"])), database_url=order["database"]))

    def die(*_):
        os.kill(os.getpid(), signal.SIGKILL)

    put, commit = FolderStore.put, UnitOfWork.commit
    if order["when"] == "before the file":
        FolderStore.put = die
    if order["when"] == "after the file":
        def put_and_die(self, content):
            put(self, content)
            die()
        FolderStore.put = put_and_die
    if order["when"] == "before the commit":
        UnitOfWork.commit = die
    if order["when"] == "after the commit":
        def commit_and_die(self):
            self.session.commit()
            die()
        UnitOfWork.commit = commit_and_die

    content = bytes.fromhex(order["content"])
    intake.take_photo(c, ANONYMOUS, uuid.UUID(order["id"]), order["secret"], sha256=order["sha"], content=content)
    """
)


@pytest.mark.parametrize(
    ("when", "exists"),
    [("before the file", False), ("after the file", False), ("before the commit", False), ("after the commit", True)],
)
def test_whole_or_absent(c, when, exists):
    sending = Sending(photos=(photo(21), photo(22)))
    sending.announce(c)
    sending.put(c, sending.photos[0])
    last = sending.photos[1]
    order = {
        "folder": str(c.settings.data_dir),
        "database": c.settings.database_url,
        "when": when,
        "id": str(sending.id),
        "secret": sending.secret,
        "sha": sha(last),
        "content": last.hex(),
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
        row = dossiers.get(uow.session, sending.id)
        pages, events = dossiers.pages(uow.session, sending.id), dossiers.events(uow.session, sending.id)
        known = submissions.photo(uow.session, sending.id, sha(last))
    assert (row is not None, len(pages), len(events)) == ((True, 2, 1) if exists else (False, 0, 0))
    assert (known is not None) is exists

    receipt = sending.put(c, last).receipt  # the device sends again
    # The process that was killed had the machine's clock, this one has the tests'.
    number = row.number if row else "SH-05725-261123-0001"
    assert (receipt.state, receipt.number) == ("whole", number)
    assert intake.receipt(c, ANONYMOUS, sending.id, sending.secret) == sending.announce(c)
    with c.look() as uow:
        assert all(c.files.has(page.file_sha256) for page in dossiers.pages(uow.session, sending.id))
