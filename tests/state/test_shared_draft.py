"""The shared draft's events: who gets in, what both sides see, and what an earlier clerk sees: nothing."""

import uuid

import pytest
from reflex.istate.manager.token import BaseStateToken
from reflex_base.event.context import EventContext
from reflex_base.event.processor import BaseStateEventProcessor

from sothuhoso.domain.policy import ANONYMOUS, Role
from sothuhoso.services import accounts, shared_drafts
from sothuhoso.state.session import Session
from sothuhoso.state.shared_draft import SharedDraft, SharedLink
from tests.conftest import OTHER_UNIT, UNIT
from tests.services.making import BIRTH, Sending, fresh_secret, page, photo

NAME = "persons.owner.full_name"
PHONE, TABLET, ELSEWHERE = "phonetok", "tablettok", "othertok"
CITIZEN = "device=phone"


class Shared:
    """A draft that a citizen shares; what both sides send."""

    def __init__(self, c, pipeline) -> None:
        self.c, self.pipeline = c, pipeline
        self.id, self.secret = uuid.uuid4(), fresh_secret()
        self.code = self.share()

    def share(self) -> str:
        content = {
            "procedure": BIRTH,
            "procedure_version": 1,
            "captured_at": "2026-11-23T02:31:00.000Z",
            "lang": "vi",
            "fields": {NAME: {"value": "Hoàng Thị Mai", "origin": "qr"}},
            "pages": {},
        }
        return shared_drafts.share(self.c, self.id, self.secret, UNIT, content).code

    async def send(self, handler, token=PHONE, cookie=CITIZEN, secret=None, **payload) -> None:
        given = self.secret if secret is None else secret
        about = {"draft_id": str(self.id), "secret": given, "number": 7, **payload}
        await self.pipeline.send((handler, about), token=token, cookie=cookie, path="/ho-so/ai")

    async def type(self, path, value, *, since="", token=PHONE, cookie=CITIZEN, secret=None, hold=True) -> None:
        one = {"path": path, "value": value, "origin": "typed", "since": since, "hold": hold}
        await self.send(SharedDraft.edit, token, cookie, secret, changes={"fields": [one]})

    async def seen(self, token=PHONE):
        """What the screen of this client holds, through its link."""
        root = await self.pipeline.state(SharedLink, token)
        links = root._get_root_state()._reflex_internal_links
        place = links.get(SharedDraft.get_full_name())
        return await self.pipeline.state(SharedDraft, place) if place else await self.pipeline.state(SharedDraft, token)

    async def answer(self, token=PHONE):
        return (await self.pipeline.state(SharedLink, token)).answer


@pytest.fixture
def clerk_cookie(c, sign_in):
    return sign_in("canbo", Role.CLERK, UNIT)


@pytest.fixture
def shared(c, pipeline):
    return Shared(c, pipeline)


def join(c, shared, cookie) -> None:
    who = accounts.actor_of(c, cookie.rpartition("sid=")[2])
    shared_drafts.join(c, who, shared.code)


def value(draft, path=NAME) -> str:
    return next((f.value for f in draft.fields if f.path == path), "")


async def test_both_sides_are_linked_to_one_state_and_see_each_others_changes(c, shared, clerk_cookie):
    await shared.send(SharedDraft.join)
    assert (await shared.seen()).head.joined is False
    join(c, shared, clerk_cookie)
    await shared.send(SharedDraft.join, TABLET, clerk_cookie, "")
    assert (await shared.seen()).head.joined_name == "Người thử canbo"
    assert value(await shared.seen(TABLET)) == "Hoàng Thị Mai"

    await shared.type("persons.owner.phone", "0912 000 111", token=TABLET, cookie=clerk_cookie, secret="")
    assert (await shared.answer(TABLET)).number == 7
    assert value(await shared.seen(), "persons.owner.phone") == "0912 000 111"
    assert [(h.path, h.side) for h in (await shared.seen()).claims] == [("persons.owner.phone", "clerk")]
    # The row is the truth: whoever reads the database sees the same.
    row = shared_drafts.open_draft(c, *_citizen(shared))
    assert value(row, "persons.owner.phone") == "0912 000 111"


