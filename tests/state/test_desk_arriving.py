"""What is under way, at the desk: the list and the opened one for those who may see them, nothing for anybody else."""

import json
from dataclasses import dataclass

import pytest
from reflex.utils.format import format_event_handler
from reflex_base.registry import RegistrationContext

from sothuhoso.domain.policy import ANONYMOUS, Role
from sothuhoso.services import intake
from sothuhoso.state.desk_arriving import DeskArriving
from tests.conftest import OTHER_UNIT, UNIT
from tests.services.making import Sending, photo

NAME = "Hoàng Thị Mai"


@pytest.fixture
def sending(c):
    made = Sending(photos=(photo(1), photo(2)))
    intake.announce(c, ANONYMOUS, made.id, made.manifest, device_time="2026-11-23T03:30:00Z")
    return made


@dataclass
class Desk:
    pipeline: object
    cookie: str

    async def open(self, query=""):
        await self.pipeline.send(DeskArriving.load, cookie=self.cookie, path=f"/ban{query}")
        return await self.pipeline.state(DeskArriving)


@pytest.fixture
def desk(pipeline, sign_in):
    def make(role=Role.CLERK, unit=UNIT) -> Desk:
        return Desk(pipeline, sign_in("aido", role, unit))

    return make


def told(pipeline) -> str:
    return json.dumps(pipeline.deltas, default=repr, ensure_ascii=False)


def test_every_handler_is_named_here():
    ours = {
        name
        for name, handler in RegistrationContext.get().event_handlers.items()
        if handler.states and handler.states[0] is DeskArriving and not name.endswith(".setvar")
    }
    assert ours == {format_event_handler(handler) for handler in (DeskArriving.load, DeskArriving.close)}


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.OUTREACH])
async def test_the_units_people_see_the_list_and_open_one(desk, sending, role):
    screen = await desk(role).open(f"?den={sending.id}")
    assert [row.owner_name for row in screen.rows] == [NAME]
    assert screen.opened is not None
    assert (screen.shown, screen.absent, screen.opened.clock_minutes) == (True, False, 30)


async def test_it_follows_what_arrives(desk, c, sending):
    clerk = desk()
    await clerk.open(f"?den={sending.id}")
    sending.put(c, photo(1))
    screen = await clerk.open(f"?den={sending.id}")
    assert (screen.rows[0].photos_here, screen.opened.photos_here) == (1, 1)
    sending.put(c, photo(2))
    screen = await clerk.open(f"?den={sending.id}")
    assert (screen.rows, screen.total, screen.opened.whole) == ([], 0, True)


@pytest.mark.parametrize(("role", "unit"), [(Role.CLERK, OTHER_UNIT), (Role.ADMIN, None)])
async def test_others_learn_nothing(desk, pipeline, sending, role, unit):
    screen = await desk(role, unit).open(f"?den={sending.id}")
    assert (screen.rows, screen.total, screen.opened, screen.absent) == ([], 0, None, True)
    assert NAME not in told(pipeline)


async def test_the_province_sees_the_list_and_opens_none(desk, pipeline, sending):
    screen = await desk(Role.PROVINCE, None).open(f"?den={sending.id}")
    assert (screen.total, screen.opened, screen.absent) == (1, None, True)


async def test_nobody_is_sent_to_sign_in(pipeline, sending):
    for handler in (DeskArriving.load, DeskArriving.close):
        await pipeline.send(handler, path=f"/ban?den={sending.id}")
    assert told(pipeline) == "[]"
    assert {event.name for event in pipeline.events} == {"_redirect"}
    assert all("/dang-nhap" in str(event.payload) for event in pipeline.events)


@pytest.mark.parametrize("wanted", ["", "x", "00000000-0000-4000-8000-000000000000"])
async def test_what_is_none_opens_nothing(desk, sending, wanted):
    screen = await desk().open(f"?den={wanted}")
    assert (screen.opened, screen.absent) == (None, wanted != "")
