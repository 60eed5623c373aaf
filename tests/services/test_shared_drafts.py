"""Phone and tablet on one draft: the code, who may open it, who holds a field, and sending it from either side."""

import uuid

import pytest

from sothuhoso.db.queries import audit, shared_drafts
from sothuhoso.domain.errors import Conflict, Invalid, NotFound, SignInNeeded, TooMany
from sothuhoso.domain.policy import ANONYMOUS, Role
from sothuhoso.services import dossier_view, intake
from sothuhoso.services import shared_drafts as drafts
from tests.conftest import OTHER_UNIT, UNIT
from tests.services.making import BIRTH, Sending, fresh_secret, page, photo, refused, sha


def content(**fields: str) -> dict:
    return {
        "procedure": BIRTH,
        "procedure_version": 1,
        "captured_at": "2026-11-23T02:31:00.000Z",
        "lang": "vi",
        "fields": {path: {"value": value, "origin": "typed"} for path, value in fields.items()},
        "pages": {},
    }


class Draft:
    """A draft as the phone has it."""

    def __init__(self, c, **fields: str) -> None:
        self.c, self.id, self.secret = c, uuid.uuid4(), fresh_secret()
        self.code = drafts.share(c, self.id, self.secret, UNIT, content(**fields)).code

    def edit(self, path: str, value: str, **more):
        return drafts.edit(self.c, ANONYMOUS, self.id, self.secret, path=path, value=value, **more)

    def open(self):
        return drafts.open_draft(self.c, ANONYMOUS, self.id, self.secret)


@pytest.fixture
def draft(c):
    return Draft(c, **{"persons.owner.full_name": "Hoàng Thị Mai"})


@pytest.fixture
def joined(c, clerk, draft):
    drafts.join(c, clerk, draft.code)
    return draft


def test_share_and_join(c, clerk, draft):
    assert len(draft.code) == 6
    assert draft.code.isdigit()
    assert draft.open().joined is False
    found = drafts.join(c, clerk, f" {draft.code[:3]} {draft.code[3:]} ")
    assert (found.id, found.unit) == (str(draft.id), UNIT)
    theirs, ours = drafts.open_draft(c, clerk, draft.id, None), draft.open()
    assert (theirs.side, ours.side) == ("clerk", "citizen")
    assert (ours.joined, ours.joined_name) == (True, clerk.name)
    assert [(f.path, f.value, f.by) for f in theirs.fields] == [("persons.owner.full_name", "Hoàng Thị Mai", "citizen")]


def test_the_code_is_for_one(c, clerk, make_actor, joined):
    with refused(NotFound, "draft.code_unknown"):
        drafts.join(c, clerk, joined.code)
    with refused(NotFound, "draft.code_unknown"):
        drafts.join(c, make_actor("thuhai", Role.CLERK, UNIT), joined.code)


def test_the_code_is_short_lived(c, clerk, clock, draft):
    clock.move(minutes=5)
    with refused(NotFound, "draft.code_unknown"):
        drafts.join(c, clerk, draft.code)
    fresh = drafts.share(c, draft.id, draft.secret, UNIT, content())
    assert drafts.join(c, clerk, fresh.code).id == str(draft.id)


def test_the_code_is_bound_to_the_desk(c, other_clerk, draft):
    with refused(NotFound, "draft.code_unknown"):
        drafts.join(c, other_clerk, draft.code)
    with refused(NotFound, "submission.unknown"):
        drafts.open_draft(c, other_clerk, draft.id, None)


def test_wrong_tries_are_written_down_and_counted(c, clerk, draft):
    wrong = "000000" if draft.code != "000000" else "000001"
    for _ in range(10):
        with refused(NotFound, "draft.code_unknown"):
            drafts.join(c, clerk, wrong)
    with refused(TooMany, "draft.too_many"):
        drafts.join(c, clerk, draft.code)
    with c.look() as uow:
        failed = [e for e in audit.latest(uow.session, unit_code=UNIT, limit=50) if e.action == "draft.join_failed"]
    assert len(failed) == 10


def test_only_the_joined_account_and_the_secret_open_it(c, make_actor, joined):
    second = make_actor("thuhai", Role.CLERK, UNIT)
    with refused(NotFound, "submission.unknown"):
        drafts.open_draft(c, second, joined.id, None)
    with refused(NotFound, "submission.unknown"):
        drafts.open_draft(c, ANONYMOUS, joined.id, fresh_secret())
    with pytest.raises(SignInNeeded):
        drafts.open_draft(c, ANONYMOUS, joined.id, None)