async def test_a_field_that_the_other_side_holds_is_refused_by_name(c, shared, clerk_cookie):
    join(c, shared, clerk_cookie)
    await shared.send(SharedDraft.hold, TABLET, clerk_cookie, "", path=NAME)
    await shared.type(NAME, "Hoàng Thị Mây")
    refused = (await shared.answer()).refused
    assert [(one.path, one.key) for one in refused] == [(NAME, "draft.field_held")]
    assert value(await shared.seen()) == "Hoàng Thị Mai"
    await shared.send(SharedDraft.hold, TABLET, clerk_cookie, "", path="")
    await shared.type(NAME, "Hoàng Thị Mây")
    assert value(await shared.seen()) == "Hoàng Thị Mây"


async def test_a_change_made_over_an_older_value_does_not_overwrite(c, shared, clerk_cookie, clock):
    join(c, shared, clerk_cookie)
    await shared.send(SharedDraft.join, TABLET, clerk_cookie, "")
    before = next(f.at for f in (await shared.seen(TABLET)).fields)
    clock.move(seconds=1)
    await shared.type(NAME, "Hoàng Thị Mây", hold=False)
    await shared.type(NAME, "Hoàng Thị Mơ", since=before, token=TABLET, cookie=clerk_cookie, secret="")
    assert [one.key for one in (await shared.answer(TABLET)).refused] == ["draft.field_changed"]
    assert value(await shared.seen(TABLET)) == "Hoàng Thị Mây"


@pytest.mark.parametrize("handler", ["join", "edit", "hold"])
@pytest.mark.parametrize(
    "who", ["wrong secret", "no secret", "clerk who did not join", "clerk of another unit", "province"]
)
async def test_nobody_else_gets_in(c, shared, sign_in, clerk_cookie, handler, who):
    join(c, shared, clerk_cookie)
    await shared.send(SharedDraft.join)
    cookie, secret = {
        "wrong secret": ("device=stranger", fresh_secret()),
        "no secret": ("device=stranger", ""),
        "clerk who did not join": (sign_in("canbo3", Role.CLERK, UNIT), ""),
        "clerk of another unit": (sign_in("canbo4", Role.CLERK, OTHER_UNIT), ""),
        "province": (sign_in("tinh", Role.PROVINCE, None), ""),
    }[who]
    payload = {"edit": {"changes": {"fields": []}}, "hold": {"path": NAME}}.get(handler, {})
    version = shared_drafts.open_draft(c, *_citizen(shared)).version
    await shared.send(getattr(SharedDraft, handler), ELSEWHERE, cookie, secret, **payload)
    expected = "access.sign_in" if who == "no secret" else "submission.unknown"
    assert (await shared.answer(ELSEWHERE)).problem == expected
    assert (await shared.seen(ELSEWHERE)).head.id == ""
    assert not (await shared.seen(ELSEWHERE)).fields
    assert shared_drafts.open_draft(c, *_citizen(shared)).version == version


@pytest.mark.parametrize("draft_id", ["", "x", "../..", "0" * 32, "ffffffff-ffff-4fff-bfff-ffffffffffff"])
async def test_a_made_up_id_is_unknown(shared, draft_id):
    await shared.send(SharedDraft.join, draft_id=draft_id)
    assert (await shared.answer()).problem == "submission.unknown"


@pytest.mark.parametrize("changes", [None, [], "x", {"fields": 5}, {"fields": [5] * 400}, {"pages": {}}])
async def test_changes_of_another_shape_are_refused_whole(shared, changes):
    await shared.send(SharedDraft.join)
    await shared.send(SharedDraft.edit, changes=changes)
    assert (await shared.answer()).problem in {"submission.not_readable", "submission.too_many"}
    assert value(await shared.seen()) == "Hoàng Thị Mai"


async def test_a_path_that_is_none_is_refused_and_the_rest_is_taken(shared):
    await shared.send(SharedDraft.join)
    good = {"path": "answers.by_proxy", "value": "true", "origin": "typed"}
    bad = [{"path": p, "value": "x", "origin": "typed"} for p in ("persons.owner.secret", "__class__", "unit", 5)]
    await shared.send(SharedDraft.edit, changes={"fields": [*bad, good, "x"]})
    answer = await shared.answer()
    assert len(answer.refused) == 5
    assert value(await shared.seen(), "answers.by_proxy") == "true"


