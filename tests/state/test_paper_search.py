"""Searching on papers from the screen: of one's own unit, of the dossier that is open, and nothing for a stranger."""

import json

import pytest
from reflex.istate.manager.token import BaseStateToken
from reflex.state import State
from reflex.utils.format import format_event_handler
from reflex_base.registry import RegistrationContext
from sqlmodel import select

from sothuhoso.db import tables
from sothuhoso.domain.policy import Role
from sothuhoso.services import dossier_view
from sothuhoso.state.desk_dossier import DeskDossier
from sothuhoso.state.paper_search import DeskPapers, DossierPapers
from tests.conftest import OTHER_UNIT, UNIT
from tests.services.test_paper_search import FIRST, SECOND, THIRD, made

HERE, ELSEWHERE = ("clerk", UNIT), ("clerk", OTHER_UNIT)
PROVINCE, ADMIN, NOBODY = ("province", None), ("admin", None), ("", None)
ASK = {"form": {"words": "khai"}}
HANDLERS = {
    DeskPapers.switch: {"within": True},
    DeskPapers.ask: ASK,
    DeskPapers.set_exact: {"exact": True},
    DeskPapers.turn_page: {"step": 1},
    DeskPapers.choose: {"page_id": "PAGE"},
    DeskPapers.clear: {},
    DossierPapers.ask: ASK,
    DossierPapers.set_exact: {"exact": True},
    DossierPapers.choose: {"page_id": "PAGE"},
    DossierPapers.clear: {},
}


@pytest.fixture
def dossier(c):
    return made(c, 1, FIRST, SECOND, THIRD)


@pytest.fixture
def caller(sign_in):
    def make(who) -> str:
        role, unit = who
        return sign_in("aido", Role(role), unit) if role else "device=one"

    return make


@pytest.fixture
def opened(pipeline, c, clerk, dossier):
    """The dossier lies open in the state, whoever sits there; hits of an earlier question too."""

    async def prime():
        async with pipeline.manager.modify_state(BaseStateToken(ident="tok", cls=State)) as root:
            screen = await root.get_state(DeskDossier)
            screen._id, screen.shown = str(dossier.id), True
            screen.dossier = dossier_view.open_dossier(c, clerk, dossier.id)
            for papers in (await root.get_state(DeskPapers), await root.get_state(DossierPapers)):
                papers.asked, papers.text = True, "khai"
            (await root.get_state(DossierPapers)).of = str(dossier.id)
            root._clean()

    return prime


def searched(c) -> list[str]:
    with c.look() as uow:
        rows = uow.session.exec(select(tables.AuditRow).where(tables.AuditRow.action == "paper.search"))
        return [f"{row.object_kind}:{row.object_id}" for row in rows]


def told(pipeline) -> str:
    return json.dumps(pipeline.deltas, default=repr, ensure_ascii=False)


def test_each_handler_stands_in_the_table():
    registered = RegistrationContext.get().event_handlers
    ours = {
        name
        for name, handler in registered.items()
        if handler.states and handler.states[0] in (DeskPapers, DossierPapers) and not name.endswith(".setvar")
    }
    assert {format_event_handler(handler) for handler in HANDLERS} == ours


@pytest.mark.parametrize("handler", HANDLERS, ids=format_event_handler)
async def test_nobody_is_sent_to_sign_in(handler, pipeline, c, opened):
    await opened()
    await pipeline.send((handler, HANDLERS[handler]), path="/ban")
    assert searched(c) == []
    assert [event.name for event in pipeline.events] == ["_redirect"]
    assert told(pipeline) == "[]"


@pytest.mark.parametrize("who", [ELSEWHERE, PROVINCE, ADMIN], ids=str)
@pytest.mark.parametrize("handler", HANDLERS, ids=format_event_handler)
async def test_the_wrong_unit_and_the_wrong_role_learn_nothing(handler, who, pipeline, c, opened, caller, dossier):
    await opened()
    await pipeline.send((handler, HANDLERS[handler]), cookie=caller(who), path="/ban")
    assert not any(word in told(pipeline) for word in ("KHAI", "quê quán", "clean.jpg"))
    assert not [entry for entry in searched(c) if entry.startswith("dossier:")]
    for cls in (DeskPapers, DossierPapers):
        assert (await pipeline.state(cls)).hits == []


