"""Receiving, asking once, refusing: event, form, date and audit in one go, and nothing overwritten silently."""

from uuid import UUID

import pytest

from sothuhoso.db.queries import audit, dossiers
from sothuhoso.domain.documents import ReceiptFacts, RefusalFacts, SupplementFacts
from sothuhoso.domain.dossier_status import fold
from sothuhoso.domain.errors import Conflict, Invalid, Refused
from sothuhoso.domain.policy import Role
from sothuhoso.services import comparing, decisions, dossier_view, form_facts
from tests.conftest import UNIT
from tests.services.making import SINGLE, UNKNOWN_LIMIT, Sending, absent, arrived, refused, said, simple


@pytest.fixture
def dossier(c):
    return arrived(c, photos=(), components=[absent("giay_chung_sinh")])


def three_days(c):
    sending = simple()
    sending.arrive(c)
    return sending


def test_receiving_starts_the_clock(c, clerk, clock):
    dossier = three_days(c)
    preview = decisions.preview_due(c, clerk, dossier.id)
    assert (preview.known, preview.due_at, preview.after_cutoff) == (True, "2026-11-27T10:00:00Z", False)
    view = decisions.receive(c, clerk, dossier.id, version=1)
    # Monday 23/11/2026 10:00, three working days, the 24th is off: Friday 27/11, 17:00 in Vietnam.
    assert (view.status, view.version, view.received_at, view.due_at) == (
        2,
        2,
        "2026-11-23T03:00:00Z",
        "2026-11-27T10:00:00Z",
    )
    assert [(form.form, form.serial, form.year) for form in view.forms] == [("01", 1, 2026)]
    last = view.history[-1]
    assert (last.action, last.from_status, last.to_status, last.due_at) == ("dossier.receive", 1, 2, view.due_at)
    assert last.actor_name == clerk.name
    with c.look() as uow:
        written = audit.of_object(uow.session, "dossier", str(dossier.id))
        assert [entry.action for entry in written] == ["dossier.submit", "dossier.receive"]
        assert fold(dossiers.events(uow.session, dossier.id)) == 2


def test_after_three_o_clock_the_same_day_type_is_due_the_next_working_day(c, clerk, clock, dossier):
    clock.move(hours=5, minutes=30)  # 15:30
    preview = decisions.preview_due(c, clerk, dossier.id)
    assert (preview.after_cutoff, preview.due_at) == (True, "2026-11-25T10:00:00Z")
    assert decisions.receive(c, clerk, dossier.id, version=1).due_at == preview.due_at


def test_the_receipt_says_what_the_law_wants(c, clerk):
    proxy = said(full_name="Lý Văn Pá", id_number="019205000123", phone="0912345678", address="Xóm Khuổi Mèo")
    sending = simple(submitter=proxy, answers={"by_proxy": True})
    sending.components = [absent("van_ban_uy_quyen")]
    sending.arrive(c)
    view = decisions.receive(c, clerk, sending.id, version=1)
    with c.look() as uow:
        (form,) = dossiers.forms(uow.session, sending.id)
    facts = form_facts.facts_of(c, form)
    assert isinstance(facts, ReceiptFacts)
    assert (facts.head.unit_name, facts.head.province_name, facts.head.dossier_number) == (
        "xã Thần Sa",
        "Thái Nguyên",
        view.number,
    )
    assert (facts.owner.id_number, facts.submitter_name) == ("019199000017", "Lý Văn Pá")
    assert facts.proxy is not None
    assert facts.proxy.phone == "0912345678"
    assert facts.follow_url == f"{c.settings.public_url}/theo-doi#{sending.secret}"
    assert facts.due_at is not None
    assert b"019199000017" not in form.facts_enc


