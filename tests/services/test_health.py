"""Health is the truth about database and files."""

import shutil

import pytest

from sothuhoso import __version__
from sothuhoso.domain.errors import Unavailable
from sothuhoso.services import health


def test_all_is_well(c):
    assert health.check(c).version == __version__


def test_no_place_to_write(c):
    shutil.rmtree(c.settings.data_dir / "files")
    with pytest.raises(Unavailable):
        health.check(c)


def test_no_tables(c, settings):
    with c.work() as uow:
        uow.session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
        uow.commit()
    with pytest.raises(Unavailable):
        health.check(c)
