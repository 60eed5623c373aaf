"""What the desk sees of a dossier whose photos are still under way."""

import pytest

from sothuhoso.domain.errors import NotFound, Refused
from sothuhoso.domain.policy import ANONYMOUS, Role
from sothuhoso.services import arriving, desk_list, intake
from sothuhoso.services.views import DeskQuery
from tests.conftest import OTHER_UNIT, UNIT
from tests.services.making import MAI, Sending, absent, arrived, photo, photographed, refused, said, sha
from tests.services.test_resuming import piece, small

NAME = "Hoàng Thị Mai"


@pytest.fixture
def sending(c):
    made = Sending(photos=(photo(1), photo(2), photo(3)))
    made.announce(c)
    return made


def test_it_is_there_with_the_text_and_is_no_dossier(c, clerk, sending):
    (row,) = arriving.list_arriving(c, clerk).rows
    assert (row.id, row.owner_name, row.procedure_name) == (str(sending.id), NAME, "Đăng ký khai sinh")
    assert (row.photos, row.photos_here, row.seen_at) == (3, 0, "2026-11-23T03:00:00Z")
    assert desk_list.list_desk(c, clerk, DeskQuery()).total == 0


def test_photos_are_counted_and_the_last_contact_moves(c, clerk, sending, clock):
    sending.put(c, photo(1))
    clock.move(minutes=4)
    piece(c, sending, photo(2), 0, 200)
    (row,) = arriving.list_arriving(c, clerk).rows
    assert (row.photos_here, row.seen_at) == (1, "2026-11-23T03:04:00Z")


def test_whole_it_leaves_the_list(c, clerk, sending):
    sending.arrive(c)
    assert arriving.list_arriving(c, clerk).rows == []
    assert arriving.open_arriving(c, clerk, sending.id).whole is True


def test_photos_that_nobody_has_announced_are_no_dossier_under_way(c, clerk):
    sending = Sending()
    sending.put(c, photo(1))
    assert arriving.list_arriving(c, clerk).total == 0
    with refused(NotFound, "dossier.unknown"):
        arriving.open_arriving(c, clerk, sending.id)


def test_those_heard_of_last_come_first_and_only_so_many(c, clerk, clock, monkeypatch):
    monkeypatch.setattr(arriving, "MAX_ROWS", 2)
    made = []
    for n in range(3):
        clock.move(minutes=1)
        made.append(Sending(owner=said(full_name=f"Người {n}", id_number=MAI)))
        made[-1].announce(c)
    clock.move(minutes=1)
    made[0].put(c, photo(1))
    page = arriving.list_arriving(c, clerk)
    assert [row.owner_name for row in page.rows] == ["Người 0", "Người 2"]
    assert page.total == 3


def test_each_unit_sees_its_own_and_the_province_all(c, clerk, other_clerk, make_actor, sending):
    Sending(unit=OTHER_UNIT).announce(c)
    assert [row.id for row in arriving.list_arriving(c, clerk).rows] == [str(sending.id)]
    assert arriving.list_arriving(c, other_clerk).total == 1
    with pytest.raises(Refused):
        arriving.list_arriving(c, clerk, OTHER_UNIT)
    province = make_actor("tinh", Role.PROVINCE, None)
    assert arriving.list_arriving(c, province).total == 2
    assert arriving.list_arriving(c, province, UNIT).total == 1
    with pytest.raises(Refused):
        arriving.open_arriving(c, province, sending.id)


def test_opened_it_shows_what_was_written(c, clerk):
    components = [photographed("giay_chung_sinh", photo(1), photo(2)), absent("to_khai_khai_sinh", "Mai mang")]
    sending = Sending(components=components, submitter=said(full_name="Lý Văn Pá", id_number="019205000123"))
    intake.announce(c, ANONYMOUS, sending.id, sending.manifest, device_time="2026-11-23T03:20:00Z")
    small(c, sending, photo(2))
    view = arriving.open_arriving(c, clerk, sending.id)
    assert [person.slot for person in view.persons] == ["owner", "submitter", "subject"]
    numbers = {field.value for person in view.persons for field in person.fields if field.key == "id_number"}
    assert numbers == {"0191••••0017", "0192••••0123"}
    notice, form = view.papers
    assert (notice.name, notice.state, form.state, form.reason) == (
        "Giấy chứng sinh",
        "photographed",
        "none",
        "Mai mang",
    )
    assert [bool(one.thumb_url) for one in notice.photos] == [False, True]
    assert [one.here for one in notice.photos] == [False, False]
    assert (view.photos, view.photos_here, view.clock_minutes, view.whole) == (2, 0, 20, False)
    sending.put(c, photo(1))
    shown = arriving.open_arriving(c, clerk, sending.id).papers[0].photos
    assert [(one.here, bool(one.thumb_url)) for one in shown] == [(True, True), (False, True)]


def test_the_small_picture_is_the_devices_then_the_servers(c, clerk, sending):
    name = sha(photo(1))
    with refused(NotFound, "photo.unknown"):
        arriving.thumbnail(c, clerk, sending.id, name)
    small(c, sending, photo(1), photo(40))
    first = arriving.thumbnail(c, clerk, sending.id, name)
    assert first.media_type == "image/jpeg"
    sending.put(c, photo(1))
    assert arriving.thumbnail(c, clerk, sending.id, name).content != first.content
    with refused(NotFound, "photo.unknown"):
        arriving.thumbnail(c, clerk, sending.id, "../../secret.key")


def test_what_arrived_whole_at_once_was_never_under_way(c, clerk):
    whole = arrived(c, photos=(), components=[absent("giay_chung_sinh"), absent("to_khai_khai_sinh")])
    assert arriving.list_arriving(c, clerk).total == 0
    assert arriving.open_arriving(c, clerk, whole.id).whole
