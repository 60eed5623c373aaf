"""The table is read once, when the first address is asked about."""

from dataclasses import replace

from sothuhoso.domain.address_table import open_table
from sothuhoso.services.addresses import suggest


def test_the_server_suggests_from_the_table_that_ships(c):
    found = suggest(c, "Xóm Mỏ Gà, Phú Thượng, Võ Nhai, Thái Nguyên")
    assert [unit.place for unit in found.candidates] == ["xã Võ Nhai, tỉnh Thái Nguyên"]
    assert c.addresses() is c.addresses()


def test_any_table_will_do(c):
    empty = open_table({"kinds": [], "countries": [], "provinces": [], "old": []})
    assert suggest(replace(c, addresses=lambda: empty), "Phú Thượng, Võ Nhai").candidates == ()
