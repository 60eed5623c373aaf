"""The follow-up screen's events, called by anybody: the secret opens, guessing does not, and a change is shown."""

import pytest

from sothuhoso.domain.dossier_status import Status
from sothuhoso.services import decisions
from sothuhoso.state.follow import NOTHING, Follow
from tests.services.making import MAI, arrived


@pytest.fixture
def whole(c):
    return arrived(c)


async def shown(pipeline):
    return await pipeline.state(Follow)


async def test_the_secret_of_the_address_opens(pipeline, whole):
    await pipeline.send((Follow.open, {"address": f"#{whole.sending.secret}"}))
    screen = await shown(pipeline)
    assert (screen.opened, screen.view.number, screen.problem.key) == (True, whole.number, "")


async def test_no_secret_shows_the_form(pipeline):
    await pipeline.send((Follow.open, {"address": ""}))
    screen = await shown(pipeline)
    assert (screen.opened, screen.view, screen.problem.key) == (True, NOTHING, "")


@pytest.mark.parametrize("address", ["#" + "A" * 22, "#x", "#" + "A" * 5000, 17, None, ["#", {}]])
async def test_anything_else_as_a_secret_opens_nothing(pipeline, whole, address):
    await pipeline.send((Follow.open, {"address": address}))
    screen = await shown(pipeline)
    assert screen.view == NOTHING
    assert screen.problem.key == "follow.unknown_code"


async def test_number_digits_and_year_open_it_without_its_forms(pipeline, whole):
    await pipeline.send(
        (Follow.look_up, {"said": {"number": whole.number, "last_four": MAI[-4:], "birth_year": "1999"}})
    )
    screen = await shown(pipeline)
    assert (screen.view.number, screen.view.forms) == (whole.number, [])


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"last_four": "0000", "birth_year": "1999"}, "follow.unknown"),
        ({"last_four": MAI[-4:], "birth_year": "1998"}, "follow.unknown"),
        ({"last_four": MAI[-4:]}, "follow.need_all"),
        ({"last_four": "", "birth_year": " "}, "follow.need_all"),
        ({"last_four": ["0017"], "birth_year": {"a": 1}}, "follow.unknown"),
    ],
)
async def test_guessing_opens_nothing(pipeline, whole, said, key):
    await pipeline.send((Follow.look_up, {"said": {"number": whole.number, **said}}))
    screen = await shown(pipeline)
    assert (screen.view, screen.problem.key) == (NOTHING, key)
    assert screen.problem.vi
    assert screen.problem.en


@pytest.mark.parametrize("said", ["text", 5, None, []])
async def test_what_is_no_form_at_all_is_asked_for_again(pipeline, said):
    await pipeline.send((Follow.look_up, {"said": said}))
    assert (await shown(pipeline)).problem.key == "follow.need_all"


async def test_a_wrong_guess_takes_the_last_dossier_off_the_screen(pipeline, whole):
    await pipeline.send(
        (Follow.open, {"address": f"#{whole.sending.secret}"}),
        (Follow.look_up, {"said": {"number": whole.number, "last_four": "0000", "birth_year": "1999"}}),
    )
    assert (await shown(pipeline)).view == NOTHING


async def test_looking_again_shows_what_changed(pipeline, c, clerk, whole):
    await pipeline.send((Follow.open, {"address": f"#{whole.sending.secret}"}))
    decisions.receive(c, clerk, whole.id, version=1)
    assert (await shown(pipeline)).view.status == Status.NEW
    await pipeline.send(Follow.again)
    assert (await shown(pipeline)).view.status == Status.RECEIVED


async def test_leaving_forgets_it(pipeline, whole):
    await pipeline.send((Follow.open, {"address": f"#{whole.sending.secret}"}), Follow.leave, Follow.again)
    screen = await shown(pipeline)
    assert (screen.view, screen.opened) == (NOTHING, True)


async def test_the_secret_is_never_sent_to_the_browser(pipeline, whole):
    await pipeline.send((Follow.open, {"address": f"#{whole.sending.secret}"}))
    assert pipeline.deltas
    assert whole.sending.secret not in repr(pipeline.deltas)
