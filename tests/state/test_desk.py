"""Every handler of the desk's two screens, called by people who may not: nothing changes, nothing is told.

The screens are primed as if a dossier lay open, so that the services' own refusal is seen and not only an empty screen.
A handler that is added without a line in the table makes a test here fail.
"""

import json
from dataclasses import dataclass, replace
from uuid import UUID

import pytest
from reflex.istate.manager.token import BaseStateToken
from reflex.state import State
from reflex.utils.format import format_event_handler
from reflex_base.registry import RegistrationContext
from sqlmodel import select

from sothuhoso.db import tables
from sothuhoso.db.queries import paper_files
from sothuhoso.domain.policy import Role
from sothuhoso.services import dossier_view, page_laid
from sothuhoso.services.container import install
from sothuhoso.state import live
from sothuhoso.state.desk import Desk
from sothuhoso.state.desk_dossier import DeskDossier
from sothuhoso.state.desk_page import DeskPage
from sothuhoso.state.session import Session
from tests.conftest import OTHER_UNIT, UNIT
from tests.services.making import MAI, arrived

NAME = "Hoàng Thị Mai"
CLERK, OTHER = ("clerk", UNIT), ("clerk", OTHER_UNIT)
HEAD, HELPER = ("head", UNIT), ("outreach", UNIT)
PROVINCE, ADMIN = ("province", None), ("admin", None)
NOBODY = ("", None)
SHUT_OUT = (NOBODY, OTHER, PROVINCE, ADMIN)


@dataclass(frozen=True)
class Case:
    """A handler, what the browser sends, and what it does: its kinds are named in ``cases``."""

    handler: object
    payload: dict
    does: str

    @property
    def name(self) -> str:
        return format_event_handler(self.handler)


CASES = (
    Case(Desk.load, {}, "list"),
    Case(Desk.filter_status, {"status": "1"}, "list"),
    Case(Desk.filter_procedure, {"code": "1.001193"}, "list"),
    Case(Desk.search, {"text": "hoang"}, "list"),
    Case(Desk.turn_page, {"step": 1}, "list"),
    Case(Desk.clear, {}, "list"),
    Case(DeskDossier.load, {}, "read"),
    Case(DeskDossier.show_id, {"slot": "owner"}, "read"),
    Case(DeskDossier.keep_lease, {}, "lease"),
    Case(DeskDossier.close, {}, "lease"),
    Case(DeskDossier.compare, {"component_id": "PAPER", "compared": True}, "decide"),
    Case(DeskDossier.make_file, {"component_id": "PAPER"}, "decide"),
    Case(DeskDossier.verify, {"slot": "owner", "how": "card_seen"}, "decide"),
    Case(DeskDossier.ask_receive, {}, "ask"),
    Case(DeskDossier.receive, {}, "decide"),
    Case(DeskDossier.supplement, {}, "decide"),
    Case(DeskDossier.refuse, {}, "decide"),
    Case(DeskDossier.ask_supplement, {}, "own"),
    Case(DeskDossier.ask_refuse, {}, "own"),
    Case(DeskDossier.cancel, {}, "own"),
    Case(DeskDossier.show_page, {"index": 1}, "own"),
    Case(DeskDossier.step, {"by": 1}, "own"),
    Case(DeskDossier.show_component, {"component_id": "PAPER"}, "own"),
    Case(DeskDossier.show_signature, {}, "own"),
    Case(DeskDossier.show_photo, {}, "own"),
    Case(DeskDossier.picture_failed, {}, "own"),
    Case(DeskDossier.set_due_date, {"value": "2026-12-01"}, "own"),
    Case(DeskDossier.set_items, {"value": "Giấy chứng sinh"}, "own"),
    Case(DeskDossier.add_item, {"name": "Giấy chứng sinh"}, "own"),
    Case(DeskDossier.set_reason, {"value": "Thiếu dấu"}, "own"),
    Case(DeskPage.open, {"page_id": "PAGE"}, "read"),
    Case(DeskPage.save, {"laid": {"paper": "A5", "corners": None, "turn": 90, "note": False}}, "decide"),
    Case(DeskPage.close, {}, "own"),
)
KEEP_LEASE = next(case for case in CASES if case.handler is DeskDossier.keep_lease)
SHOW_ID = next(case for case in CASES if case.handler is DeskDossier.show_id)


