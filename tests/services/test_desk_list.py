"""The list: one's own unit, found without accents, by number or by a whole ID number, in short pages."""

import pytest

from sothuhoso.domain.errors import Refused, SignInNeeded
from sothuhoso.domain.policy import ANONYMOUS, Role
from sothuhoso.services import decisions, desk_list, leases
from sothuhoso.services.views import DeskQuery
from tests.conftest import OTHER_UNIT, UNIT
from tests.services.making import SINGLE, absent, arrived, said, simple


@pytest.fixture
def three(c, clock):
    """Three dossiers of the unit, a minute apart, and one of another unit."""
    mai = simple()
    mai.arrive(c)
    clock.move(minutes=1)
    pa = simple(owner=said(full_name="Lý Văn Pá", id_number="019205000123"))
    pa.arrive(c)
    clock.move(minutes=1)
    birth = arrived(c, photos=(), components=[absent("giay_chung_sinh")]).sending
    simple(unit=OTHER_UNIT).arrive(c)
    return mai, pa, birth


def ask(c, actor, **query):
    page = desk_list.list_desk(c, actor, DeskQuery(**query))
    return [row.id for row in page.rows]


def test_own_unit_newest_first(c, clerk, three):
    mai, pa, birth = three
    page = desk_list.list_desk(c, clerk, DeskQuery())
    assert [row.id for row in page.rows] == [str(birth.id), str(pa.id), str(mai.id)]
    assert (page.total, page.page, page.pages) == (3, 1, 1)
    assert [(count.status, count.count) for count in page.counts] == [(1, 3)]
    assert [(p.code, p.count) for p in page.procedures] == [(SINGLE, 2), ("1.001193", 1)]
    first = page.rows[0]
    assert (first.missing, first.pages, first.unit_name, first.owner_name) == (1, 0, "xã Thần Sa", "Hoàng Thị Mai")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hoang thi mai", [2, 0]),
        ("HOÀNG", [2, 0]),
        ("mai hoang", [2, 0]),
        ("pa", [1]),
        ("lý văn pá", [1]),
        ("hoang pa", []),
        ("hoang thi may", [2]),  # whom it is about
        ("019205000123", [1]),
        ("019 205 000 123", [1]),
        ("019205", []),  # never a part of a number
        ("%", []),
        ("_", []),
        ("SH-05725-261123-0002", [1]),
        ("sh-05725-261123-0002", [1]),
        ("261123-0003", [2]),
        ("", [2, 1, 0]),
    ],
)
def test_searching(c, clerk, three, text, found):
    assert ask(c, clerk, text=text) == [str(three[n].id) for n in found]


def test_filters_leave_the_counts_as_they_are(c, clerk, three):
    _, pa, _ = three
    decisions.refuse(c, clerk, pa.id, version=1, reason="Không thuộc thẩm quyền")
    page = desk_list.list_desk(c, clerk, DeskQuery(status=3))
    assert [row.id for row in page.rows] == [str(pa.id)]
    assert {count.status: count.count for count in page.counts} == {1: 2, 3: 1}
    assert ask(c, clerk, procedure_code="1.001193") == [str(three[2].id)]
    assert ask(c, clerk, procedure_code="1.001193", status=3) == []


def test_pages_are_short_and_stay_in_range(c, clerk, three):
    assert len(ask(c, clerk, size=2)) == 2
    assert len(ask(c, clerk, size=2, page=2)) == 1
    last = desk_list.list_desk(c, clerk, DeskQuery(size=2, page=99))
    assert (last.page, last.pages) == (2, 2)
    huge = desk_list.list_desk(c, clerk, DeskQuery(size=1000, page=-4))
    assert (huge.size, huge.page) == (20, 1)


def test_due_state_and_holder_are_shown(c, clerk, clock, three):
    mai, _, _ = three
    decisions.receive(c, clerk, mai.id, version=1)
    leases.hold(c, clerk, mai.id)
    row = next(r for r in desk_list.list_desk(c, clerk, DeskQuery(status=2)).rows)
    assert (row.due_at, row.due_state, row.holder_name) == ("2026-11-27T10:00:00Z", "on_time", clerk.name)
    clock.move(days=4)
    assert next(iter(desk_list.list_desk(c, clerk, DeskQuery(status=2)).rows)).due_state == "today"
    clock.move(days=1)
    late = next(iter(desk_list.list_desk(c, clerk, DeskQuery(status=2)).rows))
    assert (late.due_state, late.holder_name) == ("overdue", "")


def test_the_province_sees_all_or_names_one(c, make_actor, three):
    province = make_actor("tinh", Role.PROVINCE, None)
    assert len(ask(c, province)) == 4
    assert len(ask(c, province, unit=OTHER_UNIT)) == 1


def test_nobody_else(c, clerk, admin, three):
    for actor, kind in ((ANONYMOUS, SignInNeeded), (admin, Refused)):
        with pytest.raises(kind):
            desk_list.list_desk(c, actor, DeskQuery())
    with pytest.raises(Refused):
        desk_list.list_desk(c, clerk, DeskQuery(unit=OTHER_UNIT))
    assert len(ask(c, clerk, unit=UNIT)) == 3