async def test_sign_out_shuts_the_clerk_out_and_empties_the_screen(c, shared, clerk_cookie):
    join(c, shared, clerk_cookie)
    await shared.send(SharedDraft.join, TABLET, clerk_cookie, "")
    assert (await shared.seen(TABLET)).fields
    accounts.sign_out(c, clerk_cookie.rpartition("sid=")[2])
    await shared.type(NAME, "Ai đó", token=TABLET, cookie=clerk_cookie, secret="")
    assert (await shared.answer(TABLET)).problem == "access.sign_in"
    assert not (await shared.seen(TABLET)).fields
    assert value(await shared.seen()) != "Ai đó"


async def test_a_draft_shared_anew_leaves_the_earlier_clerk_with_nothing(c, shared, sign_in, clerk_cookie, clock):
    join(c, shared, clerk_cookie)
    await shared.send(SharedDraft.join)
    await shared.send(SharedDraft.join, TABLET, clerk_cookie, "")
    clock.move(seconds=2)
    shared.code = shared.share()
    await shared.send(SharedDraft.join)
    await shared.type("persons.owner.phone", "0912 000 222")
    assert not value(await shared.seen(TABLET), "persons.owner.phone")
    link = await shared.pipeline.state(SharedLink, TABLET)
    assert link._draft_id == str(shared.id)
    await shared.send(SharedDraft.join, TABLET, clerk_cookie, "")
    assert (await shared.answer(TABLET)).problem == "submission.unknown"
    assert not (await shared.seen(TABLET)).fields


async def test_closing_takes_the_fields_off_both_screens_and_stops_edits(c, shared, clerk_cookie):
    join(c, shared, clerk_cookie)
    await shared.send(SharedDraft.join, TABLET, clerk_cookie, "")
    shared_drafts.close(c, *_citizen(shared))
    await shared.send(SharedDraft.join)
    assert (await shared.seen()).head.closed
    assert not (await shared.seen()).fields
    await shared.type(NAME, "Hoàng Thị Mây")
    assert (await shared.answer()).problem == "draft.closed"
    await shared.send(SharedDraft.join, TABLET, clerk_cookie, "")
    assert (await shared.answer(TABLET)).problem == "submission.unknown"


async def test_a_sent_draft_shows_its_number_and_takes_nothing_more(c, shared):
    sending = Sending(id=shared.id, secret=shared.secret)
    number = sending.arrive(c).number
    await shared.send(SharedDraft.join)
    seen = await shared.seen()
    assert (seen.head.sent, seen.head.number, seen.fields) == (True, number, [])
    await shared.type(NAME, "Hoàng Thị Mây")
    assert (await shared.answer()).problem == "draft.sent"


async def test_pages_of_both_sides_merge_by_their_ids(c, shared, clerk_cookie):
    join(c, shared, clerk_cookie)
    mine, theirs = page(photo(1)), page(photo(2))
    put = lambda one, **more: {"pages": [{"component": "giay_chung_sinh", "put": [one], **more}]}  # noqa: E731
    await shared.send(SharedDraft.edit, changes=put(mine))
    await shared.send(SharedDraft.edit, TABLET, clerk_cookie, "", changes=put(theirs, order=[theirs["id"], mine["id"]]))
    pages = (await shared.seen()).pages[0].pages
    assert [p.id for p in pages] == [theirs["id"], mine["id"]]
    assert not pages[0].arrived
    gone = {"pages": [{"component": "giay_chung_sinh", "remove": [mine["id"]]}]}
    await shared.send(SharedDraft.edit, changes=gone)
    assert [p.id for p in (await shared.seen(TABLET)).pages[0].pages] == [theirs["id"]]


async def test_the_screen_looks_again_when_the_hub_says_so(c, shared, clerk_cookie):
    await shared.send(SharedDraft.join)
    join(c, shared, clerk_cookie)
    processor = BaseStateEventProcessor()
    processor.configure(state_manager=shared.pipeline.manager)
    before = EventContext.set(processor._root_context)
    try:
        token = BaseStateToken(ident=PHONE, cls=SharedLink)
        async with shared.pipeline.manager.modify_state_with_links(token) as root:
            await (await root.get_state(SharedLink))._refresh()
    finally:
        EventContext.reset(before)
    assert (await shared.seen()).head.joined


async def test_what_the_sides_hold_themselves_is_not_in_the_shared_state(shared):
    await shared.send(SharedDraft.join)
    assert shared.secret not in str(shared.pipeline.deltas)
    assert (await shared.pipeline.state(Session, PHONE)).notice.key == ""


def _citizen(shared):
    return ANONYMOUS, shared.id, shared.secret