def cases(*kinds: str):
    return [pytest.param(case, id=".".join(case.name.split(".")[-2:])) for case in CASES if case.does in kinds]


@pytest.fixture
def whole(c):
    """A dossier whose papers could not be made into files, so that there is something to ask for again."""
    made = arrived(c)
    with c.work() as uow:
        for file in paper_files.of_dossier(uow.session, made.id):
            file.state, file.problem = "failed", "ocr.missing"
            uow.session.add(file)
        uow.commit()
    return made


@pytest.fixture(autouse=True)
def connected_once(monkeypatch, c, pipeline):
    """There is no socket here: the first time it is asked for it is there, then it is gone, and nothing waits long."""
    answers = iter([True])

    async def connected(_state):
        return next(answers, False)

    monkeypatch.setattr(live, "connected", connected)
    install(replace(c, settings=replace(c.settings, lease_seconds=0)))


@pytest.fixture
def caller(sign_in):
    """The cookies of somebody of this role and unit."""

    def make(who) -> str:
        role, unit = who
        return sign_in("aido", Role(role), unit) if role else "device=one"

    return make


class Desktop:
    """A browser at the desk with a dossier lying open, whoever sits there."""

    def __init__(self, pipeline, c, whole, cookie):
        self.pipeline, self.c, self.whole, self.cookie = pipeline, c, whole, cookie

    async def prime(self, actor):
        """Put the dossier into the state as a clerk of the unit would have it there."""
        view = dossier_view.open_dossier(self.c, actor, self.whole.id)
        async with self.pipeline.manager.modify_state(BaseStateToken(ident="tok", cls=State)) as root:
            screen = await root.get_state(DeskDossier)
            screen._id, screen.dossier, screen.shown = str(self.whole.id), view, True
            screen.items, screen.reason, screen.dialog = "Giấy chứng sinh", "Thiếu dấu đỏ", "receive"
            editor = await root.get_state(DeskPage)
            editor.page = page_laid.open_page(self.c, actor, self.whole.id, UUID(view.components[0].pages[0].id))
            session = await root.get_state(Session)
            session._owner = ""
            root._clean()
        self.named = {"PAPER": view.components[0].id, "PAGE": view.components[0].pages[0].id}
        return self

    async def send(self, case: Case):
        payload = {
            key: self.named.get(value, value) if isinstance(value, str) else value
            for key, value in case.payload.items()
        }
        sent = (case.handler, payload) if payload else case.handler
        await self.pipeline.send(sent, cookie=self.cookie, path=f"/ban?hs={self.whole.id}")


@pytest.fixture
def desktop(pipeline, c, whole, caller, clerk):
    async def make(who) -> Desktop:
        return await Desktop(pipeline, c, whole, caller(who)).prime(clerk)

    return make


def told(pipeline) -> str:
    """All that was sent to the browser."""
    return json.dumps(pipeline.deltas, default=repr, ensure_ascii=False)


def kept(c, dossier_id: UUID) -> dict[str, list]:
    """Everything of the dossier that any of the handlers could change, audit included."""
    kinds = (
        tables.DossierRow,
        tables.DossierComponentRow,
        tables.DossierEventRow,
        tables.IssuedFormRow,
        tables.DossierPageRow,
        tables.PaperFileRow,
        tables.LeaseRow,
        tables.AuditRow,
    )
    with c.look() as uow:
        found = {kind.__name__: [row.model_dump() for row in uow.session.exec(select(kind))] for kind in kinds}
    found["AuditRow"] = [row for row in found["AuditRow"] if not row["action"].startswith("account.")]
    return found


def test_the_table_names_every_handler():
    registered = RegistrationContext.get().event_handlers
    ours = {
        name
        for name, handler in registered.items()
        if handler.states and handler.states[0] in (Desk, DeskDossier, DeskPage) and not name.endswith(".setvar")
    }
    assert {case.name for case in CASES} == ours


