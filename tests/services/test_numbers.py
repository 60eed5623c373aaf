"""Numbers given to a tablet beforehand: asked for again the same block, and no number is ever two dossiers'."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from sothuhoso.db.queries import audit, number_blocks
from sothuhoso.domain.dossier_code import beforehand_number, local_code
from sothuhoso.domain.errors import Conflict, Invalid, NotFound, Refused, SignInNeeded, TooMany, Unavailable
from sothuhoso.domain.policy import ANONYMOUS, Role
from sothuhoso.services import desk_list, dossier_view, follow, intake, numbering, numbers
from sothuhoso.services.views import DeskQuery
from tests.conftest import OTHER_UNIT, UNIT
from tests.services.making import Sending, photo, refused, simple

TODAY = date(2026, 11, 23)


def take(c, actor, count=10, block_id=None, **facts):
    return numbers.take_block(c, actor, block_id or uuid.uuid4(), count=count, **facts)


def numbers_of(block) -> list[str]:
    day = date.fromisoformat(block.day)
    return [beforehand_number(block.unit, day, serial) for serial in range(block.first, block.last + 1)]


def counter(**facts) -> Sending:
    return simple(channel="counter", **facts)


def arrive(c, actor, **facts):
    sending = counter(**facts)
    return sending, dossier_view.open_dossier(c, actor, _whole(c, actor, sending))


def _whole(c, actor, sending):
    sending.arrive(c, actor)
    return sending.id


# --- blocks --------------------------------------------------------------------------------------------------------


def test_a_block_follows_the_other(c, clerk, clock):
    first, second = take(c, clerk, 10), take(c, clerk, 200, device="Máy bảng 2")
    assert (first.unit, first.day, first.first, first.last) == (UNIT, "2026-11-23", 1, 10)
    assert (second.first, second.last) == (11, 210)
    assert (first.issued_at, first.expires_at) == ("2026-11-23T03:00:00Z", "2026-12-23T03:00:00Z")
    assert first.follow == "http://127.0.0.1:8000/theo-doi"
    clock.move(days=1)
    assert (take(c, clerk).day, take(c, clerk).first) == ("2026-11-24", 11)


def test_asked_again_it_is_the_same_block(c, clerk):
    asked = uuid.uuid4()
    first = take(c, clerk, 10, asked)
    again = take(c, clerk, 10, asked)
    assert (first.created, again.created) == (True, False)
    assert (again.first, again.last) == (first.first, first.last)
    assert take(c, clerk).first == 11


def test_asked_many_times_at_once_it_is_one_block(c, clerk):
    asked = uuid.uuid4()
    with ThreadPoolExecutor(5) as pool:
        blocks = list(pool.map(lambda _: take(c, clerk, 10, asked), range(5)))
    assert {(block.first, block.last) for block in blocks} == {(1, 10)}
    assert sum(block.created for block in blocks) == 1
    assert take(c, clerk).first == 11


def test_the_id_of_another_gets_nothing(c, clerk, other_clerk, make_actor):
    asked = uuid.uuid4()
    take(c, clerk, 10, asked)
    for somebody in (other_clerk, make_actor("canbo3", Role.OUTREACH, UNIT)):
        with refused(Conflict, "numbers.other"):
            take(c, somebody, 10, asked)


@pytest.mark.parametrize("count", [0, -1, 201, 10**9])
def test_how_many_is_bounded(c, clerk, count):
    with refused(Invalid, "numbers.count"):
        take(c, clerk, count)
    assert take(c, clerk, 1).first == 1


def test_a_tablet_of_another_unit_is_told(c, clerk):
    with refused(Refused, "access.refused"):
        take(c, clerk, unit=OTHER_UNIT)
    assert take(c, clerk, unit=UNIT).unit == UNIT


def test_taking_too_often_costs_time(c, clerk, monkeypatch):
    monkeypatch.setattr(numbers, "TRIES", 2)
    take(c, clerk)
    take(c, clerk)
    with refused(TooMany, "numbers.too_many"):
        take(c, clerk)


def test_a_day_has_an_end(c, clerk, monkeypatch):
    monkeypatch.setattr(numbers, "MAX_SERIAL", 15)
    take(c, clerk)
    with refused(Unavailable, "numbers.none_left"):
        take(c, clerk)
    assert take(c, clerk, 5).last == 15


def test_it_is_written_down(c, clerk):
    block = take(c, clerk, 10, device="Máy của chị Mai")
    with c.look() as uow:
        (entry,) = audit.of_object(uow.session, "number_block", block.id)
    assert (entry.action, entry.actor_id, entry.unit_code) == ("numbers.take", clerk.account_id, UNIT)
    assert entry.facts == {"first": 1, "last": 10}


def test_many_tablets_at_once_share_no_number(c, clerk, make_actor):
    somebody = [clerk, make_actor("canbo4", Role.HEAD, UNIT), make_actor("canbo5", Role.OUTREACH, UNIT)]
    with ThreadPoolExecutor(6) as pool:
        blocks = list(pool.map(lambda n: take(c, somebody[n % 3], 20), range(9)))
    given = [number for block in blocks for number in numbers_of(block)]
    assert len(set(given)) == len(given) == 180
    assert sorted(block.first for block in blocks) == list(range(1, 180, 20))


# --- the dossier under a number ------------------------------------------------------------------------------------


def test_the_dossier_arrives_under_the_number_of_its_receipt(c, clerk, clock):
    block = take(c, clerk)
    number = numbers_of(block)[6]
    clock.move(days=40)  # the tablet comes down late: what is on paper stays good
    sending, view = arrive(c, clerk, number=number)
    assert (view.number, view.provisional_number) == (number, "")
    assert sending.announce(c, clerk).number == number
    with c.look() as uow:
        row = number_blocks.get(uow.session, uuid.UUID(block.id))
    assert row is not None
    assert row.used == 1


def test_the_desk_counts_on_beside_it(c, clerk):
    number = numbers_of(take(c, clerk))[0]
    given = [arrive(c, clerk, **facts)[1].number for facts in ({}, {"number": number}, {})]
    assert given == ["SH-05725-261123-0001", number, "SH-05725-261123-0002"]


@pytest.mark.parametrize(
    "number",
    [
        "SH-05725-261123-A0011",  # behind the block
        "SH-05725-261124-A0001",  # of a day on which nothing was given out
        "SH-05716-261123-A0001",  # another unit's, which is given out there
    ],
)
def test_a_forged_number_costs_nobody_the_dossier(c, clerk, other_clerk, number):
    take(c, clerk)
    take(c, other_clerk)
    _, view = arrive(c, clerk, number=number)
    assert (view.number, view.provisional_number) == ("SH-05725-261123-0001", number)


def test_a_number_is_used_once(c, clerk):
    number = numbers_of(take(c, clerk))[0]
    arrive(c, clerk, number=number)
    _, view = arrive(c, clerk, number=number)
    assert (view.number, view.provisional_number) == ("SH-05725-261123-0001", number)


def test_two_that_claim_one_number_at_once(c, clerk):
    number = numbers_of(take(c, clerk))[0]
    both = [counter(number=number) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        receipts = list(pool.map(lambda sending: sending.arrive(c, clerk), both))
    assert sorted(receipt.number for receipt in receipts) == [
        "SH-05725-261123-0001",
        "SH-05725-261123-0002",
        "SH-05725-261123-0003",
        number,
    ]


def test_a_phone_takes_no_number_from_anybody(c, clerk):
    number = numbers_of(take(c, clerk))[0]
    stranger = simple(number=number)
    stranger.arrive(c)
    _, view = arrive(c, clerk, number=number)
    assert view.number == number


def test_a_number_is_a_wish_until_the_dossier_is_there(c, clerk):
    """Announced, not whole: another dossier may still get the number, and this one then keeps it beside its own."""
    number = numbers_of(take(c, clerk))[0]
    slow = Sending(channel="counter", photos=(photo(1),), number=number)
    slow.announce(c, clerk)
    _, fast = arrive(c, clerk, number=number)
    slow.put(c, photo(1), clerk)
    late = dossier_view.open_dossier(c, clerk, slow.id)
    assert (fast.number, late.number, late.provisional_number) == (number, "SH-05725-261123-0001", number)


# --- a number that comes with a later try --------------------------------------------------------------------------


def test_a_number_said_with_a_later_try_counts_while_photos_are_missing(c, clerk):
    first, second = numbers_of(take(c, clerk))[:2]
    sending = Sending(channel="counter", photos=(photo(1),))
    sending.announce(c, clerk)
    for number in (first, second):  # the first that is said stands
        sending.number = number
        assert sending.announce(c, clerk).created is False
    sending.put(c, photo(1), clerk)
    assert dossier_view.open_dossier(c, clerk, sending.id).number == first


def test_a_number_said_after_the_dossier_is_there_is_kept_beside_it(c, clerk):
    first, second = numbers_of(take(c, clerk))[:2]
    sending, view = arrive(c, clerk)
    for number in (first, second):
        sending.number = number
        assert sending.announce(c, clerk).number == view.number
    after = dossier_view.open_dossier(c, clerk, sending.id)
    assert (after.number, after.provisional_number, after.version) == (view.number, first, view.version)
    with c.look() as uow:
        actions = [entry.action for entry in audit.of_object(uow.session, "dossier", str(sending.id))]
    assert actions.count(numbering.PROVISIONAL) == 1


# --- finding it by what stands on the paper ------------------------------------------------------------------------


def test_the_desk_finds_it_by_the_number_on_the_paper(c, clerk):
    sending, view = arrive(c, clerk, number="SH-05725-261123-A0042")
    arrive(c, clerk)
    for typed in ("SH-05725-261123-A0042", "sh 05725 261123 a0042", "A0042", view.number):
        page = desk_list.list_desk(c, clerk, DeskQuery(text=typed))
        assert [row.id for row in page.rows] == [str(sending.id)]
        assert page.rows[0].provisional_number == "SH-05725-261123-A0042"


def test_the_desk_finds_it_by_the_code_of_a_phone(c, clerk):
    sending = simple()
    sending.arrive(c)
    simple().arrive(c)
    for typed in (local_code(sending.id), local_code(sending.id).replace("-", " ").lower()):
        page = desk_list.list_desk(c, clerk, DeskQuery(text=typed))
        assert [row.id for row in page.rows] == [str(sending.id)]


def test_the_person_follows_it_by_the_number_on_the_paper(c, clerk):
    sending, view = arrive(c, clerk, number="SH-05725-261123-A0042")
    for typed in ("SH-05725-261123-A0042", "sh05725261123a0042", local_code(sending.id)):
        found = follow.follow_by_number(c, typed, "0017", "1999")
        assert (found.number, found.provisional_number) == (view.number, "SH-05725-261123-A0042")
        with refused(NotFound, "follow.unknown"):
            follow.follow_by_number(c, typed, "0018", "1999")


def test_a_number_that_two_papers_bear_leads_each_to_their_own(c, clerk):
    number = numbers_of(take(c, clerk))[0]
    arrive(c, clerk, number=number)
    other = simple(number=number, owner=_pa())
    other.arrive(c)
    mine = follow.follow_by_number(c, number, "0017", "1999")
    theirs = follow.follow_by_number(c, number, "0123", "2005")
    assert (mine.number, theirs.number, theirs.provisional_number) == (number, "SH-05725-261123-0001", number)


def _pa():
    return {
        "full_name": {"value": "Lý Văn Pá", "origin": "typed"},
        "id_number": {"value": "019205000123", "origin": "typed"},
    }


def test_numbers_travel_with_the_desk_only(c, other_clerk):
    sending = counter(number="SH-05725-261123-A0001")
    with pytest.raises(SignInNeeded):
        intake.announce(c, ANONYMOUS, sending.id, sending.manifest)
    with pytest.raises(Refused):
        intake.announce(c, other_clerk, sending.id, sending.manifest)