async def test_the_clerk_finds_in_the_dossier_and_lays_the_page_on_the_mat(pipeline, c, opened, caller, dossier):
    await opened()
    cookie = caller(HERE)
    await pipeline.send((DossierPapers.ask, {"form": {"words": "su that"}}), cookie=cookie, path="/ban")
    papers = await pipeline.state(DossierPapers)
    assert (papers.busy, papers.asked, len(papers.hits), papers.of) == (False, True, 1, str(dossier.id))
    assert searched(c) == [f"dossier:{dossier.id}"]
    await pipeline.send((DossierPapers.choose, {"page_id": papers.hits[0].id}), cookie=cookie, path="/ban")
    screen = await pipeline.state(DeskDossier)
    assert (screen.at, screen.marked) == (2, True)
    await pipeline.send((DeskDossier.step, {"by": -1}), cookie=cookie, path="/ban")
    assert not (await pipeline.state(DeskDossier)).marked  # another page is a photo
    await pipeline.send((DossierPapers.choose, {"page_id": "of nobody"}), cookie=cookie, path="/ban")
    assert (await pipeline.state(DeskDossier)).at == 1


async def test_the_clerk_finds_over_the_desk_and_the_page_waits_for_its_dossier(pipeline, c, caller, dossier):
    cookie = caller(HERE)
    await pipeline.send((DeskPapers.ask, {"form": {"words": "su that"}}), cookie=cookie, path="/ban")
    (hit,) = (await pipeline.state(DeskPapers)).hits
    await pipeline.send((DeskPapers.choose, {"page_id": hit.id}), cookie=cookie, path="/ban")
    await pipeline.send(DeskDossier.load, cookie=cookie, path=f"/ban?hs={dossier.id}&trang={hit.id}")
    screen = await pipeline.state(DeskDossier)
    assert (screen.shown, screen.at, screen.marked) == (True, 2, True)


async def test_an_address_alone_begins_with_its_page_as_a_photo(pipeline, c, clerk, caller, dossier):
    page = dossier_view.open_dossier(c, clerk, dossier.id).components[1].pages[0].id
    await pipeline.send(DeskDossier.load, cookie=caller(HERE), path=f"/ban?hs={dossier.id}&trang={page}")
    screen = await pipeline.state(DeskDossier)
    assert (screen.at, screen.marked) == (1, False)


@pytest.mark.parametrize("words", ["", "*", "x" * 400, "019199000017"])
async def test_what_cannot_be_asked_is_said_and_the_hits_before_it_go(words, pipeline, c, opened, caller):
    await opened()
    cookie = caller(HERE)
    await pipeline.send((DossierPapers.ask, ASK), cookie=cookie, path="/ban")
    await pipeline.send((DossierPapers.ask, {"form": {"words": words}}), cookie=cookie, path="/ban")
    papers = await pipeline.state(DossierPapers)
    assert papers.problem.key.startswith("search.")
    assert (papers.hits, papers.asked, papers.busy) == ([], False, False)


@pytest.mark.parametrize("form", [{}, {"words": 5}, {"words": ["a"]}, {"other": "x"}])
async def test_what_no_browser_of_ours_sends_breaks_nothing(form, pipeline, caller, dossier):
    await pipeline.send((DossierPapers.ask, {"form": form}), cookie=caller(HERE), path="/ban")
    assert (await pipeline.state(DossierPapers)).hits == []


async def test_accents_are_asked_for_anew(pipeline, caller, opened):
    await opened()
    cookie = caller(HERE)
    await pipeline.send((DossierPapers.ask, {"form": {"words": "máy"}}), cookie=cookie, path="/ban")
    assert len((await pipeline.state(DossierPapers)).hits) == 1
    await pipeline.send((DossierPapers.set_exact, {"exact": True}), cookie=cookie, path="/ban")
    papers = await pipeline.state(DossierPapers)
    assert (papers.exact, papers.hits) == (True, [])


async def test_closing_takes_the_mark_away(pipeline, caller, opened):
    await opened()
    cookie = caller(HERE)
    await pipeline.send((DossierPapers.ask, ASK), cookie=cookie, path="/ban")
    hit = (await pipeline.state(DossierPapers)).hits[0]
    await pipeline.send((DossierPapers.choose, {"page_id": hit.id}), DossierPapers.clear, cookie=cookie, path="/ban")
    assert (await pipeline.state(DossierPapers)).asked is False
    assert (await pipeline.state(DeskDossier)).marked is False