@pytest.mark.parametrize("case", cases("list", "read", "lease", "decide", "ask", "own"))
async def test_nobody_is_sent_to_sign_in(case, desktop, c, whole, pipeline):
    desk = await desktop(NOBODY)
    before = kept(c, whole.id)
    await desk.send(case)
    assert kept(c, whole.id) == before
    assert [event.name for event in pipeline.events] == ["_redirect"]
    assert "/dang-nhap?next=/ban" in str(pipeline.events[0].payload)
    assert told(pipeline) == "[]"


@pytest.mark.parametrize("who", [OTHER, PROVINCE, ADMIN], ids=str)
@pytest.mark.parametrize("case", cases("read", "lease", "decide", "ask"))
async def test_the_wrong_unit_and_the_wrong_role_change_and_learn_nothing(case, who, desktop, c, whole, pipeline):
    desk = await desktop(who)
    before = kept(c, whole.id)
    await desk.send(case)
    assert kept(c, whole.id) == before
    assert MAI not in told(pipeline)
    assert "dossier.view_id" not in str(kept(c, whole.id)["AuditRow"])


@pytest.mark.parametrize("who", [HELPER, OTHER, PROVINCE, ADMIN], ids=str)
@pytest.mark.parametrize("case", cases("decide", "ask"))
async def test_who_may_not_decide_is_told_so(case, who, desktop, c, whole, pipeline):
    desk = await desktop(who)
    before = kept(c, whole.id)
    await desk.send(case)
    assert kept(c, whole.id) == before
    screen, session = await pipeline.state(DeskDossier), await pipeline.state(Session)
    editor = await pipeline.state(DeskPage)
    assert screen.problem_vi or "access.refused" in (session.notice.key, editor.problem.key)


@pytest.mark.parametrize("who", [HELPER, OTHER, PROVINCE, ADMIN], ids=str)
async def test_the_whole_number_is_for_those_who_decide(who, desktop, pipeline):
    desk = await desktop(who)
    await desk.send(SHOW_ID)
    assert (await pipeline.state(DeskDossier)).whole_id == {}
    assert (await pipeline.state(Session)).notice.key == "access.refused"


@pytest.mark.parametrize("who", [OTHER, PROVINCE, ADMIN], ids=str)
async def test_a_dossier_of_another_unit_is_not_here(who, pipeline, caller, whole):
    await pipeline.send(DeskDossier.load, cookie=caller(who), path=f"/ban?hs={whole.id}")
    screen = await pipeline.state(DeskDossier)
    assert (screen.shown, screen.absent, screen.dossier) == (False, True, None)
    assert NAME not in told(pipeline)


@pytest.mark.parametrize("who", [OTHER, ADMIN], ids=str)
@pytest.mark.parametrize("case", cases("list"))
async def test_the_list_is_of_ones_own_unit(case, who, pipeline, caller, whole):
    await pipeline.send((case.handler, case.payload) if case.payload else case.handler, cookie=caller(who), path="/ban")
    screen = await pipeline.state(Desk)
    assert (screen.ready, screen.rows, screen.total) == (True, [], 0)
    assert NAME not in told(pipeline)


async def test_an_administrator_is_told_that_there_is_no_list(pipeline, caller):
    await pipeline.send(Desk.load, cookie=caller(ADMIN), path="/ban")
    screen = await pipeline.state(Desk)
    assert (screen.ready, screen.refused) == (True, True)


async def test_who_sees_the_whole_province_sees_each_rows_unit(pipeline, caller, whole):
    await pipeline.send(Desk.load, cookie=caller(PROVINCE), path="/ban")
    screen = await pipeline.state(Desk)
    assert [row.unit_name for row in screen.rows] == ["xã Thần Sa"]
    assert (screen.unit_name, screen.refused) == ("", False)


