"""What the desk and the person fetch: pages, forms, shared drafts, following."""

import io
import uuid

import pytest
from pypdf import PdfReader

from sothuhoso.db.queries import audit, dossiers
from sothuhoso.domain.policy import Role
from sothuhoso.services import accounts, decisions, dossier_view
from tests.conftest import OTHER_UNIT, UNIT
from tests.samples import brought
from tests.services.making import Sending, absent, fresh_secret, photo, sha
from tests.services.test_authorisation import read_page
from tests.services.test_shared_drafts import content


@pytest.fixture
def received(c, desk):
    """A received dossier: the sending, its view, the first page."""
    actor = accounts.actor_of(c, desk.cookies["sid"])
    sending = Sending(photos=(photo(1),))
    sending.arrive(c)
    decisions.receive(c, actor, sending.id, version=1)
    return sending, dossier_view.open_dossier(c, actor, sending.id)


def test_pages(c, client, desk, received):
    _, view = received
    page = view.components[0].pages[0]
    thumb, full = desk.get(page.thumb_url), desk.get(page.full_url)
    assert (thumb.status_code, full.status_code) == (200, 200)
    assert full.headers["cache-control"] == "private, no-store"
    assert full.headers["x-content-type-options"] == "nosniff"
    with c.look() as uow:
        assert [e.action for e in audit.of_object(uow.session, "page", page.id)] == ["page.view"]
    assert client.get(page.full_url).status_code == 401
    assert desk.get(page.full_url.replace(page.id, str(uuid.uuid4()))).status_code == 404


def test_the_clean_page(c, client, desk, received, make_actor):
    sending, view = received
    page = view.components[0].pages[0]
    address = f"/api/dossiers/{sending.id}/pages/{page.id}/clean.jpg"
    assert (desk.get(address).status_code, desk.get(address).json()["key"]) == (404, "page.not_made")
    with c.work() as uow:
        row = dossiers.page(uow.session, sending.id, uuid.UUID(page.id))
        uow.session.add(read_page(c, row))
        uow.commit()
    answer = desk.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    with c.look() as uow:
        assert [e.action for e in audit.of_object(uow.session, "page", page.id)] == ["page.view"]
    assert client.get(address).status_code == 401
    assert desk.get(address.replace(page.id, str(uuid.uuid4()))).json()["key"] == "page.unknown"
    assert desk.get(address.replace(str(sending.id), str(uuid.uuid4()))).status_code == 404
    assert desk.get(address.replace(page.id, "..%2f..")).status_code == 404
    make_actor("xakhac", Role.CLERK, OTHER_UNIT)
    signed_in = client.post("/api/session", json={"username": "xakhac", "password": "mật khẩu của xakhac"})
    stranger = client.get(address, headers={"cookie": f"sid={signed_in.cookies['sid']}"})
    assert (stranger.status_code, stranger.json()["key"]) == (403, "access.refused")


def test_forms(client, desk, received):
    sending, view = received
    answer = desk.get(view.forms[0].pdf_url)
    assert answer.headers["content-type"] == "application/pdf"
    assert view.number in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert client.get(view.forms[0].pdf_url).status_code == 401
    mine = client.post("/api/follow/form", json={"secret": sending.secret, "form_id": view.forms[0].id})
    assert mine.content.startswith(b"%PDF")
    for body in (
        {"secret": fresh_secret(), "form_id": view.forms[0].id},
        {"secret": sending.secret, "form_id": str(uuid.uuid4())},
        {"secret": sending.secret, "form_id": "../../etc"},
    ):
        answer = client.post("/api/follow/form", json=body)
        assert (answer.status_code, answer.json()["key"]) == (404, "form.unknown")


def test_following(client, received):
    sending, view = received
    by_secret = client.post("/api/follow", json={"secret": sending.secret}).json()
    assert (by_secret["number"], by_secret["status"]) == (view.number, 2)
    asked = {"number": view.number, "last_four": "0017", "birth_year": 1999}
    assert client.post("/api/follow", json=asked).json()["number"] == view.number
    wrong = client.post("/api/follow", json={**asked, "last_four": "0018"})
    assert (wrong.status_code, wrong.json()["key"]) == (404, "follow.unknown")
    for body in ({}, {"number": 1}, {"secret": None}, {"secret": True}):
        assert client.post("/api/follow", json=body).status_code == 400


def test_sharing_and_joining(client, desk):
    draft, secret = str(uuid.uuid4()), fresh_secret()
    shared = client.post(f"/api/drafts/{draft}/share", json={"unit": UNIT, "secret": secret, "content": content()})
    code = shared.json()["code"]
    assert (shared.status_code, len(code)) == (200, 6)
    assert client.post("/api/drafts/join", json={"code": code}).status_code == 401
    joined = desk.post("/api/drafts/join", json={"code": code})
    assert (joined.json()["id"], joined.json()["unit"]) == (draft, UNIT)
    again = desk.post("/api/drafts/join", json={"code": code})
    assert (again.status_code, again.json()["key"]) == (404, "draft.code_unknown")
    assert desk.post("/api/drafts/join", json={"code": 123456}).status_code == 400
    assert client.post(f"/api/drafts/{draft}/share", json={"unit": UNIT}).status_code == 400


