"""The gate: who is let through to which handler, and that a state tree answers its holder alone."""

import importlib
import pkgutil

import pytest
from reflex.utils.format import format_event_handler
from reflex_base.registry import RegistrationContext

from sothuhoso import state as state_package
from sothuhoso.domain.errors import NotFound
from sothuhoso.domain.policy import Role
from sothuhoso.services import accounts
from sothuhoso.state.base import access_of, actor, run
from sothuhoso.state.session import FRAMEWORK, Session, told
from tests.conftest import UNIT
from tests.state.screens import DeskScreen, OpenScreen, SilentScreen


async def test_anybody_uses_a_public_screen(pipeline):
    await pipeline.send(OpenScreen.add, OpenScreen.add)
    assert (await pipeline.state(OpenScreen)).count == 2


async def test_the_anonymous_are_sent_to_sign_in_and_come_back(pipeline):
    await pipeline.send(DeskScreen.look, DeskScreen.look_later, path="/ban-tiep-nhan?trang=2")
    assert (await pipeline.state(DeskScreen)).seen == 0
    assert [e.name for e in pipeline.events] == ["_redirect", "_redirect"]
    assert "/dang-nhap?next=/ban-tiep-nhan%3Ftrang%3D2" in str(pipeline.events[0].payload)


async def test_the_signed_in_are_let_in(pipeline, sign_in):
    await pipeline.send(DeskScreen.look, DeskScreen.look_later, cookie=sign_in("canbo", Role.CLERK, UNIT))
    assert (await pipeline.state(DeskScreen)).seen == 2


async def test_the_wrong_role_is_told_no(pipeline, sign_in):
    await pipeline.send(DeskScreen.decide, cookie=sign_in("canbo", Role.CLERK, UNIT))
    assert (await pipeline.state(DeskScreen)).seen == 0
    assert (await pipeline.state(Session)).notice.key == "access.refused"
    assert any("notice" in str(delta) for delta in pipeline.deltas)


async def test_the_right_role_decides(pipeline, sign_in):
    await pipeline.send(DeskScreen.decide, cookie=sign_in("phutrach", Role.HEAD, UNIT))
    assert (await pipeline.state(DeskScreen)).seen == 10


async def test_signing_out_works_at_the_next_event(pipeline, sign_in, c):
    cookie = sign_in("canbo", Role.CLERK, UNIT)
    accounts.sign_out(c, cookie.rpartition("sid=")[2])
    await pipeline.send(DeskScreen.look, cookie=cookie)
    assert (await pipeline.state(DeskScreen)).seen == 0


@pytest.mark.parametrize("cookie", ["device=one; sid=made-up", "device=one; sid=", "sid=%00; device=one", "garbage"])
async def test_made_up_sessions_are_nobody(pipeline, cookie):
    await pipeline.send(DeskScreen.look, cookie=cookie)
    assert (await pipeline.state(DeskScreen)).seen == 0


async def test_unmarked_and_generated_handlers_are_refused(pipeline, sign_in):
    cookie = sign_in("phutrach", Role.HEAD, UNIT)
    await pipeline.send(SilentScreen.hit_it, f"{OpenScreen.get_full_name()}.setvar", cookie=cookie)
    assert (await pipeline.state(SilentScreen)).hit == 0
    assert (await pipeline.state(OpenScreen)).count == 0


async def test_a_stolen_token_with_another_cookie_changes_and_shows_nothing(pipeline, sign_in):
    await pipeline.send(DeskScreen.look, cookie=sign_in("canbo", Role.CLERK, UNIT))
    pipeline.deltas.clear()
    for thief in ("device=two", "", sign_in("nguoikhac", Role.CLERK, UNIT)):
        await pipeline.send(DeskScreen.look, OpenScreen.add, "reflex___state____state.hydrate", cookie=thief)
    assert (await pipeline.state(DeskScreen)).seen == 1
    assert (await pipeline.state(OpenScreen)).count == 0
    assert pipeline.deltas == []
    assert {e.name for e in pipeline.events} == {"_redirect"}


async def test_on_a_shared_tablet_a_session_serves_its_own_person_only(pipeline, sign_in, c):
    cookie = sign_in("canbo", Role.CLERK, UNIT)
    own = accounts.actor_of(c, cookie.rpartition("sid=")[2]).account_id
    await pipeline.send(DeskScreen.look, cookie=f"{cookie}; holder={own}", token="a")
    await pipeline.send(DeskScreen.look, cookie=f"{cookie}; holder=another", token="b")
    assert [(await pipeline.state(DeskScreen, token)).seen for token in "ab"] == [1, 0]
    assert [e.name for e in pipeline.events] == ["_redirect"]


async def test_a_locked_tablet_is_told_nothing_and_sent_nowhere(pipeline, sign_in):
    """Its own screen asks for the PIN; a redirect would take the person away from it."""
    cookie = sign_in("canbo", Role.CLERK, UNIT)
    await pipeline.send(DeskScreen.look, DeskScreen.decide, cookie=f"{cookie}; holder=-")
    assert (await pipeline.state(DeskScreen)).seen == 0
    assert pipeline.events == []
    assert not any("notice" in str(delta) for delta in pipeline.deltas)


async def test_the_next_person_finds_nothing_of_the_one_before(pipeline, sign_in, c):
    """The same tab, the same cookies, another holder: the tree of the one before answers with a fresh load."""
    cookie = sign_in("canbo", Role.CLERK, UNIT)
    own = accounts.actor_of(c, cookie.rpartition("sid=")[2]).account_id
    await pipeline.send(DeskScreen.look, cookie=f"{cookie}; holder={own}")
    pipeline.deltas.clear()
    await pipeline.send("reflex___state____state.hydrate", DeskScreen.look, cookie=f"{cookie}; holder=another")
    assert pipeline.deltas == []
    assert (await pipeline.state(DeskScreen)).seen == 1
    assert {e.name for e in pipeline.events} == {"_redirect"}


async def test_two_browsers_do_not_meet(pipeline):
    await pipeline.send(OpenScreen.add, cookie="device=one", token="a")
    await pipeline.send(OpenScreen.add, OpenScreen.add, cookie="device=two", token="b")
    assert (await pipeline.state(OpenScreen, "a")).count == 1
    assert (await pipeline.state(OpenScreen, "b")).count == 2


async def test_a_screen_knows_who_acts_and_shows_refusals_in_words(pipeline, sign_in):
    await pipeline.send(DeskScreen.look, cookie=sign_in("canbo", Role.CLERK, UNIT))
    screen = await pipeline.state(DeskScreen)
    assert (await actor(screen)).role is Role.CLERK
    assert await run(screen, lambda _c, who: who.unit_code) == UNIT
    async with told(screen):
        raise NotFound("access.refused")
    notice = (await pipeline.state(Session)).notice
    assert notice.vi
    assert notice.en
    assert notice.vi != notice.en


def test_every_handler_says_who_may_call_it():
    for module in pkgutil.iter_modules(state_package.__path__):
        importlib.import_module(f"{state_package.__name__}.{module.name}")
    ours = {
        name: registered
        for name, registered in RegistrationContext.get().event_handlers.items()
        if registered.states
        and registered.states[0].__module__.startswith("sothuhoso.")
        and not name.endswith(".setvar")
    }
    assert format_event_handler(Session.dismiss) in ours
    assert [name for name, registered in ours.items() if access_of(registered) is None] == []


def test_the_frameworks_own_events_are_named_one_by_one():
    registered = RegistrationContext.get().event_handlers
    assert set(registered) >= FRAMEWORK
    assert not [name for name in FRAMEWORK if "setvar" in name]
