"""What the desk sees, and what is written down when it looks."""

import re
from dataclasses import asdict
from uuid import UUID, uuid4

import pytest

from sothuhoso.db.queries import audit
from sothuhoso.domain.errors import Invalid, NotFound
from sothuhoso.services import dossier_view
from tests.services.making import arrived, refused, said


@pytest.fixture
def dossier(c):
    return arrived(c)


def written(c, kind, object_id):
    with c.look() as uow:
        return [(entry.action, entry.facts) for entry in audit.of_object(uow.session, kind, str(object_id))]


def test_numbers_are_masked_everywhere(c, clerk):
    owner = said(full_name="Hoàng Thị Mai", id_number="019199000017", old_id_number="091234567", birth_date="1999")
    dossier = arrived(c, owner=owner, submitter=said(full_name="Lý Văn Pá", id_number="019205000123"))
    view = asdict(dossier_view.open_dossier(c, clerk, dossier.id))
    assert not re.search(r"\d{9}", re.sub(r"[0-9a-f]{8}-[0-9a-f-]+", "", str({**view, "number": ""})))
    fields = {(p["slot"], f["key"]): (f["value"], f["masked"]) for p in view["persons"] for f in p["fields"]}
    assert fields["owner", "id_number"] == ("0191••••0017", True)
    assert fields["owner", "old_id_number"] == ("0912••••4567", True)
    assert fields["submitter", "id_number"] == ("0192••••0123", True)
    assert fields["owner", "birth_date"] == ("1999", False)


def test_a_whole_number_is_given_for_a_reason_and_written_down(c, clerk, dossier):
    with refused(Invalid, "dossier.reason_needed"):
        dossier_view.whole_id_number(c, clerk, dossier.id, slot="owner", reason=" ")
    with refused(NotFound, "dossier.no_id_number"):
        dossier_view.whole_id_number(c, clerk, dossier.id, slot="subject", reason="đối chiếu")
    assert dossier_view.whole_id_number(c, clerk, dossier.id, slot="owner", reason="đối chiếu") == "019199000017"
    assert written(c, "dossier", dossier.id)[1:] == [("dossier.view_id", {"slot": "owner", "reason": "đối chiếu"})]


def test_a_look_at_a_whole_page_is_written_down_a_thumbnail_is_not(c, clerk, dossier):
    page = dossier_view.open_dossier(c, clerk, dossier.id).components[0].pages[0]
    assert "of=file" not in page.full_url  # kept as a picture: it waits for no worker
    thumb = dossier_view.page_image(c, clerk, dossier.id, UUID(page.id), thumbnail=True)
    assert written(c, "page", page.id) == []
    whole = dossier_view.page_image(c, clerk, dossier.id, UUID(page.id), thumbnail=False)
    assert written(c, "page", page.id) == [("page.view", {"dossier": str(dossier.id)})]
    assert thumb.content
    assert whole.content
    with refused(NotFound, "page.unknown"):
        dossier_view.page_image(c, clerk, dossier.id, uuid4(), thumbnail=True)
    other = arrived(c)
    with refused(NotFound, "page.unknown"):  # a page of another dossier
        dossier_view.page_image(c, clerk, other.id, UUID(page.id), thumbnail=True)


def test_what_is_odd_is_said_beside_the_field(c, clerk):
    dossier = arrived(c, owner=said(full_name="Hoàng Thị Mai", id_number="019199000017", birth_date="1998", sex="male"))
    owner = dossier_view.open_dossier(c, clerk, dossier.id).persons[0]
    assert {warning.key for warning in owner.warnings} == {"id_year_differs", "id_sex_differs"}


def test_what_one_may_do_depends_on_role_and_status(c, clerk, dossier):
    actions = dossier_view.open_dossier(c, clerk, dossier.id).actions
    assert "dossier.receive" in actions
    assert "form.print" not in actions


def test_answers_show_their_questions(c, clerk):
    dossier = arrived(c, answers={"parents_married": False})
    answers = {a.key: a.value for a in dossier_view.open_dossier(c, clerk, dossier.id).answers}
    assert answers == {"by_proxy": False, "parents_married": False, "abandoned": False, "surrogacy": False}


def test_unknown(c, clerk):
    with refused(NotFound, "dossier.unknown"):
        dossier_view.open_dossier(c, clerk, uuid4())
