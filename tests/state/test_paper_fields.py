"""Noting what a paper says, from the screen: of the dossier that is open, by those who compare, and by nobody else."""

import json

import pytest
from reflex.istate.manager.token import BaseStateToken
from reflex.state import State
from reflex.utils.format import format_event_handler
from reflex_base.registry import RegistrationContext
from sqlmodel import select

from sothuhoso.db import tables
from sothuhoso.domain.policy import Role
from sothuhoso.services import paper_fields
from sothuhoso.state.desk_dossier import DeskDossier
from sothuhoso.state.paper_fields import PaperFields
from tests.conftest import OTHER_UNIT, UNIT
from tests.services.test_paper_fields import At, dossier_with

HERE, HELPER, ELSEWHERE = ("clerk", UNIT), ("outreach", UNIT), ("clerk", OTHER_UNIT)
PROVINCE, ADMIN, NOBODY = ("province", None), ("admin", None), ("", None)
HANDLERS = {
    PaperFields.toggle: {"component_id": "PAPER"},
    PaperFields.confirm: {"line": "type_name-0"},
    PaperFields.set_aside: {"line": "type_name-0"},
    PaperFields.edit: {"component_id": "PAPER", "line": "type_name-0"},
    PaperFields.cancel: {},
    PaperFields.save: {"form": {"value": "Giấy chứng sinh"}},
    PaperFields.add: {"form": {"field": "code_number", "value": "45"}},
    PaperFields.look: {"component_id": "PAPER", "line": "type_name-0"},
}
SECRET = "VÕ NHAI"  # what stands on the paper, and in no field of the dossier


@pytest.fixture
def at(c, clerk) -> At:
    return At(c, clerk, dossier_with(c))


@pytest.fixture
def caller(sign_in):
    def make(who) -> str:
        role, unit = who
        return sign_in("aido", Role(role), unit) if role else "device=one"

    return make


@pytest.fixture
def send(pipeline, at):
    """Sends an event; the dossier lies open in the state, whoever sits there."""

    async def prime():
        async with pipeline.manager.modify_state(BaseStateToken(ident="tok", cls=State)) as root:
            screen = await root.get_state(DeskDossier)
            screen._id, screen.shown, screen.dossier = str(at.id), True, at.view
            root._clean()

    async def call(handler, payload, cookie):
        if not (await pipeline.state(DeskDossier)).shown:
            await prime()
        given = {key: str(at.paper) if value == "PAPER" else value for key, value in payload.items()}
        await pipeline.send((handler, given) if given else handler, cookie=cookie, path="/ban")
        return await pipeline.state(PaperFields)

    return call


def kept(c) -> list[str]:
    with c.look() as uow:
        return [row.field for row in uow.session.exec(select(tables.PaperFieldRow))]


def told(pipeline) -> str:
    return json.dumps(pipeline.deltas, default=repr, ensure_ascii=False)


def test_each_handler_stands_in_the_table():
    ours = {
        name
        for name, handler in RegistrationContext.get().event_handlers.items()
        if handler.states and handler.states[0] is PaperFields and not name.endswith(".setvar")
    }
    assert {format_event_handler(handler) for handler in HANDLERS} == ours


@pytest.mark.parametrize("handler", HANDLERS, ids=format_event_handler)
async def test_nobody_is_sent_to_sign_in(handler, send, pipeline, c):
    await send(handler, HANDLERS[handler], "device=one")
    assert kept(c) == []
    assert [event.name for event in pipeline.events] == ["_redirect"]
    assert told(pipeline) == "[]"


@pytest.mark.parametrize("who", [HELPER, ELSEWHERE, PROVINCE, ADMIN], ids=str)
@pytest.mark.parametrize("handler", HANDLERS, ids=format_event_handler)
async def test_who_may_not_compare_is_shown_no_suggestion_and_keeps_nothing(handler, who, send, pipeline, c, caller):
    cookie = caller(who)
    await send(PaperFields.toggle, {"component_id": "PAPER"}, cookie)
    screen = await send(handler, HANDLERS[handler], cookie)
    assert (kept(c), screen.suggested) == ([], [])
    assert SECRET not in told(pipeline)


async def test_opened_confirmed_and_closed(send, at, c, caller):
    cookie = caller(HERE)
    screen = await send(PaperFields.toggle, {"component_id": "PAPER"}, cookie)
    assert (screen.paper, len(screen.suggested)) == (str(at.paper), 7)
    line = screen.suggested[0]
    screen = await send(PaperFields.confirm, {"line": line.id}, cookie)
    assert (kept(c), len(screen.suggested), screen.problem.vi) == ([line.field], 6, "")
    screen = await send(PaperFields.confirm, {"line": "of nobody"}, cookie)
    assert kept(c) == [line.field]
    screen = await send(PaperFields.toggle, {"component_id": "PAPER"}, cookie)
    assert (screen.paper, screen.suggested) == ("", [])


async def test_the_dossier_on_the_screen_has_what_was_noted(send, at, pipeline, caller):
    cookie = caller(HERE)
    await send(PaperFields.toggle, {"component_id": "PAPER"}, cookie)
    await send(PaperFields.add, {"form": {"field": "code_number", "value": "45"}}, cookie)
    screen = await pipeline.state(DeskDossier)
    assert [(one.value, one.origin) for one in screen.dossier.components[0].fields] == [("45", "typed")]
    await send(PaperFields.add, {"form": {"field": "code_number", "value": "46"}}, cookie)  # corrects it
    assert [(one.value, one.version) for one in at.fields] == [("46", 2)]