def test_both_sides_edit_and_the_version_grows(c, clerk, joined):
    before = joined.open().version
    drafts.edit(c, clerk, joined.id, None, path="persons.owner.phone", value="0912345678")
    view = joined.edit("persons.owner.birth_date", "15/02/1999", origin="qr")
    assert view.version == before + 2
    assert {(f.path, f.value, f.origin, f.by) for f in view.fields} == {
        ("persons.owner.full_name", "Hoàng Thị Mai", "typed", "citizen"),
        ("persons.owner.phone", "0912345678", "typed", "clerk"),
        ("persons.owner.birth_date", "15/02/1999", "qr", "citizen"),
    }
    assert {(claim.path, claim.side) for claim in view.claims} == {
        ("persons.owner.phone", "clerk"),
        ("persons.owner.birth_date", "citizen"),
    }


def test_a_held_field_is_refused_to_the_other_side_until_it_is_let_go(c, clerk, clock, joined):
    joined.edit("persons.owner.phone", "09")
    with refused(Conflict, "draft.field_held") as caught:
        drafts.edit(c, clerk, joined.id, None, path="persons.owner.phone", value="08")
    assert caught.value.facts == {"side": "citizen"}
    with refused(Conflict, "draft.field_held"):
        drafts.hold_field(c, clerk, joined.id, None, path="persons.owner.phone")
    clock.move(seconds=9)
    drafts.hold_field(c, clerk, joined.id, None, path="persons.owner.phone")
    with refused(Conflict, "draft.field_held"):
        joined.edit("persons.owner.phone", "091")
    drafts.hold_field(c, clerk, joined.id, None, path="")
    assert joined.edit("persons.owner.phone", "091").claims[0].side == "citizen"


@pytest.mark.parametrize(
    ("path", "value", "origin", "key"),
    [
        ("persons.owner.password", "x", "typed", "draft.path_unknown"),
        ("__class__", "x", "typed", "draft.path_unknown"),
        ("persons.owner.full_name", "x" * 301, "typed", "submission.text_too_long"),
        ("persons.owner.full_name", "x", "guessed", "submission.not_readable"),
    ],
)
def test_only_known_fields(joined, path, value, origin, key):
    with refused(Invalid, key):
        joined.edit(path, value, origin=origin)


def test_pages_are_shared(c, clerk, joined):
    first, second = page(photo(1)), page(photo(2))
    for one in (first, second):
        drafts.put_page(c, ANONYMOUS, joined.id, joined.secret, component="giay_chung_sinh", page=one)
    intake.take_photo(c, ANONYMOUS, joined.id, joined.secret, sha256=sha(photo(1)), content=photo(1))
    intake.take_photo(c, clerk, joined.id, None, sha256=sha(photo(2)), content=photo(2))
    drafts.order_pages(c, clerk, joined.id, None, component="giay_chung_sinh", page_ids=[second["id"], first["id"]])
    (shown,) = drafts.open_draft(c, clerk, joined.id, None).pages
    assert [p.id for p in shown.pages] == [second["id"], first["id"]]
    assert [p.arrived for p in shown.pages] == [True, True]
    assert intake.photo(c, clerk, joined.id, None, sha256=sha(photo(1)), thumbnail=True).content
    view = drafts.remove_page(c, clerk, joined.id, None, component="giay_chung_sinh", page_id=first["id"])
    assert [p.id for p in view.pages[0].pages] == [second["id"]]
    with refused(Invalid, "submission.not_readable"):
        drafts.put_page(c, clerk, joined.id, None, component="giay_chung_sinh", page={**first, "sha256": "zz"})


def complete(c, draft) -> None:
    for path, value in {
        "persons.owner.id_number": "019199000017",
        "persons.subject.full_name": "Hoàng Thị Mây",
        "answers.parents_married": "true",
        "notice.version": "1",
        "components.to_khai_khai_sinh.reason": "Xã in giúp",
    }.items():
        draft.edit(path, value)
    drafts.put_page(c, ANONYMOUS, draft.id, draft.secret, component="giay_chung_sinh", page=page(photo(6)))
    intake.take_photo(c, ANONYMOUS, draft.id, draft.secret, sha256=sha(photo(6)), content=photo(6))


