"""Printed forms: for the desk that issued them and the person who holds the secret, nobody else."""

import io
from uuid import UUID, uuid4

import pytest
from pypdf import PdfReader

from sothuhoso.db.queries import audit
from sothuhoso.domain.errors import NotFound
from sothuhoso.services import decisions, forms
from tests.services.making import fresh_secret, refused, simple


@pytest.fixture
def received(c, clerk):
    sending = simple()
    sending.arrive(c)
    view = decisions.receive(c, clerk, sending.id, version=1)
    return sending, view, UUID(view.forms[0].id)


def words(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_the_desk_prints(c, clerk, received):
    sending, view, form_id = received
    said = words(forms.form_pdf(c, clerk, sending.id, form_id))
    for part in (view.number, "Hoàng Thị Mai", "019199000017", "27 tháng 11 năm 2026"):
        assert part in said
    with c.look() as uow:
        assert [e.action for e in audit.of_object(uow.session, "form", str(form_id))] == ["form.print"]


def test_the_person_fetches_it(c, received):
    sending, view, form_id = received
    assert view.number in words(forms.form_pdf_for_citizen(c, sending.secret, form_id))


def test_nobody_else(c, clerk, received):
    sending, _, form_id = received
    other = simple()
    other.arrive(c)
    for attempt in (
        lambda: forms.form_pdf_for_citizen(c, fresh_secret(), form_id),
        lambda: forms.form_pdf_for_citizen(c, other.secret, form_id),
        lambda: forms.form_pdf_for_citizen(c, sending.secret, uuid4()),
        lambda: forms.form_pdf_for_citizen(c, "", form_id),
        lambda: forms.form_pdf(c, clerk, other.id, form_id),
        lambda: forms.form_pdf(c, clerk, sending.id, uuid4()),
    ):
        with refused(NotFound, "form.unknown"):
            attempt()


def test_it_says_the_same_when_printed_again(c, clerk, clock, received):
    sending, _, form_id = received
    first = words(forms.form_pdf(c, clerk, sending.id, form_id))
    clock.move(days=400)
    assert words(forms.form_pdf(c, clerk, sending.id, form_id)) == first
