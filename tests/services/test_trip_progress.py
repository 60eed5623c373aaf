"""Afterwards: each deed as it stands, the sums, and the printed report that says the same."""

import io
import uuid

import pypdf
import pytest

from sothuhoso.db.queries import audit
from sothuhoso.db.queries import trips as rows
from sothuhoso.domain.policy import Role
from sothuhoso.services import decisions, trip_entries, trip_progress, trips
from tests.conftest import OTHER_UNIT, UNIT
from tests.services.making import BIRTH, MAI, Sending, absent, photo, photographed, said, simple
from tests.services.trip_making import TABLET, Trip, drawn_signature


@pytest.fixture
def lead(make_actor):
    return make_actor("luudong", Role.OUTREACH, UNIT)


@pytest.fixture
def trip(c, lead, clerk):
    made = Trip(c, lead)
    made.make(clerk)
    return made


def progress(trip, actor=None):
    return trip_progress.progress(trip.c, actor or trip.lead, trip.id)


def report(trip) -> str:
    pdf = trip_progress.report_pdf(trip.c, trip.lead, trip.id)
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def test_a_dossier_goes_from_announced_to_whole(c, trip):
    sending = Sending(photos=(photo(1), photo(2)))
    trip.send(kind="dossier", submission=str(sending.id), procedure=BIRTH)
    (entry,) = progress(trip).entries
    assert (entry.state, entry.person, entry.number, entry.procedure) == ("announced", "", "", "Đăng ký khai sinh")
    sending.announce(c)
    sending.put(c, sending.photos[0])
    assert progress(trip).entries[0].state == "arriving"
    assert (progress(trip).whole, progress(trip).on_the_way) == (0, 1)
    number = sending.put(c, sending.photos[1]).receipt.number
    found = progress(trip)
    (entry,) = found.entries
    assert (entry.state, entry.person, entry.number) == ("whole", "Hoàng Thị Mai", number)
    assert (found.whole, found.on_the_way, found.dossiers, found.people, found.served) == (1, 0, 1, 1, 1)


def test_another_units_dossier_tells_nothing(c, trip):
    foreign = simple(unit=OTHER_UNIT)
    foreign.arrive(c)
    trip.send(kind="dossier", submission=str(foreign.id))
    (entry,) = progress(trip).entries
    assert (entry.person, entry.number, entry.procedure) == ("", "", "")


def test_tablets_and_what_waits_on_them(trip, clerk):
    trip.pack()
    trip.pack(clerk, uuid.uuid4())
    trip.send(around={"tablet": str(TABLET), "waiting": 4})
    found = progress(trip)
    assert [(one.series, one.name, one.waiting) for one in found.tablets] == [
        ("A", trip.lead.name, 4),
        ("B", clerk.name, 0),
    ]
    assert found.waiting == 4


def test_a_correction_counts_in_the_place_of_what_it_replaces(trip):
    wrong = trip.send(kind="turned_away", queue=3)
    trip.send(kind="note", queue=3, replaces=wrong.id)
    found = progress(trip)
    assert [entry.kind for entry in found.entries] == ["note"]
    assert (found.people, found.turned_away, found.notes) == (1, 0, 1)