def test_the_clerk_sends_it(c, clerk, joined):
    complete(c, joined)
    receipt = drafts.send(c, clerk, joined.id, None)
    assert (receipt.state, receipt.follow_url.endswith(joined.secret)) == ("whole", True)
    view = joined.open()
    assert (view.sent, view.number, view.closed) == (True, receipt.number, True)
    opened = dossier_view.open_dossier(c, clerk, joined.id)
    assert (opened.channel, opened.history[0].actor_name, opened.pages) == ("counter", clerk.name, 1)
    with refused(Conflict, "draft.sent"):
        joined.edit("persons.owner.phone", "091")
    with refused(Conflict, "draft.sent"):
        drafts.share(c, joined.id, joined.secret, UNIT, content())


def test_the_citizen_sends_it(c, joined):
    complete(c, joined)
    assert drafts.send(c, ANONYMOUS, joined.id, joined.secret).state == "whole"


def test_an_incomplete_draft_is_not_sent(c, clerk, joined):
    with refused(Invalid, "submission.not_readable"):
        drafts.send(c, clerk, joined.id, None)
    complete(c, joined)
    joined.edit("persons.owner.id_number", "")
    with refused(Invalid, "submission.id_number_missing"):
        drafts.send(c, clerk, joined.id, None)
    assert joined.open().sent is False


def test_the_tablet_may_send_its_own_manifest(c, clerk, joined):
    sending = Sending(id=joined.id, secret="", channel="counter")
    for content_ in sending.photos:
        intake.take_photo(c, clerk, joined.id, None, sha256=sha(content_), content=content_)
    receipt = intake.announce(c, clerk, joined.id, sending.manifest, joined=True)
    assert (receipt.state, receipt.follow_url.endswith(joined.secret)) == ("whole", True)
    with refused(Invalid, "submission.not_readable"):
        intake.announce(c, clerk, joined.id, {**sending.manifest, "unit": OTHER_UNIT}, joined=True)


def test_closing_lets_the_clerk_go(c, clerk, joined):
    drafts.close(c, ANONYMOUS, joined.id, joined.secret)
    with refused(NotFound, "submission.unknown"):
        drafts.open_draft(c, clerk, joined.id, None)
    with refused(NotFound, "submission.unknown"):
        intake.take_photo(c, clerk, joined.id, None, sha256=sha(photo(1)), content=photo(1))
    with refused(Conflict, "draft.closed"):
        joined.edit("persons.owner.phone", "091")
    assert joined.open().closed is True


def test_it_ends_by_itself(c, clerk, clock, joined):
    clock.move(hours=12)
    for actor, secret in ((clerk, None), (ANONYMOUS, joined.secret)):
        with refused(NotFound, "submission.unknown"):
            drafts.open_draft(c, actor, joined.id, secret)


def test_what_is_shared_is_sealed(c, joined):
    joined.edit("persons.owner.id_number", "019199000017")
    with c.look() as uow:
        row = shared_drafts.get(uow.session, joined.id)
    assert row is not None
    assert b"019199000017" not in row.content_enc
    assert joined.secret.encode() not in row.content_enc
    assert joined.code not in str(row.code_index)


def test_screens_are_told(c, clerk, draft):
    heard: list[str] = []
    c.broadcast.subscribe(heard.extend)
    drafts.join(c, clerk, draft.code)
    draft.edit("persons.owner.phone", "0")
    assert heard == [f"draft:{draft.id}"] * 2


def test_sharing_needs_a_known_unit_and_the_own_secret(c, draft):
    with refused(Invalid, "submission.unit_unknown"):
        drafts.share(c, uuid.uuid4(), fresh_secret(), "00000", content())
    with refused(NotFound, "submission.unknown"):
        drafts.share(c, draft.id, fresh_secret(), UNIT, content())
    for bad in (None, [], {"fields": 1}, {**content(), "fields": {"x": 1}}, {**content(), "pages": {"k": [1]}}):
        with pytest.raises(Invalid):
            drafts.share(c, uuid.uuid4(), fresh_secret(), UNIT, bad)


def test_sharing_is_bounded(c):
    one, secret = uuid.uuid4(), fresh_secret()
    for _ in range(20):
        drafts.share(c, one, secret, UNIT, content())
    with refused(TooMany, "draft.too_many"):
        drafts.share(c, one, secret, UNIT, content())