def test_an_unknown_time_limit_needs_a_day_from_the_clerk(c, clerk):
    sending = Sending(procedure=UNKNOWN_LIMIT, subject=None, photos=(), components=[])
    sending.arrive(c)
    assert decisions.preview_due(c, clerk, sending.id).known is False
    with refused(Invalid, "dossier.due_date_needed"):
        decisions.receive(c, clerk, sending.id, version=1)
    for day in ("2026-11-24", "2026-11-22", "2026-11-20", "2028-01-10", "soon"):  # off, Sunday, past, too far, no day
        with refused(Invalid, "dossier.due_date_impossible"):
            decisions.receive(c, clerk, sending.id, version=1, due_date=day)
    view = decisions.receive(c, clerk, sending.id, version=1, due_date="2026-12-02")
    assert view.due_at == "2026-12-02T10:00:00Z"


def test_a_supplement_is_asked_for_once(c, clerk, clock, dossier):
    asked = ["Giấy chứng sinh", "  Căn cước   của mẹ "]
    view = decisions.ask_supplement(c, clerk, dossier.id, version=1, items=asked, reason="Chưa có giấy chứng sinh")
    assert (view.status, view.supplement_count) == (5, 1)
    assert view.history[-1].asked == ["Giấy chứng sinh", "Căn cước của mẹ"]
    clock.move(minutes=1)
    received = decisions.receive(c, clerk, dossier.id, version=2)
    clock.move(minutes=1)
    with refused(Conflict, "dossier.second_supplement") as caught:
        decisions.ask_supplement(c, clerk, dossier.id, version=3, items=["Tờ khai"], reason="Còn thiếu")
    assert caught.value.facts == {"count": 1}
    second = decisions.ask_supplement(
        c, clerk, dossier.id, version=3, items=["Tờ khai"], reason="Còn thiếu", acknowledge_second=True
    )
    assert (received.status, second.status, second.supplement_count) == (2, 5, 2)
    assert [(f.form, f.serial) for f in second.forms] == [("02", 1), ("01", 1), ("02", 2)]
    with c.look() as uow:
        facts = form_facts.facts_of(c, dossiers.forms(uow.session, dossier.id)[0])
    assert isinstance(facts, SupplementFacts)
    assert facts.items == ("Giấy chứng sinh", "Căn cước của mẹ")


def test_the_clock_stands_still_during_a_supplement(c, clerk, clock):
    dossier = three_days(c)
    decisions.receive(c, clerk, dossier.id, version=1)  # Monday; due Friday 27/11: 25, 26, 27 are left
    clock.move(hours=1)
    decisions.ask_supplement(c, clerk, dossier.id, version=2, items=["Trích lục ly hôn"], reason="Còn thiếu")
    clock.move(days=9)  # Wednesday 2/12
    view = decisions.receive(c, clerk, dossier.id, version=3)
    assert view.received_at == "2026-11-23T03:00:00Z"
    assert view.due_at == "2026-12-07T10:00:00Z"  # Thursday, Friday, Monday


@pytest.mark.parametrize(
    ("items", "reason", "key"),
    [
        ([], "Lý do", "supplement.items_needed"),
        (["  "], "Lý do", "supplement.items_needed"),
        (["x"] * 21, "Lý do", "supplement.too_much"),
        (["x" * 301], "Lý do", "supplement.too_much"),
        (["x"], " ", "dossier.reason_needed"),
        (["x"], "x" * 1001, "dossier.reason_long"),
    ],
)
def test_an_incomplete_request_is_refused(c, clerk, dossier, items, reason, key):
    with refused(Invalid, key):
        decisions.ask_supplement(c, clerk, dossier.id, version=1, items=items, reason=reason)


def test_refusing_needs_a_reason_and_ends_it(c, clerk, dossier):
    with refused(Invalid, "dossier.reason_needed"):
        decisions.refuse(c, clerk, dossier.id, version=1, reason="   ")
    view = decisions.refuse(c, clerk, dossier.id, version=1, reason="Không thuộc thẩm quyền của xã")
    assert (view.status, view.history[-1].reason) == (3, "Không thuộc thẩm quyền của xã")
    with refused(Conflict, "dossier.status_not_allowed"):
        decisions.receive(c, clerk, dossier.id, version=2)
    with c.look() as uow:
        assert isinstance(form_facts.facts_of(c, dossiers.forms(uow.session, dossier.id)[0]), RefusalFacts)


