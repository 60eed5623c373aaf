"""Cut, retry, second tab, reload, clock jump, ended session, full disk in random order: one dossier each, all hashes.

A few dozen here; ``bench/interleavings.py`` does a thousand, and fifty with a browser.
"""

from __future__ import annotations

from uuid import UUID

import pytest

from sothuhoso.db.queries import dossiers, submissions
from tests.browser.rough_browser import Rough
from tests.browsing import opened, session_of
from tests.device.rough_device import let_loose, wrong_ones
from tests.production import production
from tests.proxy import Proxy


@pytest.mark.parametrize("seed", [11])
def test_whatever_happens_there_is_one_dossier_with_every_photo(seed):
    with production(demo=True, TRUSTED_PROXY_HOPS="1") as app, opened(app) as house:
        session = session_of(app, "canbo.thansa")
        found = let_loose(app.url, rounds=25, seed=seed, unit="05725", session=session)
        assert len(found["submissions"]) == 25
        assert wrong_ones(found) == []
        assert min(found["counts"].get(what, 0) for what in ("cut", "answer lost", "reload", "second tab")) > 0
        with house.look() as uow:
            for one in found["submissions"]:
                row = dossiers.get(uow.session, UUID(one["id"]))
                assert row is not None
                assert [row.number] == one["numbers"]
                pages = dossiers.pages(uow.session, row.id)
                assert sorted(page.received_sha256 for page in pages) == sorted(one["promised"])
                assert submissions.conflicts(uow.session, row.id) == []
                assert submissions.thumbnails(uow.session, row.id) == []
        assert "unexpected" not in app.log.read_text("utf-8")
        assert list((app.folder / "data" / "parts").iterdir()) == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_same_in_a_browser(app, house, browser, seed):
    with Proxy(app.port) as line:
        rough = Rough(browser, line, house, session_of(app, "canbo.thansa"), seed).go()
    assert rough.wrong == [], rough.happened