async def test_corrected_in_the_panel_and_what_cannot_be_stays_to_be_corrected(send, at, c, caller):
    cookie = caller(HERE)
    screen = await send(PaperFields.toggle, {"component_id": "PAPER"}, cookie)
    line = next(one for one in screen.suggested if one.field == "code_number")
    screen = await send(PaperFields.edit, {"component_id": "PAPER", "line": line.id}, cookie)
    assert (screen.editing, screen.text) == (line.id, "123")
    screen = await send(PaperFields.save, {"form": {"value": "không số"}}, cookie)
    assert (screen.problem.key, screen.editing, screen.text, kept(c)) == (
        "paper_field.no_digit",
        line.id,
        "không số",
        [],
    )
    screen = await send(PaperFields.save, {"form": {"value": "124"}}, cookie)
    assert (screen.problem.key, screen.editing) == ("", "")
    noted = at.noted("code_number")
    assert (noted.value, noted.origin) == ("124", "corrected")
    screen = await send(PaperFields.edit, {"component_id": "PAPER", "line": noted.id}, cookie)
    assert (screen.editing, screen.text) == (noted.id, "124")
    screen = await send(PaperFields.cancel, {}, cookie)
    assert (screen.editing, screen.text) == ("", "")


async def test_what_was_noted_is_corrected_though_its_panel_is_closed(send, at, caller):
    at.confirm("code_number", "123")
    screen = await send(PaperFields.edit, {"component_id": "PAPER", "line": "code_number.0"}, caller(HERE))
    assert (screen.paper, screen.editing) == (str(at.paper), "code_number.0")


async def test_somebody_was_faster(send, at, c, make_actor, pipeline, caller):
    cookie = caller(HERE)
    screen = await send(PaperFields.toggle, {"component_id": "PAPER"}, cookie)
    line = next(one for one in screen.suggested if one.field == "code_number")
    at.confirm("code_number", "124", clerk=make_actor("dongnghiep", Role.CLERK, UNIT))
    screen = await send(PaperFields.confirm, {"line": line.id}, cookie)
    assert screen.problem.key == "dossier.changed"
    assert line.field not in [one.field for one in screen.suggested]
    assert [one.value for one in (await pipeline.state(DeskDossier)).dossier.components[0].fields] == ["124"]


async def test_what_was_being_typed_stays_where_somebody_was_faster_elsewhere(send, at, make_actor, caller):
    cookie = caller(HERE)
    screen = await send(PaperFields.toggle, {"component_id": "PAPER"}, cookie)
    line = next(one for one in screen.suggested if one.field == "organ_name")
    await send(PaperFields.edit, {"component_id": "PAPER", "line": line.id}, cookie)
    at.confirm("code_number", "124", clerk=make_actor("dongnghiep", Role.CLERK, UNIT))
    screen = await send(PaperFields.save, {"form": {"value": "Bệnh viện"}}, cookie)
    assert (screen.problem.key, screen.editing, screen.text) == ("dossier.changed", line.id, "Bệnh viện")
    screen = await send(PaperFields.save, {"form": {"value": "Bệnh viện"}}, cookie)
    assert (screen.problem.key, screen.editing, at.noted("organ_name").value) == ("", "", "Bệnh viện")


async def test_the_page_comes_on_the_mat_marked(send, pipeline, caller):
    cookie = caller(HERE)
    screen = await send(PaperFields.toggle, {"component_id": "PAPER"}, cookie)
    line = screen.suggested[0]
    await send(PaperFields.look, {"component_id": "PAPER", "line": line.id}, cookie)
    desk = await pipeline.state(DeskDossier)
    assert (desk.marked, desk.hit.boxes) == (True, line.place.boxes)


@pytest.mark.parametrize("form", [{}, {"value": 5}, {"field": ["names"], "value": "x"}, {"field": "id_number"}])
async def test_what_no_browser_of_ours_sends_breaks_nothing(form, send, c, caller):
    cookie = caller(HERE)
    await send(PaperFields.toggle, {"component_id": "not an id"}, cookie)
    for handler in (PaperFields.save, PaperFields.add):
        await send(handler, {"form": form}, cookie)
    await send(PaperFields.look, {"component_id": "x", "line": "y"}, cookie)
    assert kept(c) == []


async def test_the_panel_closes_with_its_dossier(send, pipeline, caller):
    cookie = caller(HERE)
    await send(PaperFields.toggle, {"component_id": "PAPER"}, cookie)
    await pipeline.send(DeskDossier.close, cookie=cookie, path="/ban")
    screen = await pipeline.state(PaperFields)
    assert (screen.paper, screen.suggested) == ("", [])


async def test_with_no_dossier_open_there_is_nothing_to_note(pipeline, c, caller, at):
    cookie = caller(HERE)
    for handler, payload in HANDLERS.items():
        await pipeline.send((handler, payload) if payload else handler, cookie=cookie, path="/ban")
    assert kept(c) == []
    assert paper_fields.suggestions(c, at.clerk, at.id, at.paper)