def test_the_joined_tablet_sends_photos_and_manifest(client, desk):
    sending = Sending(channel="counter", photos=(photo(1),))
    code = client.post(
        f"/api/drafts/{sending.id}/share", json={"unit": UNIT, "secret": sending.secret, "content": content()}
    ).json()["code"]
    desk.post("/api/drafts/join", json={"code": code})
    address = f"/api/submissions/{sending.id}"
    assert desk.put(f"{address}/photos/{sha(photo(1))}", content=photo(1)).status_code == 201
    assert desk.get(f"{address}/photos/{sha(photo(1))}?size=thumb").status_code == 200
    answer = desk.put(address, json={**sending.manifest, "secret": ""})
    assert (answer.status_code, answer.json()["state"]) == (201, "whole")
    assert answer.json()["follow_url"].endswith(sending.secret)


def test_either_side_ends_the_sharing_and_so_does_signing_out(client, desk):
    def shared() -> tuple[str, dict[str, str]]:
        draft, secret = str(uuid.uuid4()), fresh_secret()
        asked = {"unit": UNIT, "secret": secret, "content": content()}
        code = client.post(f"/api/drafts/{draft}/share", json=asked).json()["code"]
        assert desk.post("/api/drafts/join", json={"code": code}).status_code == 200
        return draft, {"Authorization": f"Draft {secret}"}

    (first, secret), (second, _), (third, third_secret) = shared(), shared(), shared()
    stranger = {"Authorization": f"Draft {fresh_secret()}"}
    assert client.delete(f"/api/drafts/{first}/share", headers=stranger).status_code == 404
    assert client.delete(f"/api/drafts/{first}/share").status_code == 401
    assert client.delete(f"/api/drafts/{first}/share", headers=secret).status_code == 204
    assert desk.delete(f"/api/drafts/{first}/share").status_code == 404  # let go already
    assert desk.delete(f"/api/drafts/{second}/share").status_code == 204
    about = {"params": {"size": "thumb"}}
    assert desk.get(f"/api/submissions/{third}/photos/{'a' * 64}", **about).json()["key"] == "photo.unknown"
    assert desk.delete("/api/session").status_code == 204
    assert client.delete(f"/api/drafts/{third}/share", headers=third_secret).status_code == 204


def test_whether_a_person_has_one_open(c, client, desk):
    said = {"procedure": "1.001193", "id_number": "019199000017"}
    assert client.post("/api/dossiers/open", json=said).status_code == 401
    assert desk.post("/api/dossiers/open", json=said).json() == {"open": []}
    Sending(photos=(), components=[absent("giay_chung_sinh")]).arrive(c)
    answer = desk.post("/api/dossiers/open", json=said)
    assert answer.headers["cache-control"] == "no-store"
    (one,) = answer.json()["open"]
    assert set(one) == {"id", "number", "status"}
    for broken in (
        {},
        {**said, "id_number": 19199000017},
        {**said, "procedure": None},
        [said],
        {**said, "x": "y" * 2000},
    ):
        assert desk.post("/api/dossiers/open", json=broken).status_code in (400, 413, 422)
    wrong = desk.post("/api/dossiers/open", json={**said, "id_number": "12345"})
    assert wrong.json()["key"] == "id_number.not_12_digits"
    assert "12345" not in wrong.text


def test_an_original_is_saved_and_never_opened_by_a_page_of_ours(c, client, desk):
    file = brought.signed(brought.pdf_of(2))
    sending = Sending(photos=(file,))
    sending.arrive(c)
    actor = accounts.actor_of(c, desk.cookies["sid"])
    view = dossier_view.open_dossier(c, actor, sending.id)
    paper = view.components[0]
    answer = desk.get(paper.brought[0].url)
    assert (answer.content, answer.headers["content-type"]) == (file, "application/pdf")
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{view.number}_01_')
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    drawn = desk.get(paper.pages[1].full_url)
    assert (drawn.status_code, drawn.headers["content-type"]) == (200, "image/jpeg")
    assert client.get(paper.brought[0].url).status_code == 401


def test_a_sender_gets_their_own_file_back_as_a_file(c, client):
    file = brought.pdf_of(1)
    sending = Sending(photos=(file,))
    sending.arrive(c)
    address = f"/api/submissions/{sending.id}/photos/{sha(file)}"
    answer = client.get(address, headers={"Authorization": f"Draft {sending.secret}"})
    assert answer.content == file
    assert answer.headers["content-disposition"] == "attachment"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
