"""The whole way in: manifest and photos in any order, as often as one likes, one dossier."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from sothuhoso.db.queries import audit, dossiers, submissions
from sothuhoso.domain.errors import Conflict, Invalid, NotFound, Refused, SignInNeeded, TooLarge
from sothuhoso.domain.policy import ANONYMOUS
from sothuhoso.services import arrivals, dossier_view, intake
from sothuhoso.services.catalogue import procedure_in_force
from tests.conftest import OTHER_UNIT
from tests.services.making import BIRTH, Sending, absent, arrived, fresh_secret, photo, photographed, refused, said, sha


def test_the_dossier_exists_once_the_last_photo_is_here(c):
    sending = Sending()
    first = sending.announce(c)
    assert (first.state, first.number, first.created) == ("arriving", "", True)
    assert first.missing == [sha(content) for content in sending.photos]
    for content in sending.photos[:-1]:
        assert sending.put(c, content).receipt.state == "arriving"
    last = sending.put(c, sending.photos[-1]).receipt
    assert (last.state, last.number, last.missing) == ("whole", "SH-05725-261123-0001", [])
    assert sorted(last.received) == sorted(map(sha, sending.photos))
    assert last.follow_url == f"http://127.0.0.1:8000/theo-doi#{sending.secret}"
    assert last.submitted_at == "2026-11-23T03:00:00Z"


def test_photos_may_come_before_the_manifest(c):
    sending = Sending()
    for content in sending.photos:
        receipt = sending.put(c, content).receipt
        assert (receipt.state, receipt.follow_url) == ("open", "")
    assert sending.announce(c).state == "whole"


def test_a_dossier_without_photos_is_whole_at_once(c):
    components = [absent("giay_chung_sinh"), absent("to_khai_khai_sinh")]
    receipt = Sending(photos=(), components=components).announce(c)
    assert receipt.state == "whole"
    assert receipt.received == []


def test_the_same_again_gets_the_same_receipt(c):
    sending = Sending()
    receipt = sending.arrive(c)
    again = sending.announce(c)
    assert again == replace(receipt, created=False)
    photo_again = sending.put(c, sending.photos[0])
    assert photo_again.receipt == receipt
    assert photo_again.receipt.created is False


def test_a_retry_with_a_new_clock_and_language_is_the_same_content(c):
    sending = Sending()
    sending.announce(c)
    later = {**sending.manifest, "captured_at": "2026-11-23T02:59:59Z", "lang": "en"}
    later["notice"] = {"version": "1", "at": "2026-11-23T02:59:59Z"}
    assert intake.announce(c, ANONYMOUS, sending.id, later).state == "arriving"


def test_other_content_is_kept_apart_once_and_nothing_is_overwritten(c):
    sending = Sending()
    receipt = sending.arrive(c)
    other = {**sending.manifest, "unit": OTHER_UNIT}
    for _ in range(2):
        with refused(Conflict, "submission.conflict"):
            intake.announce(c, ANONYMOUS, sending.id, other)
    assert intake.receipt(c, ANONYMOUS, sending.id, sending.secret) == receipt
    with c.look() as uow:
        (kept,) = submissions.conflicts(uow.session, sending.id)
        row = dossiers.get(uow.session, sending.id)
        assert row is not None
        assert row.unit_code == "05725"
        assert [entry.action for entry in audit.of_object(uow.session, "submission", str(sending.id))] == [
            "submission.conflict"
        ]
    assert json.loads(c.vault.open(kept.manifest_enc, f"conflict:{kept.id}"))["unit"] == OTHER_UNIT


def test_conflicts_are_bounded(c, monkeypatch):
    monkeypatch.setattr(arrivals, "MAX_CONFLICTS", 2)
    sending = Sending()
    sending.announce(c)
    for n in range(4):
        sending.owner = said(full_name=f"Người {n}", id_number="019199000017")
        with pytest.raises(Conflict):
            sending.announce(c)
    with c.look() as uow:
        assert submissions.count_conflicts(uow.session, sending.id) == 2


def test_nothing_readable_is_kept_of_the_promises(c):
    sending = Sending()
    sending.announce(c)
    with c.look() as uow:
        row = submissions.get(uow.session, sending.id)
        assert row is not None
        assert row.manifest_enc is not None
    assert b"019199000017" not in row.manifest_enc
    assert sending.secret not in row.secret_index
    raw = b"".join(file.read_bytes() for file in c.settings.data_dir.rglob("*") if file.is_file())
    assert b"019199000017" not in raw
    assert sending.secret.encode() not in raw


def test_another_secret_learns_nothing(c):
    sending = Sending()
    sending.arrive(c)
    stranger = Sending(id=sending.id, secret=fresh_secret())
    for act in (
        lambda: stranger.announce(c),
        lambda: stranger.put(c, sending.photos[0]),
        lambda: intake.receipt(c, ANONYMOUS, sending.id, stranger.secret),
        lambda: intake.receipt(c, ANONYMOUS, sending.id, "too short"),
        lambda: intake.photo(c, ANONYMOUS, sending.id, stranger.secret, sha256=sha(sending.photos[0]), thumbnail=True),
        lambda: intake.receipt(c, ANONYMOUS, Sending().id, stranger.secret),
    ):
        with refused(NotFound, "submission.unknown"):
            act()
    with pytest.raises(SignInNeeded):
        intake.receipt(c, ANONYMOUS, sending.id, None)


def test_one_secret_opens_one_submission(c):
    sending = Sending()
    sending.announce(c)
    with refused(Invalid, "submission.secret_used"):
        Sending(secret=sending.secret).announce(c)


def test_a_photo_is_named_by_its_bytes(c):
    sending = Sending()
    with refused(Invalid, "photo.hash_mismatch"):
        intake.take_photo(c, ANONYMOUS, sending.id, sending.secret, sha256=sha(photo(1)), content=photo(2))
    with pytest.raises(NotFound):
        intake.receipt(c, ANONYMOUS, sending.id, sending.secret)


def test_a_photo_nobody_promised_is_not_kept(c):
    sending = Sending()
    sending.announce(c)
    with refused(Invalid, "photo.not_announced"):
        sending.put(c, photo(60))


def test_photos_of_one_submission_are_bounded(c, monkeypatch):
    monkeypatch.setattr(intake, "MAX_PHOTOS", 2)
    sending = Sending()
    sending.put(c, photo(1))
    sending.put(c, photo(2))
    sending.put(c, photo(2))
    with refused(TooLarge, "photo.too_many"):
        sending.put(c, photo(3))


def test_what_is_no_photo_leaves_nothing(c):
    sending = Sending()
    content = b"%PDF-1.7 not a photo"
    with refused(Invalid, "document.broken"):
        intake.take_photo(c, ANONYMOUS, sending.id, sending.secret, sha256=sha(content), content=content)
    with c.look() as uow:
        assert submissions.get(uow.session, sending.id) is None


def test_the_kept_photo_is_clean_and_comes_back(c):
    sending = Sending()
    sending.put(c, sending.photos[0])
    whole = intake.photo(c, ANONYMOUS, sending.id, sending.secret, sha256=sha(sending.photos[0]), thumbnail=False)
    thumb = intake.photo(c, ANONYMOUS, sending.id, sending.secret, sha256=sha(sending.photos[0]), thumbnail=True)
    assert whole.media_type in ("image/jpeg", "image/webp", "image/png")
    assert thumb.media_type in ("image/jpeg", "image/webp", "image/png")
    assert len(thumb.content) > 0
    with refused(NotFound, "photo.unknown"):
        intake.photo(c, ANONYMOUS, sending.id, sending.secret, sha256=sha(photo(9)), thumbnail=True)


def test_several_uploads_of_one_photo_at_once_are_harmless(c):
    sending = Sending(photos=(photo(4),))
    sending.announce(c)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: sending.put(c, photo(4)), range(6)))
    assert {answer.receipt.number for answer in answers} == {"SH-05725-261123-0001"}
    assert sum(answer.receipt.created for answer in answers) == 1
    with c.look() as uow:
        assert len(submissions.photos(uow.session, sending.id)) == 1


def test_many_people_at_once_get_numbers_without_gaps(c):
    everybody = [Sending(photos=(photo(n),)) for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(lambda sending: sending.arrive(c), everybody))
    assert sorted(r.number for r in receipts) == [f"SH-05725-261123-{n:04}" for n in range(1, 9)]


def test_the_number_counts_per_unit_and_day_of_vietnam(c, clock):
    assert arrived(c).number == "SH-05725-261123-0001"
    assert arrived(c, unit=OTHER_UNIT).number == "SH-05716-261123-0001"
    clock.move(hours=14, minutes=30)  # 00:30 of the 24th in Vietnam, still the 23rd in UTC
    assert arrived(c).number == "SH-05725-261124-0001"


def test_the_dossier_holds_what_was_sent(c, clerk):
    submitter = said(full_name="Lý Văn Pá", id_number="019205000123")
    components = [
        photographed("giay_chung_sinh", photo(1), photo(2), photo(1)),
        absent("to_khai_khai_sinh", "Xã in giúp"),
    ]
    whole = arrived(c, photos=(photo(1), photo(2)), components=components, submitter=submitter)
    view = dossier_view.open_dossier(c, clerk, whole.id)
    assert [person.slot for person in view.persons] == ["owner", "submitter", "subject"]
    notice, form, card = view.components
    assert [page.position for page in notice.pages] == [0, 1, 2]
    assert (notice.missing, form.missing, form.reason) == (False, True, "Xã in giúp")
    assert (card.key, card.kind, card.state, card.missing) == ("can_cuoc_cha_me", "show", "none", False)
    assert (view.pages, view.missing, view.to_compare) == (3, 1, 1)
    assert [(e.action, e.to_status) for e in view.history] == [("dossier.submit", 1)]


def test_a_group_shows_the_paper_that_is_here(c, clerk):
    components = [absent("giay_chung_sinh"), photographed("giay_cam_doan_viec_sinh", photo(5))]
    whole = arrived(c, photos=(photo(5),), components=components)
    keys = [component.key for component in dossier_view.open_dossier(c, clerk, whole.id).components]
    assert keys == ["giay_cam_doan_viec_sinh", "can_cuoc_cha_me"]


def test_counter_intake_needs_the_desk_of_that_unit(c, clerk, other_clerk):
    sending = Sending(channel="counter")
    with pytest.raises(SignInNeeded):
        sending.announce(c)
    with pytest.raises(Refused):
        sending.announce(c, other_clerk)
    sending.arrive(c, clerk)
    with c.look() as uow:
        (first,) = dossiers.events(uow.session, sending.id)
    assert first.actor_id == clerk.account_id


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"procedure": "9.999999"}, "submission.procedure_unknown"),
        ({"procedure_version": 7}, "submission.procedure_unknown"),
        ({"unit": "99999"}, "submission.unit_unknown"),
        ({"components": []}, "submission.component_missing"),
        ({"format": 4}, "submission.format"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(c, changed, key):
    sending = Sending()
    with pytest.raises(Invalid, match=key):
        intake.announce(c, ANONYMOUS, sending.id, {**sending.manifest, **changed})
    with pytest.raises(NotFound):
        intake.receipt(c, ANONYMOUS, sending.id, sending.secret)


def test_a_version_that_ended_is_taken_from_those_who_were_out_of_reach(c, clock):
    clock.move(days=120)  # 23/3/2027: version 1 ended on 28/2/2027
    late = Sending(captured_at="2027-03-22T02:00:00Z")
    with refused(Invalid, "submission.procedure_ended"):
        late.announce(c)
    assert Sending(captured_at="2027-02-27T02:00:00Z").announce(c).state == "arriving"


def test_too_large_a_promise_is_refused_before_it_is_sent(c):
    sending = Sending()
    assert sending.components
    sending.components[0]["pages"][0]["bytes"] = c.settings.max_photo_bytes + 1
    with refused(TooLarge, "image.too_many_bytes"):
        sending.announce(c)


def test_screens_are_told_after_the_fact(c):
    heard: list[tuple[str, ...]] = []
    c.broadcast.subscribe(heard.append)
    sending = Sending()
    sending.announce(c)
    assert heard == [("arriving:05725",)]  # the desk sees that it is on its way, and no dossier yet
    sending.arrive(c)
    topics = {topic for told in heard for topic in told}
    assert {"unit:05725", f"dossier:{sending.id}", f"draft:{sending.id}"} <= topics


def test_the_procedure_of_the_tests_is_the_one_of_the_law(c):
    with c.look() as uow:
        procedure = procedure_in_force(uow, BIRTH, c.clock.now().date())
        assert procedure_in_force(uow, "0.000000", c.clock.now().date()) is None
    assert procedure is not None
    assert procedure.name == "Đăng ký khai sinh"