@pytest.mark.parametrize("case", cases("list"))
async def test_the_right_clerk_sees_the_list(case, desktop, pipeline):
    desk = await desktop(CLERK)
    await desk.send(case)
    assert [row.owner_name for row in (await pipeline.state(Desk)).rows] == [NAME]


@pytest.mark.parametrize("who", [CLERK, HEAD], ids=str)
@pytest.mark.parametrize("case", cases("decide"))
async def test_the_right_clerk_decides(case, who, desktop, c, whole):
    desk = await desktop(who)
    before = kept(c, whole.id)
    await desk.send(case)
    assert kept(c, whole.id) != before


async def test_the_right_clerk_holds_the_dossier(desktop, c, whole):
    desk = await desktop(CLERK)
    await desk.send(KEEP_LEASE)
    assert [row["dossier_id"] for row in kept(c, whole.id)["LeaseRow"]] == [whole.id]


async def test_the_right_clerk_sees_the_whole_number_and_it_is_written_down(desktop, c, whole, pipeline):
    desk = await desktop(CLERK)
    await desk.send(SHOW_ID)
    assert (await pipeline.state(DeskDossier)).whole_id == {"owner": MAI}
    assert [row["action"] for row in kept(c, whole.id)["AuditRow"]][-1] == "dossier.view_id"


@pytest.mark.parametrize("case", cases("own"))
async def test_what_stays_on_the_screen_changes_nothing_that_is_kept(case, desktop, c, whole):
    desk = await desktop(OTHER)
    before = kept(c, whole.id)
    await desk.send(case)
    assert kept(c, whole.id) == before


SAVE = next(case for case in CASES if case.handler is DeskPage.save)


async def test_a_page_that_was_saved_is_closed_and_the_dossier_shows_its_paper_waiting(desktop, pipeline):
    desk = await desktop(CLERK)
    await desk.send(SAVE)
    editor, screen = await pipeline.state(DeskPage), await pipeline.state(DeskDossier)
    assert (editor.page, editor.busy, editor.problem.vi) == (None, False, "")
    assert screen.dossier.components[0].file.state == "waiting"
    assert any("busy" in key for delta in pipeline.deltas for state in delta.values() for key in state)


async def test_where_somebody_was_faster_what_there_is_now_is_shown(desktop, c, whole, clerk, pipeline):
    desk = await desktop(CLERK)
    theirs = {"paper": "ID1", "corners": None, "turn": None, "note": False}
    page_laid.lay_again(c, clerk, whole.id, UUID(desk.named["PAGE"]), laid=theirs, version=1)
    before = kept(c, whole.id)
    await desk.send(SAVE)
    editor = await pipeline.state(DeskPage)
    assert (editor.problem.key, editor.page.paper, editor.page.version) == ("dossier.changed", "ID1", 2)
    assert kept(c, whole.id) == before


async def test_what_the_machine_does_meanwhile_changes_nothing_of_what_somebody_else_did_is_said(
    desktop, c, whole, clerk, pipeline
):
    desk = await desktop(CLERK)
    async with pipeline.manager.modify_state(BaseStateToken(ident="tok", cls=State)) as root:
        editor, dossier = await root.get_state(DeskPage), await root.get_state(DeskDossier)
        editor.router_data = dossier.router_data = {"headers": {"cookie": desk.cookie}}
        root.router_data = {"headers": {"cookie": desk.cookie}}
        await editor._refresh()
        assert editor.problem.vi == ""
        theirs = {"paper": "ID1", "corners": None, "turn": None, "note": False}
        page_laid.lay_again(c, clerk, whole.id, UUID(desk.named["PAGE"]), laid=theirs, version=1)
        await editor._refresh()
        assert (editor.problem.key, editor.page.paper) == ("page.laid_otherwise", "ID1")


async def test_no_page_is_opened_of_a_dossier_that_is_not_open(pipeline, caller):
    await pipeline.send((DeskPage.open, {"page_id": "none"}), cookie=caller(CLERK), path="/ban")
    assert (await pipeline.state(DeskPage)).page is None
    assert (await pipeline.state(Session)).notice.key == "dossier.unknown"
