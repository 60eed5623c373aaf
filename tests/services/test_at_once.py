"""Several people at the same moment, on SQLite and on PostgreSQL: nobody gets lost, nothing is done twice."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID

import pytest

from sothuhoso.db.queries import dossiers, submissions
from sothuhoso.db.queries import paper_files as paper_rows
from sothuhoso.domain.errors import Conflict, DomainError, NotFound
from sothuhoso.domain.policy import OPERATOR, Actor, Role
from sothuhoso.domain.ports import MadePage, SeenPage
from sothuhoso.services import (
    accounts,
    comparing,
    decisions,
    desk_list,
    dossier_view,
    housekeeping,
    page_laid,
    paper_files,
    shared_drafts,
)
from sothuhoso.services.views import DeskQuery
from tests.conftest import UNIT, container_in
from tests.services.making import Sending, photo, photographed, simple
from tests.services.test_shared_drafts import Draft


@pytest.fixture(params=["sqlite", "postgresql"])
def both(request, tmp_path, seeded_on, imaging, clock):
    """A container once on each kind of database."""
    made = container_in(tmp_path / "data", seeded_on(request.param), imaging, clock)
    yield made
    made.close()


@pytest.fixture
def clerks(both):
    """Two clerks of the unit."""
    made = []
    for name in ("canbo1", "canbo2"):
        view = accounts.create_account(
            both,
            OPERATOR,
            username=name,
            display_name=name,
            password="mật khẩu thật dài",
            role=Role.CLERK,
            unit_code=UNIT,
        )
        made.append(Actor(UUID(view.id), name, Role.CLERK, UNIT))
    return made


def at_once(*calls):
    """What each call answered or the error it raised."""

    def outcome(call):
        try:
            return call()
        except DomainError as error:
            return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(outcome, calls))


def test_the_same_manifest(both):
    sending = Sending()
    receipts = at_once(*[lambda: sending.announce(both)] * 4)
    assert sorted(receipt.created for receipt in receipts) == [False, False, False, True]
    assert {receipt.state for receipt in receipts} == {"arriving"}


def test_two_contents_under_one_id(both):
    sending = Sending(photos=(photo(1),))
    other = Sending(id=sending.id, secret=sending.secret, photos=sending.photos)
    other.components = [photographed("giay_cam_doan_viec_sinh", photo(1))]
    answers = at_once(lambda: sending.announce(both), lambda: other.announce(both))
    assert [a.key for a in answers if isinstance(a, Conflict)] == ["submission.conflict"]
    with both.look() as uow:
        assert submissions.count_conflicts(uow.session, sending.id) == 1


def test_the_last_photo_and_the_manifest(both):
    sending = Sending(photos=(photo(1), photo(2)))
    calls = [lambda: sending.announce(both), lambda: sending.put(both, photo(1)), lambda: sending.put(both, photo(2))]
    answers = at_once(*calls, *calls)
    assert [a for a in answers if isinstance(a, DomainError)] == []
    with both.look() as uow:
        assert dossiers.get(uow.session, sending.id) is not None
        assert len(dossiers.pages(uow.session, sending.id)) == 2
        assert len(dossiers.events(uow.session, sending.id)) == 1


def test_numbers_have_no_gaps(both):
    receipts = at_once(*[lambda: simple().arrive(both) for _ in range(8)])
    assert sorted(r.number for r in receipts) == [f"SH-05725-261123-{n:04}" for n in range(1, 9)]


def test_two_clerks_decide(both, clerks):
    sending = simple()
    sending.arrive(both)
    one, two = clerks
    answers = at_once(
        lambda: decisions.receive(both, one, sending.id, version=1),
        lambda: decisions.refuse(both, two, sending.id, version=1, reason="Lý do"),
    )
    assert [a.key for a in answers if isinstance(a, Conflict)] == ["dossier.changed"]
    view = dossier_view.open_dossier(both, one, sending.id)
    assert (view.version, len(view.history), len(view.forms)) == (2, 2, 1)


def test_two_clerks_tick(both, clerks):
    sending = Sending(photos=(photo(1),))
    sending.arrive(both)
    view = dossier_view.open_dossier(both, clerks[0], sending.id)
    paper = UUID(view.components[0].id)
    answers = at_once(
        *[lambda a=a: comparing.mark_compared(both, a, sending.id, paper, compared=True, version=1) for a in clerks]
    )
    assert sum(isinstance(a, Conflict) for a in answers) == 1


def test_two_clerks_join(both, clerks):
    draft = Draft(both)
    answers = at_once(*[lambda a=a: shared_drafts.join(both, a, draft.code) for a in clerks])
    assert [a.key for a in answers if isinstance(a, NotFound)] == ["draft.code_unknown"]


def test_two_sides_edit(both, clerks):
    draft = Draft(both)
    shared_drafts.join(both, clerks[0], draft.code)
    paths = ["persons.owner.full_name", "persons.owner.address", "persons.subject.full_name"]

    def phone(path):
        return draft.edit(path, "từ điện thoại")

    def tablet(path):
        return shared_drafts.edit(both, clerks[0], draft.id, None, path=f"{path}", value="từ máy bảng")

    before = draft.open().version
    answers = at_once(*[lambda p=p: phone(p) for p in paths], lambda: tablet("persons.owner.phone"))
    assert [a for a in answers if isinstance(a, DomainError)] == []
    after = draft.open()
    assert after.version == before + 4
    assert {f.path: f.by for f in after.fields} == {**dict.fromkeys(paths, "citizen"), "persons.owner.phone": "clerk"}


def test_searching_and_cleaning(both, clerks, clock):
    simple().arrive(both)
    Sending().announce(both)
    for text in ("mai hoang", "019199000017", "261123-0001"):
        assert desk_list.list_desk(both, clerks[0], DeskQuery(text=text)).total == 1
    clock.move(days=31)
    assert housekeeping.purge_expired(both) == 1


def test_workers_pass_over_each_others_orders(both):
    for number in range(4):
        Sending(photos=(photo(2 * number), photo(2 * number + 1))).arrive(both)
    taken = at_once(*[lambda: paper_files.take(both)] * 9)
    held = {one.component_id for one in taken if one}
    assert len(held) == 8
    assert taken.count(None) == 1


class Quick:
    """A page maker that needs no time: its sheet says by which corners it was cut."""

    def check(self, content, paper, *, corners=None, sure=None):
        return SeenPage((), corners, 300.0, {})

    def make(self, content, paper, *, corners=None, turn=None, compact=True, read=True):
        said = f"{corners and round(corners[2][1])}"
        return MadePage(said.encode(), said, ((said, 0.1, 0.1, 0.1, 0.1),), 300, turn or 0)

    def bind(self, sheets, *, title):
        return b"|".join(sheets)


def test_a_clerk_lays_pages_again_and_again_while_two_workers_make_the_paper(both, clerks):
    sending = Sending(photos=(photo(1), photo(2)), components=[photographed("giay_chung_sinh", photo(1), photo(2))])
    sending.arrive(both)
    quick = replace(both, pages=Quick())
    seen = dossier_view.open_dossier(both, clerks[0], sending.id)
    paper, pages = UUID(seen.components[0].id), [UUID(one.id) for one in seen.components[0].pages]
    over = threading.Event()

    def work():
        while not over.is_set():
            paper_files.work_one(quick)

    def lay():
        try:
            version = seen.version
            for at in range(24):
                corners = [[0, 0], [1, 0], [1, (30 + at) / 100], [0, 0.9]]
                laid = {"paper": "A4", "corners": corners, "turn": 0, "note": False}
                page = pages[at % 2]
                version = page_laid.lay_again(both, clerks[0], sending.id, page, laid=laid, version=version).version
        finally:
            over.set()

    assert at_once(work, work, lay) == [None, None, None]
    while paper_files.work_one(quick):
        pass
    with both.look() as uow:
        file = paper_rows.get(uow.session, paper)
        versions = paper_rows.versions(uow.session, sending.id)
    assert file.state == "ready"
    assert [one.version for one in versions] == list(range(file.version, 0, -1))
    for version in versions:  # each was made of what it says it was made of
        cut = [one["laid"].get("corners") for one in version.pages]
        height = 160  # of the photos, in pixels
        said = [f"{corners and round(corners[2][1] * height)}" for corners in cut]
        assert both.files.get(version.file_sha256).decode() == "|".join(said)
    assert [one["laid"]["corners"][2][1] for one in versions[0].pages] == [0.52, 0.53]
