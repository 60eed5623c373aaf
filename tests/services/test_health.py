"""Health is the truth about database and files."""

from dataclasses import replace

import pytest

from sothuhoso import __version__
from sothuhoso.domain.errors import Unavailable
from sothuhoso.services import health
from tests.services.making import refused


def test_all_is_well(c):
    assert health.check(c).version == __version__


def test_no_place_to_write(c):
    lost = replace(c.settings, data_dir=c.settings.data_dir / "gone")
    with refused(Unavailable, "server.not_ready"):
        health.check(replace(c, settings=lost))


def test_no_database(c, settings):
    for name in ("sothuhoso.db", "sothuhoso.db-wal", "sothuhoso.db-shm"):
        (settings.data_dir / name).unlink(missing_ok=True)
    (settings.data_dir / "sothuhoso.db").write_bytes(b"")
    with pytest.raises(Unavailable):
        health.check(c)