def test_the_report_says_what_was_done(c, trip, clerk, clock):
    whole = Sending(
        photos=(photo(1),),
        components=[photographed("giay_chung_sinh", photo(1)), absent("to_khai_khai_sinh")],
    )
    whole.arrive(c)
    result = simple(owner=said(full_name="Lý Văn Pá", id_number="019205000123"))
    number = result.arrive(c).number
    decisions.receive(c, clerk, result.id, version=1)
    trip.send(kind="dossier", queue=1, submission=str(whole.id), procedure=BIRTH)
    trip.send(kind="dossier", queue=1, submission=str(uuid.uuid4()), procedure=BIRTH)
    trip.send(kind="handover", queue=2, dossier=str(result.id), signer="Lý Thị Mây")
    trip.send(
        kind="turned_away", queue=3, hamlet=1, procedure=BIRTH, papers=["giay_chung_sinh"], text="Giấy ở nhà con #x"
    )
    trip.send(kind="note", queue=4, text="Đề nghị trạm y tế lên xóm")
    trips.close_trip(c, trip.lead, trip.id, version=trip.view().version, remarks="Đường lầy.", next_visit="2026-12-09")
    said_there = report(trip)
    for part in (
        "BÁO CÁO",
        "Kết quả chuyến lưu động Lũng Luông tháng 11",
        "ngày 25 tháng 11 năm 2026",
        "Xóm Lũng Luông, Hạ Sơn Dao",
        "4 Người đã đón tiếp",
        "2 Người đã được phục vụ",
        "1 Người phải hẹn lại",
        "2 Hồ sơ đã lập",
        "01 hồ sơ chưa về đủ",
        f"{BIRTH} Đăng ký khai sinh 2",
        "Hoàng Thị Mai 0191••••0017",
        "Tờ khai đăng ký khai sinh",
        "Lý Văn Pá 0192••••0123",
        number,
        "Lý Thị Mây",
        "Triệu Mùi Phấy",
        "Thiếu giấy tờ",
        "– Giấy chứng sinh",
        "Giấy ở nhà con #x",
        "Đề nghị trạm y tế lên xóm",
        "Dự kiến trở lại: ngày 09 tháng 12 năm 2026",
        "Đường lầy.",
    ):
        assert part in said_there, part
    assert MAI not in said_there
    with c.look() as uow:
        assert audit.of_object(uow.session, "trip", trip.id)[-1].action == "trip.report"


def test_the_report_shows_the_names_that_were_written_and_what_stands_in_their_place(c, trip):
    results = [simple(), simple(owner=said(full_name="Lý Văn Pá", id_number="019205000123"))]
    for result in results:
        result.arrive(c)
    trip.send(kind="handover", queue=1, dossier=str(results[0].id), signature=drawn_signature())
    trip.send(
        kind="handover",
        queue=2,
        dossier=str(results[1].id),
        signer="Lý Văn Pá",
        how="fingerprint",
        witness="Trưởng xóm Triệu Văn Vàng",
    )
    first, second = sorted(progress(trip).entries, key=lambda one: one.ticket)
    assert (first.signed, first.how, first.witness) == (True, "", "")
    assert (second.signed, second.how, second.witness) == (False, "fingerprint", "Trưởng xóm Triệu Văn Vàng")
    pdf = trip_progress.report_pdf(trip.c, trip.lead, trip.id)
    images = [image.image for page in pypdf.PdfReader(io.BytesIO(pdf)).pages for image in page.images]
    assert [(image.width, image.height) for image in images] == [(320, 140)]
    assert images[0].convert("L").getextrema()[0] < 100, "ink"
    said_there = report(trip)
    assert "Điểm chỉ trong sổ Người làm chứng: Trưởng xóm Triệu Văn Vàng" in said_there


def test_a_signature_lost_from_the_store_takes_no_report_with_it(c, trip):
    result = simple()
    result.arrive(c)
    trip.send(kind="handover", dossier=str(result.id), signature=drawn_signature())
    with c.look() as uow:
        (row,) = rows.entries(uow.session, trip.id)
    c.files.remove(row.signature_sha256)
    assert "Lý Thị Mây" in report(trip)


def test_an_empty_trip_has_a_report_too(trip):
    said_there = report(trip)
    assert "0 Người đã đón tiếp" in said_there
    assert "Hồ sơ theo thủ tục" not in said_there


def test_a_day_of_six_hundred_numbers(trip, c):
    """Forty people is a day; a list far beyond it still answers (ids are asked for in portions)."""
    entry = trip.entry(kind="dossier", submission=str(uuid.uuid4()))
    for queue in range(1, 601):
        raw = {"entry": {**entry, "queue": queue, "submission": str(uuid.uuid4())}}
        trip_entries.take_entry(c, trip.lead, trip.id, uuid.uuid4(), raw)
    found = progress(trip)
    assert (found.people, found.on_the_way) == (600, 600)
