"""A name written on the screen: kept like a photo, shown to the desk on request, and only spoken of on the form."""

import io
from uuid import UUID

import pytest
from pypdf import PdfReader

from sothuhoso.db.queries import audit, dossiers
from sothuhoso.domain.errors import Invalid, NotFound, TooLarge
from sothuhoso.domain.policy import ANONYMOUS
from sothuhoso.services import decisions, dossier_view, forms, housekeeping, intake
from tests.services.making import Sending, absent, photo, refused, said, sha, simple


def signed(c, **facts) -> Sending:
    sending = simple(signed=photo(7), **facts)
    sending.arrive(c)
    return sending


def test_the_signature_must_arrive_like_a_photo(c):
    sending = simple(signed=photo(7))
    assert sending.announce(c).missing == [sha(photo(7))]
    assert sending.put(c, photo(7)).receipt.state == "whole"


def test_it_is_no_paper_of_the_dossier(c, clerk):
    sending = Sending(photos=(photo(1),), signed=photo(7))
    sending.arrive(c)
    view = dossier_view.open_dossier(c, clerk, sending.id)
    assert (view.pages, [len(paper.pages) for paper in view.components]) == (1, [1, 0, 0])


def test_the_desk_sees_whose_it_is_and_each_look_is_written_down(c, clerk):
    submitter = said(full_name="Lý Văn Pá", id_number="019205000123")
    sending = signed(c, submitter=submitter, signer="submitter")
    shown = dossier_view.open_dossier(c, clerk, sending.id).signature
    assert (shown.how, shown.signer, shown.name, shown.at) == (
        "screen",
        "submitter",
        "Lý Văn Pá",
        "2026-11-23T02:31:00Z",
    )
    assert shown.full_url == f"/api/dossiers/{sending.id}/signature"
    for looks in (1, 2):
        image = dossier_view.signature_image(c, clerk, sending.id)
        assert image.content.startswith(b"\xff\xd8")
        with c.look() as uow:
            entries = audit.of_object(uow.session, "signature", str(sending.id))
        assert [entry.action for entry in entries] == ["page.view"] * looks


@pytest.mark.parametrize("how", ["paper", "fingerprint", "nothing"])
def test_why_there_is_none(c, clerk, how):
    sending = simple(unsigned={"how": how, "reason": "Bác đau tay"})
    sending.arrive(c)
    shown = dossier_view.open_dossier(c, clerk, sending.id).signature
    assert (shown.how, shown.reason, shown.full_url, shown.at) == (how, "Bác đau tay", "", "")
    with refused(NotFound, "signature.unknown"):
        dossier_view.signature_image(c, clerk, sending.id)


def test_where_nothing_was_said_nothing_is_shown(c, clerk):
    sending = simple()
    sending.arrive(c)
    assert dossier_view.open_dossier(c, clerk, sending.id).signature.how == ""
    with refused(NotFound, "signature.unknown"):
        dossier_view.signature_image(c, clerk, sending.id)


def test_the_house_is_kept_around_it(c, clock, clerk):
    sending = signed(c)
    clock.move(days=3)
    housekeeping.purge_expired(c)
    assert dossier_view.signature_image(c, clerk, sending.id).content
    with c.look() as uow:
        row = dossiers.signature(uow.session, sending.id)
    assert row is not None
    assert c.files.has(row.thumbnail_sha256)


def test_too_large_a_signature_is_refused_before_it_is_sent(c):
    sending = simple(signed=photo(7))
    manifest = sending.manifest
    manifest["signature"]["page"]["bytes"] = c.settings.max_photo_bytes + 1
    with refused(TooLarge, "image.too_many_bytes"):
        intake.announce(c, ANONYMOUS, sending.id, manifest)


def test_a_signature_nobody_promised_is_not_kept(c):
    sending = simple()
    sending.announce(c)
    with refused(Invalid, "photo.not_announced"):
        sending.put(c, photo(7))


@pytest.mark.parametrize("with_signature", [True, False])
def test_the_form_says_when_and_prints_no_picture(c, clerk, with_signature):
    sending = Sending(photos=(), components=[absent("giay_chung_sinh")], signed=photo(7) if with_signature else None)
    sending.arrive(c)
    received = decisions.receive(c, clerk, sending.id, version=1)
    pdf = PdfReader(io.BytesIO(forms.form_pdf(c, clerk, sending.id, UUID(received.forms[0].id))))
    words = " ".join(pdf.pages[0].extract_text().split())
    assert ("Đã ký trên màn hình lúc 09 giờ 31 phút" in words) is with_signature
    assert len(list(pdf.pages[0].images)) == 0