def test_the_second_of_two_clerks_is_told(c, clerk, make_actor, clock, dossier):
    head = make_actor("phutrach", Role.HEAD, UNIT)
    decisions.receive(c, head, dossier.id, version=1)
    clock.move(minutes=5)
    for decide in (
        lambda: decisions.receive(c, clerk, dossier.id, version=1),
        lambda: decisions.refuse(c, clerk, dossier.id, version=1, reason="Lý do"),
        lambda: decisions.ask_supplement(c, clerk, dossier.id, version=1, items=["x"], reason="Lý do"),
    ):
        with refused(Conflict, "dossier.changed") as caught:
            decide()
        assert caught.value.facts == {"action": "dossier.receive", "at": "2026-11-23T03:00:00Z", "time": "10:00"}
    view = dossier_view.open_dossier(c, clerk, dossier.id)
    assert (view.status, len(view.history), len(view.forms)) == (2, 2, 1)


def test_forms_are_numbered_per_unit_kind_and_year(c, clerk, clock):
    first, second, third = (three_days(c) for _ in range(3))
    serials = [decisions.receive(c, clerk, d.id, version=1).forms[-1].serial for d in (first, second)]
    clock.move(days=60)  # 2027
    form = decisions.receive(c, clerk, third.id, version=1).forms[-1]
    assert (serials, form.serial, form.year) == ([1, 2], 1, 2027)


def test_comparing_counts_and_grows_the_version(c, clerk):
    dossier = arrived(c)
    view = dossier_view.open_dossier(c, clerk, dossier.id)
    paper = view.components[0]
    ticked = comparing.mark_compared(c, clerk, dossier.id, UUID(paper.id), compared=True, version=view.version)
    first = ticked.components[0]
    assert (first.compared, first.compared_by, ticked.compared, ticked.to_compare) == (True, clerk.name, 1, 2)
    with refused(Conflict, "dossier.changed"):
        comparing.mark_compared(c, clerk, dossier.id, UUID(paper.id), compared=False, version=view.version)
    again = comparing.mark_compared(c, clerk, dossier.id, UUID(paper.id), compared=False, version=ticked.version)
    assert (again.components[0].compared, again.components[0].compared_by) == (False, "")
    shown = again.components[-1]
    assert shown.kind == "show"
    assert (
        comparing.mark_compared(c, clerk, dossier.id, UUID(shown.id), compared=True, version=again.version)
        .components[-1]
        .compared
    )


def test_nothing_to_compare(c, clerk, dossier):
    view = dossier_view.open_dossier(c, clerk, dossier.id)
    with refused(Invalid, "component.nothing_to_compare"):
        comparing.mark_compared(c, clerk, dossier.id, UUID(view.components[0].id), compared=True, version=view.version)
    refused_view = decisions.refuse(c, clerk, dossier.id, version=1, reason="Lý do")
    with refused(Conflict, "dossier.status_not_allowed"):
        comparing.mark_compared(
            c, clerk, dossier.id, UUID(view.components[-1].id), compared=True, version=refused_view.version
        )


def test_a_helper_takes_in_but_does_not_decide(c, make_actor, dossier):
    helper = make_actor("hotro", Role.OUTREACH, UNIT)
    view = dossier_view.open_dossier(c, helper, dossier.id)
    assert view.actions == ["dossier.view", "page.view"]
    with pytest.raises(Refused):
        decisions.receive(c, helper, dossier.id, version=1)


def test_the_procedures_of_these_tests(c, clerk):
    limit = dossier_view.open_dossier(c, clerk, three_days(c).id).time_limit
    assert (SINGLE, limit.unit, limit.amount) == ("1.004873", "working_days", 3)
